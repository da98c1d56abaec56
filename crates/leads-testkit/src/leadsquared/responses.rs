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

    /// 405 for a known path with another method, 404 for an unknown one.
    pub(super) fn of_path(operation: &str, known: &[&str]) -> Self {
        if known.contains(&operation) { Self::wrong_method() } else { Self::no_such_path() }
    }

    pub(super) fn page_size(most: usize) -> Self {
        Self::new(500, "MXInvalidInputException", &format!("PageSize can not be more than {most}."))
    }

    pub(super) fn data_type(message: &str) -> Self {
        Self::new(500, "MXInvalidDataTypeException", message)
    }

    pub(super) fn not_allowed(message: &str) -> Self {
        Self::new(500, "MXOperationNotAllowedException", message)
    }

    pub(super) fn event_code() -> Self {
        Self::new(500, "MXInvalidActivityException", "Event Code is invalid or empty")
    }

    pub(super) fn entity(message: &str) -> Self {
        Self::new(500, "MXInvalidEntityException", message)
    }

    /// A failure inside HTTP 200.
    pub(super) fn in_success(message: &str) -> Self {
        Self(Box::new(FakeResponse::json(200, &json!({"Status": "Error", "ExceptionMessage": message}))))
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

/// Returns the name and value of each pair in a body; `key` is the member that holds the names. A field inside a custom
/// field set is named `set~field`.
pub(super) fn pairs(body: &Value, key: &str) -> Result<Vec<(String, String)>, Rejection> {
    let mut all = Vec::new();
    add_pairs(body, key, "", &mut all)?;
    Ok(all)
}

fn add_pairs(body: &Value, key: &str, prefix: &str, all: &mut Vec<(String, String)>) -> Result<(), Rejection> {
    let Some(rows) = body.as_array() else { return Err(Rejection::malformed()) };
    for row in rows {
        // A field set inside the fields of an activity is named like an attribute.
        let name = row.get(key).or_else(|| row.get("Attribute")).or_else(|| row.get("SchemaName"));
        let name = name.and_then(Value::as_str).ok_or_else(Rejection::malformed)?;
        let value = match row.get("Value") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        all.push((format!("{prefix}{name}"), value));
        if let Some(fields) = row.get("Fields").filter(|_| prefix.is_empty()) {
            add_pairs(fields, key, &format!("{name}~"), all)?;
        }
    }
    Ok(())
}

/// `{"Status":"Success"}`
pub(super) fn done() -> FakeResponse {
    ok(&json!({"Status": "Success"}))
}

/// The response to a call that is executed later.
pub(super) fn queued(what: &str) -> FakeResponse {
    success(&json!({"Message": format!("Your request for {what} has been queued.")}))
}

/// Returns the fields of an activity or an opportunity, in order.
pub(super) fn fields(body: &Value) -> Result<Vec<(String, String)>, Rejection> {
    match body.get("Fields") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(fields) => pairs(fields, "SchemaName"),
    }
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

/// Returns a member's text, even if it is empty.
pub(super) fn any_text(body: &Value, name: &str) -> Option<String> {
    text(body, name).or_else(|| body.get(name)?.as_str().map(str::to_owned))
}

/// Returns a member as a flag.
pub(super) fn flag(body: &Value, name: &str) -> bool {
    match body.get(name) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        Some(Value::String(text)) => text == "1" || text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// Returns a member as a whole number, whether it was sent as a string or as a number.
pub(super) fn whole(body: &Value, name: &str) -> Option<i64> {
    text(body, name)?.trim().parse().ok()
}

/// Returns the texts and numbers of a list.
pub(super) fn texts(body: &Value, name: &str) -> Vec<String> {
    let rows = body.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    rows.iter()
        .filter_map(|row| match row {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect()
}

/// Returns a member as a time; a time of another form is rejected.
pub(super) fn time(body: &Value, name: &str) -> Result<Option<DateTime<Utc>>, Rejection> {
    let Some(text) = text(body, name) else { return Ok(None) };
    super::dates::date(&text).map(Some).ok_or_else(|| Rejection::input(name))
}

/// Returns the range of a body, from `FromDate` to `ToDate`.
pub(super) fn range(body: &Value) -> Result<(DateTime<Utc>, DateTime<Utc>), Rejection> {
    let end = |name: &str| time(body, name)?.ok_or_else(|| Rejection::missing(name));
    let (from, to) = (end("FromDate")?, end("ToDate")?);
    if from > to { Err(Rejection::input("FromDate")) } else { Ok((from, to)) }
}

/// A member of a response: null if it is empty.
pub(super) fn or_null(value: &str) -> Value {
    if value.is_empty() { Value::Null } else { json!(value) }
}

/// `/Date(ms+0000)/`
pub(super) fn millis(time: Option<DateTime<Utc>>) -> Value {
    time.map_or(Value::Null, |time| json!(format!("/Date({}+0000)/", time.timestamp_millis())))
}

/// Formats a time with the milliseconds that some responses print, always 000.
pub(super) fn with_millis(time: Option<DateTime<Utc>>) -> Value {
    time.map_or(Value::Null, |time| json!(format!("{}.000", written(time))))
}

/// Formats a time as in most of the vendor's responses.
pub(super) fn plain(time: Option<DateTime<Utc>>) -> Value {
    time.map_or(Value::Null, |time| json!(written(time)))
}

/// A lead as an array of at most one row.
pub(super) fn one(row: Option<Value>) -> FakeResponse {
    ok(&Value::Array(row.into_iter().collect()))
}
