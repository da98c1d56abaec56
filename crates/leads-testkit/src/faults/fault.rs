//! A single fault.

use crate::FakeResponse;
use chrono::TimeDelta;
use std::time::Duration;

/// A failure injected into one request. The [catalogue](crate::faults::all) lists the faults that every client should
/// be tested against, each with its expected outcome.
///
/// In process, a fault becomes the transport error, damaged response or silence that a real client would see. On
/// sockets, the proxy in front of the fake actually causes it.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeResponse, FakeRequest, Fault};
/// use std::time::Duration;
/// let fake = Fake::new(|_: &FakeRequest, _: &Clock| FakeResponse::empty(204));
/// fake.faults()
///     // Dropped before it was handled: nothing changed, but no client can know.
///     .next(Fault::ResetBeforeHandling)
///     .next(Fault::ResetAfterHandling) // dropped after it was handled
///     .next(Fault::TruncatedJson)
///     .next(Fault::StallBody)
///     .next(Fault::Response(FakeResponse::text(503, "busy").header("retry-after", "2")))
///     .next(Fault::DelayHead(Duration::from_secs(20)));
/// assert_eq!(fake.faults().remaining(), 6);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing listens on the port. In process, one request is refused. On sockets refused connections cannot be
    /// counted, so the port stays closed until the script is [cleared](crate::Faults::clear); existing connections stay
    /// open.
    Refused,
    /// The connection times out. In process only; on sockets it never fires.
    ConnectTimeout,
    /// The connection is still being established when the attempt times out. In process only; on sockets it never
    /// fires.
    StallConnect,
    /// The server's certificate is not trusted. In process only; on sockets it never fires.
    UntrustedCertificate,
    /// The server rejects the request before processing it, as HTTP/2 does with `REFUSED_STREAM`. In process only; on
    /// sockets it never fires.
    RefusedStream,
    /// The connection is accepted and reset, unread, when the first bytes arrive.
    ResetOnAccept,
    /// A reused connection is closed as a request arrives on it. On sockets it waits for a connection that has already
    /// served a request.
    StaleConnection,
    /// The connection is reset after the request's head was read, but not its body.
    ResetAfterHead,
    /// The connection is reset after the whole request was read; the request is not handled.
    ResetBeforeHandling,
    /// The connection is closed after the whole request was read; the request is not handled.
    CloseBeforeHandling,
    /// The whole request is read but not handled, and no response is sent.
    StallBeforeHandling,
    /// This response is sent instead of handling the request.
    Response(FakeResponse),
    /// The request is handled, then this response replaces the handler's: a gateway that lost the real response.
    HandledThenResponse(FakeResponse),
    /// The request is handled twice, as with a proxy that retries it, and the first response is sent.
    HandledTwice,
    /// The request is handled, then the connection is reset without a response.
    ResetAfterHandling,
    /// The request is handled, then the connection is closed without a response.
    CloseAfterHandling,
    /// The request is handled, but the head of its response is never sent.
    StallHead,
    /// The response's head is delayed by this much.
    DelayHead(Duration),
    /// The connection is reset right after the response's head.
    ResetAfterResponseHead,
    /// The connection is reset in the middle of the response's body.
    ResetInBody,
    /// The connection is closed in the middle of a body with a content length.
    CloseInBody,
    /// The connection is closed in the middle of a chunked body.
    CloseInChunkedBody,
    /// A body without a content length ends in the middle: only a JSON parser can notice.
    CutWithoutLength,
    /// The body stops in the middle and the connection stays open.
    StallBody,
    /// The body is sent in pieces with pauses between them.
    SlowDrip {
        /// The number of bytes in a piece.
        piece: usize,
        /// The pause before each piece.
        pause: Duration,
    },
    /// Half of the body, with the content length of that half.
    TruncatedJson,
    /// A content length larger than the body, then the connection is closed.
    LengthTooLong,
    /// A content length smaller than the body.
    LengthTooShort,
    /// The response claims to be gzip but is not.
    BadGzip,
    /// A small gzip body that decompresses to this size.
    GzipBomb {
        /// The number of bytes after decompression.
        bytes: u64,
    },
    /// A body of this size.
    HugeBody {
        /// The number of bytes.
        bytes: u64,
    },
    /// A body of nested arrays.
    DeepNesting {
        /// The depth of nesting.
        levels: usize,
    },
    /// Every string in the body begins with a byte that is invalid in UTF-8.
    InvalidUtf8,
    /// Every member of the body's outer object appears twice.
    DuplicateKeys,
    /// Every header of the response appears twice.
    DuplicateHeaders,
    /// The response has this many additional headers.
    ManyHeaders {
        /// The number of headers.
        headers: usize,
    },
    /// A response header continues on the next line, which is no longer valid HTTP.
    FoldedHeader,
    /// The body is compressed as gzip with several members, under the legacy name `x-gzip`.
    GzipMembers,
    /// The correct body with another content type.
    WrongContentType(&'static str),
    /// The response's `Date` is off by this much.
    ClockSkew(TimeDelta),
}

