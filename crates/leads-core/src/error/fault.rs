//! Whose fault an error is.

use super::{Error, ErrorKind};
use serde::{Deserialize, Serialize};

/// Who has to act on an [`Error`]: the author of the request, the operator, the vendor, or no one if time solves it.
///
/// Use it to inform a user without a table of kinds: only [`Fault::Input`] is something that the person who filled in a
/// form can correct.
///
/// ```
/// use leads_core::{Error, error::Fault};
/// fn http_status(error: &Error) -> u16 {
///     match error.fault() {
///         Fault::Input => 422,
///         Fault::Limit => 429,
///         _ => 503,
///     }
/// }
/// assert_eq!(http_status(&Error::invalid("email", "must not be empty")), 422);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The request: a value is invalid, the record does not exist or its state does not allow the change, or the vendor
    /// cannot do this.
    Input,
    /// The configuration: credentials, permissions, a setting of the client, or something that is missing in the vendor's
    /// account.
    Setup,
    /// The vendor: an internal failure, or a response that cannot be read.
    Vendor,
    /// The way to the vendor: no connection, a timeout, or a response of a proxy.
    Network,
    /// A rate limit or a quota.
    Limit,
}

super::spelling! { Fault, "fault";
    Input => "input",
    Setup => "setup",
    Vendor => "vendor",
    Network => "network",
    Limit => "limit",
}

impl Fault {
    /// Returns the fault that a kind of error stands for.
    ///
    /// ```
    /// use leads_core::{ErrorKind, error::Fault};
    /// assert_eq!(Fault::of(ErrorKind::NotFound), Fault::Input);
    /// assert_eq!(Fault::of(ErrorKind::Timeout), Fault::Network);
    /// ```
    #[must_use]
    pub const fn of(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidRequest
            | ErrorKind::Unsupported
            | ErrorKind::Ambiguous
            | ErrorKind::NotFound
            | ErrorKind::Conflict
            | ErrorKind::State
            | ErrorKind::Rejected => Self::Input,
            ErrorKind::Config | ErrorKind::Unauthenticated | ErrorKind::Forbidden | ErrorKind::Precondition => {
                Self::Setup
            }
            ErrorKind::Decode | ErrorKind::Server | ErrorKind::ListGap | ErrorKind::Other => Self::Vendor,
            ErrorKind::Timeout | ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Foreign => Self::Network,
            ErrorKind::RateLimited | ErrorKind::QuotaExhausted => Self::Limit,
        }
    }
}

impl Error {
    /// Returns whose fault the error is, by its [kind](Self::kind).
    ///
    /// This does not say whether the write was applied: a network fault can follow an applied write. See
    /// [`outcome`](Self::outcome).
    ///
    /// ```
    /// use leads_core::{Error, error::Fault};
    /// let error = Error::config("base_url", "is not a URL");
    /// assert_eq!(error.fault(), Fault::Setup);
    /// ```
    #[must_use]
    pub fn fault(&self) -> Fault {
        Fault::of(self.kind())
    }
}
