//! The report of a bulk call.

use super::evaluate::{combined, evaluate};
use super::response::{BulkResponse, RowEntry};
use super::{Bulk, ROW_FAILED};
use leads_core::error::{Code, ErrorKind};
use leads_core::{Error, Personal, Result, WriteOutcome};
use serde::{Deserialize, Serialize};

/// The outcome of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowReport {
    /// The row's position in the batch, from 0.
    pub index: usize,
    /// How the vendor identifies the row: an id, or the value that it was searched by.
    pub key: Option<Personal<String>>,
    /// The outcome: [`Applied`](WriteOutcome::Applied), [`NotApplied`](WriteOutcome::NotApplied) if it was rejected,
    /// [`Accepted`](WriteOutcome::Accepted) if it was queued, [`Unknown`](WriteOutcome::Unknown) if it cannot be
    /// determined. A row that was rejected when the call was retried after a lost response is unknown too, with the
    /// code of the rejection.
    pub outcome: WriteOutcome,
    /// The id of the record that was created or updated.
    pub id: Option<String>,
    /// The vendor's error code, or the name of the common error kind.
    pub code: Option<String>,
    /// The error message, from the vendor or from this crate.
    pub message: Option<Personal<String>>,
    /// How often the row's call was sent, including retries. 0 means that the row was never sent; a later run sends it.
    #[serde(default)]
    pub attempts: u32,
}

/// The outcome of every row of a batch: each row occurs exactly once, in order.
///
/// A report does not imply success. To continue only if every row was accepted, call
/// [`require_all`](Self::require_all). A report can be stored and read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "some rows may have failed"]
#[non_exhaustive]
pub struct BulkReport {
    /// The rows.
    pub rows: Vec<RowReport>,
    /// How many calls were sent, including retries.
    pub calls: u32,
    /// Rows of a response that match none of the rows sent, or that cannot be matched. Usually empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<UnmatchedRow>,
}

/// A row of a response that cannot be matched to one of the rows sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnmatchedRow {
    /// How the vendor identifies it.
    pub key: Option<Personal<String>>,
    /// The outcome.
    pub outcome: WriteOutcome,
    /// The id of the record that was created or updated.
    pub id: Option<String>,
    /// The vendor's error code.
    pub code: Option<String>,
    /// The vendor's message.
    pub message: Option<Personal<String>>,
}

impl BulkReport {
    pub(crate) fn new(rows: Vec<RowReport>, calls: u32) -> Self {
        Self { rows, calls, unmatched: Vec::new() }
    }

    /// Returns the rows with the given outcome.
    pub fn with_outcome(&self, outcome: WriteOutcome) -> impl Iterator<Item = &RowReport> {
        self.rows.iter().filter(move |row| row.outcome == outcome)
    }

    /// Returns the number of rows with the given outcome.
    #[must_use]
    pub fn count(&self, outcome: WriteOutcome) -> usize {
        self.with_outcome(outcome).count()
    }

    /// Returns whether every row was applied or queued, and the vendor reports no other row that was not.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.outcomes().all(|outcome| matches!(outcome, WriteOutcome::Applied | WriteOutcome::Accepted))
    }

    fn outcomes(&self) -> impl Iterator<Item = WriteOutcome> {
        let unmatched = self.unmatched.iter().map(|row| row.outcome);
        self.rows.iter().map(|row| row.outcome).chain(unmatched)
    }

    /// Returns the outcome of the whole batch: that of its rows if they agree, [`Partial`](WriteOutcome::Partial) if
    /// some were applied, [`Unknown`](WriteOutcome::Unknown) otherwise.
    #[must_use]
    pub fn outcome(&self) -> WriteOutcome {
        combined(self.outcomes())
    }

    /// Returns the report if every row was applied or queued.
    ///
    /// # Errors
    ///
    /// Otherwise returns an error with the batch's outcome and a code for each row that was not.
    pub fn require_all(self) -> Result<Self> {
        if self.is_complete() {
            return Ok(self);
        }
        let codes =
            self.rows.iter().filter(|row| !matches!(row.outcome, WriteOutcome::Applied | WriteOutcome::Accepted)).map(
                |row| {
                    let code = Code::new(row.code.as_deref().unwrap_or(row.outcome.as_str()))
                        .subject(format!("row {}", row.index));
                    match &row.message {
                        Some(message) => code.message(message.to_string()),
                        None => code,
                    }
                },
            );
        let unmatched = self.unmatched.iter().filter(|row| row.outcome == WriteOutcome::NotApplied).map(|row| {
            let code = Code::new(row.code.as_deref().unwrap_or(ROW_FAILED));
            match &row.message {
                Some(message) => code.message(message.to_string()),
                None => code,
            }
        });
        let codes = codes.chain(unmatched).collect();
        Err(Error::new(ErrorKind::Rejected, "some rows were rejected").with_codes(codes).with_outcome(self.outcome()))
    }

    /// Sets the attempts of every row to the number of calls of the single request.
    pub(super) fn counted(mut self) -> Self {
        let calls = self.calls;
        self.rows.iter_mut().for_each(|row| row.attempts = calls);
        self
    }

    /// Appends the rows of another report.
    #[cfg(test)]
    pub(super) fn join(&mut self, other: Self) {
        let first = self.rows.len();
        self.calls += other.calls;
        self.rows.extend(other.rows.into_iter().map(|row| RowReport { index: row.index + first, ..row }));
        self.unmatched.extend(other.unmatched);
    }
}

