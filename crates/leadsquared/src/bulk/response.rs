//! The response to a bulk call.

use leads_core::WriteOutcome;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// The response to a bulk call, in any form: the vendor documents few of them.
///
/// The exact text is in the enclosing [`Raw`](leads_core::Raw). `Debug` shows no value.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkResponse(Value);

impl fmt::Debug for BulkResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = match self.form() {
            Form::Rows(rows) => rows.len(),
            Form::Counts(_, failed) => failed.len(),
            Form::Success { .. } | Form::Foreign => 0,
        };
        write!(f, "BulkResponse({rows} rows)")
    }
}

/// The forms of the response to a bulk call.
pub(super) enum Form {
    /// One entry per row, in a list or as the member of an object.
    Rows(Vec<RowEntry>),
    /// An object `Status` with counts, and the rows that failed.
    Counts(Counts, Vec<RowEntry>),
    /// The success envelope: the number of changes, if it has one, and whether they are only queued.
    Success { count: Option<i64>, is_queued: bool },
    /// None of these.
    Foreign,
}

pub(super) struct Counts {
    pub(super) success: i64,
    pub(super) failure: i64,
    pub(super) says_error: bool,
}

/// The entry of one row in the response.
#[derive(Clone)]
pub(super) struct RowEntry {
    pub(super) number: Option<usize>,
    pub(super) identifier: Option<String>,
    pub(super) outcome: WriteOutcome,
    pub(super) id: Option<String>,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
}

/// The members that contain a list with one entry per row.
const LISTS: [&str; 9] =
    ["Response", "Rows", "Results", "List", "Opportunities", "Leads", "Activities", "Companies", "Data"];

/// The members that contain the id of the record that a row created or updated. The last two prove something only
/// together with a row number.
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

impl BulkResponse {
    /// Returns the response as JSON.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.0
    }

    pub(super) fn form(&self) -> Form {
        let list = self.0.as_array().or_else(|| LISTS.iter().find_map(|name| self.0.get(name)?.as_array()));
        if let Some(rows) = list {
            let rows: Vec<RowEntry> = rows.iter().map(parse_row).collect();
            // A list of anything else proves nothing.
            let is_recognized = rows.iter().any(|row| row.outcome != WriteOutcome::Unknown || row.code.is_some());
            if is_recognized {
                return Form::Rows(rows);
            }
        }
        let details = self.0.get("Details").and_then(Value::as_object);
        // The lists in `Details` contain the rows that failed.
        let failed = || -> Vec<RowEntry> {
            let lists = details.into_iter().flat_map(|lists| lists.values());
            let rows = lists.filter_map(Value::as_array).flatten();
            rows.map(|row| RowEntry { outcome: WriteOutcome::NotApplied, ..parse_row(row) }).collect()
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
        let is_exception = ["ExceptionType", "ExceptionMessage", "FailureReason"]
            .iter()
            .any(|name| text(Some(&self.0), &[name]).is_some())
            || flag(&self.0, "IsMXException") == Some(true);
        let message = self.0.get("Message");
        let failed = message.and_then(|message| flag(message, "IsSuccessful")) == Some(false);
        if is_success(status) && !is_exception && !failed {
            let counts = ["AffectedRows", "Count"].iter().find_map(|name| message?.get(name).and_then(integer));
            // The deletion of tasks counts them outside the message.
            let count = counts.or_else(|| self.0.get("DeletedTasksCount").and_then(integer));
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

/// Returns the first of the members that is text or a number, and not blank.
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
    parse_flag(row.get(name)?)
}

fn parse_flag(value: &Value) -> Option<bool> {
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

/// Returns the status of a row, if it has one.
fn row_flag(row: &Value) -> Option<bool> {
    let status = text(Some(row), &["Status", "RowStatus"]);
    let word = status.and_then(|word| match word.to_ascii_lowercase().as_str() {
        "success" | "0" => Some(true),
        "error" | "failure" | "failed" | "fail" | "1" => Some(false),
        _ => None,
    });
    word.or_else(|| ["IsSuccessful", "IsSuccess", "Success"].iter().find_map(|name| flag(row, name)))
}

fn parse_row(row: &Value) -> RowEntry {
    let row_of = |names: &[&str]| text(Some(row), names);
    let code = row_of(&["ExceptionType", "ErrorCode"]);
    let message = row_of(&["ExceptionMessage", "Reason", "ErrorMessage", "Error", "FailureReason"]);
    let number = row_of(&["RowNumber", "RowIndex"]).and_then(|number| number.parse().ok());
    let id = row_of(IDS);
    // `LeadCreated`, `LeadUpdated`, `ActivityCreated`: one that is true is enough.
    let mut changed_flag = None;
    for (name, value) in row.as_object().into_iter().flatten() {
        if name.ends_with("Created") || name.ends_with("Updated") {
            changed_flag = match (changed_flag, parse_flag(value)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (known, flag) => flag.or(known),
            };
        }
    }
    let named = number.is_some() || row_of(IDS.get(..IDS.len() - 2).unwrap_or_default()).is_some();
    let changed = affected(row) > 0 && number.is_some();
    let outcome = match (changed_flag.or_else(|| row_flag(row)), &code, &message) {
        (Some(true), None, _) => WriteOutcome::Applied,
        // The row contradicts itself.
        (Some(true), Some(_), _) => WriteOutcome::Unknown,
        (Some(false), _, _) | (None, Some(_), _) | (None, None, Some(_)) => WriteOutcome::NotApplied,
        (None, None, None) if (id.is_some() && named) || changed => WriteOutcome::Applied,
        (None, None, None) => WriteOutcome::Unknown,
    };
    RowEntry {
        number,
        identifier: row_of(&["IdentifierValue", "SearchByValue"]).or_else(|| id.clone()),
        outcome,
        id,
        code,
        message,
    }
}

/// Returns the number of changes that a row reports.
fn affected(row: &Value) -> i64 {
    row.get("AffectedRows").and_then(integer).unwrap_or(0)
}
