//! The route in an axum server, over a socket.

use dealerstudio::webhook::axum::{MAX_BODY, route};
use dealerstudio::webhook::{Event, FinanceDecision, Kind, Receiver, WebhookResponse};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

async fn post(address: std::net::SocketAddr, path: &str, headers: &str, body: &[u8]) -> String {
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    // A server that rejects by the headers alone may close the connection before it reads the body.
    let _ = socket.write_all(body).await;
    let mut response = Vec::new();
    let _ = socket.read_to_end(&mut response).await;
    String::from_utf8(response).unwrap()
}

#[tokio::test]
async fn route_accepts_only_configured_senders() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let calls = Arc::new(AtomicUsize::new(0));
    let (kept, counted) = (Arc::clone(&seen), Arc::clone(&calls));
    let app = axum::Router::new()
        .route(
            "/clusters",
            route(Receiver::new().token("right"), Kind::LeadCluster, move |event: Event| {
                counted.fetch_add(1, Ordering::SeqCst);
                if let Event::LeadCluster(cluster) = event {
                    kept.lock().unwrap().push((cluster.id().unwrap().get(), cluster.text().to_owned()));
                }
                async {}
            }),
        )
        .route(
            "/finance",
            route(Receiver::new().bearer("right"), Kind::FinanceApplication, |_event: Event| async {
                WebhookResponse::json(&FinanceDecision::new(7)).unwrap()
            }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    let body = br#"{ "Id": 34, "brand_new": 1.50 }"#;
    let taken = post(address, "/clusters", "x-authorization: right\r\n", body).await;
    assert!(
        taken.starts_with("HTTP/1.1 200") && taken.ends_with("{}") && taken.contains("application/json"),
        "{taken}"
    );
    assert_eq!(*seen.lock().unwrap(), [(34, String::from_utf8(body.to_vec()).unwrap())]);

    for (headers, body, status) in [
        ("", &body[..], "401"),
        ("x-authorization: wrong\r\n", &body[..], "401"),
        ("authorization: Bearer wrong\r\n", &b"not JSON"[..], "401"),
        ("x-authorization: right\r\n", &b"not JSON"[..], "400"),
        ("x-authorization: right\r\n", &b"[]"[..], "400"),
    ] {
        let rejected = post(address, "/clusters", headers, body).await;
        assert!(rejected.starts_with(&format!("HTTP/1.1 {status}")) && rejected.ends_with("{}"), "{rejected}");
    }
    let large = vec![b' '; MAX_BODY + 1];
    let rejected = post(address, "/clusters", "x-authorization: right\r\n", &large).await;
    assert!(rejected.is_empty() || rejected.starts_with("HTTP/1.1 413"), "{rejected}");
    assert_eq!(calls.load(Ordering::SeqCst), 1);

    let decided = post(address, "/finance", "authorization: Bearer right\r\n", b"{}").await;
    assert!(decided.ends_with(r#"{"external_application_id":7,"finance_options":[]}"#), "{decided}");
    server.abort();
}
