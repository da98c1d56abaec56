//! Errors that say what happened, what it did to the vendor's data, and what to do.

mod build;
mod code;
mod decode;
mod escape;
mod fault;
mod fmt;
mod kind;
mod outcome;
mod report;
mod spelling;

pub use code::{Code, CodeEntry, CodeTable, MessageRule, Retry, VendorCode, Wording, arguments};
pub use decode::DecodeError;
pub use fault::Fault;
pub use kind::ErrorKind;
pub use outcome::WriteOutcome;
pub use report::ErrorReport;
pub use spelling::UnknownName;
pub(crate) use spelling::spelling;

use crate::http::TimeoutKind;
use crate::paging::Gap;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

/// The result of every call of these crates.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a call, the same type for every vendor. One pointer wide.
///
/// `Display` prints one line with the vendor's code and message, with control characters escaped. Causes are available
/// through [`source`](std::error::Error::source) only. Neither `Display` nor `Debug` prints a key, a URL's query or a body.
///
/// | question | method |
/// |---|---|
/// | was the write applied? | [`outcome`](Self::outcome) |
/// | can the same call succeed later? | [`is_retryable`](Self::is_retryable), [`retry_after`](Self::retry_after) |
/// | what did the vendor say? | [`codes`](Self::codes), [`code_as`](Self::code_as) |
/// | which id does the vendor's support need? | [`request_id`](Self::request_id) |
/// | whose fault is it? | [`fault`](Self::fault) |
/// | what can be done about it? | [`help`](Self::help) |
/// | how can it be stored? | [`report`](Self::report) |
///
/// ```
/// use leads_core::{Error, WriteOutcome};
/// fn next_step(error: &Error) -> &'static str {
///     match error.outcome() {
///         WriteOutcome::NotApplied if error.is_retryable() => "nothing was changed: send it again later",
///         WriteOutcome::NotApplied => "nothing was changed: correct what the error names",
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

/// An excerpt of a response body: capped, and never printed by `Debug`.
#[derive(Clone)]
pub(crate) struct Body(pub(crate) String);

impl Error {
    /// Returns the vendor: `capillary-leads`, `nutshell`, `leadsquared`, `dealerstudio`; empty if the error belongs to no vendor.
    #[must_use]
    pub fn vendor(&self) -> &'static str {
        self.0.vendor
    }

    /// Returns the operation, as the vendor crate names it: `update_lead_status`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Returns the kind, which is common to all vendors.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the field of the request, or the setting of the client, that is invalid.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// Returns the HTTP status, if there was a response. It does not decide the outcome: vendors send errors with status 200.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// Returns the vendor's error codes. The first one decided the kind. Empty if the response contains none.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.0.codes
    }

    /// Returns the first code as the vendor crate's own type, or `None` if there is no code or it is another vendor's error.
    #[must_use]
    pub fn code_as<C: VendorCode>(&self) -> Option<C> {
        if self.0.vendor != C::VENDOR {
            return None;
        }
        self.0.codes.first().map(|code| C::from_code(&code.code))
    }

    /// Returns the vendor's id of the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns how long to wait before the same call can succeed, if known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the number of attempts. 0 means that nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the body of the response: at most 4 KiB, with secrets removed. It may contain personal data, so `Display`
    /// and `Debug` do not print it; log it with care.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_ref().map(|body| body.0.as_str())
    }

    /// Returns what the call did to the vendor's data, over all its attempts.
    #[must_use]
    pub fn outcome(&self) -> WriteOutcome {
        self.0.outcome
    }

    /// Returns advice on what to do, in a sentence.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// Returns the candidates of an [ambiguous](ErrorKind::Ambiguous) target.
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        &self.0.candidates
    }

    /// Returns which timeout elapsed.
    #[must_use]
    pub fn timeout_kind(&self) -> Option<TimeoutKind> {
        self.0.limit
    }

    /// Returns where the response could not be read.
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// Returns where items of a list may be missing, for [`ErrorKind::ListGap`]. The stream that returned the error continues.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        self.0.gap.as_ref()
    }

    /// Returns the error of an earlier attempt whose outcome is unknown, if a later attempt ended differently.
    /// [`outcome`](Self::outcome) combines both.
    #[must_use]
    pub fn earlier(&self) -> Option<&Self> {
        self.0.earlier.as_ref()
    }

    /// Returns whether the same call can succeed later without any change. This does not mean that a retry is safe:
    /// see [`WriteOutcome::is_safe_to_retry`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// Returns whether the record does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Returns whether the call exceeded a rate limit, of the vendor or of the client's own limiter.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.0.kind, ErrorKind::RateLimited | ErrorKind::QuotaExhausted)
    }

    /// Returns whether a timeout elapsed; [`timeout_kind`](Self::timeout_kind) says which.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether the credentials are missing or were rejected.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.0.kind == ErrorKind::Unauthenticated
    }

    /// Returns whether the vendor or this client does not support the call. Nothing was sent.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        self.0.kind == ErrorKind::Unsupported
    }

    /// Returns whether the request is invalid. Nothing was sent.
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest
    }

    /// Returns whether the response could not be read.
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
    fn error_is_one_pointer_and_send_sync() {
        fn assert_send_sync<T: Send + Sync + 'static>() {}
        assert_send_sync::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn display_is_one_line_with_the_vendors_message() {
        let error = Error::new(ErrorKind::State, "rejected")
            .with_codes(vec![Code::new("92024").message("Status change not allowed on closed leads")])
            .with_http_status(400)
            .for_operation("acme", "update_lead_status");
        assert_eq!(
            error.to_string(),
            "acme update_lead_status: state: 92024 \"Status change not allowed on closed leads\" (HTTP 400)"
        );
    }

    #[test]
    fn display_escapes_line_breaks_of_vendor_text() {
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
