//! Measures what a permit from the server costs: the added latency, the number of permits per second, and the server's CPU
//! time per permit.
//!
//! ```text
//! cargo run --release -p leads-redis --example measure_permits
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr)] // a program prints

use leads_core::http::limit::{Limiter, Priority, Window};
use leads_redis::{Fresh, Shared};
use std::sync::Arc;
use std::time::{Duration, Instant};

#[path = "support/server.rs"]
mod server;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The number of permits of each measurement, and the number of tasks that take them side by side.
const PERMITS: usize = 20_000;
const TASKS: usize = 64;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    let Some((url, _server)) = server::start().await? else { return Ok(()) };
    let shared = Shared::connect(&url).await?;
    let client = redis::Client::open(url)?;
    let mut connection = client.get_multiplexed_async_connection().await?;

    let bare = redis_round_trips(&mut connection).await?;
    println!("one PING:                    p50 {:>4} us, p99 {:>4} us", bare.0, bare.1);
    for (name, windows) in
        [("one window", vec![exact("calls")]), ("one window and a daily quota", vec![exact("calls"), daily()])]
    {
        let classes: Vec<&str> = windows.iter().map(|window| window.class.as_ref()).collect();
        let alone = Limiter::try_new(windows.clone(), None)?;
        let counts = shared.counts(format!("measure/{name}")).fresh(Fresh::Free);
        let together = Limiter::try_new(windows.clone(), Some(Arc::new(counts)))?;

        let (without, with) = (latency(&alone, &classes).await?, latency(&together, &classes).await?);
        println!(
            "{name}: p50 {} us, p99 {} us; in process {} us and {} us; added {} us and {} us",
            with.0,
            with.1,
            without.0,
            without.1,
            with.0.saturating_sub(without.0),
            with.1.saturating_sub(without.1),
        );
        let before = cpu(&mut connection).await?;
        let began = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..TASKS {
            let (limiter, classes) = (together.clone(), classes.iter().map(ToString::to_string).collect::<Vec<_>>());
            tasks.spawn(async move {
                let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
                for _ in 0..PERMITS / TASKS {
                    let mut permit = limiter.acquire(&classes, Priority::Interactive, None).await?;
                    permit.sent();
                    permit.response_received();
                }
                Result::Ok(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        let taken = began.elapsed();
        shared.flush().await?;
        let spent = cpu(&mut connection).await? - before;
        let permits = (PERMITS / TASKS * TASKS) as f64;
        println!(
            "  {TASKS} tasks: {:.0} permits/s in one process; server: {:.1} us of CPU per permit, so {:.0} permits/s per core",
            permits / taken.as_secs_f64(),
            spent * 1e6 / permits,
            permits / spent,
        );
    }
    Ok(())
}

/// A window whose permits return quickly, so that the measurement never waits for one.
fn exact(class: &'static str) -> Window {
    Window::new(class, 512, Duration::from_millis(1))
}

fn daily() -> Window {
    Window::new("daily", 10_000_000, Duration::from_secs(86_400))
}

/// Returns p50 and p99 of taking a permit, one at a time, in microseconds.
async fn latency(limiter: &Limiter, classes: &[&str]) -> Result<(u128, u128)> {
    let mut times = Vec::with_capacity(PERMITS);
    for _ in 0..PERMITS {
        let began = Instant::now();
        let mut permit = limiter.acquire(classes, Priority::Interactive, None).await?;
        times.push(began.elapsed().as_micros());
        permit.sent();
        permit.response_received();
    }
    Ok(percentiles(times))
}

async fn redis_round_trips(connection: &mut redis::aio::MultiplexedConnection) -> Result<(u128, u128)> {
    let mut times = Vec::with_capacity(PERMITS);
    for _ in 0..PERMITS {
        let began = Instant::now();
        redis::cmd("PING").query_async::<()>(connection).await?;
        times.push(began.elapsed().as_micros());
    }
    Ok(percentiles(times))
}

fn percentiles(mut times: Vec<u128>) -> (u128, u128) {
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    (at(50), at(99))
}

/// Returns the CPU seconds that the server has used.
async fn cpu(connection: &mut redis::aio::MultiplexedConnection) -> Result<f64> {
    let info: String = redis::cmd("INFO").arg("cpu").query_async(connection).await?;
    let seconds = |name: &str| {
        let line = info.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|seconds| seconds.parse::<f64>().ok()).unwrap_or_default()
    };
    Ok(seconds("used_cpu_user") + seconds("used_cpu_sys"))
}
