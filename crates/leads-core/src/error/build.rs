//! Constructors of errors, for vendor crates and adapters.

use super::{Body, Code, DecodeError, Error, ErrorKind, Inner, WriteOutcome};
use crate::http::TimeoutKind;
use crate::paging::Gap;
use chrono::{DateTime, TimeDelta, Utc};
use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

impl Error {
    /// Creates the error of a [`CredentialProvider`](crate::CredentialProvider) that could not obtain the credentials.
    ///
    /// The source is not printed by `Display`; it must not contain a secret.
    ///
    /// ```
    /// use leads_core::Error;
    /// let error = Error::credentials(std::io::Error::other("the vault is sealed"));
    /// assert!(error.is_unauthenticated());
    /// ```
    #[must_use]
    pub fn credentials(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(ErrorKind::Unauthenticated, "the credentials could not be obtained").with_source(source)
    }
}

/// For vendor crates and adapters. Hidden, because an application does not create errors of the library.
#[doc(hidden)]
impl Error {
    /// Creates an error of a kind with a message.
    ///
    /// For vendor crates and adapters. The message must not contain a value that a caller or a vendor sent.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            vendor: "",
            operation: "",
            message: message.into(),
            field: None,
            http_status: None,
            codes: Vec::new(),
            request_id: None,
            retry_after: None,
            retryable: false,
            attempts: 0,
            body: None,
            outcome: WriteOutcome::NotApplied,
            help: None,
            limit: None,
            candidates: Vec::new(),
            decode: None,
            gap: None,
            earlier: None,
            source: None,
            call: None,
        }))
    }

    /// Creates the error of a request that violates a rule known before sending. Names the field.
    #[must_use]
    pub fn invalid(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message).with_field(field)
    }

    /// Creates the error of a call that the vendor does not support.
    #[must_use]
    pub fn unsupported(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Unsupported, message)
    }

    /// Creates the error of a target that several vendor values match. Lists them.
    #[must_use]
    pub fn ambiguous(message: impl Into<Cow<'static, str>>, candidates: Vec<String>) -> Self {
        let mut error = Self::new(ErrorKind::Ambiguous, message);
        error.0.candidates = candidates;
        error
    }

    /// Creates the error of a client that cannot be built. Names the setting.
    #[must_use]
    pub fn config(setting: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, message).with_field(setting)
    }

    /// Creates the error of a gap in a list. The list continues after it.
    #[must_use]
    pub fn list_gap(gap: Gap) -> Self {
        let mut error = Self::new(ErrorKind::ListGap, "rows of the list may be missing here")
            .with_help("more rows were deleted meanwhile than are read again: compare by reading the list once more");
        error.0.gap = Some(gap);
        error
    }

    /// Creates the error of a response that cannot be read.
    #[must_use]
    pub fn decode(decode: DecodeError) -> Self {
        let mut error = Self::new(ErrorKind::Decode, "the response could not be read");
        error.0.decode = Some(decode);
        error.0.outcome = WriteOutcome::Unknown;
        error
    }

    pub(crate) fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.message = message.into();
        self
    }

    pub(crate) fn without_help(mut self) -> Self {
        self.0.help = None;
        self
    }

    /// Sets the field or setting.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Sets the advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Sets the vendor's error codes.
    #[must_use]
    pub fn with_codes(mut self, codes: Vec<Code>) -> Self {
        self.0.codes = codes;
        self
    }

    /// Sets the outcome.
    #[must_use]
    pub fn with_outcome(mut self, outcome: WriteOutcome) -> Self {
        self.0.outcome = outcome;
        self
    }

    /// Sets whether the same call can succeed later.
    #[must_use]
    pub fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    /// Sets how long to wait before the same call can succeed.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Sets the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_http_status(mut self, status: u16) -> Self {
        self.0.http_status = Some(status);
        self
    }

    /// Sets vendor and operation, unless they are already set.
    #[must_use]
    pub fn for_operation(mut self, vendor: &'static str, operation: &'static str) -> Self {
        if self.0.vendor.is_empty() {
            self.0.vendor = vendor;
        }
        if self.0.operation.is_empty() {
            self.0.operation = operation;
        }
        self
    }

    pub(crate) fn with_timeout_kind(mut self, limit: TimeoutKind) -> Self {
        self.0.limit = Some(limit);
        self
    }

    /// Records that the call began so long ago, and ends now.
    pub(crate) fn with_call_length(mut self, length: Duration) -> Self {
        let ended = Utc::now();
        let length = TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX);
        self.0.call = Some((ended.checked_sub_signed(length).unwrap_or(DateTime::<Utc>::MIN_UTC), ended));
        self
    }

    /// Returns when the call began and ended; `None` if the error did not come from a call.
    pub(crate) fn call_times(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        self.0.call
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_request_id(mut self, id: Option<String>) -> Self {
        if id.is_some() {
            self.0.request_id = id;
        }
        self
    }

    pub(crate) fn with_body(mut self, body: Body) -> Self {
        self.0.body = Some(body);
        self
    }

    /// Changes the path of a decode error, if it is one.
    pub(crate) fn with_decode_path(mut self, change: impl FnOnce(&str) -> String) -> Self {
        if let Some(decode) = &mut self.0.decode {
            decode.path = change(&decode.path);
        }
        self
    }

    pub(crate) fn with_earlier(mut self, earlier: Self) -> Self {
        self.0.earlier = Some(earlier);
        self
    }
}
