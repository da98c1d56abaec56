//! Entries in SQLite.

use super::SqliteStore;
use super::rows::{COLUMNS, audit_line, record, report_text, state};
use super::writer::failed;
use crate::error::Result;
use crate::machine::{Decision, State};
use crate::store::{AuditLine, Change, Inserted, NewEntry, Purged, Query, Record, Scope, Store, UnderWay};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, named_params, params};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const BLOCKING: &str = "state IN ('ready', 'begun', 'unknown', 'review') AND unblocked = 0";

/// Returns the clock of this machine.
pub(super) fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Reads all rows of a query.
pub(super) fn rows<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    let mut rows = statement.query(params).map_err(failed)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// Runs a statement, and returns the number of changed rows.
pub(super) fn execute(connection: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map_err(failed)
}

fn one(connection: &Connection, condition: &str, params: impl Params) -> Result<Option<Record>> {
    let found = rows(connection, &format!("SELECT {COLUMNS} FROM entries WHERE {condition}"), params, record)?;
    Ok(found.into_iter().next())
}

fn insert(connection: &Connection, entry: &NewEntry) -> Result<Inserted> {
    let now = clock();
    if let Some(key) = &entry.key
        && let Some(known) = one(connection, "account = ?1 AND key = ?2", params![entry.account, key])?
    {
        return Ok(Inserted::Known(Box::new(known)));
    }
    if entry.replaceable && entry.stream.is_some() {
        supersede(connection, entry, now)?;
    }
    let head = entry.stream.is_none()
        || rows(
            connection,
            "SELECT 1 FROM entries WHERE account = ?1 AND stream = ?2 AND head = 1 AND stream IS NOT NULL",
            params![entry.account, entry.stream],
            |_| Ok(()),
        )?
        .is_empty();
    execute(
        connection,
        "INSERT INTO entries (account, stream, key, operation, body, replaceable, head, state, due, enqueued)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'ready', ?8, ?9)",
        params![
            entry.account,
            entry.stream,
            entry.key,
            entry.operation,
            entry.body,
            entry.replaceable,
            head,
            entry.not_before.unwrap_or(now),
            now
        ],
    )?;
    Ok(Inserted::New(connection.last_insert_rowid()))
}

/// Ends the last open entry of the stream if the new one may replace it.
fn supersede(connection: &Connection, entry: &NewEntry, now: i64) -> Result<()> {
    let last = format!("account = ?1 AND stream = ?2 AND {BLOCKING} ORDER BY id DESC LIMIT 1");
    let Some(last) = one(connection, &last, params![entry.account, entry.stream])? else { return Ok(()) };
    let replaceable = rows(connection, "SELECT replaceable FROM entries WHERE id = ?1", [last.id], |row| {
        row.get::<_, bool>(0).map_err(failed)
    })?;
    if last.operation != entry.operation || replaceable != [true] {
        return Ok(());
    }
    if let Ok(progress) = last.progress.decided(Decision::Supersede, now) {
        replace(connection, &Change::of(&last, progress))?;
    }
    Ok(())
}

fn replace(connection: &Connection, change: &Change) -> Result<bool> {
    let progress = &change.progress;
    let unblocked = progress.state == State::Review && change.unblock;
    let changed = execute(
        connection,
        "UPDATE entries SET revision = revision + 1, unblocked = :unblocked, state = :state, attempts = :attempts,
             doubt = :doubt, due = :due, enqueued = :enqueued, begun = :begun, lease = :lease,
             unknown_since = :unknown_since, checks = :checks, report = :report, resolution = :resolution,
             record = :record, ended = :ended
         WHERE id = :id AND revision = :revision AND (:state <> 'begun' OR head = 1)",
        named_params! {
            ":unblocked": unblocked, ":state": progress.state.as_str(), ":attempts": progress.attempts,
            ":doubt": progress.doubt, ":due": progress.due, ":enqueued": progress.enqueued,
            ":begun": progress.begun, ":lease": progress.lease, ":unknown_since": progress.unknown_since,
            ":checks": progress.checks, ":report": report_text(progress)?,
            ":resolution": progress.resolution.map(|resolution| resolution.to_string()), ":record": progress.record,
            ":ended": progress.ended, ":id": change.id, ":revision": change.revision,
        },
    )?;
    if changed == 0 {
        return Ok(false);
    }
    let blocks = progress.state.is_open() && !unblocked;
    if blocks {
        // An entry that was retried becomes the head if its stream has none.
        execute(
            connection,
            "UPDATE entries SET head = 1 WHERE id = ?1 AND head = 0 AND (stream IS NULL OR NOT EXISTS (
                 SELECT 1 FROM entries AS other WHERE other.account = entries.account AND other.stream = entries.stream
                 AND other.head = 1 AND other.stream IS NOT NULL))",
            [change.id],
        )?;
    } else if execute(connection, "UPDATE entries SET head = 0 WHERE id = ?1 AND head = 1", [change.id])? == 1 {
        promote(connection, change.id)?;
    }
    if let Some(audit) = &change.audit {
        audit_in(connection, audit)?;
    }
    Ok(true)
}

