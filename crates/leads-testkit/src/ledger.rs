//! The book of what a fake applied.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The book of the changes that a fake really made, by operation.
///
/// It is what an outcome is held against: a call that says "not applied" must have left no line here, one that says
/// "applied" exactly one. Clones share one book.
///
/// ```
/// use leads_testkit::Ledger;
/// let ledger = Ledger::new();
/// ledger.applied("create_lead");
/// ledger.applied("create_lead");
/// assert_eq!((ledger.total(), ledger.count("create_lead"), ledger.count("delete_lead")), (2, 2, 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<BTreeMap<String, u64>>>);

impl Ledger {
    /// An empty book.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes down one change.
    pub fn applied(&self, operation: &str) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *lines.entry(operation.to_owned()).or_default() += 1;
    }

    /// The changes of one operation.
    #[must_use]
    pub fn count(&self, operation: &str) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(operation).copied().unwrap_or_default()
    }

    /// All changes.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// Every operation with its changes.
    #[must_use]
    pub fn lines(&self) -> BTreeMap<String, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
