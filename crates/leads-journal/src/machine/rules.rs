//! What the rules depend on.

use leads_core::Safety;
use std::time::Duration;

/// What to do with a write whose effect cannot be determined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CannotTell {
    /// A person decides.
    #[default]
    Review,
    /// Send it again this long after its outcome became unknown. The change can then be made twice.
    SendAgain {
        /// How long to wait first.
        after: Duration,
    },
}

/// What is known about a write before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Knowledge {
    /// How safe it is to send it twice.
    pub safety: Safety,
    /// Whether a read can determine its effect.
    pub resolvable: bool,
}

impl Knowledge {
    /// Describes a write.
    #[must_use]
    pub const fn new(safety: Safety, resolvable: bool) -> Self {
        Self { safety, resolvable }
    }
}

/// The times and policies of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    /// How long the effect of a lost write is verified before it is given up.
    pub patience: Duration,
    /// The delay before the first repetition of a write that was proved not applied. It doubles with each attempt.
    pub first_retry: Duration,
    /// The longest such delay.
    pub longest_retry: Duration,
    /// How long after it was enqueued a write is repeated at most.
    pub keep_trying: Duration,
    /// What to do if the effect cannot be determined.
    pub cannot_tell: CannotTell,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(600),
            first_retry: Duration::from_secs(1),
            longest_retry: Duration::from_secs(300),
            keep_trying: Duration::from_secs(3 * 24 * 3600),
            cannot_tell: CannotTell::Review,
        }
    }
}

/// The delay before the first verification, and the unit that doubles.
const FIRST_CHECK: Duration = Duration::from_secs(1);
/// The longest delay between two verifications.
const LONGEST_CHECK: Duration = Duration::from_secs(60);

impl Rules {
    /// Returns the delay before the attempt that follows `attempts` attempts.
    pub(super) fn retry_delay(&self, attempts: u32) -> i64 {
        millis(doubled(self.first_retry, attempts.saturating_sub(1)).min(self.longest_retry))
    }

    /// Returns the delay before the verification that follows `checks` verifications.
    pub(super) fn check_delay(checks: u32) -> i64 {
        millis(doubled(FIRST_CHECK, checks.saturating_sub(1)).min(LONGEST_CHECK))
    }
}

fn doubled(unit: Duration, times: u32) -> Duration {
    unit.saturating_mul(2u32.saturating_pow(times.min(20)))
}

/// Converts a length of time to the milliseconds of a store's clock.
pub(crate) fn millis(length: Duration) -> i64 {
    // A century at most, so that adding it to a time cannot overflow.
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX).min(100 * 366 * 24 * 3600 * 1000)
}
