//! Classification of responses: every rejection, in every documented or plausible form.

use crate::client;
use dealerstudio::ErrorCode;
use dealerstudio::api::apikeys::ShowApikey;
use dealerstudio::api::appointments::CreateAppointment;
use dealerstudio::api::external_identifiers::ListExternalIdentifiers;
use dealerstudio::api::lead_events::{CreateLeadEventByService, MessageDetail};
use dealerstudio::api::leads::{CreateLead, UpdateLead};
use leads_core::{Error, ErrorKind, WriteOutcome};
use rstest::rstest;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn server(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(status).set_body_raw(body.to_owned(), "text/plain");
    Mock::given(any()).respond_with(template).mount(&server).await;
    server
}

fn update() -> UpdateLead {
    UpdateLead::new(12, "north", "General Enquiry", "Website", "jo@example.com", "0400000000")
}

fn create() -> CreateLead {
    CreateLead::new("north", "General Enquiry", "Website", "jo@example.com", "0400000000")
        .provider("example.com")
        .provider_id("enquiry-1")
}

async fn send_rejected(status: u16, body: &str) -> Error {
    let server = server(status, body).await;
    let error = client(&server).send(&update()).await.unwrap_err();
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    error
}

fn code(error: &Error) -> ErrorCode {
    error.code_as().unwrap()
}

#[rstest]
#[case(200, r#"{"error":"Cannot update lead older than 3 days"}"#)]
#[case(200, r#"{"errors":["Cannot update lead older than 3 days"]}"#)]
#[case(200, r#"{"errors":{"base":["cannot update LEAD older than three days"]}}"#)]
#[case(200, r#"{"message":"Cannot update lead older than 3 days"}"#)]
#[case(200, r#"{"base":["Cannot update lead older than 3 days"]}"#)]
#[case(200, r#"{"success":false,"message":"Lead is too old: 3 days have passed"}"#)]
#[case(200, r#""Cannot update lead older than 3 days""#)]
#[case(200, "Cannot update lead older than 3 days")]
#[case(400, r#"{"error":"Cannot update lead older than 3 days"}"#)]
#[case(403, r#"{"message":"Cannot update lead older than 3 days"}"#)]
#[case(409, "Cannot update lead older than 3 days")]
#[case(422, r#"{"base":["Cannot update lead older than 3 days"]}"#)]
#[case(500, r#"{"error":"Cannot update lead older than 3 days"}"#)]
#[tokio::test]
async fn three_day_rule_is_reported_regardless_of_status(#[case] status: u16, #[case] body: &str) {
    let error = send_rejected(status, body).await;
    assert_eq!((code(&error), error.kind()), (ErrorCode::LeadTooOld, ErrorKind::State));
    assert_eq!((error.outcome(), error.is_retryable()), (WriteOutcome::NotApplied, false));
    assert!(error.help().unwrap().contains("cluster"));
}

#[rstest]
#[case(200, "")]
#[case(204, "")]
#[case(201, "")]
#[case(200, r#"{"lead_cluster_id":34}"#)]
#[case(200, r#"{"lead":{"lead_cluster_id":"34"}}"#)]
#[case(200, r#"{"id":12,"message":"my car is older than 3 days, I want to update the lead"}"#)]
#[case(200, r#"{"lead":{"id":12}}"#)]
#[case(200, r#"{"id":12,"errors":[]}"#)]
#[tokio::test]
async fn success_is_recognized_in_every_form(#[case] status: u16, #[case] body: &str) {
    let server = server(status, body).await;
    let reply = client(&server).send(&update()).await.unwrap();
    assert_eq!((reply.meta().outcome, reply.meta().warnings.len()), (WriteOutcome::Applied, 0));
}

