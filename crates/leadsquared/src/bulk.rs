//! Bulk calls: a report in which every row is accounted for.

use crate::api::leads::BulkUpdateLeads;
use crate::api::tasks::BulkCreateTasks;
use crate::client::{Client, LeadSquared};
use crate::plan::{BULK, CALLS, DAILY};
use crate::run::BulkRun;
use leads_core::error::{Code, ErrorKind};
use leads_core::request::{Answer, Failure, Operation, Request, Verdict};
use leads_core::{CallOptions, Error, Outcome, Personal, Reply, Result, decode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::ops::Range;

/// Marks a call of which a report is made: failed rows are then no error. The class has no window.
const REPORTED: &str = "reported";
const REPORTED_CALLS: &[&str] = &[CALLS, BULK, DAILY, REPORTED];

/// A request that carries many rows.
///
/// [`Client::send`] of one is an error as soon as one row failed, so that it cannot be taken for a success by accident;
/// the error's codes name the rows. [`Client::send_bulk`] and [`Client::send_all`] answer a [`BulkReport`] instead.
pub trait Bulk: Request<Vendor = LeadSquared> + Clone + 'static {
    /// The most rows that the vendor takes in one call.
    const MOST: usize;

    /// Whether the vendor only queues the rows: one that it took is then [`Accepted`](Outcome::Accepted).
    const QUEUED: bool = false;

    /// How many rows there are.
    fn rows(&self) -> usize;

    /// How the vendor names a row in its answer: the value of the field that is searched by, or an id. `None` where
    /// rows are told apart by their place alone.
    fn key(&self, row: usize) -> Option<String>;

    /// The same request with some of its rows.
    #[must_use]
    fn piece(&self, rows: Range<usize>) -> Self;
}

/// What a bulk call answers, in whatever shape: the vendor documents few of them.
///
/// The exact text is in the [`Raw`](leads_core::Raw) around it. `Debug` shows no value.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkAnswer(Value);

impl fmt::Debug for BulkAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BulkAnswer({} rows told)", self.told().0.len())
    }
}

/// One row as the answer tells of it.
struct Told {
    number: Option<usize>,
    identifier: Option<String>,
    id: Option<String>,
    failed: Option<(Option<String>, Option<String>)>,
    affirmed: bool,
}

impl BulkAnswer {
    /// The answer as JSON.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.0
    }

    /// The counts of an answer that has them: all rows, those that worked, those that failed, those left alone.
    fn counts(&self) -> Option<Counts> {
        let status = self.0.get("Status")?.as_object()?;
        let count = |name: &str| status.get(name).and_then(integer);
        Some(Counts {
            success: count("SuccessCount")?,
            failure: count("FailureCount").unwrap_or(0) + count("UnProcessedCount").unwrap_or(0),
        })
    }

    /// The rows that the answer tells of, and whether it tells of all of them.
    fn told(&self) -> (Vec<Told>, bool) {
        if let Some(rows) = self.0.as_array() {
            return (rows.iter().map(|row| told(row, false)).collect(), true);
        }
        for name in ["Response", "Rows", "Results", "List", "Opportunities", "Leads", "Activities", "Companies", "Data"]
        {
            if let Some(rows) = self.0.get(name).and_then(Value::as_array) {
                return (rows.iter().map(|row| told(row, false)).collect(), true);
            }
        }
        let mut failed = Vec::new();
        if let Some(details) = self.0.get("Details").and_then(Value::as_object) {
            for rows in details.values().filter_map(Value::as_array) {
                // The lists in `Details` are those of rows that did not work.
                failed.extend(rows.iter().map(|row| told(row, true)));
            }
        }
        (failed, false)
    }
}

struct Counts {
    success: i64,
    failure: i64,
}

fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn text(row: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match row.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn flag(row: &Value, names: &[&str]) -> Option<bool> {
    names.iter().find_map(|name| match row.get(name)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    })
}

const IDS: &[&str] = &[
    "Id",
    "ID",
    "ProspectOpportunityId",
    "OpportunityId",
    "CreatedOpportunityId",
    "ProspectActivityId",
    "ProspectID",
    "ProspectId",
    "CompanyId",
    "UserTaskId",
];

