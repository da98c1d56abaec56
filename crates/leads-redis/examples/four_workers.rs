//! Four processes use one LeadSquared account, and the account's limit holds for all of them together.
//!
//! The account is a fake that allows 25 calls in 5 seconds and rejects every call above that. The server is a
//! `redis-server` that the example starts, or the one in `REDIS_URL`:
//!
//! ```text
//! cargo run -p leads-redis --example four_workers
//! REDIS_URL=redis://127.0.0.1:6379 cargo run -p leads-redis --example four_workers -- --seconds 60
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

use leads_core::http::ClientConfig;
use leads_core::http::limit::{Limiter, Priority};
use leads_core::{CallOptions, Error};
use leads_redis::{OnLoss, Shared};
use leads_testkit::leadsquared::{ACCESS_KEY, FakeLeadSquared, SECRET_KEY};
use leads_testkit::{Fake, Latency};
use leadsquared::api::leads::GetLead;
use leadsquared::{Client, Plan};
use std::env::args;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

#[path = "support/server.rs"]
mod server;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const WORKERS: usize = 4;
const TASKS: usize = 12;
const PLAN: Plan = Plan::Custom { calls: 25, bulk: 5, daily: Some(1_000_000) };

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let args: Vec<String> = args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["worker", redis, account, lead] => work(redis, account, lead).await,
        ["--seconds", seconds] => supervise(seconds.parse()?).await,
        _ => supervise(16).await,
    }
}

/// A worker: 12 tasks that read a lead again and again. It prints one line per call, with the number of attempts.
async fn work(redis: &str, account: &str, lead: &str) -> Result {
    let shared = Shared::connect(redis).await?;
    let counts = shared.counts("leadsquared/fake").on_loss(OnLoss::Refuse);
    let limiter = Limiter::try_new(PLAN.windows(), Some(Arc::new(counts)))?;
    let client = Client::builder()
        .base_url(account)
        .keys(ACCESS_KEY, SECRET_KEY)
        .config(ClientConfig::new().limiter(limiter))
        .build()?;
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let (client, request) = (client.clone(), GetLead::new(lead));
        let priority = if task == 0 { Priority::Interactive } else { Priority::Batch };
        tasks.spawn(async move {
            let options = CallOptions::new().priority(priority);
            loop {
                match client.send_with(&request, &options).await {
                    Ok(reply) => println!("{}", reply.meta().attempts),
                    Err(error) => {
                        println!("0");
                        eprintln!("{error}");
                    }
                }
            }
        });
    }
    while tasks.join_next().await.is_some() {}
    Ok(())
}

/// What a worker has reported.
#[derive(Default)]
struct Report {
    calls: AtomicU64,
    /// Attempts that the account rejected, and calls that failed.
    rejected: AtomicU64,
}

async fn supervise(seconds: u64) -> Result {
    let Some((redis, _server)) = server::start().await? else { return Ok(()) };
    let fake = Fake::builder(FakeLeadSquared::new())
        .latency(Latency::uniform(Duration::from_millis(4), Duration::from_millis(80)))
        .build();
    let lead = fake.handler().add_lead(&[("FirstName", "Jo"), ("EmailAddress", "jo@example.com")]);
    let account = fake.start().await?;

    let reports: Vec<Arc<Report>> = (0..WORKERS).map(|_| Arc::default()).collect();
    let mut workers = Vec::new();
    for report in &reports {
        workers.push(start_worker(&redis, &account.url(), &lead, Arc::clone(report))?);
    }
    println!("{WORKERS} processes with {TASKS} tasks each, one account with 25 calls per 5 s\n");
    println!("The account is new to the server, so the first call waits for one window.\n");
    println!(
        "{:>7} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "seconds", "one", "two", "three", "four", "together", "rejected"
    );
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        sleep(Duration::from_secs(1)).await;
        let calls: Vec<u64> = reports.iter().map(|report| report.calls.load(Ordering::Relaxed)).collect();
        let rejected: u64 = reports.iter().map(|report| report.rejected.load(Ordering::Relaxed)).sum();
        print!("{:>7}", began.elapsed().as_secs());
        calls.iter().for_each(|calls| print!(" {calls:>8}"));
        println!(" {:>8} {rejected:>9}", calls.iter().sum::<u64>());
    }
    for worker in &mut workers {
        worker.kill().await?;
    }
    let calls: u64 = reports.iter().map(|report| report.calls.load(Ordering::Relaxed)).sum();
    let rejected: u64 = reports.iter().map(|report| report.rejected.load(Ordering::Relaxed)).sum();
    println!("\n{calls} calls, {rejected} rejected");
    if rejected > 0 || calls == 0 {
        return Err(Error::config("four_workers", "calls were rejected, or there were none").into());
    }
    Ok(())
}

fn start_worker(redis: &str, account: &str, lead: &str, report: Arc<Report>) -> Result<Child> {
    let mut worker = Command::new(std::env::current_exe()?)
        .args(["worker", redis, account, lead])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let lines = worker.stdout.take().ok_or("the worker has no output")?;
    tokio::spawn(async move {
        let mut lines = BufReader::new(lines).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            match line.parse::<u64>() {
                Ok(attempts) if attempts > 0 => {
                    report.calls.fetch_add(1, Ordering::Relaxed);
                    report.rejected.fetch_add(attempts - 1, Ordering::Relaxed);
                }
                _ => drop(report.rejected.fetch_add(1, Ordering::Relaxed)),
            }
        }
    });
    Ok(worker)
}
