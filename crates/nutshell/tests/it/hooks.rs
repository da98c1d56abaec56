//! Receiving webhooks into a bounded queue.

use axum::http::StatusCode;
use nutshell::webhook::{Delivery, Receiver, route};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const HOOK: &str = r#"{"meta":{},"links":{},"events":[{"id":"7-events","action":"brandnew"}],"payloads":[]}"#;

/// Serves a receiver that puts deliveries into a queue with this capacity.
async fn serve(receiver: Receiver, capacity: usize) -> (String, mpsc::Receiver<Delivery>) {
    let (queue, deliveries) = mpsc::channel(capacity);
    let handler = move |delivery: Delivery| {
        let queue = queue.clone();
        async move { queue.try_send(delivery) }
    };
    let app = axum::Router::new().route("/hooks", route(receiver, handler));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, deliveries)
}

async fn post(address: &str, target: &str, body: &str) -> u16 {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let head = format!("POST {target} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all((head + body).as_bytes()).await.unwrap();
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response).await;
    String::from_utf8_lossy(&response).split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn webhooks_are_queued_and_acknowledged_immediately() {
    let (address, mut queue) = serve(Receiver::unauthenticated(), 2).await;
    assert_eq!(post(&address, "/hooks", HOOK).await, StatusCode::NO_CONTENT.as_u16());
    let received = queue.recv().await.unwrap();
    assert_eq!(received.event().unwrap().events()[0].action.as_ref().unwrap().as_str(), "brandnew");
    assert_eq!(received.body(), HOOK);
    assert_eq!(post(&address, "/hooks", "{}").await, 204, "an unreadable body is kept");
    let received = queue.recv().await.unwrap();
    assert!(received.event().unwrap_err().is_decode());
    assert_eq!(received.body(), "{}");
    assert_eq!(post(&address, "/elsewhere", HOOK).await, 404);
    for _ in 0..2 {
        assert_eq!(post(&address, "/hooks", HOOK).await, 204);
    }
    assert_eq!(post(&address, "/hooks", HOOK).await, 503, "the queue is full");
    drop(queue);
    assert_eq!(post(&address, "/hooks", HOOK).await, 503, "the queue is closed");
}

#[tokio::test]
async fn receiver_without_valid_token_rejects_every_webhook() {
    let receivers = [
        Receiver::new(),
        Receiver::new().token(""),
        Receiver::new().token(" \n"),
        Receiver::unauthenticated().token(""),
    ];
    for receiver in receivers {
        assert_eq!(receiver.check().unwrap_err().field(), Some("token"));
        let (address, _queue) = serve(receiver, 1).await;
        for target in ["/hooks", "/hooks?token=", "/hooks?token", "/hooks?token=%20%0A"] {
            assert_eq!(post(&address, target, HOOK).await, 404, "{target}");
        }
    }
    let receiver = Receiver::unauthenticated();
    assert!(receiver.check().is_ok());
    let (address, _queue) = serve(receiver.token("x"), 1).await;
    assert_eq!(post(&address, "/hooks", HOOK).await, 404, "a token is required");
}

#[tokio::test]
async fn only_urls_with_the_token_are_accepted() {
    let receiver = Receiver::new().token("s3cret&").max_body(1000);
    assert!(!format!("{receiver:?}").contains("s3cret"));
    let (address, mut queue) = serve(receiver, 8).await;
    for wrong in ["/hooks", "/hooks?token=", "/hooks?token=s3cret", "/hooks?token=s3cret%27", "/hooks?x=s3cret%26"] {
        assert_eq!(post(&address, wrong, HOOK).await, 404, "{wrong}");
    }
    assert_eq!(post(&address, "/hooks?token=s3cret%26", &" ".repeat(1001)).await, 413);
    assert_eq!(post(&address, "/hooks?token=s3cret%26", HOOK).await, 204);
    assert!(queue.recv().await.is_some());
}
