//! The fake's clock.

use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The fake's clock: a wall clock and a monotonic clock that advance together.
///
/// Both follow tokio's clock. In process, in a test with a paused clock, they advance only when the test advances the
/// time; on sockets they are the real clock. [`advance`](Self::advance) moves both forward at once, and
/// [`skew`](Self::skew) makes the wall clock wrong. Clones share one clock.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// use chrono::{TimeZone, Utc};
/// use leads_testkit::Clock;
/// use std::time::Duration;
///
/// let clock = Clock::starting_at(Utc.with_ymd_and_hms(2026, 1, 15, 9, 0, 0).unwrap());
/// clock.advance(Duration::from_secs(3 * 24 * 3600));
/// assert_eq!(clock.now().date_naive().to_string(), "2026-01-18");
/// # });
/// ```
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    wall: DateTime<Utc>,
    started: Instant,
    changed: Mutex<Changed>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Changed {
    ahead: Duration,
    skew: TimeDelta,
}

impl Default for Clock {
    fn default() -> Self {
        Self::starting_at(Utc::now())
    }
}

impl Clock {
    /// Creates a clock that starts at the system time.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a clock that starts at `start`.
    #[must_use]
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        Self(Arc::new(Inner { wall: start, started: Instant::now(), changed: Mutex::default() }))
    }

    /// Returns the wall-clock time, including any skew.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let changed = self.changed();
        let passed = Instant::now().saturating_duration_since(self.0.started) + changed.ahead;
        let passed = TimeDelta::from_std(passed).unwrap_or(TimeDelta::MAX);
        let shown = self.0.wall.checked_add_signed(passed).and_then(|now| now.checked_add_signed(changed.skew));
        shown.unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// Returns the monotonic time, for windows and ages. Skew does not affect it.
    #[must_use]
    pub fn instant(&self) -> Instant {
        Instant::now() + self.changed().ahead
    }

    /// Moves both clocks forward, in addition to the time that passes.
    pub fn advance(&self, by: Duration) {
        self.change(|changed| changed.ahead += by);
    }

    /// Sets how far the wall clock is off, ahead or behind.
    pub fn skew(&self, by: TimeDelta) {
        self.change(|changed| changed.skew = by);
    }

    /// Returns the wall-clock time in the format of a `Date` header.
    #[must_use]
    pub fn http_date(&self) -> String {
        http_date(self.now())
    }

    fn changed(&self) -> Changed {
        *self.0.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Changed)) {
        change(&mut self.0.changed.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Formats a time for an HTTP header.
pub(crate) fn http_date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::TimeZone as _;

    #[tokio::test(start_paused = true)]
    async fn clock_follows_paused_time() {
        let clock = Clock::starting_at(Utc.with_ymd_and_hms(2026, 1, 15, 9, 0, 0).unwrap());
        let before = clock.instant();
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.http_date(), "Thu, 15 Jan 2026 09:01:30 GMT");
        clock.skew(TimeDelta::hours(-2));
        clock.advance(Duration::from_secs(30));
        assert_eq!(clock.http_date(), "Thu, 15 Jan 2026 07:02:00 GMT");
        assert_eq!(clock.instant() - before, Duration::from_secs(120));
    }
}
