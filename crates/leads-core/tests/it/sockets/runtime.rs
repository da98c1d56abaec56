//! Calls that are awaited outside a runtime.

use crate::sockets::{Content, Make, client, once};
use async_trait::async_trait;
use leads_core::http::{Progress, Transport, TransportError, WireRequest};
use leads_core::{ErrorKind, HttpResponse, WriteOutcome};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

fn poll_once<T>(future: impl Future<Output = T>) -> Poll<T> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[derive(Debug)]
struct Unused;

#[async_trait]
impl Transport for Unused {
    async fn send(&self, _: WireRequest, _: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        panic!("unexpected connection");
    }
}

#[test]
fn send_outside_a_runtime_is_an_error() {
    let config = once(Duration::from_secs(20));
    for config in [config.clone(), config.transport(Arc::new(Unused))] {
        let pipeline = client("http://127.0.0.1:9", config);
        let Poll::Ready(Err(error)) = poll_once(pipeline.send(&Make(1, Content::Json))) else { panic!("it must fail") };
        assert_eq!((error.kind(), error.field()), (ErrorKind::Config, Some("runtime")), "{error}");
        assert_eq!((error.outcome(), error.attempts(), error.is_retryable()), (WriteOutcome::NotApplied, 0, false));
        assert!(error.to_string().contains("tokio"), "{error}");
    }
}
