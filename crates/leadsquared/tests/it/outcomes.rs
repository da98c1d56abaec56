//! What a response proves: rejections, rate limits, foreign responses and the rows of bulk calls, over real sockets.

use crate::wire::client;
use leads_core::{Error, ErrorKind};
use leadsquared::api::activities::{BulkCreateActivitiesByLeadId, CreateActivity};
use leadsquared::api::leads::{
    BulkCreateLeads, BulkCreateOrUpdateLeads, CaptureLead, CreateLead, CreateOrUpdateLead, GetLeadByPhone, SearchLeads,
    UpdateLead,
};
use leadsquared::model::{BulkActivity, LookupName, SqlOperator};
use leadsquared::{ErrorCode, WriteOutcome};
use rstest::rstest;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const LEAD: &str = "3f2a6d10-0000-4a11-9c01-000000000001";

async fn responding(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(status).set_body_raw(body.to_owned(), "application/json");
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

async fn arrived(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

fn update() -> UpdateLead {
    UpdateLead::new(LEAD, [("mx_One", "x")])
}

fn search(operator: &str) -> SearchLeads {
    SearchLeads::new(LookupName::EmailAddress, SqlOperator::from(operator), "jo@example.com")
}

fn code(error: &Error) -> (Option<&str>, Option<&str>) {
    let code = error.codes().first();
    (code.map(|code| code.code.as_str()), code.and_then(|code| code.message.as_deref()))
}

#[tokio::test]
async fn unknown_attribute_is_an_error_of_the_request() {
    let body = r#"{"ExceptionType":"MXUnknownAttributeException","ExceptionMessage":"Attribute(s) does not exist - mx_One,mx_Two."}"#;
    let server = responding(500, body).await;
    let client = client(&server);
    for error in [client.send(&update()).await.unwrap_err(), client.send(&search("=")).await.unwrap_err()] {
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::Rejected, WriteOutcome::NotApplied, 1)
        );
        assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::UnknownAttribute));
        assert!(!error.is_not_found() && !error.is_retryable());
        assert_eq!(error.field(), Some("mx_One"));
        assert_eq!(error.codes()[0].subject.as_deref(), Some("mx_One, mx_Two"));
        assert!(error.help().unwrap().contains("ListLeadFields"));
    }
    assert_eq!(arrived(&server).await, 2);
}

#[rstest]
#[case(500, r#"{"IsMXException":true,"ExceptionMessage":"Invalid event code"}"#)]
#[case(502, r#"{"ExceptionMessage":"Invalid event code"}"#)]
#[case(200, r#"{"Status":"Failed","Message":{"Message":"Invalid event code"}}"#)]
#[case(200, r#"{"Status":"Fail","Message":"Invalid event code"}"#)]
#[tokio::test]
async fn rejected_request_is_sent_once_and_keeps_its_message(#[case] status: u16, #[case] body: &str) {
    let server = responding(status, body).await;
    let client = client(&server);
    let capture = CaptureLead::new([("EmailAddress", "jo@example.com")]);
    for error in [
        client.send(&update()).await.unwrap_err(),
        client.send(&capture).await.unwrap_err(),
        client.send(&search("=")).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::Rejected, WriteOutcome::NotApplied, 1)
        );
        assert_eq!(code(&error).1, Some("Invalid event code"));
    }
    assert_eq!(arrived(&server).await, 3);
}

#[tokio::test]
async fn one_code_can_have_two_meanings() {
    let stale =
        r#"{"Status":"Error","ExceptionType":"MXInvalidEntityReferenceException","ExceptionMessage":"Lead not found"}"#;
    let server = responding(500, stale).await;
    let error = client(&server).send(&CreateActivity::new(LEAD, 201)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NotFound, WriteOutcome::NotApplied));
    assert!(error.help().unwrap().contains("search for the lead"));

    let operator =
        r#"{"Status":"Error","ExceptionType":"MXInvalidEntityException","ExceptionMessage":"Invalid SqlOperator"}"#;
    let server = responding(500, operator).await;
    let client = client(&server);
    let error = client.send(&search("!=")).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Rejected, Some("SqlOperator")));
    assert!(client.send(&update()).await.unwrap_err().is_not_found());
}

#[rstest]
#[case(403, r#"{"Status":"Error","ExceptionMessage":"API calls exceeded the limit of 10 in 5 second(s)"}"#)]
#[case(403, "API calls exceeded the limit of 10 in 5 second(s)")]
#[case(200, "API calls exceeded the limit of 10 in 5 second(s)")]
#[case(500, r#"{"Message":"API calls exceeded the limit of 10 in 5 second(s)"}"#)]
#[tokio::test]
async fn rate_limit_message_ends_the_call_as_rate_limited(#[case] status: u16, #[case] body: &str) {
    let server = responding(status, body).await;
    let config = leads_core::ClientConfig::new().retry(leads_core::http::RetryPolicy::none());
    let client = leadsquared::Client::builder().base_url(server.uri()).keys("a", "b").config(config).build().unwrap();
    let error = client.send(&update()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimited, WriteOutcome::NotApplied));
    let window = client.pipeline().limiter().windows().into_iter().find(|window| window.class == "calls");
    assert_eq!(window.map(|window| window.calls), Some(10));
}

