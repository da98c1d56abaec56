//! The vendor's envelopes.

use super::settings::{ErrorBody, Settings, StaleToken};
use crate::FakeResponse;
use serde_json::{Map, Value, json};

/// Why a call is rejected.
#[derive(Debug)]
pub(super) enum Rejection {
    /// A code of the leads API; its HTTP status is a setting.
    Code(u32, String),
    /// A code with a documented status.
    CodeWithStatus(u16, u32, String),
    /// A status with an empty body, as documented for 400.
    Status(u16),
    /// Too many calls; the value is the delay in seconds.
    TooMany(u64),
    /// The token has expired; the format of the error is a setting.
    StaleToken,
}

/// Returns the vendor's message for a code, with its placeholders filled in.
pub(super) fn reject(code: u32, first: &str, second: &str) -> Rejection {
    let template = match code {
        92001 => "Lead not found",
        92002 => "Duplicate Lead Status",
        92003 => "Invalid Lead Status {0}",
        92004 => "Lead Reason not found with id {0}",
        92005 => "followedUpOn cannot be null",
        92006 => "leadFor cannot be null",
        92007 => "userId cannot be null",
        92008 => "No user found with the given userId {0}",
        92009 => "Invalid Lead Type",
        92010 => "LeadId cannot be null",
        92011 => "Customer Registration failed",
        92012 => "User Details cannot be empty",
        92013 => "Org Source cannot be null",
        92014 => "Invalid org source",
        92015 => "Invalid Id Type",
        92016 => "Invalid SKU {0}",
        92017 => "Invalid Brand {0}",
        92018 => "Invalid Category {0}",
        92019 => "Invalid lead owner {0}",
        92020 => "Invalid lead sub status {0}",
        92021 => "Lead sub status {0} already exists for status {1}",
        92022 => "Lead status cannot be empty",
        92023 => "Lead sub status cannot be empty",
        92024 => "Status change not allowed on closed leads",
        92025 => "Customer is not registered. Auto-registration is off",
        1061 => "Attribution lookup type header is missing",
        8055 => "Invalid email id",
        8056 => "Invalid mobile number",
        _ => "",
    };
    Rejection::Code(code, template.replace("{0}", first).replace("{1}", second))
}

impl Rejection {
    pub(super) fn response(self, settings: &Settings) -> FakeResponse {
        let form = settings.error_body;
        match self {
            Self::Code(code, message) => FakeResponse::json(settings.error_status, &errors(form, code, &message)),
            Self::CodeWithStatus(status, code, message) => FakeResponse::json(status, &errors(form, code, &message)),
            Self::Status(400) => FakeResponse::json(400, &json!({})),
            Self::Status(status) => FakeResponse::empty(status),
            Self::StaleToken => stale_token(settings),
            Self::TooMany(seconds) => FakeResponse::empty(429).header("retry-after", seconds.to_string()),
        }
    }
}

fn stale_token(settings: &Settings) -> FakeResponse {
    let words = "the token has expired";
    let newer = errors(settings.error_body, 498, words);
    let older = json!({"response": {"status": {"success": "true", "code": "498", "message": words}}});
    match settings.stale_token {
        StaleToken::Status => FakeResponse::json(498, &newer),
        StaleToken::StatusAlone => FakeResponse::empty(498),
        StaleToken::InSuccess => FakeResponse::json(200, &newer),
        StaleToken::Older => FakeResponse::json(200, &older),
        StaleToken::OlderForbidden => FakeResponse::json(403, &older),
    }
}

fn errors(form: ErrorBody, code: u32, message: &str) -> Value {
    let code = if form == ErrorBody::CodeAsText { json!(code.to_string()) } else { json!(code) };
    let items = json!([{"status": false, "code": code, "message": message}]);
    match form {
        ErrorBody::Plain | ErrorBody::CodeAsText => json!({"warnings": [], "errors": items}),
        ErrorBody::ErrorsAlone => json!({"errors": items}),
        ErrorBody::WithFlag => json!({"warnings": [], "errors": items, "success": false}),
        ErrorBody::WithData => json!({"data": [], "warnings": [], "errors": items}),
    }
}

/// `{"data": [...], "warnings": [], "errors": []}`
pub(super) fn list(rows: Vec<Value>) -> FakeResponse {
    FakeResponse::json(200, &json!({"data": rows, "warnings": [], "errors": []}))
}

/// A bare record with `warnings`, or the same inside `data`.
pub(super) fn record(settings: &Settings, record: Value, warnings: Vec<Value>) -> FakeResponse {
    if settings.wrapped_writes {
        return FakeResponse::json(200, &json!({"data": record, "warnings": warnings, "errors": []}));
    }
    let mut members = match record {
        Value::Object(members) => members,
        other => Map::from_iter([("data".to_owned(), other)]),
    };
    members.insert("warnings".to_owned(), Value::Array(warnings));
    FakeResponse::json(200, &Value::Object(members))
}

pub(super) fn warning(code: u32, message: &str) -> Value {
    json!({"status": false, "code": code, "message": message})
}
