//! How far a run is, and how long it takes.

use super::{Counts, RowReport};
use std::time::Duration;
use tokio::time::Instant;

/// What a run is going to do, known before its first call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkPlan {
    /// The number of rows.
    pub rows: usize,
    /// Rows that are done according to the record of an earlier run.
    pub done: usize,
    /// Rows that may have been sent, and are resolved first.
    pub to_resolve: usize,
    /// Rows that are sent.
    pub to_send: usize,
    /// The shortest time for the rows to be resolved and sent within the account's limits, as far as the client's limiter
    /// knows them; `None` if the client has none. Other callers and rows with several calls make it longer.
    pub shortest: Option<Duration>,
}

impl BulkPlan {
    /// Creates a plan for so many rows; what is done with them is set afterwards.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self { rows, done: 0, to_resolve: 0, to_send: 0, shortest: None }
    }
}

/// How far a run is.
///
/// ```
/// use leads_core::bulk::Progress;
/// fn line(progress: &Progress) -> String {
///     let left = progress
///         .remaining
///         .map_or(String::new(), |time| format!(", about {} s left", time.as_secs()));
///     format!(
///         "{}/{}, {} failed{left}",
///         progress.ended,
///         progress.rows,
///         progress.counts.failed()
///     )
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of rows.
    pub rows: usize,
    /// Rows that have ended, in earlier runs too.
    pub ended: usize,
    /// The rows that have ended, by outcome.
    pub counts: Counts,
    /// The time since the run began.
    pub elapsed: Duration,
    /// The estimated time until the other rows have ended: the larger of what the limits allow and the speed so far.
    /// `None` if neither is known.
    pub remaining: Option<Duration>,
}

/// Counts rows as they end.
pub(super) struct Meter {
    rows: usize,
    ended: usize,
    ended_before: usize,
    counts: Counts,
    began: Instant,
}

impl Meter {
    pub(super) fn new(rows: usize) -> Self {
        Self { rows, ended: 0, ended_before: 0, counts: Counts::default(), began: Instant::now() }
    }

    /// Counts a row that ended in an earlier run.
    pub(super) fn known(&mut self, row: &RowReport) {
        self.add(row);
        self.ended_before += 1;
    }

    pub(super) fn add(&mut self, row: &RowReport) {
        self.counts.add(row);
        self.ended += 1;
    }

    pub(super) fn progress(&self, time_for: impl Fn(u64) -> Option<Duration>) -> Progress {
        let elapsed = self.began.elapsed();
        let left = self.rows.saturating_sub(self.ended);
        let here = self.ended - self.ended_before;
        let by_speed = (here > 0).then(|| elapsed.div_f64(here as f64).mul_f64(left as f64));
        let by_limits = time_for(u64::try_from(left).unwrap_or(u64::MAX));
        let remaining = if left == 0 { Some(Duration::ZERO) } else { by_speed.max(by_limits) };
        Progress { rows: self.rows, ended: self.ended, counts: self.counts, elapsed, remaining }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::{RowDigest, RowOutcome};

    #[tokio::test(start_paused = true)]
    async fn remaining_time_is_the_larger_of_the_limits_and_the_speed() {
        let row = RowReport::new("a", &RowDigest::of(&0).unwrap(), RowOutcome::Applied);
        let mut meter = Meter::new(11);
        meter.known(&row);
        assert_eq!(meter.progress(|_| None).remaining, None);
        let limits = |rows| Some(Duration::from_secs(rows));
        assert_eq!(meter.progress(limits).remaining, Some(Duration::from_secs(10)));
        tokio::time::advance(Duration::from_secs(3)).await;
        meter.add(&row);
        let progress = meter.progress(limits);
        assert_eq!((progress.ended, progress.counts.applied), (2, 2));
        assert_eq!(progress.remaining, Some(Duration::from_secs(27)));
        assert_eq!(
            meter.progress(|rows| Some(Duration::from_secs(rows * 10))).remaining,
            Some(Duration::from_secs(90))
        );
        (0..9).for_each(|_| meter.add(&row));
        assert_eq!(meter.progress(|_| None).remaining, Some(Duration::ZERO));
    }
}
