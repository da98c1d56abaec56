//! A person who looks at the vendor's data.

use super::{in_review, number_of};
use leads_journal::{Journal, JournalError};
use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::time::Instant;

/// How long an entry is in review before the person decides: longer than a process is stopped, because one that is stopped
/// right before it sends does so when it goes on, and longer than the vendor needs for a request on a busy machine.
///
/// Measured by the steady clock: an hour is long enough for the machine's clock to be set back.
const PATIENCE: Duration = Duration::from_secs(10);

/// A person, and when they first saw each entry in review.
#[derive(Default)]
pub(super) struct Person {
    seen: HashMap<i64, Instant>,
    pub(super) decided: usize,
}

impl Person {
    /// Decides about everything that is in review for long enough, by what the vendor's ledger says.
    pub(super) async fn decide(&mut self, journal: &Journal, fake: &Fake<FakeNutshell>) {
        let Some(letters) = in_review(journal).await else { return };
        let now = Instant::now();
        let here: HashSet<i64> = letters.iter().map(|letter| letter.report.entry).collect();
        // An entry that left the review can come back, after another attempt.
        self.seen.retain(|entry, _| here.contains(entry));
        let ripe: Vec<_> = letters
            .into_iter()
            .filter(|letter| now - *self.seen.entry(letter.report.entry).or_insert(now) >= PATIENCE)
            .collect();
        if ripe.is_empty() {
            return;
        }
        let handled = fake.arrivals().into_iter().filter(|arrival| arrival.handled);
        let made: HashSet<u64> = handled.filter_map(|arrival| number_of(&arrival)).collect();
        for letter in ripe {
            let entry = letter.report.entry;
            let number: u64 = letter.report.key.as_deref().unwrap()[1..].parse().unwrap();
            let result = if made.contains(&number) {
                journal.mark_applied(entry, "person", "it is in the book").await
            } else {
                journal.retry(entry, "person", "it is not in the book").await
            };
            match result {
                Ok(_) => {
                    self.seen.remove(&entry);
                    self.decided += 1;
                }
                // The server is starting again; a late response came first.
                Err(JournalError::Store(_) | JournalError::Changed | JournalError::NotAllowed(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
}
