//! Passes one permit through a queue of waiters.

use leads_core::http::limit::{Limiter, Priority, Window};
use std::time::Duration;

/// Passes one permit through this many waiters: each acquires it and releases it unused, so that only the time of the
/// limiter and the tasks passes.
pub async fn hand_through(waiters: usize) {
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(3600)).waited()]);
    let first = limiter.acquire(&["calls"], Priority::Interactive, None).await.expect("a permit");
    let mut line = Vec::with_capacity(waiters);
    for _ in 0..waiters {
        let limiter = limiter.clone();
        line.push(tokio::spawn(async move {
            drop(limiter.acquire(&["calls"], Priority::Interactive, None).await.expect("a permit"));
        }));
    }
    while limiter.waiting().interactive < waiters {
        tokio::task::yield_now().await;
    }
    drop(first);
    for waiter in line {
        waiter.await.expect("a waiter");
    }
}
