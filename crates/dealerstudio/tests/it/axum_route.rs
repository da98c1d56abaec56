//! The route in an axum server, over a socket.

use dealerstudio::webhook::{Delivery, Event, FinanceDecision, Handled, Kind, Receiver, route};
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
    let unreadable = Arc::new(Mutex::new(Vec::new()));
    let (kept, counted, unread) = (Arc::clone(&seen), Arc::clone(&calls), Arc::clone(&unreadable));
    let app = axum::Router::new()
        .route(
            "/clusters",
            route(Receiver::new(Kind::LeadCluster).token("right"), move |delivery: Delivery| {
                counted.fetch_add(1, Ordering::SeqCst);
                match delivery.event() {
                    Ok(Event::LeadCluster(cluster)) => {
                        kept.lock().unwrap().push((cluster.id().unwrap().get(), cluster.text().to_owned()));
                    }
                    Ok(other) => panic!("{other:?}"),
                    Err(error) => {
                        assert!(error.is_decode() && error.vendor() == "dealerstudio");
                        unread.lock().unwrap().push(delivery.body().clone());
                    }
                }
                async {}
            }),
        )
        .route(
            "/finance",
            route(Receiver::new(Kind::FinanceApplication).bearer("right"), |_delivery: Delivery| async {
                Handled::json(&FinanceDecision::new(7))
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
        ("x-authorization: right\r\n", &b"not JSON"[..], "200"),
        ("x-authorization: right\r\n", &b"[]"[..], "200"),
    ] {
        let response = post(address, "/clusters", headers, body).await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status}")) && response.ends_with("{}"), "{response}");
    }
    assert_eq!(*unreadable.lock().unwrap(), [&b"not JSON"[..], b"[]"]);
    let large = vec![b' '; leads_core::webhook::MAX_BODY + 1];
    let rejected = post(address, "/clusters", "x-authorization: right\r\n", &large).await;
    assert!(rejected.is_empty() || rejected.starts_with("HTTP/1.1 413"), "{rejected}");
    assert_eq!(calls.load(Ordering::SeqCst), 3);

    let decided = post(address, "/finance", "authorization: Bearer right\r\n", b"{}").await;
    assert!(decided.ends_with(r#"{"external_application_id":7,"finance_options":[]}"#), "{decided}");
    server.abort();
}
