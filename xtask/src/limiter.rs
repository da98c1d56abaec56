//! Runs the limiter against a simulated vendor, on a paused clock: hours pass in a moment and every run is the same.

use crate::Result;
use leads_core::http::limit::{Limiter, Permit, Priority, Window};
use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const CALLS: u64 = 3000;
const LIMIT: usize = 25;
const WINDOW: Duration = Duration::from_secs(5);

/// The result of a run, or the worst of several.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    /// Calls per second over the vendor's limit, without the first window, which is free.
    pub(crate) share: f64,
    /// The same over the achievable maximum: W / (W + mean latency).
    pub(crate) of_ideal: f64,
    pub(crate) rejected: u32,
}

impl Share {
    fn worst(self, other: Self) -> Self {
        Self {
            share: self.share.min(other.share),
            of_ideal: self.of_ideal.min(other.of_ideal),
            rejected: self.rejected + other.rejected,
        }
    }
}

/// Returns the worst share at mixed latencies, and the worst at fixed ones.
pub(crate) fn shares() -> Result<[Share; 2]> {
    let none = Share { share: f64::INFINITY, of_ideal: f64::INFINITY, rejected: 0 };
    let (mut mixed, mut fixed) = (none, none);
    for seed in 0..4 {
        for arrival in [Arrival::Anywhere, Arrival::Early, Arrival::Late] {
            mixed = mixed.worst(simulated(busy(20..=400, arrival, seed))?);
        }
    }
    for latency in [5, 20, 50, 100, 200, 400, 1000, 3000] {
        fixed = fixed.worst(simulated(busy(latency..=latency, Arrival::Anywhere, latency))?);
    }
    Ok([mixed, fixed])
}

/// When a call reaches the vendor, between sending and the response.
#[derive(Clone, Copy)]
enum Arrival {
    Anywhere,
    Early,
    Late,
}

/// Counts both ends of its sliding window.
struct Vendor {
    seen: Mutex<VecDeque<Instant>>,
    rejected: AtomicU32,
}

impl Vendor {
    fn arrive(&self) {
        let now = Instant::now();
        let mut seen = lock(&self.seen);
        while seen.front().is_some_and(|&at| now - at > WINDOW) {
            seen.pop_front();
        }
        if seen.len() >= LIMIT {
            self.rejected.fetch_add(1, Ordering::Relaxed);
        } else {
            seen.push_back(now);
        }
    }
}

/// Runs 100 callers until all calls are made.
async fn busy(latency: RangeInclusive<u64>, arrival: Arrival, seed: u64) -> Share {
    let limiter = Limiter::new([Window::new("calls", 25, WINDOW)]);
    let vendor = Arc::new(Vendor { seen: Mutex::default(), rejected: AtomicU32::new(0) });
    let (left, took) = (Arc::new(AtomicU64::new(CALLS)), Arc::new(AtomicU64::new(0)));
    let (rng, last) = (Arc::new(Mutex::new(fastrand::Rng::with_seed(seed))), Arc::new(Mutex::new(Instant::now())));
    let start = Instant::now();
    let mut callers = Vec::new();
    for _ in 0..100 {
        let (limiter, vendor, left, took) = (limiter.clone(), vendor.clone(), left.clone(), took.clone());
        let (rng, last, latency) = (rng.clone(), last.clone(), latency.clone());
        callers.push(tokio::spawn(async move {
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                let Ok(mut permit) = limiter.acquire(&["calls"], Priority::Interactive, None).await else { return };
                let sent = Instant::now();
                *lock(&last) = sent;
                permit.sent();
                let (all, before) = {
                    let mut rng = lock(&rng);
                    let all = rng.u64(latency.clone());
                    let before = match arrival {
                        Arrival::Anywhere => rng.u64(0..=all),
                        Arrival::Early => 0,
                        Arrival::Late => all,
                    };
                    (all, before)
                };
                pause(before).await;
                vendor.arrive();
                pause(all - before).await;
                permit.response_received();
                let micros = u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX);
                took.fetch_add(micros, Ordering::Relaxed);
            }
        }));
    }
    for caller in callers {
        let _ = caller.await;
    }
    let time = (*lock(&last) - start).as_secs_f64();
    #[allow(clippy::cast_precision_loss)]
    let (calls, mean) = (CALLS as f64, took.load(Ordering::Relaxed) as f64 / 1e6 / CALLS as f64);
    let window = WINDOW.as_secs_f64();
    #[allow(clippy::cast_precision_loss)]
    let share = (calls - LIMIT as f64) / time / (LIMIT as f64 / window);
    Share { share, of_ideal: share * (window + mean) / window, rejected: vendor.rejected.load(Ordering::Relaxed) }
}

/// The cost of a queue of waiters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Queue {
    /// Real time per permit, from request to return, in microseconds.
    pub(crate) micros: f64,
    /// Waiters that were served before one that came earlier.
    pub(crate) out_of_turn: u32,
}

/// Keeps `waiters` waiters queued until each was served, and at least 20,000 permits were granted.
pub(crate) fn queue(waiters: usize) -> Result<Queue> {
    let rounds = (20_000 / waiters).max(1);
    simulated(async move {
        let limiter = Limiter::new([Window::new("calls", 500, Duration::from_millis(100))]);
        // The window is full when the waiters arrive, so all of them wait.
        let held = full(&limiter).await;
        let order = Arc::new(Mutex::new(Vec::with_capacity(waiters)));
        let started = std::time::Instant::now();
        let mut callers = Vec::new();
        for number in 0..waiters {
            let (limiter, order) = (limiter.clone(), Arc::clone(&order));
            callers.push(tokio::spawn(async move {
                for round in 0..rounds {
                    let Ok(mut permit) = limiter.acquire(&["calls"], Priority::Interactive, None).await else { return };
                    if round == 0 {
                        lock(&order).push((Instant::now(), number));
                    }
                    permit.sent();
                    permit.response_received();
                }
            }));
        }
        while limiter.waiting().interactive < waiters {
            tokio::task::yield_now().await;
        }
        drop(held);
        for caller in callers {
            let _ = caller.await;
        }
        let seconds = started.elapsed().as_secs_f64();
        // Tasks that are woken at the same moment run in any order: only a later moment is out of order.
        let mut order = std::mem::take(&mut *lock(&order));
        order.sort_unstable();
        let late = order.windows(2).filter(|pair| matches!(pair, [(_, before), (_, after)] if after < before)).count();
        #[allow(clippy::cast_precision_loss)]
        let permits = (waiters * rounds) as f64;
        Queue { micros: seconds * 1e6 / permits, out_of_turn: u32::try_from(late).unwrap_or(u32::MAX) }
    })
}

async fn full(limiter: &Limiter) -> Vec<Permit> {
    let mut held = Vec::new();
    for _ in 0..500 {
        held.extend(limiter.acquire(&["calls"], Priority::Interactive, None).await.ok());
    }
    held
}

fn simulated<T>(run: impl Future<Output = T>) -> Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?.block_on(run))
}

async fn pause(millis: u64) {
    if millis > 0 {
        sleep(Duration::from_millis(millis)).await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
