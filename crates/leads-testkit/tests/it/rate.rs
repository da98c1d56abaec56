//! A strict sliding window on the fake's clock, tested against the client's limiter.

use crate::tiny::{Get, inside, retries};
use leads_core::http::Limiter;
use leads_core::http::limit::Window;
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse, Handler, Latency, RateWindow};
use std::time::Duration;
use tokio::task::JoinSet;

const PER: Duration = Duration::from_secs(5);

/// A vendor that allows 25 calls in any 5 s.
struct Strict(RateWindow);

impl Handler for Strict {
    fn handle(&self, _request: &FakeRequest, clock: &Clock) -> FakeResponse {
        match self.0.admit(clock.instant()) {
            Ok(()) => FakeResponse::json(200, &serde_json::json!({"value": 0, "note": ""})),
            Err(over) => FakeResponse::empty(429).header("retry-after", over.retry_after_seconds().to_string()),
        }
    }
}

fn strict() -> Fake<Strict> {
    Fake::builder(Strict(RateWindow::new(25, PER)))
        .seed(7)
        .latency(Latency::uniform(Duration::from_millis(20), Duration::from_millis(400)))
        .build()
}

#[tokio::test(start_paused = true)]
async fn fake_rejects_calls_without_a_limiter() {
    let fake = strict();
    let client = inside(&fake, retries(1));
    let mut calls = JoinSet::new();
    for _ in 0..30 {
        let client = client.clone();
        calls.spawn(async move { client.send(&Get).await });
    }
    let failed: Vec<_> = calls.join_all().await.into_iter().filter_map(Result::err).collect();
    assert_eq!((failed.len(), fake.handler().0.rejected_count()), (5, 5));
    assert!(failed.iter().all(|error| error.is_rate_limited() && error.retry_after() <= Some(PER)));
}

#[tokio::test(start_paused = true)]
async fn client_with_a_limiter_is_never_rejected() {
    let fake = strict();
    let limiter = Limiter::new([Window::new("calls", 25, PER)]);
    let client = inside(&fake, retries(1).limiter(limiter));
    let mut calls = JoinSet::new();
    for _ in 0..400 {
        let client = client.clone();
        let long = leads_core::CallOptions::new().deadline(Duration::from_secs(3600));
        calls.spawn(async move { client.send_with(&Get, &long).await.map(drop) });
    }
    calls.join_all().await.into_iter().collect::<Result<(), _>>().unwrap();
    let window = &fake.handler().0;
    assert_eq!((window.request_count(), window.rejected_count()), (400, 0));
    assert!(window.peak() > 20, "{}", window.peak());
}
