//! Watching attempts of other processes until their leases are over.

use std::collections::HashMap;
use std::time::Duration;

/// How long after the end of its lease an attempt counts as lost.
const MARGIN: Duration = Duration::from_secs(1);

/// Decides when an attempt of another process is lost.
///
/// The store's clock can be set back or forward, so it is not asked. A watcher measures with its own steady clock for how
/// long it has seen the same attempt: when that is longer than the whole lease and a second, the lease is over, whatever
/// the clocks of the store and of the other machine show. A watcher that starts later waits longer, never shorter.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    seen: HashMap<(i64, u32), Duration>,
}

impl Watch {
    /// Creates a watch that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports the attempts that are under way now, each with the length of its lease, and returns those that are lost.
    /// `now` is the time of a steady clock with any origin.
    pub fn lost(
        &mut self,
        under_way: impl IntoIterator<Item = (i64, u32, Duration)>,
        now: Duration,
    ) -> Vec<(i64, u32)> {
        let before = std::mem::take(&mut self.seen);
        let mut lost = Vec::new();
        for (entry, attempt, lease) in under_way {
            let since = before.get(&(entry, attempt)).copied().unwrap_or(now);
            self.seen.insert((entry, attempt), since);
            if now.saturating_sub(since) > lease + MARGIN {
                lost.push((entry, attempt));
            }
        }
        lost
    }

    /// Returns for how long an attempt has been seen.
    #[must_use]
    pub fn seen_for(&self, entry: i64, attempt: u32, now: Duration) -> Option<Duration> {
        self.seen.get(&(entry, attempt)).map(|since| now.saturating_sub(*since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempt_is_lost_only_after_its_whole_lease_was_watched() {
        let (mut watch, second) = (Watch::new(), Duration::from_secs(1));
        let lease = 10 * second;
        assert!(watch.lost([(1, 1, lease)], 1_000 * second).is_empty());
        assert!(watch.lost([(1, 1, lease)], 1_011 * second).is_empty());
        // A new attempt starts again, and one that was not reported is forgotten.
        assert_eq!(watch.lost([(1, 1, lease), (2, 3, lease)], 1_012 * second), [(1, 1)]);
        assert!(watch.lost([(1, 2, lease)], 1_030 * second).is_empty());
        assert!(watch.lost([(2, 3, lease)], 1_031 * second).is_empty());
        assert_eq!(watch.seen_for(2, 3, 1_033 * second), Some(2 * second));
    }
}
