//! Classification of responses.

use super::codes::{RESPONSES, Rejection, is_final};
use super::envelope::{Envelope, StatusValue, codes_of};
use super::rate_limit::{is_limit, limit_in, rate_limited};
use super::region::wrong_region;
use super::subjects::subjects_of;
use crate::bulk;
use crate::model::is_guid;
use leads_core::WriteOutcome;
use leads_core::error::{Code, ErrorKind, Retry};
use leads_core::vendor::{Classification, Failure, Host, HttpResponse, Operation, decode};
use serde_json::value::RawValue;

/// The form of the response to a successful write.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `{"Status": "Success", ..}`
    Plain,
    /// As [`Plain`](Self::Plain), but the change is applied later.
    QueuedEnvelope,
    /// The number 0 or 2 in `Status`, or the id of an opportunity.
    Capture,
    /// A request id of the host for queued calls.
    Queued,
    /// `{"ID": .., "MemberCount": ..}`
    Mailing,
    /// The stored file, in an envelope, bare, or as the only row of a list.
    Upload,
}

/// The writes whose success has a form other than the envelope. Bulk calls are in [`bulk`].
const FORMS: &[(&str, Form)] = &[
    ("capture_opportunity", Form::Capture),
    ("delete_activities", Form::QueuedEnvelope),
    ("delete_lead_owner_history", Form::QueuedEnvelope),
    ("delete_lead_stage_history", Form::QueuedEnvelope),
    ("revoke_entity", Form::QueuedEnvelope),
    ("send_email_to_lead", Form::Mailing),
    ("share_entity", Form::QueuedEnvelope),
    ("upload_file", Form::Upload),
];

impl Form {
    fn of(operation: &Operation) -> Self {
        if operation.host == Host::Async {
            return Self::Queued;
        }
        FORMS.iter().find(|(name, _)| *name == operation.name).map_or(Self::Plain, |(_, form)| *form)
    }
}

/// The body decides, whatever the status; the status decides only if the body says nothing.
pub(crate) fn classify(operation: &Operation, response: &HttpResponse) -> Classification {
    let write = operation.safety.is_write();
    if response.status == 429 {
        return rate_limited(response, Envelope::read(response).ok().as_ref()).into();
    }
    if !response.is_2xx() {
        return classify_error_status(operation, response).into();
    }
    match response.first_byte() {
        Some(b'{') if !write => match Envelope::skim(response) {
            Some(envelope) => read(operation, response, &envelope),
            None => Classification::tentative(),
        },
        Some(b'[') if !write => Classification::tentative(),
        Some(b'{' | b'[') => written(operation, response),
        _ if is_limit(response) => rate_limited(response, None).into(),
        // Some reads respond with a bare quoted text or a number; this is still the vendor's JSON.
        Some(_) if !write && is_json(response) => Classification::tentative(),
        _ => Failure::from_status(response).into(),
    }
}

fn is_json(response: &HttpResponse) -> bool {
    !response.looks_like_html() && serde_json::from_slice::<&RawValue>(&response.body).is_ok()
}

/// Classifies a response with a status other than 2xx: never a success, whatever its envelope says.
fn classify_error_status(operation: &Operation, response: &HttpResponse) -> Failure {
    let envelope = if response.first_byte() == Some(b'{') { Envelope::read(response).ok() } else { None };
    if is_limit(response) {
        return rate_limited(response, envelope.as_ref());
    }
    let Some(envelope) = envelope else { return by_status(response) };
    match rejection(operation, response, &envelope) {
        Some(failure) => failure,
        // An unknown status word decides nothing, but is kept.
        None if envelope.status_value() == StatusValue::Other => by_status(response).codes(codes_of(&envelope, None)),
        None => by_status(response),
    }
}

/// Classifies a read, whose response may be an error envelope instead of the record.
fn read(operation: &Operation, response: &HttpResponse, envelope: &Envelope) -> Classification {
    // A record may have its own `Status` member.
    if envelope.is_record() && !envelope.has_exception() {
        return Classification::tentative();
    }
    if let Some(failure) = rejection(operation, response, envelope) {
        return failure.into();
    }
    match envelope.status_value() {
        StatusValue::Other => Failure::rejected(ErrorKind::Rejected, "the vendor rejected the request")
            .codes(codes_of(envelope, None))
            .into(),
        _ => Classification::tentative(),
    }
}

