//! The coarse kind of an error.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What sort of failure an [`Error`](crate::Error) is, the same for every vendor.
///
/// The predicates of [`Error`](crate::Error) (`is_not_found()`, `is_rate_limited()` and so on) read better in
/// application code; this enum serves for tables, metrics and `match` with a wildcard arm.
///
/// ```
/// use leads_core::{Error, ErrorKind};
/// fn page_somebody(error: &Error) -> bool {
///     matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::QuotaExhausted)
/// }
/// assert!(!page_somebody(&Error::invalid("email", "must not be empty")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was set up wrongly: a base URL, a key, a header.
    Config,
    /// The request breaks a rule that is known before sending; the field is named. Nothing was sent.
    InvalidRequest,
    /// The vendor has no way to do this. Nothing was sent.
    Unsupported,
    /// Several vendor values fit what was asked; they are listed. Nothing was sent.
    Ambiguous,
    /// The credentials could not be had or were refused.
    Unauthenticated,
    /// The credentials are good but may not do this.
    Forbidden,
    /// The record does not exist.
    NotFound,
    /// It is there already: a duplicate.
    Conflict,
    /// The record's state forbids the change: a closed lead, a lead too old to change.
    State,
    /// The vendor refused a value.
    Rejected,
    /// Something that the call needs is missing at the vendor: a registration, a feature, a service behind it.
    Precondition,
    /// Too many calls; wait and try again.
    RateLimited,
    /// The allowance of a long window, a day for example, is spent.
    QuotaExhausted,
    /// One of the named time limits passed.
    Timeout,
    /// No connection could be made, so nothing was sent.
    Connect,
    /// The connection broke after it was made.
    Transport,
    /// The answer could not be read as what the vendor documents.
    Decode,
    /// The answer is not the vendor's: HTML or text of a proxy, a redirect, a body that is no envelope.
    Foreign,
    /// The vendor failed inside.
    Server,
    /// Rows of a list may be missing: too many were deleted between two pages. The list goes on behind the gap.
    ListGap,
    /// None of these.
    Other,
}

impl ErrorKind {
    /// The kind in words, as printed by `Display`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Config => "configuration",
            Self::InvalidRequest => "invalid request",
            Self::Unsupported => "unsupported",
            Self::Ambiguous => "ambiguous",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not found",
            Self::Conflict => "conflict",
            Self::State => "refused by state",
            Self::Rejected => "rejected",
            Self::Precondition => "precondition",
            Self::RateLimited => "rate limited",
            Self::QuotaExhausted => "quota exhausted",
            Self::Timeout => "timeout",
            Self::Connect => "connect",
            Self::Transport => "transport",
            Self::Decode => "decode",
            Self::Foreign => "foreign answer",
            Self::Server => "server",
            Self::ListGap => "gap in a list",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
