//! Bulk calls: a report in which every row is accounted for.

use crate::api::tasks::BulkCreateTasks;
use crate::client::{Client, LeadSquared};
use crate::plan::{BULK, CALLS, DAILY};
use crate::run::BulkRun;
use leads_core::error::{Code, ErrorKind};
use leads_core::vendor::decode;
use leads_core::vendor::{Classification, Failure, HttpResponse, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{CallOptions, Error, Personal, Result, WriteOutcome};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::ops::Range;

/// Marks a call of which a report is made: failed rows are then no error. The class has no window.
const REPORTED: &str = "reported";
const REPORTED_CALLS: &[&str] = &[CALLS, BULK, DAILY, REPORTED];

/// The code of a row that the vendor refused without naming one.
const ROW_FAILED: &str = "RowFailed";

/// A request that carries many rows.
///
/// [`Client::send`] of one is an error as soon as one row failed, so that it cannot be taken for a success by accident;
/// the error's codes name the rows. [`Client::send_bulk`] and [`Client::send_all`] answer a [`BulkReport`] instead.
pub trait Bulk: Request<Vendor = LeadSquared> + Clone + 'static {
    /// The most rows that the vendor takes in one call.
    const MOST: usize;

    /// Whether the vendor only queues the rows: one that it took is then [`Accepted`](WriteOutcome::Accepted).
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
        let rows = match self.form() {
            Form::Rows(rows) => rows.len(),
            Form::Counts(_, failed) => failed.len(),
            Form::Success { .. } | Form::Foreign => 0,
        };
        write!(f, "BulkAnswer({rows} rows told)")
    }
}

/// The forms in which the vendor answers a bulk call.
enum Form {
    /// A row each, in a list or as the member of an object: each says what became of it.
    Rows(Vec<Told>),
    /// An object `Status` with counts, and the rows that failed.
    Counts(Counts, Vec<Told>),
    /// The envelope of success: the number of changes where it has one, and whether they are only queued.
    Success { count: Option<i64>, is_queued: bool },
    /// None of them.
    Foreign,
}

struct Counts {
    success: i64,
    failure: i64,
    says_error: bool,
}

/// One row as the response tells of it.
#[derive(Clone)]
struct Told {
    number: Option<usize>,
    identifier: Option<String>,
    outcome: WriteOutcome,
    id: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

/// The members that hold a list with a row each.
const LISTS: [&str; 9] =
    ["Response", "Rows", "Results", "List", "Opportunities", "Leads", "Activities", "Companies", "Data"];

/// The members that hold the id of what a row made or changed. The last two prove something only beside a row number.
const IDS: &[&str] = &[
    "LeadId",
    "ProspectOpportunityId",
    "OpportunityId",
    "CreatedOpportunityId",
    "ProspectActivityId",
    "ProspectID",
    "ProspectId",
    "CompanyId",
    "UserTaskId",
    "Id",
    "ID",
];

impl BulkAnswer {
    /// The answer as JSON.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.0
    }

    fn form(&self) -> Form {
        let list = self.0.as_array().or_else(|| LISTS.iter().find_map(|name| self.0.get(name)?.as_array()));
        if let Some(rows) = list {
            let rows: Vec<Told> = rows.iter().map(told).collect();
            // A list of something else proves nothing.
            let is_told = rows.iter().any(|row| row.outcome != WriteOutcome::Unknown || row.code.is_some());
            if is_told {
                return Form::Rows(rows);
            }
        }
        let details = self.0.get("Details").and_then(Value::as_object);
        // The lists in `Details` are those of the rows that did not work.
        let failed = || -> Vec<Told> {
            let lists = details.into_iter().flat_map(|lists| lists.values());
            let rows = lists.filter_map(Value::as_array).flatten();
            rows.map(|row| Told { outcome: WriteOutcome::NotApplied, ..told(row) }).collect()
        };
        let status = self.0.get("Status");
        if let Some(status) = status.and_then(Value::as_object) {
            let count = |name: &str| status.get(name).and_then(integer);
            let Some(success) = count("SuccessCount").filter(|count| *count >= 0) else { return Form::Foreign };
            let failure =
                count("FailureCount").unwrap_or(0).max(0).saturating_add(count("UnProcessedCount").unwrap_or(0).max(0));
            let says_error =
                text(self.0.get("Status"), &["Message"]).is_some_and(|word| word.eq_ignore_ascii_case("error"));
            return Form::Counts(Counts { success, failure, says_error }, failed());
        }
        let is_exception =
            ["ExceptionType", "ExceptionMessage"].iter().any(|name| text(Some(&self.0), &[name]).is_some())
                || flag(&self.0, "IsMXException") == Some(true);
        let message = self.0.get("Message");
        let failed = message.and_then(|message| flag(message, "IsSuccessful")) == Some(false);
        if is_success(status) && !is_exception && !failed {
            let count = ["AffectedRows", "Count"].iter().find_map(|name| message?.get(name).and_then(integer));
            let words = message.and_then(scalar).or_else(|| text(message, &["Message"])).unwrap_or_default();
            return Form::Success { count, is_queued: words.to_ascii_lowercase().contains("queued") };
        }
        Form::Foreign
    }
}

