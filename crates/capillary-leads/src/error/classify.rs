//! Classification of responses.

use super::{CODES, ErrorCode};
use crate::api;
use crate::model::{Envelope, Warning, items};
use crate::settings::Settings;
use leads_core::error::{CodeEntry, ErrorKind, Retry};
use leads_core::vendor::{Auth, Classification, Failure, HttpResponse, Operation};
use leads_core::vendor::{decode, tolerant};
use leads_core::{Code, Request, WriteOutcome};
use serde::Deserialize;

/// Classifies a response. The body takes precedence over the status; the status decides only if the body says nothing.
pub(crate) fn classify(settings: &Settings, operation: &Operation, response: &HttpResponse) -> Classification {
    let json = response.looks_like_json();
    let object = response.first_byte() == Some(b'{');
    if object
        && has_nonempty_member(response, "\"errors\"")
        && let Ok(envelope) = response.json::<Envelope<'_>>()
    {
        let found = items(envelope.errors);
        if !found.is_empty() {
            return switch_create_method(
                settings,
                operation,
                response,
                envelope_failure(operation, response, &envelope, found),
            )
            .into();
        }
    }
    if object
        && response.contains(b"\"response\"")
        && let Some(failure) = v1_failure(operation, response)
    {
        return failure.into();
    }
    if !response.is_2xx() {
        return switch_create_method(settings, operation, response, status_failure(operation, response)).into();
    }
    // An empty body is not a foreign page: reading it reports the missing record. No member of the vendor's success
    // envelope proves a change; only the record does.
    if !json && !response.is_blank() {
        return Failure::from_status(response).into();
    }
    let warnings = if object { warnings(response) } else { Vec::new() };
    Classification::tentative().with_warnings(warnings)
}

/// The codes that mean an invalid token, regardless of the HTTP status.
const TOKEN_CODES: &[&str] = &["401", "498"];

/// Reads the vendor's v1.1 form, which is also used for token errors: `{"response":{"status":{"code":..}}}`. Returns
/// `None` if the body has a different form or a success code.
fn v1_failure(operation: &Operation, response: &HttpResponse) -> Option<Failure> {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default, deserialize_with = "tolerant::object")]
        response: Option<Response>,
    }
    #[derive(Deserialize)]
    struct Response {
        #[serde(default, deserialize_with = "tolerant::object")]
        status: Option<Warning>,
    }
    let status = decode::from_slice::<Body>(&response.body).ok()?.response?.status?;
    // `success` is true for failures too; the code alone decides.
    let number = status.code.and_then(|code| u16::try_from(code).ok());
    if status.code.is_none() || number.is_some_and(|number| (200..300).contains(&number)) {
        return None;
    }
    let code = status.into_code();
    let failure = match CODES.get(&code.code) {
        Some(entry) => failure_from_entry(entry),
        None => match number.filter(|number| (400..600).contains(number)) {
            // The numbers are HTTP statuses. In the vendor's own envelope every 4xx is a rejection.
            Some(number) => {
                let failure = Failure::from_status(&HttpResponse::new(number, Default::default(), bytes::Bytes::new()));
                if number < 500 { failure.outcome(WriteOutcome::NotApplied) } else { failure.retryable(false) }
            }
            None => Failure::rejected(unauthenticated_if_token(operation), "rejected by the vendor"),
        },
    };
    Some(refresh_if_stale(response, &code, failure).codes(vec![code]))
}

fn failure_from_entry(entry: &CodeEntry) -> Failure {
    Failure::rejected(entry.kind, "rejected by the vendor").retryable(entry.retry == Retry::Later).help(entry.remedy)
}

/// Requests new credentials if the status or code says that they are no longer valid.
fn refresh_if_stale(response: &HttpResponse, code: &Code, failure: Failure) -> Failure {
    let stale = matches!(response.status, 401 | 498) || TOKEN_CODES.contains(&code.code.as_str());
    if stale { failure.refresh_credentials() } else { failure }
}

/// Switches to the other method after a 405 on a create, which proves that no lead was created; see
/// [`Builder::create_method`](crate::Builder::create_method).
fn switch_create_method(
    settings: &Settings,
    operation: &Operation,
    response: &HttpResponse,
    failure: Failure,
) -> Failure {
    if operation.name != api::leads::CreateLead::OPERATION.name || response.status != 405 {
        return failure;
    }
    let failure = failure.outcome(WriteOutcome::NotApplied).help(
        "the vendor documents POST and PATCH for creating a lead; if neither is accepted, ask the vendor whether the \
         organisation may create leads",
    );
    if settings.switch_from(response.method) { failure.resend_once() } else { failure }
}