fn told(row: &Value, failed: bool) -> Told {
    let code = text(row, &["ExceptionType", "ErrorCode"]);
    let reason = text(row, &["ExceptionMessage", "Reason", "ErrorMessage", "Error", "FailureReason"]);
    let status = match row.get("Status").or_else(|| row.get("RowStatus")) {
        Some(Value::String(text)) => match text.trim() {
            text if text.eq_ignore_ascii_case("success") || text == "0" => Some(true),
            text if ["error", "failure", "failed", "1"].iter().any(|word| text.eq_ignore_ascii_case(word)) => {
                Some(false)
            }
            _ => None,
        },
        Some(Value::Number(number)) => match number.as_i64() {
            Some(0) => Some(true),
            Some(1) => Some(false),
            _ => None,
        },
        _ => None,
    };
    let word = status.or_else(|| flag(row, &["IsSuccessful", "IsSuccess", "Success"]));
    let failed = failed || code.is_some() || word == Some(false) || (reason.is_some() && word != Some(true));
    let id = text(row, IDS);
    Told {
        number: text(row, &["RowNumber", "RowIndex"]).and_then(|number| number.parse().ok()),
        identifier: text(row, &["IdentifierValue", "SearchByValue", "Identifier"]).or_else(|| id.clone()),
        affirmed: !failed && (word == Some(true) || id.is_some()),
        failed: failed.then_some((code, reason)),
        id,
    }
}

/// Whether a report is made of the call, in which every row has an outcome of its own.
pub(crate) fn is_reported(operation: &Operation) -> bool {
    operation.rate.contains(&REPORTED)
}

/// Whether an answer counts changed rows, of which only who knows how many were sent can say that they are all.
pub(crate) fn is_uncertain(operation: &Operation, affected: Option<i64>) -> bool {
    let most = i64::try_from(BulkUpdateLeads::MOST).unwrap_or(i64::MAX);
    operation.name == BulkUpdateLeads::OPERATION.name
        && !is_reported(operation)
        && affected.is_some_and(|affected| affected < most)
}