fn is_success(status: Option<&Value>) -> bool {
    status.and_then(Value::as_str).is_some_and(|text| text.trim().eq_ignore_ascii_case("success"))
}

fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The first of the members that is text or a number, and not blank.
fn text(row: Option<&Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| scalar(row?.get(name)?))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn flag(row: &Value, name: &str) -> Option<bool> {
    as_flag(row.get(name)?)
}

fn as_flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim() {
            "0" => Some(false),
            "1" => Some(true),
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The word of a row, where it has one.
fn word_of(row: &Value) -> Option<bool> {
    let status = text(Some(row), &["Status", "RowStatus"]);
    let word = status.and_then(|word| match word.to_ascii_lowercase().as_str() {
        "success" | "0" => Some(true),
        "error" | "failure" | "failed" | "fail" | "1" => Some(false),
        _ => None,
    });
    word.or_else(|| ["IsSuccessful", "IsSuccess", "Success"].iter().find_map(|name| flag(row, name)))
}

fn told(row: &Value) -> Told {
    let row_of = |names: &[&str]| text(Some(row), names);
    let code = row_of(&["ExceptionType", "ErrorCode"]);
    let message = row_of(&["ExceptionMessage", "Reason", "ErrorMessage", "Error", "FailureReason"]);
    let number = row_of(&["RowNumber", "RowIndex"]).and_then(|number| number.parse().ok());
    let id = row_of(IDS);
    // `LeadCreated`, `LeadUpdated`, `ActivityCreated`: one that holds is enough.
    let mut made = None;
    for (name, value) in row.as_object().into_iter().flatten() {
        if name.ends_with("Created") || name.ends_with("Updated") {
            made = match (made, as_flag(value)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (made, flag) => flag.or(made),
            };
        }
    }
    let named = number.is_some() || row_of(IDS.get(..IDS.len() - 2).unwrap_or_default()).is_some();
    let changed = affected(row) > 0 && number.is_some();
    let outcome = match (made.or_else(|| word_of(row)), &code, &message) {
        (Some(true), None, _) => WriteOutcome::Applied,
        // The row contradicts itself.
        (Some(true), Some(_), _) => WriteOutcome::Unknown,
        (Some(false), _, _) | (None, Some(_), _) | (None, None, Some(_)) => WriteOutcome::NotApplied,
        (None, None, None) if (id.is_some() && named) || changed => WriteOutcome::Applied,
        (None, None, None) => WriteOutcome::Unknown,
    };
    Told {
        number,
        identifier: row_of(&["IdentifierValue", "SearchByValue"]).or_else(|| id.clone()),
        outcome,
        id,
        code,
        message,
    }
}

/// The number of changes that a row counts.
fn affected(row: &Value) -> i64 {
    row.get("AffectedRows").and_then(integer).unwrap_or(0)
}

/// Whether it is a call with many rows.
pub(crate) fn is_bulk(operation: &Operation) -> bool {
    operation.name.starts_with("bulk_") && operation.safety.is_write()
}

/// Whether a report is made of the call, in which every row has an outcome of its own.
fn is_reported(operation: &Operation) -> bool {
    operation.rate.contains(&REPORTED)
}

/// Whether the vendor only queues the rows.
fn is_queued(operation: &Operation) -> bool {
    operation.name == BulkCreateTasks::OPERATION.name
}

/// What a response says of every row that was sent, and of rows that are none of them.
struct Judged {
    rows: Vec<Told>,
    unplaced: Vec<Told>,
    /// Whether it is the envelope of success, which says nothing of single rows.
    is_success: bool,
}

impl Judged {
    fn outcome(&self) -> WriteOutcome {
        whole(self.rows.iter().chain(&self.unplaced).map(|row| row.outcome))
    }
}

/// The outcome of many rows: theirs where they agree, partial where some were applied, unknown otherwise.
fn whole(outcomes: impl IntoIterator<Item = WriteOutcome>) -> WriteOutcome {
    let outcomes: Vec<WriteOutcome> = outcomes.into_iter().collect();
    match outcomes.split_first() {
        None => WriteOutcome::NotApplied,
        Some((first, rest)) if rest.iter().all(|outcome| outcome == first) => *first,
        _ if outcomes.iter().any(|outcome| matches!(outcome, WriteOutcome::Applied | WriteOutcome::Accepted)) => {
            WriteOutcome::Partial
        }
        _ => WriteOutcome::Unknown,
    }
}

/// Says what became of each row. `sent` is how many there are, where that is known, and `key` what the vendor names a row
/// by. `None` where the response is not the vendor's.
fn judge(response: &BulkAnswer, sent: Option<usize>, key: &dyn Fn(usize) -> Option<String>) -> Option<Judged> {
    let unknown = |_| Told {
        number: None,
        identifier: None,
        outcome: WriteOutcome::Unknown,
        id: None,
        code: None,
        message: None,
    };
    match response.form() {
        Form::Foreign => None,
        Form::Rows(told) => {
            let sent = sent.unwrap_or(told.len());
            let mut judged = Judged { rows: (0..sent).map(unknown).collect(), unplaced: Vec::new(), is_success: false };
            let places = places(&told, sent, key);
            for (row, place) in told.into_iter().zip(places) {
                match place.and_then(|place| judged.rows.get_mut(place)) {
                    Some(found) => *found = both(found, row),
                    None => judged.unplaced.push(row),
                }
            }
            Some(judged)
        }
        Form::Counts(counts, failed) => {
            let said = usize::try_from(counts.success.saturating_add(counts.failure)).unwrap_or(usize::MAX);
            // A count that makes no sense is not believed.
            let sent = sent.unwrap_or_else(|| said.max(failed.len()).min(MOST_ROWS));
            let mut judged = Judged { rows: (0..sent).map(unknown).collect(), unplaced: Vec::new(), is_success: false };
            for row in failed {
                match by_key(&row, sent, key).and_then(|place| judged.rows.get_mut(place)) {
                    Some(found) => *found = row,
                    None => judged.unplaced.push(row),
                }
            }
            let open = judged.rows.iter().filter(|row| row.outcome == WriteOutcome::Unknown).count();
            let success = usize::try_from(counts.success).unwrap_or(usize::MAX);
            let is_clear = counts.failure == 0 && !counts.says_error && judged.unplaced.is_empty() && open == sent;
            let rest = if success == 0 {
                Some(WriteOutcome::NotApplied)
            } else if (is_clear && success >= sent)
                || (!is_clear && success == open && judged.unplaced.is_empty() && open < sent)
            {
                Some(WriteOutcome::Applied)
            } else {
                None
            };
            match rest {
                Some(outcome) => judged
                    .rows
                    .iter_mut()
                    .filter(|row| row.outcome == WriteOutcome::Unknown)
                    .for_each(|row| row.outcome = outcome),
                // Some were applied, and the response does not say which.
                None => judged
                    .unplaced
                    .extend((0..success.min(open)).map(|at| Told { outcome: WriteOutcome::Applied, ..unknown(at) })),
            }
            Some(judged)
        }
        Form::Success { count, is_queued } => {
            let all = match (count, sent) {
                // Fewer changes than rows: the vendor does not say which.
                (Some(count), Some(sent)) => usize::try_from(count).is_ok_and(|count| count >= sent),
                _ => true,
            };
            let outcome = match (all, is_queued) {
                (true, true) => WriteOutcome::Accepted,
                (true, false) => WriteOutcome::Applied,
                (false, _) => WriteOutcome::Unknown,
            };
            let rows = (0..sent.unwrap_or(1)).map(|at| Told { outcome, ..unknown(at) }).collect();
            Some(Judged { rows, unplaced: Vec::new(), is_success: true })
        }
    }
}

/// More rows than any call takes.
const MOST_ROWS: usize = 10_000;

/// What two rows of one number say together.
fn both(found: &Told, row: Told) -> Told {
    let is_first = found.number.is_none() && found.id.is_none() && found.code.is_none() && found.message.is_none();
    if is_first && found.outcome == WriteOutcome::Unknown {
        return row;
    }
    let outcome = if found.outcome == row.outcome { row.outcome } else { WriteOutcome::Unknown };
    Told {
        outcome,
        id: found.id.clone().or(row.id),
        code: found.code.clone().or(row.code),
        message: found.message.clone().or(row.message),
        number: row.number,
        identifier: row.identifier,
    }
}

/// Which of the rows that were sent each row of the response is about.
fn places(told: &[Told], sent: usize, key: &dyn Fn(usize) -> Option<String>) -> Vec<Option<usize>> {
    // The vendor counts from 1. A response whose numbers are exactly those from 0 on is understood, too.
    let from_zero = told.len() == sent && {
        let mut numbers: Vec<usize> = told.iter().filter_map(|row| row.number).collect();
        numbers.sort_unstable();
        numbers.len() == sent && numbers.iter().enumerate().all(|(at, number)| *number == at)
    };
    let first = usize::from(!from_zero);
    // Rows without a number stand in the order in which they were sent, if there are as many, and if the numbers that
    // are there do not say otherwise.
    let in_order = told.len() == sent
        && told.iter().enumerate().all(|(at, row)| row.number.is_none_or(|number| number == at + first));
    let same = told.iter().all(|row| row.number.is_none())
        && told.len() > sent
        && told.first().is_some_and(|first| told.iter().all(|row| row.outcome == first.outcome && row.id == first.id));
    told.iter()
        .enumerate()
        .map(|(at, row)| match row.number {
            Some(number) => number.checked_sub(first),
            None if in_order || same => Some(at),
            None => by_key(row, sent, key),
        })
        .map(|place| place.filter(|place| *place < sent))
        .collect()
}

/// The row that has the key of a row of the response, where only one has it.
fn by_key(row: &Told, sent: usize, key: &dyn Fn(usize) -> Option<String>) -> Option<usize> {
    let wanted = row.identifier.as_deref()?;
    let mut fitting = (0..sent).filter(|row| key(*row).is_some_and(|known| known.eq_ignore_ascii_case(wanted)));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// What a bulk response means; `None` where it is not of any form that the vendor uses for one.
///
/// # Errors
/// A body that is no JSON.
pub(crate) fn verdict(operation: &Operation, response: &HttpResponse) -> Result<Option<Classification>> {
    let bulk: BulkAnswer = decode::from_slice(&response.body)?;
    let Some(judged) = judge(&bulk, response.rows, &|_| None) else { return Ok(None) };
    let outcome = judged.outcome();
    let success = |outcome| Some(Classification::Success { outcome, confirmed: true, warnings: Vec::new() });
    Ok(match outcome {
        WriteOutcome::Applied if is_queued(operation) => success(WriteOutcome::Accepted),
        WriteOutcome::Applied | WriteOutcome::Accepted => success(outcome),
        _ if is_reported(operation) || judged.is_success => success(outcome),
        _ => Some(refused(&judged, outcome).into()),
    })
}

/// The error of a call of which some rows were not taken.
fn refused(judged: &Judged, outcome: WriteOutcome) -> Failure {
    let rows = judged.rows.iter().enumerate().map(|(at, row)| (format!("row {}", at + 1), row));
    let others = judged.unplaced.iter().map(|row| (row.number.map_or_else(String::new, |at| format!("row {at}")), row));
    // A row that is refused by the counts alone says nothing where the response tells of the refused rows.
    let is_told = judged.unplaced.iter().any(|row| row.outcome == WriteOutcome::NotApplied);
    let is_named = |row: &Told| !is_told || row.code.is_some() || row.message.is_some();
    let refused = rows.filter(|(_, row)| is_named(row)).chain(others);
    let codes = refused.filter(|(_, row)| row.outcome == WriteOutcome::NotApplied).map(|(place, row)| {
        let subject = row.identifier.clone().filter(|_| row.id.is_none()).unwrap_or(place);
        let code = Code::new(row.code.as_deref().unwrap_or(ROW_FAILED));
        let code = if subject.is_empty() { code } else { code.subject(subject) };
        match &row.message {
            Some(message) => code.message(message.clone()),
            None => code,
        }
    });
    let codes: Vec<Code> = codes.collect();
    let failure = if codes.is_empty() {
        Failure::unknown(ErrorKind::Other, "the response does not say what became of every row")
    } else {
        Failure::refused(ErrorKind::Rejected, "some rows were not taken").codes(codes)
    };
    match outcome {
        WriteOutcome::Partial => failure.outcome(outcome).help(
            "some rows were applied: send only those again that the codes name; Client::send_bulk and Client::send_all \
             report every row",
        ),
        WriteOutcome::NotApplied => failure.outcome(outcome).help("correct what the codes name"),
        outcome => failure.outcome(outcome),
    }
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowReport {
    /// The row's place in the batch, from 0.
    pub index: usize,
    /// How the vendor names the row: an id, or the value that it was searched by.
    pub key: Option<Personal<String>>,
    /// What was done: [`Applied`](WriteOutcome::Applied), [`NotApplied`](WriteOutcome::NotApplied) when it was refused,
    /// [`Accepted`](WriteOutcome::Accepted) when it was queued, [`Unknown`](WriteOutcome::Unknown) when nobody can say. A row
    /// that was refused when the call was repeated after a lost answer is unknown too, with the refusal's code.
    pub outcome: WriteOutcome,
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
    /// What a response tells of rows that are none of those that were sent, or of which it does not say which they are.
    /// Empty as a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplaced: Vec<UnplacedRow>,
}

/// A row of a response that cannot be told to be one of those that were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnplacedRow {
    /// How the vendor names it.
    pub key: Option<Personal<String>>,
    /// What was done.
    pub outcome: WriteOutcome,
    /// The id of the record that was made or changed.
    pub id: Option<String>,
    /// The vendor's code of the refusal.
    pub code: Option<String>,
    /// The vendor's words.
    pub message: Option<Personal<String>>,
}

impl BulkReport {
    pub(crate) fn new(rows: Vec<RowReport>, calls: u32) -> Self {
        Self { rows, calls, unplaced: Vec::new() }
    }

    /// The rows with one outcome.
    pub fn with_outcome(&self, outcome: WriteOutcome) -> impl Iterator<Item = &RowReport> {
        self.rows.iter().filter(move |row| row.outcome == outcome)
    }

    /// How many rows have one outcome.
    #[must_use]
    pub fn count(&self, outcome: WriteOutcome) -> usize {
        self.with_outcome(outcome).count()
    }

    /// Whether every row was applied or queued, and the vendor speaks of no other row that was not.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.outcomes().all(|outcome| matches!(outcome, WriteOutcome::Applied | WriteOutcome::Accepted))
    }

    fn outcomes(&self) -> impl Iterator<Item = WriteOutcome> {
        let unplaced = self.unplaced.iter().map(|row| row.outcome);
        self.rows.iter().map(|row| row.outcome).chain(unplaced)
    }

    /// The outcome of the whole batch: that of its rows where they agree, [`Partial`](WriteOutcome::Partial) where some were
    /// applied, [`Unknown`](WriteOutcome::Unknown) otherwise.
    #[must_use]
    pub fn outcome(&self) -> WriteOutcome {
        whole(self.outcomes())
    }

    /// Goes on only when every row was applied or queued.
    ///
    /// # Errors
    /// One with the batch's outcome and a code for each row that was not.
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
        let unplaced = self.unplaced.iter().filter(|row| row.outcome == WriteOutcome::NotApplied).map(|row| {
            let code = Code::new(row.code.as_deref().unwrap_or(ROW_FAILED));
            match &row.message {
                Some(message) => code.message(message.to_string()),
                None => code,
            }
        });
        let codes = codes.chain(unplaced).collect();
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
        self.unplaced.extend(other.unplaced);
    }
}

