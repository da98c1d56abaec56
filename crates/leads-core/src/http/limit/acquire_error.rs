//! Why a call got no permit, and when asking again makes sense.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

/// No permit: waiting for one would have been pointless.
///
/// Handed out as soon as it is known, not when the deadline has passed, so that the caller can put
/// the call off (or tell a person) while there is still time to do something else.
///
/// ```
/// use leads_core::http::limit::{Priority, Limiter, AcquireErrorKind, Window};
/// use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let limiter = Limiter::new([Window::new("daily", 1, Duration::from_secs(86_400))]);
/// let mut only = limiter.acquire(&["daily"], Priority::Interactive, None).await.unwrap();
/// only.sent();
/// only.answered();
/// let refused = limiter.acquire(&["daily"], Priority::Interactive, None).await.unwrap_err();
/// assert_eq!(refused.reason, AcquireErrorKind::QuotaExhausted);
/// assert!(refused.wait > Duration::from_secs(86_000));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the limiter refused a call of class `{class}`: {reason}; try again in {wait:?}")]
#[non_exhaustive]
pub struct AcquireError {
    /// The class whose window, or whose pause, is in the way.
    pub class: Cow<'static, str>,
    /// What made waiting pointless.
    pub reason: AcquireErrorKind,
    /// The earliest moment at which a permit can be had. Not a promise: others may come first.
    ///
    /// In a pause this is its end, as the vendor named it, although one call may be let through earlier as a test.
    pub retry_at: Instant,
    /// The time from the refusal to [`retry_at`](Self::retry_at).
    pub wait: Duration,
}

/// What made waiting for a permit pointless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AcquireErrorKind {
    /// The earliest possible permit lies past the deadline of the call.
    Deadline,
    /// A window that nobody waits for, such as a day's, is spent.
    QuotaExhausted,
    /// The shared [counts](super::SharedCounts) did not answer before the deadline of the call.
    Unreachable,
}

impl fmt::Display for AcquireErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deadline => "no permit before the deadline",
            Self::QuotaExhausted => "the quota is spent",
            Self::Unreachable => "the shared counts cannot be reached before the deadline",
        })
    }
}