#[rstest]
#[case(200, "{}")]
#[case(200, "[1]")]
#[case(200, "[{}]")]
#[case(200, r#"{"error":"upstream timeout"}"#)]
#[case(204, "")]
#[case(202, "accepted")]
#[case(503, "<html></html>")]
#[case(499, r#"{"error":"client closed request"}"#)]
#[tokio::test]
async fn foreign_response_to_a_write_proves_nothing(#[case] status: u16, #[case] body: &str) {
    let server = responding(status, body).await;
    let client = client(&server);
    let create = client.send(&CreateLead::new([("FirstName", "Jo")])).await.unwrap_err();
    assert_eq!((create.outcome(), create.attempts()), (WriteOutcome::Unknown, 1), "{create:?}");
    assert_eq!(create.http_status(), Some(status));
    let help = create.help().unwrap();
    assert!(help.contains("SearchLeads") || help.contains("read"), "{help}");

    let request = BulkCreateLeads::new([[("FirstName", "Jo")], [("FirstName", "Al")]]);
    let error = client.send(&request).await.unwrap_err();
    let report = client.send_bulk(&request).await.unwrap();
    assert_eq!(
        (error.outcome(), report.outcome(), report.count(WriteOutcome::Unknown)),
        (WriteOutcome::Unknown, WriteOutcome::Unknown, 2)
    );
}

#[tokio::test]
async fn rows_are_matched_by_their_numbers() {
    let body = format!(
        r#"[{{"RowNumber":2,"LeadId":"","LeadCreated":false,"LeadUpdated":false,"AffectedRows":0,
             "ExceptionType":"MXUnknownAttributeException","ErrorMessage":"Attribute(s) does not exist - mx_Two."}},
            {{"RowNumber":1,"LeadId":"{LEAD}","LeadCreated":false,"LeadUpdated":true,"AffectedRows":0}}]"#
    );
    let server = responding(200, &body).await;
    let client = client(&server);
    let rows = ["jo@example.com", "al@example.com"].map(|email| [("EmailAddress", email)]);
    let request = BulkCreateOrUpdateLeads::new("EmailAddress", rows);
    let report = client.send_bulk(&request).await.unwrap();
    let outcomes: Vec<WriteOutcome> = report.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [WriteOutcome::Applied, WriteOutcome::NotApplied]);
    assert_eq!(report.rows[0].id.as_deref(), Some(LEAD));
    assert_eq!(report.rows[1].code.as_deref(), Some("MXUnknownAttributeException"));
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(
        (error.outcome(), error.codes().len(), report.outcome()),
        (WriteOutcome::Partial, 1, WriteOutcome::Partial)
    );
    assert_eq!(error.codes()[0].subject.as_deref(), Some("row 2"));
    assert!(!error.help().unwrap().contains("send it with"), "{:?}", error.help());
}

#[tokio::test]
async fn rejected_rows_without_messages_are_reported() {
    let body = r#"{"Response":[{"RowNumber":1,"ActivityCreated":false,"ProspectActivityId":""},
        {"RowNumber":2,"ActivityCreated":false,"ProspectActivityId":"","ExceptionMessage":null}]}"#;
    let server = responding(200, body).await;
    let client = client(&server);
    let request =
        BulkCreateActivitiesByLeadId::new([BulkActivity::of_lead(LEAD, 201), BulkActivity::of_lead(LEAD, 201)]);
    let report = client.send_bulk(&request).await.unwrap();
    assert_eq!((report.count(WriteOutcome::NotApplied), report.outcome()), (2, WriteOutcome::NotApplied));
    let error = client.send(&request).await.unwrap_err();
    assert_eq!((error.outcome(), error.codes().len()), (WriteOutcome::NotApplied, 2));
}

#[tokio::test]
async fn related_id_of_a_lead_is_read() {
    let body = format!(r#"{{"Status":"Success","Message":{{"RelatedID":"{LEAD}","AffectedRows":1}}}}"#);
    let server = responding(200, &body).await;
    let request = CreateOrUpdateLead::new("EmailAddress", [("EmailAddress", "jo@example.com")]);
    let reply = client(&server).send(&request).await.unwrap();
    assert_eq!((reply.id().map(|id| id.as_str()), reply.meta().outcome), (Some(LEAD), WriteOutcome::Applied));
}

#[tokio::test]
async fn success_that_changed_no_row_is_a_success() {
    let server = responding(200, r#"{"Status":"Success","Message":{"AffectedRows":0}}"#).await;
    let reply = client(&server).send(&update()).await.unwrap();
    assert_eq!((reply.affected_rows(), reply.meta().outcome), (Some(0), WriteOutcome::Applied));
}

#[tokio::test]
async fn phone_number_is_sent_as_given() {
    let server = responding(200, "[]").await;
    client(&server).send(&GetLeadByPhone::new("+91-5550001234")).await.unwrap();
    let sent = &server.received_requests().await.unwrap()[0].url;
    assert_eq!(sent.query(), Some("phone=%2B91-5550001234"));
}
