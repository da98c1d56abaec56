//! One account that floods does not delay the others.

use super::{Hosts, Table, nutshell_at};
use leads::{Account, Accounts, AccountsBuilder, LeadClientExt};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Latency};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const ACCOUNTS: usize = 500;

fn accounts(builder: AccountsBuilder, hosts: &Hosts, table: &Table) -> Accounts {
    builder.loader(table.clone()).client_config(hosts.config()).build().unwrap()
}

/// Registers 500 accounts over one fake whose responses take 20 to 60 ms.
fn setup(hosts: &Hosts, table: &Table) -> Fake<FakeNutshell> {
    let latency = Latency::uniform(Duration::from_millis(20), Duration::from_millis(60));
    let fake = Fake::builder(FakeNutshell::with_credentials("ann@example.com", "key")).latency(latency).keep(0).build();
    for account in 0..ACCOUNTS {
        hosts.add(&format!("a{account}.example"), fake.transport());
        table.set(&format!("a{account}"), nutshell_at(&format!("a{account}.example"), "key"));
    }
    fake
}

async fn timed(account: Account) -> Duration {
    let began = Instant::now();
    account.check().await.unwrap();
    began.elapsed()
}

/// Every account but the first makes three calls, spread over a second. Returns the 99th percentile of their durations.
async fn others(accounts: &Accounts) -> Duration {
    let mut tasks = Vec::new();
    for account in 1..ACCOUNTS {
        let account = accounts.get(&format!("a{account}")).await.unwrap();
        for turn in 0..3_usize {
            let (account, wait) =
                (account.clone(), Duration::from_millis(((turn * 331 + tasks.len() * 7) % 1_000) as u64));
            tasks.push(tokio::spawn(async move {
                sleep(wait).await;
                timed(account).await
            }));
        }
    }
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.unwrap());
    }
    times.sort_unstable();
    times[times.len() * 99 / 100]
}

/// Keeps thousands of calls of the first account waiting until it is dropped.
struct Flood(Vec<tokio::task::JoinHandle<()>>);

impl Flood {
    async fn start(accounts: &Accounts, callers: usize) -> Self {
        let account = accounts.get("a0").await.unwrap();
        let caller = |account: Account| async move {
            loop {
                let _ = account.check().await;
            }
        };
        Self((0..callers).map(|_| tokio::spawn(caller(account.clone()))).collect())
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        self.0.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

async fn ratio(accounts: &Accounts, callers: usize) -> f64 {
    let quiet = others(accounts).await;
    let flood = Flood::start(accounts, callers).await;
    let busy = others(accounts).await;
    drop(flood);
    busy.as_secs_f64() / quiet.as_secs_f64()
}

#[tokio::test(start_paused = true)]
async fn flood_of_one_account_does_not_delay_the_others() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let _fake = setup(&hosts, &table);
    let limited = accounts(Accounts::builder(), &hosts, &table);
    let ratio = ratio(&limited, 2_000).await;
    assert!(ratio < 1.10, "{ratio}");
}

/// The same flood without a limit for each account takes the slots of all: the test above can fail.
#[tokio::test(start_paused = true)]
async fn flood_without_a_limit_per_account_delays_the_others() {
    let (hosts, table) = (Hosts::default(), Table::default());
    let _fake = setup(&hosts, &table);
    let unlimited = accounts(Accounts::builder().per_account(usize::MAX), &hosts, &table);
    let ratio = ratio(&unlimited, 2_000).await;
    assert!(ratio > 1.5, "{ratio}");
}

/// On the real clock, so that the work of the flood counts as well. Several interleaved runs; the median counts.
///
/// Needs a quiet machine: `cargo test --release --locked --test it -- --ignored accounts::load`.
#[test]
#[ignore = "measures time, so it needs a quiet machine"]
fn flood_of_one_account_does_not_delay_the_others_on_two_cores() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut ratios = runtime.block_on(async {
        let (hosts, table) = (Hosts::default(), Table::default());
        let _fake = setup(&hosts, &table);
        let accounts = accounts(Accounts::builder(), &hosts, &table);
        let mut ratios = Vec::new();
        for _ in 0..9 {
            ratios.push(ratio(&accounts, 200).await);
        }
        ratios
    });
    ratios.sort_by(f64::total_cmp);
    println!("99th percentile of 499 accounts with a flood, by that without: {ratios:.3?}");
    assert!(ratios[ratios.len() / 2] < 1.10, "{ratios:?}");
}
