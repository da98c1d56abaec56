//! The outcome of every row, according to the response.

use super::response::{BulkResponse, Form, RowEntry};
use super::{ROW_FAILED, is_queued, is_reported};
use leads_core::error::{Code, ErrorKind};
use leads_core::vendor::{Classification, Failure, HttpResponse, Operation, decode};
use leads_core::{Result, WriteOutcome};

/// The outcome of every row that was sent, and of rows in the response that match none of them.
pub(super) struct Evaluation {
    pub(super) rows: Vec<RowEntry>,
    pub(super) unmatched: Vec<RowEntry>,
    /// Whether the response is the success envelope, which does not mention individual rows.
    is_success: bool,
}

impl Evaluation {
    fn outcome(&self) -> WriteOutcome {
        combined(self.rows.iter().chain(&self.unmatched).map(|row| row.outcome))
    }
}

/// Combines the outcomes of many rows: their outcome if they agree, partial if some were applied, unknown otherwise.
pub(super) fn combined(outcomes: impl IntoIterator<Item = WriteOutcome>) -> WriteOutcome {
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

/// Determines the outcome of each row. `sent` is the number of rows, if it is known, and `key` returns the name by
/// which the vendor identifies a row. Returns `None` if the response is not the vendor's.
pub(super) fn evaluate(
    response: &BulkResponse,
    sent: Option<usize>,
    key: &dyn Fn(usize) -> Option<String>,
) -> Option<Evaluation> {
    let unknown = |_| RowEntry {
        number: None,
        identifier: None,
        outcome: WriteOutcome::Unknown,
        id: None,
        code: None,
        message: None,
    };
    match response.form() {
        Form::Foreign => None,
        Form::Rows(entries) => {
            let sent = sent.unwrap_or(entries.len());
            let mut evaluation =
                Evaluation { rows: (0..sent).map(unknown).collect(), unmatched: Vec::new(), is_success: false };
            let positions = positions(&entries, sent, key);
            for (row, place) in entries.into_iter().zip(positions) {
                match place.and_then(|place| evaluation.rows.get_mut(place)) {
                    Some(found) => *found = merge(found, row),
                    None => evaluation.unmatched.push(row),
                }
            }
            Some(evaluation)
        }
        Form::Counts(counts, failed) => {
            let reported = usize::try_from(counts.success.saturating_add(counts.failure)).unwrap_or(usize::MAX);
            // An implausible count is ignored.
            let sent = sent.unwrap_or_else(|| reported.max(failed.len()).min(MAX_BATCH));
            let mut evaluation =
                Evaluation { rows: (0..sent).map(unknown).collect(), unmatched: Vec::new(), is_success: false };
            for row in failed {
                match by_key(&row, sent, key).and_then(|place| evaluation.rows.get_mut(place)) {
                    Some(found) => *found = row,
                    None => evaluation.unmatched.push(row),
                }
            }
            let open = evaluation.rows.iter().filter(|row| row.outcome == WriteOutcome::Unknown).count();
            let success = usize::try_from(counts.success).unwrap_or(usize::MAX);
            let is_clear = counts.failure == 0 && !counts.says_error && evaluation.unmatched.is_empty() && open == sent;
            let rest = if success == 0 {
                Some(WriteOutcome::NotApplied)
            } else if (is_clear && success >= sent)
                || (!is_clear && success == open && evaluation.unmatched.is_empty() && open < sent)
            {
                Some(WriteOutcome::Applied)
            } else {
                None
            };
            match rest {
                Some(outcome) => evaluation
                    .rows
                    .iter_mut()
                    .filter(|row| row.outcome == WriteOutcome::Unknown)
                    .for_each(|row| row.outcome = outcome),
                // Some were applied, and the response does not say which.
                None => evaluation.unmatched.extend(
                    (0..success.min(open)).map(|at| RowEntry { outcome: WriteOutcome::Applied, ..unknown(at) }),
                ),
            }
            Some(evaluation)
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
            let rows = (0..sent.unwrap_or(1)).map(|at| RowEntry { outcome, ..unknown(at) }).collect();
            Some(Evaluation { rows, unmatched: Vec::new(), is_success: true })
        }
    }
}

/// More rows than any call accepts.
const MAX_BATCH: usize = 10_000;

/// Combines two rows with the same number.
fn merge(found: &RowEntry, row: RowEntry) -> RowEntry {
    let is_first = found.number.is_none() && found.id.is_none() && found.code.is_none() && found.message.is_none();
    if is_first && found.outcome == WriteOutcome::Unknown {
        return row;
    }
    let outcome = if found.outcome == row.outcome { row.outcome } else { WriteOutcome::Unknown };
    RowEntry {
        outcome,
        id: found.id.clone().or(row.id),
        code: found.code.clone().or(row.code),
        message: found.message.clone().or(row.message),
        number: row.number,
        identifier: row.identifier,
    }
}

/// Returns, for each row of the response, which of the rows sent it is about.
fn positions(entries: &[RowEntry], sent: usize, key: &dyn Fn(usize) -> Option<String>) -> Vec<Option<usize>> {
    // The vendor counts from 1. A response whose numbers are exactly those from 0 is understood, too.
    let from_zero = entries.len() == sent && {
        let mut numbers: Vec<usize> = entries.iter().filter_map(|row| row.number).collect();
        numbers.sort_unstable();
        numbers.len() == sent && numbers.iter().enumerate().all(|(at, number)| *number == at)
    };
    let first = usize::from(!from_zero);
    // Rows without a number are in the order in which they were sent, if there are as many and the numbers that are
    // present do not contradict it.
    let in_order = entries.len() == sent
        && entries.iter().enumerate().all(|(at, row)| row.number.is_none_or(|number| number == at + first));
    let same = entries.iter().all(|row| row.number.is_none())
        && entries.len() > sent
        && entries
            .first()
            .is_some_and(|first| entries.iter().all(|row| row.outcome == first.outcome && row.id == first.id));
    entries
        .iter()
        .enumerate()
        .map(|(at, row)| match row.number {
            Some(number) => number.checked_sub(first),
            None if in_order || same => Some(at),
            None => by_key(row, sent, key),
        })
        .map(|place| place.filter(|place| *place < sent))
        .collect()
}

/// Returns the row with the key of a row of the response, if exactly one has it.
fn by_key(row: &RowEntry, sent: usize, key: &dyn Fn(usize) -> Option<String>) -> Option<usize> {
    let wanted = row.identifier.as_deref()?;
    let mut fitting = (0..sent).filter(|row| key(*row).is_some_and(|known| known.eq_ignore_ascii_case(wanted)));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// Classifies a bulk response. Returns `None` if it has none of the forms that the vendor uses for one.
///
/// # Errors
///
/// Returns an error if the body is not JSON.
pub(crate) fn verdict(operation: &Operation, response: &HttpResponse) -> Result<Option<Classification>> {
    let bulk: BulkResponse = decode::from_slice(&response.body)?;
    let Some(evaluation) = evaluate(&bulk, response.rows, &|_| None) else { return Ok(None) };
    let outcome = evaluation.outcome();
    let success = |outcome| Some(Classification::Success { outcome, confirmed: true, warnings: Vec::new() });
    Ok(match outcome {
        WriteOutcome::Applied if is_queued(operation) => success(WriteOutcome::Accepted),
        WriteOutcome::Applied | WriteOutcome::Accepted => success(outcome),
        _ if is_reported(operation) || evaluation.is_success => success(outcome),
        _ => Some(rejection(&evaluation, outcome).into()),
    })
}

/// Returns the error of a call some of whose rows were rejected.
fn rejection(evaluation: &Evaluation, outcome: WriteOutcome) -> Failure {
    let rows = evaluation.rows.iter().enumerate().map(|(at, row)| (format!("row {}", at + 1), row));
    let others =
        evaluation.unmatched.iter().map(|row| (row.number.map_or_else(String::new, |at| format!("row {at}")), row));
    // If the response lists the rejected rows, a row that is rejected only according to the counts adds nothing.
    let is_recognized = evaluation.unmatched.iter().any(|row| row.outcome == WriteOutcome::NotApplied);
    let is_named = |row: &RowEntry| !is_recognized || row.code.is_some() || row.message.is_some();
    let rejected = rows.filter(|(_, row)| is_named(row)).chain(others);
    let codes = rejected.filter(|(_, row)| row.outcome == WriteOutcome::NotApplied).map(|(place, row)| {
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
        Failure::unknown(ErrorKind::Other, "the response does not report the outcome of every row")
    } else {
        Failure::rejected(ErrorKind::Rejected, "some rows were rejected").codes(codes)
    };
    match outcome {
        WriteOutcome::Partial => failure.outcome(outcome).help(
            "some rows were applied: resend only the rows that the codes name; Client::send_bulk and Client::send_all \
             report every row",
        ),
        WriteOutcome::NotApplied => failure.outcome(outcome).help("correct the rows that the codes name"),
        outcome => failure.outcome(outcome),
    }
}
