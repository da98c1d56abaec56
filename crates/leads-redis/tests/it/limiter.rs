//! The rules of the counts, one at a time, on a real server with the time of the test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use leads_core::http::Priority;
use leads_core::http::limit::{Denied, PermitRequest, PermitUse, SharedCounts, Window};
use leads_redis::{Fresh, OnLoss, RedisCounts, Shared};

use crate::support::connect;
use crate::support::server::Server;

/// The time at which the tests start: far from zero, as a real clock is.
const START: u64 = 1_000_000_000_000;
const FLIGHT: u64 = 90_000;

/// A server's accounts with machines whose clock is set by the test.
struct Bench {
    shared: Shared,
    time: Arc<AtomicU64>,
    ahead: Arc<AtomicI64>,
}

impl Bench {
    async fn new(server: &Server) -> Self {
        Self { shared: connect(server).await, time: Arc::new(AtomicU64::new(START)), ahead: Arc::default() }
    }

    fn machine(&self, fresh: Fresh) -> RedisCounts {
        self.shared.counts("acme").fresh(fresh).set_time(Arc::clone(&self.time), Arc::clone(&self.ahead))
    }

    fn pass(&self, millis: u64) {
        self.time.fetch_add(millis, Ordering::SeqCst);
    }

    async fn settle(&self, counts: &RedisCounts, ticket: u64, how: PermitUse) {
        counts.settle(ticket, how);
        self.shared.flush().await.unwrap();
    }
}

fn calls(calls: u32, millis: u64) -> Window {
    Window::new("calls", calls, Duration::from_millis(millis))
}

async fn take(counts: &RedisCounts, windows: &[Window]) -> Result<u64, Denied> {
    counts.take(PermitRequest::new(windows)).await
}

async fn take_batch(counts: &RedisCounts, windows: &[Window]) -> Result<u64, Denied> {
    counts.take(PermitRequest::new(windows).priority(Priority::Batch)).await
}

fn full(window: usize, millis: u64) -> Result<u64, Denied> {
    Err(Denied::Exhausted { window, wait: Duration::from_millis(millis) })
}

#[tokio::test]
async fn permit_returns_one_window_after_the_response() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let window = [calls(1, 5_000)];
    let ticket = take(&one, &window).await.unwrap();
    // The permit of a call under way returns a window after its response, so not before this time.
    assert_eq!(take(&two, &window).await, full(0, 5_004));
    bench.pass(100);
    bench.settle(&one, ticket, PermitUse::WithResponse).await;
    assert_eq!(take(&two, &window).await, full(0, 5_004));
    bench.pass(5_003);
    assert_eq!(take(&two, &window).await, full(0, 1));
    bench.pass(1);
    assert!(take(&two, &window).await.is_ok());
}

#[tokio::test]
async fn permit_of_a_machine_that_has_ended_returns_after_a_flight_and_a_window() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let window = [calls(1, 5_000)];
    assert!(take(&one, &window).await.is_ok());
    drop(one);
    bench.pass(FLIGHT + 5_003);
    assert_eq!(take(&two, &window).await, full(0, 1));
    bench.pass(1);
    assert!(take(&two, &window).await.is_ok());
}

#[tokio::test]
async fn permit_that_was_not_sent_returns_at_once_and_one_without_response_a_second_later() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.machine(Fresh::Free);
    let window = [calls(1, 5_000)];
    let ticket = take(&counts, &window).await.unwrap();
    bench.settle(&counts, ticket, PermitUse::Unused).await;
    let ticket = take(&counts, &window).await.unwrap();
    bench.settle(&counts, ticket, PermitUse::WithoutResponse).await;
    assert_eq!(take(&counts, &window).await, full(0, 5_004));
    bench.pass(6_003);
    assert_eq!(take(&counts, &window).await, full(0, 1));
    bench.pass(1);
    assert!(take(&counts, &window).await.is_ok());
}

