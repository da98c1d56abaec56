//! What the pipeline needs to know about a vendor.

use crate::error::{Code, Error, ErrorKind, Result, WriteOutcome};
use crate::http::RequestHead;
use crate::request::Operation;
use crate::response::HttpResponse;
use std::borrow::Cow;
use std::time::Duration;

/// A vendor: its name, how its responses are interpreted, and how its client's settings modify a request.
pub trait Vendor: Sized + Send + Sync + 'static {
    /// The name in errors, spans and tables.
    const NAME: &'static str;

    /// The prefixes of the API's paths. A base URL that already ends with one of these does not get it twice.
    const PREFIXES: &'static [&'static str];

    /// Response headers that contain the vendor's request id, in order of preference.
    const REQUEST_ID_HEADERS: &'static [&'static str];

    /// Settings of a client that modify requests: a method, an extra header. They may be updated from responses.
    type Settings: Send + Sync + 'static;

    /// Interprets a response. Called inside the retry loop for every response, regardless of its status: the vendor's
    /// envelope decides, and the status only if the body is inconclusive.
    ///
    /// Read the body with [`HttpResponse::json`], which repairs malformed members: a 2xx body is passed as received, and
    /// is classified again, repaired, only if it is not a success or cannot be read.
    fn classify(settings: &Self::Settings, operation: &Operation, response: &HttpResponse) -> Classification;

    /// Applies the client's settings to a request, once per attempt, without I/O.
    ///
    /// # Errors
    /// Returns an error if a setting cannot be applied.
    fn prepare(settings: &Self::Settings, operation: &Operation, head: &mut RequestHead) -> Result<()> {
        let _ = (settings, operation, head);
        Ok(())
    }

    /// Compares a successful response with the type that it was read as, for
    /// [`Observer::drift`](crate::observe::Observer::drift). Vendor crates implement this with their catalogue; by
    /// default nothing is compared.
    #[cfg(feature = "inspect")]
    #[cfg_attr(docsrs, doc(cfg(feature = "inspect")))]
    #[must_use]
    fn inspect(operation: &Operation, response: &HttpResponse) -> Option<crate::inspect::Inspection> {
        let _ = (operation, response);
        None
    }
}

/// The meaning of a response.
#[derive(Debug)]
#[non_exhaustive]
pub enum Classification {
    /// The vendor reports that the call succeeded.
    Success {
        /// [`WriteOutcome::Applied`], [`WriteOutcome::Accepted`] for a queued write, [`WriteOutcome::Partial`], or
        /// [`WriteOutcome::Unknown`] if the response reports less than what was requested. For reads, the pipeline
        /// replaces it with [`WriteOutcome::NotApplied`].
        outcome: WriteOutcome,
        /// Whether `classify` saw the vendor's own proof of success. If not, reading the response must find it, and a
        /// response that cannot be read leaves a write unknown; if so, the write was applied even if its record cannot
        /// be read.
        confirmed: bool,
        /// The vendor's warnings.
        warnings: Vec<Code>,
    },
    /// The call failed.
    Failure(Failure),
}

impl Classification {
    /// Creates a success for which the vendor's own success envelope was seen.
    #[must_use]
    pub const fn applied() -> Self {
        Self::Success { outcome: WriteOutcome::Applied, confirmed: true, warnings: Vec::new() }
    }

    /// Creates a success that nothing contradicts, but that only reading the record can confirm.
    #[must_use]
    pub const fn tentative() -> Self {
        Self::Success { outcome: WriteOutcome::Applied, confirmed: false, warnings: Vec::new() }
    }

    /// Creates a success for a call that the vendor queued.
    #[must_use]
    pub const fn accepted() -> Self {
        Self::Success { outcome: WriteOutcome::Accepted, confirmed: true, warnings: Vec::new() }
    }

    /// Sets the warnings of a success.
    #[must_use]
    pub fn with_warnings(mut self, found: Vec<Code>) -> Self {
        if let Self::Success { warnings, .. } = &mut self {
            *warnings = found;
        }
        self
    }
}

impl From<Failure> for Classification {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// A failed response, as described by a vendor's `classify`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The vendor-independent kind.
    pub kind: ErrorKind,
    /// The vendor's codes, the decisive one first.
    pub codes: Vec<Code>,
    /// This library's message, printed if there is no code.
    pub message: Cow<'static, str>,
    /// The effect of this attempt, for a write.
    pub outcome: WriteOutcome,
    /// Whether the same call can succeed later.
    pub retryable: bool,
    /// The delay that the response requests; the pipeline reads the `Retry-After` header.
    pub retry_after: Option<Duration>,
    /// Whether the credentials that signed the attempt are no longer valid: they are refreshed once.
    pub refresh_credentials: bool,
    /// Whether a changed setting makes the same call succeed: it is resent once, if nothing was applied.
    pub resend_once: bool,
    /// The rate limit that the rejection reports: calls and window.
    pub limit: Option<(u32, Duration)>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// The field of the request that the vendor names.
    pub field: Option<Cow<'static, str>>,
}

