//! The ledger of writes that a fake applied.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts the writes that a fake actually applied, by operation.
///
/// Compare outcomes with it: a call that reports "not applied" must have added no entry, and one that reports "applied"
/// exactly one. Clones share one ledger.
///
/// ```
/// use leads_testkit::Ledger;
/// let ledger = Ledger::new();
/// ledger.record("create_lead");
/// ledger.record("create_lead");
/// assert_eq!(
///     (ledger.total(), ledger.count("create_lead"), ledger.count("delete_lead")),
///     (2, 2, 0)
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<BTreeMap<String, u64>>>);

impl Ledger {
    /// Creates an empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records one write.
    ///
    /// ```
    /// use leads_testkit::Ledger;
    /// let ledger = Ledger::new();
    /// ledger.clone().record("create_lead");
    /// assert_eq!(ledger.total(), 1, "clones share one ledger");
    /// ```
    pub fn record(&self, operation: &str) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *lines.entry(operation.to_owned()).or_default() += 1;
    }

    /// Returns the number of writes of one operation.
    ///
    /// ```
    /// use leads_testkit::Ledger;
    /// let ledger = Ledger::new();
    /// ledger.record("create_lead");
    /// assert_eq!((ledger.count("create_lead"), ledger.count("delete_lead")), (1, 0));
    /// ```
    #[must_use]
    pub fn count(&self, operation: &str) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(operation).copied().unwrap_or_default()
    }

    /// Returns the number of all writes.
    ///
    /// ```
    /// use leads_testkit::Ledger;
    /// let ledger = Ledger::new();
    /// ledger.record("create_lead");
    /// ledger.record("delete_lead");
    /// assert_eq!(ledger.total(), 2);
    /// ```
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// Returns the number of writes of each operation.
    ///
    /// ```
    /// use leads_testkit::Ledger;
    /// let ledger = Ledger::new();
    /// ledger.record("create_lead");
    /// assert_eq!(ledger.entries()["create_lead"], 1);
    /// ```
    #[must_use]
    pub fn entries(&self) -> BTreeMap<String, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