/// How far a request has progressed when a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// No connection is established.
    Connect,
    /// The connection was established, and nothing was read.
    Accept,
    /// The head was read.
    Head,
    /// The whole request was read but not handled.
    Whole,
    /// The request was handled, or a response is generated instead.
    Response,
}

impl Fault {
    /// Creates a redirect to another address, sent instead of handling the request.
    #[must_use]
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::Response(FakeResponse::empty(status).header("location", location))
    }

    /// Returns the fault's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::ConnectTimeout => "connect timeout",
            Self::StallConnect => "stalled connect",
            Self::UntrustedCertificate => "untrusted certificate",
            Self::RefusedStream => "refused stream",
            Self::ResetOnAccept => "reset on accept",
            Self::StaleConnection => "stale connection",
            Self::ResetAfterHead => "reset after the request head",
            Self::ResetBeforeHandling => "reset before handling",
            Self::CloseBeforeHandling => "close before handling",
            Self::StallBeforeHandling => "stall before handling",
            Self::Response(_) => "response instead of handling",
            Self::HandledThenResponse(_) => "handled, then another response",
            Self::HandledTwice => "handled twice",
            Self::ResetAfterHandling => "reset after handling",
            Self::CloseAfterHandling => "close after handling",
            Self::StallHead => "stalled head",
            Self::DelayHead(_) => "delayed head",
            Self::ResetAfterResponseHead => "reset after the response head",
            Self::ResetInBody => "reset in the body",
            Self::CloseInBody => "close in the body",
            Self::CloseInChunkedBody => "close in a chunked body",
            Self::CutWithoutLength => "cut without a length",
            Self::StallBody => "stalled body",
            Self::SlowDrip { .. } => "slow drip",
            Self::TruncatedJson => "truncated JSON",
            Self::LengthTooLong => "content length too long",
            Self::LengthTooShort => "content length too short",
            Self::BadGzip => "bad gzip",
            Self::GzipBomb { .. } => "gzip bomb",
            Self::HugeBody { .. } => "huge body",
            Self::DeepNesting { .. } => "deep nesting",
            Self::InvalidUtf8 => "invalid UTF-8",
            Self::DuplicateKeys => "duplicate keys",
            Self::DuplicateHeaders => "duplicate headers",
            Self::ManyHeaders { .. } => "many headers",
            Self::FoldedHeader => "folded header",
            Self::GzipMembers => "gzip of several members",
            Self::WrongContentType(_) => "wrong content type",
            Self::ClockSkew(_) => "clock skew",
        }
    }

    /// Returns whether the request is handled, and so may change something even if the caller never learns of it.
    #[must_use]
    pub const fn handles(&self) -> bool {
        matches!(self.stage(), Stage::Response) && !matches!(self, Self::Response(_))
    }

    /// Returns how often the request is handled: the maximum number of entries it adds to the fake's ledger.
    #[must_use]
    pub const fn handle_count(&self) -> u64 {
        match self {
            Self::HandledTwice => 2,
            _ => self.handles() as u64,
        }
    }

    /// Returns whether the exchange ends without the handler and without a response.
    pub(crate) fn ends_unhandled(&self) -> bool {
        self.stage() < Stage::Response
    }

    pub(crate) const fn stage(&self) -> Stage {
        match self {
            Self::Refused | Self::ConnectTimeout | Self::StallConnect | Self::UntrustedCertificate => Stage::Connect,
            Self::ResetOnAccept | Self::RefusedStream => Stage::Accept,
            Self::StaleConnection | Self::ResetAfterHead => Stage::Head,
            Self::ResetBeforeHandling | Self::CloseBeforeHandling | Self::StallBeforeHandling => Stage::Whole,
            _ => Stage::Response,
        }
    }
}