impl RowReport {
    pub(crate) fn new(index: usize, key: Option<String>, outcome: WriteOutcome) -> Self {
        Self { index, key: key.map(Personal), outcome, id: None, code: None, message: None, attempts: 0 }
    }

    /// A row whose call failed as a whole.
    pub(crate) fn of_error(index: usize, key: Option<String>, error: &Error) -> Self {
        let outcome = match error.outcome() {
            // Some rows were taken and the error does not say which.
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
    /// An earlier attempt of the call was lost: it may have changed what a later one was refused.
    fn in_doubt(mut self) -> Self {
        let rows = self.rows.iter_mut().map(|row| &mut row.outcome);
        let unplaced = self.unplaced.iter_mut().map(|row| &mut row.outcome);
        rows.chain(unplaced)
            .filter(|outcome| **outcome == WriteOutcome::NotApplied)
            .for_each(|outcome| *outcome = WriteOutcome::Unknown);
        self
    }
}

/// Every row of a call that the vendor answered.
fn report<R: Bulk>(request: &R, response: &BulkAnswer, calls: u32) -> BulkReport {
    let sent = request.rows();
    let key = |row: usize| request.key(row);
    let outcome_of = |outcome: WriteOutcome| match outcome {
        WriteOutcome::Applied if R::QUEUED => WriteOutcome::Accepted,
        outcome => outcome,
    };
    let Some(judged) = judge(response, Some(sent), &key) else {
        let rows = (0..sent).map(|row| RowReport::new(row, key(row), WriteOutcome::Unknown));
        return BulkReport::new(rows.collect(), calls);
    };
    let code_of = |row: &Told| match (&row.code, row.outcome) {
        (None, WriteOutcome::NotApplied) => Some(ROW_FAILED.to_owned()),
        (code, _) => code.clone(),
    };
    let rows = judged.rows.iter().enumerate().map(|(at, row)| RowReport {
        id: row.id.clone(),
        code: code_of(row),
        message: row.message.clone().map(Personal),
        ..RowReport::new(at, key(at), outcome_of(row.outcome))
    });
    let unplaced = judged.unplaced.iter().map(|row| UnplacedRow {
        key: row.identifier.clone().map(Personal),
        outcome: outcome_of(row.outcome),
        id: row.id.clone(),
        code: code_of(row),
        message: row.message.clone().map(Personal),
    });
    BulkReport { unplaced: unplaced.collect(), ..BulkReport::new(rows.collect(), calls) }
}

/// A bulk request whose failed rows are no error of the call.
struct Reported<'a, R>(&'a R);

impl<R: Bulk> Request for Reported<'_, R> {
    type Vendor = LeadSquared;
    type Response = Raw<BulkAnswer>;
    const OPERATION: Operation = R::OPERATION.rate(REPORTED_CALLS);

