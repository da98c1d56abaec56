//! The limiters of accounts.

use super::SavedCounts;
use super::builder::Settings;
use leads_core::Result;
use leads_core::http::limit::{Limiter, Window};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The limiter of one account, or of several accounts that share its limits.
pub(super) struct Limits {
    limiter: Limiter,
    /// The windows that the configuration asked for. The limiter's may differ, because the vendor reported others.
    configured: Mutex<Vec<Window>>,
}

impl Limits {
    pub(super) fn limiter(&self) -> &Limiter {
        &self.limiter
    }

    /// Returns whether all windows are empty, so that nothing is lost with the counts.
    fn is_unused(&self) -> bool {
        self.limiter.headroom().iter().all(|window| window.left == window.window.calls && window.more_in.is_none())
    }

    /// Replaces the windows that the configuration changed.
    fn configure(&self, windows: Vec<Window>) -> Result<()> {
        let mut configured = self.configured.lock().unwrap_or_else(PoisonError::into_inner);
        for window in windows.iter().filter(|window| !configured.contains(window)) {
            self.limiter.replace(window.clone())?;
        }
        *configured = windows;
        Ok(())
    }
}

/// Every limiter that an account uses.
#[derive(Default)]
pub(super) struct LimitsByName {
    /// Those of removed accounts as well, as long as a call of theirs counts: a client that is in use could still send,
    /// and a second limiter would allow the account twice its limit.
    used: BTreeMap<String, Arc<Limits>>,
    /// Counts of the last run, if they are kept; those of limiters that were not created yet.
    saved: Option<SavedCounts>,
}

impl LimitsByName {
    pub(super) fn new(saved: Option<SavedCounts>) -> Self {
        Self { used: BTreeMap::new(), saved }
    }

    /// Returns the limits with this name. New ones start with the counts of the last run; if those are unknown, with used
    /// windows.
    pub(super) fn get(&mut self, name: &str, windows: Vec<Window>, settings: &Settings) -> Result<Arc<Limits>> {
        if let Some(limits) = self.used.get(name) {
            limits.configure(windows)?;
            return Ok(Arc::clone(limits));
        }
        let limiter = settings.limiter(name, windows.clone())?;
        if let Some(saved) = &mut self.saved {
            match saved.take(name) {
                Some(counts) => limiter.load(&counts),
                None => limiter.assume_used(),
            }
        }
        let limits = Arc::new(Limits { limiter, configured: Mutex::new(windows) });
        self.used.insert(name.to_owned(), Arc::clone(&limits));
        Ok(limits)
    }

    /// Returns the counts of all limiters, with those that were not used in this run.
    pub(super) fn counts(&self) -> SavedCounts {
        let mut counts = self.saved.clone().unwrap_or_default();
        counts.extend(self.used.iter().map(|(name, limits)| (name.clone(), limits.limiter.snapshot())));
        counts
    }

    /// Drops the limiters that no account uses and that count no call.
    pub(super) fn drop_unused(&mut self) {
        self.used.retain(|_, limits| Arc::strong_count(limits) > 1 || !limits.is_unused());
    }
}
