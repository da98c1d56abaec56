//! What a job did.

use crate::exit::Exit;
use crate::output::Row;
use crate::plan::{Action, Plan};
use leads_journal::State;

/// How a row ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) row: u64,
    pub(crate) action: Action,
    pub(crate) result: RowResult,
    /// The lead, if it is known.
    pub(crate) lead: Option<String>,
    /// The entry of the journal that decided, if one did.
    pub(crate) entry: Option<i64>,
    pub(crate) reason: Option<String>,
    /// Whether the vendor shows what was written; `None` if it was not read.
    pub(crate) verified: Option<bool>,
}

/// The result of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowResult {
    /// All of its writes took effect.
    Applied,
    /// A part took effect.
    Partial,
    /// The vendor refused it.
    Refused,
    /// The lead is not as it was when the plan was made; nothing was sent.
    Changed,
    /// It is not known whether a write took effect.
    Unknown,
}

impl RowResult {
    const ALL: [Self; 5] = [Self::Applied, Self::Partial, Self::Refused, Self::Changed, Self::Unknown];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::Changed => "changed",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the result of a row by the state of its last write.
    pub(crate) const fn of(state: State) -> Self {
        match state {
            State::Applied | State::Accepted => Self::Applied,
            State::Partial => Self::Partial,
            State::Refused | State::Dropped | State::Superseded => Self::Refused,
            _ => Self::Unknown,
        }
    }

    /// Returns the exit status of a single write.
    pub(crate) const fn exit(self) -> Exit {
        match self {
            Self::Applied => Exit::Done,
            Self::Partial => Exit::Partial,
            Self::Refused | Self::Changed => Exit::Refused,
            Self::Unknown => Exit::Unknown,
        }
    }
}

/// The result of a job.
pub(crate) struct Report {
    job: String,
    rows: Vec<Ended>,
}

impl Report {
    pub(crate) fn new(plan: &Plan, rows: Vec<Ended>) -> Self {
        Self { job: plan.job.clone(), rows }
    }

    /// Returns the rows that are not as planned.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Ended> {
        self.rows.iter().filter(|row| row.result != RowResult::Applied || row.verified == Some(false))
    }

    fn count(&self, wanted: impl Fn(&Ended) -> bool) -> usize {
        self.rows.iter().filter(|row| wanted(row)).count()
    }

    /// Returns the numbers.
    pub(crate) fn row(&self) -> Row {
        let row = Row::new().with("job", self.job.as_str()).with("rows", self.rows.len());
        let row = RowResult::ALL
            .iter()
            .fold(row, |row, result| row.with(result.as_str(), self.count(|ended| ended.result == *result)));
        row.with("verified", self.count(|ended| ended.verified == Some(true)))
            .with("differs", self.count(|ended| ended.verified == Some(false)))
            .with("as_planned", self.problems().next().is_none())
    }

    /// Returns the exit status: that of the outcome that needs the most attention.
    pub(crate) fn exit(&self) -> Exit {
        let all_refused = self.rows.iter().all(|ended| matches!(ended.result, RowResult::Refused | RowResult::Changed));
        if self.problems().next().is_none() {
            Exit::Done
        } else if self.count(|ended| ended.result == RowResult::Unknown) > 0 {
            Exit::Unknown
        } else if all_refused {
            Exit::Refused
        } else {
            Exit::Partial
        }
    }
}

impl Ended {
    /// Returns the row as it is printed.
    pub(crate) fn shown(&self) -> Row {
        Row::new()
            .with("row", self.row)
            .with("action", self.action.as_str())
            .with("result", self.result.as_str())
            .with("lead", self.lead.clone())
            .with("entry", self.entry)
            .with("verified", self.verified)
            .with("reason", self.reason.clone())
    }
}
