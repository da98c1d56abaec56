//! What a journal says about an entry.

use crate::entry::Write;
use crate::machine::State;
use crate::store::Record;
use chrono::{DateTime, Utc};
use leads_core::error::ErrorReport;
use leads_core::{Resolution, WriteOutcome};

/// What is known about an entry. Contains no body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntryReport {
    /// The number of the entry.
    pub entry: i64,
    /// The account.
    pub account: String,
    /// The stream.
    pub stream: Option<String>,
    /// The key.
    pub key: Option<String>,
    /// The operation: `nutshell.update_lead_status`, or `common.status`.
    pub operation: String,
    /// Its state, and what is known about it.
    pub state: State,
    /// What is known about its effect, over all attempts.
    pub outcome: WriteOutcome,
    /// How often it was begun.
    pub attempts: u32,
    /// What the last verification found.
    pub resolution: Option<Resolution>,
    /// The error of the last attempt that returned one.
    pub error: Option<ErrorReport>,
    /// The id of the record that it created.
    pub id: Option<String>,
    /// When it was enqueued, or retried by a person.
    pub enqueued: DateTime<Utc>,
    /// When its last attempt began: the time to look for in the vendor's own history.
    pub begun: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
}

pub(crate) fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

impl From<&Record> for EntryReport {
    fn from(record: &Record) -> Self {
        let progress = &record.progress;
        Self {
            entry: record.id,
            account: record.account.clone(),
            stream: record.stream.clone(),
            key: record.key.clone(),
            operation: record.operation.clone(),
            state: progress.state,
            outcome: progress.outcome(),
            attempts: progress.attempts,
            resolution: progress.resolution,
            error: progress.report.clone(),
            id: progress.record.clone(),
            enqueued: time(progress.enqueued),
            begun: progress.begun.map(time),
            ended: progress.ended.map(time),
        }
    }
}

/// An entry that a person should look at, with the write itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeadLetter {
    /// What is known about it.
    pub report: EntryReport,
    /// The write; `None` if this version cannot read it or has no key for it.
    pub write: Option<Write>,
}
