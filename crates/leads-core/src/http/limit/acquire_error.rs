//! The error of a call that could not get a permit.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

/// The error returned when a permit cannot be acquired before the deadline.
///
/// It is returned as soon as this is known, not when the deadline has passed, so that the caller can postpone the call
/// (or inform a person) while there is still time to do something else.
///
/// ```
/// use leads_core::http::limit::{Priority, Limiter, AcquireErrorKind, Window};
/// use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let limiter = Limiter::new([Window::new("daily", 1, Duration::from_secs(86_400))]);
/// let mut only = limiter.acquire(&["daily"], Priority::Interactive, None).await.unwrap();
/// only.sent();
/// only.response_received();
/// let rejected = limiter.acquire(&["daily"], Priority::Interactive, None).await.unwrap_err();
/// assert_eq!(rejected.reason, AcquireErrorKind::QuotaExhausted);
/// assert!(rejected.wait > Duration::from_secs(86_000));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the limiter rejected a call of class `{class}`: {reason}; try again in {wait:?}")]
#[non_exhaustive]
pub struct AcquireError {
    /// The class whose window or pause blocks the call.
    pub class: Cow<'static, str>,
    /// Why waiting cannot succeed.
    pub reason: AcquireErrorKind,
    /// The earliest moment at which a permit can be available. This is not a guarantee: other callers may get it first.
    ///
    /// During a pause this is the end of the pause, as the vendor specified it, although one call may be let through
    /// earlier as a test.
    pub retry_at: Instant,
    /// The time from the rejection to [`retry_at`](Self::retry_at).
    pub wait: Duration,
}

/// Why a permit could not be acquired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AcquireErrorKind {
    /// The earliest possible permit is after the call's deadline.
    Deadline,
    /// A window that callers do not wait for, such as a daily quota, is exhausted.
    QuotaExhausted,
    /// The [shared counts](super::SharedCounts) did not respond before the call's deadline.
    Unreachable,
}

impl AcquireErrorKind {
    /// Returns the name, for labels.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::QuotaExhausted => "quota_exhausted",
            Self::Unreachable => "unreachable",
        }
    }
}

impl fmt::Display for AcquireErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deadline => "no permit before the deadline",
            Self::QuotaExhausted => "the quota is exhausted",
            Self::Unreachable => "the shared counts could not be reached before the deadline",
        })
    }
}
