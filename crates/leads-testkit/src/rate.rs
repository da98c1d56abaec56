//! A vendor's rate limit, enforced strictly.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A strict sliding window: no time span of length `per`, however aligned, admits more than `calls` requests.
///
/// Pass it the instants of the fake's [`Clock`](crate::Clock).
///
/// A window of more than [`EXACT`](Self::EXACT) calls groups the requests that arrive within a 4,096th of its length
/// and counts all of them at the time of the last. For a day, this makes the window up to 21 seconds stricter, and it
/// bounds the memory used regardless of the number of calls.
///
/// ```
/// use leads_testkit::RateWindow;
/// use std::time::Duration;
/// use tokio::time::Instant;
///
/// let window = RateWindow::new(2, Duration::from_secs(5));
/// let start = Instant::now();
/// assert!(window.admit(start).is_ok());
/// assert!(window.admit(start + Duration::from_secs(1)).is_ok());
/// let over = window.admit(start + Duration::from_secs(2)).unwrap_err();
/// assert_eq!(over.retry_after, Duration::from_secs(3));
/// assert!(window.admit(start + Duration::from_secs(5)).is_ok());
/// ```
#[derive(Debug)]
pub struct RateWindow {
    calls: u32,
    per: Duration,
    counts_rejected: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Oldest first.
    groups: VecDeque<Group>,
    /// The number of requests in all groups.
    counted: usize,
    arrived: u64,
    rejected: u64,
    peak: usize,
}

/// Requests that leave the window together: one, or all of a short span.
#[derive(Clone, Copy, Debug)]
struct Group {
    first: Instant,
    last: Instant,
    arrivals: usize,
}

impl State {
    /// Drops groups that are older than the window.
    fn slide(&mut self, now: Instant, per: Duration) {
        while let Some(group) = self.groups.front()
            && now.saturating_duration_since(group.last) >= per
        {
            self.counted -= group.arrivals;
            self.groups.pop_front();
        }
    }

    /// Counts a request, grouped with those that arrived less than `span` before it.
    fn count(&mut self, now: Instant, span: Duration) {
        match self.groups.back_mut() {
            Some(group) if now.saturating_duration_since(group.first) < span => {
                group.last = now;
                group.arrivals += 1;
            }
            _ => self.groups.push_back(Group { first: now, last: now, arrivals: 1 }),
        }
        self.counted += 1;
        self.peak = self.peak.max(self.counted);
    }

    /// Returns when fewer than `calls` requests remain in the window if no more arrive, or `None` if that never
    /// happens.
    fn room(&self, calls: usize, per: Duration) -> Option<Instant> {
        let mut left = self.counted;
        let gone = self.groups.iter().find(|group| {
            left -= group.arrivals;
            left < calls
        });
        gone.map(|group| group.last + per)
    }
}

/// The error for a request over the rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OverLimit {
    /// The number of calls allowed.
    pub calls: u32,
    /// The length of the window.
    pub per: Duration,
    /// How long until the next request would be admitted, if no other arrives before it.
    pub retry_after: Duration,
}

impl OverLimit {
    /// Returns the wait in whole seconds, rounded up, as used in `Retry-After`.
    #[must_use]
    pub fn retry_after_seconds(&self) -> u64 {
        self.retry_after.as_secs() + u64::from(self.retry_after.subsec_nanos() > 0)
    }
}

impl RateWindow {
    /// The largest number of calls that are each counted individually.
    pub const EXACT: u32 = 4_096;

    /// Creates a window of `calls` per `per`. Rejected requests do not count.
    #[must_use]
    pub fn new(calls: u32, per: Duration) -> Self {
        Self { calls, per, counts_rejected: false, state: Mutex::default() }
    }

    /// Counts rejected requests too, so that a client that keeps sending stays locked out.
    #[must_use]
    pub fn counting_rejected(mut self) -> Self {
        self.counts_rejected = true;
        self
    }

    /// Counts a request.
    ///
    /// # Errors
    /// Returns [`OverLimit`] if the window is full.
    pub fn admit(&self, now: Instant) -> Result<(), OverLimit> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.arrived += 1;
        state.slide(now, self.per);
        let full = state.counted >= self.calls as usize;
        if !full || self.counts_rejected {
            let span = if self.calls > Self::EXACT { self.per / Self::EXACT } else { Duration::ZERO };
            state.count(now, span);
        }
        if !full {
            return Ok(());
        }
        state.rejected += 1;
        let free = state.room(self.calls as usize, self.per).unwrap_or(now + self.per);
        Err(OverLimit { calls: self.calls, per: self.per, retry_after: free.saturating_duration_since(now) })
    }

    /// Returns the number of requests, including rejected ones.
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).arrived
    }

    /// Returns the number of rejected requests.
    #[must_use]
    pub fn rejected_count(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).rejected
    }

    /// Returns the largest number of requests that were counted in one window.
    #[must_use]
    pub fn peak(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).peak
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn window_slides() {
        let window = RateWindow::new(2, 5 * SECOND);
        let start = Instant::now();
        assert!(window.admit(start).is_ok() && window.admit(start + 4 * SECOND).is_ok());
        // A fixed window of 5 s would restart here; a sliding one has room for one more.
        assert!(window.admit(start + 5 * SECOND).is_ok());
        let over = window.admit(start + 6 * SECOND);
        assert_eq!(over.map_err(|over| over.retry_after_seconds()), Err(3));
        assert_eq!((window.request_count(), window.rejected_count(), window.peak()), (4, 1, 2));
    }

    #[test]
    fn rejected_requests_can_count() {
        let window = RateWindow::new(1, 5 * SECOND).counting_rejected();
        let start = Instant::now();
        assert!(window.admit(start).is_ok());
        assert_eq!(window.admit(start + 4 * SECOND).map_err(|over| over.retry_after), Err(5 * SECOND));
        assert!(window.admit(start + 6 * SECOND).is_err());
        assert!(window.admit(start + 11 * SECOND).is_ok());
    }

    #[test]
    fn large_window_bounds_memory_and_stays_strict() {
        const DAY: Duration = Duration::from_secs(86_400);
        let calls = 100_000;
        let window = RateWindow::new(calls, DAY);
        let start = Instant::now();
        let at = |number: u32| start + DAY / 2 * number / calls;
        for number in 0..calls {
            assert!(window.admit(at(number)).is_ok(), "{number}");
        }
        let groups = window.state.lock().map(|state| state.groups.len()).unwrap_or_default();
        assert!((2_000..=2_050).contains(&groups), "{groups}");
        let over = window.admit(start + DAY / 2).map_err(|over| over.retry_after);
        // The first leaves the window together with the last of those within 21 s of it, never earlier than allowed.
        let wait = over.unwrap_err();
        assert!((DAY / 2..DAY / 2 + DAY / 4_096).contains(&wait), "{wait:?}");
        assert!(window.admit(start + DAY / 2 + wait - Duration::from_millis(1)).is_err());
        assert!(window.admit(start + DAY / 2 + wait).is_ok());
        assert_eq!((window.peak(), window.rejected_count()), (100_000, 2));
    }

    #[test]
    fn window_of_zero_calls_admits_nothing() {
        assert!(RateWindow::new(0, SECOND).admit(Instant::now()).is_err());
    }
}