impl Failure {
    /// Creates a rejection that proves that nothing was changed, and for which a retry cannot help.
    #[must_use]
    pub fn rejected(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            codes: Vec::new(),
            message: message.into(),
            outcome: WriteOutcome::NotApplied,
            retryable: false,
            retry_after: None,
            refresh_credentials: false,
            resend_once: false,
            limit: None,
            help: None,
            field: None,
        }
    }

    /// Creates a failure that leaves open whether a write was applied.
    #[must_use]
    pub fn unknown(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { outcome: WriteOutcome::Unknown, ..Self::rejected(kind, message) }
    }

    /// Interprets an HTTP status when the body is not the vendor's.
    ///
    /// The standard rejections of HTTP (400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 422, 428, 429, 431) mean that
    /// the request was not carried out, so the outcome is [`WriteOutcome::NotApplied`] with any body. Every other
    /// status leaves a write [`WriteOutcome::Unknown`]: another 4xx may come from a proxy that gave up waiting (408,
    /// 499) or have a special meaning, 5xx may come from a gateway that lost the response, and a 2xx with a foreign
    /// body proves nothing.
    #[must_use]
    pub fn from_status(response: &HttpResponse) -> Self {
        let status = response.status;
        match status {
            401 => Self::rejected(ErrorKind::Unauthenticated, "the credentials were rejected"),
            403 => Self::rejected(ErrorKind::Forbidden, "the credentials do not permit this operation"),
            404 | 410 => Self::rejected(ErrorKind::NotFound, "the requested resource was not found"),
            408 => Self::unknown(ErrorKind::Server, "the server timed out waiting for the request").retryable(true),
            409 => Self::rejected(ErrorKind::Conflict, "conflict"),
            425 => Self::unknown(ErrorKind::Server, "too early").retryable(true),
            429 => Self::rejected(ErrorKind::RateLimited, "too many requests").retryable(true),
            499 => Self::unknown(ErrorKind::Server, "a gateway gave up on the request").retryable(true),
            400 | 405 | 413..=415 | 422 | 428 | 431 => Self::rejected(ErrorKind::Rejected, "the request was rejected"),
            402..=499 => Self::unknown(ErrorKind::Rejected, "the request was rejected by an unknown server"),
            500 => Self::unknown(ErrorKind::Server, "the server failed"),
            502..=504 => Self::unknown(ErrorKind::Server, "the gateway could not reach the server").retryable(true),
            501 | 505..=599 => Self::unknown(ErrorKind::Server, "the server failed"),
            300..=399 => Self::unknown(ErrorKind::Foreign, "a redirect; redirects are not followed"),
            _ => Self::unknown(ErrorKind::Foreign, format!("not the vendor's response: {}", response.form())),
        }
    }

    /// Sets the codes.
    #[must_use]
    pub fn codes(mut self, codes: Vec<Code>) -> Self {
        self.codes = codes;
        self
    }

    /// Sets the kind.
    #[must_use]
    pub fn kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets the effect of this attempt.
    #[must_use]
    pub fn outcome(mut self, outcome: WriteOutcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Sets whether the same call can succeed later.
    #[must_use]
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.retryable = retryable;
        self
    }

    /// Sets the delay that the response requests.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Marks the credentials as no longer valid.
    #[must_use]
    pub fn refresh_credentials(mut self) -> Self {
        self.refresh_credentials = true;
        self
    }

    /// Marks the call as one that succeeds with a changed setting.
    #[must_use]
    pub fn resend_once(mut self) -> Self {
        self.resend_once = true;
        self
    }

    /// Sets the rate limit that the rejection reports.
    #[must_use]
    pub fn limit(mut self, calls: u32, per: Duration) -> Self {
        self.limit = Some((calls, per));
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the field of the request that the vendor names. Text that does not look like a field name is ignored,
    /// because it can be a value sent by a user: the error's `Display` and `Debug` show the field.
    #[must_use]
    pub fn field(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        let name = name.into();
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | '[' | ']' | ' ');
        let looks_like_one = name.len() <= LONGEST_FIELD
            && name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'))
            && name.chars().all(named);
        if looks_like_one {
            self.field = Some(name);
        }
        self
    }

    /// Converts the failure into the error of the call that it ended.
    pub(crate) fn into_error(self) -> Error {
        let mut error = Error::new(self.kind, self.message)
            .with_codes(self.codes)
            .with_outcome(self.outcome)
            .with_retryable(self.retryable);
        if let Some(wait) = self.retry_after {
            error = error.with_retry_after(wait);
        }
        if let Some(help) = self.help {
            error = error.with_help(help);
        }
        if let Some(field) = self.field {
            error = error.with_field(field);
        }
        error
    }
}

/// The maximum length of a field name, in bytes. Longer text is not taken for a name.
const LONGEST_FIELD: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    const REJECTIONS: [u16; 14] = [400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 422, 428, 429, 431];

    #[test]
    fn only_standard_rejections_prove_that_nothing_was_applied() {
        for status in 200..=999 {
            for body in ["", "{}", "<html></html>", "text"] {
                let failure = Failure::from_status(&HttpResponse::new(status, Default::default(), Bytes::from(body)));
                let outcome =
                    if REJECTIONS.contains(&status) { WriteOutcome::NotApplied } else { WriteOutcome::Unknown };
                assert_eq!(failure.outcome, outcome, "{status} {body}");
            }
        }
    }

    #[test]
    fn gateway_timeouts_are_retryable() {
        for status in [408, 425, 429, 499, 502, 503, 504] {
            let failure = Failure::from_status(&HttpResponse::new(status, Default::default(), Bytes::new()));
            assert!(failure.retryable, "{status}");
        }
        for status in [400, 402, 418, 451, 500, 501, 520, 200] {
            let failure = Failure::from_status(&HttpResponse::new(status, Default::default(), Bytes::new()));
            assert!(!failure.retryable, "{status}");
        }
    }

    #[test]
    fn field_is_kept_only_if_it_looks_like_a_name() {
        let named = |name: &'static str| Failure::rejected(ErrorKind::Rejected, "x").field(name).field;
        for name in ["phone", "address.postcode", "leads[0].name", "/leads/0/name", "mx_Custom_1", "customFields.A b"] {
            assert_eq!(named(name).as_deref(), Some(name));
        }
        for value in ["", "jane@example.com", "+15550100", "0400000000", "a\nb", "{\"x\":1}"] {
            assert_eq!(named(value), None, "{value}");
        }
    }
}
