//! On real sockets with the real clock.

use crate::tiny::{Add, Look, Set, fake, outside, retries};
use leads_core::{ErrorKind, Outcome};
use leads_testkit::Fault;

#[tokio::test]
async fn the_same_fake_runs_on_a_socket() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let client = outside(&running, retries(1));
    client.send(&Set(5)).await.unwrap();
    assert_eq!(client.send(&Add(2)).await.unwrap().value, 7);
    let reply = client.send(&Look).await.unwrap();
    assert_eq!((reply.value, reply.meta().request_id.as_deref()), (7, Some("r-1")));
    let traffic = running.traffic();
    assert_eq!((traffic.connections, traffic.requests, traffic.whole, traffic.answered), (1, 3, 3, 3));
    assert_eq!(fake.requests()[0].text(), Some(r#"{"why":"set"}"#));
    assert_eq!(fake.requests()[0].host(), Some("127.0.0.1"));
}

#[tokio::test]
async fn a_refused_connection_is_proof() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    fake.faults().next(Fault::Refused);
    let error = outside(&running, retries(2)).send(&Add(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Connect, Outcome::NotApplied, 2));
    fake.faults().clear();
    outside(&running, retries(1)).send(&Add(1)).await.unwrap();
    assert_eq!((running.traffic().requests, fake.applied()), (1, 1));
}

#[tokio::test]
async fn a_once_only_call_leaves_once() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let faults = [
        Fault::ResetOnAccept,
        Fault::ResetAfterHead,
        Fault::ResetBeforeHandling,
        Fault::CloseBeforeHandling,
        Fault::ResetAfterHandling,
        Fault::CloseAfterHandling,
        Fault::ResetAfterAnswerHead,
        Fault::ResetInBody,
        Fault::CloseInBody,
        Fault::CloseInChunkedBody,
    ];
    for fault in faults {
        let name = fault.name();
        fake.faults().next(fault);
        let before = running.traffic().requests;
        let error = outside(&running, retries(5)).send(&Add(1)).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 1), "{name}: {error}");
        assert_eq!(running.traffic().requests - before, 1, "{name}");
    }
    assert_eq!(fake.faults().left(), 0);
}
