//! A person who looks at the vendor's data.

use super::{in_review, number_of};
use chrono::Utc;
use leads_journal::{Journal, JournalError};
use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// How long a person waits for what the vendor has received and not yet handled. The vendor shares this process with the
/// test, so on a busy machine it can be slow.
const HANDLED_WITHIN: Duration = Duration::from_secs(5);

/// Decides about everything in review, by what the vendor's ledger says.
pub(super) async fn decide(journal: &Journal, fake: &Fake<FakeNutshell>) -> usize {
    let letters = in_review(journal).await;
    if letters.is_empty() {
        return 0;
    }
    // Whether each record was made, and when the last request for it arrived.
    let mut received: BTreeMap<u64, (bool, Instant)> = BTreeMap::new();
    for arrival in fake.arrivals() {
        if let Some(number) = number_of(&arrival) {
            let (made, last) = received.entry(number).or_insert((false, arrival.instant));
            *made |= arrival.handled;
            *last = arrival.instant.max(*last);
        }
    }
    let mut decided = 0;
    for letter in letters {
        let number: u64 = letter.report.key.as_deref().unwrap()[1..].parse().unwrap();
        let known = received.get(&number);
        let is_made = known.is_some_and(|(made, _)| *made);
        let last = known.map(|(_, last)| last.elapsed());
        let begun = letter.report.begun.and_then(|begun| (Utc::now() - begun).to_std().ok());
        if !is_made && [last, begun].into_iter().flatten().any(|passed| passed < HANDLED_WITHIN) {
            continue;
        }
        let result = if is_made {
            journal.mark_applied(letter.report.entry, "person", "it is in the book").await
        } else {
            journal.retry(letter.report.entry, "person", "it is not in the book").await
        };
        match result {
            Ok(_) => decided += 1,
            // The server is starting again; a late response came first.
            Err(JournalError::Store(_) | JournalError::Changed | JournalError::NotAllowed(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    decided
}
