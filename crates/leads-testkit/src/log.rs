//! The log of requests that arrived.

use crate::FakeRequest;
use chrono::{DateTime, Utc};
use std::collections::VecDeque;
use tokio::time::Instant;

/// A request that arrived, and how it was handled.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Arrival {
    /// The request. Its body is empty if it did not arrive in full.
    pub request: FakeRequest,
    /// Whether the whole request was read.
    pub whole: bool,
    /// When it arrived, by the fake's wall clock.
    pub at: DateTime<Utc>,
    /// When it arrived, by the fake's monotonic clock.
    pub instant: Instant,
    /// The name of the fault that struck it.
    pub fault: Option<&'static str>,
    /// Whether it reached the handler.
    pub handled: bool,
    /// The response status set by the handler or the fault.
    pub status: Option<u16>,
}

/// The most recent requests, oldest first.
#[derive(Debug)]
pub(crate) struct Log {
    first: u64,
    lines: VecDeque<Arrival>,
    limit: usize,
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        Self { first: 0, lines: VecDeque::new(), limit }
    }

    pub(crate) fn keeps(&self) -> bool {
        self.limit > 0
    }

    /// Adds an entry and returns its number, which identifies it while it is kept.
    pub(crate) fn push(&mut self, arrival: Arrival) -> u64 {
        self.lines.push_back(arrival);
        let number = self.first + self.lines.len() as u64 - 1;
        while self.lines.len() > self.limit {
            self.lines.pop_front();
            self.first += 1;
        }
        number
    }

    pub(crate) fn line(&mut self, number: u64) -> Option<&mut Arrival> {
        let at = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.lines.get_mut(at)
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = &Arrival> {
        self.lines.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.first += self.lines.len() as u64;
        self.lines.clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn arrival(path: &str) -> Arrival {
        Arrival {
            request: FakeRequest::new(http::Method::GET, path),
            whole: true,
            at: DateTime::UNIX_EPOCH,
            instant: Instant::now(),
            fault: None,
            handled: false,
            status: None,
        }
    }

    #[test]
    fn old_entries_are_dropped_and_numbers_stay_valid() {
        let mut log = Log::new(2);
        let numbers: Vec<_> = ["/a", "/b", "/c"].map(arrival).into_iter().map(|line| log.push(line)).collect();
        assert_eq!(log.lines().map(|line| line.request.path.as_str()).collect::<Vec<_>>(), ["/b", "/c"]);
        assert!(log.line(numbers[0]).is_none());
        assert_eq!(log.line(numbers[2]).unwrap().request.path, "/c");
        log.clear();
        assert!(log.line(numbers[2]).is_none());
        let next = log.push(arrival("/d"));
        assert_eq!(log.line(next).unwrap().request.path, "/d");
    }

    #[test]
    fn log_of_limit_zero_keeps_nothing() {
        let mut log = Log::new(0);
        let number = log.push(arrival("/a"));
        assert!(log.line(number).is_none() && log.lines().next().is_none());
    }
}