/// Whether a non-empty member with this name occurs anywhere in the body. Every list of the vendor has an empty
/// `errors`, so the name alone does not justify parsing.
fn has_nonempty_member(response: &HttpResponse, name: &str) -> bool {
    let body: &[u8] = &response.body;
    memchr::memmem::find_iter(body, name).any(|at| {
        let after = body.get(at + name.len()..).unwrap_or_default().trim_ascii_start();
        let Some(value) = after.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else { return false };
        let empty_list = value.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"]"));
        !empty_list && !value.starts_with(b"null")
    })
}

fn warnings(response: &HttpResponse) -> Vec<Code> {
    if !has_nonempty_member(response, "\"warnings\"") {
        return Vec::new();
    }
    match response.json::<Envelope<'_>>() {
        Ok(envelope) => items(envelope.warnings).into_iter().map(Warning::into_code).collect(),
        // A malformed body is reported when it is parsed.
        Err(_) => Vec::new(),
    }
}

fn envelope_failure(
    operation: &Operation,
    response: &HttpResponse,
    envelope: &Envelope<'_>,
    found: Vec<Warning>,
) -> Failure {
    let own = found.iter().any(|item| item.code.is_some() || item.status.is_some());
    let mut codes: Vec<Code> = found.into_iter().map(Warning::into_code).collect();
    // The deciding code comes first: the first known one, otherwise the first one.
    if let Some(at) = codes
        .iter()
        .position(|code| CODES.get(&code.code).is_some())
        .or_else(|| codes.iter().position(|code| !code.code.is_empty()))
    {
        codes.get_mut(..=at).unwrap_or_default().rotate_right(1);
    }
    let entry = codes.first().and_then(|code| CODES.get(&code.code));
    let by_status = status_failure(operation, response);
    // An item without a code and without `status` may not come from the vendor.
    if !own {
        let failure = match operation.auth {
            Auth::None => by_status.kind(ErrorKind::Unauthenticated),
            _ => by_status,
        };
        return failure.codes(codes);
    }
    let failure = match entry {
        Some(entry) => failure_from_entry(entry),
        None if response.is_2xx() => Failure::rejected(unauthenticated_if_token(operation), "rejected by the vendor"),
        // The vendor's own envelope says that the call failed, so the outcome of a 5xx with it is known.
        None => by_status.outcome(WriteOutcome::NotApplied),
    };
    let failure = match codes.first() {
        Some(code) => refresh_if_stale(response, code, failure),
        None => failure,
    };
    let outcome = outcome_with_errors(operation, envelope);
    let field = codes.first().and_then(|code| ErrorCode::from(code.code.as_str()).field());
    let mut failure = failure.codes(codes).outcome(outcome);
    if outcome != WriteOutcome::NotApplied {
        // The remedy for a rejection could apply the change a second time.
        failure.help = None;
    }
    match field {
        Some(field) => failure.field(field),
        None => failure,
    }
}

/// The outcome of a write whose response has errors. An error means that the main action failed. A record in the same
/// response contradicts that; for the one operation that creates several records it means that some were created.
fn outcome_with_errors(operation: &Operation, envelope: &Envelope<'_>) -> WriteOutcome {
    let filled = |text: &str| {
        let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
        matches!(text.as_bytes().first(), Some(b'[' | b'{')) && !inside.trim().is_empty()
    };
    let record = envelope.id.is_some_and(|id| id.get() != "null") || envelope.data.is_some_and(|d| filled(d.get()));
    match record {
        false => WriteOutcome::NotApplied,
        true if operation.name == api::reasons::CreateReasons::OPERATION.name => WriteOutcome::Partial,
        true => WriteOutcome::Unknown,
    }
}

/// Returns the kind of a rejection: a token request can only be rejected for its credentials.
fn unauthenticated_if_token(operation: &Operation) -> ErrorKind {
    if operation.auth == Auth::None { ErrorKind::Unauthenticated } else { ErrorKind::Rejected }
}