#[tokio::test]
async fn record_with_an_error_is_a_success_with_a_warning() {
    let server = server(200, r#"{"id":12,"errors":{"car":["not found"]}}"#).await;
    let reply = client(&server).send(&update()).await.unwrap();
    assert_eq!((reply.meta().outcome, reply.meta().warnings.len()), (WriteOutcome::Applied, 1));
}

#[rstest]
#[case("{}")]
#[case("null")]
#[case("[]")]
#[case("[1]")]
#[case("[{}]")]
#[case("[{\"id\":12}]")]
#[case("true")]
#[case(r#""ok""#)]
#[case("12")]
#[case("OK")]
#[case(r#"{"success":true}"#)]
#[case(r#"{"status":"ok"}"#)]
#[case(r#"{"success":true,"message":"Appointment created"}"#)]
#[case(r#"{"message":"created"}"#)]
#[case(r#"{"message":"Appointment created","code":7}"#)]
#[case(r#"{"error":"upstream timeout"}"#)]
#[case(r#"{"errors":["upstream timeout"]}"#)]
#[case(r#"{"errors":{"upstream":["timeout"]}}"#)]
#[case(r#"{"success":false,"message":"upstream timeout"}"#)]
#[case(r#"{"success":false,"id":12}"#)]
#[case(r#"{"id":"proxy-17"}"#)]
#[case(r#"{"id":null}"#)]
#[case(r#"{"id":0}"#)]
#[case(r#"{"id":-1}"#)]
#[case(r#"{"id":1.5}"#)]
#[case(r#"{"id":true}"#)]
#[case(r#"{"lead":{}}"#)]
#[case(r#"{"lead":[12]}"#)]
#[case(r#"{"data":{}}"#)]
#[case(r#"{"tags":["hot"]}"#)]
#[case(r#"{"fault":{"reason":"no backend"}}"#)]
#[case("<html><body>Please log in</body></html>")]
#[tokio::test]
async fn response_without_proof_is_unknown(#[case] body: &str) {
    for status in [200, 201, 202] {
        let server = server(status, body).await;
        let client = client(&server);
        let appointment = CreateAppointment::new(12, "2026-03-01T09:30:00+10:00", "Test Drive", "x");
        for error in [
            client.send(&update()).await.unwrap_err(),
            client.send(&create()).await.unwrap_err(),
            client.send(&appointment).await.unwrap_err(),
        ] {
            assert_eq!(error.outcome(), WriteOutcome::Unknown, "{status} {body}: {error}");
            assert!(error.help().unwrap().contains("not known whether the change was made"), "{:?}", error.help());
        }
    }
}

#[rstest]
#[case(202)]
#[case(205)]
#[case(206)]
#[tokio::test]
async fn empty_response_with_another_status_is_unknown(#[case] status: u16) {
    assert_eq!(send_rejected(status, "").await.outcome(), WriteOutcome::Unknown);
}

#[rstest]
#[case(200, r#"{"phone":["is invalid"]}"#, "phone")]
#[case(200, r#"{"errors":{"lead":{"email":["is invalid"]}}}"#, "email")]
#[case(201, r#"{"errors":[{"field":"dealership_id","message":"must exist"}]}"#, "dealership")]
#[case(412, r#"{"phone":["is invalid"]}"#, "phone")]
#[tokio::test]
async fn rejected_fields_prove_a_rejection_with_any_status(
    #[case] status: u16,
    #[case] body: &str,
    #[case] field: &str,
) {
    let error = send_rejected(status, body).await;
    assert_eq!((code(&error), error.outcome()), (ErrorCode::ValidationFailed, WriteOutcome::NotApplied));
    assert_eq!(error.field(), Some(field));
}

#[rstest]
#[case(402)]
#[case(406)]
#[case(408)]
#[case(412)]
#[case(425)]
#[case(451)]
#[case(499)]
#[tokio::test]
async fn another_4xx_with_a_foreign_body_proves_nothing(#[case] status: u16) {
    for body in ["", "{}", r#"{"message":"Forbidden"}"#, "<html></html>", "no"] {
        assert_eq!(send_rejected(status, body).await.outcome(), WriteOutcome::Unknown, "{status} {body}");
    }
}

/// The rule is documented for leads only; the same message of another operation proves nothing.
#[tokio::test]
async fn three_day_rule_applies_to_leads_only() {
    let server = server(200, r#"{"error":"Cannot update lead older than 3 days"}"#).await;
    let appointment = CreateAppointment::new(12, "2026-03-01T09:30:00+10:00", "Test Drive", "x");
    assert_eq!(client(&server).send(&appointment).await.unwrap_err().outcome(), WriteOutcome::Unknown);
}

#[tokio::test]
#[allow(deprecated)]
async fn event_response_may_have_the_event() {
    let server = server(201, r#"{"lead_event":{"id":5}}"#).await;
    let event = CreateLeadEventByService::new("impel", 12, MessageDetail::new().description("Hi"));
    let reply = client(&server).send(&event).await.unwrap();
    assert_eq!((reply.meta().outcome, reply.is_some()), (WriteOutcome::Applied, true));
}

#[tokio::test]
async fn unknown_outcome_help_names_the_record() {
    let error = send_rejected(200, "OK").await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Foreign, WriteOutcome::Unknown));
    assert!(error.help().unwrap().contains("lead 12"));
}

#[rstest]
#[case(r#"{"phone":["is invalid"]}"#, "phone", "is invalid")]
#[case(r#"{"errors":{"lead.email":["is invalid"]}}"#, "email", "is invalid")]
#[case(r#"{"errors":{"lead":{"phone":["is invalid"]}}}"#, "phone", "is invalid")]
#[case(r#"{"dealership_slug":["must exist"]}"#, "dealership", "must exist")]
#[case(r#"{"address_attributes.postcode":["is not a number"]}"#, "address.postcode", "is not a number")]
#[case(r#"{"lead_files_attributes":["too large"]}"#, "files", "too large")]
#[case(r#"{"message":["is too long"]}"#, "message", "is too long")]
#[case(r#"{"errors":[{"field":"phone","message":"is invalid"}]}"#, "phone", "is invalid")]
#[tokio::test]
async fn rejected_fields_use_this_crates_names(#[case] body: &str, #[case] field: &str, #[case] message: &str) {
    let error = send_rejected(422, body).await;
    assert_eq!((code(&error), error.kind()), (ErrorCode::ValidationFailed, ErrorKind::Rejected));
    assert_eq!((error.codes()[0].subject.as_deref(), error.field()), (Some(field), Some(field)));
    assert_eq!(error.codes()[0].message.as_deref(), Some(message));
    assert_eq!(error.outcome(), WriteOutcome::NotApplied);
}

#[tokio::test]
async fn all_rejected_fields_are_reported() {
    let error = send_rejected(422, r#"{"phone":["is invalid","is too short"],"email":["is taken"]}"#).await;
    let found: Vec<_> = error.codes().iter().map(|code| code.subject.clone().unwrap()).collect();
    assert_eq!(found, ["phone", "phone", "email"]);
    let worded = send_rejected(422, r#"{"message":"Validation failed"}"#).await;
    assert_eq!(worded.codes()[0].message.as_deref(), Some("Validation failed"));
    let empty = send_rejected(422, "").await;
    assert_eq!((code(&empty), empty.codes().len()), (ErrorCode::ValidationFailed, 1));
}

#[rstest]
#[case(401, "HTTP Token: Access denied.", ErrorCode::Unauthorised, ErrorKind::Unauthenticated)]
#[case(401, r#"{"error":"Unauthorised"}"#, ErrorCode::Unauthorised, ErrorKind::Unauthenticated)]
#[case(401, "", ErrorCode::Unauthorised, ErrorKind::Unauthenticated)]
#[case(403, r#"{"error":"Forbidden"}"#, ErrorCode::Forbidden, ErrorKind::Forbidden)]
#[case(404, r#"{"error":"Lead NOT found"}"#, ErrorCode::NotFound, ErrorKind::NotFound)]
#[case(404, "", ErrorCode::NotFound, ErrorKind::NotFound)]
#[case(400, r#"{"error":"param is missing"}"#, ErrorCode::Rejected, ErrorKind::Rejected)]
#[case(429, "slow down", ErrorCode::TooManyCalls, ErrorKind::RateLimited)]
#[tokio::test]
async fn rejections_are_not_applied(
    #[case] status: u16,
    #[case] body: &str,
    #[case] wanted: ErrorCode,
    #[case] kind: ErrorKind,
) {
    let error = send_rejected(status, body).await;
    assert_eq!((code(&error), error.kind(), error.outcome()), (wanted, kind, WriteOutcome::NotApplied));
    assert!(error.help().is_some());
    // Text that is not JSON is not included.
    assert!(!error.to_string().contains("Access denied"));
}

#[rstest]
#[case(503, "Service Unavailable", ErrorCode::Unavailable)]
#[case(502, "<html>Bad Gateway</html>", ErrorCode::Unavailable)]
#[case(500, r#"{"status":500,"error":"Internal Server Error"}"#, ErrorCode::ServerError)]
#[tokio::test]
async fn gateway_failure_is_unknown_and_names_the_lead(
    #[case] status: u16,
    #[case] body: &str,
    #[case] wanted: ErrorCode,
) {
    let server = server(status, body).await;
    let error = client(&server).send(&create()).await.unwrap_err();
    assert_eq!((code(&error), error.outcome()), (wanted, WriteOutcome::Unknown));
    assert!(error.help().unwrap().contains("provider `example.com` and provider_id `enquiry-1`"), "{:?}", error.help());
}

#[tokio::test]
async fn create_response_without_id_is_unknown() {
    for body in ["", "{}", r#"{"status":"ok"}"#] {
        let server = server(201, body).await;
        let error = client(&server).send(&create()).await.unwrap_err();
        assert!(error.is_decode(), "{body}");
        assert_eq!(error.outcome(), WriteOutcome::Unknown, "{body}");
        assert!(error.help().unwrap().contains("enquiry-1"));
    }
}

#[tokio::test]
async fn unauthorised_names_the_missing_permission_once_the_key_is_known() {
    let server = MockServer::start().await;
    let key = ResponseTemplate::new(200).set_body_string(r#"{"id":1,"permissions":["index:external_identifier"]}"#);
    Mock::given(wiremock::matchers::path("/api/v1/apikeys/apikey_details.json")).respond_with(key).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(401).set_body_string("denied")).mount(&server).await;
    let client = client(&server);

    let before = client.send(&create()).await.unwrap_err();
    assert_eq!((code(&before), before.kind()), (ErrorCode::Unauthorised, ErrorKind::Unauthenticated));
    assert!(before.help().unwrap().contains("create:lead"));

    client.send(&ShowApikey::new()).await.unwrap();
    let after = client.send(&create()).await.unwrap_err();
    assert_eq!((code(&after), after.kind()), (ErrorCode::MissingPermission, ErrorKind::Forbidden));
    assert_eq!(after.codes()[0].arguments, ["create:lead"]);
    // The key has this permission, so the key itself is no longer valid.
    let other = client.send(&ListExternalIdentifiers::new(42)).await.unwrap_err();
    assert_eq!(code(&other), ErrorCode::Unauthorised);
}

#[tokio::test]
async fn echoed_key_is_redacted_in_errors() {
    for (status, body) in
        [(401, "bad key made-up-key"), (422, r#"{"base":["bad key made-up-key"]}"#), (503, "made-up-key")]
    {
        let error = send_rejected(status, body).await;
        let shown = format!("{error} {error:?} {:?} {:?}", error.body(), error.help());
        assert!(!shown.contains("made-up-key"), "{shown}");
    }
}

#[tokio::test]
async fn deeply_nested_rejection_does_not_overflow_the_stack() {
    for (open, close) in [("[", "]"), ("{\"errors\":", "}"), ("{\"a\":", "}")] {
        let levels = 30_000;
        let body = format!("{{\"error\":{}1{}}}", open.repeat(levels), close.repeat(levels));
        for status in [200, 422, 500] {
            let server = server(status, &body).await;
            assert!(client(&server).send(&update()).await.is_err(), "{status} {open}");
        }
    }
}
