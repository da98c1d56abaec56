//! Deliveries in PostgreSQL.

use crate::PostgresStore;
use crate::rows::{client, failed};
use async_trait::async_trait;
use leads_journal::Result;
use leads_journal::inbox::{InboxStore, NewDelivery, Settled, StoredDelivery};
use std::time::Duration;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

const COLUMNS: &str = "id, subject, body, received, attempts, why";

fn delivery(row: &Row) -> StoredDelivery {
    let attempts = u32::try_from(row.get::<_, i32>(4)).unwrap_or_default();
    StoredDelivery::new(row.get(0), row.get(1), row.get(2), row.get(3), attempts, row.get(5))
}

fn millis(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX / 4).min(i64::MAX / 4)
}

impl PostgresStore {
    async fn changed(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<u64> {
        let client = client(&self.pool).await?;
        let statement = client.prepare_cached(sql).await.map_err(failed)?;
        client.execute(&statement, params).await.map_err(failed)
    }

    async fn read(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        let client = client(&self.pool).await?;
        let statement = client.prepare_cached(sql).await.map_err(failed)?;
        client.query(&statement, params).await.map_err(failed)
    }
}

#[async_trait]
impl InboxStore for PostgresStore {
    async fn receive(&self, new: NewDelivery) -> Result<bool> {
        let mut client = client(&self.pool).await?;
        let transaction = client.transaction().await.map_err(failed)?;
        // Two repetitions at the same time; and within a subject, numbers have the order of the commits.
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1 || chr(31) || $2, 7237))";
        let statement = transaction.prepare_cached(lock).await.map_err(failed)?;
        transaction.execute(&statement, &[&new.inbox, &new.subject]).await.map_err(failed)?;
        if let Some(window) = new.window {
            // The same body, long after: the old delivery gives up its key.
            let sql = "UPDATE leads_journal.deliveries SET key = key || ' ' || id
                       WHERE inbox = $1 AND key = $2 AND received < leads_journal.now_millis() - $3";
            let statement = transaction.prepare_cached(sql).await.map_err(failed)?;
            transaction.execute(&statement, &[&new.inbox, &new.key, &millis(window)]).await.map_err(failed)?;
        }
        let sql = "INSERT INTO leads_journal.deliveries (inbox, key, subject, body, received, due)
                   VALUES ($1, $2, $3, $4, leads_journal.now_millis(), leads_journal.now_millis())
                   ON CONFLICT (inbox, key) DO NOTHING";
        let statement = transaction.prepare_cached(sql).await.map_err(failed)?;
        let params: [&(dyn ToSql + Sync); 4] = [&new.inbox, &new.key, &new.subject, &new.body];
        let stored = transaction.execute(&statement, &params).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        Ok(stored == 1)
    }

    async fn take(&self, inbox: &str, lease: Duration, limit: usize) -> Result<Vec<StoredDelivery>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!(
            "UPDATE leads_journal.deliveries SET attempts = attempts + 1, due = leads_journal.now_millis() + $2
             WHERE state = 'waiting' AND due <= leads_journal.now_millis() AND id IN (
                 SELECT id FROM leads_journal.deliveries AS first
                 WHERE inbox = $1 AND state = 'waiting' AND due <= leads_journal.now_millis()
                 AND NOT EXISTS (SELECT 1 FROM leads_journal.deliveries AS earlier WHERE earlier.inbox = $1
                     AND earlier.subject = first.subject AND earlier.state = 'waiting' AND earlier.id < first.id)
                 ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
             RETURNING {COLUMNS}"
        );
        let mut taken: Vec<_> =
            self.read(&sql, &[&inbox, &millis(lease), &limit]).await?.iter().map(delivery).collect();
        taken.sort_by_key(|delivery| delivery.id);
        Ok(taken)
    }

    async fn settle(&self, delivery: i64, attempts: u32, settled: Settled) -> Result<bool> {
        let (state, after, why) = match settled {
            Settled::Later { after, why } => ("waiting", millis(after), Some(why)),
            Settled::Dead { why } => ("dead", 0, Some(why)),
            _ => ("done", 0, None),
        };
        let attempts = i32::try_from(attempts).unwrap_or(i32::MAX);
        let sql = "UPDATE leads_journal.deliveries SET state = $3, due = leads_journal.now_millis() + $4,
                       ended = CASE WHEN $3 = 'done' THEN leads_journal.now_millis() END, why = $5
                   WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
        Ok(self.changed(sql, &[&delivery, &attempts, &state, &after, &why]).await? == 1)
    }

    async fn next_delivery(&self, inbox: &str) -> Result<Option<Duration>> {
        let sql = "SELECT min(due) - leads_journal.now_millis() FROM leads_journal.deliveries
                   WHERE inbox = $1 AND state = 'waiting'";
        let wait: Option<i64> = self.read(sql, &[&inbox]).await?.first().and_then(|row| row.get(0));
        Ok(wait.map(|wait| Duration::from_millis(u64::try_from(wait).unwrap_or_default())))
    }

    async fn dead_deliveries(&self, inbox: &str, after: i64, limit: usize) -> Result<Vec<StoredDelivery>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT {COLUMNS} FROM leads_journal.deliveries
             WHERE inbox = $1 AND state = 'dead' AND id > $2 ORDER BY id LIMIT $3"
        );
        Ok(self.read(&sql, &[&inbox, &after, &limit]).await?.iter().map(delivery).collect())
    }

    async fn retry_delivery(&self, inbox: &str, delivery: i64) -> Result<bool> {
        let sql =
            "UPDATE leads_journal.deliveries SET state = 'waiting', attempts = 0, due = leads_journal.now_millis()
                   WHERE inbox = $1 AND id = $2 AND state = 'dead'";
        Ok(self.changed(sql, &[&inbox, &delivery]).await? == 1)
    }

    async fn replay_deliveries(&self, inbox: &str, since: i64) -> Result<u64> {
        let sql = "UPDATE leads_journal.deliveries
                   SET state = 'waiting', attempts = 0, due = leads_journal.now_millis(), ended = NULL
                   WHERE inbox = $1 AND received >= $2 AND state <> 'waiting'";
        self.changed(sql, &[&inbox, &since]).await
    }
}