/// What a bulk answer means; `None` where it says nothing of its rows.
pub(crate) fn verdict(operation: &Operation, answer: &Answer) -> Option<Verdict> {
    if !operation.name.starts_with("bulk_") {
        return None;
    }
    let bulk: BulkAnswer = decode::from_slice(&answer.body).ok()?;
    let (rows, whole) = bulk.told();
    let counts = bulk.counts();
    let listed = rows.iter().filter(|row| row.failed.is_some()).count();
    let failed = counts.as_ref().map_or(0, |counts| usize::try_from(counts.failure).unwrap_or(0)).max(listed);
    let said_error = bulk.0.pointer("/Status/Message").and_then(Value::as_str).is_some_and(|text| text == "Error");
    if rows.is_empty() && counts.is_none() {
        let success = bulk.0.get("Status").and_then(Value::as_str) == Some("Success");
        return (success && operation.name == BulkCreateTasks::OPERATION.name).then(Verdict::accepted);
    }
    let nothing_worked = match &counts {
        Some(counts) => counts.success == 0,
        None => whole && failed == rows.len() && !rows.is_empty(),
    };
    if failed == 0 && !said_error && !(nothing_worked && counts.is_some()) {
        // An answer that tells of every row is the vendor's word on each of them; a row of which it says neither is
        // not proved.
        return (counts.is_some() || rows.iter().all(|row| row.affirmed)).then(Verdict::applied);
    }
    let outcome = if nothing_worked { Outcome::NotApplied } else { Outcome::Partial };
    if is_reported(operation) {
        return Some(Verdict::Success { outcome, affirmed: true, warnings: Vec::new() });
    }
    let codes = rows.iter().enumerate().filter_map(|(at, row)| {
        let (code, reason) = row.failed.as_ref()?;
        let subject = row.identifier.clone().unwrap_or_else(|| format!("row {}", row.number.unwrap_or(at + 1)));
        let code = Code::new(code.as_deref().unwrap_or("RowFailed")).subject(subject);
        Some(match reason {
            Some(reason) => code.message(reason.clone()),
            None => code,
        })
    });
    Some(
        Failure::refused(ErrorKind::Rejected, "some rows were not taken")
            .codes(codes.collect())
            .outcome(outcome)
            .help("send it with Client::send_bulk or Client::send_all for a report of every row")
            .into(),
    )
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowReport {
    /// The row's place in the batch, from 0.
    pub index: usize,
    /// How the vendor names the row: an id, or the value that it was searched by.
    pub key: Option<Personal<String>>,
    /// What was done: [`Applied`](Outcome::Applied), [`NotApplied`](Outcome::NotApplied) when it was refused,
    /// [`Accepted`](Outcome::Accepted) when it was queued, [`Unknown`](Outcome::Unknown) when nobody can say. A row
    /// that was refused when the call was repeated after a lost answer is unknown too, with the refusal's code.
    pub outcome: Outcome,
    /// The id of the record that was made or changed.
    pub id: Option<String>,
    /// The vendor's code of the refusal, or the common kind in words.
    pub code: Option<String>,
    /// What the vendor or this crate says of the failure.
    pub message: Option<Personal<String>>,
    /// How often the call of the row was sent, repeats included. 0: the row was never sent, and a later run sends it.
    #[serde(default)]
    pub attempts: u32,
}

/// What became of every row of a batch: each is here exactly once, in its order.
///
/// It is no success until it was asked: [`require_all`](Self::require_all) is the way to go on only when every row was
/// taken. It can be stored and read back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use = "some rows may have failed"]
#[non_exhaustive]
pub struct BulkReport {
    /// Every row.
    pub rows: Vec<RowReport>,
    /// How many calls were sent, repeats included.
    pub calls: u32,
}

impl BulkReport {
    /// The rows with one outcome.
    pub fn with_outcome(&self, outcome: Outcome) -> impl Iterator<Item = &RowReport> {
        self.rows.iter().filter(move |row| row.outcome == outcome)
    }

    /// How many rows have one outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.with_outcome(outcome).count()
    }

    /// Whether every row was applied or queued.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(|row| matches!(row.outcome, Outcome::Applied | Outcome::Accepted))
    }

    /// The outcome of the whole batch: that of its rows where they agree, [`Partial`](Outcome::Partial) where some were
    /// applied, [`Unknown`](Outcome::Unknown) otherwise.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let mut rows = self.rows.iter().map(|row| row.outcome);
        let Some(first) = rows.next() else { return Outcome::NotApplied };
        if rows.all(|outcome| outcome == first) {
            return first;
        }
        match self.rows.iter().any(|row| matches!(row.outcome, Outcome::Applied | Outcome::Accepted)) {
            true => Outcome::Partial,
            false => Outcome::Unknown,
        }
    }

    /// Goes on only when every row was applied or queued.
    ///
    /// # Errors
    /// One with the batch's outcome and a code for each row that was not.
    pub fn require_all(self) -> Result<Self> {
        if self.is_complete() {
            return Ok(self);
        }
        let codes = self
            .rows
            .iter()
            .filter(|row| !matches!(row.outcome, Outcome::Applied | Outcome::Accepted))
            .map(|row| {
                let code = Code::new(row.code.as_deref().unwrap_or(row.outcome.as_str()))
                    .subject(format!("row {}", row.index));
                match &row.message {
                    Some(message) => code.message(message.to_string()),
                    None => code,
                }
            })
            .collect();
        Err(Error::new(ErrorKind::Rejected, "some rows were not taken").with_codes(codes).with_outcome(self.outcome()))
    }

    /// Every row with the number of the calls of its one request.
    fn counted(mut self) -> Self {
        let calls = self.calls;
        self.rows.iter_mut().for_each(|row| row.attempts = calls);
        self
    }

    /// Adds the rows of another report behind these.
    #[cfg(test)]
    fn join(&mut self, other: Self) {
        let first = self.rows.len();
        self.calls += other.calls;
        self.rows.extend(other.rows.into_iter().map(|row| RowReport { index: row.index + first, ..row }));
    }
}

impl RowReport {
    pub(crate) fn new(index: usize, key: Option<String>, outcome: Outcome) -> Self {
        Self { index, key: key.map(Personal), outcome, id: None, code: None, message: None, attempts: 0 }
    }

