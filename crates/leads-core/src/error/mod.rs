//! Errors that say what happened, what it did to the vendor's data, and what to do.
//!
//! An [`Error`] settles four questions in turn: was anything changed ([`outcome`](Error::outcome)), what kind of problem is
//! it ([`kind`](Error::kind)), can the same call succeed later ([`is_retryable`](Error::is_retryable)), and what can be
//! done about it ([`help`](Error::help)).
//!
//! ```
//! use leads_core::{Error, ErrorKind, WriteOutcome};
//!
//! /// What a worker does with a failed job.
//! fn decide(error: &Error) -> &'static str {
//!     match (error.outcome(), error.is_retryable()) {
//!         (WriteOutcome::NotApplied, true) => "try again later",
//!         (WriteOutcome::NotApplied, false) => "correct it first",
//!         (WriteOutcome::Unknown, _) => "find out whether it took effect",
//!         _ => "do not send it again",
//!     }
//! }
//!
//! let limited = Error::new(ErrorKind::RateLimited, "too many calls").with_retryable(true);
//! assert_eq!(decide(&limited), "try again later");
//! assert_eq!(decide(&Error::invalid("email", "must not be empty")), "correct it first");
//! ```

mod build;
mod code;
mod decode;
mod escape;
mod fault;
mod fmt;
mod kind;
mod outcome;
pub(crate) mod report;
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
use chrono::{DateTime, Utc};
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
///         WriteOutcome::NotApplied if error.is_retryable() => {
///             "nothing was changed: send it again later"
///         }
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
    /// When the call began and ended.
    call: Option<(DateTime<Utc>, DateTime<Utc>)>,
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
    ///
    /// ```
    /// # use leads_core::{Error, ErrorKind};
    /// # let error = Error::new(ErrorKind::NotFound, "there is no such lead")
    /// #     .for_operation("nutshell", "get_lead");
    /// assert_eq!((error.vendor(), error.operation()), ("nutshell", "get_lead"));
    /// assert_eq!(Error::invalid("email", "must not be empty").vendor(), "");
    /// ```
    #[must_use]
    pub fn vendor(&self) -> &'static str {
        self.0.vendor
    }

    /// Returns the operation, as the vendor crate names it: `update_lead_status`.
    ///
    /// ```
    /// # use leads_core::{Error, ErrorKind};
    /// # let error = Error::new(ErrorKind::State, "the lead is closed")
    /// #     .for_operation("capillary-leads", "update_lead_status");
    /// // A metric per operation.
    /// let label = format!("{}.{}", error.vendor(), error.operation());
    /// assert_eq!(label, "capillary-leads.update_lead_status");
    /// ```
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Returns the kind, which is common to all vendors.
    ///
    /// ```
    /// use leads_core::ErrorKind;
    /// # use leads_core::Error;
    /// # let error = Error::new(ErrorKind::Conflict, "the address is taken");
    /// let http_status = match error.kind() {
    ///     ErrorKind::InvalidRequest | ErrorKind::Rejected => 422,
    ///     ErrorKind::NotFound => 404,
    ///     ErrorKind::Conflict => 409,
    ///     ErrorKind::RateLimited | ErrorKind::QuotaExhausted => 429,
    ///     _ => 502,
    /// };
    /// assert_eq!(http_status, 409);
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the field of the request, or the setting of the client, that is invalid.
    ///
    /// ```
    /// use leads_core::client::LeadQuery;
    /// let error = LeadQuery::new().page_size(0).rows(50, 100).unwrap_err();
    /// assert_eq!(error.field(), Some("page_size"));
    /// ```
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// Returns the HTTP status, if there was a response. It does not decide the outcome: vendors send errors with status 200.
    ///
    /// ```
    /// # use leads_core::{Error, ErrorKind};
    /// # let error = Error::new(ErrorKind::Server, "an internal failure").with_http_status(500);
    /// assert_eq!(error.http_status(), Some(500));
    /// let unsent = Error::invalid("email", "must not be empty");
    /// assert_eq!(unsent.http_status(), None);
    /// ```
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// Returns the vendor's error codes. The first one decided the kind. Empty if the response contains none.
    ///
    /// ```
    /// # use leads_core::{Code, Error, ErrorKind};
    /// # let closed = Code::new("92024").message("Status change not allowed on closed leads");
    /// # let error = Error::new(ErrorKind::State, "rejected").with_codes(vec![closed]);
    /// let codes: Vec<&str> = error.codes().iter().map(|code| code.code.as_str()).collect();
    /// assert_eq!(codes, ["92024"]);
    /// ```
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.0.codes
    }

    /// Returns the first code as the vendor crate's own type, or `None` if there is no code or it is another vendor's error.
    ///
    /// ```
    /// use leads_core::{Code, CodeTable, Error, ErrorKind, VendorCode};
    /// /// A vendor crate's codes.
    /// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    /// enum AcmeCode { Closed, Other(String) }
    /// impl VendorCode for AcmeCode {
    ///     const VENDOR: &'static str = "acme";
    ///     # fn from_code(code: &str) -> Self {
    ///     #     match code { "closed" => Self::Closed, other => Self::Other(other.to_owned()) }
    ///     # }
    ///     # fn as_code(&self) -> &str {
    ///     #     match self { Self::Closed => "closed", Self::Other(code) => code }
    ///     # }
    ///     # fn table() -> &'static CodeTable {
    ///     #     static TABLE: CodeTable = CodeTable::new("acme", &[]);
    ///     #     &TABLE
    ///     # }
    /// }
    /// # let error = Error::new(ErrorKind::State, "rejected").with_codes(vec![Code::new("closed")]);
    /// # let of_acme = error.for_operation("acme", "update_lead");
    /// assert_eq!(of_acme.code_as::<AcmeCode>(), Some(AcmeCode::Closed));
    /// # let error = Error::new(ErrorKind::State, "rejected").with_codes(vec![Code::new("closed")]);
    /// # let of_other = error.for_operation("other", "update_lead");
    /// assert_eq!(of_other.code_as::<AcmeCode>(), None);
    /// ```
    #[must_use]
    pub fn code_as<C: VendorCode>(&self) -> Option<C> {
        if self.0.vendor != C::VENDOR {
            return None;
        }
        self.0.codes.first().map(|code| C::from_code(&code.code))
    }

    /// Returns the vendor's id of the request, for its support.
    ///
    /// Quote it when you report a problem to the vendor.
    ///
    /// ```
    /// use leads_core::Error;
    /// /// A line for the support ticket.
    /// fn ticket(error: &Error) -> String {
    ///     let id = error.request_id().unwrap_or("not reported");
    ///     format!("{}: request id {id}", error.vendor())
    /// }
    /// assert_eq!(ticket(&Error::invalid("id", "must not be empty")), ": request id not reported");
    /// ```
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns how long to wait before the same call can succeed, if known.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use leads_core::{Error, ErrorKind};
    /// # let error = Error::new(ErrorKind::RateLimited, "too many calls")
    /// #     .with_retry_after(Duration::from_secs(30));
    /// let wait = error.retry_after().unwrap_or(Duration::from_secs(60));
    /// assert_eq!(wait, Duration::from_secs(30));
    /// ```
    #[doc(alias = "Retry-After")]
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the number of attempts. 0 means that nothing was sent.
    ///
    /// ```
    /// use leads_core::Error;
    /// let error = Error::invalid("email", "must not be empty");
    /// assert_eq!(error.attempts(), 0, "it was rejected before anything was sent");
    /// ```
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the body of the response: at most 4 KiB, with secrets removed. It may contain personal data, so `Display`
    /// and `Debug` do not print it; log it with care.
    ///
    /// ```
    /// use leads_core::Error;
    /// let error = Error::invalid("email", "must not be empty");
    /// assert_eq!(error.body(), None, "there was no response");
    /// ```
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_ref().map(|body| body.0.as_str())
    }

    /// Returns what the call did to the vendor's data, over all its attempts.
    ///
    /// ```
    /// use leads_core::{Error, WriteOutcome};
    /// let error = Error::invalid("email", "must not be empty");
    /// assert_eq!(error.outcome(), WriteOutcome::NotApplied);
    /// ```
    #[must_use]
    pub fn outcome(&self) -> WriteOutcome {
        self.0.outcome
    }

    /// Returns advice on what to do, in a sentence.
    ///
    /// ```
    /// use leads_core::Error;
    /// /// What is shown to the operator.
    /// fn message(error: &Error) -> String {
    ///     match error.help() {
    ///         Some(help) => format!("{error} ({help})"),
    ///         None => error.to_string(),
    ///     }
    /// }
    /// # let error = Error::config("base_url", "is not a URL").with_help("write it with https://");
    /// assert!(message(&error).ends_with("(write it with https://)"));
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// Returns the candidates of an [ambiguous](ErrorKind::Ambiguous) target.
    ///
    /// ```
    /// use leads_core::{Error, ErrorKind};
    /// # let error = Error::ambiguous("several leads have the key", vec!["12".into(), "15".into()]);
    /// if error.kind() == ErrorKind::Ambiguous {
    ///     assert_eq!(error.candidates(), ["12", "15"]);
    /// }
    /// ```
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        &self.0.candidates
    }

    /// Returns which timeout elapsed.
    ///
    /// Returns `None` if the error is not a timeout.
    ///
    /// ```
    /// use leads_core::{Error, http::TimeoutKind};
    /// fn advice(error: &Error) -> &'static str {
    ///     match error.timeout_kind() {
    ///         Some(TimeoutKind::Connect) => "the host does not accept connections",
    ///         Some(TimeoutKind::Attempt) => "the vendor is slow: allow a longer attempt",
    ///         Some(_) => "the whole call took too long: allow a longer deadline",
    ///         None => "not a timeout",
    ///     }
    /// }
    /// assert_eq!(advice(&Error::invalid("email", "must not be empty")), "not a timeout");
    /// ```
    #[must_use]
    pub fn timeout_kind(&self) -> Option<TimeoutKind> {
        self.0.limit
    }

    /// Returns where the response could not be read.
    ///
    /// ```
    /// #[derive(Debug, serde::Deserialize)]
    /// struct Deal { id: u64 }
    /// let error = leads_core::Raw::<Deal>::parse(r#"{"id":[]}"#).unwrap_err();
    /// assert_eq!(error.decode_error().map(|at| at.path.as_str()), Some("id"));
    /// ```
    #[must_use]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// Returns where items of a list may be missing, for [`ErrorKind::ListGap`]. The stream that returned the error continues.
    ///
    /// ```
    /// use leads_core::Error;
    /// let error = Error::invalid("email", "must not be empty");
    /// assert!(error.gap().is_none(), "only errors of lists have one");
    /// ```
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        self.0.gap.as_ref()
    }

    /// Returns the error of an earlier attempt whose outcome is unknown, if a later attempt ended differently.
    /// [`outcome`](Self::outcome) combines both.
    ///
    /// ```
    /// use leads_core::Error;
    /// /// Every error of the call, the last one first.
    /// fn chain(error: &Error) -> Vec<&Error> {
    ///     std::iter::successors(Some(error), |error| error.earlier()).collect()
    /// }
    /// assert_eq!(chain(&Error::invalid("email", "must not be empty")).len(), 1);
    /// ```
    #[must_use]
    pub fn earlier(&self) -> Option<&Self> {
        self.0.earlier.as_ref()
    }

    /// Returns whether the same call can succeed later without any change. This does not mean that a retry is safe:
    /// see [`WriteOutcome::is_safe_to_retry`].
    ///
    /// **What to do:** if it is true and the outcome is [`NotApplied`](WriteOutcome::NotApplied), send the same call again
    /// after [`retry_after`](Self::retry_after). The client has already retried as its
    /// [`RetryPolicy`](crate::http::RetryPolicy) allows. If it is false, the same call
    /// fails again: change the request or the configuration.
    ///
    /// ```
    /// # use leads_core::{Error, ErrorKind};
    /// # let error = Error::new(ErrorKind::RateLimited, "too many calls").with_retryable(true);
    /// let queue_again = error.is_retryable() && error.outcome().is_safe_to_retry();
    /// assert!(queue_again);
    /// ```
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// Returns whether the record does not exist.
    ///
    /// **What to do:** check the id and the account; it may be an id of another account or vendor. A record that was created
    /// seconds ago may not be readable yet, because reads can lag behind writes.
    ///
    /// ```
    /// # use leads_core::{Error, ErrorKind, Result};
    /// fn optional<T>(result: Result<T>) -> Result<Option<T>> {
    ///     match result {
    ///         Ok(value) => Ok(Some(value)),
    ///         Err(error) if error.is_not_found() => Ok(None),
    ///         Err(error) => Err(error),
    ///     }
    /// }
    /// # let missing = Error::new(ErrorKind::NotFound, "there is no such lead");
    /// assert_eq!(optional::<()>(Err(missing)).unwrap(), None);
    /// ```
    #[doc(alias = "404")]
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Returns whether the call exceeded a rate limit, of the vendor or of the client's own limiter.
    ///
    /// **What to do:** wait for [`retry_after`](Self::retry_after). If it happens often, let all clients of the account share one
    /// [`Limiter`](crate::http::Limiter), also across processes, and send long jobs with
    /// [`Priority::Batch`](crate::http::Priority::Batch). For [`QuotaExhausted`](ErrorKind::QuotaExhausted), stop until the
    /// window ends, or buy a larger quota.
    ///
    /// ```
    /// use std::time::Duration;
    /// # use leads_core::{Error, ErrorKind};
    /// # let error = Error::new(ErrorKind::QuotaExhausted, "the calls of the day are used up");
    /// if error.is_rate_limited() {
    ///     let pause = error.retry_after().unwrap_or(Duration::from_secs(60));
    ///     assert_eq!(pause, Duration::from_secs(60));
    /// }
    /// ```
    #[doc(alias = "429")]
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.0.kind, ErrorKind::RateLimited | ErrorKind::QuotaExhausted)
    }

    /// Returns whether a timeout elapsed; [`timeout_kind`](Self::timeout_kind) says which.
    ///
    /// **What to do:** look at the [outcome](Self::outcome) first; a write that timed out is usually
    /// [`Unknown`](WriteOutcome::Unknown), and must be resolved before it is sent again. If timeouts are frequent, raise
    /// [`Timeouts`](crate::http::Timeouts), or the call's [`deadline`](crate::CallOptions::deadline).
    ///
    /// ```
    /// # use leads_core::{Error, ErrorKind, WriteOutcome};
    /// # let error = Error::new(ErrorKind::Timeout, "no response").with_outcome(WriteOutcome::Unknown);
    /// assert!(error.is_timeout() && !error.outcome().is_safe_to_retry());
    /// ```
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether the credentials are missing or were rejected.
    ///
    /// **What to do:** renew the key or password in the client's credentials, and check that they are those of this account
    /// and region. If a [`CredentialProvider`](crate::CredentialProvider) supplies them, look at the
    /// [source](std::error::Error::source). Then send the call again, if its [outcome](Self::outcome)
    /// allows that.
    ///
    /// ```
    /// use leads_core::Error;
    /// let error = Error::credentials(std::io::Error::other("the vault is sealed"));
    /// assert!(error.is_unauthenticated());
    /// ```
    #[doc(alias = "401")]
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.0.kind == ErrorKind::Unauthenticated
    }

    /// Returns whether the vendor or this client does not support the call. Nothing was sent.
    ///
    /// **What to do:** check [`Capabilities`](crate::client::Capabilities) before the call, or use the vendor crate's own
    /// requests. A retry cannot succeed.
    ///
    /// ```
    /// use leads_core::client::{Capabilities, LeadKey};
    /// let can = Capabilities::none();
    /// assert!(LeadKey::email("jane@example.com").check(&can).unwrap_err().is_unsupported());
    /// ```
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        self.0.kind == ErrorKind::Unsupported
    }

    /// Returns whether the request is invalid. Nothing was sent.
    ///
    /// **What to do:** correct the [field](Self::field) that the error names. A retry cannot succeed. A value that only the
    /// vendor rejects is [`Rejected`](ErrorKind::Rejected) instead.
    ///
    /// ```
    /// use leads_core::Error;
    /// let error = Error::invalid("email", "must not be empty");
    /// assert!(error.is_invalid_request());
    /// assert_eq!(error.field(), Some("email"));
    /// ```
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest
    }

    /// Returns whether the response could not be read.
    ///
    /// **What to do:** look at the [outcome](Self::outcome): the call may have succeeded although its response could not be
    /// read. Report the [path](Self::decode_error), without the body, to the authors of this library: the vendor sends something
    /// that the types do not describe.
    ///
    /// ```
    /// #[derive(Debug, serde::Deserialize)]
    /// struct Deal { id: u64 }
    /// let error = leads_core::Raw::<Deal>::parse("<html>").unwrap_err();
    /// assert!(error.is_decode());
    /// ```
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
