//! What happened to one row.

use super::RowDigest;
use crate::client::CreateEffect;
use crate::error::report::name;
use crate::error::{Code, ErrorReport};
use crate::http::Resolution;
use crate::lead::{LeadId, Personal};
use crate::status::StatusWrite;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What is known about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowOutcome {
    /// It was applied.
    Applied,
    /// The vendor queued it and will apply it later.
    Accepted,
    /// A part of it was applied; its error's codes name the rest. Only a request that itself has several rows can be.
    Partial,
    /// It was not applied, and sending it again would not help: its error has the reason and the field.
    Rejected,
    /// It may have been applied. It is never sent again unless a later run proves that it was not, or the request is
    /// idempotent.
    Unknown,
    /// It was not applied. A later run sends it.
    NotTried,
}

crate::error::spelling! { RowOutcome, "outcome of a row";
    Applied => "applied",
    Accepted => "accepted",
    Partial => "partial",
    Rejected => "rejected",
    Unknown => "unknown",
    NotTried => "not_tried",
}

/// Why a row was not tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotTried {
    /// The run had stopped.
    Stopped,
    /// An earlier row of the same lead is not known to be done, and the order would be lost.
    Blocked,
    /// A callback or the log of the run rejected it.
    Log,
    /// The client's limiter has no permit before the call's deadline, or a quota is exhausted.
    Limit,
    /// The credentials or the client's configuration are wrong.
    Setup,
    /// The call failed and provably changed nothing, for a reason that can pass: no connection, for example.
    Failed,
}

/// A warning about a row that was applied: something else was not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowWarning {
    /// The warning: [`FIELD_LEFT_OUT`](crate::client::FIELD_LEFT_OUT), for example.
    pub code: String,
    /// The field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl RowWarning {
    /// Leaves out what may be personal data, as an [`ErrorReport`] does.
    fn of(code: &Code) -> Option<Self> {
        Some(Self { code: name(&code.code)?, field: code.subject.as_deref().and_then(name) })
    }
}

/// What happened to one row, as data. It contains no body and, apart from its key, no personal data.
///
/// ```
/// use leads_core::bulk::{RowOutcome, RowReport};
/// fn describe(row: &RowReport) -> String {
///     let key = row.key.as_str();
///     match (&row.outcome, &row.error) {
///         (RowOutcome::Applied, _) if row.is_narrowed() => {
///             format!("{key}: a less precise state was written")
///         }
///         (RowOutcome::Rejected, Some(error)) => {
///             format!("{key}: {} ({})", error.kind, error.field.as_deref().unwrap_or("-"))
///         }
///         (outcome, _) => format!("{key}: {outcome}"),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowReport {
    /// The application's key of the row.
    pub key: Personal<String>,
    /// The hash of the row's content.
    pub digest: RowDigest,
    /// What is known about it.
    pub outcome: RowOutcome,
    /// Why it was not tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NotTried>,
    /// The id of the record that was created or changed, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<LeadId>,
    /// What a create or an upsert did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<CreateEffect>,
    /// The status that was requested and the one that was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<StatusWrite>,
    /// The warnings of the call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RowWarning>,
    /// The error of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
    /// How a row that had begun in an earlier run was resolved. [`AssumedAbsent`](Resolution::AssumedAbsent) means that it
    /// was sent again because of the delay that the application had stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// How many requests were sent for it in the run in which it ended, without those that resolved it.
    #[serde(default)]
    pub attempts: u32,
    /// When it began, on this machine's clock; `None` if it never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<DateTime<Utc>>,
    /// The latest time at which it can have been sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_until: Option<DateTime<Utc>>,
}

impl RowReport {
    pub(super) fn new(key: &str, digest: &RowDigest, outcome: RowOutcome) -> Self {
        Self {
            key: Personal(key.to_owned()),
            digest: digest.clone(),
            outcome,
            reason: None,
            id: None,
            effect: None,
            written: None,
            warnings: Vec::new(),
            error: None,
            resolution: None,
            attempts: 0,
            began_at: None,
            sent_until: None,
        }
    }

    pub(super) fn not_tried(key: &str, digest: &RowDigest, reason: NotTried) -> Self {
        Self { reason: Some(reason), ..Self::new(key, digest, RowOutcome::NotTried) }
    }

    pub(super) fn warn(&mut self, warnings: &[Code]) {
        self.warnings = warnings.iter().filter_map(RowWarning::of).collect();
    }

    /// Returns whether the row was applied or queued.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.outcome, RowOutcome::Applied | RowOutcome::Accepted)
    }

    /// Returns whether a later run would send or resolve the row.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.outcome, RowOutcome::Unknown | RowOutcome::NotTried)
    }

    /// Returns whether a less precise state than the requested one was written.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.written.as_ref().is_some_and(StatusWrite::is_narrowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_keep_no_text_that_may_be_personal() {
        let mut row = RowReport::new("1", &RowDigest::of(&1).unwrap(), RowOutcome::Applied);
        row.warn(&[
            Code::new("field_left_out").subject("note").message("Jane Roe asked"),
            Code::new("jane@example.com is known"),
            Code::new("odd").subject("jane@example.com"),
        ]);
        let kept: Vec<_> =
            row.warnings.iter().map(|warning| (warning.code.as_str(), warning.field.as_deref())).collect();
        assert_eq!(kept, [("field_left_out", Some("note")), ("odd", None)]);
        let text = serde_json::to_string(&row).unwrap();
        assert!(!text.to_lowercase().contains("jane"), "{text}");
        assert_eq!(serde_json::from_str::<RowReport>(&text).unwrap(), row);
    }
}
