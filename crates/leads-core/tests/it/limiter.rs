//! Tests the limiter against simulated vendors, with a paused clock and fixed seeds.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::DropAfter;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::join_all;
use leads_core::ErrorKind;
use leads_core::http::limit::{
    AcquireErrorKind, Denied, Limiter, Permit, PermitRequest, PermitUse, Priority, SharedCounts, Snapshot, Waiting,
    Window,
};
use tokio::task::yield_now;
use tokio::time::{Instant, advance, sleep, sleep_until, timeout};

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

const W: Duration = ms(5000);
const GRACE: Duration = ms(1000);

fn calls(calls: u32, per: Duration) -> Window {
    Window::new("calls", calls, per)
}

async fn call(limiter: &Limiter) -> Permit {
    limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap()
}

/// Sends a call and receives its response without taking any time.
async fn done(limiter: &Limiter, classes: &[&str]) {
    let mut permit = limiter.acquire(classes, Priority::Interactive, None).await.unwrap();
    permit.sent();
    permit.response_received();
}

/// Polls once.
async fn poll<F: Future + Unpin>(mut future: F) -> Poll<F::Output> {
    std::future::poll_fn(|cx| Poll::Ready(Pin::new(&mut future).poll(cx))).await
}

/// Returns how many permits can be acquired without waiting; all are returned at once.
fn free(limiter: &Limiter, classes: &[&str]) -> usize {
    let mut held = Vec::new();
    loop {
        let mut next = pin!(limiter.acquire(classes, Priority::Interactive, None));
        match next.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(Ok(permit)) => held.push(permit),
            _ => return held.len(),
        }
    }
}

// --- a vendor with a sliding window, and three kinds of limiters ----------------------------------

struct Vendor {
    limit: usize,
    per: Duration,
    seen: Mutex<VecDeque<Instant>>,
    rejected: AtomicU32,
}

impl Vendor {
    fn new(limit: usize, per: Duration) -> Self {
        Self { limit, per, seen: Mutex::default(), rejected: AtomicU32::new(0) }
    }

    /// Counts both ends of its window.
    fn arrive(&self) {
        let now = Instant::now();
        let mut seen = self.seen.lock().unwrap();
        while seen.front().is_some_and(|&at| now - at > self.per) {
            seen.pop_front();
        }
        if seen.len() >= self.limit {
            self.rejected.fetch_add(1, Ordering::Relaxed);
        } else {
            seen.push_back(now);
        }
    }
}

enum Gate {
    Ours(Limiter),
    /// The usual cell-rate limiter (GCRA): burst 25, one more every 200 ms.
    Cells(Mutex<Instant>),
    /// A log of send times.
    Sent(Mutex<VecDeque<Instant>>),
}

impl Gate {
    async fn pass(&self) -> Option<Permit> {
        loop {
            let now = Instant::now();
            let wait_until = match self {
                Self::Ours(limiter) => return Some(call(limiter).await),
                Self::Cells(next) => {
                    let mut next = next.lock().unwrap();
                    let after = (*next).max(now) + ms(200);
                    if after - now <= ms(200) * 25 {
                        *next = after;
                        return None;
                    }
                    after - ms(200) * 25
                }
                Self::Sent(log) => {
                    let mut log = log.lock().unwrap();
                    while log.front().is_some_and(|&at| now - at > W) {
                        log.pop_front();
                    }
                    if log.len() < 25 {
                        log.push_back(now);
                        return None;
                    }
                    log[0] + W + ms(1)
                }
            };
            sleep_until(wait_until).await;
        }
    }
}

#[derive(Clone, Copy)]
enum Arrival {
    Anywhere,
    Early,
    Late,
}

struct Run {
    rejected: u32,
    /// The used share of 25 calls per 5 s, without the initial 25, which are free.
    share: f64,
    mean: f64,
}

