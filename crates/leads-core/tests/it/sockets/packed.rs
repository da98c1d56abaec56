//! Compressed bodies.

use crate::sockets::peers::{Authority, Peer, call, http1, http2, respond, says_nothing_twice};
use crate::sockets::{client, once};
use flate2::Compression;
use flate2::write::GzEncoder;
use leads_core::{CallOptions, ErrorKind, Method, Safety, WriteOutcome};
use std::io::Write as _;
use std::time::Duration;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

async fn get(response: Vec<u8>) -> Result<leads_core::Reply<bytes::Bytes>, leads_core::Error> {
    let (peer, _) = Peer::responding(None, vec![response]).await;
    let pipeline = client(&peer.url("http"), once(Duration::from_secs(20)).max_body(100_000));
    call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await
}

#[tokio::test]
async fn every_spelling_of_gzip_is_decompressed() {
    let body = gzip(b"{\"a\":1}");
    for line in
        ["gzip", "GZIP", "x-gzip", "X-Gzip", "gzip, identity", " gzip ", "gzip, gzip", "gzip\r\ncontent-encoding: gzip"]
    {
        let reply = get(http1(200, &format!("content-encoding: {line}\r\n"), &body)).await.unwrap();
        assert_eq!(&reply[..], b"{\"a\":1}", "{line}");
        // They describe only the compressed body.
        assert!(!reply.meta().headers.contains_key("content-encoding"), "{line}");
        assert!(!reply.meta().headers.contains_key("content-length"), "{line}");
    }
}

#[tokio::test]
async fn gzip_of_several_members_is_read_to_its_end() {
    let body = [gzip(b"[1,"), gzip(b""), gzip(b"2]"), vec![0; 30]].concat();
    let reply = get(http1(200, "content-encoding: gzip\r\n", &body)).await.unwrap();
    assert_eq!(&reply[..], b"[1,2]");
    // In chunks with arbitrary boundaries.
    let mut chunked = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for piece in body.chunks(7) {
        chunked.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        chunked.extend_from_slice(piece);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    assert_eq!(&get(chunked).await.unwrap()[..], b"[1,2]");
}

#[tokio::test]
async fn uncompressed_bodies_are_used_unchanged() {
    for line in ["", "content-encoding: identity\r\n", "content-encoding: \r\n", "content-encoding: br\r\n"] {
        let reply = get(http1(200, line, b"plain")).await.unwrap();
        assert_eq!(&reply[..], b"plain", "{line}");
    }
    assert_eq!(&get(http1(200, "content-encoding: gzip\r\n", b"")).await.unwrap()[..], b"");
}

#[tokio::test]
async fn corrupt_gzip_is_a_decode_error() {
    let good = gzip(b"some text");
    let bodies = [
        b"plain text".to_vec(),
        good[..good.len() - 3].to_vec(),
        [&good[..], b"garbage"].concat(),
        [&good[..], &good[..15]].concat(),
    ];
    for body in bodies {
        let error = get(http1(200, "content-encoding: gzip\r\n", &body)).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, WriteOutcome::Unknown), "{error:?}");
        assert!(!error.is_retryable());
        says_nothing_twice(&error);
    }
}

#[tokio::test]
async fn gzip_with_oversized_content_is_rejected() {
    let bomb = gzip(&vec![0; 200_000]);
    assert!(bomb.len() < 2_000);
    let members = gzip(&[0; 1_000]).repeat(101);
    for body in [bomb, members] {
        let error = get(http1(200, "content-encoding: gzip\r\n", &body)).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, WriteOutcome::Unknown), "{error:?}");
        assert!(error.to_string().contains("larger than allowed"), "{error}");
    }
}

#[tokio::test]
async fn rejection_counts_although_its_body_is_corrupt() {
    let error = get(http1(403, "content-encoding: gzip\r\n", b"blocked")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Forbidden, WriteOutcome::NotApplied), "{error:?}");
    let cut = b"HTTP/1.1 401 No\r\nconnection: close\r\ncontent-length: 50\r\n\r\n{\"message\":".to_vec();
    let error = get(cut).await.unwrap_err();
    assert_eq!((error.http_status(), error.outcome()), (Some(401), WriteOutcome::NotApplied), "{error:?}");
    let cut = b"HTTP/1.1 502 No\r\nconnection: close\r\ncontent-length: 50\r\n\r\n<html>".to_vec();
    let error = get(cut).await.unwrap_err();
    assert_eq!((error.http_status(), error.outcome()), (Some(502), WriteOutcome::Unknown), "{error:?}");
}

#[tokio::test]
async fn gzip_is_requested_unless_the_call_sets_another_encoding() {
    let (peer, heard) = Peer::responding(None, vec![http1(200, "", b"")]).await;
    let pipeline = client(&peer.url("http"), once(Duration::from_secs(20)));
    call(&pipeline, Method::Get, Safety::Read, "/any").await.unwrap();
    let identity = CallOptions::new().header("accept-encoding", "identity").unwrap();
    crate::sockets::peers::call_with(&pipeline, Method::Get, Safety::Read, "/any", identity).await.unwrap();
    let requested: Vec<String> = heard
        .all()
        .iter()
        .map(|request| {
            request.lines().filter_map(|line| line.strip_prefix("accept-encoding: ")).collect::<Vec<_>>().join("+")
        })
        .collect();
    assert_eq!(requested, ["gzip", "identity"]);
}

#[tokio::test]
async fn gzip_is_decompressed_over_http2() {
    let authority = Authority::new();
    let peer = Peer::start(Some(authority.acceptor(&["h2"])), |stream, _| {
        Box::pin(http2(stream, |_, to| {
            let response = http::Response::builder().header("content-encoding", "GZIP").body(()).unwrap();
            respond(to, response, &[gzip(b"one "), gzip(b"two")].concat());
        }))
    })
    .await;
    let pipeline = client(&peer.url("https"), once(Duration::from_secs(20)).transport_options(authority.options()));
    assert_eq!(&call(&pipeline, Method::Get, Safety::Read, "/any").await.unwrap()[..], b"one two");
}