/// Makes the next open entry of the stream its head.
fn promote(connection: &Connection, id: i64) -> Result<()> {
    execute(
        connection,
        &format!(
            "UPDATE entries SET head = 1 WHERE id = (
                 SELECT min(next.id) FROM entries AS next, entries AS ended
                 WHERE ended.id = ?1 AND next.account = ended.account AND next.stream = ended.stream
                 AND next.{})",
            BLOCKING.replace("AND ", "AND next.")
        ),
        [id],
    )?;
    Ok(())
}

fn audit_in(connection: &Connection, line: &AuditLine) -> Result<()> {
    execute(
        connection,
        "INSERT INTO audit (entry, at, by, action, why, from_state, to_state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![line.entry, clock(), line.by, line.action, line.why, line.from.as_str(), line.to.as_str()],
    )?;
    Ok(())
}

fn purge(connection: &Connection, account: Option<&str>, lead: &str) -> Result<Purged> {
    const WHOSE: &str = "(?1 IS NULL OR account = ?1) AND (stream = ?2 OR record = ?2)";
    let found =
        rows(connection, &format!("SELECT id, state FROM entries WHERE {WHOSE}"), params![account, lead], |row| {
            Ok((row.get::<_, i64>(0).map_err(failed)?, state(&row.get::<_, String>(1).map_err(failed)?)?))
        })?;
    let mut purged = Purged::default();
    // The last of a stream first, so that no head is promoted that is removed next.
    for (id, state) in found.into_iter().rev() {
        if matches!(state, State::Begun | State::Unknown) {
            purged.kept += 1;
            continue;
        }
        let was_head = execute(connection, "UPDATE entries SET head = 0 WHERE id = ?1 AND head = 1", [id])? == 1;
        execute(connection, "UPDATE entries SET state = 'dropped' WHERE id = ?1", [id])?;
        if was_head {
            promote(connection, id)?;
        }
        execute(connection, "DELETE FROM audit WHERE entry = ?1", [id])?;
        execute(connection, "DELETE FROM entries WHERE id = ?1", [id])?;
        purged.removed += 1;
    }
    execute(connection, "DELETE FROM deliveries WHERE subject = ?1", [lead])?;
    Ok(purged)
}

#[async_trait]
impl Store for SqliteStore {
    async fn now(&self) -> Result<i64> {
        Ok(clock())
    }

    async fn insert(&self, entries: Vec<NewEntry>) -> Result<Vec<Inserted>> {
        self.writer.run(move |connection| entries.iter().map(|entry| insert(connection, entry)).collect()).await
    }

    async fn get(&self, id: i64) -> Result<Option<Record>> {
        self.reader.run(move |connection| one(connection, "id = ?1", [id])).await
    }

    async fn by_key(&self, account: &str, key: &str) -> Result<Option<Record>> {
        let (account, key) = (account.to_owned(), key.to_owned());
        self.reader.run(move |connection| one(connection, "account = ?1 AND key = ?2", params![account, key])).await
    }

    async fn due(&self, scope: &Scope, now: i64, limit: usize) -> Result<Vec<Record>> {
        let (account, limit) = (scope.account.clone(), i64::try_from(limit).unwrap_or(i64::MAX));
        self.reader
            .run(move |connection| {
                let sql = format!(
                    "SELECT {COLUMNS} FROM entries
                     WHERE account = ?1 AND head = 1 AND state IN ('ready', 'unknown') AND due <= ?2
                     ORDER BY due, id LIMIT ?3"
                );
                rows(connection, &sql, params![account, now, limit], record)
            })
            .await
    }

