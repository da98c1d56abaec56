//! The observers of one client.

#[cfg(feature = "inspect")]
use super::DriftEvent;
use super::{LimitEvent, LimitEventKind, Observer, events};
use crate::http::Limiter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How often what is left of the windows is reported.
const HEADROOM_EVERY: Duration = Duration::from_secs(1);

/// The observers of one client, its account label, and what was reported.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    observers: Vec<Arc<dyn Observer>>,
    account: Option<Arc<str>>,
    /// When what is left of the windows was last reported.
    headroom_at: Mutex<Option<Instant>>,
    #[cfg(feature = "inspect")]
    drift: Option<super::drift::SeenPaths>,
}

/// Which call an event belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who<'a> {
    pub(crate) vendor: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) account: Option<&'a str>,
}

impl Observed {
    pub(crate) fn new(observers: Vec<Arc<dyn Observer>>, account: Option<Arc<str>>) -> Self {
        #[cfg(feature = "inspect")]
        let drift = observers.iter().any(|observer| observer.wants_drift()).then(super::drift::SeenPaths::default);
        Self {
            observers,
            account,
            headroom_at: Mutex::new(None),
            #[cfg(feature = "inspect")]
            drift,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.observers.is_empty()
    }

    pub(crate) fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    pub(crate) fn who(&self, vendor: &'static str, operation: &'static str) -> Who<'_> {
        Who { vendor, operation, account: self.account() }
    }

    /// Calls every observer, each on its own: a panic of one neither ends the call nor keeps the others from being
    /// called.
    pub(crate) fn each(&self, tell: impl Fn(&dyn Observer)) {
        for observer in &self.observers {
            if catch_unwind(AssertUnwindSafe(|| tell(&**observer))).is_err() {
                events::observer_panicked();
            }
        }
    }

    pub(crate) fn limit(&self, who: Who<'_>, kind: LimitEventKind<'_>) {
        events::limit(who, kind);
        let Who { vendor, operation, account } = who;
        self.each(|observer| observer.limiter(&LimitEvent { vendor, account, operation, kind }));
    }

    /// Reports what is left of each window, unless that was done less than a second ago.
    pub(crate) fn headroom(&self, who: Who<'_>, limiter: &Limiter) {
        if self.is_empty() {
            return;
        }
        let now = Instant::now();
        {
            let mut last = self.headroom_at.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_some_and(|last| now.saturating_duration_since(last) < HEADROOM_EVERY) {
                return;
            }
            *last = Some(now);
        }
        for left in limiter.headroom() {
            let window = &left.window;
            let kind = LimitEventKind::Headroom {
                class: &window.class,
                per: window.per,
                calls: window.calls,
                left: left.left,
            };
            self.limit(who, kind);
        }
    }

    /// Returns whether an observer wants to know what does not match the types.
    #[cfg(feature = "inspect")]
    pub(crate) fn wants_drift(&self) -> bool {
        self.drift.is_some()
    }

    /// Reports what a comparison found and was not reported before.
    #[cfg(feature = "inspect")]
    pub(crate) fn drift(&self, who: Who<'_>, found: &crate::inspect::Inspection) {
        let Some(seen) = &self.drift else { return };
        for (kind, path) in seen.new_ones(who.operation, found) {
            events::drift(who, kind, &path);
            let Who { vendor, operation, account } = who;
            let event = DriftEvent { vendor, account, operation, kind, path: &path };
            self.each(|observer| observer.drift(&event));
        }
    }
}
