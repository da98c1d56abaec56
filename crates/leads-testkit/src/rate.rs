//! The rate limit of a vendor, as strict as it can be.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A strict sliding window: in no span of `per`, however aligned, are more than `calls` arrivals let through.
///
/// Give it the instants of the fake's [`Clock`](crate::Clock).
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
    counted: VecDeque<Instant>,
    arrived: u64,
    refused: u64,
    peak: usize,
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
        while state.counted.front().is_some_and(|first| now.saturating_duration_since(*first) >= self.per) {
            state.counted.pop_front();
        }
        let full = state.counted.len() >= self.calls as usize;
        if !full || self.counts_refused {
            state.counted.push_back(now);
            state.peak = state.peak.max(state.counted.len());
        }
        if !full {
            return Ok(());
        }
        state.refused += 1;
        // The call comes through once all but `calls - 1` of the counted ones are out of the window.
        let last_out = state.counted.len().checked_sub(self.calls as usize).and_then(|at| state.counted.get(at));
        let free = last_out.map_or(now + self.per, |counted| *counted + self.per);
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
    fn nothing_is_let_through_a_window_of_none() {
        assert!(RateWindow::new(0, SECOND).arrive(Instant::now()).is_err());
    }
}
