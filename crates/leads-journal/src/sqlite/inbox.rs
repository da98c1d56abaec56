//! Deliveries in SQLite.

use super::SqliteStore;
use super::store::{clock, execute, rows};
use super::writer::failed;
use crate::error::Result;
use crate::inbox::{InboxStore, NewDelivery, Settled, StoredDelivery};
use async_trait::async_trait;
use rusqlite::{OptionalExtension as _, Row, params};
use std::time::Duration;

const COLUMNS: &str = "id, subject, body, received, attempts, why";

fn delivery(row: &Row<'_>) -> Result<StoredDelivery> {
    let read = || Ok(StoredDelivery::new(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?));
    read().map_err(failed)
}

fn millis(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX / 4).min(i64::MAX / 4)
}

#[async_trait]
impl InboxStore for SqliteStore {
    async fn receive(&self, new: NewDelivery) -> Result<bool> {
        self.writer
            .run(move |connection| {
                let now = clock();
                if let Some(window) = new.window {
                    // The same body, long after: the old delivery gives up its key.
                    execute(
                        connection,
                        "UPDATE deliveries SET key = key || ' ' || id WHERE inbox = ?1 AND key = ?2 AND received < ?3",
                        params![new.inbox, new.key, now - millis(window)],
                    )?;
                }
                let stored = execute(
                    connection,
                    "INSERT INTO deliveries (inbox, key, subject, body, received, due) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                     ON CONFLICT (inbox, key) DO NOTHING",
                    params![new.inbox, new.key, new.subject, new.body, now],
                )?;
                Ok(stored == 1)
            })
            .await
    }

    async fn take(&self, inbox: &str, lease: Duration, limit: usize) -> Result<Vec<StoredDelivery>> {
        let (inbox, limit) = (inbox.to_owned(), i64::try_from(limit).unwrap_or(i64::MAX));
        // Most of the time nothing is due, and the writer need not be troubled.
        let (name, now) = (inbox.clone(), clock());
        let any = self
            .reader
            .run(move |connection| {
                let sql = "SELECT 1 FROM deliveries WHERE inbox = ?1 AND state = 'waiting' AND due <= ?2 LIMIT 1";
                connection.query_row(sql, params![name, now], |_| Ok(())).optional().map_err(failed)
            })
            .await?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        self.writer
            .run(move |connection| {
                let sql = format!(
                    "UPDATE deliveries SET attempts = attempts + 1, due = ?2 + ?3 WHERE id IN (
                         SELECT id FROM deliveries AS first WHERE inbox = ?1 AND state = 'waiting' AND due <= ?2
                         AND NOT EXISTS (SELECT 1 FROM deliveries AS earlier WHERE earlier.inbox = ?1
                             AND earlier.subject = first.subject AND earlier.state = 'waiting' AND earlier.id < first.id)
                         ORDER BY id LIMIT ?4)
                     RETURNING {COLUMNS}"
                );
                let mut taken = rows(connection, &sql, params![inbox, clock(), millis(lease), limit], delivery)?;
                taken.sort_by_key(|delivery| delivery.id);
                Ok(taken)
            })
            .await
    }

    async fn settle(&self, delivery: i64, attempts: u32, settled: Settled) -> Result<bool> {
        self.writer
            .run(move |connection| {
                let now = clock();
                let (state, due, ended, why) = match settled {
                    Settled::Done => ("done", now, Some(now), None),
                    Settled::Later { after, why } => ("waiting", now + millis(after), None, Some(why)),
                    Settled::Dead { why } => ("dead", now, None, Some(why)),
                };
                let changed = execute(
                    connection,
                    "UPDATE deliveries SET state = ?3, due = ?4, ended = ?5, why = ?6
                     WHERE id = ?1 AND attempts = ?2 AND state = 'waiting'",
                    params![delivery, attempts, state, due, ended, why],
                )?;
                Ok(changed == 1)
            })
            .await
    }

    async fn next_delivery(&self, inbox: &str) -> Result<Option<Duration>> {
        let inbox = inbox.to_owned();
        let due: Option<i64> = self
            .reader
            .run(move |connection| {
                let sql = "SELECT due FROM deliveries WHERE inbox = ?1 AND state = 'waiting' ORDER BY due LIMIT 1";
                connection.query_row(sql, [inbox], |row| row.get(0)).optional().map_err(failed)
            })
            .await?;
        Ok(due.map(|due| Duration::from_millis(u64::try_from(due - clock()).unwrap_or_default())))
    }

    async fn dead_deliveries(&self, inbox: &str, after: i64, limit: usize) -> Result<Vec<StoredDelivery>> {
        let (inbox, limit) = (inbox.to_owned(), i64::try_from(limit).unwrap_or(i64::MAX));
        self.reader
            .run(move |connection| {
                let sql = format!(
                    "SELECT {COLUMNS} FROM deliveries WHERE inbox = ?1 AND state = 'dead' AND id > ?2 ORDER BY id LIMIT ?3"
                );
                rows(connection, &sql, params![inbox, after, limit], delivery)
            })
            .await
    }

    async fn retry_delivery(&self, inbox: &str, delivery: i64) -> Result<bool> {
        let inbox = inbox.to_owned();
        self.writer
            .run(move |connection| {
                let sql = "UPDATE deliveries SET state = 'waiting', attempts = 0, due = ?3
                           WHERE inbox = ?1 AND id = ?2 AND state = 'dead'";
                Ok(execute(connection, sql, params![inbox, delivery, clock()])? == 1)
            })
            .await
    }

    async fn replay_deliveries(&self, inbox: &str, since: i64) -> Result<u64> {
        let inbox = inbox.to_owned();
        self.writer
            .run(move |connection| {
                let sql = "UPDATE deliveries SET state = 'waiting', attempts = 0, due = ?3, ended = NULL
                           WHERE inbox = ?1 AND received >= ?2 AND state <> 'waiting'";
                Ok(execute(connection, sql, params![inbox, since, clock()])? as u64)
            })
            .await
    }
}
