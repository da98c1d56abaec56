//! What a response means: success, failure, and the outcome of a write.

use super::codes::MESSAGES;
use super::{CODES, ErrorCode};
use crate::evidence;
use leads_core::WriteOutcome;
use leads_core::error::{Code, MessageRule};
use leads_core::vendor::{Classification, Failure, HttpResponse, Operation, Safety, decode, tolerant};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The operations that respond with files.
const FILES: &[&str] = &["export_stageset", "get_lead_report"];

/// The body decides, whatever the status; the status decides only if the body says nothing.
pub(crate) fn classify(operation: &Operation, response: &HttpResponse) -> Classification {
    match response.first_byte() {
        None if evidence::is_without_body(operation.name, response.status) => Classification::applied(),
        None if response.is_2xx() => Classification::tentative(),
        None => Failure::from_status(response).into(),
        Some(b'{') => match object(operation, response) {
            Some(verdict) => verdict,
            // Without an id there is no record: at best this is the vendor's envelope, which is not sufficient proof.
            None if response.is_2xx() && operation.safety.is_write() && !response.contains(b"\"id\"") => {
                Classification::Success { outcome: WriteOutcome::Unknown, confirmed: false, warnings: Vec::new() }
            }
            None if response.is_2xx() => Classification::tentative(),
            None => Failure::from_status(response).into(),
        },
        Some(b'[') if response.is_2xx() => Classification::tentative(),
        _ if response.is_2xx() && is_file(operation, response) => Classification::applied(),
        Some(b'<') => page(response).into(),
        Some(b'"') => match decode::from_slice::<String>(&response.body) {
            Ok(text) => plain_text(operation, response, &text).into(),
            Err(_) => Failure::from_status(response).into(),
        },
        _ if response.is_2xx() => Failure::from_status(response).into(),
        _ => plain_text(
            operation,
            response,
            &String::from_utf8_lossy(response.body.get(..500).unwrap_or(&response.body)),
        )
        .into(),
    }
}

/// Returns whether this is the operation's file and not an error page in its place.
fn is_file(operation: &Operation, response: &HttpResponse) -> bool {
    FILES.contains(&operation.name)
        && !(response.looks_like_html()
            && (operation.name == "export_stageset" || title(response).is_some_and(is_error)))
}

fn is_error(title: String) -> bool {
    title.contains("Error Occurred")
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "tolerant::list_opt")]
    errors: Option<Vec<Item>>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type", default, deserialize_with = "tolerant::scalar")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    code: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    title: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    detail: Option<String>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    status: Option<u32>,
    #[serde(default, deserialize_with = "tolerant::scalar")]
    field: Option<String>,
}

impl Item {
    /// Returns whether the vendor wrote it: other services use a list named `errors` too.
    fn is_vendors(&self) -> bool {
        let filled = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        self.kind.as_deref() == Some("errors") || filled(&self.title) || filled(&self.detail)
    }
}

/// `{"code":500,"message":"..."}` and `{"message":"..."}`, without other members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    #[serde(default, deserialize_with = "tolerant::scalar")]
    code: Option<u32>,
    message: String,
}

fn object(operation: &Operation, response: &HttpResponse) -> Option<Classification> {
    if response.contains(b"\"errors\"")
        && let Ok(Envelope { errors: Some(items) }) = decode::from_slice::<Envelope>(&response.body)
        && !items.is_empty()
    {
        let failure = from_error_list(operation, response, items);
        if !(response.is_2xx() && has_records(operation, response)) {
            return Some(failure.into());
        }
        // Records along with errors: a read has its data, but it is unknown how much of a write was applied.
        return Some(match operation.safety {
            Safety::Read => Classification::tentative().with_warnings(failure.codes),
            _ => failure
                .outcome(WriteOutcome::Unknown)
                .retryable(false)
                .help("the response contains both a record and errors: read the record before sending the call again")
                .into(),
        });
    }
    // Deliberately narrow: no record is that short.
    if response.contains(b"\"message\"")
        && let Ok(Bare { code, message }) = decode::from_slice::<Bare>(&response.body)
    {
        let status = http(code).or((!response.is_2xx()).then_some(response.status)).unwrap_or(500);
        let code = if status >= 500 { ErrorCode::InternalError } else { ErrorCode::Message };
        let failure = match response.is_2xx() {
            // A gateway may send the same; it proves only that something failed.
            true if status < 500 => Failure::from_status(response),
            true => by_status(status),
            false => by_status(status).outcome(Failure::from_status(response).outcome),
        };
        return Some(failure.codes(vec![Code::new(code.as_str()).message(message)]).into());
    }
    None
}