/// Keeps 100 callers busy until 3,000 calls are made, at 25 per 5 s.
async fn busy(gate: Gate, latency: std::ops::RangeInclusive<u64>, arrival: Arrival, seed: u64) -> Run {
    const CALLS: u64 = 3000;
    let (gate, vendor) = (Arc::new(gate), Arc::new(Vendor::new(25, W)));
    let (left, took) = (Arc::new(AtomicU64::new(CALLS)), Arc::new(AtomicU64::new(0)));
    let rng = Arc::new(Mutex::new(fastrand::Rng::with_seed(seed)));
    let last = Arc::new(Mutex::new(Instant::now()));
    let start = Instant::now();
    let callers = (0..100).map(|_| {
        let (gate, vendor, left, took) = (gate.clone(), vendor.clone(), left.clone(), took.clone());
        let (rng, last, latency) = (rng.clone(), last.clone(), latency.clone());
        tokio::spawn(async move {
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                let mut permit = gate.pass().await;
                let sent = Instant::now();
                *last.lock().unwrap() = sent;
                permit.iter_mut().for_each(Permit::sent);
                let (latency, before) = {
                    let mut rng = rng.lock().unwrap();
                    let latency = rng.u64(latency.clone());
                    let before = match arrival {
                        Arrival::Anywhere => rng.u64(0..=latency),
                        Arrival::Early => 0,
                        Arrival::Late => latency,
                    };
                    (latency, before)
                };
                if before > 0 {
                    sleep(ms(before)).await;
                }
                vendor.arrive();
                if latency > before {
                    sleep(ms(latency - before)).await;
                }
                permit.iter_mut().for_each(Permit::response_received);
                took.fetch_add(sent.elapsed().as_micros() as u64, Ordering::Relaxed);
            }
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.unwrap();
    }
    let time = (*last.lock().unwrap() - start).as_secs_f64();
    let mean = took.load(Ordering::Relaxed) as f64 / 1e6 / CALLS as f64;
    Run { rejected: vendor.rejected.load(Ordering::Relaxed), share: (CALLS - 25) as f64 / time / 5.0, mean }
}

#[tokio::test(start_paused = true)]
async fn rate_limit_is_used_and_never_exceeded() {
    for seed in 0..4 {
        for arrival in [Arrival::Anywhere, Arrival::Early, Arrival::Late] {
            let run = busy(Gate::Ours(Limiter::new([calls(25, W)])), 20..=400, arrival, seed).await;
            println!("20..400 ms, seed {seed}: share {:.2} %, {} rejected", run.share * 100.0, run.rejected);
            assert_eq!(run.rejected, 0);
            assert!(run.share >= 0.95);
            assert!(run.share >= 0.98 * 5.0 / (5.0 + run.mean));
        }
    }
    for latency in [5, 20, 50, 100, 200, 400, 1000, 3000] {
        let run = busy(Gate::Ours(Limiter::new([calls(25, W)])), latency..=latency, Arrival::Anywhere, latency).await;
        let ideal = 5.0 / (5.0 + run.mean);
        println!(
            "{latency} ms: share {:.2} %, of W / (W + mean) {:.2} %",
            run.share * 100.0,
            run.share / ideal * 100.0
        );
        assert_eq!(run.rejected, 0);
        assert!(run.share >= 0.98 * ideal);
    }
}

#[tokio::test(start_paused = true)]
async fn limiters_by_send_time_exceed_the_window() {
    for seed in 0..4 {
        let cells = busy(Gate::Cells(Mutex::new(Instant::now())), 20..=400, Arrival::Anywhere, seed).await;
        let sent = busy(Gate::Sent(Mutex::default()), 20..=400, Arrival::Anywhere, seed).await;
        println!("cell rate: {} rejected; log of send times: {} rejected", cells.rejected, sent.rejected);
        assert!(cells.rejected >= 100);
        assert!(sent.rejected >= 100);
    }
}

// --- priorities -----------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn interactive_calls_overtake_a_long_job() {
    let limiter = Limiter::new([calls(25, W)]);
    let vendor = Arc::new(Vendor::new(25, W));
    let served = Arc::new(Mutex::new(Vec::new()));
    for number in 0..5000 {
        let (limiter, vendor, served) = (limiter.clone(), vendor.clone(), served.clone());
        tokio::spawn(async move {
            let mut permit = limiter.acquire(&["calls"], Priority::Batch, None).await.unwrap();
            served.lock().unwrap().push((Instant::now(), number));
            permit.sent();
            vendor.arrive();
            sleep(ms(100)).await;
            permit.response_received();
        });
    }
    sleep(ms(1)).await;
    assert_eq!(limiter.waiting().batch, 4975);
    let mut rng = fastrand::Rng::with_seed(3);
    let mut longest = Duration::ZERO;
    for _ in 0..40 {
        sleep(ms(rng.u64(0..9000))).await;
        let requested = Instant::now();
        let mut permit = call(&limiter).await;
        longest = longest.max(requested.elapsed());
        permit.sent();
        vendor.arrive();
        sleep(ms(100)).await;
        permit.response_received();
    }
    println!("longest interactive wait {longest:?}");
    // One window, counted from the response to the calls that are in flight at that moment.
    assert!(longest <= W + ms(100) + ms(3));
    assert_eq!(vendor.rejected.load(Ordering::Relaxed), 0);
    // First come, first served; tasks that are woken at the same moment run in any order.
    let mut served = served.lock().unwrap().clone();
    assert!(served.len() > 500);
    served.sort();
    assert!(served.is_sorted_by_key(|&(_, number)| number));
}

#[tokio::test(start_paused = true)]
async fn call_takes_all_its_windows_or_none() {
    let limiter = Limiter::new([calls(3, ms(100)), Window::new("bulk", 1, ms(10_000))]);
    done(&limiter, &["calls", "bulk"]).await;
    let mut bulk = pin!(limiter.acquire(&["calls", "bulk"], Priority::Interactive, None));
    assert!(poll(bulk.as_mut()).await.is_pending());
    // It waits for "bulk" and holds nothing of "calls", not even against the batch priority.
    let (one, two) = (call(&limiter).await, limiter.acquire(&["calls"], Priority::Batch, None).await.unwrap());
    assert_eq!(free(&limiter, &["calls"]), 0);
    drop((one, two));
    sleep(ms(9000)).await;
    assert_eq!(free(&limiter, &["calls"]), 3);
    assert!(poll(bulk.as_mut()).await.is_pending());
    // Another class that needs "bulk" cannot overtake it.
    let mut other = pin!(limiter.acquire(&["bulk"], Priority::Interactive, None));
    assert!(poll(other.as_mut()).await.is_pending());
    let permit = bulk.await.unwrap();
    assert_eq!(free(&limiter, &["calls"]), 2);
    assert!(poll(other.as_mut()).await.is_pending());
    drop(permit);
    drop(other.await.unwrap());
}

/// A waiter that needs two windows blocks the one behind it from both, but only as long as that window is full.
#[tokio::test(start_paused = true)]
async fn waiter_blocks_only_windows_it_waits_for() {
    let limiter = Limiter::new([calls(1, ms(100)), Window::new("bulk", 1, ms(10_000))]);
    done(&limiter, &["calls", "bulk"]).await;
    let start = Instant::now();
    let (both, plain) = (limiter.clone(), limiter.clone());
    let both = tokio::spawn(async move {
        drop(both.acquire(&["calls", "bulk"], Priority::Interactive, None).await.unwrap());
        start.elapsed()
    });
    yield_now().await;
    let plain = tokio::spawn(async move {
        drop(plain.acquire(&["calls"], Priority::Batch, None).await.unwrap());
        start.elapsed()
    });
    assert!(plain.await.unwrap() <= ms(103));
    assert!(both.await.unwrap() <= ms(10_003));
}

#[tokio::test(start_paused = true)]
async fn unknown_classes_and_unlimited_limiters_are_free() {
    for limiter in [Limiter::unlimited(), Limiter::new([calls(1, W)])] {
        for _ in 0..1000 {
            limiter.acquire(&["token"], Priority::Batch, None).await.unwrap().sent();
        }
    }
    // Even while others wait.
    let limiter = Limiter::new([calls(1, W)]);
    done(&limiter, &["calls"]).await;
    let mut waits = pin!(call(&limiter));
    assert!(poll(waits.as_mut()).await.is_pending());
    limiter.acquire(&["token"], Priority::Batch, None).await.unwrap().sent();
}

/// The leader is in a task that is not polled: the others still get their permits.
#[tokio::test(start_paused = true)]
async fn sleeping_leader_blocks_no_other_waiter() {
    let limiter = Limiter::new([calls(5, ms(100))]);
    for _ in 0..5 {
        done(&limiter, &["calls"]).await;
    }
    let mut stalled: Vec<_> = (0..3).map(|_| Box::pin(call(&limiter))).collect();
    for waiter in &mut stalled {
        assert!(poll(waiter).await.is_pending());
    }
    // The stalled waiters hold three of the five permits as soon as they are distributed. The others run in separate
    // tasks: a wake-up of the stalled ones does not reach them.
    let start = Instant::now();
    let others: Vec<_> = (0..6)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { done(&limiter, &["calls"]).await })
        })
        .collect();
    for other in others {
        timeout(W, other).await.unwrap().unwrap();
    }
    assert!(start.elapsed() <= ms(3 * 103), "{:?}", start.elapsed());
    drop(stalled);
}

#[tokio::test(start_paused = true)]
async fn leader_that_leaves_delays_no_other_waiter() {
    let limiter = Limiter::new([calls(1, W)]);
    done(&limiter, &["calls"]).await;
    let start = Instant::now();
    let mut leader = Box::pin(call(&limiter));
    assert!(poll(&mut leader).await.is_pending());
    let next = tokio::spawn({
        let limiter = limiter.clone();
        async move { drop(call(&limiter).await) }
    });
    sleep(ms(1000)).await;
    drop(leader);
    next.await.unwrap();
    assert!(start.elapsed() > W && start.elapsed() <= W + ms(2));
}

// --- rejections -----------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn unreachable_deadline_is_rejected_immediately() {
    let limiter = Limiter::new([calls(2, W)]);
    done(&limiter, &["calls"]).await;
    sleep(ms(1000)).await;
    done(&limiter, &["calls"]).await;
    let now = Instant::now();
    let ask = |after| limiter.acquire(&["calls"], Priority::Interactive, Some(now + after));

    let rejected = ask(ms(3999)).await.unwrap_err();
    assert_eq!(Instant::now(), now, "immediately");
    assert_eq!(rejected.reason, AcquireErrorKind::Deadline);
    assert_eq!(rejected.class, "calls");
    assert!(rejected.wait >= ms(4000) && rejected.wait <= ms(4002), "{rejected}");
    assert_eq!(rejected.retry_at, now + rejected.wait);

    // Callers ahead count, too, but only those of the same or a higher priority.
    let mut first = pin!(limiter.acquire(&["calls"], Priority::Interactive, None));
    assert!(poll(first.as_mut()).await.is_pending());
    let rejected = ask(ms(4500)).await.unwrap_err();
    assert!(rejected.wait >= ms(5000) && rejected.wait <= ms(5002));
    let mut second = pin!(ask(ms(5002)));
    assert!(poll(second.as_mut()).await.is_pending());

    // If there is a place before the deadline, it is waited for; if that fails, not longer.
    let mut permit = first.await.unwrap();
    permit.sent();
    drop(second.await.unwrap());

    // A pause can make the deadlines of waiters unreachable.
    let limiter = Limiter::new([calls(1, W)]);
    done(&limiter, &["calls"]).await;
    let now = Instant::now();
    let mut waits = pin!(limiter.acquire(&["calls"], Priority::Batch, Some(now + ms(6000))));
    assert!(poll(waits.as_mut()).await.is_pending());
    limiter.pause_for(ms(60_000));
    assert_eq!(waits.await.unwrap_err().reason, AcquireErrorKind::Deadline);
    assert_eq!(Instant::now(), now);
    assert_eq!(limiter.waiting(), Waiting::default());
}

