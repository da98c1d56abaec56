//! How each error shape is classified.

use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, ErrorKind, WriteOutcome};
use nutshell::api::audiences::{CreateAudience, ListAudiences};
use nutshell::api::leads::{GetLead, GetLeadReport, ReopenLead, UpdateLead};
use nutshell::api::stagesets::ExportStageset;
use nutshell::{Client, ErrorCode};
use rstest::rstest;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn server_returning(status: u16, body: &str, kind: &str) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let response =
        ResponseTemplate::new(status).set_body_raw(body.to_owned(), kind).insert_header("x-nutshell-request-id", "r-1");
    Mock::given(any()).respond_with(response).mount(&server).await;
    let client = Client::builder()
        .base_url(server.uri())
        .basic("agent@example.com", "key")
        .config(ClientConfig::new().retry(RetryPolicy::none()))
        .build()
        .unwrap();
    (server, client)
}

const ENVELOPE: &str = r#"{"meta":{"instanceId":"1"},"links":{},"leads":[],"errors":[
    {"id":null,"type":"errors","code":null,"detail":DETAIL,"href":null,"status":"STATUS","title":"TITLE","field":FIELD}]}"#;

fn envelope(status: &str, title: &str, detail: &str, field: &str) -> String {
    ENVELOPE.replace("STATUS", status).replace("TITLE", title).replace("DETAIL", detail).replace("FIELD", field)
}