#[tokio::test]
async fn call_takes_a_permit_of_all_windows_or_of_none() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.machine(Fresh::Free);
    let (wide, bulk) = (calls(5, 5_000), Window::new("bulk", 1, Duration::from_secs(5)));
    let both = [wide.clone(), bulk];
    assert!(take(&counts, &both).await.is_ok());
    assert_eq!(take(&counts, &both).await, full(1, 5_004));
    for _ in 0..4 {
        assert!(take(&counts, std::slice::from_ref(&wide)).await.is_ok());
    }
    assert_eq!(take(&counts, &[wide]).await, full(0, 5_004));
}

#[tokio::test]
async fn large_window_counts_in_buckets_and_never_too_few() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let window = [calls(600, 60_000)];
    for call in 0..600 {
        let counts = if call % 2 == 0 { &one } else { &two };
        let ticket = take(counts, &window).await.unwrap();
        bench.settle(counts, ticket, PermitUse::WithResponse).await;
        bench.pass(10);
    }
    let Err(Denied::Exhausted { window: 0, wait }) = take(&one, &window).await else { panic!("not full") };
    // The first permit returns a window after its response, at most one bucket late.
    let wait = u64::try_from(wait.as_millis()).unwrap();
    assert!((60_031 - 6_000..=60_031 - 6_000 + 235).contains(&wait), "{wait}");
    bench.pass(wait);
    assert!(take(&two, &window).await.is_ok());
    // All return in the end.
    bench.pass(200_000);
    for _ in 0..600 {
        assert!(take(&two, &window).await.is_ok());
    }
}

#[tokio::test]
async fn large_window_counts_calls_whose_responses_took_many_windows() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.machine(Fresh::Free);
    let window = [calls(600, 5_000)];
    let (first, second) = (take(&counts, &window).await.unwrap(), take(&counts, &window).await.unwrap());
    // Both arrive at the vendor just before their responses.
    bench.pass(60_000);
    bench.settle(&counts, first, PermitUse::WithResponse).await;
    bench.settle(&counts, second, PermitUse::WithResponse).await;
    let mut taken = 0;
    while take(&counts, &window).await.is_ok() {
        taken += 1;
    }
    assert_eq!(taken, 598);
}

#[tokio::test]
async fn first_use_of_an_account_waits_for_one_window_but_not_for_a_quota() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.machine(Fresh::Guarded);
    let daily = Window::new("daily", 10_000, Duration::from_secs(86_400));
    assert_eq!(take(&counts, &[daily.clone(), calls(25, 5_000)]).await, full(1, 5_004));
    bench.pass(5_004);
    assert!(take(&counts, &[daily, calls(25, 5_000)]).await.is_ok());
}

#[tokio::test]
async fn lost_memory_counts_as_calls_under_way() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let window = [calls(25, 5_000)];
    assert!(take(&one, &window).await.is_ok());
    server.ask(&["FLUSHALL"]);
    bench.pass(1_000);
    // Machine two has never used the account and could not know. Machine one does.
    assert!(take(&two, &window).await.is_ok());
    assert_eq!(take(&one, &window).await, full(0, FLIGHT + 5_004));
    assert_eq!(take(&two, &window).await, full(0, FLIGHT + 5_004));
    bench.pass(FLIGHT + 5_004);
    assert!(take(&two, &window).await.is_ok());
}

#[tokio::test]
async fn failover_with_old_data_counts_as_calls_under_way() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.machine(Fresh::Free);
    let window = [calls(25, 5_000)];
    assert!(take(&counts, &window).await.is_ok());
    server.ask(&["HSET", "{leads:acme}:state", "run", "another-server"]);
    assert_eq!(take(&counts, &window).await, full(0, FLIGHT + 5_004));
}