/// A call in flight may keep its permit for longer than expected.
#[tokio::test(start_paused = true)]
async fn deadline_that_passes_while_waiting_is_rejected() {
    let limiter = Limiter::new([calls(1, W)]);
    let mut held = call(&limiter).await;
    held.sent();
    let start = Instant::now();
    let rejected = limiter.acquire(&["calls"], Priority::Batch, Some(start + ms(5500))).await.unwrap_err();
    assert_eq!(rejected.reason, AcquireErrorKind::Deadline);
    assert!(start.elapsed() <= ms(5502) && start.elapsed() >= ms(5500));
    assert_eq!(limiter.waiting(), Waiting::default());
}

/// 10,000 bulk waiters ahead do not count for a caller that may overtake them.
#[tokio::test(start_paused = true)]
async fn waiters_that_may_be_overtaken_cause_no_rejection() {
    let limiter = Limiter::new([calls(2, ms(1000)), Window::new("bulk", 1, ms(1000))]);
    for _ in 0..10_000 {
        let limiter = limiter.clone();
        tokio::spawn(async move { done(&limiter, &["calls", "bulk"]).await });
    }
    sleep(ms(10)).await;
    done(&limiter, &["calls"]).await;
    let deadline = Instant::now() + ms(2100);
    drop(limiter.acquire(&["calls"], Priority::Interactive, Some(deadline)).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn exhausted_quota_is_an_immediate_error() {
    let day = ms(86_400_000);
    let limiter = Limiter::new([calls(5, ms(10)), Window::new("daily", 20, day)]);
    for _ in 0..20 {
        done(&limiter, &["calls", "daily"]).await;
    }
    let rejected = limiter.acquire(&["calls", "daily"], Priority::Interactive, None).await.unwrap_err();
    assert_eq!((rejected.reason, &*rejected.class), (AcquireErrorKind::QuotaExhausted, "daily"));
    assert!(rejected.wait > day - ms(100) && rejected.wait <= day);
    // Waiters learn it when the last permit is taken, and those that do not need it continue.
    sleep(ms(20)).await;
    drop(limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap());
    sleep_until(rejected.retry_at).await;
    done(&limiter, &["calls", "daily"]).await;

    let limiter = Limiter::new([calls(1, ms(10)), Window::new("daily", 3, day)]);
    let all: Vec<Result<(), AcquireErrorKind>> = join_all((0..10).map(async |_| {
        let permit = limiter.acquire(&["calls", "daily"], Priority::Batch, None).await;
        let mut permit = permit.map_err(|rejected| rejected.reason)?;
        permit.response_received();
        Ok(())
    }))
    .await;
    let (ok, rejected): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
    assert_eq!((ok.len(), rejected.len()), (3, 7));
    assert!(rejected.iter().all(|result| *result.as_ref().unwrap_err() == AcquireErrorKind::QuotaExhausted));
}

/// The daily quota counts as exhausted for callers behind those that get its last permits, and for a waiter whose quota
/// turned out to be smaller.
#[tokio::test(start_paused = true)]
async fn quota_reserved_for_callers_ahead_is_exhausted_for_the_rest() {
    let day = ms(86_400_000);
    let limiter = Limiter::new([calls(1, W), Window::new("daily", 3, day)]);
    let ask = |after| limiter.acquire(&["calls", "daily"], Priority::Interactive, Some(Instant::now() + after));
    done(&limiter, &["calls", "daily"]).await;
    let (mut second, mut third) = (Box::pin(ask(ms(60_000))), Box::pin(ask(ms(60_000))));
    assert!(poll(&mut second).await.is_pending() && poll(&mut third).await.is_pending());

    let now = Instant::now();
    let rejected = ask(ms(60_000)).await.unwrap_err();
    assert_eq!(Instant::now(), now, "immediately");
    assert_eq!((rejected.reason, &*rejected.class), (AcquireErrorKind::QuotaExhausted, "daily"));
    assert!(rejected.wait >= day, "{rejected}");
    // If a permit of the day is left, the short window blocks the call.
    drop(third);
    let rejected = ask(ms(10)).await.unwrap_err();
    assert_eq!((rejected.reason, &*rejected.class), (AcquireErrorKind::Deadline, "calls"));

    limiter.replace(Window::new("daily", 1, day)).unwrap();
    let rejected = second.await.unwrap_err();
    assert_eq!(Instant::now(), now, "immediately");
    assert_eq!((rejected.reason, &*rejected.class), (AcquireErrorKind::QuotaExhausted, "daily"));
}

#[tokio::test(start_paused = true)]
async fn window_of_zero_calls_is_closed() {
    let limiter = Limiter::new([calls(0, ms(10))]);
    let rejected = limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap_err();
    assert_eq!(rejected.reason, AcquireErrorKind::QuotaExhausted);
}

// --- when permits return --------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn permit_is_returned_according_to_its_use() {
    let one = || Limiter::new([calls(1, W)]);
    let after = async |limiter: &Limiter| {
        let start = Instant::now();
        drop(call(limiter).await);
        start.elapsed()
    };

    let limiter = one();
    drop(call(&limiter).await);
    assert_eq!(after(&limiter).await, Duration::ZERO, "unused");

    let limiter = one();
    let mut permit = call(&limiter).await;
    permit.sent();
    sleep(ms(700)).await;
    permit.response_received();
    permit.response_received();
    let (start, ()) = (Instant::now(), sleep(ms(300)).await);
    drop(permit);
    after(&limiter).await;
    assert!(start.elapsed() > W && start.elapsed() <= W + ms(2), "with a response");

    let limiter = one();
    let mut permit = call(&limiter).await;
    permit.sent();
    sleep(ms(700)).await;
    drop(permit);
    let waited = after(&limiter).await;
    assert!(waited > W + GRACE && waited <= W + GRACE + ms(2), "without a response");
}

#[tokio::test(start_paused = true)]
async fn call_dropped_at_any_poll_leaks_nothing_and_frees_nothing_early() {
    const LIMIT: usize = 3;
    const PER: Duration = ms(1000);
    for priority in [Priority::Interactive, Priority::Batch] {
        let mut ended = 0;
        for polls in 0..60 {
            let limiter = Limiter::new([calls(LIMIT as u32, PER), Window::new("bulk", 2, PER)]);
            // For every call, the send time and the time from which its permit is free again.
            let log = Arc::new(Mutex::new(Vec::<(Instant, Option<Instant>)>::new()));
            let one = |classes: &'static [&'static str], priority, steps: usize| {
                let (limiter, log) = (limiter.clone(), log.clone());
                async move {
                    let mut permit = limiter.acquire(classes, priority, None).await.unwrap();
                    yield_now().await;
                    permit.sent();
                    let index = {
                        let mut log = log.lock().unwrap();
                        log.push((Instant::now(), None));
                        log.len() - 1
                    };
                    for _ in 0..steps {
                        sleep(ms(30)).await;
                        yield_now().await;
                    }
                    permit.response_received();
                    log.lock().unwrap()[index].1 = Some(Instant::now() + PER);
                    yield_now().await;
                }
            };
            let crowd: Vec<_> = (0..9)
                .map(|n| {
                    tokio::spawn(one(if n % 2 == 0 { &["calls", "bulk"] } else { &["calls"] }, Priority::Batch, 2))
                })
                .collect();
            yield_now().await;
            let victims: Vec<_> = (0..4)
                .map(|n| DropAfter::new(polls + n, one(&["calls", "bulk"], priority, 5)))
                .map(tokio::spawn)
                .collect();
            let late: Vec<_> = (0..6).map(|_| tokio::spawn(one(&["calls"], Priority::Interactive, 1))).collect();
            for victim in victims {
                ended += usize::from(victim.await.unwrap().is_some());
            }
            for task in crowd.into_iter().chain(late) {
                timeout(ms(60_000), task).await.expect("a waiter was forgotten").unwrap();
            }
            assert_eq!(limiter.waiting(), Waiting::default());
            let log = std::mem::take(&mut *log.lock().unwrap());
            // At every send time, at most the limit is in use; a dropped call is in use for at least a window and the
            // grace period after it was sent.
            for &(at, _) in &log {
                let in_use = |(sent, until): &&(Instant, Option<Instant>)| {
                    *sent < at && until.unwrap_or(*sent + PER + GRACE) >= at
                };
                assert!(log.iter().filter(in_use).count() < LIMIT, "polls {polls}");
            }
            sleep(PER + GRACE + ms(2)).await;
            assert_eq!(free(&limiter, &["calls"]), LIMIT, "polls {polls}");
            assert_eq!(free(&limiter, &["bulk"]), 2, "polls {polls}");
        }
        assert!(ended > 0, "some calls ended before they were dropped");
    }
}

