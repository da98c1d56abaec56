//! The company's outcomes, kept for a while.

use crate::model::Outcome;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The company's outcomes as last read. Clones of a client share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutcomeCache(Arc<Mutex<Option<CachedOutcomes>>>);

#[derive(Clone, Debug)]
struct CachedOutcomes {
    fetched_at: Instant,
    outcomes: Arc<[Outcome]>,
}

impl OutcomeCache {
    pub(crate) fn get(&self, ttl: Duration) -> Option<Arc<[Outcome]>> {
        let cached = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        (cached.fetched_at.elapsed() <= ttl).then_some(cached.outcomes)
    }

    pub(crate) fn put(&self, outcomes: Arc<[Outcome]>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(CachedOutcomes { fetched_at: Instant::now(), outcomes });
    }
}
