//! The transport over reqwest. No reqwest type leaves this file, `pool` and `causes`.

use super::causes;
use super::pool::{Clients, Ticket};
use super::transport::{Progress, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
use super::transport_options::TransportOptions;
use super::unpack::{Failed as Packed, Gunzip, further, gzip_layers};
use crate::error::Result;
use crate::request::OpenBody;
use crate::response::HttpResponse;
use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Method, Version};
use http_body::{Frame, SizeHint};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, SemaphorePermit};
use url::Url;

/// HTTP/1.1 and HTTP/2 with pooled connections and gzip. It does not follow redirects, does not send `Referer`, and
/// never resends a request by itself.
///
/// Requests to addresses of this machine bypass the environment's proxies. Unresponsive connections are abandoned:
/// HTTP/2 connections are pinged, and after a timeout without any response the next request opens a new connection.
pub struct HttpTransport {
    clients: Clients,
    room: Semaphore,
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpTransport")
    }
}

impl HttpTransport {
    /// Creates a transport with a connect timeout.
    ///
    /// # Errors
    /// Returns a configuration error if the proxy or a certificate cannot be read.
    pub fn new(options: &TransportOptions, connect: Duration) -> Result<Self> {
        Self::for_host(options, connect, None)
    }

    /// Creates a transport whose requests mostly go to a known host.
    pub(super) fn for_host(options: &TransportOptions, connect: Duration, host: Option<&Url>) -> Result<Self> {
        let room = options.max_connections.clamp(1, Semaphore::MAX_PERMITS);
        Ok(Self { clients: Clients::new(options, connect, host)?, room: Semaphore::new(room) })
    }

    /// Passes a request to the HTTP library.
    fn begin(
        &self,
        request: ::reqwest::Request,
    ) -> Result<(impl Future<Output = ::reqwest::Result<::reqwest::Response>> + use<>, Ticket), TransportError> {
        let (client, ticket) = self
            .clients
            .pick(request.url())
            .map_err(|error| TransportError::new(TransportErrorKind::Connect).with_source(error))?;
        Ok((client.execute(request), ticket))
    }
}

/// A request that has been started or waits for a free slot.
enum Start<'a, F> {
    Started(SemaphorePermit<'a>, Result<(F, Ticket), TransportError>),
    Waits(Box<::reqwest::Request>),
}

// Written out instead of using `async_trait`, so that the request moves into reqwest's own future before this one is
// created: an async function's arguments live in its future, and large futures are slow to allocate.
impl Transport for HttpTransport {
    fn send<'a, 'f>(
        &'a self,
        wire: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'f>>
    where
        'a: 'f,
        Self: 'f,
    {
        let mut request = ::reqwest::Request::new(wire.method, wire.url);
        *request.headers_mut() = wire.headers;
        request.headers_mut().entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        let started = Arc::new(AtomicBool::new(false));
        let mut unread = None;
        let watched = |bytes| ::reqwest::Body::wrap(Watched { bytes, started: Arc::clone(&started) });
        let empty = match &wire.body {
            WireBody::Empty => true,
            WireBody::Full(bytes) => bytes.is_empty(),
            WireBody::Stream(_) => false,
        };
        // Over HTTP/1.1 the HTTP library does not indicate that there is no body, and some servers then wait for one.
        if empty && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = Some(match wire.body {
            WireBody::Empty => watched(Bytes::new()),
            WireBody::Full(bytes) => watched(bytes),
            WireBody::Stream(open) => ::reqwest::Body::wrap(Streamed {
                open,
                progress: Arc::clone(&progress),
                started: Arc::clone(&started),
                unread: Arc::clone(unread.insert(Unread::default())),
            }),
        });
        let max_body = wire.max_body;
        let start = match self.room.try_acquire() {
            Ok(room) => Start::Started(room, self.begin(request)),
            Err(_) => Start::Waits(Box::new(request)),
        };
        Box::pin(async move {
            // Declared before the request, so that it is dropped after it.
            let mut exchange = Exchange {
                started: Some(started),
                ticket: None,
                heard: Instant::now(),
                clients: &self.clients,
                progress: &*progress,
            };
            // Held until the body is read.
            let (_room, started) = match start {
                Start::Started(room, started) => (room, started),
                Start::Waits(request) => {
                    let request = *request;
                    let room = Box::pin(self.room.acquire()).await.map_err(|_| {
                        // The semaphore is never closed.
                        TransportError::new(TransportErrorKind::Connect)
                    })?;
                    // Gives the connection of the previous call time to return to the pool.
                    tokio::task::yield_now().await;
                    (room, self.begin(request))
                }
            };
            let (sending, ticket) = started?;
            exchange.ticket = Some(ticket);
            let sent = sending.await;
            let mut response = match sent {
                Ok(response) => response,
                Err(error) => {
                    exchange.ended();
                    return Err(failed(error, None, unread.as_ref()));
                }
            };
            exchange.heard(response.version() < Version::HTTP_2);
            progress.head_received();
            progress.bytes_transferred();
            let (status, version) = (response.status().as_u16(), response.version());
            let mut headers = std::mem::take(response.headers_mut());
            let layers = gzip_layers(&headers);
            let read = if layers == 0 {
                read(&mut response, status, max_body, &mut exchange, unread.as_ref()).await
            } else {
                headers.remove(CONTENT_ENCODING);
                headers.remove(CONTENT_LENGTH);
                Box::pin(read_packed(&mut response, status, max_body, layers, &mut exchange, unread.as_ref())).await
            };
            exchange.ended();
            let mut response = HttpResponse::new(status, headers, read?);
            response.version = Some(version);
            Ok(response)
        })
    }
}

/// Reads the body up to a limit. A body in one piece is not copied.
async fn read(
    response: &mut ::reqwest::Response,
    status: u16,
    limit: usize,
    exchange: &mut Exchange<'_>,
    unread: Option<&Unread>,
) -> Result<Bytes, TransportError> {
    let too_large = || TransportError::new(TransportErrorKind::TooLarge).with_status(status);
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let mut first: Option<Bytes> = None;
    let mut whole = BytesMut::new();
    while let Some(piece) = response.chunk().await.map_err(|error| failed(error, Some(status), unread))? {
        exchange.bytes_transferred();
        let have = first.as_ref().map_or(whole.len(), Bytes::len);
        if have.saturating_add(piece.len()) > limit {
            return Err(too_large());
        }
        match first.take() {
            None if whole.is_empty() => first = Some(piece),
            None => whole.extend_from_slice(&piece),
            Some(before) => {
                let expected = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
                whole.reserve(expected.min(limit).max(before.len() + piece.len()));
                whole.extend_from_slice(&before);
                whole.extend_from_slice(&piece);
            }
        }
    }
    Ok(first.unwrap_or_else(|| whole.freeze()))
}

/// Reads a gzip body up to a limit, and decompresses it as it arrives.
async fn read_packed(
    response: &mut ::reqwest::Response,
    status: u16,
    limit: usize,
    layers: usize,
    exchange: &mut Exchange<'_>,
    unread: Option<&Unread>,
) -> Result<Bytes, TransportError> {
    let mut gunzip = Gunzip::new(limit);
    let unpacked = loop {
        match response.chunk().await.map_err(|error| failed(error, Some(status), unread))? {
            Some(piece) => {
                exchange.bytes_transferred();
                if let Err(error) = gunzip.push(&piece) {
                    break Err(error);
                }
            }
            None => break gunzip.finish(),
        }
    };
    match unpacked.and_then(|body| further(body, layers, limit)) {
        Ok(body) => Ok(body),
        Err(Packed::TooLarge) => Err(TransportError::new(TransportErrorKind::TooLarge).with_status(status)),
        // For a failure, the status is sufficient without the body.
        Err(Packed::Broken(_)) if !(200..300).contains(&status) => Ok(Bytes::new()),
        Err(Packed::Broken(error)) => {
            Err(TransportError::new(TransportErrorKind::Encoding).with_status(status).with_source(error))
        }
    }
}

/// An exchange that can be abandoned.
///
/// The HTTP library does not report how far the exchange got, but the request's body reveals it: the library asks the
/// body whether it is empty before it writes the request's head, because the head depends on it, and does so only on an
/// established connection. A body that was never asked *and* has been dropped was not sent and no longer can be. A body
/// that still exists is waiting in a connection's queue, so it proves nothing.
struct Exchange<'a> {
    started: Option<Arc<AtomicBool>>,
    ticket: Option<Ticket>,
    /// When the exchange began, or when bytes last arrived.
    heard: Instant,
    clients: &'a Clients,
    progress: &'a dyn Progress,
}

