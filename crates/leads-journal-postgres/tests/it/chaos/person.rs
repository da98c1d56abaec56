//! A person who looks at the vendor's data.

use super::{book, in_review};
use leads_journal::{Journal, JournalError};
use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;

/// Decides about everything in review, by what the vendor's ledger says.
pub(super) async fn decide(journal: &Journal, fake: &Fake<FakeNutshell>) -> usize {
    let letters = in_review(journal).await;
    if letters.is_empty() {
        return 0;
    }
    let book = book(fake);
    let mut decided = 0;
    for letter in letters {
        let number: u64 = letter.report.key.as_deref().unwrap()[1..].parse().unwrap();
        let result = if book.contains_key(&number) {
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
