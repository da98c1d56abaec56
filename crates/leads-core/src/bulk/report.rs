//! What happened to every row of a run.

use super::{RowOutcome, RowReport};
use crate::error::{Code, Error, ErrorKind, Result, WriteOutcome};
use serde::{Deserialize, Serialize};

/// Why a run stopped before all of its rows were tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StopReason {
    /// The application's [condition](super::BulkOptions::stop_when) was met.
    Condition,
    /// The application's [shutdown](super::BulkOptions::shutdown) future ended.
    Shutdown,
    /// A callback or the log returned an error.
    Log,
    /// The limiter has no permit before a call's deadline, or a quota is exhausted.
    Limit,
    /// The credentials or the client's configuration are wrong.
    Setup,
}

crate::error::spelling! { StopReason, "reason to stop";
    Condition => "condition",
    Shutdown => "shutdown",
    Log => "log",
    Limit => "limit",
    Setup => "setup",
}

/// How many rows have each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// [`RowOutcome::Applied`], narrowed ones included.
    pub applied: usize,
    /// Rows of `applied` for which a less precise state was written.
    pub narrowed: usize,
    /// [`RowOutcome::Accepted`].
    pub accepted: usize,
    /// [`RowOutcome::Partial`].
    pub partial: usize,
    /// [`RowOutcome::Rejected`].
    pub rejected: usize,
    /// [`RowOutcome::Unknown`].
    pub unknown: usize,
    /// [`RowOutcome::NotTried`].
    pub not_tried: usize,
}

impl Counts {
    pub(super) fn add(&mut self, row: &RowReport) {
        let count = match row.outcome {
            RowOutcome::Applied => {
                self.narrowed += usize::from(row.is_narrowed());
                &mut self.applied
            }
            RowOutcome::Accepted => &mut self.accepted,
            RowOutcome::Partial => &mut self.partial,
            RowOutcome::Rejected => &mut self.rejected,
            RowOutcome::Unknown => &mut self.unknown,
            RowOutcome::NotTried => &mut self.not_tried,
        };
        *count += 1;
    }

    /// Returns the number of rows that failed: rejected, partial or unknown.
    #[must_use]
    pub const fn failed(&self) -> usize {
        self.rejected + self.partial + self.unknown
    }
}

/// What happened to every row of a run: each row once, in the order in which the rows were given.
///
/// A report does not imply success: see [`require_all`](Self::require_all). It can be stored, and a later run
/// [resumes](super::BulkOptions::resume) from it.
///
/// ```
/// use leads_core::bulk::BulkReport;
/// fn summary(report: &BulkReport) -> String {
///     let counts = report.counts();
///     format!(
///         "{} applied, {} rejected, {} unknown, {} not tried",
///         counts.applied, counts.rejected, counts.unknown, counts.not_tried
///     )
/// }
/// assert_eq!(
///     summary(&BulkReport::default()),
///     "0 applied, 0 rejected, 0 unknown, 0 not tried"
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "some rows may have failed"]
#[non_exhaustive]
pub struct BulkReport {
    /// The rows.
    pub rows: Vec<RowReport>,
    /// Why the run stopped early; `None` if it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<StopReason>,
    /// The text of the callback's or the log's error that stopped the run. It is the application's own, and is not stored.
    #[serde(skip)]
    pub log_error: Option<String>,
}

impl BulkReport {
    pub(super) fn new(rows: Vec<RowReport>) -> Self {
        Self { rows, stopped: None, log_error: None }
    }

    /// Returns the row with a key.
    #[must_use]
    pub fn row(&self, key: &str) -> Option<&RowReport> {
        self.rows.iter().find(|row| row.key.as_str() == key)
    }

    /// Returns the rows with an outcome.
    pub fn with_outcome(&self, outcome: RowOutcome) -> impl Iterator<Item = &RowReport> {
        self.rows.iter().filter(move |row| row.outcome == outcome)
    }

    /// Returns the number of rows with an outcome.
    #[must_use]
    pub fn count(&self, outcome: RowOutcome) -> usize {
        self.with_outcome(outcome).count()
    }

    /// Returns the number of rows with each outcome.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.rows.iter().for_each(|row| counts.add(row));
        counts
    }

    /// Returns how many requests were sent for the rows, without those that resolved rows.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.rows.iter().map(|row| u64::from(row.attempts)).sum()
    }

    /// Returns whether every row was applied or queued.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(RowReport::is_done)
    }

    /// Returns whether a later run would send nothing: no row is unknown or was not tried.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.rows.iter().any(RowReport::is_open)
    }

    /// Returns the report if every row was applied or queued.
    ///
    /// # Errors
    /// Otherwise returns an error with a code for each row that was not: the row's outcome, with its position from 0 as
    /// the subject. The error's outcome is [`Partial`](WriteOutcome::Partial) if any row was applied, and otherwise
    /// [`Unknown`](WriteOutcome::Unknown) if any is.
    pub fn require_all(self) -> Result<Self> {
        if self.is_complete() {
            return Ok(self);
        }
        let open = self.rows.iter().enumerate().filter(|(_, row)| !row.is_done());
        let codes = open
            .map(|(at, row)| {
                let kind = row.error.as_ref().map_or(row.outcome.as_str(), |error| error.kind.as_str());
                Code::new(kind).subject(format!("row {at}"))
            })
            .collect();
        Err(Error::new(ErrorKind::Rejected, "some rows were not applied")
            .with_codes(codes)
            .with_outcome(self.outcome())
            .with_help("the report of the run has the reason of each row; a later run resumes from it"))
    }

    /// Returns the outcome of all rows together.
    fn outcome(&self) -> WriteOutcome {
        let counts = self.counts();
        if counts.applied + counts.accepted + counts.partial > 0 {
            WriteOutcome::Partial
        } else if counts.unknown > 0 {
            WriteOutcome::Unknown
        } else {
            WriteOutcome::NotApplied
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::RowDigest;

    fn report(outcomes: &[RowOutcome]) -> BulkReport {
        let digest = RowDigest::of(&0).unwrap();
        let rows = outcomes.iter().enumerate().map(|(at, outcome)| RowReport::new(&at.to_string(), &digest, *outcome));
        BulkReport::new(rows.collect())
    }

    #[test]
    fn requirement_of_all_rows_names_each_that_is_missing() {
        use RowOutcome::{Accepted, Applied, NotTried, Rejected, Unknown};
        assert!(report(&[Applied, Accepted]).require_all().is_ok());
        for (outcomes, expected) in [
            (&[Applied, Rejected, NotTried][..], WriteOutcome::Partial),
            (&[Rejected, NotTried], WriteOutcome::NotApplied),
            (&[Applied, Unknown], WriteOutcome::Partial),
            (&[Rejected, Unknown], WriteOutcome::Unknown),
        ] {
            let all = report(outcomes);
            let settled = !outcomes.contains(&NotTried) && !outcomes.contains(&Unknown);
            assert_eq!((all.is_complete(), all.is_settled()), (false, settled));
            let error = all.require_all().unwrap_err();
            assert_eq!(error.outcome(), expected, "{outcomes:?}");
            assert_eq!(error.codes().len(), outcomes.iter().filter(|outcome| **outcome != Applied).count());
        }
    }
}