impl RowReport {
    pub(crate) fn new(index: usize, key: Option<String>, outcome: WriteOutcome) -> Self {
        Self { index, key: key.map(Personal), outcome, id: None, code: None, message: None, attempts: 0 }
    }

    /// Creates the report of a row whose call failed as a whole.
    pub(crate) fn of_error(index: usize, key: Option<String>, error: &Error) -> Self {
        let outcome = match error.outcome() {
            // Some rows were accepted, and the error does not say which.
            WriteOutcome::Partial => WriteOutcome::Unknown,
            outcome => outcome,
        };
        let code = error.codes().first();
        Self {
            code: Some(code.map_or_else(|| error.kind().as_str().to_owned(), |code| code.code.clone())),
            message: Some(Personal(code.and_then(|code| code.message.clone()).unwrap_or_else(|| error.to_string()))),
            ..Self::new(index, key, outcome)
        }
    }
}

impl BulkReport {
    /// Marks rejected rows as unknown after a lost response: an earlier attempt may have made the change that a later
    /// one was rejected for.
    pub(super) fn in_doubt(mut self) -> Self {
        let rows = self.rows.iter_mut().map(|row| &mut row.outcome);
        let unmatched = self.unmatched.iter_mut().map(|row| &mut row.outcome);
        rows.chain(unmatched)
            .filter(|outcome| **outcome == WriteOutcome::NotApplied)
            .for_each(|outcome| *outcome = WriteOutcome::Unknown);
        self
    }
}

/// Creates the report of a call for which the vendor sent a response.
pub(super) fn report<R: Bulk>(request: &R, response: &BulkResponse, calls: u32) -> BulkReport {
    let sent = request.rows();
    let key = |row: usize| request.key(row);
    let outcome_of = |outcome: WriteOutcome| match outcome {
        WriteOutcome::Applied if R::QUEUED => WriteOutcome::Accepted,
        outcome => outcome,
    };
    let Some(evaluation) = evaluate(response, Some(sent), &key) else {
        let rows = (0..sent).map(|row| RowReport::new(row, key(row), WriteOutcome::Unknown));
        return BulkReport::new(rows.collect(), calls);
    };
    let code_of = |row: &RowEntry| match (&row.code, row.outcome) {
        (None, WriteOutcome::NotApplied) => Some(ROW_FAILED.to_owned()),
        (code, _) => code.clone(),
    };
    let rows = evaluation.rows.iter().enumerate().map(|(at, row)| RowReport {
        id: row.id.clone(),
        code: code_of(row),
        message: row.message.clone().map(Personal),
        ..RowReport::new(at, key(at), outcome_of(row.outcome))
    });
    let unmatched = evaluation.unmatched.iter().map(|row| UnmatchedRow {
        key: row.identifier.clone().map(Personal),
        outcome: outcome_of(row.outcome),
        id: row.id.clone(),
        code: code_of(row),
        message: row.message.clone().map(Personal),
    });
    BulkReport { unmatched: unmatched.collect(), ..BulkReport::new(rows.collect(), calls) }
}
