//! Observing a worker.

use crate::error::JournalError;
use crate::machine::State;
use crate::report::EntryReport;
use std::fmt;

/// Observes what a worker does, for progress bars and metrics. Every method has an empty default. None may block.
///
/// Reports contain no body. `account`, `stream` and `key` are the application's own names: keep them out of the labels of
/// metrics unless their number is small.
pub trait JournalObserver: Send + Sync + 'static {
    /// An entry was changed: it began, its effect became unknown, it will be repeated, or it ended.
    fn changed(&self, report: &EntryReport) {
        let _ = report;
    }

    /// An entry ended, or needs a person.
    fn ended(&self, report: &EntryReport) {
        let _ = report;
    }

    /// The store failed. The worker goes on.
    fn store_failed(&self, error: &JournalError) {
        let _ = error;
    }
}

pub(super) struct OnEnd(pub(super) Box<dyn Fn(&EntryReport) + Send + Sync>);

impl fmt::Debug for OnEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnEnd")
    }
}

impl JournalObserver for OnEnd {
    fn ended(&self, report: &EntryReport) {
        (self.0)(report);
    }
}

impl super::Worker {
    pub(super) fn observe(&self, report: &EntryReport) {
        let ended = !report.state.is_open() || report.state == State::Review;
        if ended {
            tracing::info!(
                entry = report.entry,
                operation = report.operation,
                state = report.state.as_str(),
                outcome = report.outcome.as_str(),
                attempts = report.attempts,
                "journal entry ended"
            );
        } else {
            tracing::debug!(
                entry = report.entry,
                operation = report.operation,
                state = report.state.as_str(),
                "journal"
            );
        }
        for observer in &self.observers {
            observer.changed(report);
            if ended {
                observer.ended(report);
            }
        }
    }

    pub(super) fn observe_failure(&self, error: &JournalError) {
        tracing::warn!(%error, "the journal's store failed");
        for observer in &self.observers {
            observer.store_failed(error);
        }
    }
}