/// Classifies a write: a success requires the vendor's proof.
fn written(operation: &Operation, response: &HttpResponse) -> Classification {
    if bulk::is_bulk(operation) {
        match bulk::verdict(operation, response) {
            Ok(Some(verdict)) => return verdict,
            Ok(None) => {}
            Err(_) => return unreadable(),
        }
    }
    let form = Form::of(operation);
    if response.first_byte() == Some(b'[') {
        return match form {
            Form::Upload if is_uploaded(response) => Classification::applied(),
            _ => Failure::from_status(response).into(),
        };
    }
    let Ok(envelope) = Envelope::read(response) else { return unreadable() };
    if let Some(failure) = rejection(operation, response, &envelope) {
        return failure.into();
    }
    match (form, envelope.status_value()) {
        // The form of its success was already checked.
        _ if bulk::is_bulk(operation) => unproven(response, &envelope),
        (Form::Capture, StatusValue::Number(2)) => {
            let partial =
                Classification::Success { outcome: WriteOutcome::Partial, confirmed: true, warnings: Vec::new() };
            if envelope.has_exception() { partial.with_warnings(codes_of(&envelope, None)) } else { partial }
        }
        (Form::Capture, StatusValue::Success | StatusValue::Number(0)) => Classification::applied(),
        (Form::Capture, StatusValue::Nothing) if filled(&envelope.created) || filled(&envelope.found) => {
            Classification::applied()
        }
        (Form::Queued, _)
            if filled(&envelope.queued)
                || (envelope.status_value() == StatusValue::Accepted && filled(&envelope.request_id)) =>
        {
            Classification::accepted()
        }
        (Form::Mailing, StatusValue::Nothing) if envelope.id.is_some() && envelope.member_count.is_some() => {
            Classification::applied()
        }
        (Form::Upload, StatusValue::Nothing) if filled(&envelope.file) => Classification::applied(),
        (Form::Capture | Form::Queued, _) => unproven(response, &envelope),
        (Form::QueuedEnvelope, StatusValue::Success) => Classification::accepted(),
        // "Your request for ... has been queued."
        (_, StatusValue::Success)
            if envelope.message_text().is_some_and(|words| words.to_ascii_lowercase().contains("queued")) =>
        {
            Classification::accepted()
        }
        (_, StatusValue::Success) => Classification::applied(),
        // The bare message, with an id.
        (_, StatusValue::Nothing)
            if [&envelope.message.id, &envelope.message.related_id].into_iter().flatten().any(|id| is_guid(id)) =>
        {
            Classification::applied()
        }
        _ => unproven(response, &envelope),
    }
}

/// Returns whether a list has exactly one row, and that row names a stored file.
fn is_uploaded(response: &HttpResponse) -> bool {
    match decode::from_slice::<Vec<Envelope>>(&response.body).as_deref() {
        Ok([row]) => filled(&row.file),
        _ => false,
    }
}

fn filled(id: &Option<String>) -> bool {
    id.as_deref().is_some_and(|id| !id.trim().is_empty())
}

/// Truncated JSON: it may have been a success.
fn unreadable() -> Classification {
    Classification::Success { outcome: WriteOutcome::Unknown, confirmed: false, warnings: Vec::new() }
}

/// A 2xx that is not the vendor's success. Another word in `Status` is kept.
fn unproven(response: &HttpResponse, envelope: &Envelope) -> Classification {
    let failure = Failure::from_status(response);
    match envelope.status_value() {
        StatusValue::Nothing | StatusValue::Object => failure.into(),
        _ => failure.kind(ErrorKind::Rejected).codes(codes_of(envelope, None)).into(),
    }
}

/// Returns the failure that an envelope states, or `None` if it states none.
fn rejection(operation: &Operation, response: &HttpResponse, envelope: &Envelope) -> Option<Failure> {
    let status = envelope.status_value();
    let succeeded = match (Form::of(operation), status) {
        // The failed parts of a partial success are reported with it.
        (Form::Capture, StatusValue::Number(2)) => return None,
        (Form::Capture, StatusValue::Number(0)) | (_, StatusValue::Success) => true,
        _ => false,
    };
    let is_write = operation.safety.is_write();
    let failed = match status {
        StatusValue::Failure => true,
        StatusValue::Number(1) => Form::of(operation) == Form::Capture && is_write,
        StatusValue::Object => {
            envelope.status.message_text.as_deref().is_some_and(|words| words.trim().eq_ignore_ascii_case("error"))
        }
        _ => false,
    };
    // In a success, the message may be of any kind.
    if !succeeded && envelope.message_text().is_some_and(|words| limit_in(words).is_some()) {
        return Some(rate_limited(response, Some(envelope)));
    }
    if failed || envelope.is_exception() || (!succeeded && envelope.has_exception()) {
        return Some(rejected(operation, response, envelope, succeeded));
    }
    if is_write && succeeded && envelope.message.is_successful == Some(false) {
        let failure = Failure::rejected(ErrorKind::Rejected, "the vendor reports that the call was not successful");
        return Some(match envelope.message_text() {
            Some(words) => failure.codes(vec![Code::new("IsSuccessful").message(words)]),
            None => failure,
        });
    }
    None
}

