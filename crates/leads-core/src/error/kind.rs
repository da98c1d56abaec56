//! The coarse kind of an error.

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

super::spelling! { ErrorKind, "kind of error";
    Config => "config",
    InvalidRequest => "invalid_request",
    Unsupported => "unsupported",
    Ambiguous => "ambiguous",
    Unauthenticated => "unauthenticated",
    Forbidden => "forbidden",
    NotFound => "not_found",
    Conflict => "conflict",
    State => "state",
    Rejected => "rejected",
    Precondition => "precondition",
    RateLimited => "rate_limited",
    QuotaExhausted => "quota_exhausted",
    Timeout => "timeout",
    Connect => "connect",
    Transport => "transport",
    Decode => "decode",
    Foreign => "foreign",
    Server => "server",
    ListGap => "list_gap",
    Other => "other",
}