    fn parts(&self) -> Result<Parts> {
        self.0.parts()
    }

    fn safety(&self) -> Safety {
        self.0.safety()
    }

    fn trace(&self) -> Option<String> {
        self.0.trace()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
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
        // What is wrong before sending is an error, and what happens after that is in the report.
        request.parts().map_err(|error| error.for_operation("leadsquared", R::OPERATION.name))?;
        match self.pipeline.send_with(&Reported(request), options).await {
            Ok(reply) => {
                let (outcome, attempts) = (reply.meta().outcome, reply.meta().attempts);
                let report = report(request, &reply, attempts);
                let is_lost =
                    outcome == WriteOutcome::Unknown && (report.outcome() != WriteOutcome::Unknown || attempts > 1);
                Ok(if is_lost { report.in_doubt() } else { report }.counted())
            }
            Err(error) => {
                let rows = (0..request.rows()).map(|row| RowReport::of_error(row, request.key(row), &error));
                Ok(BulkReport::new(rows.collect(), error.attempts()).counted())
            }
        }
    }

    /// Sends any number of rows in calls of the size that the vendor takes, one after the other, and joins their
    /// reports.
    ///
    /// A call that fails does not end the batch: its rows are reported as failed and the next call is sent. Rows of
    /// calls that were never sent, because the day's allowance is spent, are [`NotApplied`](WriteOutcome::NotApplied).
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

/// The parts of a request with this many rows, whose number is checked.
pub(crate) fn parts(rows: usize, most: usize, field: &'static str) -> Parts {
    Parts::new().rows(rows).check(check_size(rows, most, field))
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

    fn outcomes(rows: usize, body: &str) -> Vec<WriteOutcome> {
        let body: BulkAnswer = serde_json::from_str(body).unwrap();
        report(&request(rows), &body, 1).rows.iter().map(|row| row.outcome).collect()
    }

    use WriteOutcome::{Applied as A, NotApplied as N, Unknown as U};

    #[test]
    fn every_row_is_accounted_for_in_every_shape() {
        let made = r#"{"RowNumber":1,"LeadId":"7","LeadCreated":true}"#;
        let refused = r#"{"RowNumber":1,"LeadId":"","LeadCreated":false}"#;
        let second = r#"{"RowNumber":2,"LeadId":"8","LeadCreated":true}"#;
        let failed = r#"{"SuccessCount":1,"FailureCount":1}"#;
        let of_p1 =
            r#"{"FailedLeads":[{"Identifier":"EmailAddress","IdentifierValue":"P1@example.com","Reason":"no"}]}"#;
        let of_else = r#"{"FailedLeads":[{"IdentifierValue":"else","Reason":"no"}]}"#;
        for (rows, body, expected, whole) in [
            (2, format!("[{made},{second}]"), vec![A, A], A),
            (2, format!("[{second},{made}]"), vec![A, A], A),
            (2, format!("[{second},{refused}]"), vec![N, A], WriteOutcome::Partial),
            // Fewer rows than were sent.
            (3, format!("[{second}]"), vec![U, A, U], WriteOutcome::Partial),
            (2, format!("[{refused}]"), vec![N, U], U),
            // More rows than were sent.
            (1, format!("[{second},{made}]"), vec![A], A),
            (1, format!("[{made},{}]", second.replace("true", "false")), vec![A], WriteOutcome::Partial),
            (1, format!("[{refused},{}]", second.replace("true", "false")), vec![N], N),
            // A number that comes twice.
            (2, format!("[{made},{made}]"), vec![A, U], WriteOutcome::Partial),
            (2, format!("[{made},{refused}]"), vec![U, U], U),
            (1, format!("[{made},{refused}]"), vec![U], U),
            // Rows without a number stand in their order, if there are as many as were sent.
            (
                2,
                r#"[{"LeadId":"7","LeadCreated":true},{"LeadCreated":false}]"#.to_owned(),
                vec![A, N],
                WriteOutcome::Partial,
            ),
            (2, format!(r#"[{made},{{"LeadId":"8","LeadCreated":true}}]"#), vec![A, A], A),
            (2, format!(r#"[{{"LeadCreated":false}},{made}]"#), vec![A, U], WriteOutcome::Partial),
            (3, r#"[{"LeadCreated":false},{"LeadCreated":true}]"#.to_owned(), vec![U, U, U], WriteOutcome::Partial),
            (1, r#"[{"LeadCreated":false},{"LeadCreated":false}]"#.to_owned(), vec![N], N),
            (
                2,
                r#"[{"RowNumber":"2","LeadCreated":"true"},{"RowNumber":"1","LeadCreated":0}]"#.to_owned(),
                vec![N, A],
                WriteOutcome::Partial,
            ),
            (
                2,
                r#"[{"RowNumber":2,"Id":"1"},{"RowNumber":1,"ExceptionType":"MXX"}]"#.to_owned(),
                vec![N, A],
                WriteOutcome::Partial,
            ),
            (
                2,
                r#"[{"RowNumber":1,"Id":"1"},{"RowNumber":0,"ExceptionType":"MXX"}]"#.to_owned(),
                vec![N, A],
                WriteOutcome::Partial,
            ),
            (1, r#"[{"RowNumber":0,"Id":"1"},{"RowNumber":0,"Id":"2"}]"#.to_owned(), vec![U], WriteOutcome::Partial),
            // One of the flags is enough, and an exception beside a success is a contradiction.
            (1, r#"[{"RowNumber":1,"LeadCreated":false,"LeadUpdated":true,"AffectedRows":0}]"#.to_owned(), vec![A], A),
            (1, r#"[{"RowNumber":1,"LeadCreated":false,"LeadUpdated":false,"LeadId":"7"}]"#.to_owned(), vec![N], N),
            (1, r#"[{"RowNumber":1,"LeadCreated":true,"ExceptionType":"MXX"}]"#.to_owned(), vec![U], U),
            (
                1,
                r#"[{"RowNumber":1,"LeadCreated":true,"ExceptionType":null,"ErrorMessage":""}]"#.to_owned(),
                vec![A],
                A,
            ),
            (1, r#"[{"RowNumber":1,"AffectedRows":1}]"#.to_owned(), vec![A], A),
            (
                2,
                r#"{"Response":[{"ProspectOpportunityId":"1"},{"Status":"Error","ExceptionMessage":"no"}]}"#.to_owned(),
                vec![A, N],
                WriteOutcome::Partial,
            ),
            (2, r#"{"Response":[{"ProspectActivityId":"1"},{}]}"#.to_owned(), vec![A, U], WriteOutcome::Partial),
            (2, format!(r#"{{"Status":"Error","Response":[{made},{second}]}}"#), vec![A, A], A),
            (2, format!(r#"{{"Status":{failed},"Details":{of_p1}}}"#), vec![A, N], WriteOutcome::Partial),
            (2, format!(r#"{{"Status":{failed},"Details":{of_else}}}"#), vec![U, U], WriteOutcome::Partial),
            (3, r#"{"Status":{"SuccessCount":1,"FailureCount":0}}"#.to_owned(), vec![U, U, U], WriteOutcome::Partial),
            (2, r#"{"Status":{"SuccessCount":0,"FailureCount":0}}"#.to_owned(), vec![N, N], N),
            (2, r#"{"Status":{"SuccessCount":"2","FailureCount":"0"}}"#.to_owned(), vec![A, A], A),
            (
                2,
                r#"{"Status":{"SuccessCount":2,"FailureCount":0,"Message":"Error"}}"#.to_owned(),
                vec![U, U],
                WriteOutcome::Partial,
            ),
            (
                2,
                r#"{"Status":{"SuccessCount":99999999999,"FailureCount":1}}"#.to_owned(),
                vec![U, U],
                WriteOutcome::Partial,
            ),
            (2, r#"{"Status":"Success","Message":{"AffectedRows":2}}"#.to_owned(), vec![A, A], A),
            (2, r#"{"Status":"Success","Message":{"Count":"2"}}"#.to_owned(), vec![A, A], A),
            (2, r#"{"Status":"Success","Message":{"AffectedRows":1}}"#.to_owned(), vec![U, U], U),
            (1, r#"{"Status":"Success"}"#.to_owned(), vec![A], A),
            (1, r#"{"Status":"Success","Response":[{}]}"#.to_owned(), vec![A], A),
        ] {
            let response: BulkAnswer = serde_json::from_str(&body).unwrap();
            let report = report(&request(rows), &response, 1);
            let found: Vec<WriteOutcome> = report.rows.iter().map(|row| row.outcome).collect();
            assert_eq!((found, report.outcome()), (expected, whole), "{body}");
            // The plain call and the report say the same.
            let verdict = |operation: &Operation| {
                let mut response = HttpResponse::new(200, HeaderMap::new(), body.clone());
                response.rows = Some(rows);
                crate::error::classify(operation, &response)
            };
            let outcome = |verdict: Classification| match verdict {
                Classification::Success { outcome, confirmed: true, .. } => outcome,
                Classification::Failure(failure) => failure.outcome,
                other => panic!("{other:?}"),
            };
            assert_eq!(outcome(verdict(&BulkAddOpportunities::OPERATION)), whole, "{body}");
            assert_eq!(outcome(verdict(&Reported::<BulkAddOpportunities>::OPERATION)), whole, "{body}");
            let is_ok = matches!(verdict(&BulkAddOpportunities::OPERATION), Classification::Success { .. });
            assert_eq!(is_ok, report.is_complete() || body.contains("AffectedRows\":1}}"), "{body}");
        }
    }

    #[test]
    fn a_response_of_somebody_else_leaves_every_row_unknown() {
        for body in [
            r#"{"What":"ever"}"#,
            "7",
            "{}",
            "[]",
            "[1]",
            "[{}]",
            "[null,[]]",
            r#"[{"id":"proxy-17"}]"#,
            r#"[{"Id":"1"}]"#,
            r#"{"Response":[{"Id":"1"}]}"#,
            r#"{"Data":[{"a":1}]}"#,
            r#"{"Status":{}}"#,
            r#"{"Status":{"SuccessCount":-1}}"#,
            r#"{"error":"upstream timeout"}"#,
        ] {
            assert_eq!(outcomes(2, body), [U, U], "{body}");
            let mut response = HttpResponse::new(200, HeaderMap::new(), body.as_bytes());
            response.rows = Some(2);
            for operation in [BulkAddOpportunities::OPERATION, Reported::<BulkAddOpportunities>::OPERATION] {
                let verdict = crate::error::classify(&operation, &response);
                let Classification::Failure(failure) = verdict else { panic!("{body}: {verdict:?}") };
                assert_eq!(failure.outcome, WriteOutcome::Unknown, "{body}");
            }
        }
    }

    #[test]
    fn ids_and_words_of_rows_are_kept() {
        let body = r#"[{"RowNumber":1,"LeadId":"7","LeadCreated":true},
            {"RowNumber":2,"LeadId":"9","LeadCreated":false,"ExceptionType":"MXDuplicateEntryException","ErrorMessage":"taken"},
            {"RowNumber":5,"LeadId":"","LeadCreated":false,"ErrorMessage":"which?"}]"#;
        let report = report(&request(3), &serde_json::from_str(body).unwrap(), 1);
        assert_eq!((report.rows[0].id.as_deref(), report.rows[1].id.as_deref()), (Some("7"), Some("9")));
        assert_eq!(report.rows[1].code.as_deref(), Some("MXDuplicateEntryException"));
        assert_eq!(report.rows[1].message.as_ref().unwrap().as_str(), "taken");
        assert_eq!(report.unplaced[0].message.as_ref().unwrap().as_str(), "which?");
        assert_eq!((report.rows[2].outcome, report.outcome()), (U, WriteOutcome::Partial));
        let error = report.require_all().unwrap_err();
        assert_eq!(error.codes().len(), 3);
    }

    #[test]
    fn queued_rows_are_accepted_and_not_applied() {
        let tasks = BulkCreateTasks::new(["a", "b"].map(|name| TaskFields::new(name, DateTime::UNIX_EPOCH)));
        for (body, expected) in [
            (r#"{"Status":"Success","Message":{"Message":"in the queue"}}"#, [WriteOutcome::Accepted; 2]),
            (r#"{"Status":"Error"}"#, [WriteOutcome::Unknown; 2]),
        ] {
            let body: BulkAnswer = serde_json::from_str(body).unwrap();
            let report = report(&tasks, &body, 1);
            assert_eq!(report.rows.iter().map(|row| row.outcome).collect::<Vec<_>>(), expected);
        }
        let body = HttpResponse::new(200, HeaderMap::new(), &br#"{"Status":"Success"}"#[..]);
        let verdict = verdict(&BulkCreateTasks::OPERATION, &body).unwrap();
        let Some(Classification::Success { outcome, .. }) = verdict else { panic!() };
        assert_eq!(outcome, WriteOutcome::Accepted);
    }

    #[test]
    fn a_failed_row_is_an_error_of_the_plain_call() {
        let judged = |body: &'static str| {
            verdict(&BulkAddOpportunities::OPERATION, &HttpResponse::new(200, HeaderMap::new(), body.as_bytes()))
                .unwrap()
        };
        let partial = r#"{"Response":[{"ProspectOpportunityId":"1"},{"Status":"Error","ExceptionType":"MXX","ExceptionMessage":"no"}]}"#;
        let Some(Classification::Failure(failure)) = judged(partial) else { panic!() };
        assert_eq!((failure.outcome, failure.codes.len()), (WriteOutcome::Partial, 1));
        assert_eq!(failure.codes[0].subject.as_deref(), Some("row 2"));
        let none = r#"{"Status":{"SuccessCount":0,"FailureCount":1,"Message":"Error"},"Details":{"FailedLeads":[{"IdentifierValue":"jo","Reason":"no"}]}}"#;
        let Some(Classification::Failure(failure)) = judged(none) else { panic!() };
        assert_eq!((failure.outcome, failure.codes.len()), (WriteOutcome::NotApplied, 1));
        assert_eq!(
            (failure.codes[0].subject.as_deref(), failure.codes[0].message.as_deref()),
            (Some("jo"), Some("no"))
        );
        // The help never says to send rows again that may have been applied.
        let unknown = r#"[{"RowNumber":1,"LeadCreated":false},{"RowNumber":2}]"#;
        let Some(Classification::Failure(failure)) = judged(unknown) else { panic!() };
        assert_eq!((failure.outcome, failure.help), (WriteOutcome::Unknown, None));
    }

    #[test]
    fn a_report_is_no_success_until_asked() {
        let body: BulkAnswer =
            serde_json::from_str(r#"[{"LeadId":"1"},{"ExceptionType":"MXX","ExceptionMessage":"no"}]"#).unwrap();
        let mut all = report(&request(2), &body, 1);
        all.join(report(&request(2), &body, 1));
        assert_eq!(all.rows.iter().map(|row| row.index).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!((all.outcome(), all.is_complete(), all.calls), (WriteOutcome::Partial, false, 2));
        let stored = serde_json::to_string(&all).unwrap();
        assert_eq!(serde_json::from_str::<BulkReport>(&stored).unwrap(), all);
        assert!(!format!("{all:?}").contains("p1@example.com"));
        let error = all.require_all().unwrap_err();
        assert_eq!((error.outcome(), error.codes().len()), (WriteOutcome::Partial, 2));
    }
}