/// A rejection by the vendor's envelope; the table defines its meaning.
fn rejected(operation: &Operation, response: &HttpResponse, envelope: &Envelope, succeeded: bool) -> Failure {
    let name = envelope.exception().unwrap_or_default();
    let words = envelope.message_text().unwrap_or_default();
    let row = Rejection::find(name, words, Some(operation));
    let kind = row.map_or_else(|| kind_of(response.status), |row| row.entry.kind);
    if kind == ErrorKind::RateLimited {
        return rate_limited(response, Some(envelope));
    }
    let outcome = match row {
        Some(row) => row.outcome,
        None if is_final(name, envelope.is_rejection) => WriteOutcome::NotApplied,
        None => WriteOutcome::Unknown,
    };
    let is_partial = Form::of(operation) == Form::Capture
        // Capture creates the lead before the opportunity, so a rejected opportunity can leave a lead behind.
        && (filled(&envelope.lead) || filled(&envelope.created));
    let outcome = match outcome {
        WriteOutcome::NotApplied if is_partial => WriteOutcome::Partial,
        // The envelope contradicts itself, or it reports on many rows without naming any.
        WriteOutcome::NotApplied if succeeded || (bulk::is_bulk(operation) && envelope.status.is_object) => {
            WriteOutcome::Unknown
        }
        outcome => outcome,
    };
    let subjects = subjects_of(words);
    let mut failure = Failure::rejected(kind, "the vendor rejected the request")
        .codes(codes_of(envelope, Some(&subjects)))
        .outcome(outcome)
        .retryable(row.is_some_and(|row| row.entry.retry == Retry::Later));
    if let Some(first) = subjects.into_iter().next() {
        failure = failure.field(first);
    }
    failure = match (row, outcome) {
        (_, WriteOutcome::Partial) => {
            failure.help("part of the change was applied: read the lead before sending the request again")
        }
        // The remedy of a rejection would make the caller apply the change a second time.
        (Some(row), outcome) if outcome == row.outcome => failure.help(row.entry.remedy),
        _ => failure,
    };
    if kind == ErrorKind::Unauthenticated {
        failure = failure.refresh_credentials();
        if let Some(help) = wrong_region(words) {
            failure = failure.help(help);
        }
    }
    failure
}

/// Returns the kind of a rejection that is not in the table.
fn kind_of(status: u16) -> ErrorKind {
    match status {
        409 => ErrorKind::Conflict,
        status => RESPONSES
            .get(&status.to_string())
            .map(|entry| entry.kind)
            .filter(|kind| *kind != ErrorKind::Server)
            .unwrap_or(ErrorKind::Rejected),
    }
}