#[tokio::test]
async fn quota_of_live_machines_survives_the_loss_of_memory() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    for (limit, step) in [(1_000, 337_500), (40, 337_500)] {
        let daily = [Window::new(format!("daily{limit}"), limit, Duration::from_secs(86_400))];
        for _ in 0..15 {
            for counts in [&one, &two] {
                let ticket = take(counts, &daily).await.unwrap();
                bench.settle(counts, ticket, PermitUse::WithResponse).await;
            }
        }
        server.ask(&["FLUSHALL"]);
        let mut left = 0;
        // Each machine tells what it used as soon as it asks again, and only once.
        assert!(take(&two, &daily).await.is_ok());
        while take(&one, &daily).await.is_ok() {
            left += 1;
        }
        assert_eq!(left, limit - 30 - 1);
        bench.pass(86_400_000 + FLIGHT + 43_201 + step);
        assert!(take(&one, &daily).await.is_ok());
    }
}

#[tokio::test]
async fn pause_of_one_machine_holds_for_all_and_ends_for_all() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let window = [calls(25, 5_000)];
    one.pause(None, Duration::from_secs(20));
    bench.shared.flush().await.unwrap();
    let paused = |millis| Err(Denied::Paused { wait: Duration::from_millis(millis) });
    assert_eq!(take(&two, &window).await, paused(20_000));
    two.pause(None, Duration::ZERO);
    bench.shared.flush().await.unwrap();
    assert!(take(&one, &window).await.is_ok());
    one.pause(Some("bulk"), Duration::from_secs(600));
    bench.shared.flush().await.unwrap();
    assert!(take(&two, &window).await.is_ok());
    let bulk = [Window::new("bulk", 5, Duration::from_secs(5))];
    assert_eq!(take(&two, &bulk).await, paused(600_000));
    // Of a long pause one call is let through every five minutes, over all machines.
    bench.pass(300_000);
    assert!(take(&two, &bulk).await.is_ok());
    assert_eq!(take(&one, &bulk).await, paused(300_000));
}

#[tokio::test]
async fn limit_that_one_machine_was_told_of_holds_for_all() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let configured = [calls(25, 5_000)];
    assert!(take(&two, &configured).await.is_ok());
    assert!(take(&one, &configured).await.is_ok());
    one.learn(&calls(3, 5_000));
    bench.shared.flush().await.unwrap();
    assert!(take(&two, &configured).await.is_ok());
    assert_eq!(take(&two, &configured).await, full(0, 5_004));
    // A window of another length holds as well. It counts what was sent before, and is full for as long as calls may be
    // in it that have left the shorter one.
    one.learn(&calls(100, 5_000));
    one.learn(&calls(4, 10_000));
    bench.shared.flush().await.unwrap();
    assert_eq!(take(&two, &configured).await, full(0, 5_003));
    bench.pass(5_003);
    assert!(take(&two, &configured).await.is_ok());
    assert_eq!(take(&two, &configured).await, full(0, 10_006));
}

#[tokio::test]
async fn batch_call_leaves_permits_for_interactive_calls_of_other_machines() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (web, job, other) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let window = [calls(1, 5_000)];
    let ticket = take(&job, &window).await.unwrap();
    assert_eq!(take_batch(&job, &window).await, full(0, 5_004));
    assert_eq!(take(&web, &window).await, full(0, 5_004));
    bench.settle(&job, ticket, PermitUse::Unused).await;
    // The job asked first, but a person waits for the other.
    assert!(take_batch(&job, &window).await.is_err());
    let ticket = take(&web, &window).await.unwrap();
    bench.settle(&web, ticket, PermitUse::Unused).await;
    assert!(take_batch(&job, &window).await.is_ok());
    // A machine that has ended is waited for no longer than its record lives.
    bench.pass(FLIGHT);
    assert!(take(&web, &window).await.is_err());
    bench.pass(5_004);
    assert!(take_batch(&other, &window).await.is_err());
    bench.pass(251);
    assert!(take_batch(&other, &window).await.is_ok());
}

