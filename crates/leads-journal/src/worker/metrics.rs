//! Metrics of a worker.

use super::JournalObserver;
use crate::error::JournalError;
use crate::machine::State;
use crate::report::EntryReport;
use ::metrics::{Label, Unit, counter, describe_counter, describe_histogram, histogram};

const ENTRIES: &str = "leads.journal.entries";
const DURATION: &str = "leads.journal.entry.duration";
const REPETITIONS: &str = "leads.journal.repetitions";
const FAILURES: &str = "leads.journal.store.failures";

/// Records what a worker does with the crate `metrics`, in the recorder that is installed when it happens.
///
/// The [page on durable writes](https://github.com/leads-sdk/leads/blob/main/docs/durable-writes.md) lists the metrics.
/// Their labels are the operation and the state. Accounts, streams and keys are not labels.
///
/// ```
/// # async fn check(journal: leads_journal::Journal) {
/// use leads_journal::{JournalMetrics, Worker};
/// use std::sync::Arc;
///
/// let worker = Worker::new(journal).observer(Arc::new(JournalMetrics::new()));
/// # let _ = worker; }
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct JournalMetrics;

impl JournalMetrics {
    /// Creates the observer, and describes the metrics to the recorder that is installed now.
    #[must_use]
    pub fn new() -> Self {
        describe_counter!(ENTRIES, Unit::Count, "Entries that ended or need a person.");
        describe_histogram!(DURATION, Unit::Seconds, "Time from enqueuing an entry until it ended or needed a person.");
        describe_counter!(REPETITIONS, Unit::Count, "Entries that were put back to be sent again.");
        describe_counter!(FAILURES, Unit::Count, "Failures of the journal's store.");
        Self
    }
}

impl JournalObserver for JournalMetrics {
    fn changed(&self, report: &EntryReport) {
        if report.state == State::Ready && report.attempts > 0 {
            counter!(REPETITIONS, vec![operation(report)]).increment(1);
        }
    }

    fn ended(&self, report: &EntryReport) {
        let labels = vec![operation(report), Label::from_static_parts("leads.journal.state", report.state.as_str())];
        counter!(ENTRIES, labels.clone()).increment(1);
        let until = report.ended.unwrap_or_else(chrono::Utc::now);
        let length = (until - report.enqueued).to_std().unwrap_or_default();
        histogram!(DURATION, labels).record(length.as_secs_f64());
    }

    fn store_failed(&self, _: &JournalError) {
        counter!(FAILURES).increment(1);
    }
}

fn operation(report: &EntryReport) -> Label {
    Label::new("leads.operation", report.operation.clone())
}