/// Classifies by the status if the body is not an envelope of the vendor.
fn by_status(response: &HttpResponse) -> Failure {
    let failure = Failure::from_status(response);
    let Some(entry) = RESPONSES.get(&response.status.to_string()) else { return failure };
    let failure = failure.kind(entry.kind).retryable(entry.retry == Retry::Later).help(entry.remedy);
    if entry.kind != ErrorKind::Unauthenticated {
        return failure;
    }
    let failure = failure.refresh_credentials();
    match wrong_region(&String::from_utf8_lossy(&response.body)) {
        Some(help) => failure.help(help),
        None => failure,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::error::failed_job;
    use crate::error::rate_limit::WINDOW;
    use crate::error::{CODES, ErrorCode};
    use http::HeaderMap;
    use leads_core::{Method, Safety};
    use rstest::rstest;
    use std::time::Duration;

    const WRITE: Operation =
        Operation::new("update_opportunity", Method::Post, "/v2/x", Safety::Idempotent).names_record();
    const READ: Operation = Operation::new("search_leads", Method::Post, "/v2/x", Safety::Read);
    const CAPTURE: Operation = Operation::new("capture_opportunity", Method::Post, "/v2/x", Safety::NonIdempotent);

    fn judged(operation: &Operation, status: u16, body: &'static str) -> Classification {
        classify(operation, &HttpResponse::new(status, HeaderMap::new(), body.as_bytes()))
    }

    fn failure(operation: &Operation, status: u16, body: &'static str) -> Failure {
        match judged(operation, status, body) {
            Classification::Failure(failure) => failure,
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case(200)]
    #[case(400)]
    #[case(500)]
    fn body_decides_whatever_the_status(#[case] status: u16) {
        let body = r#"{"Status":"Error","ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"taken"}"#;
        for operation in [&WRITE, &READ] {
            let failure = failure(operation, status, body);
            assert_eq!((failure.kind, failure.outcome), (ErrorKind::Conflict, WriteOutcome::NotApplied));
            assert!(!failure.retryable);
        }
    }

    #[test]
    fn every_listed_code_is_classified_as_its_table_says() {
        for entry in CODES.entries() {
            let body = format!(r#"{{"ExceptionType":"{}","ExceptionMessage":"x"}}"#, entry.code);
            let verdict = classify(&WRITE, &HttpResponse::new(500, HeaderMap::new(), body));
            let Classification::Failure(failure) = verdict else { panic!("{}", entry.code) };
            assert_eq!(failure.kind, entry.kind, "{}", entry.code);
            assert_eq!(failure.retryable, entry.retry == Retry::Later, "{}", entry.code);
            assert!(ErrorCode::from(entry.code).is_known());
        }
        assert_eq!(ErrorCode::all().count(), CODES.entries().len());
    }

    #[rstest]
    #[case("")]
    #[case("<html>no</html>")]
    #[case("no")]
    #[case("{}")]
    fn every_response_code_is_classified_as_its_table_says(#[case] body: &'static str) {
        for entry in RESPONSES.entries() {
            let status: u16 = entry.code.parse().unwrap();
            for operation in [&WRITE, &READ] {
                let failure = failure(operation, status, body);
                assert_eq!((failure.kind, failure.retryable), (entry.kind, entry.retry == Retry::Later), "{status}");
                assert_eq!(failure.help.as_deref(), Some(entry.remedy), "{status}");
                let outcome = if status == 500 { WriteOutcome::Unknown } else { WriteOutcome::NotApplied };
                assert_eq!(failure.outcome, outcome, "{status}");
                assert_eq!(failure.refresh_credentials, status == 401);
            }
        }
    }

    #[test]
    fn rate_limit_in_a_200_names_its_window() {
        let failure = failure(
            &WRITE,
            200,
            r#"{"Status":"Error","ExceptionType":"MXAPIRateLimitExceededException","ExceptionMessage":"API calls exceeded the limit of 20 in 5 second(s)"}"#,
        );
        assert_eq!(failure.kind, ErrorKind::RateLimited);
        assert_eq!(failure.limit, Some((20, Duration::from_secs(5))));
        assert_eq!((failure.retryable, failure.outcome), (true, WriteOutcome::NotApplied));
        let limit = |numbers: &str| limit_in(&format!("API calls exceeded the limit {numbers}"));
        assert_eq!(limit("of 10000 in 1 day(s)"), Some(Some((10_000, Duration::from_secs(86_400)))));
        assert_eq!(limit("of many"), Some(None));
        assert_eq!(limit("of 0 in 5 seconds"), Some(None));
        assert_eq!(limit_in("the text exceeded the limit of 200 in 5 seconds"), None);
    }

    #[test]
    fn bare_429_waits_one_window() {
        for body in ["", "<html>slow down</html>", "API calls exceeded the limit of 25 in 5 second(s)"] {
            let failure = failure(&READ, 429, body);
            assert_eq!((failure.kind, failure.retry_after), (ErrorKind::RateLimited, Some(WINDOW)), "{body}");
        }
    }

    #[test]
    fn wrong_region_is_distinguished_from_wrong_key() {
        let moved = failure(
            &READ,
            401,
            r#"{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Your account is on https://api-in21.leadsquared.com/v2/"}"#,
        );
        assert!(moved.help.unwrap().contains("Region::IndiaMumbai"));
        let unlisted = failure(&READ, 401, "please call api-zz99.leadsquared.com");
        assert!(unlisted.help.unwrap().contains("https://api-zz99.leadsquared.com"));
        let wrong = failure(
            &READ,
            401,
            r#"{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Invalid Access Details provided."}"#,
        );
        assert_eq!(wrong.kind, ErrorKind::Unauthenticated);
        assert!(!wrong.help.unwrap().contains("Region::"));
    }

    #[test]
    fn gateway_error_leaves_a_write_unknown() {
        for (status, body) in [(500, ""), (500, "<html></html>"), (502, ""), (200, "<html></html>"), (200, "")] {
            assert_eq!(failure(&WRITE, status, body).outcome, WriteOutcome::Unknown, "{status} {body}");
        }
        assert_eq!(failure(&WRITE, 404, "").kind, ErrorKind::Precondition);
        assert_eq!(failure(&WRITE, 405, "").outcome, WriteOutcome::NotApplied);
        // According to the vendor's async pages, a type that begins with MX is final, and any other is a fault of its
        // system.
        let inside = failure(&WRITE, 500, r#"{"Status":"Error","ExceptionType":"NullReferenceException"}"#);
        assert_eq!((inside.kind, inside.outcome), (ErrorKind::Rejected, WriteOutcome::Unknown));
        let unlisted = failure(&WRITE, 500, r#"{"Status":"Error","ExceptionType":"MXOfTomorrowException"}"#);
        assert_eq!((unlisted.kind, unlisted.outcome), (ErrorKind::Rejected, WriteOutcome::NotApplied));
    }

    fn success(operation: &Operation, body: &'static str) -> WriteOutcome {
        match judged(operation, 200, body) {
            Classification::Success { outcome, confirmed: true, .. } => outcome,
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn success_requires_the_vendors_envelope() {
        let guid = r#"{"Message":{"Id":"3131ea6a-bb20-4457-b183-ddf6d8716dfe"}}"#;
        for body in [
            r#"{"Status":"Success"}"#,
            r#"{"Status":" SUCCESS ","Message":null}"#,
            r#"{"Status":"Success","Message":{"Id":"1"}}"#,
            r#"{"Status":"Success","Message":{"AffectedRows":0}}"#,
            r#"{"Status":"Success","Message":{"AffectedRows":2,"IsSuccessful":true}}"#,
            r#"{"Status":"Success","ExceptionType":null,"ExceptionMessage":"","IsMXException":false}"#,
            guid,
        ] {
            assert_eq!(success(&WRITE, body), WriteOutcome::Applied, "{body}");
        }
        assert_eq!(success(&CAPTURE, r#"{"Status":2,"CreatedOpportunityId":"1"}"#), WriteOutcome::Partial);
        let partial = r#"{"Status":"2","ExceptionType":"MXX","CreatedOpportunityId":"1"}"#;
        assert_eq!(success(&CAPTURE, partial), WriteOutcome::Partial);
        for body in [r#"{"Status":0}"#, r#"{"Status":"0"}"#, r#"{"ConflictedOpportunityId":"1"}"#] {
            assert_eq!(success(&CAPTURE, body), WriteOutcome::Applied, "{body}");
        }
        let later = r#"{"Status":"Success","Message":{"Message":"Your request has been queued."}}"#;
        assert_eq!(success(&WRITE, later), WriteOutcome::Accepted);
        // A row of a read may have any name.
        let row = judged(&READ, 200, r#"{"Status":1,"Note":"Error"}"#);
        assert!(matches!(row, Classification::Success { confirmed: false, .. }), "{row:?}");
        let rejected = failure(&WRITE, 200, r#"{"Status":"Success","Message":{"IsSuccessful":false}}"#);
        assert_eq!(rejected.outcome, WriteOutcome::NotApplied);
    }

    #[rstest]
    #[case("{}")]
    #[case("[]")]
    #[case("[1]")]
    #[case("[{}]")]
    #[case("null")]
    #[case("true")]
    #[case("7")]
    #[case(r#""Success""#)]
    #[case(r#"["Success","3131ea6a-bb20-4457-b183-ddf6d8716dfe"]"#)]
    #[case(r#"{"error":"upstream timeout"}"#)]
    #[case(r#"{"status":"success"}"#)]
    #[case(r#"{"Status":"OK"}"#)]
    #[case(r#"{"Status":true}"#)]
    #[case(r#"{"Status":null}"#)]
    #[case(r#"{"Status":{}}"#)]
    #[case(r#"{"Status":["Success"],"Message":[]}"#)]
    #[case(r#"{"Message":{"Id":"proxy-17"}}"#)]
    #[case(r#"{"Id":"3131ea6a-bb20-4457-b183-ddf6d8716dfe"}"#)]
    #[case(r#"{"RequestId":"1"}"#)]
    #[case("<html></html>")]
    #[case("")]
    #[case("OK")]
    fn foreign_2xx_proves_nothing(#[case] body: &'static str) {
        for operation in crate::api::operations().filter(|operation| operation.safety.is_write()) {
            // The response to a bulk call can be a list of words.
            for status in [200, 201, 202, 204] {
                let failure = failure(operation, status, body);
                assert_eq!(failure.outcome, WriteOutcome::Unknown, "{} {status}", operation.name);
                assert!(!failure.retryable, "{}", operation.name);
            }
        }
    }

    #[test]
    fn number_is_a_success_only_where_documented() {
        for body in [r#"{"Status":0}"#, r#"{"Status":"0"}"#, r#"{"Status":1}"#, r#"{"Status":2}"#] {
            assert_eq!(failure(&WRITE, 200, body).outcome, WriteOutcome::Unknown, "{body}");
        }
        assert_eq!(failure(&CAPTURE, 200, r#"{"Status":1}"#).outcome, WriteOutcome::NotApplied);
        assert_eq!(failure(&CAPTURE, 200, r#"{"Status":3}"#).outcome, WriteOutcome::Unknown);
    }

    #[test]
    fn request_id_means_accepted_only_on_the_async_host() {
        use crate::api::asynchronous::{CaptureLeadAsync, CreateActivityAsync};
        use leads_core::Request as _;
        for operation in [&CaptureLeadAsync::OPERATION, &CreateActivityAsync::OPERATION] {
            for body in [
                r#"{"Status":"Request accepted. Please use below request id","RequestID":"1"}"#,
                r#"{"RequestID":"1"}"#,
                r#"{"Status":"Request accepted","RequestId":"1"}"#,
                r#"{"Status":"Request accepted","RequestID":"1","RequestId":"1"}"#,
            ] {
                assert_eq!(success(operation, body), WriteOutcome::Accepted, "{body}");
            }
            for body in [
                r#"{"RequestID":" "}"#,
                r#"{"RequestId":"1"}"#,
                r#"{"Status":"Success"}"#,
                r#"{"Status":"Request accepted"}"#,
            ] {
                assert_eq!(failure(operation, 200, body).outcome, WriteOutcome::Unknown, "{body}");
            }
            let rejected = failure(operation, 200, r#"{"Status":"Failed","RequestID":"1"}"#);
            assert_eq!(rejected.outcome, WriteOutcome::NotApplied);
        }
        assert_eq!(failure(&WRITE, 200, r#"{"RequestID":"1"}"#).outcome, WriteOutcome::Unknown);
    }

    #[test]
    fn documented_exceptions_succeed_without_an_envelope() {
        const MAIL: Operation = Operation::new("send_email_to_lead", Method::Post, "/v2/x", Safety::NonIdempotent);
        const UPLOAD: Operation = Operation::new("upload_file", Method::Post, "/x", Safety::NonIdempotent);
        assert_eq!(success(&MAIL, r#"{"ID":"7","MemberCount":1,"TotalRecipient":1}"#), WriteOutcome::Applied);
        for body in [
            r#"[{"uploadedFile":"a.jpg","s3FilePath":"https://bucket.example.com/a.jpg"}]"#,
            r#"{"uploadedFile":"a.jpg","s3FilePath":"https://bucket.example.com/a.jpg"}"#,
            r#"{"Status":"Success","uploadedFile":"a.jpg"}"#,
        ] {
            assert_eq!(success(&UPLOAD, body), WriteOutcome::Applied, "{body}");
        }
        for (operation, body) in [(&MAIL, r#"{"ID":"7"}"#), (&UPLOAD, "[{}]"), (&UPLOAD, r#"[{"s3FilePath":""}]"#)] {
            assert_eq!(failure(operation, 200, body).outcome, WriteOutcome::Unknown, "{body}");
        }
    }

    #[rstest]
    #[case(r#"{"IsMXException":true,"ExceptionMessage":"Invalid event code"}"#, "Error")]
    #[case(r#"{"ExceptionMessage":"Invalid event code"}"#, "Error")]
    #[case(r#"{"Status":"Failed","Message":{"Message":"Invalid event code"}}"#, "Failed")]
    #[case(r#"{"Status":"FAIL","Message":"Invalid event code"}"#, "FAIL")]
    #[case(r#"{"Status":" Failure ","ErrorMessage":"Invalid event code"}"#, "Failure")]
    #[case(r#"{"Status":"Error","Message":["Invalid event code"]}"#, "Error")]
    #[case(r#"{"Status":{"Message":"Error"},"ExceptionMessage":"Invalid event code"}"#, "Error")]
    #[case(r#"{"Status":null,"ExceptionType":null,"ExceptionMessage":"Invalid event code"}"#, "Error")]
    fn rejection_keeps_the_vendors_message(#[case] body: &'static str, #[case] code: &str) {
        for status in [200, 400, 500, 502] {
            for operation in [&WRITE, &READ, &CAPTURE] {
                let failure = failure(operation, status, body);
                assert_eq!(
                    (failure.kind, failure.outcome),
                    (ErrorKind::Rejected, WriteOutcome::NotApplied),
                    "{status} {body}"
                );
                assert!(!failure.retryable && !failure.resend_once, "{status} {body}");
                assert_eq!(
                    (failure.codes[0].code.as_str(), failure.codes[0].message.as_deref()),
                    (code, Some("Invalid event code"))
                );
            }
        }
    }

    #[test]
    fn unknown_status_word_is_kept_in_the_error() {
        let body = r#"{"Status":"Parked","Message":"try the other door"}"#;
        for operation in [&WRITE, &READ] {
            for status in [200, 500] {
                let failure = failure(operation, status, body);
                assert_eq!(
                    (failure.codes[0].code.as_str(), failure.codes[0].message.as_deref()),
                    ("Parked", Some("try the other door"))
                );
                if operation.safety.is_write() {
                    assert_eq!(failure.outcome, WriteOutcome::Unknown);
                }
            }
        }
    }

    #[rstest]
    #[case(r#"{"ID":"7","Status":"Failed"}"#)]
    #[case(r#"{"ProspectID":"7","Status":"Parked","Message":"x"}"#)]
    #[case(r#"{"RequestId":"7","TaskStatus":{"Status":"ERROR"},"Message":{"Status":"Error","ExceptionType":"MXX","ExceptionMessage":"x"}}"#)]
    #[case(r#"{"RecordCount":1,"List":[{"Status":"Failed"}]}"#)]
    #[case(r#"{"RecordCount":0}"#)]
    #[case(r#"{"OpportunityManagement":"Enabled"}"#)]
    #[case(r#"[{"Status":"Failed","ExceptionMessage":"x"}]"#)]
    #[case(r#"{"Leads":[{"Note":"ExceptionType"}],"Status":null}"#)]
    fn record_with_its_own_status_is_not_a_rejection(#[case] body: &'static str) {
        assert!(matches!(judged(&READ, 200, body), Classification::Success { .. }), "{body}");
    }

    #[rstest]
    #[case(r#"{"Status":"Error","ExceptionMessage":"API calls exceeded the limit of 10 in 5 second(s)"}"#)]
    #[case(r#"{"Message":"API calls exceeded the limit of 10 in 5 second(s)."}"#)]
    #[case(r#"{"Message":{"Message":"API calls exceeded the limit of 10 in 5 second(s)"}}"#)]
    #[case(r#"{"Status":"Error","ExceptionType":"MXOfTomorrowException","ExceptionMessage":"api CALLS exceeded the limit of 10 in 5 seconds"}"#)]
    #[case("API calls exceeded the limit of 10 in 5 second(s)")]
    #[case(r#""API calls exceeded the limit of 10 in 5 second(s)""#)]
    fn rate_limit_is_recognized_by_its_message(#[case] body: &'static str) {
        for status in [200, 400, 403, 429, 500, 503] {
            for operation in [&WRITE, &READ, &CAPTURE] {
                let failure = failure(operation, status, body);
                assert_eq!(
                    (failure.kind, failure.outcome),
                    (ErrorKind::RateLimited, WriteOutcome::NotApplied),
                    "{status} {body}"
                );
                assert_eq!(failure.limit, Some((10, WINDOW)), "{status} {body}");
                assert!(failure.retryable);
            }
        }
    }

    #[test]
    fn missing_attribute_is_named() {
        let body = r#"{"Status":"Error","ExceptionType":"MXUnknownAttributeException","ExceptionMessage":"Attribute(s) does not exist - mx_One,mx_Two."}"#;
        let failure = failure(&WRITE, 500, body);
        assert_eq!(
            (failure.kind, failure.outcome, failure.retryable),
            (ErrorKind::Rejected, WriteOutcome::NotApplied, false)
        );
        assert_eq!(failure.field.as_deref(), Some("mx_One"));
        assert_eq!(failure.codes[0].subject.as_deref(), Some("mx_One, mx_Two"));
        assert_eq!(failure.codes[0].arguments, ["mx_One", "mx_Two"]);
    }

    #[rstest]
    #[case("'leadId' is mandatory for updating lead", &["leadId"])]
    #[case("Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.", &["mx_Custom_19"])]
    #[case("You have not passed RenderTypeTextValue.", &["RenderTypeTextValue"])]
    #[case("Invalid Input! Parameter Name: You have not passed any ActivityEvent.", &["ActivityEvent"])]
    #[case("PageSize can not be more than 1000.", &["PageSize"])]
    #[case("Invalid SearchBy value provided", &["SearchBy"])]
    #[case("Invalid SqlOperator", &["SqlOperator"])]
    #[case("Duplicate entry 'jo@example.com' for key 'UQ_Prospect_Base_EmailAddress'", &["EmailAddress"])]
    #[case("Invalid event code", &[])]
    #[case("Lead not found", &[])]
    #[case("Attribute(s) does not exist - jo@example.com", &[])]
    #[case("", &[])]
    fn field_is_extracted_from_the_message(#[case] message: &str, #[case] fields: &[&str]) {
        assert_eq!(subjects_of(message), fields, "{message}");
    }

    #[test]
    fn contradictory_envelope_proves_nothing() {
        let body = r#"{"Status":"Success","ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"taken"}"#;
        let failure = failure(&WRITE, 200, body);
        assert_eq!((failure.kind, failure.outcome), (ErrorKind::Conflict, WriteOutcome::Unknown));
        assert_eq!(failure.help, None, "the remedy would make the record again");
        for status in [500, 503] {
            let failure = super::tests::failure(&WRITE, status, r#"{"Status":"Success","Message":{"Id":"7"}}"#);
            assert_eq!(failure.outcome, WriteOutcome::Unknown);
        }
    }

    #[test]
    fn help_for_unknown_outcomes_never_suggests_creating() {
        for entry in CODES.entries() {
            for status in [200, 500] {
                for word in ["Success", "Error"] {
                    let body = format!(r#"{{"Status":"{word}","ExceptionType":"{}"}}"#, entry.code);
                    let verdict = classify(&WRITE, &HttpResponse::new(status, HeaderMap::new(), body));
                    let Classification::Failure(failure) = verdict else { panic!("{}", entry.code) };
                    if failure.outcome == WriteOutcome::Unknown {
                        let help = failure.help.unwrap_or_default();
                        assert!(help.is_empty() || help.contains("read"), "{help}");
                    }
                }
            }
        }
    }

    #[test]
    fn truncated_json_of_a_write_proves_nothing() {
        for body in [r#"{"Status":"Success","Message":{"Id":"#, "[{\"RowNumber\":1"] {
            for operation in crate::api::operations().filter(|operation| operation.safety.is_write()) {
                match judged(operation, 200, body) {
                    Classification::Success { outcome: WriteOutcome::Unknown, confirmed: false, .. } => {}
                    Classification::Failure(failure) => {
                        assert_eq!(failure.outcome, WriteOutcome::Unknown, "{}", operation.name)
                    }
                    other => panic!("{} {other:?}", operation.name),
                }
            }
        }
    }

    #[test]
    fn failed_job_is_classified_by_the_code_in_its_reason_or_response() {
        use crate::api::asynchronous::{CaptureLeadAsync, UpdateLeadAsync};
        use leads_core::Request as _;
        let job = |operation, reason, state| failed_job(operation, "FAILURE", reason, state, "7");
        let update = Some(&UpdateLeadAsync::OPERATION);
        let missing = job(update, Some("MXInvalidEntityException: Lead does not exist"), "{}");
        assert_eq!((missing.kind(), missing.outcome()), (ErrorKind::NotFound, WriteOutcome::NotApplied));
        let capture = Some(&CaptureLeadAsync::OPERATION);
        assert_eq!(job(capture, Some("MXInvalidEntityException"), "{}").kind(), ErrorKind::Rejected);
        let inside = r#"{"TaskStatus":{"Message":{"ExceptionType":"MXUnknownAttributeException","ExceptionMessage":"Attribute(s) does not exist - mx_One."}}}"#;
        let inside = job(capture, None, inside);
        assert_eq!((inside.outcome(), inside.field()), (WriteOutcome::NotApplied, Some("mx_One")));
        assert_eq!(inside.code_as::<ErrorCode>(), None, "the caller names the vendor");
        let fault = job(update, Some("TimeoutException after MX lookup"), "{}");
        assert_eq!(fault.outcome(), WriteOutcome::Unknown);
        assert!(fault.help().is_some_and(|help| help.contains("read")));
    }

    #[test]
    fn rejected_capture_may_have_created_its_lead() {
        let body = r#"{"Status":1,"RelatedProspectId":"7","ExceptionType":"MXInvalidActivityFieldsException","ExceptionMessage":"x"}"#;
        assert_eq!(failure(&CAPTURE, 200, body).outcome, WriteOutcome::Partial);
        let body = r#"{"Status":1,"RelatedProspectId":null,"ExceptionType":"MXInvalidActivityFieldsException"}"#;
        assert_eq!(failure(&CAPTURE, 200, body).outcome, WriteOutcome::NotApplied);
    }
}
