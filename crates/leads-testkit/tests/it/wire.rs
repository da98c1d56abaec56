//! What the faults look like on a bare socket, without an HTTP library in between.

use crate::tiny::fake;
use leads_testkit::{FakeResponse, Fault};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const REQUEST: &[u8] = b"POST /counter/1 HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}";
const WHOLE: &str = r#"{"note":"a note","value":1}"#;

#[derive(Debug, PartialEq, Eq)]
enum Ended {
    Reset,
    Cleanly,
}

/// Sends one request, keeps the connection open, and reads until the fake ends it.
async fn exchange(fault: Fault) -> (String, String, Ended) {
    let fake = fake();
    let running = fake.start().await.unwrap();
    fake.faults().next(fault);
    let mut stream = TcpStream::connect(running.address()).await.unwrap();
    stream.write_all(REQUEST).await.unwrap();
    let mut bytes = Vec::new();
    let ended = match stream.read_to_end(&mut bytes).await {
        Ok(_) => Ended::Cleanly,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => Ended::Reset,
        Err(error) => panic!("{error}"),
    };
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    (head.to_owned(), body.to_owned(), ended)
}

#[tokio::test]
async fn faults_without_a_response() {
    for (fault, expected) in [
        (Fault::ResetOnAccept, Ended::Reset),
        (Fault::ResetAfterHead, Ended::Reset),
        (Fault::ResetBeforeHandling, Ended::Reset),
        (Fault::CloseBeforeHandling, Ended::Cleanly),
        (Fault::ResetAfterHandling, Ended::Reset),
        (Fault::CloseAfterHandling, Ended::Cleanly),
    ] {
        let name = fault.name();
        assert_eq!(exchange(fault).await, (String::new(), String::new(), expected), "{name}");
    }
}

#[tokio::test]
async fn faults_inside_the_body() {
    let half = &WHOLE[..WHOLE.len() / 2];
    let long = format!("content-length: {}", WHOLE.len() + 10);
    for (fault, framing, body, expected) in [
        (Fault::ResetAfterResponseHead, "content-length: 27", "", Ended::Reset),
        (Fault::ResetInBody, "content-length: 27", half, Ended::Reset),
        (Fault::CloseInBody, "content-length: 27", half, Ended::Cleanly),
        (Fault::CloseInChunkedBody, "transfer-encoding: chunked", &*format!("d\r\n{half}\r\n"), Ended::Cleanly),
        (Fault::CutWithoutLength, "connection: close", half, Ended::Cleanly),
        (Fault::LengthTooLong, &long, WHOLE, Ended::Cleanly),
        (Fault::LengthTooShort, "content-length: 13", WHOLE, Ended::Cleanly),
    ] {
        let name = fault.name();
        let (head, seen, ended) = exchange(fault).await;
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains(framing), "{name}: {head}");
        assert_eq!((seen.as_str(), ended), (body, expected), "{name}");
    }
}

#[tokio::test]
async fn connection_serves_consecutive_requests() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    fake.faults().next(Fault::SlowDrip { piece: 5, pause: Duration::from_millis(1) });
    fake.faults().next(Fault::Response(FakeResponse::empty(204).header("x-twice", "1").header("x-twice", "2")));
    fake.faults().next(Fault::DuplicateHeaders);
    let mut stream = TcpStream::connect(running.address()).await.unwrap();
    // The second and third are sent before the first response.
    stream.write_all(&[REQUEST, REQUEST, &REQUEST[..REQUEST.len() - 2]].concat()).await.unwrap();
    stream.write_all(b"{}").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let responses: Vec<_> = text.split("HTTP/1.1 ").skip(1).collect();
    assert_eq!(responses.len(), 3, "{text}");
    assert!(responses[0].starts_with("200 OK") && responses[0].ends_with(WHOLE), "{text}");
    assert!(responses[1].starts_with("204 No Content") && !responses[1].contains("content-length"), "{text}");
    assert_eq!(responses[1].matches("x-twice").count(), 2);
    assert_eq!(responses[2].matches("x-request-id: r-1").count(), 2, "{text}");
    assert_eq!(responses[2].matches("date: ").count(), 2, "{text}");
    assert_eq!(responses[2].matches("content-length: ").count(), 1, "{text}");
    assert_eq!((running.traffic().connections, running.traffic().responses, fake.write_count()), (1, 3, 2));
}

#[tokio::test]
async fn chunked_request_after_a_pause_is_read_completely() {
    let fake = fake();
    let running = fake.start().await.unwrap();
    let mut stream = TcpStream::connect(running.address()).await.unwrap();
    let head = b"POST /counter/1 HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let mut go_on = [0_u8; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"2\r\n{}\r\n0\r\n\r\n").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.ends_with(WHOLE), "{text}");
    assert_eq!(fake.requests()[0].text(), Some("{}"));
}
