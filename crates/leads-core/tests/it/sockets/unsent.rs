//! Whether anything was sent when a timeout elapses.

use crate::sockets::{CONTENTS, Content, Make, Server, Then, client, once};
use futures_util::future::join_all;
use leads_core::http::limit::{Limiter, Window};
use leads_core::http::{RetryPolicy, TimeoutKind};
use leads_core::{CallOptions, Error, WriteOutcome};
use std::collections::HashSet;
use std::time::Duration;

fn reported(failed: &Error) -> (Option<TimeoutKind>, WriteOutcome) {
    (failed.timeout_kind(), failed.outcome())
}

#[tokio::test]
async fn timeout_while_connecting_proves_that_nothing_was_sent() {
    // A server that never responds to the first TLS message: connected for the kernel, but not for the client.
    let server = Server::start(Then::IsSilent).await;
    let pipeline = client(&format!("https://127.0.0.1:{}", server.port), once(Duration::from_millis(100)));
    for content in CONTENTS {
        let failed = pipeline.send(&Make(7, content)).await.unwrap_err();
        assert_eq!(reported(&failed), (Some(TimeoutKind::Attempt), WriteOutcome::NotApplied), "{content:?}");
        let deadline = CallOptions::new().deadline(Duration::from_millis(50));
        let failed = pipeline.send_with(&Make(7, content), &deadline).await.unwrap_err();
        assert_eq!(reported(&failed), (Some(TimeoutKind::Call), WriteOutcome::NotApplied), "{content:?}");
    }
    let heard = server.heard();
    assert_eq!(heard.first(), Some(&0x16), "TLS began");
    assert!(!heard.windows(5).any(|five| five == b"/made"));
}

#[tokio::test]
async fn unsent_request_is_retried_and_uses_no_permit() {
    let server = Server::start(Then::IsSilent).await;
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(60))]);
    let twice = once(Duration::from_millis(50)).retry(RetryPolicy::none().max_attempts(2)).limiter(limiter);
    let pipeline = client(&format!("https://127.0.0.1:{}", server.port), twice);
    let failed = pipeline.send(&Make(7, Content::Json)).await.unwrap_err();
    assert_eq!((reported(&failed), failed.attempts()), ((Some(TimeoutKind::Attempt), WriteOutcome::NotApplied), 2));
}

#[tokio::test]
async fn timeout_after_sending_proves_nothing() {
    let server = Server::start(Then::IsSilent).await;
    // Long, so that the connection is established even on a busy machine.
    let pipeline = client(&format!("http://127.0.0.1:{}", server.port), once(Duration::from_secs(1)));
    let requests = CONTENTS.map(|content| Make(7, content));
    for (failed, content) in join_all(requests.iter().map(|make| pipeline.send(make))).await.into_iter().zip(CONTENTS) {
        let failed = failed.map(drop).unwrap_err();
        assert_eq!(reported(&failed), (Some(TimeoutKind::Attempt), WriteOutcome::Unknown), "{content:?}");
    }
    assert!(server.heard().windows(7).any(|seven| seven == b"/made/7"));
}

#[tokio::test]
async fn timeout_on_a_reused_connection_proves_nothing() {
    for content in CONTENTS {
        let server = Server::start(Then::RespondsOnce).await;
        let pipeline = client(&format!("http://127.0.0.1:{}", server.port), once(Duration::from_secs(20)));
        pipeline.send(&Make(1, Content::None)).await.unwrap();
        let short = CallOptions::new().attempt(Duration::from_millis(150));
        let failed = pipeline.send_with(&Make(2, content), &short).await.unwrap_err();
        assert_eq!(reported(&failed), (Some(TimeoutKind::Attempt), WriteOutcome::Unknown), "{content:?}");
        assert_eq!(server.heard.lock().unwrap().len(), 1, "one connection served both");
    }
}

/// Timeouts at every moment of an exchange, on connections that are new, kept, shared and abandoned.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_reported_as_unsent_never_arrive() {
    let mut server = Server::start(Then::Responds).await;
    let mut random = fastrand::Rng::with_seed(11);
    let mut not_applied = HashSet::new();
    let mut number = 0;
    for _ in 0..40 {
        let pipeline = client(&format!("http://127.0.0.1:{}", server.port), once(Duration::from_secs(20)));
        let calls = (0..32).map(|_| {
            number += 1;
            let (pipeline, content) = (pipeline.clone(), CONTENTS[random.usize(..CONTENTS.len())]);
            let (number, limit) = (number, Duration::from_micros(random.u64(..3_000)));
            tokio::spawn(async move {
                let options = CallOptions::new().attempt(limit);
                (number, pipeline.send_with(&Make(number, content), &options).await.map(drop))
            })
        });
        for call in join_all(calls.collect::<Vec<_>>()).await {
            let (number, result) = call.unwrap();
            if result.is_err_and(|failed| failed.outcome() == WriteOutcome::NotApplied) {
                not_applied.insert(number);
            }
        }
    }
    server.ends().await;
    let heard = String::from_utf8_lossy(&server.heard()).into_owned();
    let arrived: HashSet<u64> =
        heard.split("/made/").skip(1).filter_map(|rest| rest.split('/').next()?.parse().ok()).collect();
    assert!(!not_applied.is_empty() && arrived.len() > 1, "{} and {}", not_applied.len(), arrived.len());
    assert!(not_applied.is_disjoint(&arrived), "{:?}", not_applied.intersection(&arrived).collect::<Vec<_>>());
}

#[tokio::test]
async fn request_with_too_long_url_is_rejected_locally() {
    use crate::sockets::peers::{Peer, call, http1, says_nothing_twice};
    use leads_core::{ErrorKind, Method, Safety};
    let (peer, heard) = Peer::responding(None, vec![http1(200, "", b"")]).await;
    let pipeline = client(&peer.url("http"), once(Duration::from_secs(20)));
    for path in [format!("/{}", "i".repeat(70_000)), format!("/any?id={}", "%20".repeat(30_000))] {
        for (method, safety) in [(Method::Delete, Safety::NonIdempotent), (Method::Get, Safety::Read)] {
            let error = call(&pipeline, method, safety, &path).await.unwrap_err();
            assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidRequest, Some("url")), "{error:?}");
            assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::NotApplied, 0), "{error:?}");
            assert!(!error.is_retryable() && error.to_string().len() < 200, "{error}");
            says_nothing_twice(&error);
        }
    }
    assert_eq!((heard.count(), peer.connections()), (0, 0));
    // Long, but still short enough to be sent.
    call(&pipeline, Method::Get, Safety::Read, &format!("/{}", "i".repeat(60_000))).await.unwrap();
}

#[tokio::test]
async fn transport_rejects_too_long_url() {
    use leads_core::http::{
        HttpTransport, Progress, Transport, TransportErrorKind, TransportOptions, WireBody, WireRequest,
    };
    struct Silent;
    impl Progress for Silent {
        fn head_received(&self) {}
        fn bytes_transferred(&self) {}
    }
    let transport = HttpTransport::new(&TransportOptions::new(), Duration::from_secs(1)).unwrap();
    let url = format!("http://127.0.0.1:9/{}", "i".repeat(70_000)).parse().unwrap();
    let wire = WireRequest::new(http::Method::DELETE, url, http::HeaderMap::new(), WireBody::Empty);
    let error = transport.send(wire, std::sync::Arc::new(Silent)).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Invalid);
    assert!(error.to_string().contains("too long"), "{error}");
}
