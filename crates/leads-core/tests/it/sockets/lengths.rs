//! The length that a request without a body declares.

use crate::sockets::peers::{Authority, Peer, call, http1, http2, respond};
use crate::sockets::{client, once};
use leads_core::{Method, Safety};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const VERBS: [(Method, Option<&str>); 5] = [
    (Method::Post, Some("0")),
    (Method::Put, Some("0")),
    (Method::Patch, Some("0")),
    (Method::Get, None),
    (Method::Delete, None),
];

#[tokio::test]
async fn writes_without_a_body_send_content_length_zero_over_http1() {
    let (peer, heard) = Peer::responding(None, vec![http1(200, "", b"")]).await;
    let pipeline = client(&peer.url("http"), once(Duration::from_secs(20)));
    for (method, length) in VERBS {
        call(&pipeline, method, Safety::Idempotent, "/any").await.unwrap();
        let request = heard.all().pop().unwrap();
        let lengths: Vec<&str> = request.lines().filter_map(|line| line.strip_prefix("content-length: ")).collect();
        assert_eq!(lengths, Vec::from_iter(length), "{request}");
        assert!(!request.contains("transfer-encoding"), "{request}");
    }
}

#[tokio::test]
async fn writes_without_a_body_send_content_length_zero_over_http2() {
    let authority = Authority::new();
    let heard = Arc::<Mutex<Vec<http::HeaderMap>>>::default();
    let all = Arc::clone(&heard);
    let peer = Peer::start(Some(authority.acceptor(&["h2"])), move |stream, _| {
        let all = Arc::clone(&all);
        Box::pin(http2(stream, move |request, to| {
            all.lock().unwrap().push(request.headers().clone());
            respond(to, http::Response::new(()), b"");
        }))
    })
    .await;
    let pipeline = client(&peer.url("https"), once(Duration::from_secs(20)).transport_options(authority.options()));
    for (method, length) in VERBS {
        call(&pipeline, method, Safety::Idempotent, "/any").await.unwrap();
        let headers = heard.lock().unwrap().pop().unwrap();
        let lengths: Vec<_> = headers.get_all("content-length").iter().map(|length| length.to_str().unwrap()).collect();
        assert_eq!(lengths, Vec::from_iter(length), "{method:?}");
    }
    assert_eq!(peer.connections(), 1);
}
