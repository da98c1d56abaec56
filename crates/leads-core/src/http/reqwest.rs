//! The transport over reqwest. Nothing of reqwest leaves this file, `pool` and `causes`.

use super::causes;
use super::config::TransportOptions;
use super::pool::{Clients, Ticket};
use super::transport::{Progress, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
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

/// HTTP/1.1 and HTTP/2 with pooled connections and gzip. It follows no redirects, sends no `Referer`, and never sends
/// a request again by itself.
///
/// Requests to this machine's own addresses go through no proxy of the environment. A connection that does not answer
/// is given up: HTTP/2 connections are pinged, and after a time limit passed without any answer the next request makes
/// a new one.
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
    /// Builds a transport with a time limit for making a connection.
    ///
    /// # Errors
    /// A configuration error for a proxy or certificate that cannot be read.
    pub fn new(options: &TransportOptions, connect: Duration) -> Result<Self> {
        Self::for_host(options, connect, None)
    }

    /// Builds a transport of which it is known where most requests will go.
    pub(super) fn for_host(options: &TransportOptions, connect: Duration, host: Option<&Url>) -> Result<Self> {
        let room = options.max_connections.clamp(1, Semaphore::MAX_PERMITS);
        Ok(Self { clients: Clients::new(options, connect, host)?, room: Semaphore::new(room) })
    }

    /// Hands a request to the HTTP library.
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

/// A request that is on its way, or waits for room.
enum Start<'a, F> {
    Begun(SemaphorePermit<'a>, Result<(F, Ticket), TransportError>),
    Waits(Box<::reqwest::Request>),
}

// Written out and not by `async_trait`, so that the request goes into reqwest's own future before this one is made:
// what an async function is given lives in its future, and large futures are slow to allocate.
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
        let begun = Arc::new(AtomicBool::new(false));
        let mut unread = None;
        let watched = |bytes| ::reqwest::Body::wrap(Watched { bytes, begun: Arc::clone(&begun) });
        let empty = match &wire.body {
            WireBody::Empty => true,
            WireBody::Full(bytes) => bytes.is_empty(),
            WireBody::Stream(_) => false,
        };
        // The HTTP library does not say over HTTP/1.1 that there is no body, and some servers then wait for one.
        if empty && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = Some(match wire.body {
            WireBody::Empty => watched(Bytes::new()),
            WireBody::Full(bytes) => watched(bytes),
            WireBody::Stream(open) => ::reqwest::Body::wrap(Streamed {
                open,
                progress: Arc::clone(&progress),
                begun: Arc::clone(&begun),
                unread: Arc::clone(unread.insert(Unread::default())),
            }),
        });
        let max_body = wire.max_body;
        let start = match self.room.try_acquire() {
            Ok(room) => Start::Begun(room, self.begin(request)),
            Err(_) => Start::Waits(Box::new(request)),
        };
        Box::pin(async move {
            // Before the request in the order of drops: it is dropped after it.
            let mut exchange = Exchange {
                begun: Some(begun),
                ticket: None,
                heard: Instant::now(),
                clients: &self.clients,
                progress: &*progress,
            };
            // Kept until the body is read.
            let (_room, begun) = match start {
                Start::Begun(room, begun) => (room, begun),
                Start::Waits(request) => {
                    let request = *request;
                    let room = Box::pin(self.room.acquire()).await.map_err(|_| {
                        // The semaphore is never closed.
                        TransportError::new(TransportErrorKind::Connect)
                    })?;
                    // The connection of the call before gets the time to go back to the pool.
                    tokio::task::yield_now().await;
                    (room, self.begin(request))
                }
            };
            let (sending, ticket) = begun?;
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
            progress.moved();
            let status = response.status().as_u16();
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
            Ok(HttpResponse::new(status, headers, read?))
        })
    }
}

/// Reads the body up to a limit; a body in one piece is not copied.
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
        exchange.moved();
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

/// Reads a gzip body up to a limit, and decompresses it while it comes.
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
                exchange.moved();
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
        // The status of a failure says enough without its body.
        Err(Packed::Broken(_)) if !(200..300).contains(&status) => Ok(Bytes::new()),
        Err(Packed::Broken(error)) => {
            Err(TransportError::new(TransportErrorKind::Encoding).with_status(status).with_source(error))
        }
    }
}

/// An exchange that may be given up.
///
/// Nothing of the HTTP library tells how far it came, but the request's body does: the library asks it whether it is
/// empty before it writes the request's head, because the head depends on it, and it does so only on a connection that
/// is made. A body that was never asked *and* is dropped has not been sent and cannot be any more. One that still
/// lives waits in a connection's queue, so it proves nothing.
struct Exchange<'a> {
    begun: Option<Arc<AtomicBool>>,
    ticket: Option<Ticket>,
    /// When it began, or when bytes last came.
    heard: Instant,
    clients: &'a Clients,
    progress: &'a dyn Progress,
}

impl Exchange<'_> {
    /// The head of the response has come.
    fn heard(&mut self, http1: bool) {
        self.begun = None;
        self.heard = Instant::now();
        if let Some(ticket) = &self.ticket {
            ticket.alive(self.heard, http1);
        }
    }

    /// A piece of the response has come.
    fn moved(&mut self) {
        self.heard = Instant::now();
        self.progress.moved();
    }

    /// It was not given up.
    fn ended(&mut self) {
        self.begun = None;
        self.ticket = None;
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        // The body holds the other end as long as it lives.
        if let Some(mut begun) = self.begun.take()
            && Arc::get_mut(&mut begun).is_some_and(|begun| !*begun.get_mut())
        {
            self.progress.not_sent();
        } else if let Some(ticket) = self.ticket.take()
            && self.progress.timed_out()
        {
            self.clients.abandon(&ticket, self.heard);
        }
    }
}

/// A body in one piece that notes when the HTTP library begins with it.
struct Watched {
    bytes: Bytes,
    begun: Arc<AtomicBool>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let this = self.get_mut();
        this.begun.store(true, Ordering::Relaxed);
        let bytes = std::mem::take(&mut this.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.begun.store(true, Ordering::Relaxed);
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

/// Why a file of the request could not be read to its end. The HTTP library makes one failed exchange of that and of a
/// broken connection, and over HTTP/2 it forgets the cause; so the body keeps it itself.
type Unread = Arc<Mutex<Option<std::io::Error>>>;

/// Says how far an exchange came.
fn failed(error: ::reqwest::Error, status: Option<u16>, unread: Option<&Unread>) -> TransportError {
    // The connection is broken because of it, and will be again: it is no reason to send the request once more.
    if let Some(cause) = unread.and_then(|unread| unread.lock().ok()?.take()) {
        let out = TransportError::new(TransportErrorKind::Request).with_source(cause);
        return match status {
            Some(status) => out.with_status(status),
            None => out,
        };
    }
    causes::failed(error, status)
}

/// A form on its way, as a body of the HTTP library.
struct Streamed {
    open: OpenBody,
    progress: Arc<dyn Progress>,
    begun: Arc<AtomicBool>,
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
        this.begun.store(true, Ordering::Relaxed);
        let polled = this.open.poll_next(context);
        if polled.is_ready() {
            this.progress.moved();
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
        self.begun.store(true, Ordering::Relaxed);
        false
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.open.length())
    }
}
