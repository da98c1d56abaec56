//! How long an account's rate limit makes a job take.

use crate::vendor;
use leads::http::limit::Limiter;
use leads::observe::{AttemptInfo, CallInfo, Observer};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Counts the calls of an account, and knows its limiter.
#[derive(Debug)]
pub(crate) struct Pace {
    limiter: Option<Limiter>,
    calls: AtomicU64,
    /// The rate classes in which the calls counted.
    classes: Mutex<BTreeSet<&'static str>>,
}

impl Pace {
    pub(crate) fn new(limiter: Option<Limiter>) -> Self {
        Self { limiter, calls: AtomicU64::new(0), classes: Mutex::default() }
    }

    /// Returns the number of calls so far.
    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Returns the shortest time for the rows that are left, from what is left of the limiter's windows.
    ///
    /// A row takes as many calls as the rows since `calls` took on average, and one if none is done. Zero without a limiter.
    pub(crate) fn time_for(&self, calls: u64, done: u64, left: u64) -> Duration {
        let Some(limiter) = &self.limiter else { return Duration::ZERO };
        let made = self.calls().saturating_sub(calls).max(done);
        let needed = left.saturating_mul(made).checked_div(done).unwrap_or(left);
        let classes = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        limiter.time_for(&classes.iter().copied().collect::<Vec<_>>(), needed)
    }
}

impl Observer for Pace {
    fn attempt_ended(&self, call: &CallInfo<'_>, _: &AttemptInfo) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let operations = vendor::operations(call.vendor).unwrap_or_default();
        if let Some(operation) = operations.into_iter().find(|operation| operation.name == call.operation) {
            self.classes.lock().unwrap_or_else(PoisonError::into_inner).extend(operation.rate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads::http::limit::Window;

    /// A limiter of 10 calls in 5 s, after calls of LeadSquared that the limiter has not seen.
    fn pace(calls: u64) -> Pace {
        let window = |class, calls| Window::new(class, calls, Duration::from_secs(5));
        let pace = Pace::new(Some(Limiter::new([window("calls", 10), window("bulk", 1)])));
        pace.calls.store(calls, Ordering::Relaxed);
        pace.classes.lock().unwrap().extend(["calls", "daily"]);
        pace
    }

    #[tokio::test]
    async fn time_left_follows_the_limit_and_the_calls_per_row() {
        let seconds = |calls, since, done, left| pace(calls).time_for(since, done, left).as_secs();
        // 100 rows of one call: the first ten are free, and each ten more wait for a window.
        assert_eq!(seconds(0, 0, 0, 100), 45);
        // Four rows took 12 calls, so 100 rows take 300.
        assert_eq!(seconds(20, 8, 4, 100), 145);
        assert_eq!(seconds(20, 8, 4, 0), 0);
        // Rows that another run has done take no call, but those that are left may.
        assert_eq!(seconds(0, 0, 50, 100), 45);
    }

    #[test]
    fn account_without_a_limit_waits_for_nothing() {
        assert_eq!(Pace::new(None).time_for(0, 1, 1_000_000), Duration::ZERO);
    }
}
