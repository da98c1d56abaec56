//! On real sockets with the real clock.

use crate::outside::outside;
use crate::tiny::{Add, Get, Set, fake, retries};
use leads_core::{ErrorKind, WriteOutcome};
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse, Fault};

#[tokio::test]
async fn same_fake_runs_on_a_socket() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let client = outside(&running, retries(1));
    client.send(&Set(5)).await.unwrap();
    assert_eq!(client.send(&Add(2)).await.unwrap().value, 7);
    let reply = client.send(&Get).await.unwrap();
    assert_eq!((reply.value, reply.meta().request_id.as_deref()), (7, Some("r-1")));
    let traffic = running.traffic();
    assert_eq!((traffic.connections, traffic.requests, traffic.whole, traffic.responses), (1, 3, 3, 3));
    assert_eq!(fake.requests()[0].text(), Some(r#"{"why":"set"}"#));
    assert_eq!(fake.requests()[0].host(), Some("127.0.0.1"));
}

#[tokio::test]
async fn refused_connection_is_not_applied() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    fake.faults().next(Fault::Refused);
    let error = outside(&running, retries(2)).send(&Add(1)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Connect, WriteOutcome::NotApplied, 2));
    fake.faults().clear();
    outside(&running, retries(1)).send(&Add(1)).await.unwrap();
    assert_eq!((running.traffic().requests, fake.write_count()), (1, 1));
}

#[tokio::test]
async fn non_idempotent_call_is_sent_once() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let faults = [
        Fault::ResetOnAccept,
        Fault::ResetAfterHead,
        Fault::ResetBeforeHandling,
        Fault::CloseBeforeHandling,
        Fault::ResetAfterHandling,
        Fault::CloseAfterHandling,
        Fault::ResetAfterResponseHead,
        Fault::ResetInBody,
        Fault::CloseInBody,
        Fault::CloseInChunkedBody,
    ];
    for fault in faults {
        let name = fault.name();
        fake.faults().next(fault);
        let before = running.traffic().requests;
        let error = outside(&running, retries(5)).send(&Add(1)).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1), "{name}: {error}");
        assert_eq!(running.traffic().requests - before, 1, "{name}");
    }
    assert_eq!(fake.faults().remaining(), 0);
}

#[tokio::test]
async fn non_idempotent_call_is_sent_once_on_a_stale_connection() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let client = outside(&running, retries(5));
    client.send(&Get).await.unwrap();
    fake.faults().next(Fault::StaleConnection);
    let error = client.send(&Add(1)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
    assert_eq!((running.traffic().requests, running.traffic().connections), (2, 1));
    assert_eq!(fake.arrivals()[1].fault, Some("stale connection"));
    assert!(!fake.arrivals()[1].whole);
}

#[tokio::test]
async fn idempotent_call_is_retried() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    fake.faults().next(Fault::ResetAfterHandling).next(Fault::CloseInBody);
    let reply = outside(&running, retries(3)).send(&Set(4)).await.unwrap();
    assert_eq!((reply.value, reply.meta().attempts, running.traffic().requests, fake.write_count()), (4, 3, 3, 3));
}

#[tokio::test]
async fn lost_response_then_rejection_stays_unknown() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    fake.faults().next(Fault::ResetAfterHandling).next(Fault::Response(FakeResponse::empty(404)));
    let error = outside(&running, retries(2)).send(&Set(4)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::NotFound, WriteOutcome::Unknown, 2));
    assert_eq!(error.earlier().unwrap().kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let (elsewhere, fake) = (fake(), fake());
    let (running, other) = (fake.start().await.unwrap(), elsewhere.start().await.unwrap());
    for status in [301, 302, 303, 307, 308] {
        fake.faults().next(Fault::redirect(status, &format!("{}/counter/1", other.url())));
        let error = outside(&running, retries(3)).send(&Add(1)).await.unwrap_err();
        assert_eq!((error.http_status(), error.outcome()), (Some(status), WriteOutcome::Unknown));
    }
    assert_eq!((running.traffic().requests, other.traffic().connections), (5, 0));
}

#[tokio::test]
async fn closing_manually_and_by_script_are_independent() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let client = || outside(&running, retries(1));
    running.refuse_connections();
    fake.faults().next(Fault::Refused);
    fake.faults().clear();
    assert_eq!(client().send(&Get).await.unwrap_err().kind(), ErrorKind::Connect);
    fake.faults().next(Fault::Refused);
    running.accept_connections();
    assert_eq!(client().send(&Get).await.unwrap_err().kind(), ErrorKind::Connect);
    fake.faults().clear();
    client().send(&Get).await.unwrap();
}

#[tokio::test]
async fn dropping_the_fake_stops_everything() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let client = outside(&running, retries(1));
    client.send(&Get).await.unwrap();
    fake.faults().next(Fault::StallHead);
    let address = running.address();
    let (waiting, ()) = tokio::join!(client.send(&Get), async {
        while fake.arrivals().len() < 2 {
            tokio::task::yield_now().await;
        }
        drop(running);
    });
    assert_eq!(waiting.unwrap_err().kind(), ErrorKind::Transport);
    fake.faults().clear();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn direct_url_bypasses_the_proxy() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let fake = fake();
    let running = fake.start().await.unwrap();
    let address = running.direct_url().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(b"POST /counter/3?a=b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.contains(r#""value":3"#), "{response}");
    assert_eq!((running.traffic().connections, fake.request_count(), fake.write_count()), (0, 1, 1));
    assert_eq!(fake.requests()[0].query("a"), Some("b"));
}

#[tokio::test]
async fn panicking_handler_is_reported_as_a_bug_in_the_fake() {
    let fake = Fake::new(|_: &FakeRequest, _: &Clock| -> FakeResponse { panic!("on purpose") });
    let running = fake.start().await.unwrap();
    let error = outside(&running, retries(1)).send(&Get).await.unwrap_err();
    assert_eq!(error.http_status(), Some(500));
    assert!(error.body().unwrap().contains("bug in the fake"));
}

#[tokio::test]
async fn delayed_response_takes_its_time() {
    let delay = std::time::Duration::from_millis(60);
    for keep in [0, 10] {
        let delayed = move |_: &FakeRequest, _: &Clock| {
            FakeResponse::json(200, &serde_json::json!({"value": 1, "note": ""})).after(delay)
        };
        let fake = Fake::builder(delayed).keep(keep).build();
        let running = fake.start().await.unwrap();
        let start = std::time::Instant::now();
        assert_eq!(outside(&running, retries(1)).send(&Get).await.unwrap().value, 1);
        assert!(start.elapsed() >= delay);
    }
}
