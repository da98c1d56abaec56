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
///     matches!(
///         error.kind(),
///         ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::QuotaExhausted
///     )
/// }
/// assert!(!needs_an_operator(&Error::invalid("email", "must not be empty")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is misconfigured: a base URL, a key, a header.
    ///
    /// **Remedy:** correct the setting that [`field`](crate::Error::field) names, and build the client again.
    Config,
    /// The request breaks a rule that can be checked before sending; the field is named. Nothing was sent.
    ///
    /// **Remedy:** correct the field.
    InvalidRequest,
    /// The vendor does not support this operation. Nothing was sent.
    ///
    /// **Remedy:** check [`Capabilities`](crate::client::Capabilities) first, or use a request of the vendor crate.
    Unsupported,
    /// Several vendor values match the request; they are listed. Nothing was sent.
    ///
    /// **Remedy:** choose one of the [`candidates`](crate::Error::candidates), and pass it by its id or code.
    Ambiguous,
    /// The credentials could not be obtained, or were rejected.
    ///
    /// **Remedy:** renew the key or password, and check that it is one of this account and region. Then send the call again.
    #[doc(alias = "401")]
    Unauthenticated,
    /// The credentials are valid but not permitted to do this.
    ///
    /// **Remedy:** let an administrator of the vendor's account grant the permission. Then send the call again.
    #[doc(alias = "403")]
    Forbidden,
    /// The record does not exist.
    ///
    /// **Remedy:** check the id and the account. A record that was just created may be readable only later.
    #[doc(alias = "404")]
    #[doc(alias = "410")]
    NotFound,
    /// The record already exists: a duplicate.
    ///
    /// **Remedy:** read the existing record and update it. An [upsert](crate::LeadClientExt::upsert) searches before it creates.
    #[doc(alias = "409")]
    Conflict,
    /// The record's state does not allow the change: a closed lead, or a lead too old to update.
    ///
    /// **Remedy:** read the record, and decide whether the change is still wanted. A retry cannot succeed.
    State,
    /// The vendor rejected a value.
    ///
    /// **Remedy:** correct the value; [`codes`](crate::Error::codes) and [`help`](crate::Error::help) say which one.
    #[doc(alias = "400")]
    #[doc(alias = "422")]
    Rejected,
    /// Something that the call needs is missing on the vendor's side: a registration, a feature, a service behind it.
    ///
    /// **Remedy:** set it up in the vendor's account, as [`help`](crate::Error::help) says; then send the call again.
    Precondition,
    /// Too many requests; retry later.
    ///
    /// **Remedy:** wait for [`retry_after`](crate::Error::retry_after). Let all clients of the account share one
    /// [`Limiter`](crate::http::Limiter).
    #[doc(alias = "429")]
    RateLimited,
    /// The quota of a long window, such as a day, is exhausted.
    ///
    /// **Remedy:** stop until the window ends, or buy a larger quota. A retry before then fails.
    QuotaExhausted,
    /// A timeout elapsed.
    ///
    /// **Remedy:** check the [`outcome`](crate::Error::outcome); resolve a write that is unknown. Raise
    /// [`Timeouts`](crate::http::Timeouts) if it happens often.
    Timeout,
    /// No connection could be established, so nothing was sent.
    ///
    /// **Remedy:** check the network, the proxy and the base URL. The call can be sent again.
    Connect,
    /// The connection failed after it was established.
    ///
    /// **Remedy:** check the [`outcome`](crate::Error::outcome): the write may have been made. Resolve it before it is sent
    /// again.
    Transport,
    /// The response could not be read as the vendor documents it.
    ///
    /// **Remedy:** check the [`outcome`](crate::Error::outcome), and report the [path](crate::Error::decode_error) to the
    /// authors of this library.
    Decode,
    /// The response is not the vendor's: HTML or text from a proxy, a redirect, or a body that is not an envelope.
    ///
    /// **Remedy:** check the base URL, and what is between this machine and the vendor: a proxy, a firewall, a login page.
    Foreign,
    /// The vendor reported an internal failure.
    ///
    /// **Remedy:** send it again later if the [`outcome`](crate::Error::outcome) allows it. If it persists, report the
    /// [`request_id`](crate::Error::request_id) to the vendor.
    #[doc(alias = "500")]
    #[doc(alias = "502")]
    #[doc(alias = "503")]
    #[doc(alias = "504")]
    Server,
    /// Rows of a list may be missing, because too many were deleted between two pages. The list continues after the
    /// gap.
    ///
    /// **Remedy:** continue, and read the list once more at a quieter time to find the missing rows.
    ListGap,
    /// Any other kind.
    ///
    /// **Remedy:** read the [`codes`](crate::Error::codes). A new version of this library may know the kind.
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
