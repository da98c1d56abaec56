//! On a paused clock, without sockets.

use crate::tiny::{Add, Look, Set, fake, inside, retries};
use leads_core::{ErrorKind, WriteOutcome};
use leads_testkit::{FakeAnswer, Fault, Latency};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn state_is_kept_between_calls() {
    let fake = fake();
    let client = inside(&fake, retries(1));
    client.send(&Set(5)).await.unwrap();
    assert_eq!(client.send(&Add(2)).await.unwrap().value, 7);
    let reply = client.send(&Look).await.unwrap();
    assert_eq!((reply.value, reply.meta().request_id.as_deref()), (7, Some("r-1")));
    assert_eq!((fake.applied(), fake.arrived()), (2, 3));
    let requests = fake.requests();
    assert_eq!((requests[0].path.as_str(), requests[0].text()), ("/counter/5", Some(r#"{"why":"set"}"#)));
    assert_eq!(requests[0].host(), Some("localhost"));
}

#[tokio::test(start_paused = true)]
async fn a_refused_connection_is_proof_and_is_tried_again() {
    let fake = fake();
    fake.faults().next(Fault::Refused);
    let error = inside(&fake, retries(1)).send(&Add(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, WriteOutcome::NotApplied));
    assert_eq!(fake.arrived(), 0);

    fake.faults().times(2, Fault::Refused);
    let reply = inside(&fake, retries(3)).send(&Add(1)).await.unwrap();
    assert_eq!((reply.meta().attempts, fake.arrived(), fake.applied()), (3, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_unknown_and_a_once_only_call_is_not_repeated() {
    let fake = fake();
    fake.faults().always(Fault::ResetAfterHandling);
    let error = inside(&fake, retries(5)).send(&Add(1)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
    assert_eq!((fake.arrived(), fake.applied()), (1, 1));

    let error = inside(&fake, retries(3)).send(&Set(1)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 3));
    assert_eq!(fake.applied(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_and_then_a_refusal_stay_unknown_with_both_facts() {
    let fake = fake();
    let closed = FakeAnswer::json(409, &serde_json::json!({"error": "already so"}));
    fake.faults().next(Fault::ResetAfterHandling).next(Fault::HttpResponse(closed));
    let error = inside(&fake, retries(3)).send(&Set(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Conflict, WriteOutcome::Unknown, 2));
    assert_eq!(error.earlier().unwrap().kind(), ErrorKind::Transport);
    assert_eq!(fake.applied(), 1);
}

#[tokio::test(start_paused = true)]
async fn silence_ends_at_the_time_limit() {
    let fake = fake();
    let started = Instant::now();
    for fault in [Fault::StallBeforeHandling, Fault::StallHead, Fault::StallBody] {
        fake.faults().next(fault);
        let error = inside(&fake, retries(1)).send(&Add(1)).await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(error.outcome(), WriteOutcome::Unknown);
    }
    assert_eq!(started.elapsed(), Duration::from_secs(90));
    assert_eq!(fake.applied(), 2);
    assert_eq!(fake.arrivals().iter().map(|arrival| arrival.handled).collect::<Vec<_>>(), [false, true, true]);
}

#[tokio::test(start_paused = true)]
async fn the_arrival_lies_between_sending_and_answer() {
    let fake = fake();
    fake.set_latency(Latency::fixed(Duration::from_millis(100)));
    let started = Instant::now();
    inside(&fake, retries(1)).send(&Look).await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_millis(100));
    assert_eq!(fake.arrivals()[0].instant - started, Duration::from_millis(50));
}
