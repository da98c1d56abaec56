//! An outbox in PostgreSQL: an order and its write to the vendor commit together, or not at all.
//!
//! ```sh
//! DATABASE_URL="host=localhost user=me dbname=test" cargo run -p leads-journal-postgres --example outbox_postgres
//! ```
//!
//! Without `DATABASE_URL` it starts a separate server. The vendor is a fake.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::indexing_slicing)]
#![allow(dead_code)]

#[path = "../tests/it/server.rs"]
mod server;

use leads_journal::{Entry, Journal, Query, State, VendorAccount, Worker};
use leads_journal_postgres::{PostgresStore, PostgresWorker, enqueue_in};
use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use nutshell::api::leads::CreateLead;
use std::sync::Arc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut own = None;
    let pool = match std::env::var("DATABASE_URL") {
        Ok(address) => server::pool(&address),
        Err(_) => match server::Server::start().await {
            Some(started) => own.insert(started).database("outbox").await,
            None => return Ok(()),
        },
    };
    let store = PostgresStore::open(pool.clone()).await?;
    let journal = Journal::new(Arc::new(store.clone()));
    let mut client = pool.get().await?;
    client.batch_execute("CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY, customer text NOT NULL)").await?;
    client.batch_execute("TRUNCATE orders").await?;

    // The application. The third order fails, and so its lead is never created.
    for (order, customer) in [(1, "Jane"), (2, "Joe"), (3, "Jill"), (4, "Jack")] {
        let transaction = client.transaction().await?;
        transaction.execute("INSERT INTO orders VALUES ($1, $2)", &[&order, &customer]).await?;
        let entry = Entry::of(&CreateLead::new(format!("Order {order} of {customer}"))).key(format!("outbox-{order}"));
        enqueue_in(&transaction, &journal, "crm", entry.stream(customer)).await?;
        if order == 3 {
            transaction.rollback().await?;
        } else {
            transaction.commit().await?;
        }
    }
    // Another program, in any language, in its own transaction.
    let write = r#"{"request":{"vendor":"nutshell","operation":"create_lead","request":{"body":{"leads":[{"description":"Order 5 by SQL"}]}}}}"#;
    let sql = format!("SELECT leads_journal.enqueue('crm', '{write}', key => 'outbox-5', stream => 'Jim')");
    client.batch_execute(&sql).await?;

    // The worker, on each machine.
    let fake = Fake::new(FakeNutshell::new());
    let sender =
        Worker::new(journal.clone()).account("crm", VendorAccount::new(nutshell::api::registry(), fake.client()?));
    let worker = PostgresWorker::new(store, sender);
    let all_sent = async {
        for order in [1, 2, 4, 5] {
            let report = journal.wait("crm", &format!("outbox-{order}")).await.unwrap();
            assert_eq!(report.state, State::Applied, "{report:?}");
        }
    };
    worker.run_until(all_sent).await?;

    println!("{:<10} {:<28} {:<9} record", "key", "operation", "state");
    for report in journal.list(Query::new().account("crm")).await? {
        let (key, id) = (report.key.unwrap_or_default(), report.id.unwrap_or_default());
        println!("{key:<10} {:<28} {:<9} {id}", report.operation, report.state);
    }
    println!("The vendor made {} leads for 4 committed orders.", fake.write_count());
    Ok(())
}