#[tokio::test]
async fn machines_of_one_priority_take_turns() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let machines: [RedisCounts; 3] = std::array::from_fn(|_| bench.machine(Fresh::Free));
    let window = [calls(1, 1_000)];
    let mut ticket = take(&machines[0], &window).await.unwrap();
    let mut holder = 0;
    let mut served = Vec::new();
    for machine in [0, 1, 2] {
        assert!(take(&machines[machine], &window).await.is_err());
        bench.pass(1);
    }
    for _ in 0..9 {
        bench.settle(&machines[holder], ticket, PermitUse::Unused).await;
        // Whoever asks first: the one that has waited longest is served.
        for machine in [2, 1, 0] {
            if let Ok(taken) = take(&machines[machine], &window).await {
                (ticket, holder) = (taken, machine);
                served.push(machine);
            }
            bench.pass(1);
        }
        assert!(take(&machines[holder], &window).await.is_err());
    }
    assert_eq!(served, [0, 1, 2, 0, 1, 2, 0, 1, 2]);
}

#[tokio::test]
async fn clock_that_steps_back_returns_nothing_early_and_does_not_stop() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.machine(Fresh::Free);
    let window = [calls(1, 5_000)];
    let ticket = take(&counts, &window).await.unwrap();
    bench.settle(&counts, ticket, PermitUse::WithResponse).await;
    bench.ahead.store(-3_600_000, Ordering::SeqCst);
    assert_eq!(take(&counts, &window).await, full(0, 5_004));
    bench.pass(5_003);
    assert_eq!(take(&counts, &window).await, full(0, 1));
    bench.pass(1);
    assert!(take(&counts, &window).await.is_ok());
}

#[tokio::test]
async fn clock_that_steps_forward_is_noticed_by_the_first_call() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let (one, two) = (bench.machine(Fresh::Free), bench.machine(Fresh::Free));
    let window = [calls(1, 5_000)];
    assert!(take(&two, &window).await.is_ok());
    assert!(take(&one, &window).await.is_err());
    bench.ahead.store(200_000, Ordering::SeqCst);
    bench.pass(10);
    // The permit seems to have returned, but the machine saw the server's time a moment ago.
    assert!(matches!(take(&one, &window).await, Err(Denied::Unreachable { .. })));
    assert!(matches!(take(&two, &window).await, Err(Denied::Unreachable { .. })));
    bench.pass(1);
    let new = bench.machine(Fresh::Free);
    for counts in [&one, &two, &new] {
        assert_eq!(take(counts, &window).await, full(0, FLIGHT + 5_003));
    }
    bench.pass(FLIGHT + 5_003);
    let mut served = 0;
    for counts in [&one, &two, &new] {
        served += usize::from(take(counts, &window).await.is_ok());
    }
    assert_eq!(served, 1);
}

#[tokio::test]
async fn machine_without_the_server_refuses_and_says_why() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.machine(Fresh::Free);
    assert!(take(&counts, &[calls(25, 5_000)]).await.is_ok());
    counts.cut_off(true);
    assert!(matches!(take(&counts, &[calls(25, 5_000)]).await, Err(Denied::Unreachable { .. })));
    let local = bench.machine(Fresh::Free).on_loss(OnLoss::Local);
    local.cut_off(true);
    assert!(take(&local, &[calls(25, 5_000)]).await.is_ok());
}

#[tokio::test]
async fn keys_of_an_account_share_one_hash_tag_and_contain_no_tag_of_their_own() {
    let Some(server) = Server::start() else { return };
    let bench = Bench::new(&server).await;
    let counts = bench.shared.counts("a}b{c").fresh(Fresh::Free);
    let ticket = take(&counts, &[Window::new("x}y", 600, Duration::from_secs(1))]).await.unwrap();
    assert!(take(&counts, &[Window::new("x}y", 0, Duration::from_secs(1))]).await.is_err());
    bench.settle(&counts, ticket, PermitUse::WithResponse).await;
    let keys = server.ask(&["KEYS", "*"]);
    let keys: Vec<&str> = keys.lines().filter(|line| line.contains("leads")).collect();
    assert!(keys.len() >= 3, "{keys:?}");
    assert!(keys.iter().all(|key| key.starts_with("{leads:a%7db%7bc}:") && key.matches('}').count() == 1), "{keys:?}");
    // Nothing stays for ever.
    for key in keys {
        assert!(server.ask(&["PTTL", key]).starts_with(":6"), "{key}");
    }
}
