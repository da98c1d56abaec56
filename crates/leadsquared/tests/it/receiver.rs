//! A webhook receiver behind a real socket.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use leadsquared::webhook::{Delivery, Receiver, activity_create, route};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

type Seen = Arc<Mutex<Vec<String>>>;

async fn served() -> (std::net::SocketAddr, Seen) {
    let seen = Seen::default();
    let kept = Arc::clone(&seen);
    let handler = move |delivery: Delivery| {
        let kept = Arc::clone(&kept);
        async move {
            let events = activity_create(&delivery)?;
            let mut seen = kept.lock().unwrap();
            seen.extend(events.iter().filter_map(|event| event.id()).map(|id| id.to_string()));
            seen.extend(delivery.entity_type);
            Ok::<(), leadsquared::Error>(())
        }
    };
    let receiver = Receiver::new().require_header("x-hook-key", "right");
    let app = Router::new().route("/hook", route(receiver, handler)).layer(DefaultBodyLimit::max(1_000));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, seen)
}

async fn call(address: std::net::SocketAddr, target: &str, header: &str, body: &str) -> (u16, String) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let text = format!(
        "POST {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{header}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(text.as_bytes()).await.unwrap();
    let mut response = String::new();
    socket.read_to_string(&mut response).await.unwrap();
    let status = response.split(' ').nth(1).unwrap().parse().unwrap();
    (status, response.split_once("\r\n\r\n").unwrap().1.to_owned())
}

const WANTED: &str = r#"{"Status":"Success","StatusReason":""}"#;
const KEY: &str = "X-Hook-Key: right\r\n";

#[tokio::test]
async fn deliveries_get_the_documented_response() {
    let (address, seen) = served().await;
    let body = r#"[{"ProspectActivityId":"4"},{"ProspectActivityId":"5"}]"#;
    assert_eq!(call(address, "/hook?entityType=activity", KEY, body).await, (200, WANTED.to_owned()));
    assert_eq!(*seen.lock().unwrap(), ["4", "5", "activity"]);
}

#[tokio::test]
async fn verifications_never_reach_the_handler() {
    let (address, seen) = served().await;
    assert_eq!(call(address, "/hook", "", "").await, (200, WANTED.to_owned()));
    assert_eq!(call(address, "/hook", KEY, " \r\n").await, (200, WANTED.to_owned()));
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn forged_and_unstorable_deliveries_are_reported() {
    let (address, seen) = served().await;
    let body = r#"[{"ProspectActivityId":"4"}]"#;
    for header in ["", "x-hook-key: wrong\r\n", "x-hook-key: \r\n"] {
        assert_eq!(call(address, "/hook", header, body).await.0, 401, "{header:?}");
    }
    let (status, response) = call(address, "/hook", KEY, "no json").await;
    assert_eq!(status, 503);
    assert!(!response.contains("Success"));
    assert_eq!(call(address, "/hook", KEY, &" 1".repeat(1_000)).await.0, 413);
    assert!(seen.lock().unwrap().is_empty());
}
