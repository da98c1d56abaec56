//! A webhook receiver behind a real socket.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use leadsquared::webhook::{Delivery, Event, EventKind, Receiver, route};
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
            let mut seen = kept.lock().unwrap();
            match delivery.event() {
                Ok(Event::ActivityCreate(events)) => {
                    seen.extend(events.iter().filter_map(|event| event.id()).map(|id| id.to_string()));
                }
                Ok(other) => panic!("{other:?}"),
                Err(error) => {
                    assert!(error.is_decode() && error.vendor() == "leadsquared");
                    seen.push(String::from_utf8(delivery.body().to_vec()).unwrap());
                }
            }
            seen.extend(delivery.query("entityType"));
            if delivery.query("full").is_some() { Err("the queue is full") } else { Ok(()) }
        }
    };
    let receiver = Receiver::new(EventKind::ActivityCreate).require_header("x-hook-key", "right").max_body(1_500);
    let app = Router::new().route("/hook", route(receiver, handler)).layer(DefaultBodyLimit::max(10));
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
    assert_eq!(call(address, "/hook", KEY, &" 1".repeat(1_000)).await.0, 413);
    assert!(seen.lock().unwrap().is_empty());
    let (status, response) = call(address, "/hook?full=1", KEY, body).await;
    assert_eq!(status, 503);
    assert!(!response.contains("Success"));
}

#[tokio::test]
async fn unreadable_delivery_is_kept_and_accepted() {
    let (address, seen) = served().await;
    assert_eq!(call(address, "/hook", KEY, "no json").await, (200, WANTED.to_owned()));
    assert_eq!(*seen.lock().unwrap(), ["no json"]);
}

#[tokio::test]
async fn head_request_is_a_verification() {
    let (address, seen) = served().await;
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(b"HEAD /hook HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut response = String::new();
    socket.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert!(seen.lock().unwrap().is_empty());
}
