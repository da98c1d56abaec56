//! The in-process transport.

use crate::delivery::{Delivery, End, Framing, HeadTurn};
use crate::engine::Engine;
use crate::faults::{Fault, Moment};
use crate::gzip::{self, Failed};
use crate::{FakeRequest, FakeResponse};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HOST};
use http::{HeaderValue, Method};
use leads_core::HttpResponse;
use leads_core::http::{Progress, Transport, TransportError, TransportErrorKind as Kind, WireBody, WireRequest};
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// A transport that behaves like a real connection to the fake, using only tokio's clock.
#[derive(Debug)]
pub(crate) struct InProcess {
    engine: Arc<Engine>,
}

impl InProcess {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self { engine }
    }
}

#[async_trait]
impl Transport for InProcess {
    async fn send(&self, wire: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let engine = &*self.engine;
        let limit = wire.max_body;
        let request = read(wire, &*progress).await?;
        let (there, back) = engine.draw_latency();
        pass(there).await;
        let fault = engine.faults.take(Moment::InProcess, Some(&request));
        let broken = || Err(TransportError::new(Kind::Exchange));
        match &fault {
            Some(Fault::Refused) => return Err(TransportError::new(Kind::Connect)),
            Some(Fault::ConnectTimeout) => return Err(TransportError::new(Kind::ConnectTimeout)),
            Some(Fault::UntrustedCertificate) => return Err(TransportError::new(Kind::Certificate)),
            Some(Fault::StallConnect) => {
                let _given_up = GivenUp(&*progress);
                return pending().await;
            }
            _ => engine.began(),
        }
        match &fault {
            Some(Fault::ResetOnAccept) => return broken(),
            Some(Fault::RefusedStream) => return Err(TransportError::new(Kind::Rejected)),
            Some(Fault::StaleConnection | Fault::ResetAfterHead) => {
                engine.record(&request.with_body(Bytes::new()), false, fault.as_ref());
                return broken();
            }
            _ => {}
        }
        let number = engine.record(&request, true, fault.as_ref());
        match &fault {
            Some(Fault::ResetBeforeHandling | Fault::CloseBeforeHandling) => return broken(),
            Some(Fault::StallBeforeHandling) => return pending().await,
            _ => {}
        }
        let response = response(engine, number, &request, fault.as_ref());
        engine.record_status(number, response.status);
        let delivery = Delivery::new(response, &request.method, fault.as_ref(), &engine.clock);
        pass(back).await;
        carry_out(delivery, limit, &*progress).await
    }
}

/// A connection that is never established: if the client gives up on it, nothing was sent.
struct GivenUp<'a>(&'a dyn Progress);

impl Drop for GivenUp<'_> {
    fn drop(&mut self) {
        self.0.not_sent();
    }
}

/// Reads a request from the pipeline.
async fn read(wire: WireRequest, progress: &dyn Progress) -> Result<FakeRequest, TransportError> {
    let WireRequest { method, url, mut headers, body, .. } = wire;
    let body = match body {
        WireBody::Full(bytes) => bytes,
        WireBody::Stream(mut open) => {
            let mut whole = BytesMut::new();
            while let Some(piece) = open.next().await {
                let piece = piece.map_err(|error| TransportError::new(Kind::Request).with_source(error))?;
                whole.extend_from_slice(&piece);
                progress.bytes_transferred();
            }
            whole.freeze()
        }
        _ => Bytes::new(),
    };
    // Headers that an HTTP library would add.
    if let Ok(host) = HeaderValue::from_str(url.authority()) {
        headers.insert(HOST, host);
    }
    if !body.is_empty() || matches!(method, Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    Ok(FakeRequest::new(method, &target).with_headers(headers).with_body(body))
}

fn response(engine: &Engine, number: u64, request: &FakeRequest, fault: Option<&Fault>) -> FakeResponse {
    match fault {
        Some(Fault::Response(response)) => response.clone(),
        Some(Fault::HandledThenResponse(response)) => {
            engine.handle(number, request);
            response.clone()
        }
        Some(Fault::HandledTwice) => {
            let first = engine.handle(number, request);
            engine.handle(number, request);
            first
        }
        _ => engine.handle(number, request),
    }
}

/// Delivers the response as the client would see it over a socket.
async fn carry_out(delivery: Delivery, limit: usize, progress: &dyn Progress) -> Result<HttpResponse, TransportError> {
    let status = delivery.status;
    let failed = |kind| TransportError::new(kind).with_status(status);
    match delivery.head {
        HeadTurn::Sent => {}
        HeadTurn::SentAfter(wait) => pass(wait).await,
        HeadTurn::Lost(End::Stall) => return pending().await,
        HeadTurn::Lost(End::Reset | End::Close) => return Err(TransportError::new(Kind::Exchange)),
    }
    if delivery.folded {
        return Err(TransportError::new(Kind::Malformed));
    }
    progress.head_received();
    progress.bytes_transferred();
    let packed = delivery.headers.get(CONTENT_ENCODING).is_some_and(|coding| coding == "gzip" || coding == "x-gzip");
    let length = delivery.payload.len();
    let announced = match delivery.framing {
        Framing::Length(announced) => announced,
        Framing::Chunked | Framing::UntilClose => length,
    };
    let limit_bytes = u64::try_from(limit).unwrap_or(u64::MAX);
    if !packed && announced > limit_bytes {
        return Err(failed(Kind::TooLarge));
    }
    let comes = announced.min(length).min(delivery.cut.map_or(u64::MAX, |cut| cut.after));
    if let Some((piece, pause)) = delivery.drip {
        for _ in 0..comes.div_ceil(piece as u64) {
            pass(pause).await;
            progress.bytes_transferred();
        }
    }
    match delivery.cut.map(|cut| cut.end) {
        Some(End::Stall) => return pending().await,
        Some(End::Reset | End::Close) => return Err(failed(Kind::Body)),
        None if announced > length => return Err(failed(Kind::Body)),
        None => {}
    }
    let body = delivery.payload.piece(0, usize::try_from(comes).unwrap_or(usize::MAX));
    let mut headers = delivery.headers;
    let body = if packed {
        // An HTTP library that decompresses a body removes its content encoding.
        headers.remove(CONTENT_ENCODING);
        gzip::decompress(&body, limit).map_err(|error| match error {
            Failed::Broken => failed(Kind::Encoding),
            Failed::TooLarge => failed(Kind::TooLarge),
        })?
    } else {
        if matches!(delivery.framing, Framing::Length(_)) && !matches!(status, 204 | 304) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(announced));
        }
        body
    };
    Ok(HttpResponse::new(status, headers, body))
}

/// Waits. A sleep of zero would still take one tick of the clock, so it is skipped.
async fn pass(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}