    /// A row whose call failed as a whole.
    pub(crate) fn of_error(index: usize, key: Option<String>, error: &Error) -> Self {
        let outcome = match error.outcome() {
            // Some rows were taken and the error does not say which.
            Outcome::Partial => Outcome::Unknown,
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
    /// An earlier attempt of the call was lost: it may have changed what a later one was refused.
    fn in_doubt(mut self) -> Self {
        let refused = self.rows.iter_mut().filter(|row| row.outcome == Outcome::NotApplied);
        refused.for_each(|row| row.outcome = Outcome::Unknown);
        self
    }
}

/// Every row of a call that the vendor answered.
fn report<R: Bulk>(request: &R, answer: &BulkAnswer, calls: u32) -> BulkReport {
    let sent = request.rows();
    let mut rows: Vec<RowReport> =
        (0..sent).map(|row| RowReport::new(row, request.key(row), Outcome::Unknown)).collect();
    let (told, whole) = answer.told();
    let place = |row: &Told, at: usize| -> Option<usize> {
        if whole && told.len() == sent {
            return match row.number {
                Some(number) if numbered(&told, 1) => number.checked_sub(1),
                Some(number) if numbered(&told, 0) => Some(number),
                _ => Some(at),
            };
        }
        // A row is named by its key only where that names one row.
        let key = row.identifier.as_deref()?;
        let mut fitting =
            (0..sent).filter(|row| request.key(*row).is_some_and(|known| known.eq_ignore_ascii_case(key)));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let mut nameless = 0;
    for (at, row) in told.iter().enumerate() {
        let Some(found) = place(row, at).and_then(|place| rows.get_mut(place)) else {
            nameless += 1;
            continue;
        };
        found.id.clone_from(&row.id);
        match &row.failed {
            Some((code, reason)) => {
                found.outcome = Outcome::NotApplied;
                found.code = Some(code.clone().unwrap_or_else(|| "RowFailed".to_owned()));
                found.message = reason.clone().map(Personal);
            }
            None if row.affirmed => found.outcome = Outcome::Applied,
            None => {}
        }
    }
    if told.is_empty() || !whole {
        settle(&mut rows, answer, nameless);
    }
    if R::QUEUED {
        rows.iter_mut().filter(|row| row.outcome == Outcome::Applied).for_each(|row| row.outcome = Outcome::Accepted);
    }
    BulkReport { rows, calls }
}

/// What the counts say of rows that the answer does not name.
fn settle(rows: &mut [RowReport], answer: &BulkAnswer, nameless: usize) {
    let open = rows.iter().filter(|row| row.outcome == Outcome::Unknown).count();
    let open_count = i64::try_from(open).unwrap_or(i64::MAX);
    let success =
        answer.0.get("Status").and_then(Value::as_str).is_some_and(|text| text.eq_ignore_ascii_case("success"));
    let affected = answer.0.pointer("/Message/AffectedRows").and_then(integer);
    let outcome = match (answer.counts(), affected) {
        _ if nameless > 0 => None,
        (Some(counts), _) if counts.success == open_count => Some(Outcome::Applied),
        (Some(counts), _) if counts.success == 0 => Some(Outcome::NotApplied),
        (Some(_), _) => None,
        (None, Some(affected)) if success && affected == open_count => Some(Outcome::Applied),
        (None, Some(_)) => None,
        (None, None) if success => Some(Outcome::Applied),
        (None, None) => None,
    };
    if let Some(outcome) = outcome {
        rows.iter_mut().filter(|row| row.outcome == Outcome::Unknown).for_each(|row| {
            row.outcome = outcome;
            if outcome == Outcome::NotApplied {
                row.code = Some("RowFailed".to_owned());
            }
        });
    }
}

/// Whether the rows are numbered without gap from `first` on.
fn numbered(rows: &[Told], first: usize) -> bool {
    let mut numbers: Vec<usize> = rows.iter().filter_map(|row| row.number).collect();
    numbers.sort_unstable();
    numbers.len() == rows.len() && numbers.iter().enumerate().all(|(at, number)| *number == at + first)
}

impl Client {
    /// Sends a bulk request in one call and reports every row.
    ///
    /// # Errors
    /// Only what is wrong before sending: an empty batch, one of more rows than the vendor takes, an invalid row. What
    /// happens after that is in the report.
    pub async fn send_bulk<R: Bulk>(&self, request: &R) -> Result<BulkReport> {
        self.send_bulk_with(request, &CallOptions::new()).await
    }

    /// Sends a bulk request in one call, with options of its own, and reports every row.
    ///
    /// # Errors
    /// As [`send_bulk`](Self::send_bulk).
    pub async fn send_bulk_with<R: Bulk>(&self, request: &R, options: &CallOptions) -> Result<BulkReport> {
        let named = |error: Error| error.for_operation("leadsquared", R::OPERATION.name);
        let parts = request.parts().map_err(named)?;
        let path = parts.render(R::OPERATION.path).map_err(named)?;
        let mut operation = R::OPERATION;
        operation.rate = REPORTED_CALLS;
        operation.safety = operation.safety.max(request.safety());
        let sent: Result<Reply<_>> = self.core.execute(operation, &path, options, parts.body().clone()).await;
        let failed = |error: &Error| BulkReport {
            rows: (0..request.rows()).map(|row| RowReport::of_error(row, request.key(row), error)).collect(),
            calls: error.attempts(),
        };
        let report = match sent {
            Ok(reply) => match decode::from_slice::<BulkAnswer>(&reply) {
                Ok(answer) => {
                    let report = report(request, &answer, reply.meta().attempts);
                    if reply.meta().outcome == Outcome::Unknown { report.in_doubt() } else { report }
                }
                Err(error) => {
                    BulkReport { calls: reply.meta().attempts, ..failed(&error.with_outcome(Outcome::Unknown)) }
                }
            },
            Err(error) => failed(&error),
        };
        Ok(report.counted())
    }

    /// Sends any number of rows in calls of the size that the vendor takes, one after the other, and joins their
    /// reports.
    ///
    /// A call that fails does not end the batch: its rows are reported as failed and the next call is sent. Rows of
    /// calls that were never sent, because the day's allowance is spent, are [`NotApplied`](Outcome::NotApplied).
    ///
    /// [`send_all_run`](Self::send_all_run) calls back before and after each row, and continues a run that was cut off.
    ///
    /// # Errors
    /// An invalid row, before anything is sent.
    pub async fn send_all<R: Bulk>(&self, request: &R) -> Result<BulkReport> {
        self.send_all_with(request, &CallOptions::new()).await
    }

    /// As [`send_all`](Self::send_all), each call with these options.
    ///
    /// # Errors
    /// An invalid row, before anything is sent.
    pub async fn send_all_with<R: Bulk>(&self, request: &R, options: &CallOptions) -> Result<BulkReport> {
        self.send_all_run(request, BulkRun::new().options(options.clone())).await
    }
}

/// Refuses an empty batch and one that the vendor does not take in one call.
pub(crate) fn check_size(rows: usize, most: usize, field: &'static str) -> Result<()> {
    if rows == 0 {
        return Err(Error::invalid(field, "must hold at least one row"));
    }
    if rows > most {
        return Err(Error::invalid(field, "holds more rows than the vendor takes in one call")
            .with_help(format!("at most {most} rows; Client::send_all splits a larger batch")));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod tests {
    use super::*;
    use crate::api::opportunities::{BulkAddOpportunities, OpportunityRow};
    use crate::model::TaskFields;
    use chrono::DateTime;
    use http::HeaderMap;

    fn request(rows: usize) -> BulkAddOpportunities {
        BulkAddOpportunities::new(
            "EmailAddress",
            (0..rows).map(|row| OpportunityRow::new(format!("p{row}@example.com"), 12_005)),
        )
    }

    fn outcomes(rows: usize, answer: &str) -> Vec<Outcome> {
        let answer: BulkAnswer = serde_json::from_str(answer).unwrap();
        report(&request(rows), &answer, 1).rows.iter().map(|row| row.outcome).collect()
    }

    use Outcome::{Applied as A, NotApplied as N, Unknown as U};

    #[test]
    fn every_row_is_accounted_for_in_every_shape() {
        for (rows, answer, expected) in [
            (
                2,
                r#"{"Response":[{"ProspectOpportunityId":"1"},{"Status":"Error","ExceptionMessage":"no"}]}"#,
                vec![A, N],
            ),
            (2, r#"[{"RowNumber":2,"Id":"1"},{"RowNumber":1,"ExceptionType":"MXX"}]"#, vec![N, A]),
            (2, r#"[{"RowNumber":1,"Id":"1"},{"RowNumber":0,"ExceptionType":"MXX"}]"#, vec![N, A]),
            (2, r#"{"Response":[{"Id":"1"},{}]}"#, vec![A, U]),
            (3, r#"{"Response":[{"Id":"1"}]}"#, vec![U, U, U]),
            (
                2,
                r#"{"Status":{"TotalCount":2,"SuccessCount":1,"FailureCount":1,"Message":"Error"},"Details":{"FailedLeads":[{"IdentifierValue":"P1@example.com","Reason":"no"}]}}"#,
                vec![A, N],
            ),
            (
                2,
                r#"{"Status":{"TotalCount":2,"SuccessCount":1,"FailureCount":1},"Details":{"FailedLeads":[{"IdentifierValue":"else","Reason":"no"}]}}"#,
                vec![U, U],
            ),
            (2, r#"{"Status":{"SuccessCount":0,"FailureCount":0}}"#, vec![N, N]),
            (2, r#"{"Status":{"SuccessCount":2,"FailureCount":0}}"#, vec![A, A]),
            (2, r#"{"Status":"Success","Message":{"AffectedRows":2}}"#, vec![A, A]),
            (2, r#"{"Status":"Success","Message":{"AffectedRows":1}}"#, vec![U, U]),
            (1, r#"{"Status":"Success"}"#, vec![A]),
            (1, r#"{"What":"ever"}"#, vec![U]),
            (1, r#"7"#, vec![U]),
        ] {
            assert_eq!(outcomes(rows, answer), expected, "{answer}");
        }
    }

    #[test]
    fn queued_rows_are_accepted_and_not_applied() {
        let tasks = BulkCreateTasks::new(["a", "b"].map(|name| TaskFields::new(name, DateTime::UNIX_EPOCH)));
        for (answer, expected) in [
            (r#"{"Status":"Success","Message":{"Message":"in the queue"}}"#, [Outcome::Accepted; 2]),
            (r#"{"Status":"Error"}"#, [Outcome::Unknown; 2]),
        ] {
            let answer: BulkAnswer = serde_json::from_str(answer).unwrap();
            let report = report(&tasks, &answer, 1);
            assert_eq!(report.rows.iter().map(|row| row.outcome).collect::<Vec<_>>(), expected);
        }
        let answer = Answer::new(200, HeaderMap::new(), &br#"{"Status":"Success"}"#[..]);
        let Some(Verdict::Success { outcome, .. }) = verdict(&BulkCreateTasks::OPERATION, &answer) else { panic!() };
        assert_eq!(outcome, Outcome::Accepted);
    }

    #[test]
    fn a_failed_row_is_an_error_of_the_plain_call() {
        let judged = |body: &'static str| {
            verdict(&BulkAddOpportunities::OPERATION, &Answer::new(200, HeaderMap::new(), body.as_bytes()))
        };
        let Some(Verdict::Failure(failure)) =
            judged(r#"{"Response":[{"Id":"1"},{"Status":"Error","ExceptionType":"MXX","ExceptionMessage":"no"}]}"#)
        else {
            panic!()
        };
        assert_eq!((failure.outcome, failure.codes.len()), (Outcome::Partial, 1));
        let Some(Verdict::Failure(failure)) =
            judged(r#"{"Status":{"SuccessCount":0,"FailureCount":1,"Message":"Error"}}"#)
        else {
            panic!()
        };
        assert_eq!(failure.outcome, Outcome::NotApplied);
        assert!(matches!(judged(r#"{"Response":[{"Id":"1"}]}"#), Some(Verdict::Success { .. })));
        assert!(judged(r#"{"Status":"Success","Message":{"AffectedRows":2}}"#).is_none());
        // A row of which nothing is said proves nothing.
        assert!(judged(r#"{"Response":[{"Id":"1"},{}]}"#).is_none());
    }

    #[test]
    fn a_report_is_no_success_until_asked() {
        let answer: BulkAnswer =
            serde_json::from_str(r#"[{"Id":"1"},{"ExceptionType":"MXX","ExceptionMessage":"no"}]"#).unwrap();
        let mut all = report(&request(2), &answer, 1);
        all.join(report(&request(2), &answer, 1));
        assert_eq!(all.rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!((all.outcome(), all.is_complete(), all.calls), (Outcome::Partial, false, 2));
        let stored = serde_json::to_string(&all).unwrap();
        assert_eq!(serde_json::from_str::<BulkReport>(&stored).unwrap(), all);
        assert!(!format!("{all:?}").contains("p1@example.com"));
        let error = all.require_all().unwrap_err();
        assert_eq!((error.outcome(), error.codes().len()), (Outcome::Partial, 2));
    }
}
