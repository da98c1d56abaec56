//! One fault.

use crate::FakeAnswer;
use chrono::TimeDelta;
use std::time::Duration;

/// Something that goes wrong with one request. The [catalogue](crate::faults::all) names the ones that every client
/// should be tried against, each with its expected outcome.
///
/// In process each is mapped to the transport error, the damaged answer or the silence that a real client would meet; on
/// sockets the proxy in front of the fake really does it.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeAnswer, FakeRequest, Fault};
/// use std::time::Duration;
/// let fake = Fake::new(|_: &FakeRequest, _: &Clock| FakeAnswer::empty(204));
/// fake.faults()
///     .next(Fault::ResetBeforeHandling) // dropped before it was handled: nothing was changed, and no client can know
///     .next(Fault::ResetAfterHandling) // dropped after it
///     .next(Fault::TruncatedJson)
///     .next(Fault::StallBody)
///     .next(Fault::HttpResponse(FakeAnswer::text(503, "busy").header("retry-after", "2")))
///     .next(Fault::DelayHead(Duration::from_secs(20)));
/// assert_eq!(fake.faults().left(), 6);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing listens. In process it is one refusal for each request; on sockets nobody can count refusals, so the port
    /// stays closed until the script is [cleared](crate::Faults::clear), and connections made before stay open.
    Refused,
    /// The connection is not made in time. In process only; on sockets it never fires.
    ConnectTimeout,
    /// The connection is still being made when the attempt's time is over. In process only; on sockets it never fires.
    StallConnect,
    /// The server's certificate is not trusted. In process only; on sockets it never fires.
    UntrustedCertificate,
    /// The server refuses the request before it looks at it, as HTTP/2 does with `REFUSED_STREAM`. In process only; on
    /// sockets it never fires.
    RefusedStream,
    /// The connection is accepted and reset when the first bytes arrive, unread.
    ResetOnAccept,
    /// A kept connection is closed just as a request arrives on it. On sockets it waits for a connection that has been
    /// used before.
    StaleConnection,
    /// Reset once the request's head was read, and not its body.
    ResetAfterHead,
    /// Reset once the whole request was read; it is not handled.
    ResetBeforeHandling,
    /// A clean end once the whole request was read; it is not handled.
    CloseBeforeHandling,
    /// The whole request is read, not handled, and never answered.
    StallBeforeHandling,
    /// This answer instead of handling the request.
    HttpResponse(FakeAnswer),
    /// The request is handled, then this is answered instead: a gateway that lost the real answer.
    HandledThenAnswer(FakeAnswer),
    /// The request is handled twice, as from a proxy that sends it again by itself, and the first answer is given.
    HandledTwice,
    /// The request is handled, then the connection is reset without an answer.
    ResetAfterHandling,
    /// The request is handled, then the connection ends cleanly without an answer.
    CloseAfterHandling,
    /// The request is handled, and the head of its answer never comes.
    StallHead,
    /// The head of the answer comes this much later.
    DelayHead(Duration),
    /// Reset right after the answer's head.
    ResetAfterAnswerHead,
    /// Reset in the middle of the answer's body.
    ResetInBody,
    /// A clean end in the middle of a body whose length was told.
    CloseInBody,
    /// A clean end in the middle of a chunked body.
    CloseInChunkedBody,
    /// A body of no told length that ends cleanly in the middle: nothing below JSON can notice.
    CutWithoutLength,
    /// The body stops in its middle and the connection stays open.
    StallBody,
    /// The body comes in pieces with pauses between.
    SlowDrip {
        /// Bytes in one piece.
        piece: usize,
        /// The pause before each piece.
        pause: Duration,
    },
    /// Half of the body, with the right length for a half.
    TruncatedJson,
    /// A content length larger than the body, then a clean end.
    LengthTooLong,
    /// A content length smaller than the body.
    LengthTooShort,
    /// The answer says gzip and is not.
    BadGzip,
    /// A small gzip body that becomes this large.
    GzipBomb {
        /// Bytes after decompression.
        bytes: u64,
    },
    /// A body this large.
    HugeBody {
        /// Its bytes.
        bytes: u64,
    },
    /// A body of arrays in arrays.
    DeepNesting {
        /// How deep.
        levels: usize,
    },
    /// Every string of the body begins with a byte that no UTF-8 has.
    InvalidUtf8,
    /// Every member of the body's outer object stands there twice.
    DuplicateKeys,
    /// Every header of the answer stands there twice.
    DuplicateHeaders,
    /// The answer has this many more headers.
    ManyHeaders {
        /// How many.
        headers: usize,
    },
    /// A header of the answer goes on in the next line, which is no longer valid HTTP.
    FoldedHeader,
    /// The body is compressed as gzip of several members, called by its old name.
    GzipMembers,
    /// The right body under another content type.
    WrongContentType(&'static str),
    /// The answer's `Date` is off by this much.
    ClockSkew(TimeDelta),
}

/// How far a request has come when a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// No connection is made.
    Connect,
    /// The connection was made, nothing is read.
    Accept,
    /// The head was read.
    Head,
    /// The whole request was read; it is not handled.
    Whole,
    /// The request has been handled, or an answer is made up instead.
    HttpResponse,
}

impl Fault {
    /// A redirect to another address, in place of handling.
    #[must_use]
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::HttpResponse(FakeAnswer::empty(status).header("location", location))
    }

    /// What it is called.
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
            Self::ResetAfterHead => "reset after the request's head",
            Self::ResetBeforeHandling => "reset before handling",
            Self::CloseBeforeHandling => "close before handling",
            Self::StallBeforeHandling => "stall before handling",
            Self::HttpResponse(_) => "answer instead of handling",
            Self::HandledThenAnswer(_) => "handled, then another answer",
            Self::HandledTwice => "handled twice",
            Self::ResetAfterHandling => "reset after handling",
            Self::CloseAfterHandling => "close after handling",
            Self::StallHead => "stalled head",
            Self::DelayHead(_) => "late head",
            Self::ResetAfterAnswerHead => "reset after the answer's head",
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

    /// Whether the request is handled, and so may change something, although its caller may never learn of it.
    #[must_use]
    pub const fn handles(&self) -> bool {
        matches!(self.stage(), Stage::HttpResponse) && !matches!(self, Self::HttpResponse(_))
    }

    /// How often the request is handled: the most lines that it can make in the fake's book.
    #[must_use]
    pub const fn handlings(&self) -> u64 {
        match self {
            Self::HandledTwice => 2,
            _ => self.handles() as u64,
        }
    }

    /// Whether the exchange ends without the handler and without an answer.
    pub(crate) fn ends_unhandled(&self) -> bool {
        self.stage() < Stage::HttpResponse
    }

    pub(crate) const fn stage(&self) -> Stage {
        match self {
            Self::Refused | Self::ConnectTimeout | Self::StallConnect | Self::UntrustedCertificate => Stage::Connect,
            Self::ResetOnAccept | Self::RefusedStream => Stage::Accept,
            Self::StaleConnection | Self::ResetAfterHead => Stage::Head,
            Self::ResetBeforeHandling | Self::CloseBeforeHandling | Self::StallBeforeHandling => Stage::Whole,
            _ => Stage::HttpResponse,
        }
    }
}