#[rstest]
// The envelope with `errors`: the status in the body decides, whatever the HTTP status.
#[case(400, &envelope("400", "Invalid filter", "\"Invalid page number: -1\"", "null"), ErrorKind::Rejected, WriteOutcome::NotApplied, Some(ErrorCode::InvalidFilter))]
#[case(200, &envelope("400", "You may only create one leads resource per request.", "null", "null"), ErrorKind::Rejected, WriteOutcome::NotApplied, Some(ErrorCode::OneResourcePerCreate))]
#[case(400, &envelope("409", "Taken", "null", "null"), ErrorKind::Conflict, WriteOutcome::NotApplied, Some(ErrorCode::Listed))]
#[case(400, &envelope("400", "There were no patches", "null", "null"), ErrorKind::Rejected, WriteOutcome::NotApplied, Some(ErrorCode::NoPatches))]
#[case(500, &envelope("500", "Broken", "null", "null"), ErrorKind::Server, WriteOutcome::Unknown, Some(ErrorCode::Listed))]
// An integer code with a message.
#[case(
    500,
    r#"{"code":500,"message":"Internal Server Error"}"#,
    ErrorKind::Server,
    WriteOutcome::Unknown,
    Some(ErrorCode::InternalError)
)]
#[case(
    200,
    r#"{"code":500,"message":"Internal Server Error"}"#,
    ErrorKind::Server,
    WriteOutcome::Unknown,
    Some(ErrorCode::InternalError)
)]
// A JSON text.
#[case(405, r#""Internal Error""#, ErrorKind::Rejected, WriteOutcome::NotApplied, Some(ErrorCode::InternalError))]
#[case(
    415,
    r#""PATCH requests must be application/json-patch+json""#,
    ErrorKind::Rejected,
    WriteOutcome::NotApplied,
    Some(ErrorCode::JsonPatchRequired)
)]
#[case(200, r#""Internal Error""#, ErrorKind::Foreign, WriteOutcome::Unknown, Some(ErrorCode::InternalError))]
// Pages.
#[case(
    404,
    "<html><title>An Error Occurred: Not Found</title></html>",
    ErrorKind::NotFound,
    WriteOutcome::NotApplied,
    Some(ErrorCode::NotFoundPage)
)]
#[case(
    401,
    "<html><TITLE>An Error Occurred: Unauthorized</TITLE></html>",
    ErrorKind::Unauthenticated,
    WriteOutcome::NotApplied,
    Some(ErrorCode::UnauthorizedPage)
)]
#[case(200, "<html><title>Log in</title></html>", ErrorKind::Foreign, WriteOutcome::Unknown, Some(ErrorCode::Page))]
#[case(502, "<html><title>Bad Gateway</title></html>", ErrorKind::Server, WriteOutcome::Unknown, Some(ErrorCode::Page))]
#[case(
    200,
    "<html><title>An Error Occurred: Not Found</title></html>",
    ErrorKind::Foreign,
    WriteOutcome::Unknown,
    Some(ErrorCode::Page)
)]
// A message alone.
#[case(404, r#"{"message":"no route"}"#, ErrorKind::NotFound, WriteOutcome::NotApplied, Some(ErrorCode::Message))]
// Plain text and an empty body.
#[case(400, "go away", ErrorKind::Rejected, WriteOutcome::NotApplied, Some(ErrorCode::Text))]
#[case(400, "", ErrorKind::Rejected, WriteOutcome::NotApplied, None)]
#[case(504, "", ErrorKind::Server, WriteOutcome::Unknown, None)]
#[case(429, "", ErrorKind::RateLimited, WriteOutcome::NotApplied, None)]
#[case(302, "", ErrorKind::Foreign, WriteOutcome::Unknown, None)]
// A 2xx without the record does not prove a write whose response is the record.
#[case(200, "", ErrorKind::Decode, WriteOutcome::Unknown, None)]
#[case(200, r#"{"meta":{},"links":{},"leads":[]}"#, ErrorKind::Decode, WriteOutcome::Unknown, None)]
#[case(200, r#"{"ok":true}"#, ErrorKind::Decode, WriteOutcome::Unknown, None)]
#[case(200, r#"{"leads":[{"id":"1-leads"},{"id":"2-leads"}]}"#, ErrorKind::Decode, WriteOutcome::Unknown, None)]
// A 204 proves nothing unless the vendor declares it.
#[case(204, "", ErrorKind::Decode, WriteOutcome::Unknown, None)]
// `errors` in a foreign format, and a gateway's text with a success status.
#[case(
    200,
    r#"{"errors":[{"message":"upstream timeout"}]}"#,
    ErrorKind::Foreign,
    WriteOutcome::Unknown,
    Some(ErrorCode::Listed)
)]
#[case(200, r#"{"errors":["upstream timeout"]}"#, ErrorKind::Decode, WriteOutcome::Unknown, None)]
#[case(499, r#"{"errors":[{"status":"400"}]}"#, ErrorKind::Server, WriteOutcome::Unknown, Some(ErrorCode::Listed))]
#[case(
    200,
    r#"{"code":404,"message":"no route"}"#,
    ErrorKind::Foreign,
    WriteOutcome::Unknown,
    Some(ErrorCode::Message)
)]
#[case(200, r#"{"message":"Forbidden"}"#, ErrorKind::Server, WriteOutcome::Unknown, Some(ErrorCode::InternalError))]
#[case(
    502,
    r#"{"code":404,"message":"no route"}"#,
    ErrorKind::NotFound,
    WriteOutcome::Unknown,
    Some(ErrorCode::Message)
)]
#[case(425, "", ErrorKind::Server, WriteOutcome::Unknown, None)]
#[case(418, "{}", ErrorKind::Rejected, WriteOutcome::Unknown, None)]
// The vendor's own envelope proves a rejection with any status.
#[case(412, &envelope("412", "Stale", "null", "null"), ErrorKind::Rejected, WriteOutcome::NotApplied, Some(ErrorCode::Listed))]
#[case(502, &envelope("400", "Invalid filter", "null", "null"), ErrorKind::Rejected, WriteOutcome::NotApplied, Some(ErrorCode::InvalidFilter))]
#[tokio::test]
async fn failed_write_outcome(
    #[case] status: u16,
    #[case] body: &str,
    #[case] kind: ErrorKind,
    #[case] outcome: WriteOutcome,
    #[case] code: Option<ErrorCode>,
) {
    let content_type = if body.starts_with('<') { "text/html" } else { "application/json" };
    let (_server, client) = server_returning(status, body, content_type).await;
    let error = client.send(&ReopenLead::new("1-leads")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{error}");
    assert_eq!(error.code_as::<ErrorCode>(), code);
    assert_eq!((error.request_id(), error.http_status()), (Some("r-1"), Some(status)));
    if let Some(code) = code {
        assert!(nutshell::CODES.get(code.as_str()).is_some(), "{code} is explained");
    }
}

#[tokio::test]
async fn message_and_field_are_preserved() {
    let body = envelope("400", "Invalid filter", "\"Invalid page number: -1\"", "\"page\"");
    let (_server, client) = server_returning(400, &body, "application/json").await;
    let error = client.send(&GetLead::new("1-leads")).await.unwrap_err();
    let code = &error.codes()[0];
    assert_eq!(code.message.as_deref(), Some("Invalid filter: Invalid page number: -1"));
    assert_eq!((code.subject.as_deref(), error.field()), (Some("page"), Some("page")));
}

/// Errors next to records: a read has its records and gets a warning; the outcome of a write is unknown.
#[rstest]
#[case(r#""leads":[{"id":"1-leads"}]"#, true)]
#[case(r#""leads": [ {"id":"1-leads"}],"users":[]"#, true)]
#[case(r#""leads":{"id":"1-leads"}"#, true)]
#[case(r#""id":"1-leads""#, true)]
#[case(r#""leads":[],"users":[{"id":"1-users"}]"#, false)]
#[case(r#""leads":[ ]"#, false)]
#[case(r#""leads":null"#, false)]
#[case(r#""meta":{"instanceId":"1"},"links":{"leads.owner":{}}"#, false)]
#[tokio::test]
async fn errors_next_to_records(#[case] members: &str, #[case] records: bool) {
    for status in ["400", "404", "500"] {
        let body = format!(r#"{{{members},"errors":[{{"status":"{status}","title":"Invalid","field":"tags"}}]}}"#);
        let (_server, client) = server_returning(200, &body, "application/json").await;
        let error = client.send(&ReopenLead::new("1-leads")).await.unwrap_err();
        let outcome = if records || status == "500" { WriteOutcome::Unknown } else { WriteOutcome::NotApplied };
        assert_eq!(error.outcome(), outcome, "{body}");
        assert_eq!((error.code_as::<ErrorCode>(), error.attempts()), (Some(ErrorCode::Listed), 1));
        assert_eq!(error.codes()[0].subject.as_deref(), Some("tags"));
        let read = client.send(&GetLead::new("1-leads")).await;
        if records {
            let lead = read.unwrap();
            assert_eq!((lead.id.as_str(), lead.meta().warnings.len()), ("1-leads", 1));
            let warning = &lead.meta().warnings[0];
            assert_eq!((warning.code.as_str(), warning.message.as_deref()), ("listed-error", Some("Invalid")));
        } else {
            assert_eq!(read.unwrap_err().code_as::<ErrorCode>(), Some(ErrorCode::Listed), "{body}");
        }
    }
    // With a rejection status it is a rejection, whatever accompanies the errors.
    let body = format!(r#"{{{members},"errors":[{{"status":"400","title":"Invalid"}}]}}"#);
    let (_server, client) = server_returning(400, &body, "application/json").await;
    assert_eq!(client.send(&ReopenLead::new("1-leads")).await.unwrap_err().outcome(), WriteOutcome::NotApplied);
}

/// The member that contains the records is not always named like the path.
#[tokio::test]
async fn errors_next_to_records_under_another_name() {
    let errors = r#""errors":[{"title":"Invalid"}]"#;
    let (_server, client) =
        server_returning(200, &format!(r#"{{"emAudiences":[{{"id":"1-emAudiences"}}],{errors}}}"#), "application/json")
            .await;
    let audiences = client.send(&ListAudiences::new()).await.unwrap();
    assert_eq!((audiences.len(), audiences.meta().warnings.len()), (1, 1));
    let error = client.send(&CreateAudience::new("News")).await.unwrap_err();
    assert_eq!(error.outcome(), WriteOutcome::Unknown);
    let (_server, client) =
        server_returning(200, &format!(r#"{{"emAudiences":[],{errors}}}"#), "application/json").await;
    assert_eq!(client.send(&ListAudiences::new()).await.unwrap_err().kind(), ErrorKind::Rejected);
    assert_eq!(client.send(&CreateAudience::new("News")).await.unwrap_err().outcome(), WriteOutcome::NotApplied);
}

#[tokio::test]
async fn error_text_in_a_record_is_not_an_error() {
    let body = r#"{"leads":[{"id":"1-leads","description":"\"errors\" and \"message\"","errors":[1]}]}"#;
    let (_server, client) = server_returning(200, body, "application/json").await;
    assert_eq!(client.send(&GetLead::new("1-leads")).await.unwrap().id.as_str(), "1-leads");
}

#[tokio::test]
async fn files_are_accepted_and_error_pages_are_not() {
    let (_server, client) = server_returning(200, "a,b\n1,2\n", "text/csv").await;
    assert_eq!(client.send(&ExportStageset::new("1-stagesets")).await.unwrap().as_str(), "a,b\n1,2\n");
    let report = client.send(&GetLeadReport::new().format("csv")).await.unwrap();
    assert_eq!(&report.file().unwrap().bytes[..], b"a,b\n1,2\n");
    assert_eq!(report.reports().unwrap_err().kind(), ErrorKind::Foreign);
    let (_server, client) = server_returning(200, "<html><title>Sales</title></html>", "text/html").await;
    assert!(client.send(&GetLeadReport::new().format("html")).await.unwrap().file().is_some());
    assert_eq!(client.send(&ExportStageset::new("1-stagesets")).await.unwrap_err().kind(), ErrorKind::Foreign);
    // A requested page and a login page are indistinguishable, but neither is mistaken for an empty list.
    let (_server, client) = server_returning(200, "<html><title>Log in</title></html>", "text/html").await;
    let login = client.send(&GetLeadReport::new().format("json")).await.unwrap();
    let error = login.reports().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Foreign);
    assert!(error.to_string().contains("text/html"), "{error}");
    let (_server, client) = server_returning(200, r#"{"meta":{},"reports":[]}"#, "application/json").await;
    let report = client.send(&GetLeadReport::new()).await.unwrap();
    assert!(report.reports().unwrap().is_empty() && report.file().is_none());
    let (_server, client) = server_returning(200, "<title>An Error Occurred: Not Found</title>", "text/html").await;
    assert_eq!(client.send(&GetLeadReport::new()).await.unwrap_err().kind(), ErrorKind::Foreign);
}

#[tokio::test]
async fn update_is_applied_with_or_without_the_record() {
    let (_server, client) = server_returning(204, "", "application/json").await;
    let reply = client.send(&UpdateLead::new("1-leads").description("x")).await.unwrap();
    assert!(reply.is_none());
    assert_eq!(reply.meta().outcome, WriteOutcome::Applied);
    let (_server, client) =
        server_returning(200, r#"{"meta":{},"leads":[{"id":"1-leads"}]}"#, "application/json").await;
    assert!(client.send(&UpdateLead::new("1-leads").description("x")).await.unwrap().is_some());
    let (_server, client) = server_returning(200, r#"{"status":"ok"}"#, "application/json").await;
    let error = client.send(&UpdateLead::new("1-leads").description("x")).await.unwrap_err();
    assert_eq!(error.outcome(), WriteOutcome::Unknown, "another service's response");
}

#[tokio::test]
async fn update_and_fetch_reports_the_updates_outcome() {
    for (status, body, outcome) in [
        (204, "", WriteOutcome::Applied),
        (200, r#"{"meta":{"instanceId":"1"},"links":{},"leads":[]}"#, WriteOutcome::Unknown),
    ] {
        for read in [200, 404] {
            let server = MockServer::start().await;
            let changed = ResponseTemplate::new(status).set_body_string(body);
            Mock::given(wiremock::matchers::method("PATCH")).respond_with(changed).mount(&server).await;
            let lead = ResponseTemplate::new(read).set_body_string(r#"{"leads":[{"id":"1-leads"}]}"#);
            Mock::given(wiremock::matchers::method("GET")).respond_with(lead).mount(&server).await;
            let client = Client::builder().base_url(server.uri()).basic("agent@example.com", "key").build().unwrap();
            let result = client.update_lead_and_fetch(&UpdateLead::new("1-leads").description("x")).await;
            assert_eq!(result.is_ok(), read == 200);
            let outcome_reported = result.map_or_else(|error| error.outcome(), |lead| lead.meta().outcome);
            assert_eq!(outcome_reported, outcome, "{status} {read}");
        }
    }
}

#[test]
fn every_code_has_a_table_row() {
    for code in ErrorCode::all() {
        let entry = nutshell::CODES.get(code.as_str()).unwrap_or_else(|| panic!("{code} is not explained"));
        assert_eq!(entry.name, format!("{code:?}"));
    }
    assert_eq!(ErrorCode::all().count(), nutshell::CODES.entries().len());
}
