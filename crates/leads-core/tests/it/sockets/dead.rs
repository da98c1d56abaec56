//! Connections that are open but dead.

use crate::sockets::peers::{AnyStream, Authority, Peer, call, call_with, http2, respond};
use crate::sockets::{client, once};
use futures_util::future::join_all;
use leads_core::http::{RetryPolicy, TimeoutKind};
use leads_core::{CallOptions, ClientConfig, ErrorKind, Method, Pipeline, Safety, WriteOutcome};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

/// An HTTP/2 server whose first connection can be frozen: it stays open, but no longer responds.
struct Freezer {
    peer: Peer,
    authority: Authority,
    frozen: Arc<AtomicBool>,
    closed: Arc<Notify>,
}

impl Freezer {
    async fn start() -> Self {
        let authority = Authority::new();
        let (frozen, closed) = (Arc::<AtomicBool>::default(), Arc::<Notify>::default());
        let (flag, notify) = (Arc::clone(&frozen), Arc::clone(&closed));
        let peer = Peer::start(Some(authority.acceptor(&["h2"])), move |stream, number| {
            let frozen = if number == 0 { Arc::clone(&flag) } else { Arc::default() };
            let stream: AnyStream = Box::new(Freezing { stream, frozen, closed: Arc::clone(&notify) });
            Box::pin(async move {
                // Requests without a response are kept, because dropping them would be a response.
                let mut kept = Vec::new();
                let each = |request: http::Request<_>, to| match request.uri().path() {
                    "/silent" => kept.push((request, to)),
                    _ => respond(to, http::Response::new(()), b"here"),
                };
                http2(stream, each).await;
            })
        })
        .await;
        Self { peer, authority, frozen, closed }
    }

    fn client(&self, config: ClientConfig) -> Pipeline<crate::sockets::Plain> {
        client(&self.peer.url("https"), config.transport_options(self.authority.options()))
    }

    fn freeze(&self) {
        self.frozen.store(true, Ordering::SeqCst);
    }
}

struct Freezing {
    stream: AnyStream,
    frozen: Arc<AtomicBool>,
    closed: Arc<Notify>,
}

impl AsyncRead for Freezing {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        while self.frozen.load(Ordering::SeqCst) {
            let mut bytes = [0; 1024];
            let mut lost = ReadBuf::new(&mut bytes);
            let read = ready!(Pin::new(&mut self.stream).poll_read(context, &mut lost));
            if read.is_err() || lost.filled().is_empty() {
                self.closed.notify_one();
                return Poll::Pending;
            }
        }
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Freezing {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        if self.frozen.load(Ordering::SeqCst) {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

fn patient() -> ClientConfig {
    once(Duration::from_secs(20))
}

fn short() -> CallOptions {
    CallOptions::new().attempt(Duration::from_millis(150))
}

async fn works(pipeline: &Pipeline<crate::sockets::Plain>) {
    let reply = call(pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap();
    assert_eq!(&reply[..], b"here");
}

#[tokio::test]
async fn frozen_connection_is_replaced_after_a_timeout() {
    let server = Freezer::start().await;
    let pipeline = server.client(patient());
    works(&pipeline).await;
    assert_eq!(server.peer.connections(), 1);
    server.freeze();
    let calls = (0..12).map(|_| call_with(&pipeline, Method::Post, Safety::NonIdempotent, "/any", short()));
    for result in join_all(calls).await {
        let error = result.unwrap_err();
        assert_eq!((error.timeout_kind(), error.outcome()), (Some(TimeoutKind::Attempt), WriteOutcome::Unknown));
    }
    // One new connection for all of them.
    works(&pipeline).await;
    join_all((0..12).map(|_| works(&pipeline))).await;
    assert_eq!(server.peer.connections(), 2);
}

#[tokio::test]
async fn connection_that_never_responded_is_replaced() {
    let server = Freezer::start().await;
    let pipeline = server.client(patient());
    server.freeze();
    // Long enough for the connection to be established.
    let options = CallOptions::new().attempt(Duration::from_secs(1));
    let error = call_with(&pipeline, Method::Post, Safety::NonIdempotent, "/any", options).await.unwrap_err();
    assert_eq!((error.timeout_kind(), error.outcome()), (Some(TimeoutKind::Attempt), WriteOutcome::Unknown));
    works(&pipeline).await;
    assert_eq!(server.peer.connections(), 2);
}

#[tokio::test]
async fn retry_uses_a_new_connection() {
    let server = Freezer::start().await;
    let pipeline = server.client(once(Duration::from_secs(1)).retry(RetryPolicy::none().max_attempts(2)));
    works(&pipeline).await;
    server.freeze();
    let reply = call(&pipeline, Method::Put, Safety::Idempotent, "/any").await.unwrap();
    assert_eq!((&reply[..], reply.meta().attempts, server.peer.connections()), (&b"here"[..], 2, 2));
}

#[tokio::test]
async fn connection_with_responses_to_other_calls_is_kept() {
    let server = Freezer::start().await;
    let pipeline = server.client(patient());
    works(&pipeline).await;
    let silent = call_with(&pipeline, Method::Get, Safety::Read, "/silent", short());
    let others = async {
        for _ in 0..5 {
            works(&pipeline).await;
        }
    };
    let (silent, ()) = tokio::join!(silent, others);
    assert!(silent.unwrap_err().is_timeout());
    works(&pipeline).await;
    assert_eq!(server.peer.connections(), 1);
}

#[tokio::test]
async fn cancelled_call_keeps_its_connection() {
    let server = Freezer::start().await;
    let pipeline = server.client(patient());
    works(&pipeline).await;
    let silent = call(&pipeline, Method::Get, Safety::Read, "/silent");
    assert!(tokio::time::timeout(Duration::from_millis(100), silent).await.is_err());
    works(&pipeline).await;
    assert_eq!(server.peer.connections(), 1);
}

#[tokio::test]
async fn ping_without_response_ends_a_call() {
    let server = Freezer::start().await;
    let pings = server.authority.options().pings(Duration::from_millis(50), Duration::from_millis(50));
    let pipeline = client(&server.peer.url("https"), patient().transport_options(pings));
    works(&pipeline).await;
    server.freeze();
    let error = call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, WriteOutcome::Unknown), "{error:?}");
    crate::sockets::peers::says_nothing_twice(&error);
    works(&pipeline).await;
    assert_eq!(server.peer.connections(), 2);
}

#[tokio::test]
async fn idle_connection_is_pinged() {
    let server = Freezer::start().await;
    let pings = server.authority.options().pings(Duration::from_millis(50), Duration::from_millis(50));
    let pipeline = client(&server.peer.url("https"), patient().transport_options(pings));
    works(&pipeline).await;
    server.freeze();
    server.closed.notified().await;
    works(&pipeline).await;
    assert_eq!(server.peer.connections(), 2);
}