/// Returns whether an envelope contains the operation's records: in the member named like the path, or, if there is
/// none, in any member other than the ones that every envelope has. A bare record has an id.
fn has_records(operation: &Operation, response: &HttpResponse) -> bool {
    let Ok(members) = decode::from_slice::<BTreeMap<String, Box<RawValue>>>(&response.body) else { return false };
    if members.get("id").is_some_and(|id| id.get() != "null") {
        return true;
    }
    let full = |raw: &RawValue| match raw.get().as_bytes() {
        [b'[', rest @ ..] => rest.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b']'),
        [b'{', rest @ ..] => rest.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'}'),
        _ => false,
    };
    let called = |segment: &str| members.iter().find(|(name, _)| name.eq_ignore_ascii_case(segment));
    match operation.path.rsplit('/').find_map(called) {
        Some((_, rows)) => full(rows),
        None => members.iter().any(|(name, rows)| !matches!(name.as_str(), "meta" | "links" | "errors") && full(rows)),
    }
}

fn from_error_list(operation: &Operation, response: &HttpResponse, items: Vec<Item>) -> Failure {
    let own = items.iter().any(Item::is_vendors);
    let status = items.iter().find_map(|item| http(item.status));
    let field = items.iter().find_map(|item| item.field.clone());
    // A list of errors under a 2xx without its own status is still a rejection.
    let status = status.unwrap_or(if response.is_2xx() { 400 } else { response.status });
    let codes: Vec<Code> = items
        .into_iter()
        .map(|item| {
            let known = [&item.title, &item.detail]
                .into_iter()
                .flatten()
                .find_map(|text| MessageRule::find(MESSAGES, operation.name, text));
            let words = match (item.title, item.detail) {
                (Some(title), Some(detail)) => format!("{title}: {detail}"),
                (Some(text), None) | (None, Some(text)) => text,
                (None, None) => String::new(),
            };
            let code = match item.code.filter(|code| !code.is_empty()) {
                Some(code) => Code::new(code),
                None => known.map_or_else(
                    || Code::new(ErrorCode::Listed.as_str()),
                    |(rule, values)| Code::new(rule.code).arguments(values),
                ),
            };
            let code = if words.is_empty() { code } else { code.message(words) };
            match item.field {
                Some(field) => code.subject(field),
                None => code,
            }
        })
        .collect();
    let failure = if !own {
        Failure::from_status(response)
    } else if status < 500 {
        by_status(status).outcome(WriteOutcome::NotApplied)
    } else {
        by_status(status)
    };
    match field {
        Some(field) => failure.codes(codes).field(field),
        None => failure.codes(codes),
    }
}

/// Returns a number if it can be the HTTP status of a failure.
fn http(number: Option<u32>) -> Option<u16> {
    number.and_then(|number| u16::try_from(number).ok()).filter(|status| (400..600).contains(status))
}

/// Classifies a JSON text or plain text as the whole body. Under a 2xx it is not a response of this API, so a write
/// stays unknown.
fn plain_text(operation: &Operation, response: &HttpResponse, text: &str) -> Failure {
    let known = MessageRule::find(MESSAGES, operation.name, text).map(|(rule, _)| rule.code);
    let code = Code::new(known.unwrap_or(ErrorCode::Text.as_str())).message(text.trim().to_owned());
    Failure::from_status(response).codes(vec![code])
}

fn page(response: &HttpResponse) -> Failure {
    let title = title(response);
    let reason = title.as_deref().map_or("", |title| title.rsplit(": ").next().unwrap_or_default()).trim();
    let (code, status) = match reason {
        "Not Found" if is_404(response) => (ErrorCode::NotFoundPage, Some(404)),
        "Unauthorized" if matches!(response.status, 401 | 403) => (ErrorCode::UnauthorizedPage, Some(401)),
        _ => (ErrorCode::Page, None),
    };
    let failure = match status {
        Some(status) => by_status(status),
        None => Failure::from_status(response),
    };
    let entry = CODES.get(code.as_str());
    let code = match title {
        Some(title) => Code::new(code.as_str()).message(title),
        None => Code::new(code.as_str()),
    };
    let failure = failure.codes(vec![code]);
    match entry {
        Some(entry) => failure.help(entry.remedy),
        None => failure,
    }
}

fn is_404(response: &HttpResponse) -> bool {
    matches!(response.status, 404 | 410)
}

/// Returns the title of an HTML page.
fn title(response: &HttpResponse) -> Option<String> {
    let text = String::from_utf8_lossy(response.body.get(..4096).unwrap_or(&response.body)).into_owned();
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = start + lower.get(start..)?.find("</title>")?;
    text.get(start..end).map(|title| title.trim().to_owned()).filter(|title| !title.is_empty())
}

/// Returns the failure for a status that the body itself states.
fn by_status(status: u16) -> Failure {
    let failure = Failure::from_status(&HttpResponse::new(status, Default::default(), bytes::Bytes::new()));
    match status {
        // The vendor's own envelope states the failure, so unlike a gateway's page it is not worth retrying.
        500..=599 => failure.retryable(false).outcome(WriteOutcome::Unknown),
        _ => failure,
    }
}
