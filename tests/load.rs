//! Many callers on one client, over real sockets: only injected faults fail, memory does not grow, and no caller
//! starves.
//!
//! The long run is `cargo test --release --test load -- --ignored`; `LEADS_LOAD_SECONDS` and `LEADS_LOAD_CALLERS`
//! adjust it. It needs about four open files per caller.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "../crates/leads-core/tests/it/common/mod.rs"]
mod common;
#[path = "it/vendors/mod.rs"]
mod vendors;

use common::number;
use leads_core::ClientConfig;
use leads_core::http::{Limiter, RetryPolicy};
use leads_testkit::{Fake, FakeResponse, Fault};
use peak_alloc::PeakAlloc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};
use vendors::VendorUnderTest;

/// Counts the memory in use, by client and fake together.
#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// One in this many requests gets a 503.
const STRUCK: u64 = 500;

/// Calls per caller before memory is measured.
const WARM: u64 = 50;

/// The result of a run.
#[derive(Debug)]
struct Load {
    calls: u64,
    /// The number of calls of the slowest and the fastest caller.
    slowest: u64,
    fastest: u64,
    struck: u64,
    failed: u64,
    /// Bytes in use after a third of the time and at the end.
    early: usize,
    late: usize,
}

async fn load<T: VendorUnderTest>(callers: u64, length: Duration) -> Load {
    let fake = Arc::new(Fake::builder(T::handler()).keep(0).build());
    let running = fake.start().await.unwrap();
    // The limiter would hold callers back; here the client itself is under test.
    let config = ClientConfig::new().retry(RetryPolicy::none()).limiter(Limiter::unlimited());
    let client = T::client(config, &running.url());
    // Evaluated more than once per request, so it draws; the script records what it struck.
    let struck = |_: &leads_testkit::FakeRequest| fastrand::u64(..STRUCK) == 0;
    fake.faults().always_on(struck, Fault::Response(FakeResponse::text(503, "busy")));

    let (over, began) = (Arc::new(AtomicBool::new(false)), Instant::now());
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let (client, fake, over) = (client.clone(), Arc::clone(&fake), Arc::clone(&over));
        tasks.spawn(async move {
            let (mut calls, mut failed) = (0_u64, 0_u64);
            while !over.load(Ordering::Relaxed) {
                let call = T::steady(&client, fake.handler()).await;
                match &call.error {
                    None => {}
                    Some(error) if error.http_status() == Some(503) => failed += 1,
                    Some(error) => panic!("an unexpected error: {error} {error:?}"),
                }
                calls += 1;
            }
            (calls, failed)
        });
    }
    sleep_until(began + length / 3).await;
    // A connection allocates its second buffer, of 8 KiB, once it has read that much: on a slow machine that can be
    // after the first third of the time, and would look like growth.
    while running.traffic().responses < WARM * callers {
        sleep(Duration::from_millis(100)).await;
    }
    let early = ALLOCATED.current_usage();
    sleep(length * 2 / 3).await;
    let late = ALLOCATED.current_usage();
    over.store(true, Ordering::Relaxed);
    let done = tasks.join_all().await;
    Load {
        calls: done.iter().map(|(calls, _)| calls).sum(),
        slowest: done.iter().map(|(calls, _)| *calls).min().unwrap(),
        fastest: done.iter().map(|(calls, _)| *calls).max().unwrap(),
        struck: fake.faults().fired().len() as u64,
        failed: done.iter().map(|(_, failed)| failed).sum(),
        early,
        late,
    }
}

/// A short run: nothing fails by itself.
async fn a_little<T: VendorUnderTest>() {
    let load = load::<T>(50, Duration::from_millis(1_500)).await;
    assert_eq!(load.failed, load.struck, "{}: {load:?}", T::NAME);
    assert!(load.slowest > 0, "{}: {load:?}", T::NAME);
}

async fn a_lot<T: VendorUnderTest>() {
    let (callers, seconds) = (number("LEADS_LOAD_CALLERS", 1_000), number("LEADS_LOAD_SECONDS", 30));
    let load = load::<T>(callers, Duration::from_secs(seconds)).await;
    println!("{}: {} calls, {load:?}", T::NAME, load.calls);
    assert_eq!(load.failed, load.struck, "{}: {load:?}", T::NAME);
    assert!(load.late <= load.early + load.early / 10, "{}: memory grows: {load:?}", T::NAME);
    assert!(load.slowest * 2 >= load.fastest, "{}: a caller starves: {load:?}", T::NAME);
}

mod nothing_fails_of_itself {
    use crate::a_little;
    crate::vendors::every_vendor! {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        for_some_callers => a_little;
    }
}

mod nothing_grows_and_nobody_waits {
    use crate::a_lot;
    crate::vendors::every_vendor! {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        #[ignore = "takes half a minute for each vendor; run with --test-threads 1"]
        for_a_thousand_callers => a_lot;
    }
}