impl Exchange<'_> {
    /// Records that the response's head arrived.
    fn heard(&mut self, http1: bool) {
        self.started = None;
        self.heard = Instant::now();
        if let Some(ticket) = &self.ticket {
            ticket.alive(self.heard, http1);
        }
    }

    /// Records that a piece of the response arrived.
    fn bytes_transferred(&mut self) {
        self.heard = Instant::now();
        self.progress.bytes_transferred();
    }

    /// Records that the exchange completed.
    fn ended(&mut self) {
        self.started = None;
        self.ticket = None;
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        // The body holds the other end for as long as it exists.
        if let Some(mut started) = self.started.take()
            && Arc::get_mut(&mut started).is_some_and(|started| !*started.get_mut())
        {
            self.progress.not_sent();
        } else if let Some(ticket) = self.ticket.take()
            && self.progress.timed_out()
        {
            self.clients.abandon(&ticket, self.heard);
        }
    }
}

/// A body in one piece that records when the HTTP library starts reading it.
struct Watched {
    bytes: Bytes,
    started: Arc<AtomicBool>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let this = self.get_mut();
        this.started.store(true, Ordering::Relaxed);
        let bytes = std::mem::take(&mut this.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.started.store(true, Ordering::Relaxed);
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

/// Why a file of the request could not be read completely. The HTTP library reports this and a broken connection as the
/// same failed exchange, and over HTTP/2 it loses the cause, so the body keeps it.
type Unread = Arc<Mutex<Option<std::io::Error>>>;

/// Converts an error of the HTTP library, considering an unreadable file.
fn failed(error: ::reqwest::Error, status: Option<u16>, unread: Option<&Unread>) -> TransportError {
    // The connection failed because of the file, and would fail again: this is not a reason to retry the request.
    if let Some(cause) = unread.and_then(|unread| unread.lock().ok()?.take()) {
        let out = TransportError::new(TransportErrorKind::Request).with_source(cause);
        return match status {
            Some(status) => out.with_status(status),
            None => out,
        };
    }
    causes::failed(error, status)
}

/// A form that is being sent, as a body of the HTTP library.
struct Streamed {
    open: OpenBody,
    progress: Arc<dyn Progress>,
    started: Arc<AtomicBool>,
    unread: Unread,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let this = self.get_mut();
        this.started.store(true, Ordering::Relaxed);
        let polled = this.open.poll_next(context);
        if polled.is_ready() {
            this.progress.bytes_transferred();
        }
        polled.map(|piece| {
            piece.map(|piece| {
                piece.map(Frame::data).map_err(|cause| {
                    let kind = cause.kind();
                    if let Ok(mut unread) = this.unread.lock() {
                        *unread = Some(cause);
                    }
                    kind.into()
                })
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.started.store(true, Ordering::Relaxed);
        false
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.open.length())
    }
}
