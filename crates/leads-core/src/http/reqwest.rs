//! The transport over reqwest. Nothing of reqwest leaves this file.

use super::config::TransportOptions;
use super::transport::{Progress, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
use crate::error::{Error, Result};
use crate::request::{Answer, OpenBody};
use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

/// HTTP/1.1 and HTTP/2 with pooled connections and gzip. It follows no redirects, sends no `Referer`, and never sends
/// a request again by itself.
pub struct HttpTransport {
    client: ::reqwest::Client,
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
        let agent = options.user_agent.as_deref().unwrap_or(concat!("leads-rs/", env!("CARGO_PKG_VERSION")));
        let mut builder = ::reqwest::Client::builder()
            .redirect(::reqwest::redirect::Policy::none())
            .referer(false)
            .retry(::reqwest::retry::never())
            .connect_timeout(connect)
            .user_agent(agent);
        if let Some(proxy) = &options.proxy {
            // reqwest's error prints the proxy's URL, which may hold a password: it is dropped.
            let proxy = ::reqwest::Proxy::all(proxy).map_err(|_| Error::config("proxy", "is not a proxy's URL"))?;
            builder = builder.proxy(proxy);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        for pem in &options.root_certificates {
            let wrong = || Error::config("root_certificate", "is not PEM");
            let certificates = ::reqwest::Certificate::from_pem_bundle(pem)
                .map_err(|error| wrong().with_source(error.without_url()))?;
            // A text without a certificate in it is none, and would be passed over in silence.
            if certificates.is_empty() {
                return Err(wrong());
            }
            builder = builder.tls_certs_merge(certificates);
        }
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        if !options.root_certificates.is_empty() {
            return Err(Error::config("root_certificate", "needs the feature `rustls` or `native-tls`"));
        }
        let client = builder
            .build()
            .map_err(|error| Error::config("transport", "cannot be built").with_source(error.without_url()))?;
        Ok(Self { client })
    }
}

// Written out and not by `async_trait`, so that the request goes into reqwest's own future before this one is made:
// what an async function is given lives in its future, and large futures are slow to allocate.
impl Transport for HttpTransport {
    fn send<'a, 'f>(
        &'a self,
        wire: WireRequest,
        progress: Arc<dyn Progress>,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, TransportError>> + Send + 'f>>
    where
        'a: 'f,
        Self: 'f,
    {
        let mut request = ::reqwest::Request::new(wire.method, wire.url);
        *request.headers_mut() = wire.headers;
        let begun = Arc::new(AtomicBool::new(false));
        let mut unread = None;
        let watched = |bytes| ::reqwest::Body::wrap(Watched { bytes, begun: Arc::clone(&begun) });
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
        let (max_body, sending) = (wire.max_body, self.client.execute(request));
        Box::pin(async move {
            // Before the request in the order of drops: it is dropped after it.
            let exchange = Exchange { begun: Some(begun), progress: &*progress };
            let sent = sending.await;
            exchange.ended();
            let mut response = sent.map_err(|error| failed(error, None, unread.as_ref()))?;
            progress.head_received();
            progress.moved();
            let status = response.status().as_u16();
            let headers = std::mem::take(response.headers_mut());
            let body = read(&mut response, status, max_body, &*progress, unread.as_ref()).await?;
            Ok(Answer::new(status, headers, body))
        })
    }
}

/// Reads the body up to a limit; a body in one piece is not copied.
async fn read(
    response: &mut ::reqwest::Response,
    status: u16,
    limit: usize,
    progress: &dyn Progress,
    unread: Option<&Unread>,
) -> Result<Bytes, TransportError> {
    let too_large = || TransportError::new(TransportErrorKind::TooLarge).with_status(status);
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let mut first: Option<Bytes> = None;
    let mut whole = BytesMut::new();
    while let Some(piece) = response.chunk().await.map_err(|error| failed(error, Some(status), unread))? {
        progress.moved();
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

/// An exchange that may be given up.
///
/// Nothing of the HTTP library tells how far it came, but the request's body does: the library asks it whether it is
/// empty before it writes the request's head, because the head depends on it, and it does so only on a connection that
/// is made. A body that was never asked *and* is dropped has not been sent and cannot be any more. One that still
/// lives waits in a connection's queue, so it proves nothing.
struct Exchange<'a> {
    begun: Option<Arc<AtomicBool>>,
    progress: &'a dyn Progress,
}

impl Exchange<'_> {
    /// It was not given up.
    fn ended(mut self) {
        self.begun = None;
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        // The body holds the other end as long as it lives.
        if let Some(mut begun) = self.begun.take()
            && Arc::get_mut(&mut begun).is_some_and(|begun| !*begun.get_mut())
        {
            self.progress.not_sent();
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

/// Says how far an exchange came. Only a failed connect proves that nothing was sent: reqwest's `is_request` is true
/// even after a server has read the whole request.
fn failed(error: ::reqwest::Error, status: Option<u16>, unread: Option<&Unread>) -> TransportError {
    let told = |kind| match status {
        Some(status) => TransportError::new(kind).with_status(status),
        None => TransportError::new(kind),
    };
    // The connection is broken because of it, and will be again: it is no reason to send the request once more.
    if let Some(cause) = unread.and_then(|unread| unread.lock().ok()?.take()) {
        return told(TransportErrorKind::Request).with_source(cause);
    }
    let kind = if error.is_connect() {
        if error.is_timeout() { TransportErrorKind::ConnectTimeout } else { TransportErrorKind::Connect }
    } else if error.is_builder() {
        TransportErrorKind::Request
    } else if status.is_some() {
        if is_encoding(&error) { TransportErrorKind::Encoding } else { TransportErrorKind::Body }
    } else {
        TransportErrorKind::Exchange
    };
    told(kind).with_source(error.without_url())
}

/// Whether a body failed because it could not be decompressed and not because the connection broke.
fn is_encoding(error: &::reqwest::Error) -> bool {
    let mut source: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind as Io;
            if matches!(io.kind(), Io::InvalidData | Io::InvalidInput | Io::Other)
                && io.get_ref().is_none_or(|inner| !inner.is::<::reqwest::Error>())
            {
                return true;
            }
        }
        source = cause.source();
    }
    false
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
