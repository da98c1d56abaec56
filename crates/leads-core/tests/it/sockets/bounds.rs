//! The number of open connections.

use crate::sockets::peers::{Peer, call, call_with, http1, request};
use crate::sockets::{client, once};
use futures_util::future::join_all;
use leads_core::http::limit::{Limiter, Window};
use leads_core::http::{TimeoutKind, TransportOptions};
use leads_core::{CallOptions, ClientConfig, Method, Safety, WriteOutcome};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

fn with(most: usize) -> ClientConfig {
    once(Duration::from_secs(20)).transport_options(TransportOptions::new().max_connections(most))
}

#[tokio::test]
async fn open_connections_are_bounded() {
    let (open, most) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let (now, peak) = (Arc::clone(&open), Arc::clone(&most));
    let peer = Peer::start(None, move |mut stream, _| {
        let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
        Box::pin(async move {
            peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            while request(&mut stream).await.is_some() {
                tokio::time::sleep(Duration::from_millis(2)).await;
                stream.write_all(&http1(200, "", b"{}")).await.unwrap();
            }
            now.fetch_sub(1, Ordering::SeqCst);
        })
    })
    .await;
    let pipeline = client(&peer.url("http"), with(3));
    for result in join_all((0..60).map(|_| call(&pipeline, Method::Get, Safety::Read, "/any"))).await {
        result.unwrap();
    }
    assert_eq!(most.load(Ordering::SeqCst), 3);
    assert_eq!(peer.connections(), 3, "connections are reused");
}

#[tokio::test]
async fn call_that_finds_no_free_slot_was_not_sent() {
    let peer = Peer::start(None, |mut stream, _| {
        Box::pin(async move {
            // It receives a response only if it requests one.
            while let Some(request) = request(&mut stream).await {
                if !request.contains("/silent") {
                    stream.write_all(&http1(200, "", b"")).await.unwrap();
                }
            }
        })
    })
    .await;
    let limiter = Limiter::new([Window::new("calls", 2, Duration::from_secs(60))]);
    let pipeline = client(&peer.url("http"), with(0).limiter(limiter));
    let mut silent = Box::pin(call(&pipeline, Method::Post, Safety::NonIdempotent, "/silent"));
    assert!(silent.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    for (options, limit) in [
        (CallOptions::new().attempt(Duration::from_millis(50)), TimeoutKind::Attempt),
        (CallOptions::new().deadline(Duration::from_millis(50)), TimeoutKind::Call),
    ] {
        let error = call_with(&pipeline, Method::Post, Safety::NonIdempotent, "/any", options).await.unwrap_err();
        assert_eq!((error.timeout_kind(), error.outcome()), (Some(limit), WriteOutcome::NotApplied), "{error:?}");
    }
    // The slot and the permit are free as soon as the call that holds them is dropped.
    drop(silent);
    call(&pipeline, Method::Post, Safety::NonIdempotent, "/any").await.unwrap();
}
