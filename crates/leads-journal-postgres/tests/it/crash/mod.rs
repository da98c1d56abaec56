//! A worker's process is killed at every write of a script, with the journal in PostgreSQL. See the test of the same name
//! in `leads-journal`, whose parts this uses.

#[path = "../../../../leads-journal/tests/it/crash/check.rs"]
pub(crate) mod check;
#[path = "../../../../leads-journal/tests/it/crash/points.rs"]
pub(crate) mod points;
#[path = "../../../../leads-journal/tests/it/crash/script.rs"]
pub(crate) mod script;

use crate::server::{Server, pool};
use leads_journal::{Journal, Worker};
use leads_journal_postgres::PostgresStore;
use points::BEYOND;
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn worker(journal: Journal) -> Worker {
    Worker::new(journal)
        .patience(Duration::from_millis(1_500))
        .retry_delays(Duration::from_millis(20), Duration::from_millis(500))
        .call_deadline(Duration::from_secs(4))
        .poll(Duration::from_millis(50))
}

/// The worker that is killed. Does nothing unless a parent asks for it.
#[test]
fn child() {
    let Ok(address) = std::env::var("LEADS_CRASH_DATABASE") else { return };
    points::arm(std::env::var("LEADS_CRASH_AT").unwrap().parse().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = PostgresStore::open(pool(&address)).await.unwrap();
        check::run_to_the_end(Journal::new(Arc::new(points::Failing(store)))).await;
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_crash_leaves_each_write_applied_once_or_with_a_person() {
    let Some(server) = Server::start().await else { return };
    let server = Arc::new(server);
    let points: Vec<u64> = if std::env::var("LEADS_CRASHES").is_ok_and(|which| which == "all") {
        (1..=BEYOND).collect()
    } else {
        let first = fastrand::u64(1..=8);
        println!("points from {first} on, every eighth; LEADS_CRASHES=all tries every point");
        (first..BEYOND).step_by(8).chain([BEYOND]).collect()
    };
    let room = Arc::new(tokio::sync::Semaphore::new(4));
    let mut runs = tokio::task::JoinSet::new();
    for point in points {
        let (room, server) = (Arc::clone(&room), Arc::clone(&server));
        runs.spawn(async move {
            let _room = room.acquire().await.unwrap();
            let fakes = script::Fakes::start().await;
            let name = format!("point{point}");
            let journal = leads_journal_postgres::open(server.database(&name).await).await.unwrap();
            let planned = script::enqueue(&fakes, |account, entry| {
                let journal = journal.clone();
                async move { journal.enqueue(account, entry).await.unwrap().entry }
            })
            .await;
            let mut child = points::command(point, &fakes);
            child.args(["--exact", "crash::child"]).env("LEADS_CRASH_DATABASE", server.address(&name));
            let killed = points::was_killed(&child.output().await.unwrap());
            check::recover(journal.clone(), &fakes).await;
            check::compare(&journal, &fakes, &planned, &name).await.killed(point, killed)
        });
    }
    check::summarize(runs.join_all().await);
}
