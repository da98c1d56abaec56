//! What is retried and what is not, counted at the server; and that nothing is throttled by default.

use leads_core::http::RetryPolicy;
use leads_core::http::limit::{Limiter, Window};
use leads_core::{ClientConfig, ErrorKind, Operation, Request, WriteOutcome};
use nutshell::api::leads::{CreateLead, GetLead, ListLeads, ReopenLead, UpdateLead, WatchLead};
use nutshell::{Client, Nutshell};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// What a socket does after it has read a request.
#[derive(Clone, Copy, Debug)]
enum After {
    /// Closes the connection without a response.
    HangUp,
    /// Closes the connection in the middle of the response.
    Truncate,
    /// Responds with only a status.
    HttpResponse(&'static str),
}

const AFTER: &[After] = &[
    After::HangUp,
    After::Truncate,
    After::HttpResponse("500 Internal Server Error"),
    After::HttpResponse("502 Bad Gateway"),
    After::HttpResponse("503 Service Unavailable"),
    After::HttpResponse("504 Gateway Timeout"),
];

/// A socket server that counts the requests whose head it has read completely.
async fn socket(after: After) -> (Client, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let received = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&received);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut head, mut byte) = (Vec::new(), [0_u8; 1]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|read| read == 1) {
                head.extend(byte);
            }
            if !head.ends_with(b"\r\n\r\n") {
                continue;
            }
            counter.fetch_add(1, Ordering::SeqCst);
            let response = match after {
                After::HangUp => String::new(),
                After::Truncate => "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"leads\":[{".to_owned(),
                After::HttpResponse(status) => {
                    format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                }
            };
            let _ = stream.write_all(response.as_bytes()).await;
        }
    });
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1)).max_backoff(Duration::from_millis(1));
    let config = ClientConfig::new().retry(retry);
    let client = Client::builder().base_url(url).basic("agent@example.com", "key").config(config).build().unwrap();
    (client, received)
}

async fn received_attempts<R: Request<Vendor = Nutshell>>(after: After, request: &R) -> (usize, WriteOutcome) {
    let (client, received) = socket(after).await;
    let error = client.send(request).await.err().unwrap();
    let received = received.load(Ordering::SeqCst);
    assert_eq!(usize::try_from(error.attempts()).unwrap(), received, "{after:?}");
    (received, error.outcome())
}

#[tokio::test]
async fn toggle_is_never_retried() {
    for after in AFTER {
        assert_eq!(
            received_attempts(*after, &WatchLead::new("1-leads")).await,
            (1, WriteOutcome::Unknown),
            "{after:?}"
        );
    }
}

#[tokio::test]
async fn additive_writes_are_sent_once_and_replacements_retried() {
    for after in AFTER {
        let once = (1, WriteOutcome::Unknown);
        assert_eq!(received_attempts(*after, &CreateLead::new("x")).await, once, "{after:?}");
        assert_eq!(received_attempts(*after, &ReopenLead::new("1-leads")).await, once, "{after:?}");
        assert_eq!(received_attempts(*after, &UpdateLead::new("1-leads").add_tag("1-tags")).await, once, "{after:?}");
        // A 500 is not a transient gateway failure.
        let passes = !matches!(after, After::HttpResponse(status) if status.starts_with("500"));
        let (again, outcome) = received_attempts(*after, &UpdateLead::new("1-leads").description("x")).await;
        assert_eq!((again > 1, outcome), (passes, WriteOutcome::Unknown), "{after:?}");
        let (again, outcome) = received_attempts(*after, &GetLead::new("1-leads")).await;
        assert_eq!((again > 1, outcome), (passes, WriteOutcome::NotApplied), "{after:?}");
    }
}

/// Setting the watching state must not toggle twice either.
#[tokio::test]
async fn set_watching_toggles_at_most_once() {
    let server = MockServer::start().await;
    let lead = r#"{"leads":[{"id":"1-leads","isCurrentUserWatching":false}]}"#;
    let json = |body: &str| ResponseTemplate::new(200).set_body_raw(body.to_owned(), "application/json");
    Mock::given(wiremock::matchers::method("GET")).respond_with(json(lead)).mount(&server).await;
    Mock::given(wiremock::matchers::method("POST")).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).basic("agent@example.com", "key").build().unwrap();
    assert_eq!(client.set_watching("1-leads", true).await.unwrap_err().outcome(), WriteOutcome::Unknown);
    assert!(client.set_watching("1-leads", false).await.is_ok());
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.iter().map(|request| request.method.to_string()).collect::<Vec<_>>(), ["GET", "POST", "GET"]);
    // A lead that does not say whether it is watched is not toggled.
    server.reset().await;
    Mock::given(any()).respond_with(json(r#"{"leads":[{"id":"1-leads"}]}"#)).mount(&server).await;
    let error = client.set_watching("1-leads", true).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, WriteOutcome::NotApplied));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

/// A rate limit response proves that nothing was applied, so even a non-idempotent call is retried.
#[tokio::test]
async fn rate_limited_call_is_retried_after_the_wait() {
    let lead = r#"{"leads":[{"id":"1-leads","isCurrentUserWatching":true}]}"#;
    for retry_after in [Some("0"), Some("1"), Some("Thu, 01 Jan 1970 00:00:00 GMT"), None] {
        let server = MockServer::start().await;
        let rejection = ResponseTemplate::new(429);
        let rejection = match retry_after {
            Some(value) => rejection.insert_header("retry-after", value),
            None => rejection,
        };
        Mock::given(any()).respond_with(rejection).up_to_n_times(1).mount(&server).await;
        let good = ResponseTemplate::new(200).set_body_raw(lead, "application/json");
        Mock::given(any()).respond_with(good).mount(&server).await;
        let retry =
            RetryPolicy::default().initial_backoff(Duration::from_millis(1)).max_backoff(Duration::from_millis(1));
        let client = Client::builder()
            .base_url(server.uri())
            .basic("agent@example.com", "key")
            .config(ClientConfig::new().retry(retry))
            .build()
            .unwrap();
        let started = std::time::Instant::now();
        let reply = client.send(&WatchLead::new("1-leads")).await.unwrap();
        assert_eq!((reply.meta().attempts, reply.meta().outcome), (2, WriteOutcome::Applied), "{retry_after:?}");
        assert_eq!(server.received_requests().await.unwrap().len(), 2);
        assert_eq!(started.elapsed() >= Duration::from_secs(1), retry_after == Some("1"), "{retry_after:?}");
    }
}

/// The vendor publishes no limit, so none applies by default.
#[tokio::test]
async fn no_limiter_by_default() {
    let server = MockServer::start().await;
    let body = r#"{"leads":[]}"#;
    let good = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    Mock::given(any()).respond_with(good).mount(&server).await;
    let builder = || Client::builder().base_url(server.uri()).basic("agent@example.com", "key");
    let free = builder().build().unwrap();
    assert!(free.pipeline().limiter().windows().is_empty());
    for _ in 0..50 {
        free.send(&ListLeads::new()).await.unwrap();
    }
    // A configured window counts every operation.
    let limiter = Limiter::new([Window::new(Operation::CALLS[0], 2, Duration::from_secs(60)).quota()]);
    let limited = builder().config(ClientConfig::new().limiter(limiter)).build().unwrap();
    for _ in 0..2 {
        limited.send(&ListLeads::new()).await.unwrap();
    }
    let error = limited.send(&ReopenLead::new("1-leads")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::QuotaExhausted, WriteOutcome::NotApplied));
    assert_eq!(server.received_requests().await.unwrap().len(), 52, "rejected before it is sent");
}
