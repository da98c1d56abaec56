//! The journal of [`leads_journal`] in PostgreSQL, for workers on many machines.
//!
//! # Start
//!
//! The minimum Rust version is 1.88.
//!
//! ```no_run
//! use leads_journal::{Entry, Journal, VendorAccount, Worker};
//! use leads_journal_postgres::{PostgresStore, PostgresWorker, enqueue_in};
//! use leads_journal_postgres::deadpool_postgres::{Manager, Pool};
//! use leads_journal_postgres::tokio_postgres::{Config, NoTls};
//! use nutshell::api::leads::CreateLead;
//! use std::sync::Arc;
//!
//! # async fn run(client: nutshell::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let config: Config = "host=localhost user=app dbname=app".parse()?;
//! let pool = Pool::builder(Manager::new(config, NoTls)).max_size(16).build()?;
//! // Creates the schema `leads_journal`, or brings it to this version.
//! let store = PostgresStore::open(pool.clone()).await?;
//! let journal = Journal::new(Arc::new(store.clone()));
//!
//! // The application: the order and its lead commit together, or not at all.
//! let mut connection = pool.get().await?;
//! let transaction = connection.transaction().await?;
//! transaction.execute("INSERT INTO orders (id) VALUES (7)", &[]).await?;
//! let entry = Entry::of(&CreateLead::new("Order 7")).key("order-7").stream("customer-12");
//! enqueue_in(&transaction, &journal, "crm", entry).await?;
//! transaction.commit().await?;
//!
//! // On each machine:
//! let account = VendorAccount::new(nutshell::api::registry(), client);
//! let sender = Worker::new(journal).account("crm", account);
//! PostgresWorker::new(store, sender).run_until(std::future::pending()).await?;
//! # Ok(()) }
//! ```
//!
//! # Other languages, and sqlx
//!
//! The SQL function does the same in any transaction. The write is the JSON of
//! [`leads_journal::Write`]:
//!
//! ```sql
//! SELECT leads_journal.enqueue('crm',
//!     '{"request":{"vendor":"nutshell","operation":"create_lead",
//!       "request":{"body":{"leads":[{"description":"Order 7"}]}}}}',
//!     key => 'order-7', stream => 'customer-12');
//! ```
//!
//! # Who does what
//!
//! [graphile_worker](https://docs.rs/graphile_worker) decides which process works on which part of the journal; the table
//! `leads_journal.entries` alone says what is true and in which order. The engine may lose its jobs, or run one twice at the
//! same time: nothing is lost or sent twice. Its tables are in the schema `graphile_worker`.
//!
//! # What the database needs
//!
//! PostgreSQL 13 or newer (15 is tested), the right to create the two schemas once, and `synchronous_commit` as it is by
//! default. Connections go through a [`Pool`](deadpool_postgres::Pool) of the application, so TLS is the application's
//! choice.

mod engine;
mod inbox;
mod migrate;
mod rows;
mod store;

pub use deadpool_postgres;
pub use engine::PostgresWorker;
pub use store::{PostgresStore, enqueue_in, open};
pub use tokio_postgres;
