//! The order in which rows begin.

use std::collections::{HashMap, HashSet, VecDeque};

/// Rows that are still to begin. Of rows with the same subject, only one is in flight at a time, in their order.
pub(super) struct Queue {
    rows: VecDeque<usize>,
    /// The subject of each row, as a number.
    subjects: Vec<Option<usize>>,
    /// Rows whose turn has come.
    ready: VecDeque<usize>,
    busy: HashSet<usize>,
    waiting: HashMap<usize, VecDeque<usize>>,
    /// Subjects of which no more rows begin.
    blocked: HashSet<usize>,
}

impl Queue {
    /// `rows` are those to begin, and `subjects` has the subject of every row.
    pub(super) fn new<'a>(
        rows: impl IntoIterator<Item = usize>,
        subjects: impl IntoIterator<Item = Option<&'a str>>,
    ) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let subjects = subjects
            .into_iter()
            .map(|subject| {
                let next = numbers.len();
                Some(*numbers.entry(subject?).or_insert(next))
            })
            .collect();
        Self {
            rows: rows.into_iter().collect(),
            subjects,
            ready: VecDeque::new(),
            busy: HashSet::new(),
            waiting: HashMap::new(),
            blocked: HashSet::new(),
        }
    }

    fn subject(&self, row: usize) -> Option<usize> {
        self.subjects.get(row).copied().flatten()
    }

    /// Returns the next row that can begin.
    pub(super) fn next(&mut self) -> Option<usize> {
        if let Some(row) = self.ready.pop_front() {
            return Some(row);
        }
        while let Some(row) = self.rows.pop_front() {
            let Some(subject) = self.subject(row) else { return Some(row) };
            if self.blocked.contains(&subject) {
                continue;
            }
            if self.busy.insert(subject) {
                return Some(row);
            }
            self.waiting.entry(subject).or_default().push_back(row);
        }
        None
    }

    /// Records that a row has ended, and whether later rows of its subject must not begin.
    pub(super) fn ended(&mut self, row: usize, blocks: bool) {
        let Some(subject) = self.subject(row) else { return };
        if blocks {
            self.blocked.insert(subject);
            self.waiting.remove(&subject);
        }
        match self.waiting.get_mut(&subject).and_then(VecDeque::pop_front) {
            // The subject stays busy.
            Some(next) => self.ready.push_back(next),
            None => {
                self.waiting.remove(&subject);
                self.busy.remove(&subject);
            }
        }
    }

    /// Returns whether a row can begin.
    pub(super) fn has_ready(&self) -> bool {
        !self.ready.is_empty() || !self.rows.is_empty()
    }

    /// Returns whether a row did not begin because an earlier one blocks its subject.
    pub(super) fn is_blocked(&self, row: usize) -> bool {
        self.subject(row).is_some_and(|subject| self.blocked.contains(&subject))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn queue(subjects: &[Option<&'static str>]) -> Queue {
        Queue::new(0..subjects.len(), subjects.iter().copied())
    }

    #[test]
    fn rows_of_a_subject_begin_one_after_the_other() {
        let mut rows = queue(&[Some("a"), Some("a"), None, Some("b"), Some("a")]);
        assert_eq!((rows.next(), rows.next(), rows.next(), rows.next()), (Some(0), Some(2), Some(3), None));
        rows.ended(2, false);
        assert_eq!(rows.next(), None);
        rows.ended(0, false);
        assert_eq!((rows.next(), rows.next()), (Some(1), None));
        rows.ended(1, false);
        assert_eq!((rows.next(), rows.next()), (Some(4), None));
    }

    #[test]
    fn row_that_blocks_its_subject_ends_it() {
        let mut rows = queue(&[Some("a"), Some("a"), Some("b"), Some("a")]);
        assert_eq!((rows.next(), rows.next()), (Some(0), Some(2)));
        rows.ended(0, true);
        assert_eq!(rows.next(), None);
        assert!(rows.is_blocked(1) && rows.is_blocked(3) && !rows.is_blocked(2));
    }

    proptest! {
        #[test]
        fn every_row_begins_once_and_in_the_order_of_its_subject(
            subjects in prop::collection::vec(prop::option::of(0..4_usize), 0..40),
            picks in prop::collection::vec(any::<prop::sample::Index>(), 200),
            in_flight in 1..6_usize,
        ) {
            const NAMES: [&str; 4] = ["a", "b", "c", "d"];
            let named: Vec<Option<&str>> = subjects.iter().map(|subject| subject.map(|at| NAMES[at])).collect();
            let mut queue = Queue::new(0..named.len(), named.iter().copied());
            let (mut running, mut began, mut picks) = (Vec::<usize>::new(), Vec::new(), picks.into_iter());
            loop {
                while running.len() < in_flight {
                    let Some(row) = queue.next() else { break };
                    let busy = running.iter().any(|other| named[*other].is_some() && named[*other] == named[row]);
                    prop_assert!(!busy, "two rows of one subject");
                    running.push(row);
                    began.push(row);
                }
                if running.is_empty() {
                    break;
                }
                let at = picks.next().map_or(0, |pick| pick.index(running.len()));
                queue.ended(running.swap_remove(at), false);
            }
            for name in NAMES {
                let of: Vec<usize> = began.iter().copied().filter(|row| named[*row] == Some(name)).collect();
                prop_assert!(of.is_sorted());
            }
            began.sort_unstable();
            prop_assert_eq!(began, (0..named.len()).collect::<Vec<_>>());
        }
    }
}
