//! The interface between the pipeline and the code that sends bytes.

use crate::request::OpenBody;
use crate::response::HttpResponse;
use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, Method};
use std::error::Error as StdError;
use std::fmt;
use url::Url;

/// One HTTP request, signed and ready for the wire.
///
/// `Debug` shows the method, host and path; never the query, headers or body, because they contain keys.
#[non_exhaustive]
pub struct WireRequest {
    /// The method.
    pub method: Method,
    /// The complete URL, including keys in its query if the vendor requires them there.
    pub url: Url,
    /// The headers, including credentials.
    pub headers: HeaderMap,
    /// The body.
    pub body: WireBody,
    /// The maximum size of a response body, in bytes; a larger one is an error.
    pub max_body: usize,
}

impl WireRequest {
    /// Creates a request for a transport, for use in tests or by another pipeline.
    #[must_use]
    pub fn new(method: Method, url: Url, headers: HeaderMap, body: WireBody) -> Self {
        Self { method, url, headers, body, max_body: usize::MAX }
    }
}

impl fmt::Debug for WireRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireRequest")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &crate::lead::masked(self.url.path()))
            .finish_non_exhaustive()
    }
}

/// The body of a request as it is sent. `Debug` shows only its size.
#[non_exhaustive]
pub enum WireBody {
    /// No body.
    Empty,
    /// Bytes.
    Full(Bytes),
    /// A form that is read while it is being sent.
    Stream(OpenBody),
}

impl fmt::Debug for WireBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Full(body) => write!(f, "Full({} bytes)", body.len()),
            Self::Stream(body) => f.debug_tuple("Stream").field(body).finish(),
        }
    }
}

/// Progress that a transport reports to the pipeline.
pub trait Progress: Send + Sync {
    /// The head of the response has arrived. The limiter's permit is returned one window after this moment.
    fn head_received(&self);

    /// A piece of the body was sent or received; the attempt's timeout restarts now.
    fn bytes_transferred(&self);

    /// The exchange was abandoned before any byte of the request was sent: its connection was still being established.
    ///
    /// This is called while the future of [`Transport::send`] is being dropped. A transport that cannot prove it does
    /// not call this; an abandoned write then has an unknown outcome.
    fn not_sent(&self) {}

    /// Returns whether the exchange has exceeded its timeout; `false` if unknown. A transport can call this while the
    /// future of [`Transport::send`] is being dropped, to distinguish a connection that may be dead from a call that
    /// was cancelled.
    fn timed_out(&self) -> bool {
        false
    }
}

/// Sends one request and reads the whole response. No retries, redirects or rate limits.
///
/// The feature `reqwest` provides the implementation over reqwest; the testkit provides one that runs in process.
///
/// ```
/// use leads_core::http::{Progress, Transport, TransportError, WireRequest};
/// use leads_core::{ClientConfig, HttpResponse};
/// use std::sync::{Arc, Mutex};
/// /// Responds to everything itself, and records the requests.
/// #[derive(Debug, Default)]
/// struct Recorder(Mutex<Vec<String>>);
/// #[async_trait::async_trait]
/// impl Transport for Recorder {
///     async fn send(
///         &self,
///         request: WireRequest,
///         progress: Arc<dyn Progress>,
///     ) -> Result<HttpResponse, TransportError> {
///         self.0.lock().unwrap().push(format!(
///             "{} {}",
///             request.method,
///             request.url.path()
///         ));
///         progress.head_received();
///         Ok(HttpResponse::new(200, Default::default(), "{}"))
///     }
/// }
/// let config = ClientConfig::new().transport(Arc::new(Recorder::default()));
/// ```
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    /// Returns a [`TransportError`] whose `kind` indicates whether anything can have been sent.
    async fn send(
        &self,
        request: WireRequest,
        progress: std::sync::Arc<dyn Progress>,
    ) -> Result<HttpResponse, TransportError>;
}

/// How far an exchange got before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was established: proof that nothing was sent.
    Connect,
    /// The connect timeout elapsed: proof that nothing was sent.
    ConnectTimeout,
    /// The connection failed while the request was being sent or before the response's head arrived. The vendor may
    /// have acted.
    Exchange,
    /// The connection failed inside the response's body. The vendor has acted.
    Body,
    /// The response's body is larger than allowed.
    TooLarge,
    /// The response's body cannot be decompressed.
    Encoding,
    /// The request could not be built from its parts, or one of its files could not be read. If the body is a stream,
    /// part of it may have been sent.
    Request,
    /// The request was rejected on this side, for example because its URL is too long: proof that nothing was sent.
    Invalid,
    /// The server's certificate is not trusted, so no connection was established: proof that nothing was sent.
    Certificate,
    /// The server indicated that it had not processed the request: by `REFUSED_STREAM`, or by a `GOAWAY` with a lower
    /// stream id. Proof that nothing was done.
    Rejected,
    /// The response is not valid HTTP: an unreadable header line, or too many of them. The vendor may have acted.
    Malformed,
}

/// A failed exchange. It never contains a URL.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    status: Option<u16>,
    message: Option<&'static str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Creates an error of a kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, status: None, message: None, source: None }
    }

    /// Sets the cause. The cause must not print a URL.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets the HTTP status, if the head had arrived.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Replaces the kind's message.
    #[must_use]
    pub fn with_message(mut self, message: &'static str) -> Self {
        self.message = Some(message);
        self
    }

    /// Consumes the error and returns its cause.
    #[must_use]
    pub fn into_source(self) -> Option<Box<dyn StdError + Send + Sync>> {
        self.source
    }

    /// Returns the failure's message.
    pub(crate) fn message(&self) -> &'static str {
        self.message.unwrap_or(match self.kind {
            TransportErrorKind::Connect => "could not connect",
            TransportErrorKind::ConnectTimeout => "could not connect in time",
            TransportErrorKind::Exchange => "the connection failed before the response arrived",
            TransportErrorKind::Body => "the connection failed inside the response",
            TransportErrorKind::TooLarge => "the response is larger than allowed",
            TransportErrorKind::Encoding => "the response cannot be decompressed",
            TransportErrorKind::Request | TransportErrorKind::Invalid => "the request could not be sent",
            TransportErrorKind::Certificate => "the server's certificate is not trusted",
            TransportErrorKind::Rejected => "the server did not process the request",
            TransportErrorKind::Malformed => "the response is not valid HTTP",
        })
    }

    /// Returns how far the exchange got.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the HTTP status, if the head had arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }
}
