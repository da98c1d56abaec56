//! Envelopes and rejections.

use super::settings::{RateForm, UnknownForm};
use crate::FakeResponse;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::time::Duration;

/// A rejection in the vendor's envelope.
#[derive(Debug)]
pub(super) struct Rejection(Box<FakeResponse>);

impl Rejection {
    pub(super) fn new(status: u16, exception: &str, message: &str) -> Self {
        let body = json!({"Status": "Error", "ExceptionType": exception, "ExceptionMessage": message});
        Self(Box::new(FakeResponse::json(status, &body)))
    }

    pub(super) fn into_response(self) -> FakeResponse {
        *self.0
    }

    pub(super) fn wrong_region(host: &str) -> Self {
        let message = format!("Invalid Access Details provided. Please use the API host https://{host}/v2/");
        Self::new(401, "MXInvalidAccessDetailsException", &message)
    }

    pub(super) fn wrong_keys() -> Self {
        Self::new(401, "MXInvalidAccessDetailsException", "Invalid Access Details provided.")
    }

    pub(super) fn malformed() -> Self {
        Self(Box::new(FakeResponse::json(
            400,
            &json!({"Message": "request body contains malformed or unexpected JSON"}),
        )))
    }

    pub(super) fn no_such_path() -> Self {
        Self(Box::new(FakeResponse::html(404, "<html><body>The resource cannot be found.</body></html>")))
    }

    pub(super) fn wrong_method() -> Self {
        Self(Box::new(FakeResponse::html(405, "<html><body>Method not allowed.</body></html>")))
    }

    pub(super) fn too_many(form: RateForm, calls: u32, per: Duration) -> Self {
        let message = format!("API calls exceeded the limit of {calls} in {} second(s)", per.as_secs());
        match form {
            RateForm::TooManyRequests => Self::new(429, "MXAPIRateLimitExceededException", &message),
            RateForm::Ok => Self::new(200, "MXAPIRateLimitExceededException", &message),
            RateForm::Bare => Self(Box::new(FakeResponse::empty(429))),
            RateForm::Forbidden => {
                let body = json!({"Status": "Error", "ExceptionMessage": message});
                Self(Box::new(FakeResponse::json(403, &body)))
            }
            RateForm::ForbiddenText => Self(Box::new(FakeResponse::text(403, message))),
        }
    }

    pub(super) fn missing(what: &str) -> Self {
        Self::new(500, "MXMandatoryAttributeMissingException", &format!("'{what}' is mandatory"))
    }

    pub(super) fn input(what: &str) -> Self {
        Self::new(500, "MXInvalidInputException", &format!("Invalid Input! Parameter Name: {what}"))
    }

    pub(super) fn mandatory_field(name: &str) -> Self {
        let message = format!("Field name : '{name}' of datatype : 'String' is mandatory.");
        Self::new(500, "MXInvalidActivityFieldsException", &message)
    }

    pub(super) fn unknown_opportunity(form: UnknownForm) -> Self {
        match form {
            UnknownForm::UnknownActivity => Self::unknown_activity(),
            UnknownForm::InvalidEntity => Self::unknown_lead(),
        }
    }

    pub(super) fn unknown_activity() -> Self {
        Self::new(500, "MXUnknownProspectActivityException", "Prospect Activity does not exist.")
    }

    pub(super) fn unknown_lead() -> Self {
        Self::new(500, "MXInvalidEntityException", "Lead does not exist.")
    }

    /// A lead that existed once: deleted, or merged into another one.
    pub(super) fn stale_lead() -> Self {
        Self::new(500, "MXInvalidEntityReferenceException", "Lead not found")
    }

    pub(super) fn unknown_attributes(names: &[&str]) -> Self {
        let message = format!("Attribute(s) does not exist - {}.", names.join(","));
        Self::new(500, "MXUnknownAttributeException", &message)
    }

    pub(super) fn duplicate(value: &str) -> Self {
        Self::new(500, "MXDuplicateEntryException", &format!("Duplicate entry '{value}' for a unique field"))
    }

    /// Returns exception and message, for a row of a bulk call or a job.
    pub(super) fn exception_and_message(&self) -> (String, String) {
        let body: Value = serde_json::from_slice(&self.0.body).unwrap_or_default();
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        (text("ExceptionType"), text("ExceptionMessage"))
    }
}

pub(super) fn ok(body: &Value) -> FakeResponse {
    FakeResponse::json(200, body)
}

/// `{"Status":"Success","Message":{..}}`
pub(super) fn success(message: &Value) -> FakeResponse {
    ok(&json!({"Status": "Success", "Message": message}))
}

/// Returns the name and value of each pair in a body; `key` is the member that holds the names.
pub(super) fn pairs(body: &Value, key: &str) -> Result<Vec<(String, String)>, Rejection> {
    let Some(rows) = body.as_array() else { return Err(Rejection::malformed()) };
    rows.iter()
        .map(|row| {
            let name = row.get(key).and_then(Value::as_str).ok_or_else(Rejection::malformed)?;
            let value = match row.get("Value") {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            };
            Ok((name.to_owned(), value))
        })
        .collect()
}

/// Returns the fields of an activity or an opportunity, in order.
pub(super) fn fields(body: &Value) -> Result<Vec<(String, String)>, Rejection> {
    match body.get("Fields") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(fields) => pairs(fields, "SchemaName"),
    }
}

/// The same in the format of single reads.
pub(super) fn field_rows<'a>(fields: impl IntoIterator<Item = (&'a String, &'a String)>) -> Vec<Value> {
    let row = |(name, value)| json!({"SchemaName": name, "DisplayName": name, "Value": value, "DataType": "String"});
    fields.into_iter().map(row).collect()
}

/// A page of a list with the count of all its rows. An empty list itself may be omitted.
pub(super) fn counted(count: usize, member: &str, rows: Vec<Value>, leave_out_empty: bool) -> FakeResponse {
    ok(&match count == 0 && leave_out_empty {
        true => json!({"RecordCount": 0}),
        false => json!({"RecordCount": count, member: rows}),
    })
}

/// Formats a time as in most of the vendor's responses.
pub(super) fn written(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Returns a member's text, whether it was sent as a string or as a number.
pub(super) fn text(body: &Value, name: &str) -> Option<String> {
    match body.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the page number requested by a body, counted from 1, and its rows.
pub(super) fn page(body: &Value, most: usize) -> Result<(usize, usize), Rejection> {
    let number = |name: &str, default: usize| {
        body.get("Paging").and_then(|paging| text(paging, name)).and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (index, size) = (number("PageIndex", 1), number("PageSize", 25));
    if size > most {
        let message = format!("PageSize can not be more than {most}.");
        return Err(Rejection::new(500, "MXInvalidInputException", &message));
    }
    Ok((index.max(1), size.max(1)))
}

/// Returns how many rows `Offset` skips and how many `RowCount` requests. Both may be numbers or strings.
pub(super) fn offset(body: &Value, rows: usize, counts_pages: bool) -> (usize, usize) {
    let number = |name: &str| body.get("Paging").and_then(|paging| text(paging, name)?.parse::<usize>().ok());
    let (offset, rows) = (number("Offset").unwrap_or(0), number("RowCount").unwrap_or(rows));
    (if counts_pages { offset.saturating_mul(rows) } else { offset }, rows)
}
