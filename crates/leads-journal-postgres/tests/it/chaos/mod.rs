//! Three worker processes on one PostgreSQL, while processes are killed and stopped and the server is restarted. A person
//! looks at the vendor's ledger and decides what the journal could not determine. At the end every write was made once.
//!
//! `LEADS_CHAOS_SECONDS` sets how long it lasts, and `LEADS_SEED` what happens. An hour:
//! `LEADS_CHAOS_SECONDS=3600 cargo test -p leads-journal-postgres --test it chaos -- --nocapture`.

mod person;
mod processes;

use crate::server::Server;
use leads_journal::{Entry, Journal, JournalError, Query, State};
use leads_journal_postgres::PostgresStore;
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Arrival, Fake, Latency};
use person::Person;
use processes::Processes;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

const STREAMS: u64 = 24;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// How often the fake handled the creation of each record, by its number.
fn book(fake: &Fake<FakeNutshell>) -> BTreeMap<u64, Vec<usize>> {
    let mut book: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, arrival) in fake.arrivals().iter().enumerate() {
        if let Some(number) = number_of(arrival).filter(|_| arrival.handled) {
            book.entry(number).or_default().push(at);
        }
    }
    book
}

/// Returns the number of the record that a request creates.
fn number_of(arrival: &Arrival) -> Option<u64> {
    let body = String::from_utf8_lossy(&arrival.request.body);
    let (_, rest) = body.split_once("made-")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_write_is_made_once_whatever_is_killed_stopped_or_restarted() {
    let Some(server) = Server::start().await else { return };
    let (seconds, seed) = (number("LEADS_CHAOS_SECONDS", 30), number("LEADS_SEED", fastrand::u64(..)));
    println!("LEADS_CHAOS_SECONDS={seconds} LEADS_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let latency = Latency::uniform(Duration::from_millis(5), Duration::from_millis(80));
    let fake = Fake::builder(FakeNutshell::new()).latency(latency).keep(10_000_000).build();
    let running = fake.start().await.unwrap();
    let pool = server.database("chaos").await;
    let store = PostgresStore::open(pool).await.unwrap();
    let journal = Journal::new(Arc::new(store));
    let mut processes = Processes::start(&server, "chaos", &running.url());

    let (mut enqueued, started, mut restarts) = (0, Instant::now(), 0);
    let mut person = Person::default();
    while started.elapsed() < Duration::from_secs(seconds) {
        for _ in 0..random.u64(1..12) {
            enqueue(&journal, enqueued).await;
            enqueued += 1;
        }
        match random.u8(..20) {
            0..=2 => processes.kill(&mut random).await,
            3..=5 => processes.stop_past_the_lease(&mut random).await,
            6 if random.u8(..3) == 0 => {
                server.restart().await;
                restarts += 1;
            }
            _ => tokio::time::sleep(Duration::from_millis(random.u64(20..200))).await,
        }
        processes.wake_the_stopped(Instant::now());
        person.decide(&journal, &fake).await;
    }
    println!("{enqueued} enqueued, {} killed, {} stopped, {restarts} restarts", processes.killed, processes.stopped);
    processes.wake_the_stopped(Instant::now() + Duration::from_secs(60));

    // Nothing happens any more: everything comes to its end.
    let calm = Instant::now();
    loop {
        person.decide(&journal, &fake).await;
        let open: u64 =
            counts(&journal).await.iter().filter(|(state, _)| state.is_open()).map(|(_, count)| count).sum();
        if open == 0 {
            break;
        }
        assert!(calm.elapsed() < Duration::from_secs(120 + seconds / 10), "LEADS_SEED={seed}: {open} are still open");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    processes.end().await;

    let book = book(&fake);
    for number in 0..enqueued {
        let report = journal.find("crm", &format!("k{number}")).await.unwrap();
        let made = book.get(&number).map_or(0, Vec::len);
        if (report.state, made) != (State::Applied, 1) {
            let arrivals = fake.arrivals();
            let arrivals: Vec<_> = arrivals.iter().filter(|arrival| number_of(arrival) == Some(number)).collect();
            let times: Vec<_> = arrivals.iter().map(|arrival| (arrival.at, arrival.handled, arrival.status)).collect();
            let audit = journal.audit(report.entry).await;
            panic!("LEADS_SEED={seed}: {number}, made {made} times, {report:?}, arrived {times:?}, {audit:?}");
        }
    }
    assert_eq!(fake.write_count(), enqueued, "LEADS_SEED={seed}");
    for stream in 0..STREAMS {
        let order: Vec<usize> =
            (0..enqueued).filter(|number| number % STREAMS == stream).map(|number| book[&number][0]).collect();
        assert!(order.is_sorted(), "LEADS_SEED={seed}: stream {stream}");
    }
    println!("{enqueued} written once each, {} of them by a person's decision", person.decided);
    if seconds >= 20 {
        assert!(
            processes.killed > 2 && processes.stopped > 2 && person.decided > 0,
            "LEADS_SEED={seed}: nothing happened"
        );
    }
}

async fn counts(journal: &Journal) -> Vec<(State, u64)> {
    journal.count(None).await.unwrap_or_else(|_| vec![(State::Ready, 1)])
}

/// Enqueues until the store says that it is stored; the key makes that safe.
async fn enqueue(journal: &Journal, number: u64) {
    loop {
        let request = nutshell::api::leads::CreateLead::new(format!("made-{number}"));
        let entry = Entry::of(&request).key(format!("k{number}")).stream(format!("{}", number % STREAMS));
        match journal.enqueue("crm", entry).await {
            Ok(_) => return,
            Err(JournalError::Store(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Lists the entries in review; `None` while the server is starting again.
async fn in_review(journal: &Journal) -> Option<Vec<leads_journal::DeadLetter>> {
    journal.dead(Query::new().state(State::Review).limit(1_000)).await.ok()
}
