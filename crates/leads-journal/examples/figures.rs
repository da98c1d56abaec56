//! Measures the journal, for `docs/performance.md`:
//!
//! ```sh
//! cargo run --release -p leads-journal --example figures            # 1,000,000 entries
//! cargo run --release -p leads-journal --example figures -- 10000   # a smaller journal
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use futures_util::future::join_all;
use leads_core::ClientConfig;
use leads_core::http::Transport;
use leads_journal::store::Scope;
use leads_journal::{Entry, Journal, VendorAccount, Worker};
use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use nutshell::api::leads::UpdateLead;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn entry(number: usize) -> Entry {
    let request = UpdateLead::new("1000-leads").manual_value(leads_core::Decimal::from(i64::try_from(number).unwrap()));
    Entry::of(&request).key(format!("key {number}")).stream(format!("stream {}", number % 5_000))
}

fn rate(what: &str, count: usize, started: Instant) {
    println!("{what}: {:.0}/s", count as f64 / started.elapsed().as_secs_f64());
}

/// Returns the most memory that this process has used, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() / 1024
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [open, path] = &arguments[..] {
        assert_eq!(open, "--open");
        return recover(Path::new(path)).await;
    }
    let entries: usize = arguments.first().map_or(1_000_000, |count| count.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    bare(&folder.path().join("bare.db"));
    enqueues(&folder.path().join("enqueues.db")).await;
    end_to_end(&folder.path().join("end.db")).await;
    many(&folder.path().join("many.db"), entries).await;
}

/// SQLite alone: one row in one transaction, and 64 rows in one.
fn bare(path: &Path) {
    let mut connection = rusqlite::Connection::open(path).unwrap();
    let setup =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)";
    connection.execute_batch(setup).unwrap();
    for (group, count) in [(1, 400), (64, 12_800)] {
        let started = Instant::now();
        for _ in 0..count / group {
            let transaction = connection.transaction().unwrap();
            for _ in 0..group {
                transaction.execute("INSERT INTO t (body) VALUES (?1)", ["x".repeat(120)]).unwrap();
            }
            transaction.commit().unwrap();
        }
        rate(&format!("SQLite alone, rows in transactions of {group}"), count, started);
    }
}

async fn enqueues(path: &Path) {
    let journal = Journal::open(path).await.unwrap();
    let started = Instant::now();
    for number in 0..400 {
        journal.enqueue("crm", entry(number)).await.unwrap();
    }
    rate("enqueues acknowledged, one after the other", 400, started);
    let started = Instant::now();
    let tasks = (0..64).map(|task| {
        let journal = journal.clone();
        tokio::spawn(async move {
            for number in 0..200 {
                journal.enqueue("crm", entry(1_000 + task * 200 + number)).await.unwrap();
            }
        })
    });
    join_all(tasks).await;
    rate("enqueues acknowledged, from 64 tasks", 12_800, started);
}

async fn end_to_end(path: &Path) {
    let journal = Journal::open(path).await.unwrap();
    let fake = Fake::builder(FakeNutshell::new()).keep(0).build();
    assert_eq!(fake.handler().add_lead("the first"), "1000-leads", "the lead that is updated");
    let count = 5_000;
    journal.enqueue_all((0..count).map(|at| ("crm", entry(at)))).await.unwrap();
    let transport: Arc<dyn Transport> = fake.transport();
    let client = fake.client_with(ClientConfig::new().transport(transport)).unwrap();
    let worker = Worker::new(journal.clone())
        .account("crm", VendorAccount::new(nutshell::api::registry(), client))
        .concurrency(64, 64);
    let started = Instant::now();
    worker.drain(&Scope::account("crm"), std::future::pending()).await.unwrap();
    rate("entries sent to a fake without latency, 64 at a time", count, started);
    let counts = journal.count(None).await.unwrap();
    assert_eq!(counts, [(leads_journal::State::Applied, count as u64)]);
}

/// Opens a large journal after a crash, in a separate process.
async fn many(path: &Path, entries: usize) {
    let journal = Journal::open(path).await.unwrap();
    let started = Instant::now();
    for batch in 0..entries / 1_000 {
        journal.enqueue_all((0..1_000).map(|at| ("crm", entry(batch * 1_000 + at)))).await.unwrap();
    }
    rate(&format!("enqueues acknowledged, 1,000 in one call, up to {entries} entries"), entries, started);
    println!("file: {} MiB", std::fs::metadata(path).unwrap().len() >> 20);
    // The journal is still open, so its log is as after a crash.
    let copy = path.with_file_name("crashed.db");
    for ending in ["", "-wal"] {
        let from = format!("{}{ending}", path.display());
        std::fs::copy(from, format!("{}{ending}", copy.display())).unwrap();
    }
    let program = std::env::current_exe().unwrap();
    let child = std::process::Command::new(program).arg("--open").arg(&copy).status().unwrap();
    assert!(child.success());
}

async fn recover(path: &Path) {
    let started = Instant::now();
    let journal = Journal::open(path).await.unwrap();
    println!("recovery after a crash, with the check of the whole file: {} ms", started.elapsed().as_millis());
    let started = Instant::now();
    let now = journal.store().now().await.unwrap();
    let due = journal.store().due(&Scope::account("crm"), now + 1, 64).await.unwrap();
    println!("first {} due entries: {} us", due.len(), started.elapsed().as_micros());
    let fake = Fake::builder(FakeNutshell::new()).keep(0).build();
    fake.handler().add_lead("the first");
    let worker = Worker::new(journal)
        .account("crm", VendorAccount::new(nutshell::api::registry(), fake.client().unwrap()))
        .concurrency(64, 64);
    let stop = tokio::time::sleep(Duration::from_secs(10));
    let started = Instant::now();
    worker.run_until(stop).await.unwrap();
    rate("entries sent with the large journal", usize::try_from(fake.write_count()).unwrap(), started);
    println!("memory at most: {} MiB", peak());
}