    async fn next_due(&self, scope: &Scope) -> Result<Option<i64>> {
        let account = scope.account.clone();
        self.reader
            .run(move |connection| {
                let sql = "SELECT due FROM entries WHERE account = ?1 AND head = 1 AND state IN ('ready', 'unknown')
                           ORDER BY due LIMIT 1";
                connection.query_row(sql, [account], |row| row.get(0)).optional().map_err(failed)
            })
            .await
    }

    async fn under_way(&self, scope: &Scope) -> Result<Vec<UnderWay>> {
        let account = scope.account.clone();
        self.reader
            .run(move |connection| {
                let sql = "SELECT id, attempts, lease - begun FROM entries WHERE account = ?1 AND state = 'begun'";
                rows(connection, sql, [account], |row| {
                    let lease =
                        row.get::<_, Option<i64>>(2).map_err(failed)?.and_then(|lease| u64::try_from(lease).ok());
                    let lease = Duration::from_millis(lease.unwrap_or_default());
                    Ok(UnderWay::new(row.get(0).map_err(failed)?, row.get(1).map_err(failed)?, lease))
                })
            })
            .await
    }

    async fn replace(&self, change: Change) -> Result<bool> {
        self.writer.run(move |connection| replace(connection, &change)).await
    }

    async fn list(&self, query: &Query) -> Result<Vec<Record>> {
        let query = query.clone();
        self.reader
            .run(move |connection| {
                let states: Vec<String> = query.states.iter().map(|state| format!("'{state}'")).collect();
                let states =
                    if states.is_empty() { "1".to_owned() } else { format!("state IN ({})", states.join(", ")) };
                let sql = format!(
                    "SELECT {COLUMNS} FROM entries WHERE id > ?1 AND (?2 IS NULL OR account = ?2)
                     AND (?3 IS NULL OR stream = ?3) AND {states} ORDER BY id LIMIT ?4"
                );
                rows(connection, &sql, params![query.after, query.account, query.stream, query.page()], record)
            })
            .await
    }

    async fn count(&self, account: Option<&str>) -> Result<Vec<(State, u64)>> {
        let account = account.map(str::to_owned);
        self.reader
            .run(move |connection| {
                let sql = "SELECT state, count(*) FROM entries WHERE ?1 IS NULL OR account = ?1 GROUP BY state";
                rows(connection, sql, [account], |row| {
                    Ok((
                        state(&row.get::<_, String>(0).map_err(failed)?)?,
                        row.get::<_, i64>(1).map_err(failed)?.unsigned_abs(),
                    ))
                })
            })
            .await
    }

    async fn purge(&self, account: Option<&str>, lead: &str) -> Result<Purged> {
        let (account, lead) = (account.map(str::to_owned), lead.to_owned());
        let purged = self.writer.run(move |connection| purge(connection, account.as_deref(), &lead)).await?;
        // The old pages are still in the log next to the file; this empties it, unless another caller reads just now.
        self.reader
            .run(|connection| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(failed))
            .await?;
        Ok(purged)
    }

    async fn sweep(&self, before: i64) -> Result<u64> {
        self.writer
            .run(move |connection| {
                // In pieces, so that others are not kept waiting.
                let which = "SELECT id FROM entries WHERE ended IS NOT NULL AND ended < ?1
                             AND state NOT IN ('refused', 'partial') ORDER BY ended LIMIT 1000";
                execute(connection, &format!("DELETE FROM audit WHERE entry IN ({which})"), [before])?;
                let removed = execute(connection, &format!("DELETE FROM entries WHERE id IN ({which})"), [before])?;
                let which = "SELECT id FROM deliveries WHERE ended IS NOT NULL AND ended < ?1 LIMIT 1000";
                let hooks = execute(connection, &format!("DELETE FROM deliveries WHERE id IN ({which})"), [before])?;
                Ok((removed + hooks) as u64)
            })
            .await
    }

    async fn audit(&self, entry: i64) -> Result<Vec<AuditLine>> {
        self.reader
            .run(move |connection| {
                let sql =
                    "SELECT entry, at, by, action, why, from_state, to_state FROM audit WHERE entry = ?1 ORDER BY id";
                rows(connection, sql, [entry], audit_line)
            })
            .await
    }
}
