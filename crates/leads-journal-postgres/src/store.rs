//! Entries in PostgreSQL.

use crate::migrate::migrate;
use crate::rows::{COLUMNS, audit_line, client, failed, record, state};
use async_trait::async_trait;
use deadpool_postgres::{GenericClient, Pool};
use leads_journal::store::{AuditLine, Change, Inserted, NewEntry, Purged, Query, Record, Scope, Store, UnderWay};
use leads_journal::{Entry, Journal, JournalError, Receipt, Result, State, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::types::ToSql;

/// The journal's tables, in the schema `leads_journal` of a database.
///
/// What a method returned was committed. Do not set `synchronous_commit` to `off` for its connections.
#[derive(Clone, Debug)]
pub struct PostgresStore {
    pub(crate) pool: Pool,
}

impl PostgresStore {
    /// Brings the schema to this version, and returns the store. Several processes can do this at the same time.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`] if the database cannot be reached, or has a newer version of the schema.
    pub async fn open(pool: Pool) -> Result<Self> {
        migrate(&pool).await?;
        Ok(Self { pool })
    }

    async fn rows(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<tokio_postgres::Row>> {
        let client = client(&self.pool).await?;
        let statement = client.prepare_cached(sql).await.map_err(failed)?;
        client.query(&statement, params).await.map_err(failed)
    }

    async fn one(&self, condition: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Option<Record>> {
        let sql = format!("SELECT {COLUMNS} FROM leads_journal.entries WHERE {condition}");
        self.rows(&sql, params).await?.first().map(record).transpose()
    }
}

/// Opens the journal in a database.
///
/// # Errors
///
/// As [`PostgresStore::open`].
pub async fn open(pool: Pool) -> Result<Journal> {
    Ok(Journal::new(Arc::new(PostgresStore::open(pool).await?)))
}

async fn put(client: &impl GenericClient, entry: &NewEntry) -> Result<(i64, bool)> {
    let sql = "SELECT entry, known FROM leads_journal.put($1, $2, $3, $4, $5, $6, $7)";
    let statement = client.prepare_cached(sql).await.map_err(failed)?;
    let NewEntry { account, stream, key, operation, body, replaceable, not_before, .. } = entry;
    let params: [&(dyn ToSql + Sync); 7] = [account, stream, key, operation, body, replaceable, not_before];
    let row = client.query_one(&statement, &params).await.map_err(failed)?;
    Ok((row.get(0), row.get(1)))
}

async fn known(client: &impl GenericClient, id: i64) -> Result<Record> {
    let sql = format!("SELECT {COLUMNS} FROM leads_journal.entries WHERE id = $1");
    record(&client.query_one(&sql, &[&id]).await.map_err(failed)?)
}

/// Stores a write within a transaction of the application: it is sent if and only if the transaction commits.
///
/// The transaction holds a lock on the stream until its end, so that the order of a stream is the order of the commits.
/// Transactions that enqueue for several leads should do so in the same order.
///
/// # Errors
///
/// As [`Journal::enqueue`]. After an error of the database the transaction is aborted, as always in PostgreSQL.
pub async fn enqueue_in(
    transaction: &deadpool_postgres::Transaction<'_>,
    journal: &Journal,
    account: &str,
    entry: Entry,
) -> Result<Receipt> {
    let (write, new) = journal.prepare(account, entry)?;
    let (entry, is_known) = put(transaction, &new).await?;
    if is_known {
        let record = known(transaction, entry).await?;
        // One that cannot be read may be the same write: another key would send it twice.
        if journal.write_of(&record)? != write {
            return Err(JournalError::KeyReused { entry });
        }
    }
    Ok(Receipt::new(entry, is_known))
}

fn numbers(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[async_trait]
impl Store for PostgresStore {
    async fn now(&self) -> Result<i64> {
        let rows = self.rows("SELECT leads_journal.now_millis()", &[]).await?;
        rows.first().map(|row| row.get(0)).ok_or(JournalError::NotFound)
    }

    async fn insert(&self, entries: Vec<NewEntry>) -> Result<Vec<Inserted>> {
        let mut client = client(&self.pool).await?;
        let transaction = client.transaction().await.map_err(failed)?;
        let mut inserted = Vec::with_capacity(entries.len());
        for entry in &entries {
            inserted.push(match put(&transaction, entry).await? {
                (id, false) => Inserted::New(id),
                (id, true) => Inserted::Known(Box::new(known(&transaction, id).await?)),
            });
        }
        transaction.commit().await.map_err(failed)?;
        Ok(inserted)
    }

    async fn get(&self, id: i64) -> Result<Option<Record>> {
        self.one("id = $1", &[&id]).await
    }

    async fn by_key(&self, account: &str, key: &str) -> Result<Option<Record>> {
        self.one("account = $1 AND key = $2", &[&account, &key]).await
    }

    async fn due(&self, scope: &Scope, now: i64, limit: usize) -> Result<Vec<Record>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT {COLUMNS} FROM leads_journal.entries
             WHERE account = $1 AND head AND state IN ('ready', 'unknown') AND due <= $2
             AND ($3::int IS NULL OR shard = $3) ORDER BY due, id LIMIT $4"
        );
        self.rows(&sql, &[&scope.account, &now, &scope.shard, &limit]).await?.iter().map(record).collect()
    }

    async fn next_due(&self, scope: &Scope) -> Result<Option<i64>> {
        let sql = "SELECT min(due) FROM leads_journal.entries WHERE account = $1 AND head
                   AND state IN ('ready', 'unknown') AND ($2::int IS NULL OR shard = $2)";
        Ok(self.rows(sql, &[&scope.account, &scope.shard]).await?.first().and_then(|row| row.get(0)))
    }

    async fn under_way(&self, scope: &Scope) -> Result<Vec<UnderWay>> {
        let sql = "SELECT id, attempts, coalesce(lease - begun, 0) FROM leads_journal.entries
                   WHERE account = $1 AND state = 'begun' AND ($2::int IS NULL OR shard = $2)";
        let rows = self.rows(sql, &[&scope.account, &scope.shard]).await?;
        let attempt = |row: &tokio_postgres::Row| {
            let attempt = u32::try_from(row.get::<_, i32>(1)).unwrap_or_default();
            let lease = Duration::from_millis(u64::try_from(row.get::<_, i64>(2)).unwrap_or_default());
            UnderWay::new(row.get(0), attempt, lease)
        };
        Ok(rows.iter().map(attempt).collect())
    }

    async fn replace(&self, change: Change) -> Result<bool> {
        let progress = &change.progress;
        let report = progress.report.as_ref().map(serde_json::to_string).transpose();
        let report = report.map_err(|error| StoreError::new("the report cannot be written", error))?;
        let audit = change.audit.as_ref().map(|line| {
            [&line.by, &line.action, &line.why, line.from.as_str(), line.to.as_str()].map(str::to_owned).to_vec()
        });
        let unblocked = progress.state == State::Review && change.unblock;
        let resolution = progress.resolution.map(|resolution| resolution.to_string());
        let params: [&(dyn ToSql + Sync); 17] = [
            &change.id,
            &change.revision,
            &unblocked,
            &progress.state.as_str(),
            &numbers(progress.attempts),
            &progress.doubt,
            &progress.due,
            &progress.enqueued,
            &progress.begun,
            &progress.lease,
            &progress.unknown_since,
            &numbers(progress.checks),
            &report,
            &resolution,
            &progress.record,
            &progress.ended,
            &audit,
        ];
        let sql =
            "SELECT leads_journal.change($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
        let rows = self.rows(sql, &params).await?;
        Ok(rows.first().is_some_and(|row| row.get(0)))
    }

    async fn list(&self, query: &Query) -> Result<Vec<Record>> {
        let states: Vec<&str> = query.states.iter().map(|state| state.as_str()).collect();
        let sql = format!(
            "SELECT {COLUMNS} FROM leads_journal.entries WHERE id > $1 AND ($2::text IS NULL OR account = $2)
             AND ($3::text IS NULL OR stream = $3) AND (cardinality($4::text[]) = 0 OR state = ANY ($4))
             ORDER BY id LIMIT $5"
        );
        let params: [&(dyn ToSql + Sync); 5] = [&query.after, &query.account, &query.stream, &states, &query.page()];
        self.rows(&sql, &params).await?.iter().map(record).collect()
    }

    async fn count(&self, account: Option<&str>) -> Result<Vec<(State, u64)>> {
        let sql =
            "SELECT state, count(*) FROM leads_journal.entries WHERE $1::text IS NULL OR account = $1 GROUP BY state";
        let rows = self.rows(sql, &[&account]).await?;
        rows.iter().map(|row| Ok((state(row.get(0))?, row.get::<_, i64>(1).unsigned_abs()))).collect()
    }

    async fn purge(&self, account: Option<&str>, lead: &str) -> Result<Purged> {
        let rows = self.rows("SELECT removed, kept FROM leads_journal.purge($1, $2)", &[&account, &lead]).await?;
        let number = |at| rows.first().map_or(0, |row| row.get::<_, i64>(at).unsigned_abs());
        Ok(Purged::new(number(0), number(1)))
    }

    async fn sweep(&self, before: i64) -> Result<u64> {
        let sql = "WITH gone AS (
                       DELETE FROM leads_journal.entries WHERE id IN (
                           SELECT id FROM leads_journal.entries WHERE ended IS NOT NULL AND ended < $1
                           AND state NOT IN ('refused', 'partial') ORDER BY ended LIMIT 1000 FOR UPDATE SKIP LOCKED)
                       RETURNING id),
                   lines AS (DELETE FROM leads_journal.audit WHERE entry IN (SELECT id FROM gone)),
                   hooks AS (DELETE FROM leads_journal.deliveries WHERE id IN (
                       SELECT id FROM leads_journal.deliveries WHERE ended IS NOT NULL AND ended < $1
                       LIMIT 1000 FOR UPDATE SKIP LOCKED)
                       RETURNING id)
                   SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM hooks)";
        let rows = self.rows(sql, &[&before]).await?;
        Ok(rows.first().map_or(0, |row| row.get::<_, i64>(0).unsigned_abs()))
    }

    async fn audit(&self, entry: i64) -> Result<Vec<AuditLine>> {
        let sql = "SELECT entry, at, by, action, why, from_state, to_state FROM leads_journal.audit
                   WHERE entry = $1 ORDER BY id";
        self.rows(sql, &[&entry]).await?.iter().map(audit_line).collect()
    }
}
