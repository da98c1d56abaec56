//! Response heads that are large or not valid HTTP.

use crate::sockets::peers::{Authority, Peer, call, http1, http2, respond, says_nothing_twice};
use crate::sockets::{client, once};
use leads_core::http::RetryPolicy;
use leads_core::{ErrorKind, Method, Safety, WriteOutcome};
use std::time::Duration;

fn lines(count: usize) -> String {
    (0..count).map(|number| format!("x-header-{number}: {}\r\n", "v".repeat(60))).collect()
}

#[tokio::test]
async fn more_than_a_hundred_headers_are_read() {
    let (peer, _) = Peer::responding(None, vec![http1(200, &lines(250), b"body")]).await;
    let pipeline = client(&peer.url("http"), once(Duration::from_secs(20)));
    let reply = call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap();
    assert_eq!((&reply[..], reply.meta().headers.len()), (&b"body"[..], 251));

    let authority = Authority::new();
    let peer = Peer::start(Some(authority.acceptor(&["h2"])), |stream, _| {
        Box::pin(http2(stream, |_, to| {
            let mut response = http::Response::new(());
            for number in 0..250 {
                let name = http::HeaderName::try_from(format!("x-header-{number}")).unwrap();
                response.headers_mut().insert(name, "v".repeat(60).parse().unwrap());
            }
            respond(to, response, b"body");
        }))
    })
    .await;
    let pipeline = client(&peer.url("https"), once(Duration::from_secs(20)).transport_options(authority.options()));
    let reply = call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap();
    assert_eq!((&reply[..], reply.meta().headers.len()), (&b"body"[..], 250));
}

#[tokio::test]
async fn invalid_response_heads_are_not_retried() {
    let three = || once(Duration::from_secs(20)).retry(RetryPolicy::none().max_attempts(3));
    for response in [
        http1(200, &lines(1_000), b""),
        http1(200, "x-folded: one\r\n two\r\n", b""),
        http1(200, "x-folded: one\r\n\ttwo\r\n", b""),
        http1(200, "no colon here\r\n", b""),
        http1(200, "spaced name: 1\r\n", b""),
        http1(200, "x-before : 1\r\n", b""),
        http1(200, ": no name\r\n", b""),
        http1(200, "x-control: a\u{1}b\r\n", b""),
        http1(200, "content-length: many\r\n", b""),
        b"HTTP/1.1 2xx OK\r\n\r\n".to_vec(),
        b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nbody\r\n0\r\n\r\n".to_vec(),
    ] {
        let (peer, heard) = Peer::responding(None, vec![response.clone()]).await;
        let pipeline = client(&peer.url("http"), three());
        let what = String::from_utf8_lossy(&response[..response.len().min(80)]).into_owned();
        for (safety, outcome) in [(Safety::Read, WriteOutcome::NotApplied), (Safety::Idempotent, WriteOutcome::Unknown)]
        {
            let before = heard.count();
            let error = call(&pipeline, Method::Put, safety, "/any").await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, outcome), "{what}: {error:?}");
            assert!(error.to_string().contains("not valid HTTP"), "{what}: {error}");
            assert!(!error.is_retryable(), "{what}");
            assert_eq!((error.attempts(), heard.count() - before), (1, 1), "{what}");
            says_nothing_twice(&error);
        }
    }
}

#[tokio::test]
async fn oversized_http2_head_is_not_retried() {
    let authority = Authority::new();
    let peer = Peer::start(Some(authority.acceptor(&["h2"])), |stream, _| {
        Box::pin(http2(stream, |_, to| {
            let mut response = http::Response::new(());
            for number in 0..50 {
                let name = http::HeaderName::try_from(format!("x-header-{number}")).unwrap();
                response.headers_mut().insert(name, "v".repeat(10_000).parse().unwrap());
            }
            respond(to, response, b"body");
        }))
    })
    .await;
    let three = once(Duration::from_secs(20)).retry(RetryPolicy::none().max_attempts(3));
    let pipeline = client(&peer.url("https"), three.transport_options(authority.options()));
    let error = call(&pipeline, Method::Put, Safety::Idempotent, "/any").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.attempts()),
        (ErrorKind::Decode, WriteOutcome::Unknown, 1),
        "{error:?}"
    );
    says_nothing_twice(&error);
}
