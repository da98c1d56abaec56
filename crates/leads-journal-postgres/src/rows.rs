//! Rows and records.

use deadpool_postgres::{Client, Pool};
use leads_journal::machine::Progress;
use leads_journal::store::{AuditLine, Record};
use leads_journal::{JournalError, Result, State, StoreError};
use tokio_postgres::Row;

/// The columns of a record, in the order that [`record`] reads.
pub(crate) const COLUMNS: &str = "id, revision, account, stream, key, operation, body, state, attempts, doubt, due, \
     enqueued, begun, lease, unknown_since, checks, report, resolution, record, ended";

/// Converts an error of the database. The driver's own text has no message, and its detail can contain values.
pub(crate) fn failed(error: tokio_postgres::Error) -> JournalError {
    let error = match error.as_db_error() {
        Some(said) => {
            StoreError::new("the database reported an error", format!("{}: {}", said.code().code(), said.message()))
        }
        None => StoreError::new("the database cannot be reached", error),
    };
    error.into()
}

pub(crate) async fn client(pool: &Pool) -> Result<Client> {
    pool.get().await.map_err(|error| StoreError::new("no connection to the database", error).into())
}

fn damaged(what: impl std::fmt::Display) -> JournalError {
    StoreError::new("a row of the journal cannot be read", what.to_string()).into()
}

pub(crate) fn state(text: &str) -> Result<State> {
    text.parse().map_err(damaged)
}

fn column<'a, T: tokio_postgres::types::FromSql<'a>>(row: &'a Row, at: usize) -> Result<T> {
    row.try_get(at).map_err(failed)
}

fn count(row: &Row, at: usize) -> Result<u32> {
    u32::try_from(column::<i32>(row, at)?).map_err(damaged)
}

/// Reads a row with [`COLUMNS`].
pub(crate) fn record(row: &Row) -> Result<Record> {
    let mut progress = Progress::new(column(row, 11)?);
    progress.state = state(column(row, 7)?)?;
    progress.attempts = count(row, 8)?;
    progress.doubt = column(row, 9)?;
    progress.due = column(row, 10)?;
    progress.begun = column(row, 12)?;
    progress.lease = column(row, 13)?;
    progress.unknown_since = column(row, 14)?;
    progress.checks = count(row, 15)?;
    let report: Option<&str> = column(row, 16)?;
    progress.report = report.map(|text| serde_json::from_str(text).map_err(damaged)).transpose()?;
    let resolution: Option<&str> = column(row, 17)?;
    progress.resolution = resolution.map(|text| text.parse().map_err(damaged)).transpose()?;
    progress.record = column(row, 18)?;
    progress.ended = column(row, 19)?;
    Ok(Record {
        id: column(row, 0)?,
        revision: column(row, 1)?,
        account: column(row, 2)?,
        stream: column(row, 3)?,
        key: column(row, 4)?,
        operation: column(row, 5)?,
        body: column(row, 6)?,
        progress,
    })
}

pub(crate) fn audit_line(row: &Row) -> Result<AuditLine> {
    let (from, to) = (state(column(row, 5)?)?, state(column(row, 6)?)?);
    let mut line = AuditLine::new(column(row, 0)?, column(row, 2)?, column(row, 3)?, column(row, 4)?, from, to);
    line.at = column(row, 1)?;
    Ok(line)
}
