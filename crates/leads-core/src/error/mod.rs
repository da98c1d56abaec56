//! Errors that say what happened, what it did to the vendor's data, and what to do.

mod build;
mod code;
mod decode;
mod escape;
mod fmt;
mod kind;
mod outcome;
mod spelling;

pub use code::{Code, CodeEntry, CodeTable, MessageRule, Retry, VendorCode, Wording, arguments};
pub use decode::DecodeError;
pub use kind::ErrorKind;
pub use outcome::WriteOutcome;
pub use spelling::UnknownName;
pub(crate) use spelling::spelling;

use crate::http::TimeoutKind;
use crate::paging::Gap;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

/// The result of every call of these crates.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed, for every vendor alike. One pointer wide.
///
/// `Display` is one line with the vendor's own code and words, their control characters escaped; causes are reached
/// through [`source`](std::error::Error::source) only. Neither `Display` nor `Debug` shows a key, a URL's query or a body.
///
/// What to do with one:
///
/// | question | answer |
/// |---|---|
/// | did my write happen? | [`outcome`](Self::outcome) |
/// | will the same call work later? | [`is_retryable`](Self::is_retryable), [`retry_after`](Self::retry_after) |
/// | what did the vendor say? | [`codes`](Self::codes), [`code_as`](Self::code_as) |
/// | what do I tell the vendor's support? | [`request_id`](Self::request_id) |
/// | what can I do? | [`help`](Self::help) |
///
/// ```
/// use leads_core::{Error, WriteOutcome};
/// fn next_step(error: &Error) -> &'static str {
///     match error.outcome() {
///         WriteOutcome::NotApplied if error.is_retryable() => "nothing was changed: send it again later",
///         WriteOutcome::NotApplied => "nothing was changed: put right what the error names",
///         WriteOutcome::Unknown => "read the record before it is sent again",
///         _ => "it was changed, at least in part: do not send it again",
///     }
/// }
/// let error = Error::invalid("email", "must not be empty");
/// assert_eq!((error.field(), error.attempts()), (Some("email"), 0));
/// assert!(next_step(&error).ends_with("what the error names"));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    vendor: &'static str,
    operation: &'static str,
    message: Cow<'static, str>,
    field: Option<Cow<'static, str>>,
    http_status: Option<u16>,
    codes: Vec<Code>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    retryable: bool,
    attempts: u32,
    body: Option<Body>,
    outcome: WriteOutcome,
    help: Option<Cow<'static, str>>,
    limit: Option<TimeoutKind>,
    candidates: Vec<String>,
    decode: Option<DecodeError>,
    gap: Option<Gap>,
    earlier: Option<Error>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// A piece of an answer's body: capped, and printed only by [`Body::text`].
#[derive(Clone)]
pub(crate) struct Body(pub(crate) String);

impl Error {
    /// The vendor: `capillary-leads`, `nutshell`, `leadsquared`, `dealerstudio`; empty where no vendor is meant.
    #[must_use]
    pub fn vendor(&self) -> &'static str {
        self.0.vendor
    }

    /// The operation as the vendor crate names it: `update_lead_status`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The common kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The field of the request or the setting of the client that is wrong.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The HTTP status of the answer, when there was one. It alone decides nothing: vendors answer errors with 200.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// The vendor's codes, first the one that decided the kind. Empty when the answer has none.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.0.codes
    }

    /// The first code as the vendor crate's own type; `None` when there is no code or it is another vendor's error.
    #[must_use]
    pub fn code_as<C: VendorCode>(&self) -> Option<C> {
        if self.0.vendor != C::VENDOR {
            return None;
        }
        self.0.codes.first().map(|code| C::from_code(&code.code))
    }

    /// The vendor's id of the request, to quote to its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long to wait before the same call can work, when that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How often the call was sent or tried to be sent. 0 means that nothing left the program.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The answer's body: at most 4 KiB, secrets removed. It can hold personal data, so it is in no `Display` or
    /// `Debug`; log it with care.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_ref().map(|body| body.0.as_str())
    }

    /// What the call did to the vendor's data, over all its attempts.
    #[must_use]
    pub fn outcome(&self) -> WriteOutcome {
        self.0.outcome
    }

    /// What to do about it, in a sentence.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The candidates of an [ambiguous](ErrorKind::Ambiguous) target.
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        &self.0.candidates
    }

    /// Which of the named time limits passed.
    #[must_use]
    pub fn timeout_kind(&self) -> Option<TimeoutKind> {
        self.0.limit
    }

    /// Where the answer could not be read.
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// Where rows of a list may be missing, for [`ErrorKind::ListGap`]. The stream that returned it goes on.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        self.0.gap.as_ref()
    }

    /// The failure of an earlier attempt whose effect is unknown, when a later attempt ended otherwise. Both facts
    /// together make [`outcome`](Self::outcome).
    #[must_use]
    pub fn earlier(&self) -> Option<&Self> {
        self.0.earlier.as_ref()
    }

    /// Whether the same call can work later without anything being changed. It says nothing of whether a repeat is
    /// safe: see [`WriteOutcome::is_safe_to_repeat`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// Whether the record does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Whether the call was refused for its rate, by the vendor or by the client's own limiter.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.0.kind, ErrorKind::RateLimited | ErrorKind::QuotaExhausted)
    }

    /// Whether a named time limit passed; [`timeout_kind`](Self::timeout_kind) says which.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the credentials are the cause.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.0.kind == ErrorKind::Unauthenticated
    }

    /// Whether the vendor or this client cannot do what was asked; nothing was sent.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        self.0.kind == ErrorKind::Unsupported
    }

    /// Whether the request itself is wrong; nothing was sent.
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest
    }

    /// Whether the answer could not be read.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match (&self.0.source, &self.0.earlier) {
            (Some(source), _) => Some(source.as_ref()),
            (None, Some(earlier)) => Some(earlier),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_pointer_and_can_cross_threads() {
        fn assert_send_sync<T: Send + Sync + 'static>() {}
        assert_send_sync::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn display_is_one_line_with_the_vendors_words() {
        let error = Error::new(ErrorKind::State, "refused")
            .with_codes(vec![Code::new("92024").message("Status change not allowed on closed leads")])
            .with_http_status(400)
            .for_operation("acme", "update_lead_status");
        assert_eq!(
            error.to_string(),
            "acme update_lead_status: state: 92024 \"Status change not allowed on closed leads\" (HTTP 400)"
        );
    }

    #[test]
    fn nobody_elses_text_begins_a_line() {
        let forged = "a\n2026-01-01 ERROR forged\r\u{85}\u{2028}\u{1b}[2J";
        let code = Code::new(forged).subject(forged).message(forged);
        let decode = DecodeError::new("data", format!("rows[0].{forged}"), 1, 2);
        let error = Error::ambiguous("several fit", vec![forged.to_owned()])
            .with_codes(vec![code.clone()])
            .with_field(forged)
            .with_request_id(Some(forged.to_owned()));
        let texts = [
            error.to_string(),
            Error::new(ErrorKind::Server, forged).to_string(),
            Error::decode(decode.clone()).to_string(),
            code.to_string(),
            decode.to_string(),
        ];
        for text in texts {
            assert!(!text.contains(|c: char| c.is_control() || c == '\u{2028}'), "{text:?}");
            assert!(text.contains(r"a\n2026-01-01 ERROR forged\r\u{85}"), "{text}");
        }
        assert_eq!((code.code.as_str(), code.message.as_deref()), (forged, Some(forged)));
        assert_eq!((error.field(), error.request_id()), (Some(forged), Some(forged)));
        assert!(decode.path.ends_with(forged));
    }
}