/// Every poll of a waiter may be its last while permits are taken and returned.
#[tokio::test(start_paused = true)]
async fn dropped_waiter_passes_its_granted_permit_on() {
    let limiter = Limiter::new([calls(1, W)]);
    let held = call(&limiter).await;
    let mut first = Box::pin(call(&limiter));
    let mut second = pin!(call(&limiter));
    assert!(poll(first.as_mut()).await.is_pending());
    assert!(poll(second.as_mut()).await.is_pending());
    drop(held);
    // The permit has been granted, but the waiter has not been polled since.
    drop(first);
    assert!(poll(second.as_mut()).await.is_ready());
    assert_eq!(free(&limiter, &["calls"]), 1);
}

// --- learned limits, pauses, snapshots ------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn reported_limit_replaces_the_configured_one() {
    let limiter = Limiter::new([calls(25, W)]);
    let mut in_flight = Vec::new();
    for _ in 0..6 {
        in_flight.push(call(&limiter).await);
    }
    in_flight.iter_mut().for_each(Permit::sent);
    limiter.replace(calls(8, W)).unwrap();
    assert_eq!(limiter.windows(), [calls(8, W)]);
    assert_eq!(free(&limiter, &["calls"]), 2, "permits in flight still count");
    limiter.replace(calls(4, W)).unwrap();
    assert_eq!(free(&limiter, &["calls"]), 0);
    in_flight.iter_mut().for_each(Permit::response_received);
    let start = Instant::now();
    call(&limiter).await.sent();
    assert!(start.elapsed() > W && start.elapsed() <= W + ms(2));
    sleep(W + GRACE + ms(2)).await;
    assert_eq!(free(&limiter, &["calls"]), 4);

    // A different length, while calls count and a caller waits.
    let limiter = Limiter::new([calls(2, W)]);
    done(&limiter, &["calls"]).await;
    done(&limiter, &["calls"]).await;
    let start = Instant::now();
    let waiter = tokio::spawn({
        let limiter = limiter.clone();
        async move { call(&limiter).await.response_received() }
    });
    sleep(ms(10)).await;
    limiter.replace(calls(2, ms(7000))).unwrap();
    waiter.await.unwrap();
    assert!(start.elapsed() > ms(7000) && start.elapsed() <= ms(7003));

    // A second window of the class is added, and applies to callers that are already waiting.
    let limiter = Limiter::new([calls(2, ms(10)), calls(100, ms(60_000))]);
    done(&limiter, &["calls"]).await;
    done(&limiter, &["calls"]).await;
    let waiter = tokio::spawn({
        let limiter = limiter.clone();
        async move { call(&limiter).await.response_received() }
    });
    yield_now().await;
    let start = Instant::now();
    limiter.replace(calls(2, W)).unwrap();
    waiter.await.unwrap();
    assert!(start.elapsed() > W && start.elapsed() <= W + GRACE + ms(3));
    assert_eq!(limiter.windows().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn pause_blocks_all_callers() {
    for limiter in [Limiter::unlimited(), Limiter::new([calls(3, ms(10))])] {
        let other = limiter.clone();
        let start = Instant::now();
        limiter.pause(start + ms(3000));
        limiter.pause(start + ms(1000));
        let (one, two, token) = tokio::join!(
            other.acquire(&["calls"], Priority::Interactive, None),
            limiter.acquire(&["calls"], Priority::Batch, None),
            limiter.acquire(&["token"], Priority::Batch, None),
        );
        assert!(one.is_ok() && two.is_ok() && token.is_ok());
        assert!(start.elapsed() >= ms(3000) && start.elapsed() <= ms(3002));
        let start = Instant::now();
        assert!(other.acquire(&["calls"], Priority::Interactive, None).await.is_ok());
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
    // One class, with a window or without.
    let limiter = Limiter::new([calls(3, ms(10))]);
    for class in ["calls", "token"] {
        let start = Instant::now();
        limiter.pause_class(class, start + ms(500));
        drop(limiter.acquire(&["other"], Priority::Batch, None).await.unwrap());
        assert_eq!(start.elapsed(), Duration::ZERO);
        let rejected = limiter.acquire(&["x", class], Priority::Batch, Some(start + ms(400))).await.unwrap_err();
        assert_eq!((&*rejected.class, rejected.reason), (class, AcquireErrorKind::Deadline));
        drop(limiter.acquire(&[class], Priority::Batch, None).await.unwrap());
        assert!(start.elapsed() >= ms(500) && start.elapsed() <= ms(502));
    }
    assert_eq!(limiter.windows().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn restarted_worker_can_assume_full_windows() {
    let limiter = Limiter::new([calls(3, W), Window::new("daily", 10, ms(86_400_000))]);
    let held = call(&limiter).await;
    limiter.assume_used();
    assert_eq!(free(&limiter, &["calls"]), 0);
    assert_eq!(free(&limiter, &["daily"]), 10);
    drop(held);
    assert_eq!(free(&limiter, &["calls"]), 1, "a held permit is known to be unused");
    sleep(W + ms(1)).await;
    assert_eq!(free(&limiter, &["calls"]), 3);
}

#[tokio::test(start_paused = true)]
async fn snapshot_restores_counts_in_a_new_process() {
    let windows = || [calls(5, W), Window::new("daily", 10, ms(86_400_000))];
    let limiter = Limiter::new(windows());
    for _ in 0..3 {
        done(&limiter, &["calls", "daily"]).await;
    }
    let mut in_flight = limiter.acquire(&["calls", "daily"], Priority::Batch, None).await.unwrap();
    in_flight.sent();
    sleep(ms(100)).await;
    let file = serde_json::to_value(limiter.snapshot()).unwrap();
    let load = |saved_ago: u64| {
        let mut file = file.clone();
        let at = file["saved_at_ms"].as_u64().unwrap();
        file["saved_at_ms"] = (at - saved_ago).into();
        let limiter = Limiter::new(windows());
        limiter.load(&serde_json::from_value::<Snapshot>(file).unwrap());
        limiter
    };
    let limiter = load(0);
    assert_eq!((free(&limiter, &["calls"]), free(&limiter, &["daily"])), (1, 6));
    sleep(W).await;
    assert_eq!((free(&limiter, &["calls"]), free(&limiter, &["daily"])), (4, 6));
    let limiter = load(3_600_000);
    assert_eq!((free(&limiter, &["calls"]), free(&limiter, &["daily"])), (5, 6));
    let limiter = load(90_000_000);
    assert_eq!((free(&limiter, &["calls"]), free(&limiter, &["daily"])), (5, 10));
    // Other windows are ignored.
    let limiter = Limiter::new([calls(5, ms(1234))]);
    limiter.load(&serde_json::from_value(file).unwrap());
    assert_eq!(free(&limiter, &["calls"]), 5);
}

#[test]
fn windows_round_trip_through_json() {
    let window: Window = serde_json::from_str(r#"{"class":"calls","calls":25,"per_ms":5000}"#).unwrap();
    assert_eq!(window, calls(25, W));
    assert_eq!(
        serde_json::from_str::<Window>(&serde_json::to_string(&window.clone().quota()).unwrap()).unwrap(),
        window.quota()
    );
}

fn numbered(count: u32) -> Vec<Window> {
    (0..count).map(|n| Window::new(format!("class{n}"), 3, ms(100))).collect()
}

#[test]
fn surplus_windows_are_an_error_that_names_their_number() {
    let limiter = Limiter::try_new(numbered(64), None).unwrap();
    assert_eq!((limiter.windows().len(), Limiter::MAX_WINDOWS), (64, 64));
    let error = Limiter::try_new(numbered(70), None).unwrap_err();
    assert!(
        error.kind() == ErrorKind::Config
            && error.to_string().contains("70 windows")
            && error.to_string().contains("64"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn full_limiter_rejects_a_further_class_and_pauses_all_instead_of_it() {
    let limiter = Limiter::try_new(numbered(64), None).unwrap();
    let error = limiter.replace(calls(1, W)).unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("65 windows"), "{error}");
    assert_eq!(limiter.windows(), numbered(64), "nothing changed");
    limiter.replace(Window::new("class63", 2, ms(100))).unwrap();
    assert_eq!((free(&limiter, &["class63"]), free(&limiter, &["class0"])), (2, 3));
    assert!(limiter.acquire(&["calls"], Priority::Interactive, Some(Instant::now())).await.is_ok(), "not limited");
    limiter.pause_class("calls", Instant::now() + W);
    assert_eq!((free(&limiter, &["calls"]), free(&limiter, &["class0"])), (0, 0));
}

// --- many -----------------------------------------------------------------------------------------

/// No window contains more calls than the limit, regardless of how calls travel, fail and are dropped.
#[tokio::test(start_paused = true)]
async fn large_windows_are_never_exceeded() {
    for seed in 0..12 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let limit = rng.usize(500..1500);
        let per = ms(rng.u64(200..8000));
        let limiter = Limiter::new([calls(limit as u32, per)]);
        let arrivals = Arc::new(Mutex::new(Vec::new()));
        let callers: Vec<_> = (0..2 * limit)
            .map(|_| {
                let (limiter, arrivals) = (limiter.clone(), arrivals.clone());
                let mut rng = rng.fork();
                tokio::spawn(async move {
                    for _ in 0..3 {
                        let mut permit = limiter.acquire(&["calls"], Priority::Batch, None).await.unwrap();
                        match rng.u8(0..10) {
                            0 => drop(permit),
                            1 => {
                                // Dropped before it arrives, but not earlier than the grace period.
                                permit.sent();
                                sleep(ms(rng.u64(0..300))).await;
                                drop(permit);
                                sleep(ms(rng.u64(0..1000))).await;
                                arrivals.lock().unwrap().push(Instant::now());
                            }
                            _ => {
                                permit.sent();
                                sleep(ms(rng.u64(0..200))).await;
                                arrivals.lock().unwrap().push(Instant::now());
                                sleep(ms(rng.u64(0..200))).await;
                                permit.response_received();
                            }
                        }
                    }
                })
            })
            .collect();
        let start = Instant::now();
        for caller in callers {
            caller.await.unwrap();
        }
        let arrivals = arrivals.lock().unwrap();
        assert!(arrivals.is_sorted());
        assert!(arrivals.windows(limit + 1).all(|run| run[limit] - run[0] > per), "seed {seed}");
        let windows = arrivals.len() as f64 / limit as f64;
        let share = (windows - 1.0) * per.as_secs_f64() / start.elapsed().as_secs_f64();
        println!("{limit} per {per:?}: {windows:.1} windows, share {:.0} %", share * 100.0);
    }
}

#[tokio::test(start_paused = true)]
async fn large_windows_use_their_limit() {
    let limiter = Limiter::new([calls(1000, W)]);
    let start = Instant::now();
    join_all((0..1500).map(async |_| {
        for _ in 0..8 {
            let mut permit = call(&limiter).await;
            permit.sent();
            sleep(ms(200)).await;
            permit.response_received();
        }
    }))
    .await;
    // 12 windows: the first is free, the others cost 5.2 s each.
    let best = 11.0 * 5.2 + 0.2;
    println!("1000 per 5 s: {:.2} % of the best", best / start.elapsed().as_secs_f64() * 100.0);
    assert!(start.elapsed().as_secs_f64() * 0.98 <= best);
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_waiters_are_served_in_order() {
    let real = std::time::Instant::now();
    let limiter = Limiter::new([calls(25, W)]);
    let order = Arc::new(Mutex::new(Vec::new()));
    let polls = Arc::new(AtomicU64::new(0));
    let tasks: Vec<_> = (0..10_000)
        .map(|number| {
            let (limiter, order, polls) = (limiter.clone(), order.clone(), polls.clone());
            tokio::spawn(async move {
                let mut acquire = pin!(limiter.acquire(&["calls"], Priority::Batch, None));
                let mut permit = std::future::poll_fn(|cx| {
                    polls.fetch_add(1, Ordering::Relaxed);
                    acquire.as_mut().poll(cx)
                })
                .await
                .unwrap();
                order.lock().unwrap().push(number);
                permit.sent();
                sleep(ms(100)).await;
                permit.response_received();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let polls = polls.load(Ordering::Relaxed);
    println!("10,000 waiters: {polls} polls, {:?} of real time", real.elapsed());
    assert!(order.lock().unwrap().is_sorted());
    assert!(polls < 100_000, "{polls} polls: each waiter has a separate wake-up");
}

/// All waiters leave at once, in a random order.
#[tokio::test(start_paused = true)]
async fn ten_thousand_waiters_can_leave() {
    let limiter = Limiter::new([calls(1, W)]);
    let held = call(&limiter).await;
    let mut waiters: Vec<_> = (0..10_000).map(|_| Box::pin(call(&limiter))).collect();
    for waiter in &mut waiters {
        assert!(poll(waiter).await.is_pending());
    }
    fastrand::Rng::with_seed(1).shuffle(&mut waiters);
    drop(waiters);
    assert_eq!(limiter.waiting(), Waiting::default());
    drop(held);
    assert_eq!(free(&limiter, &["calls"]), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn threads_share_a_limiter() {
    let limiter = Limiter::new([calls(5, ms(1)), Window::new("bulk", 3, ms(2))]);
    let in_flight = Arc::new(AtomicU32::new(0));
    let tasks: Vec<_> = (0..64)
        .map(|n| {
            let (limiter, in_flight) = (limiter.clone(), in_flight.clone());
            tokio::spawn(async move {
                for round in 0..20 {
                    let priority = if n % 2 == 0 { Priority::Batch } else { Priority::Interactive };
                    let classes: &[&str] = if (n + round) % 3 == 0 { &["calls", "bulk"] } else { &["calls"] };
                    let ask = limiter.acquire(classes, priority, None);
                    let Ok(permit) = timeout(ms(if round % 4 == 0 { 3 } else { 60_000 }), ask).await else {
                        continue;
                    };
                    let mut permit = permit.unwrap();
                    assert!(in_flight.fetch_add(1, Ordering::SeqCst) < 5);
                    if round % 5 > 0 {
                        permit.sent();
                        yield_now().await;
                    }
                    in_flight.fetch_sub(1, Ordering::SeqCst);
                    if round % 5 > 0 {
                        permit.response_received();
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        timeout(ms(60_000), task).await.expect("a waiter was forgotten").unwrap();
    }
}

// --- futures that are not polled ------------------------------------------------------------------

/// Polls a future late: each poll comes up to `most` milliseconds after the wake-up.
struct Late<F> {
    future: Pin<Box<F>>,
    most: u64,
    rng: fastrand::Rng,
    sleep: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl<F: Future> Late<F> {
    fn new(future: F, most: u64, rng: fastrand::Rng) -> Self {
        Self { future: Box::pin(future), most, rng, sleep: None }
    }
}

impl<F: Future> Future for Late<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        if this.most > 0 {
            let wait = this.rng.u64(0..=this.most);
            let late = this.sleep.get_or_insert_with(|| Box::pin(sleep(ms(wait))));
            if late.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            this.sleep = None;
        }
        this.future.as_mut().poll(cx)
    }
}

struct LateRun {
    rejected: u32,
    /// The share of W / (W + mean duration of a call).
    share: f64,
    /// The number of calls of each task.
    calls: Vec<u32>,
}

/// Keeps 100 tasks busy for 70 windows of 25 calls per 5 s, of which the last 60 count; each task is polled late, by up
/// to a task-specific delay.
async fn late(most: impl Fn(usize) -> u64, seed: u64) -> LateRun {
    let (limiter, vendor) = (Limiter::new([calls(25, W)]), Arc::new(Vendor::new(25, W)));
    let took = Arc::new(AtomicU64::new(0));
    let mut rng = fastrand::Rng::with_seed(seed);
    let start = Instant::now();
    let (end, last) = (start + W * 70, Arc::new(Mutex::new(start)));
    let tasks: Vec<_> = (0..100)
        .map(|task| {
            let (limiter, vendor, took, mut own) = (limiter.clone(), vendor.clone(), took.clone(), rng.fork());
            let last = last.clone();
            let work = async move {
                let mut made = 0_u32;
                while Instant::now() < end {
                    let mut permit = call(&limiter).await;
                    let sent = Instant::now();
                    *last.lock().unwrap() = sent;
                    permit.sent();
                    sleep(ms(own.u64(10..=200))).await;
                    vendor.arrive();
                    sleep(ms(own.u64(10..=200))).await;
                    permit.response_received();
                    if sent > start + W * 10 {
                        took.fetch_add(sent.elapsed().as_micros() as u64, Ordering::Relaxed);
                        made += 1;
                    }
                }
                made
            };
            tokio::spawn(Late::new(work, most(task), rng.fork()))
        })
        .collect();
    let mut made = Vec::new();
    for task in tasks {
        made.push(task.await.unwrap());
    }
    let calls: u32 = made.iter().sum();
    let mean = took.load(Ordering::Relaxed) as f64 / 1e6 / f64::from(calls);
    let time = (*last.lock().unwrap() - start - W * 10).as_secs_f64();
    let share = f64::from(calls) / time / 5.0 * (5.0 + mean) / 5.0;
    LateRun { rejected: vendor.rejected.load(Ordering::Relaxed), share, calls: made }
}

#[tokio::test(start_paused = true)]
async fn late_tasks_use_the_rate_limit_and_get_their_share() {
    let mean = |calls: &[u32]| f64::from(calls.iter().sum::<u32>()) / calls.len() as f64;
    for seed in 0..2 {
        let half = late(|task| if task % 2 == 0 { 0 } else { 1000 }, seed).await;
        let (slow, fast): (Vec<_>, Vec<_>) = half.calls.iter().enumerate().partition(|(task, _)| task % 2 == 1);
        let calls = |tasks: Vec<(usize, &u32)>| tasks.into_iter().map(|(_, calls)| *calls).collect::<Vec<_>>();
        let (slow, fast) = (mean(&calls(slow)), mean(&calls(fast)));
        println!("half late: share {:.3}, slow {:.3} of fast", half.share, slow / fast);
        assert_eq!(half.rejected, 0);
        assert!(half.share >= 0.95, "{}", half.share);
        assert!(slow >= 0.7 * fast, "{slow} {fast}");

        let graded = late(|task| task as u64 * 10, seed).await;
        let (fast, slow) = (mean(&graded.calls[..25]), mean(&graded.calls[75..]));
        println!("0 to 1,000 ms late: share {:.3}, slow {:.3} of fast", graded.share, slow / fast);
        assert_eq!(graded.rejected, 0);
        assert!(graded.share >= 0.95, "{}", graded.share);
        assert!(slow >= 0.7 * fast, "{slow} {fast}");

        let all = late(|_| 1000, seed).await;
        println!("all late: share {:.3}", all.share);
        assert_eq!(all.rejected, 0);
        assert!(all.share >= 0.95, "{}", all.share);
    }
}

/// A `buffer_unordered` batch whose consumer sleeps, and an interactive call.
#[tokio::test(start_paused = true)]
async fn interactive_call_does_not_wait_for_an_unpolled_batch() {
    use futures_util::StreamExt;
    for batch_lane in [Priority::Batch, Priority::Interactive] {
        let limiter = Limiter::new([calls(50, W)]);
        for _ in 0..50 {
            done(&limiter, &["calls"]).await;
        }
        let mut batch = Box::pin(
            futures_util::stream::iter(0..100)
                .map(|n| {
                    let limiter = limiter.clone();
                    async move {
                        if n != 50 {
                            let mut permit = limiter.acquire(&["calls"], batch_lane, None).await.unwrap();
                            permit.sent();
                            sleep(ms(50)).await;
                            permit.response_received();
                        }
                    }
                })
                .buffer_unordered(51),
        );
        // One item is ready at once; the other 50 calls wait in the queue and are not polled again.
        batch.next().await.unwrap();
        assert_eq!(limiter.waiting().interactive + limiter.waiting().batch, 50);
        sleep(W + ms(100)).await;
        let requested = Instant::now();
        drop(call(&limiter).await);
        assert!(requested.elapsed() <= ms(251), "{batch_lane:?}: {:?}", requested.elapsed());
        sleep(W).await;
        let count = batch.count().await;
        assert_eq!(count, 99, "the batch ends as usual");
    }
}

/// The call arrives while the window is full, before the permits are granted to waiters that are not polled.
#[tokio::test(start_paused = true)]
async fn uncollected_grants_delay_a_call_by_no_more_than_250_ms() {
    let limiter = Limiter::new([calls(50, W)]);
    for _ in 0..50 {
        done(&limiter, &["calls"]).await;
    }
    let mut stalled: Vec<_> = (0..50).map(|_| Box::pin(call(&limiter))).collect();
    for waiter in &mut stalled {
        assert!(poll(waiter).await.is_pending());
    }
    let start = Instant::now();
    let live = tokio::spawn({
        let limiter = limiter.clone();
        async move { done(&limiter, &["calls"]).await }
    });
    live.await.unwrap();
    assert!(start.elapsed() <= W + ms(253), "{:?}", start.elapsed());
    assert_eq!(limiter.waiting().interactive, 50, "they keep their positions");
    // When polled again, they are served first, although another caller came later.
    let mut later = Box::pin(call(&limiter));
    let mut permits = Vec::new();
    for waiter in &mut stalled[..49] {
        let Poll::Ready(permit) = poll(waiter).await else { panic!("a permit is free") };
        permits.push(permit);
    }
    assert!(poll(&mut later).await.is_pending());
    drop(permits);
}

/// The leader, and every waiter that could replace it, is not polled; the window is small.
#[tokio::test(start_paused = true)]
async fn unpolled_leader_is_replaced() {
    for stalled in [1, 2, 3, 10] {
        let limiter = Limiter::new([calls(10, W)]);
        for _ in 0..10 {
            done(&limiter, &["calls"]).await;
        }
        let mut waiters: Vec<_> = (0..stalled).map(|_| Box::pin(call(&limiter))).collect();
        for waiter in &mut waiters {
            assert!(poll(waiter).await.is_pending());
        }
        let start = Instant::now();
        let live: Vec<_> = (0..5)
            .map(|_| {
                let limiter = limiter.clone();
                tokio::spawn(async move { done(&limiter, &["calls"]).await })
            })
            .collect();
        for live in live {
            live.await.unwrap();
        }
        assert!(start.elapsed() <= W + ms(510), "{stalled} stalled: {:?}", start.elapsed());
    }
}

/// The waiter has to be polled when its grant is made; each time that it is not, the next grant waits longer for it.
#[tokio::test(start_paused = true)]
async fn each_grant_waits_longer_for_the_same_waiter() {
    let limiter = Limiter::new([calls(1, ms(100))]);
    let mut held = Some(call(&limiter).await);
    let mut slow = Box::pin(call(&limiter));
    assert!(poll(&mut slow).await.is_pending());
    for patience in [250, 500, 1000, 2000, 4000, 8000, 16_000, 16_000] {
        // Returned unused: it is granted to the slow waiter, which does not collect it.
        drop(held.take());
        let start = Instant::now();
        let permit = limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap();
        let waited = start.elapsed();
        assert!(waited >= ms(patience) && waited <= ms(patience + 2), "{waited:?} and not {patience} ms");
        held = Some(permit);
        assert!(poll(&mut slow).await.is_pending());
    }
    drop(held);
    assert!(poll(&mut slow).await.is_ready());
}

/// The forecast takes into account that uncollected grants are taken back soon.
#[tokio::test(start_paused = true)]
async fn short_deadline_is_not_rejected_behind_uncollected_grants() {
    let limiter = Limiter::new([calls(5, W)]);
    let held: Vec<_> = join_all((0..5).map(|_| call(&limiter))).await;
    let mut stalled: Vec<_> = (0..5).map(|_| Box::pin(call(&limiter))).collect();
    for waiter in &mut stalled {
        assert!(poll(waiter).await.is_pending());
    }
    drop(held);
    let ask = |after| limiter.acquire(&["calls"], Priority::Interactive, Some(Instant::now() + after));
    let now = Instant::now();
    let rejected = ask(ms(200)).await.unwrap_err();
    assert_eq!((Instant::now(), rejected.reason), (now, AcquireErrorKind::Deadline));
    assert!(rejected.wait >= ms(249) && rejected.wait <= ms(251), "{rejected}");
    drop(ask(ms(300)).await.unwrap());
    assert!(now.elapsed() <= ms(252), "{:?}", now.elapsed());
}

/// An interactive call takes a permit that was granted to a batch call and has not been collected yet.
#[tokio::test(start_paused = true)]
async fn interactive_call_takes_an_uncollected_batch_grant() {
    let limiter = Limiter::new([calls(2, W)]);
    let held: Vec<_> = join_all((0..2).map(|_| call(&limiter))).await;
    let mut batch: Vec<_> = (0..2).map(|_| Box::pin(limiter.acquire(&["calls"], Priority::Batch, None))).collect();
    for waiter in &mut batch {
        assert!(poll(waiter).await.is_pending());
    }
    drop(held);
    let now = Instant::now();
    let permit = call(&limiter).await;
    assert_eq!(Instant::now(), now);
    // The last of the batch is taken back, and it is not lost.
    let Poll::Ready(first) = poll(&mut batch[0]).await else { panic!("its grant is still there") };
    assert!(poll(&mut batch[1]).await.is_pending());
    drop((permit, first));
    assert!(poll(&mut batch[1]).await.is_ready());
}

/// A sent permit is returned automatically, whether polled or not; an unsent one after 16 s.
#[tokio::test(start_paused = true)]
async fn held_permits_are_returned_automatically() {
    let limiter = Limiter::new([calls(25, W)]);
    let mut held = Vec::new();
    for _ in 0..25 {
        let mut permit = call(&limiter).await;
        permit.sent_within(ms(30_000));
        held.push(permit);
    }
    let start = Instant::now();
    let rejected = limiter.acquire(&["calls"], Priority::Batch, Some(start + ms(1000))).await.unwrap_err();
    assert_eq!(rejected.reason, AcquireErrorKind::Deadline);
    done(&limiter, &["calls"]).await;
    assert!(start.elapsed() > ms(30_000) + W + GRACE, "{:?}", start.elapsed());
    assert!(start.elapsed() <= ms(30_000) + W + GRACE + ms(5), "{:?}", start.elapsed());
    assert!(held.iter().all(Permit::has_returned));
    drop(held);
    sleep(W + ms(2)).await;
    assert_eq!(free(&limiter, &["calls"]), 25);

    // A permit that is sent, or receives a response, after that counts again.
    let limiter = Limiter::new([calls(1, W)]);
    let mut permit = call(&limiter).await;
    assert!(!permit.has_returned());
    let start = Instant::now();
    drop(call(&limiter).await);
    assert!(start.elapsed() >= ms(16_000) && start.elapsed() <= ms(16_002), "{:?}", start.elapsed());
    assert!(permit.has_returned());
    permit.sent_within(ms(2000));
    assert!(!permit.has_returned());
    assert_eq!(free(&limiter, &["calls"]), 0);
    sleep(ms(2000) + W + GRACE + ms(3)).await;
    assert_eq!(free(&limiter, &["calls"]), 1);
    permit.response_received();
    assert_eq!(free(&limiter, &["calls"]), 0);
    sleep(W + ms(2)).await;
    assert_eq!(free(&limiter, &["calls"]), 1);
}

// --- tests of pauses and reported limits ----------------------------------------------------------

const PROBE: Duration = ms(5 * 60 * 1000);
const DAY: Duration = ms(86_400_000);

#[tokio::test(start_paused = true)]
async fn long_pause_lets_one_call_through_every_five_minutes() {
    for limiter in [Limiter::unlimited(), Limiter::new([calls(3, ms(10))])] {
        let start = Instant::now();
        limiter.pause_for(DAY);
        let rejected = limiter.acquire(&["calls"], Priority::Interactive, Some(start + ms(90_000))).await.unwrap_err();
        assert!(rejected.wait >= DAY && rejected.wait <= DAY + ms(2), "the whole pause is named: {rejected}");
        for probe in 1..4 {
            let mut permit = call(&limiter).await;
            let waited = start.elapsed();
            assert!(waited >= PROBE * probe && waited <= PROBE * probe + ms(3), "{waited:?}");
            permit.sent();
            permit.response_received();
        }
        // A test that is not sent does not count.
        drop(call(&limiter).await);
        let now = Instant::now();
        drop(call(&limiter).await);
        assert_eq!(Instant::now(), now);
        limiter.resume();
        done(&limiter, &["calls"]).await;
        done(&limiter, &["calls"]).await;
        assert_eq!(Instant::now(), now);
    }
    // A shorter pause lasts to its end, and a class can be paused and resumed separately.
    let limiter = Limiter::new([calls(3, ms(10))]);
    let start = Instant::now();
    limiter.pause_for(PROBE - ms(10));
    done(&limiter, &["calls"]).await;
    assert!(start.elapsed() >= PROBE - ms(10));
    limiter.pause_class("calls", Instant::now() + DAY);
    let now = Instant::now();
    done(&limiter, &["other"]).await;
    assert_eq!(Instant::now(), now);
    limiter.replace(calls(4, ms(10))).unwrap();
    done(&limiter, &["calls"]).await;
    assert_eq!(Instant::now(), now, "a new limit opens its class");
}

#[tokio::test(start_paused = true)]
async fn resume_wakes_the_waiters_of_a_pause() {
    let limiter = Limiter::unlimited();
    limiter.pause_for(ms(60_000));
    let waiter = tokio::spawn({
        let limiter = limiter.clone();
        async move { done(&limiter, &["calls"]).await }
    });
    yield_now().await;
    let now = Instant::now();
    limiter.resume();
    waiter.await.unwrap();
    assert_eq!(Instant::now(), now);
}

#[tokio::test(start_paused = true)]
async fn rejections_without_a_limit_allow_fewer_calls_for_a_while() {
    let limiter = Limiter::new([calls(32, W)]);
    assert_eq!(free(&limiter, &["calls"]), 32);
    let sent = Instant::now();
    limiter.slow_down(&["calls"], sent);
    assert_eq!(free(&limiter, &["calls"]), 16);
    limiter.slow_down(&["calls"], sent);
    assert_eq!(free(&limiter, &["calls"]), 16, "rejections of earlier calls count once");
    for _ in 0..10 {
        sleep(ms(1)).await;
        limiter.slow_down(&["calls"], Instant::now());
    }
    assert_eq!(free(&limiter, &["calls"]), 1, "never less than one");
    assert_eq!(limiter.windows(), [calls(32, W)]);
    // Waiters are served as the limit rises.
    let start = Instant::now();
    let held = call(&limiter).await;
    drop(call(&limiter).await);
    assert!(start.elapsed() >= W * 2 && start.elapsed() <= W * 2 + ms(3), "{:?}", start.elapsed());
    drop(held);
    sleep(W * 20).await;
    assert_eq!(free(&limiter, &["calls"]), 32);
}

// --- shared counts --------------------------------------------------------------------------------

/// Counts shared by two processes, in the simplest form: a log of when permits return.
#[derive(Debug, Default)]
struct Elsewhere {
    returns: Mutex<Vec<Option<Instant>>>,
    requested: AtomicU32,
}

#[async_trait::async_trait]
impl SharedCounts for Elsewhere {
    async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied> {
        yield_now().await;
        self.requested.fetch_add(1, Ordering::Relaxed);
        let now = Instant::now();
        let mut returns = self.returns.lock().unwrap();
        let used: Vec<_> = returns.iter().filter(|at| at.is_none_or(|at| at > now)).collect();
        if used.len() >= request.windows[0].calls as usize {
            let wait = used.iter().filter_map(|at| **at).min().map_or(ms(20), |at| at - now);
            return Err(Denied::Exhausted { window: 0, wait });
        }
        returns.push(None);
        Ok(returns.len() as u64 - 1)
    }

    fn settle(&self, ticket: u64, how: PermitUse) {
        let now = Instant::now();
        let at = match how {
            PermitUse::Unused => now,
            PermitUse::WithResponse => now + ms(1001),
            PermitUse::WithoutResponse => now + ms(2001),
            other => panic!("{other:?}"),
        };
        self.returns.lock().unwrap()[ticket as usize] = Some(at);
    }
}

#[tokio::test(start_paused = true)]
async fn two_processes_share_counts() {
    let (elsewhere, vendor) = (Arc::new(Elsewhere::default()), Vendor::new(5, ms(1000)));
    let new = || Limiter::with_counts([calls(5, ms(1000))], elsewhere.clone());
    let (one, two) = (new(), new());
    let start = Instant::now();
    join_all((0..60).map(async |n| {
        let limiter = if n % 2 == 0 { &one } else { &two };
        let mut permit = limiter.acquire(&["calls"], Priority::Batch, None).await.unwrap();
        permit.sent();
        sleep(ms(10)).await;
        vendor.arrive();
        permit.response_received();
    }))
    .await;
    assert_eq!(vendor.rejected.load(Ordering::Relaxed), 0);
    println!(
        "60 calls of two processes, 5 per second: {:?}, asked {}",
        start.elapsed(),
        elsewhere.requested.load(Ordering::Relaxed)
    );
    assert!(start.elapsed() < ms(13_000));
    let rejected = one.acquire(&["calls"], Priority::Batch, Some(Instant::now() + ms(100))).await.unwrap_err();
    assert_eq!(rejected.reason, AcquireErrorKind::Deadline);
    assert_eq!(one.acquire(&["token"], Priority::Batch, None).await.map(drop), Ok(()));
}

/// When the counts were requested, with the priority, deadline and flight time of the request.
type Requested = (Instant, Priority, Option<Instant>, Duration);

/// Counts that never respond, or respond as scripted.
#[derive(Debug, Default)]
struct Scripted {
    says: Mutex<VecDeque<Result<u64, Denied>>>,
    requested: Mutex<Vec<Requested>>,
    reports: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl SharedCounts for Scripted {
    async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied> {
        self.requested.lock().unwrap().push((Instant::now(), request.priority, request.deadline, request.flight));
        let next = self.says.lock().unwrap().pop_front();
        match next {
            Some(says) => says,
            None => std::future::pending().await,
        }
    }
    fn settle(&self, ticket: u64, how: PermitUse) {
        self.reports.lock().unwrap().push(format!("{ticket} {how:?}"));
    }
    fn pause(&self, class: Option<&str>, length: Duration) {
        self.reports.lock().unwrap().push(format!("pause {class:?} {length:?}"));
    }
    fn learn(&self, window: &Window) {
        self.reports.lock().unwrap().push(format!("learn {} {}", window.class, window.calls));
    }
}

#[tokio::test(start_paused = true)]
async fn permit_of_shared_counts_is_too_old_in_the_last_tenth_of_its_call() {
    let counts = Arc::new(Scripted::default());
    counts.says.lock().unwrap().extend([Ok(1), Ok(2)]);
    let limiter = Limiter::with_counts([Window::new("calls", 25, ms(1000))], Arc::clone(&counts) as _);
    let deadline = Instant::now() + ms(5_000);
    let acquire = || limiter.acquire(&["calls"], Priority::Interactive, Some(deadline));
    let (kept, mut sent) = (acquire().await.unwrap(), acquire().await.unwrap());
    sent.sent_within(ms(5_000));
    advance(ms(4_499)).await;
    assert!(!kept.has_returned());
    // The counts may give the permit to another process before a call that is sent now arrives.
    advance(ms(1)).await;
    assert!(kept.has_returned());
    assert!(!sent.has_returned());
}

#[tokio::test(start_paused = true)]
async fn hanging_counts_block_no_call_past_its_deadline() {
    let counts = Arc::new(Scripted::default());
    let limiter = Limiter::with_counts([calls(1, W)], counts.clone());
    let deadline = Instant::now() + ms(2000);
    let rejected = limiter.acquire(&["calls"], Priority::Batch, Some(deadline)).await.unwrap_err();
    assert_eq!(rejected.reason, AcquireErrorKind::Unreachable);
    assert!(Instant::now() <= deadline + ms(50));
    assert_eq!(*counts.requested.lock().unwrap(), [(deadline - ms(2000), Priority::Batch, Some(deadline), ms(2000))]);
    // The permit of this process has been returned.
    counts.says.lock().unwrap().push_back(Ok(7));
    let mut permit = limiter.acquire(&["calls"], Priority::Interactive, Some(Instant::now())).await.unwrap();
    permit.sent();
    permit.response_received();
    assert_eq!(*counts.reports.lock().unwrap(), ["7 WithResponse"]);
}

#[tokio::test(start_paused = true)]
async fn denials_of_counts_are_respected_and_pauses_are_propagated() {
    let counts = Arc::new(Scripted::default());
    let limiter = Limiter::with_counts([calls(1, W)], counts.clone());
    let wait = ms(1000);
    for denied in [Denied::Exhausted { window: 0, wait }, Denied::Paused { wait }, Denied::Unreachable { wait }] {
        counts.says.lock().unwrap().extend([Err(denied), Ok(1)]);
        let start = Instant::now();
        drop(call(&limiter).await);
        assert!(start.elapsed() >= wait && start.elapsed() <= wait + ms(3), "{denied:?}: {:?}", start.elapsed());

        counts.says.lock().unwrap().push_back(Err(denied));
        let start = Instant::now();
        let rejected = limiter.acquire(&["calls"], Priority::Batch, Some(start + ms(500))).await.unwrap_err();
        assert_eq!(Instant::now(), start, "immediately: no permit is available before the deadline");
        let unreachable = matches!(denied, Denied::Unreachable { .. });
        assert_eq!(rejected.reason == AcquireErrorKind::Unreachable, unreachable, "{rejected}");
        sleep(wait + ms(2)).await;
    }
    counts.reports.lock().unwrap().clear();
    limiter.pause_for(wait);
    limiter.pause_class("calls", Instant::now() + wait);
    limiter.resume();
    limiter.replace(calls(2, W)).unwrap();
    let reports = ["pause None 1s", "pause Some(\"calls\") 1s", "pause None 0ns", "learn calls 2"];
    assert_eq!(*counts.reports.lock().unwrap(), reports);
}

// --- cost -----------------------------------------------------------------------------------------

/// Measures the cost of a call's permit; run with `--release -- --ignored --nocapture cost`.
#[tokio::test]
#[ignore = "measures time"]
async fn cost_of_a_permit() {
    const ROUNDS: u32 = 1_000_000;
    let minute = |class, n| Window::new(class, n, ms(60_000));
    let cases: [(&str, Limiter, &[&str]); 5] = [
        ("unlimited", Limiter::unlimited(), &["calls"]),
        ("no window of the class", Limiter::new([calls(25, W)]), &["token"]),
        ("one window, unused", Limiter::new([calls(25, W)]), &["calls"]),
        ("one window, with a response", Limiter::new([minute("calls", u32::MAX)]), &["calls"]),
        (
            "three windows, with a response",
            Limiter::new(["calls", "bulk", "daily"].map(|c| minute(c, u32::MAX))),
            &["calls", "bulk", "daily"],
        ),
    ];
    for (name, limiter, classes) in cases {
        let start = std::time::Instant::now();
        for _ in 0..ROUNDS {
            let mut permit = limiter.acquire(classes, Priority::Interactive, None).await.unwrap();
            if !name.ends_with("unused") {
                permit.sent();
                permit.response_received();
            }
        }
        println!("{name}: {:?} per call", start.elapsed() / ROUNDS);
        println!(
            "  future {} bytes, permit {} bytes",
            size_of_val(&limiter.acquire(classes, Priority::Batch, None)),
            size_of::<Permit>()
        );
    }
}
