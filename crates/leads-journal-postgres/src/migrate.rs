//! The schema and its versions.

use crate::rows::failed;
use deadpool_postgres::{Pool, Transaction};
use leads_journal::{Result, StoreError};

/// What each version of the schema adds to the one before it.
const MIGRATIONS: &[&str] = &[include_str!("sql/0001.sql")];
/// One process migrates at a time.
const LOCK: i64 = 0x6c65_6164;

/// Brings the schema `leads_journal` to this version.
pub(crate) async fn migrate(pool: &Pool) -> Result<()> {
    let mut client = crate::rows::client(pool).await?;
    let transaction = client.transaction().await.map_err(failed)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await.map_err(failed)?;
    let version = version(&transaction).await?;
    let missing = usize::try_from(version).ok().and_then(|version| MIGRATIONS.get(version..));
    let Some(missing) = missing else {
        let why = format!("its schema has version {version}, and this program knows {} at most", MIGRATIONS.len());
        return Err(StoreError::new("the database was not changed", why).into());
    };
    for (at, migration) in missing.iter().enumerate() {
        transaction.batch_execute(migration).await.map_err(failed)?;
        let number = version + 1 + i32::try_from(at).unwrap_or_default();
        transaction
            .execute("INSERT INTO leads_journal.migrations (version) VALUES ($1)", &[&number])
            .await
            .map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

async fn version(transaction: &Transaction<'_>) -> Result<i32> {
    let sql = "CREATE SCHEMA IF NOT EXISTS leads_journal;
               CREATE TABLE IF NOT EXISTS leads_journal.migrations
                   (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now());";
    transaction.batch_execute(sql).await.map_err(failed)?;
    let sql = "SELECT coalesce(max(version), 0) FROM leads_journal.migrations";
    Ok(transaction.query_one(sql, &[]).await.map_err(failed)?.get(0))
}
