//! The job engine: who works when, and what happens if it lets two processes work at once.

use crate::crash::worker;
use crate::server::Server;
use deadpool_postgres::Pool;
use leads_journal::store::Scope;
use leads_journal::{Entry, Journal, State, VendorAccount};
use leads_journal_postgres::{PostgresStore, PostgresWorker};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Latency};
use std::sync::Arc;
use std::time::Duration;

/// A journal in a new database.
async fn opened(server: &Server) -> (Pool, PostgresStore, Journal) {
    let pool = server.database("engine").await;
    let store = PostgresStore::open(pool.clone()).await.unwrap();
    let journal = Journal::new(Arc::new(store.clone()));
    (pool, store, journal)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_are_sent_once_and_in_order_by_two_workers_and_by_a_shard_that_runs_twice() {
    let Some(server) = Server::start().await else { return };
    let (_, store, journal) = opened(&server).await;
    let latency = Latency::uniform(Duration::from_millis(1), Duration::from_millis(20));
    let fake = Fake::builder(FakeNutshell::new()).latency(latency).build();
    let account = || Arc::new(VendorAccount::new(nutshell::api::registry(), fake.client().unwrap()));
    for number in 0..40 {
        let request = nutshell::api::leads::CreateLead::new(format!("made-{number}"));
        let entry = Entry::of(&request).key(format!("k{number}")).stream(format!("{}", number % 5));
        journal.enqueue("crm", entry).await.unwrap();
    }
    // The engine runs every shard twice at the same time.
    let sender = worker(journal.clone()).account("crm", account());
    let drains = (0..64).flat_map(|shard| [shard, shard]).map(|shard| {
        let (sender, scope) = (sender.clone(), Scope::account("crm").shard(shard));
        async move { sender.drain(&scope, std::future::pending()).await.unwrap() }
    });
    futures_util::future::join_all(drains).await;
    for number in 0..40 {
        assert_eq!(journal.find("crm", &format!("k{number}")).await.unwrap().state, State::Applied, "{number}");
    }
    assert_eq!(fake.write_count(), 40);

    // Two workers with the engine.
    for number in 40..80 {
        let request = nutshell::api::leads::CreateLead::new(format!("made-{number}"));
        let entry = Entry::of(&request).key(format!("k{number}")).stream(format!("{}", number % 5));
        journal.enqueue("crm", entry).await.unwrap();
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let run = || {
        let worker = PostgresWorker::new(store.clone(), worker(journal.clone()).account("crm", account()));
        let mut stopped = stopped.clone();
        tokio::spawn(async move { worker.run_until(async move { drop(stopped.wait_for(|stop| *stop).await) }).await })
    };
    let running = [run(), run()];
    for number in 40..80 {
        let key = format!("k{number}");
        let waiting = journal.wait("crm", &key);
        let report = tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("sent in time").unwrap();
        assert_eq!(report.state, State::Applied);
    }
    stop.send(true).unwrap();
    for worker in running {
        worker.await.unwrap().unwrap();
    }
    assert_eq!(fake.write_count(), 80);
    let sent: Vec<u32> = fake
        .requests()
        .iter()
        .filter_map(|request| {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            let (_, rest) = body.split_once("made-")?;
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
        })
        .collect();
    assert_eq!(sent.len(), 80);
    for stream in 0..5 {
        let order: Vec<u32> = sent.iter().copied().filter(|number| number % 5 == stream).collect();
        assert!(order.is_sorted(), "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn job_of_a_dead_process_is_removed_and_no_queue_can_stay_locked() {
    let Some(server) = Server::start().await else { return };
    let (pool, store, journal) = opened(&server).await;
    let fake = Fake::new(FakeNutshell::new());
    let send = async |number: u32| {
        let request = nutshell::api::leads::CreateLead::new(format!("made-{number}"));
        journal.enqueue("crm", Entry::of(&request).key(number.to_string()).stream("one")).await.unwrap();
        let account = VendorAccount::new(nutshell::api::registry(), fake.client().unwrap());
        let worker = PostgresWorker::new(store.clone(), worker(journal.clone()).account("crm", account));
        let sent = async {
            let key = number.to_string();
            let waiting = journal.wait("crm", &key);
            let report = tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("sent in time").unwrap();
            assert_eq!(report.state, State::Applied);
        };
        worker.run_until(sent).await.unwrap();
    };
    let client = pool.get().await.unwrap();
    let count = async |sql: &str| client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0);
    send(0).await;
    assert_eq!(count("SELECT count(*) FROM graphile_worker._private_job_queues").await, 0);

    // What the engine leaves of a job whose process died, and whose key has a new job; and a job of the application.
    let insert = "INSERT INTO graphile_worker._private_tasks (identifier) VALUES ('mail');
                  INSERT INTO graphile_worker._private_jobs (task_id, attempts, max_attempts)
                  SELECT id, 25, 25 FROM graphile_worker._private_tasks";
    client.batch_execute(insert).await.unwrap();
    assert_eq!(count("SELECT count(*) FROM graphile_worker._private_jobs WHERE attempts = 25").await, 2);
    send(1).await;
    assert_eq!(count("SELECT count(*) FROM graphile_worker._private_jobs WHERE attempts = 25").await, 1);
    assert_eq!(fake.write_count(), 2);
}