/// Classifies by status if the body says nothing. The vendor's own meanings take precedence over the usual ones.
fn status_failure(operation: &Operation, response: &HttpResponse) -> Failure {
    let failure = Failure::from_status(response);
    match response.status {
        400 => {
            failure.kind(unauthenticated_if_token(operation)).help("the vendor only reports that the input is invalid")
        }
        401 => failure.refresh_credentials().help("check user and password, or key and secret, and the cluster"),
        403 => failure.help(
            "three causes: the organisation has no v2 API, the access group lacks the Leads resource, or a required \
             field is missing",
        ),
        // The vendor's page of 2019 had this operation, no later one has it. A host without it responds like this.
        404 | 405 if operation.name == api::leads::GetLead::OPERATION.name => failure
            .kind(if response.status == 405 { ErrorKind::Precondition } else { ErrorKind::NotFound })
            .help("the operation is documented for 2019 and 2020 only and may be gone; use ListLeads with user_id"),
        405 => failure.help("the resource does not have this operation"),
        415 => failure.help("the content type must be application/json"),
        498 => {
            let failure = Failure::rejected(ErrorKind::Unauthenticated, "the token has expired").refresh_credentials();
            let failure = failure.codes(vec![Code::new(ErrorCode::TokenExpired.as_str())]);
            // HTTP has no 498, so with a foreign body it may not come from the vendor.
            let silent = response.is_blank() || response.form() == "an empty JSON object";
            if silent { failure } else { failure.outcome(WriteOutcome::Unknown) }
        }
        // "Busy, try again later" does not say whether a write was applied.
        461 => {
            let failure = failure.kind(ErrorKind::Server).outcome(WriteOutcome::Unknown);
            failure.retryable(true).help("the search engine is busy")
        }
        521 => failure.retryable(true).help("several operations are running for the same customer"),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::leads::{CreateLead, GetLead, ListLeads, UpdateLeadStatus};
    use crate::api::oauth::GenerateToken;
    use crate::api::reasons::CreateReasons;
    use rstest::rstest;

    fn judge(operation: &Operation, status: u16, body: &str) -> Classification {
        classify(&Settings::default(), operation, &HttpResponse::new(status, Default::default(), body.to_owned()))
    }

    fn failed(operation: &Operation, status: u16, body: &str) -> Failure {
        match judge(operation, status, body) {
            Classification::Failure(failure) => failure,
            other => panic!("{status} {body}: {other:?}"),
        }
    }

    const STATUS: &Operation = &UpdateLeadStatus::OPERATION;

    fn envelope(code: u32, message: &str) -> String {
        format!(r#"{{"warnings":[],"errors":[{{"status":false,"code":{code},"message":"{message}"}}]}}"#)
    }

    #[rstest]
    #[case(200)]
    #[case(201)]
    #[case(400)]
    #[case(404)]
    #[case(500)]
    #[case(503)]
    fn code_takes_precedence_over_status(#[case] status: u16) {
        let failure = failed(STATUS, status, &envelope(92024, "Status change not allowed on closed leads"));
        assert_eq!((failure.kind, failure.outcome), (ErrorKind::State, WriteOutcome::NotApplied));
        assert!(!failure.retryable && failure.help.is_some());
        assert_eq!(failure.codes[0].code, "92024");
    }

    #[rstest]
    #[case(92003, "Invalid Lead Status MAYBE", &["MAYBE"])]
    #[case(92004, "Lead Reason not found with id 77", &["77"])]
    #[case(92008, "No user found with the given userId 5", &["5"])]
    #[case(92016, "Invalid SKU item 9", &["item 9"])]
    #[case(92017, "invalid brand acme", &["acme"])]
    #[case(92018, "Invalid Category c", &["c"])]
    #[case(92019, "Invalid lead owner jo", &["jo"])]
    #[case(92020, "Invalid lead sub status S", &["S"])]
    #[case(92021, "Lead sub status Call back already exists for status ON_HOLD", &["Call back", "ON_HOLD"])]
    #[case(92021, "something else", &[])]
    #[case(92016, "Invalid SKU {0}", &[])]
    #[case(92001, "Lead not found", &[])]
    fn arguments_are_extracted_from_the_message(#[case] code: u32, #[case] message: &str, #[case] wanted: &[&str]) {
        let failure = failed(STATUS, 400, &envelope(code, message));
        assert_eq!(failure.codes[0].arguments, wanted);
        assert_eq!(failure.codes[0].code, code.to_string());
    }

    #[test]
    fn known_code_comes_first_among_several_errors() {
        let body = r#"{"errors":[{},{"code":55,"message":"x"},{"code":"92001","message":"Lead not found"}]}"#;
        let failure = failed(STATUS, 200, body);
        assert_eq!(failure.kind, ErrorKind::NotFound);
        let codes: Vec<&str> = failure.codes.iter().map(|code| code.code.as_str()).collect();
        assert_eq!(codes, ["92001", "", "55"]);
    }

    #[rstest]
    #[case(STATUS, 200, r#"{"errors":[{"code":712,"message":"x"}]}"#, ErrorKind::Rejected, false)]
    #[case(STATUS, 401, r#"{"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::Unauthenticated, false)]
    #[case(STATUS, 429, r#"{"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::RateLimited, true)]
    #[case(STATUS, 500, r#"{"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::Server, false)]
    #[case(STATUS, 503, r#"{"errors":[{"code":4001,"message":"x"}]}"#, ErrorKind::Server, true)]
    #[case(STATUS, 403, r#"{"errors":[{"code":4000,"message":"x"}]}"#, ErrorKind::Forbidden, false)]
    #[case(STATUS, 200, r#"{"errors":[{"status":false,"message":"only words"}]}"#, ErrorKind::Rejected, false)]
    #[case(STATUS, 200, r#"{"errors":{"code":92002}}"#, ErrorKind::Conflict, false)]
    #[case(&GenerateToken::OPERATION, 200, r#"{"data":null,"errors":[{"code":9,"message":"x"}]}"#, ErrorKind::Unauthenticated, false)]
    #[case(&GenerateToken::OPERATION, 400, r#"{"data":null,"errors":[{"code":320001,"message":"x"}]}"#, ErrorKind::Unauthenticated, false)]
    fn errors_in_the_body_are_classified(
        #[case] operation: &Operation,
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorKind,
        #[case] retryable: bool,
    ) {
        let failure = failed(operation, status, body);
        assert_eq!((failure.kind, failure.retryable, failure.outcome), (kind, retryable, WriteOutcome::NotApplied));
        assert_eq!(failure.refresh_credentials, status == 401);
    }

    #[rstest]
    #[case(400, "{}", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(400, "", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(400, "\"\"", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(401, "", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, false)]
    #[case(403, "{}", ErrorKind::Forbidden, WriteOutcome::NotApplied, false)]
    #[case(404, "{}", ErrorKind::NotFound, WriteOutcome::NotApplied, false)]
    #[case(405, "", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(415, "", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    #[case(429, "", ErrorKind::RateLimited, WriteOutcome::NotApplied, true)]
    #[case(461, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(408, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(425, "{}", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(499, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(412, "{}", ErrorKind::Rejected, WriteOutcome::Unknown, false)]
    #[case(498, "", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, false)]
    #[case(498, "{}", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, false)]
    #[case(498, "<html>", ErrorKind::Unauthenticated, WriteOutcome::Unknown, false)]
    #[case(498, r#"{"error":"upstream timeout"}"#, ErrorKind::Unauthenticated, WriteOutcome::Unknown, false)]
    #[case(200, r#"{"errors":["only words"]}"#, ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    #[case(200, r#"{"errors":[{"message":"upstream timeout"}]}"#, ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    #[case(500, r#"{"errors":[]}"#, ErrorKind::Server, WriteOutcome::Unknown, false)]
    #[case(502, "<html>", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(521, "", ErrorKind::Server, WriteOutcome::Unknown, true)]
    #[case(200, "<html>", ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    #[case(200, "ok", ErrorKind::Foreign, WriteOutcome::Unknown, false)]
    fn status_decides_if_the_body_says_nothing(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorKind,
        #[case] outcome: WriteOutcome,
        #[case] retryable: bool,
    ) {
        let failure = failed(STATUS, status, body);
        assert_eq!((failure.kind, failure.outcome, failure.retryable), (kind, outcome, retryable));
    }

    fn v1(code: &str, message: &str) -> String {
        format!(
            r#"{{"response":{{"status":{{"success":"true","code":{code},"message":"{message}"}},"customers":null}}}}"#
        )
    }

    #[rstest]
    #[case(r#""498""#, ErrorKind::Unauthenticated, WriteOutcome::NotApplied, true)]
    #[case("498", ErrorKind::Unauthenticated, WriteOutcome::NotApplied, true)]
    #[case(r#""401""#, ErrorKind::Unauthenticated, WriteOutcome::NotApplied, true)]
    #[case("403", ErrorKind::Forbidden, WriteOutcome::NotApplied, false)]
    #[case("404", ErrorKind::NotFound, WriteOutcome::NotApplied, false)]
    #[case("92024", ErrorKind::State, WriteOutcome::NotApplied, false)]
    #[case("500", ErrorKind::Server, WriteOutcome::Unknown, false)]
    #[case("77", ErrorKind::Rejected, WriteOutcome::NotApplied, false)]
    fn v1_envelope_is_classified_by_its_code(
        #[case] code: &str,
        #[case] kind: ErrorKind,
        #[case] outcome: WriteOutcome,
        #[case] fresh: bool,
    ) {
        for status in [200, 403, 500] {
            let failure = failed(STATUS, status, &v1(code, "words"));
            assert_eq!(
                (failure.kind, failure.outcome, failure.refresh_credentials),
                (kind, outcome, fresh),
                "{status}"
            );
            assert_eq!(failure.codes[0].code, code.trim_matches('"'));
            assert_eq!(failure.codes[0].message.as_deref(), Some("words"));
        }
    }

    #[rstest]
    #[case(&v1("200", "ok"))]
    #[case(r#"{"response":{"status":{"success":"true"}}}"#)]
    #[case(r#"{"response":["x"]}"#)]
    #[case(r#"{"response":"x"}"#)]
    fn v1_envelope_without_failure_is_ignored(#[case] body: &str) {
        assert!(matches!(judge(STATUS, 200, body), Classification::Success { confirmed: false, .. }));
    }

    #[test]
    fn expired_token_is_renewed_regardless_of_status() {
        for status in [200, 201, 400, 401, 403, 498, 500] {
            let failure = failed(STATUS, status, &envelope(498, "Token expired at 2026-01-02T03:04:05.000+0530"));
            assert!(failure.refresh_credentials, "{status}");
            assert_eq!(
                (failure.kind, failure.outcome),
                (ErrorKind::Unauthenticated, WriteOutcome::NotApplied),
                "{status}"
            );
        }
        assert!(!failed(STATUS, 403, &envelope(4000, "x")).refresh_credentials);
    }

    #[test]
    fn field_is_derived_from_the_code() {
        for (code, field) in [(92016, Some("lead_for")), (92004, Some("reason_id")), (4000, None), (712, None)] {
            assert_eq!(failed(STATUS, 400, &envelope(code, "x")).field.as_deref(), field, "{code}");
        }
    }

    #[test]
    fn unknown_outcome_omits_the_rejection_help() {
        let lead = r#"{"id":7,"errors":[{"code":92024,"message":"x"}]}"#;
        let failure = failed(STATUS, 200, lead);
        assert_eq!((failure.outcome, failure.help), (WriteOutcome::Unknown, None));
    }

    #[test]
    fn get_lead_help_mentions_a_missing_operation() {
        let by = |status| failed(&GetLead::OPERATION, status, "");
        assert_eq!(by(405).kind, ErrorKind::Precondition);
        assert_eq!(by(404).kind, ErrorKind::NotFound);
        assert!(by(404).help.unwrap().contains("user_id"));
        let known = failed(&GetLead::OPERATION, 404, &envelope(92001, "Lead not found"));
        assert!(!known.help.unwrap().contains("user_id"));
    }

    #[test]
    fn record_next_to_errors_changes_the_outcome() {
        let some = r#"{"data":[{"id":1,"reason":"a"}],"errors":[{"code":1060,"message":"x"}]}"#;
        assert_eq!(failed(&CreateReasons::OPERATION, 201, some).outcome, WriteOutcome::Partial);
        let none = r#"{"data":[ ],"errors":[{"code":1060,"message":"x"}]}"#;
        assert_eq!(failed(&CreateReasons::OPERATION, 201, none).outcome, WriteOutcome::NotApplied);
        let lead = r#"{"id":7,"errors":[{"code":8015,"message":"x"}]}"#;
        assert_eq!(failed(&CreateLead::OPERATION, 201, lead).outcome, WriteOutcome::Unknown);
    }

    #[test]
    fn warnings_are_found_and_nested_errors_members_are_ignored() {
        let body =
            r#"{"id":1,"extendedFields":{"errors":["x"]},"warnings":[{"status":false,"code":8050,"message":"m"}]}"#;
        let Classification::Success { warnings, confirmed, .. } = judge(STATUS, 200, body) else { panic!() };
        assert_eq!((warnings.len(), warnings[0].code.as_str(), confirmed), (1, "8050", false));
        let Classification::Success { warnings, .. } =
            judge(&ListLeads::OPERATION, 200, r#"{"data":[],"warnings" : [ ]}"#)
        else {
            panic!()
        };
        assert!(warnings.is_empty());
    }

    #[test]
    fn only_a_405_on_create_switches_the_method() {
        let body = envelope(92001, "x");
        assert!(failed(&CreateLead::OPERATION, 405, "").resend_once);
        let failure = failed(&CreateLead::OPERATION, 405, &body);
        assert_eq!(
            (failure.resend_once, failure.outcome, failure.codes[0].code.as_str()),
            (true, WriteOutcome::NotApplied, "92001")
        );
        for status in [400, 404, 500, 501] {
            assert!(!failed(&CreateLead::OPERATION, status, "").resend_once, "{status}");
        }
        assert!(!failed(STATUS, 405, "").resend_once);
    }
}
