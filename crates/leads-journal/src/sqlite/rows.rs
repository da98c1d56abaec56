//! Rows and records.

use super::writer::failed;
use crate::error::{JournalError, Result, StoreError};
use crate::machine::{Progress, State};
use crate::store::{AuditLine, Record};
use leads_core::error::ErrorReport;
use rusqlite::Row;

/// The columns of a record, in the order that [`record`] reads.
pub(super) const COLUMNS: &str = "id, revision, account, stream, key, operation, body, state, attempts, doubt, due, \
     enqueued, begun, lease, unknown_since, checks, report, resolution, record, ended";

fn damaged(what: impl std::fmt::Display) -> JournalError {
    StoreError::new("a row of the journal cannot be read", what.to_string()).into()
}

pub(super) fn state(text: &str) -> Result<State> {
    text.parse().map_err(damaged)
}

/// Reads a row with [`COLUMNS`].
pub(super) fn record(row: &Row<'_>) -> Result<Record> {
    let text = |at: usize| row.get::<_, String>(at).map_err(failed);
    let maybe = |at: usize| row.get::<_, Option<String>>(at).map_err(failed);
    let time = |at: usize| row.get::<_, Option<i64>>(at).map_err(failed);
    let number = |at: usize| row.get::<_, i64>(at).map_err(failed);
    let count = |at: usize| row.get::<_, u32>(at).map_err(failed);
    let mut progress = Progress::new(number(11)?);
    progress.state = state(&text(7)?)?;
    progress.attempts = count(8)?;
    progress.doubt = row.get(9).map_err(failed)?;
    progress.due = number(10)?;
    progress.begun = time(12)?;
    progress.lease = time(13)?;
    progress.unknown_since = time(14)?;
    progress.checks = count(15)?;
    progress.report = maybe(16)?.map(|text| report(&text)).transpose()?;
    progress.resolution = maybe(17)?.map(|text| text.parse().map_err(damaged)).transpose()?;
    progress.record = maybe(18)?;
    progress.ended = time(19)?;
    Ok(Record {
        id: number(0)?,
        revision: number(1)?,
        account: text(2)?,
        stream: maybe(3)?,
        key: maybe(4)?,
        operation: text(5)?,
        body: row.get(6).map_err(failed)?,
        progress,
    })
}

fn report(text: &str) -> Result<ErrorReport> {
    serde_json::from_str(text).map_err(damaged)
}

/// Returns the text of a report for its column.
pub(super) fn report_text(progress: &Progress) -> Result<Option<String>> {
    progress.report.as_ref().map(|report| serde_json::to_string(report).map_err(damaged)).transpose()
}

pub(super) fn audit_line(row: &Row<'_>) -> Result<AuditLine> {
    let text = |at: usize| row.get::<_, String>(at).map_err(failed);
    Ok(AuditLine {
        entry: row.get(0).map_err(failed)?,
        at: row.get(1).map_err(failed)?,
        by: text(2)?,
        action: text(3)?,
        why: text(4)?,
        from: state(&text(5)?)?,
        to: state(&text(6)?)?,
    })
}
