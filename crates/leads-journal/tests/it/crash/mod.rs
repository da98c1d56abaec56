//! A worker's process is killed at every write of a script: nothing is lost, and nothing is sent twice.
//!
//! The fakes run in this process, so that their ledgers survive. The worker is this test executable, run again. It counts
//! every write to its store and every exchange with a vendor, and aborts at the n-th. Then a healthy worker recovers, and
//! what the journal says is compared with what the fakes handled.
//!
//! By default every fifth point is tried, another fifth each time. `LEADS_CRASHES=all` tries every point.

pub(crate) mod check;
pub(crate) mod points;
pub(crate) mod script;

use crate::crash::check::recover;
use crate::crash::points::{BEYOND, Failing};
use crate::crash::script::Fakes;
use leads_journal::{Journal, SqliteOptions, SqliteStore, Worker};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn worker(journal: Journal) -> Worker {
    Worker::new(journal)
        .patience(Duration::from_millis(1_500))
        .retry_delays(Duration::from_millis(20), Duration::from_millis(500))
        .call_deadline(Duration::from_secs(4))
        .poll(Duration::from_millis(50))
}

/// The points at which processes are killed in this run.
pub(crate) fn chosen_points() -> Vec<u64> {
    if std::env::var("LEADS_CRASHES").is_ok_and(|which| which == "all") {
        return (1..=BEYOND).collect();
    }
    let first = fastrand::u64(1..=5);
    println!("points from {first} on, every fifth; LEADS_CRASHES=all tries every point");
    (first..BEYOND).step_by(5).chain([BEYOND]).collect()
}

/// The worker that is killed. Does nothing unless a parent asks for it.
#[test]
fn child() {
    let Ok(file) = std::env::var("LEADS_CRASH_FILE") else { return };
    points::arm(std::env::var("LEADS_CRASH_AT").unwrap().parse().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = SqliteStore::open(&SqliteOptions::new(file).check(false)).unwrap();
        check::run_to_the_end(Journal::new(Arc::new(Failing(store)))).await;
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_crash_leaves_each_write_applied_once_or_with_a_person() {
    let room = Arc::new(tokio::sync::Semaphore::new(10));
    let mut runs = tokio::task::JoinSet::new();
    for point in chosen_points() {
        let room = Arc::clone(&room);
        runs.spawn(async move {
            let _room = room.acquire().await.unwrap();
            let folder = tempfile::TempDir::new().unwrap();
            let file = folder.path().join("leads.db");
            let fakes = Fakes::start().await;
            let journal = Journal::open(&file).await.unwrap();
            let planned = script::enqueue(&fakes, |account, entry| {
                let journal = journal.clone();
                async move { journal.enqueue(account, entry).await.unwrap().entry }
            })
            .await;
            drop(journal);
            let killed = kill_at(point, &file, &fakes).await;
            let journal = Journal::open(&file).await.unwrap();
            recover(journal.clone(), &fakes).await;
            check::compare(&journal, &fakes, &planned, &format!("point {point}")).await.killed(point, killed)
        });
    }
    check::summarize(runs.join_all().await);
}

/// Runs a worker that is killed at a point; `false` if it came to its end.
async fn kill_at(point: u64, file: &Path, fakes: &Fakes) -> bool {
    let mut child = points::command(point, fakes);
    child.args(["--exact", "crash::child"]).env("LEADS_CRASH_FILE", file);
    let output = child.output().await.unwrap();
    points::was_killed(&output)
}
