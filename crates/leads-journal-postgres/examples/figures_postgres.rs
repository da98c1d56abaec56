//! Measures the journal in PostgreSQL, for `docs/performance.md`. Starts a separate server:
//!
//! ```sh
//! cargo run --release -p leads-journal-postgres --example figures_postgres            # 1,000,000 entries
//! cargo run --release -p leads-journal-postgres --example figures_postgres -- 10000   # a smaller journal
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]
#![allow(dead_code)]

#[path = "../tests/it/server.rs"]
mod server;

use futures_util::future::join_all;
use graphile_worker::tokio_postgres::TokioPostgresDatabase;
use graphile_worker::{JobSpec, WorkerOptions};
use leads_journal::{Entry, Journal, VendorAccount, Worker};
use leads_journal_postgres::{PostgresStore, PostgresWorker};
use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use nutshell::api::leads::UpdateLead;
use server::Server;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn entry(number: usize) -> Entry {
    let request = UpdateLead::new("1000-leads").manual_value(leads_core::Decimal::from(i64::try_from(number).unwrap()));
    Entry::of(&request).key(format!("key {number}")).stream(format!("stream {}", number % 1_000))
}

fn rate(what: &str, count: usize, started: Instant) {
    println!("{what}: {:.0}/s", count as f64 / started.elapsed().as_secs_f64());
}

#[tokio::main]
async fn main() {
    let Some(server) = Server::start().await else { return };
    let pool = server.database("figures").await;
    let engine = WorkerOptions::default()
        .database(TokioPostgresDatabase::new(pool.clone()))
        .listen_os_shutdown_signals(false)
        .init()
        .await
        .unwrap();
    let utils = engine.create_utils();
    let started = Instant::now();
    for number in 0..400 {
        let payload = serde_json::json!({ "number": number });
        utils.add_raw_job("nothing", payload, JobSpec::default()).await.unwrap();
    }
    rate("graphile_worker alone, jobs added one after the other", 400, started);

    let store = PostgresStore::open(pool.clone()).await.unwrap();
    let journal = Journal::new(Arc::new(store.clone()));
    let started = Instant::now();
    for number in 0..400 {
        journal.enqueue("crm", entry(number)).await.unwrap();
    }
    rate("enqueues acknowledged, one after the other", 400, started);
    let started = Instant::now();
    let tasks = (0..16).map(|task| {
        let journal = journal.clone();
        tokio::spawn(async move {
            for number in 0..250 {
                journal.enqueue("crm", entry(1_000 + task * 250 + number)).await.unwrap();
            }
        })
    });
    join_all(tasks).await;
    rate("enqueues acknowledged, from 16 connections", 4_000, started);

    let fake = Fake::builder(FakeNutshell::new()).keep(0).build();
    fake.handler().add_lead("the first");
    let sender = Worker::new(journal.clone())
        .account("crm", VendorAccount::new(nutshell::api::registry(), fake.client().unwrap()));
    let started = Instant::now();
    let all_sent = async {
        while fake.write_count() < 4_400 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    PostgresWorker::new(store, sender).run_until(all_sent).await.unwrap();
    rate("entries sent to a fake without latency, by the engine", 4_400, started);

    let entries: usize = std::env::args().nth(1).map_or(1_000_000, |count| count.parse().unwrap());
    many(&server, entries).await;
}

/// Restarts the server of a large journal, and measures how soon a new worker sends.
async fn many(server: &Server, entries: usize) {
    let journal = Journal::new(Arc::new(PostgresStore::open(server.database("many").await).await.unwrap()));
    let started = Instant::now();
    for batch in 0..entries / 1_000 {
        journal.enqueue_all((0..1_000).map(|at| ("crm", entry(batch * 1_000 + at)))).await.unwrap();
    }
    rate(&format!("enqueues acknowledged, 1,000 in one call, up to {entries} entries"), entries, started);
    let started = Instant::now();
    server.restart().await;
    println!("the server has recovered from a crash: {} ms", started.elapsed().as_millis());
    let started = Instant::now();
    let store = PostgresStore::open(server::pool(&server.address("many"))).await.unwrap();
    println!("the journal is open: {} ms", started.elapsed().as_millis());
    let fake = Fake::builder(FakeNutshell::new()).keep(0).build();
    fake.handler().add_lead("the first");
    let sender = Worker::new(Journal::new(Arc::new(store.clone())))
        .account("crm", VendorAccount::new(nutshell::api::registry(), fake.client().unwrap()));
    let sent = |count| {
        let fake = &fake;
        async move {
            while fake.write_count() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    };
    let first = async {
        sent(1).await;
        println!("the first entry is sent: {} ms", started.elapsed().as_millis());
        let started = Instant::now();
        sent(1_000).await;
        rate(&format!("entries sent with {entries} in the journal"), 999, started);
    };
    PostgresWorker::new(store, sender).run_until(first).await.unwrap();
    println!("memory of this process, at most: {} MiB", peak());
}

/// Returns the most memory that this process has used, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() / 1024
}
