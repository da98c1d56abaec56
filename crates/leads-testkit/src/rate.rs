//! The rate limit of a vendor, as strict as it can be.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A strict sliding window: in no span of `per`, however aligned, are more than `calls` arrivals let through.
///
/// Give it the instants of the fake's [`Clock`](crate::Clock).
///
/// A window of more than [`EXACT`](Self::EXACT) calls counts those that came within a 4,096th of its length together, as
/// if all had come with the last of them: for a day, the window is up to 21 seconds stricter, and stays small however
/// many calls it has let through.
///
/// ```
/// use leads_testkit::RateWindow;
/// use std::time::Duration;
/// use tokio::time::Instant;
///
/// let window = RateWindow::new(2, Duration::from_secs(5));
/// let start = Instant::now();
/// assert!(window.arrive(start).is_ok());
/// assert!(window.arrive(start + Duration::from_secs(1)).is_ok());
/// let over = window.arrive(start + Duration::from_secs(2)).unwrap_err();
/// assert_eq!(over.retry_after, Duration::from_secs(3));
/// assert!(window.arrive(start + Duration::from_secs(5)).is_ok());
/// ```
#[derive(Debug)]
pub struct RateWindow {
    calls: u32,
    per: Duration,
    counts_refused: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Oldest first.
    groups: VecDeque<Group>,
    /// The arrivals of all groups.
    counted: usize,
    arrived: u64,
    refused: u64,
    peak: usize,
}

/// Arrivals that leave the window together: one, or all of a short span.
#[derive(Clone, Copy, Debug)]
struct Group {
    first: Instant,
    last: Instant,
    arrivals: usize,
}

impl State {
    /// Forgets what lies a window back.
    fn slide(&mut self, now: Instant, per: Duration) {
        while let Some(group) = self.groups.front()
            && now.saturating_duration_since(group.last) >= per
        {
            self.counted -= group.arrivals;
            self.groups.pop_front();
        }
    }

    /// Counts one, together with those that came less than `span` before it.
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

    /// When fewer than `calls` are left, if none comes before; `None` when that never is.
    fn room(&self, calls: usize, per: Duration) -> Option<Instant> {
        let mut left = self.counted;
        let gone = self.groups.iter().find(|group| {
            left -= group.arrivals;
            left < calls
        });
        gone.map(|group| group.last + per)
    }
}

/// An arrival over the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OverLimit {
    /// The limit: so many calls.
    pub calls: u32,
    /// In so long a window.
    pub per: Duration,
    /// When the next call would be let through, if none comes before it.
    pub retry_after: Duration,
}

impl OverLimit {
    /// The wait in whole seconds, rounded up, as `Retry-After` writes it.
    #[must_use]
    pub fn retry_after_seconds(&self) -> u64 {
        self.retry_after.as_secs() + u64::from(self.retry_after.subsec_nanos() > 0)
    }
}

impl RateWindow {
    /// The largest window that counts each call by itself.
    pub const EXACT: u32 = 4_096;

    /// A window of `calls` in each `per`. What is refused does not count.
    #[must_use]
    pub fn new(calls: u32, per: Duration) -> Self {
        Self { calls, per, counts_refused: false, state: Mutex::default() }
    }

    /// Counts refused arrivals too, so that a client that hammers stays locked out.
    #[must_use]
    pub fn counting_refused(mut self) -> Self {
        self.counts_refused = true;
        self
    }

    /// Counts an arrival.
    ///
    /// # Errors
    /// [`OverLimit`] when the window is full.
    pub fn arrive(&self, now: Instant) -> Result<(), OverLimit> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.arrived += 1;
        state.slide(now, self.per);
        let full = state.counted >= self.calls as usize;
        if !full || self.counts_refused {
            let span = if self.calls > Self::EXACT { self.per / Self::EXACT } else { Duration::ZERO };
            state.count(now, span);
        }
        if !full {
            return Ok(());
        }
        state.refused += 1;
        let free = state.room(self.calls as usize, self.per).unwrap_or(now + self.per);
        Err(OverLimit { calls: self.calls, per: self.per, retry_after: free.saturating_duration_since(now) })
    }

    /// All arrivals.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).arrived
    }

    /// The arrivals that were refused.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).refused
    }

    /// The most that were ever counted in one window.
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
    fn the_window_slides() {
        let window = RateWindow::new(2, 5 * SECOND);
        let start = Instant::now();
        assert!(window.arrive(start).is_ok() && window.arrive(start + 4 * SECOND).is_ok());
        // A fixed window of 5 s would begin anew here; a sliding one has room for one.
        assert!(window.arrive(start + 5 * SECOND).is_ok());
        let over = window.arrive(start + 6 * SECOND);
        assert_eq!(over.map_err(|over| over.retry_after_seconds()), Err(3));
        assert_eq!((window.arrived(), window.refused(), window.peak()), (4, 1, 2));
    }

    #[test]
    fn hammering_can_count() {
        let window = RateWindow::new(1, 5 * SECOND).counting_refused();
        let start = Instant::now();
        assert!(window.arrive(start).is_ok());
        assert_eq!(window.arrive(start + 4 * SECOND).map_err(|over| over.retry_after), Err(5 * SECOND));
        assert!(window.arrive(start + 6 * SECOND).is_err());
        assert!(window.arrive(start + 11 * SECOND).is_ok());
    }

    #[test]
    fn a_large_window_stays_small_and_lets_through_no_more() {
        const DAY: Duration = Duration::from_secs(86_400);
        let calls = 100_000;
        let window = RateWindow::new(calls, DAY);
        let start = Instant::now();
        let at = |number: u32| start + DAY / 2 * number / calls;
        for number in 0..calls {
            assert!(window.arrive(at(number)).is_ok(), "{number}");
        }
        let groups = window.state.lock().map(|state| state.groups.len()).unwrap_or_default();
        assert!((2_000..=2_050).contains(&groups), "{groups}");
        let over = window.arrive(start + DAY / 2).map_err(|over| over.retry_after);
        // The first leaves with the last of those that came within 21 s of it, never earlier than it may.
        let wait = over.unwrap_err();
        assert!((DAY / 2..DAY / 2 + DAY / 4_096).contains(&wait), "{wait:?}");
        assert!(window.arrive(start + DAY / 2 + wait - Duration::from_millis(1)).is_err());
        assert!(window.arrive(start + DAY / 2 + wait).is_ok());
        assert_eq!((window.peak(), window.refused()), (100_000, 2));
    }

    #[test]
    fn nothing_is_let_through_a_window_of_none() {
        assert!(RateWindow::new(0, SECOND).arrive(Instant::now()).is_err());
    }
}
