//! The three named time limits.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;
use tokio::time::Instant;

/// How far ahead anything here ever thinks: ten years.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

/// The moment a length of time after another. A user's limit and a vendor's wait can be as long as they like: beyond
/// [`MAX_WAIT`] it is [`MAX_WAIT`], where adding them would panic.
pub(crate) fn saturating_deadline(at: Instant, length: Duration) -> Instant {
    at.checked_add(length.min(MAX_WAIT)).unwrap_or(at)
}

/// The time limits of a client; all are on by default.
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
    /// Making one connection.
    pub connect: Duration,
    /// One attempt. For a body that is streamed it counts from the last progress, so that a large file on a slow line
    /// is not cut off while it moves.
    pub attempt: Duration,
    /// The whole call: waiting for a permit, every attempt and the pauses between.
    pub call: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), attempt: Duration::from_secs(30), call: Duration::from_secs(90) }
    }
}

impl Timeouts {
    /// Sets the limit of making one connection.
    #[must_use]
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Sets the limit of one attempt.
    #[must_use]
    pub const fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// Sets the limit of the whole call.
    #[must_use]
    pub const fn call(mut self, limit: Duration) -> Self {
        self.call = limit;
        self
    }
}

/// Which time limit passed.
///
/// ```
/// use leads_core::{Error, http::TimeoutKind};
/// fn tell(error: &Error) -> &'static str {
///     match error.timeout_kind() {
///         Some(TimeoutKind::Connect) => "the vendor's host cannot be reached",
///         Some(TimeoutKind::Permit) => "too many calls are waiting here",
///         Some(_) => "the vendor is slow",
///         None => "it was no time limit",
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// Making a connection: nothing was sent.
    Connect,
    /// One attempt: the vendor may have acted, unless the connection was still being made; the error's
    /// [outcome](crate::Error::outcome) tells which.
    Attempt,
    /// The whole call; what was on its way then is judged like an attempt.
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
