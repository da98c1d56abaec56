//! On a paused clock, without sockets.

use crate::tiny::{Add, Get, Set, fake, inside, retries};
use leads_core::{ErrorKind, WriteOutcome};
use leads_testkit::{FakeResponse, Fault, Latency};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn state_persists_between_calls() {
    let fake = fake();
    let client = inside(&fake, retries(1));
    client.send(&Set(5)).await.unwrap();
    assert_eq!(client.send(&Add(2)).await.unwrap().value, 7);
    let reply = client.send(&Get).await.unwrap();
    assert_eq!((reply.value, reply.meta().request_id.as_deref()), (7, Some("r-1")));
    assert_eq!((fake.write_count(), fake.request_count()), (2, 3));
    let requests = fake.requests();
    assert_eq!((requests[0].path.as_str(), requests[0].text()), ("/counter/5", Some(r#"{"why":"set"}"#)));
    assert_eq!(requests[0].host(), Some("localhost"));
}

#[tokio::test(start_paused = true)]
async fn refused_connection_is_retried_as_not_applied() {
    let fake = fake();
    fake.faults().next(Fault::Refused);
    let error = inside(&fake, retries(1)).send(&Add(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, WriteOutcome::NotApplied));
    assert_eq!(fake.request_count(), 0);

    fake.faults().times(2, Fault::Refused);
    let reply = inside(&fake, retries(3)).send(&Add(1)).await.unwrap();
    assert_eq!((reply.meta().attempts, fake.request_count(), fake.write_count()), (3, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn lost_response_is_unknown_and_non_idempotent_call_is_not_retried() {
    let fake = fake();
    fake.faults().always(Fault::ResetAfterHandling);
    let error = inside(&fake, retries(5)).send(&Add(1)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
    assert_eq!((fake.request_count(), fake.write_count()), (1, 1));

    let error = inside(&fake, retries(3)).send(&Set(1)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 3));
    assert_eq!(fake.write_count(), 4);
}

#[tokio::test(start_paused = true)]
async fn lost_response_then_rejection_stays_unknown_with_both_errors() {
    let fake = fake();
    let closed = FakeResponse::json(409, &serde_json::json!({"error": "already so"}));
    fake.faults().next(Fault::ResetAfterHandling).next(Fault::Response(closed));
    let error = inside(&fake, retries(3)).send(&Set(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Conflict, WriteOutcome::Unknown, 2));
    assert_eq!(error.earlier().unwrap().kind(), ErrorKind::Transport);
    assert_eq!(fake.write_count(), 1);
}

#[tokio::test(start_paused = true)]
async fn silence_ends_at_the_timeout() {
    let fake = fake();
    let started = Instant::now();
    for fault in [Fault::StallBeforeHandling, Fault::StallHead, Fault::StallBody] {
        fake.faults().next(fault);
        let error = inside(&fake, retries(1)).send(&Add(1)).await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(error.outcome(), WriteOutcome::Unknown);
    }
    assert_eq!(started.elapsed(), Duration::from_secs(90));
    assert_eq!(fake.write_count(), 2);
    assert_eq!(fake.arrivals().iter().map(|arrival| arrival.handled).collect::<Vec<_>>(), [false, true, true]);
}

#[tokio::test(start_paused = true)]
async fn arrival_is_between_sending_and_response() {
    let fake = fake();
    fake.set_latency(Latency::fixed(Duration::from_millis(100)));
    let started = Instant::now();
    inside(&fake, retries(1)).send(&Get).await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_millis(100));
    assert_eq!(fake.arrivals()[0].instant - started, Duration::from_millis(50));
}
