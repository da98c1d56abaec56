//! The border between the pipeline and whatever sends bytes.

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
/// `Debug` shows method, host and path; never the query, headers or body, because keys stand there.
#[non_exhaustive]
pub struct WireRequest {
    /// The method.
    pub method: Method,
    /// The whole address, with keys in its query where a vendor wants them there.
    pub url: Url,
    /// The headers, credentials included.
    pub headers: HeaderMap,
    /// The body.
    pub body: WireBody,
    /// The largest body of an answer that is read, in bytes; a larger one is an error.
    pub max_body: usize,
}

impl WireRequest {
    /// A request for a transport, from a test or another pipeline.
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

/// The body of a request on its way. `Debug` shows its size only.
#[non_exhaustive]
pub enum WireBody {
    /// No body.
    Empty,
    /// Bytes.
    Full(Bytes),
    /// A form that is read while it is sent.
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

/// What a transport tells the pipeline while it works.
pub trait Progress: Send + Sync {
    /// The head of the answer has arrived. The limiter's permit returns one window after this moment.
    fn head_received(&self);

    /// A piece of the body was sent or received; the attempt's time limit counts from here.
    fn moved(&self);

    /// The exchange was given up, and no byte of the request had left: its connection was still being made.
    ///
    /// It is said while the future of [`Transport::send`] is dropped. A transport that cannot prove it says nothing,
    /// and a write that is given up is then of unknown outcome.
    fn not_sent(&self) {}

    /// Whether the exchange is over its time limit. A transport can ask while the future of [`Transport::send`] is
    /// dropped, to tell a connection that may be dead from a call that is no longer wanted. `false` if it is not known.
    fn timed_out(&self) -> bool {
        false
    }
}

/// Sends one request and reads its whole answer. No retries, no redirects, no limits.
///
/// The reqwest implementation is behind the feature `reqwest`; the testkit has one that runs in process.
///
/// ```
/// use leads_core::http::{Progress, Transport, TransportError, WireRequest};
/// use leads_core::{HttpResponse, ClientConfig};
/// use std::sync::{Arc, Mutex};
/// /// Answers everything itself, and writes down what would have gone out.
/// #[derive(Debug, Default)]
/// struct Recorder(Mutex<Vec<String>>);
/// #[async_trait::async_trait]
/// impl Transport for Recorder {
///     async fn send(&self, request: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
///         self.0.lock().unwrap().push(format!("{} {}", request.method, request.url.path()));
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
    /// A [`TransportError`] whose `kind` says whether anything can have been sent.
    async fn send(
        &self,
        request: WireRequest,
        progress: std::sync::Arc<dyn Progress>,
    ) -> Result<HttpResponse, TransportError>;
}

/// How far an exchange came before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: proof that nothing was sent.
    Connect,
    /// The connect time limit passed: proof that nothing was sent.
    ConnectTimeout,
    /// The connection broke while the request was sent or before the answer's head came. The vendor may have acted.
    Exchange,
    /// The connection broke inside the answer's body. The vendor has acted.
    Body,
    /// The answer's body is larger than allowed.
    TooLarge,
    /// The answer's body cannot be decompressed.
    Encoding,
    /// The request could not be made from its parts, or a file of it not read. When the body is a stream, part of it
    /// may have been sent.
    Request,
    /// The request was refused on this side, because its URL is too long for example: proof that nothing was sent.
    Invalid,
    /// The server's certificate is not trusted, so no connection was made: proof that nothing was sent.
    Certificate,
    /// The server said that it had not looked at the request: by `REFUSED_STREAM`, or by a `GOAWAY` with a lower
    /// stream id. Proof that nothing was done.
    Refused,
    /// The response is not valid HTTP: a header line that cannot be read, or too many of them. The vendor may have
    /// acted.
    Malformed,
}

/// A failed exchange. It never holds a URL.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    status: Option<u16>,
    message: Option<&'static str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// A failure of a kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, status: None, message: None, source: None }
    }

    /// Adds the cause. The cause must print no URL.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds the HTTP status, when the head had arrived.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Says it in other words than those of the kind.
    #[must_use]
    pub fn with_message(mut self, message: &'static str) -> Self {
        self.message = Some(message);
        self
    }

    /// Gives up the error for its cause.
    #[must_use]
    pub fn into_source(self) -> Option<Box<dyn StdError + Send + Sync>> {
        self.source
    }

    /// The failure in words.
    pub(crate) fn message(&self) -> &'static str {
        self.message.unwrap_or(match self.kind {
            TransportErrorKind::Connect => "no connection could be made",
            TransportErrorKind::ConnectTimeout => "no connection could be made in time",
            TransportErrorKind::Exchange => "the connection broke before the answer came",
            TransportErrorKind::Body => "the connection broke inside the answer",
            TransportErrorKind::TooLarge => "the answer is larger than allowed",
            TransportErrorKind::Encoding => "the answer cannot be decompressed",
            TransportErrorKind::Request | TransportErrorKind::Invalid => "the request could not be sent",
            TransportErrorKind::Certificate => "the server's certificate is not trusted",
            TransportErrorKind::Refused => "the server did not take the request",
            TransportErrorKind::Malformed => "the response is not valid HTTP",
        })
    }

    /// How far the exchange came.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The HTTP status, when the head had arrived.
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
