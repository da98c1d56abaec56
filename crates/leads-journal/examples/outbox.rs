//! An outbox: orders become leads at a vendor, and the process that sends them is killed again and again.
//!
//! ```sh
//! cargo run -p leads-journal --example outbox
//! ```
//!
//! It starts a fake of Nutshell, and itself a second time as the worker. It kills the worker while it sends, starts it
//! again, and prints what the journal says about each write next to what the vendor's ledger says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::indexing_slicing)]

use leads_journal::{Entry, EntryReport, Journal, Query, State, VendorAccount, Worker};
use leads_testkit::nutshell::{API_KEY, FakeNutshell, USER_EMAIL};
use leads_testkit::{Fake, Latency};
use nutshell::api::leads::{CreateLead, UpdateLead};
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    match &std::env::args().skip(1).collect::<Vec<_>>()[..] {
        [worker, file, url] if worker == "worker" => Ok(work(Path::new(file), url).await?),
        _ => show().await,
    }
}

/// The worker's process: what an application has in its `main`.
async fn work(file: &Path, url: &str) -> leads_journal::Result<()> {
    let client = nutshell::Client::builder().base_url(url).basic(USER_EMAIL, API_KEY).build().unwrap();
    let journal = Journal::open(file).await?;
    let worker = Worker::new(journal)
        .account("crm", VendorAccount::new(nutshell::api::registry(), client))
        // Short, so that the example is. The defaults are ten minutes and 90 seconds.
        .patience(Duration::from_secs(1))
        .call_deadline(Duration::from_secs(1))
        // Few, so that the kills hit few writes.
        .concurrency(2, 2);
    // In production: until Ctrl-C. Here the process is killed.
    worker.run_until(std::future::pending()).await
}

async fn show() -> Result<(), Failure> {
    let fake = Fake::builder(FakeNutshell::new()).latency(Latency::Fixed(Duration::from_millis(60))).build();
    let running = fake.start().await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("leads.db");
    let journal = Journal::open(&file).await?;

    // The application: each order is a lead, and then a change of the lead that it had before. A repeated enqueue with the
    // same key changes nothing, so the application need not remember what it has enqueued.
    for order in 0..12 {
        let lead = fake.handler().add_lead(&format!("customer {order}"));
        for _ in 0..2 {
            let create = CreateLead::new(format!("Order {order}"));
            journal.enqueue("crm", Entry::of(&create).key(format!("order-{order}")).stream(&lead)).await?;
        }
        let update = UpdateLead::new(lead.as_str()).manual_value(leads_core::Decimal::from(100 + order));
        journal.enqueue("crm", Entry::of(&update).key(format!("value-{order}")).stream(&lead)).await?;
    }

    let mut kills = 0;
    let mut worker = start(&file, &running.url())?;
    while kills < 3 {
        let before = fake.write_count();
        while fake.write_count() < before + 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        worker.kill()?;
        worker.wait()?;
        kills += 1;
        worker = start(&file, &running.url())?;
    }
    let reports = finished(&journal).await?;
    worker.kill()?;
    worker.wait()?;

    println!("{:<10} {:<9} {:<12} {:>8}  in the vendor's ledger", "write", "state", "effect", "attempts");
    for report in &reports {
        let key = report.key.as_deref().unwrap_or_default();
        let times = made(&fake, report);
        println!("{key:<10} {:<9} {:<12} {:>8}  {times}", report.state, report.outcome, report.attempts);
        assert!(times <= 1 || key.starts_with("value"), "{key} was made {times} times");
        assert!(times >= 1 || report.state != State::Applied, "{key} was lost");
    }
    let review = reports.iter().filter(|report| report.state == State::Review).count();
    println!("The worker was killed {kills} times. {review} of {} writes wait for a person:", reports.len());
    for letter in journal.dead(Query::new()).await? {
        // A person looks at the vendor's data, and decides.
        let entry = letter.report.entry;
        let times = made(&fake, &letter.report);
        if times > 0 {
            journal.mark_applied(entry, "ann", "the lead is in the CRM").await?;
        } else {
            journal.retry(entry, "ann", "the lead is not in the CRM").await?;
        }
        println!("  {} is {}in the CRM", letter.report.key.unwrap_or_default(), if times > 0 { "" } else { "not " });
    }
    let mut worker = start(&file, &running.url())?;
    let reports = finished(&journal).await?;
    worker.kill()?;
    worker.wait()?;
    assert!(reports.iter().all(|report| report.state == State::Applied), "{reports:?}");
    println!("After the decisions, all {} writes are applied.", reports.len());
    Ok(())
}

fn start(file: &Path, url: &str) -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?).arg("worker").arg(file).arg(url).spawn()
}

/// Waits until nothing moves without a person.
async fn finished(journal: &Journal) -> leads_journal::Result<Vec<EntryReport>> {
    loop {
        let reports = journal.list(Query::new().limit(1_000)).await?;
        let waits = |report: &EntryReport| {
            let blocked = |other: &EntryReport| {
                other.stream == report.stream && other.entry < report.entry && other.state == State::Review
            };
            report.state.is_open() && report.state != State::Review && !reports.iter().any(blocked)
        };
        if !reports.iter().any(waits) {
            return Ok(reports);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// How often the fake handled a write.
fn made(fake: &Fake<FakeNutshell>, report: &EntryReport) -> usize {
    let key = report.key.as_deref().unwrap_or_default();
    let handled = fake.arrivals().into_iter().filter(|arrival| arrival.handled && arrival.request.method != "GET");
    handled
        .filter(|arrival| match key.strip_prefix("order-") {
            Some(number) => String::from_utf8_lossy(&arrival.request.body).contains(&format!("\"Order {number}\"")),
            None => arrival.request.path.ends_with(&format!("/{}", report.stream.as_deref().unwrap_or_default())),
        })
        .count()
}
