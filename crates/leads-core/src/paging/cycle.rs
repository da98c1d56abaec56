//! Detects lists that repeat, by their positions or by their pages.

use std::collections::VecDeque;

/// Detects when a position of a list is repeated, for cycles of any length: a vendor that returns the cursors A, B, A,
/// B would otherwise be read forever.
///
/// Brent's algorithm: one position is kept and each later one compared with it, and at every power of two the current
/// position is kept instead. Memory stays constant, and a cycle is detected after at most three times the pages up to
/// its end.
///
/// Comparing with the previous position and with a bounded number of earlier ones is not enough: a cycle longer than
/// that number is never detected, as the test `long_cycle_is_not_in_the_recent_pages` shows.
#[derive(Debug)]
pub(crate) struct CycleDetector<P> {
    kept: Option<P>,
    since: u64,
    limit: u64,
}

impl<P: PartialEq + Clone> CycleDetector<P> {
    /// Creates a detector for a list that begins here; `None` if its beginning has no position.
    pub(crate) fn from(position: Option<P>) -> Self {
        Self { kept: position, since: 0, limit: 1 }
    }

    /// Advances to a position. Returns `true` if the list was there before.
    pub(crate) fn revisits(&mut self, position: &P) -> bool {
        if self.kept.as_ref() == Some(position) {
            return true;
        }
        self.since += 1;
        if self.since == self.limit {
            self.kept = Some(position.clone());
            self.since = 0;
            self.limit = self.limit.saturating_mul(2);
        }
        false
    }
}

/// The fingerprints of the pages received. Their number is bounded, so a list can have any length.
#[derive(Debug)]
pub(crate) struct PageHistory {
    recent: VecDeque<u64>,
    long: CycleDetector<u64>,
}

impl Default for PageHistory {
    fn default() -> Self {
        Self { recent: VecDeque::new(), long: CycleDetector::from(None) }
    }
}

impl PageHistory {
    const RECENT: usize = 1_024;

    /// Records a page; returns `true` if it was received before.
    pub(crate) fn contains(&mut self, hash: u64) -> bool {
        self.long.revisits(&hash) || self.is_recent(hash)
    }

    /// Records a page as recent; returns `true` if it was already.
    fn is_recent(&mut self, hash: u64) -> bool {
        if self.recent.contains(&hash) {
            return true;
        }
        if self.recent.len() == Self::RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(hash);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cycle_is_detected_and_no_straight_list() {
        for straight in 0..40_u32 {
            for circle in 1..40_u32 {
                let mut cycle = CycleDetector::from(Some(0));
                let at = |step: u32| if step < straight { step } else { straight + (step - straight) % circle };
                let noticed = (1..).find(|&step| cycle.revisits(&at(step))).unwrap();
                assert!(noticed >= straight + circle, "too early: {straight} {circle}");
                assert!(noticed <= 3 * (straight + circle), "too late: {straight} {circle} {noticed}");
            }
        }
        let mut cycle = CycleDetector::from(None);
        assert!(!(0..10_000_u32).any(|position| cycle.revisits(&position)));
    }

    #[test]
    fn long_cycle_is_not_in_the_recent_pages() {
        for (circle, noticed) in [(1_024, true), (1_025, false)] {
            let mut pages = PageHistory::default();
            assert_eq!((0..20 * circle).any(|step| pages.is_recent(step % circle)), noticed, "{circle}");
            let mut pages = PageHistory::default();
            assert!((0..3 * circle).any(|step| pages.contains(step % circle)), "{circle}");
        }
    }

    #[test]
    fn repeated_page_is_detected_in_bounded_memory() {
        let seen = |straight: u64, circle: u64| {
            let mut pages = PageHistory::default();
            let at = |step: u64| if step < straight { step } else { straight + (step - straight) % circle };
            let noticed = (0..).find(|&step| pages.contains(at(step))).unwrap_or_default();
            assert!(pages.recent.len() <= PageHistory::RECENT && pages.recent.capacity() <= 2 * PageHistory::RECENT);
            noticed
        };
        for circle in [1, 2, 7, 1_023, 1_024] {
            // Immediately: at the first page that occurs in the list for the second time.
            assert_eq!(seen(3_000, circle), 3_000 + circle);
        }
        for circle in [1_025, 5_000] {
            let noticed = seen(3_000, circle);
            assert!((3_000 + circle..=3 * (3_000 + circle)).contains(&noticed), "{circle}: {noticed}");
        }
        let mut pages = PageHistory::default();
        assert!(!(0..20_000).any(|hash| pages.contains(hash)));
    }
}
