//! The three timeouts.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;
use tokio::time::Instant;

/// The maximum length of any wait: ten years.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

/// Adds a length of time to an instant. A user's timeout and a vendor's delay can be arbitrarily long: longer ones are
/// reduced to [`MAX_WAIT`], because the addition would otherwise panic.
pub(crate) fn saturating_deadline(at: Instant, length: Duration) -> Instant {
    at.checked_add(length.min(MAX_WAIT)).unwrap_or(at)
}

/// The timeouts of a client. All are enabled by default.
///
/// ```
/// use leads_core::http::Timeouts;
/// use std::time::Duration;
/// let limits = Timeouts::default();
/// assert_eq!(limits.connect, Duration::from_secs(5));
/// assert_eq!(limits.attempt, Duration::from_secs(30));
/// assert_eq!(limits.call, Duration::from_secs(90));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Timeouts {
    /// The timeout for establishing a connection.
    pub connect: Duration,
    /// The timeout for one attempt. For a streamed body it restarts with each progress, so that a large file on a slow
    /// line is not interrupted while data is moving.
    pub attempt: Duration,
    /// The timeout for the whole call: waiting for a permit, every attempt, and the delays between them.
    pub call: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), attempt: Duration::from_secs(30), call: Duration::from_secs(90) }
    }
}

impl Timeouts {
    /// Sets the timeout for establishing a connection.
    ///
    /// ```
    /// use leads_core::http::Timeouts;
    /// use std::time::Duration;
    /// assert_eq!(Timeouts::default().connect(Duration::from_secs(2)).connect.as_secs(), 2);
    /// ```
    #[must_use]
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Sets the timeout for one attempt.
    ///
    /// ```
    /// use leads_core::http::Timeouts;
    /// use std::time::Duration;
    /// assert_eq!(Timeouts::default().attempt(Duration::from_secs(60)).attempt.as_secs(), 60);
    /// ```
    #[must_use]
    pub const fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// Sets the timeout for the whole call.
    ///
    /// ```
    /// use leads_core::http::Timeouts;
    /// use std::time::Duration;
    /// assert_eq!(Timeouts::default().call(Duration::from_secs(20)).call.as_secs(), 20);
    /// ```
    #[must_use]
    pub const fn call(mut self, limit: Duration) -> Self {
        self.call = limit;
        self
    }
}

/// The timeout that elapsed.
///
/// ```
/// use leads_core::{Error, http::TimeoutKind};
/// fn describe(error: &Error) -> &'static str {
///     match error.timeout_kind() {
///         Some(TimeoutKind::Connect) => "the vendor's host cannot be reached",
///         Some(TimeoutKind::Permit) => "too many calls are waiting here",
///         Some(_) => "the vendor is slow",
///         None => "not a timeout",
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// Establishing a connection: nothing was sent.
    Connect,
    /// One attempt: the vendor may have acted, unless the connection was still being established; the error's
    /// [outcome](crate::Error::outcome) reports which.
    Attempt,
    /// The whole call; a request in progress at that moment is treated like a timed-out attempt.
    Call,
    /// The whole call, while waiting for a permit of the limiter: this attempt sent nothing.
    Permit,
}

impl fmt::Display for TimeoutKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connect",
            Self::Attempt => "attempt",
            Self::Call => "call",
            Self::Permit => "permit",
        })
    }
}
