//! The general kind of an error.

use serde::{Deserialize, Serialize};

/// The kind of an [`Error`](crate::Error), the same for every vendor.
///
/// The predicates of [`Error`](crate::Error) (`is_not_found()`, `is_rate_limited()` and so on) read better in
/// application code; use this enum for tables, metrics and `match` with a wildcard arm.
///
/// ```
/// use leads_core::{Error, ErrorKind};
/// fn needs_an_operator(error: &Error) -> bool {
///     matches!(error.kind(), ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::QuotaExhausted)
/// }
/// assert!(!needs_an_operator(&Error::invalid("email", "must not be empty")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is misconfigured: a base URL, a key, a header.
    Config,
    /// The request breaks a rule that can be checked before sending; the field is named. Nothing was sent.
    InvalidRequest,
    /// The vendor does not support this operation. Nothing was sent.
    Unsupported,
    /// Several vendor values match the request; they are listed. Nothing was sent.
    Ambiguous,
    /// The credentials could not be obtained, or were rejected.
    Unauthenticated,
    /// The credentials are valid but not permitted to do this.
    Forbidden,
    /// The record does not exist.
    NotFound,
    /// The record already exists: a duplicate.
    Conflict,
    /// The record's state does not allow the change: a closed lead, or a lead too old to update.
    State,
    /// The vendor rejected a value.
    Rejected,
    /// Something that the call needs is missing on the vendor's side: a registration, a feature, a service behind it.
    Precondition,
    /// Too many requests; retry later.
    RateLimited,
    /// The quota of a long window, such as a day, is exhausted.
    QuotaExhausted,
    /// A timeout elapsed.
    Timeout,
    /// No connection could be established, so nothing was sent.
    Connect,
    /// The connection failed after it was established.
    Transport,
    /// The response could not be read as the vendor documents it.
    Decode,
    /// The response is not the vendor's: HTML or text from a proxy, a redirect, or a body that is not an envelope.
    Foreign,
    /// The vendor reported an internal failure.
    Server,
    /// Rows of a list may be missing, because too many were deleted between two pages. The list continues after the
    /// gap.
    ListGap,
    /// Any other kind.
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
