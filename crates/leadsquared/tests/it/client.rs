//! Hosts, keys, limits and outcomes, over real sockets.

use crate::wire::client;
use chrono::{DateTime, Duration as Span, Utc};
use leads_core::http::ClientConfig;
use leads_core::http::limit::Limiter;
use leads_core::{CredentialProvider, ErrorKind};
use leadsquared::api::asynchronous::{CaptureLeadAsync, GetAsyncMetrics};
use leadsquared::api::authentication::GetUserByAccessKey;
use leadsquared::api::leads::{
    BulkUpdateLeadsV2, CaptureLead, CreateLead, DeleteLead, GetLead, ListRecentlyModifiedLeads, SearchLeads,
};
use leadsquared::api::opportunities::{
    BulkAddOpportunities, CaptureOpportunity, DeleteOpportunity, GetOpportunity, OpportunityRow, UpdateOpportunity,
};
use leadsquared::model::{
    CaptureEffect, LeadDetails, LookupName, OpportunityRef, OpportunityStatus, Paging, SqlOperator,
};
use leadsquared::{Client, Credentials, ErrorCode, KeyLocation, Plan, Region, WriteOutcome};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use wiremock::matchers::{any, body_json, header, header_exists, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

fn ok(body: serde_json::Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn rejection(status: u16, kind: &str, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .set_body_json(json!({"Status": "Error", "ExceptionType": kind, "ExceptionMessage": message}))
}

#[tokio::test]
async fn update_is_sent_and_read_exactly() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v2/OpportunityManagement.svc/Update"))
        .and(header("x-lsq-accesskey", "planted-access"))
        .and(header("x-lsq-secretkey", "planted-secret"))
        .and(header("content-type", "application/json"))
        .and(query_param_is_missing("accessKey"))
        .and(query_param_is_missing("secretKey"))
        .and(body_json(json!({
            "ProspectOpportunityId": "00000000-0000-4000-8000-000000000005",
            "OpportunityNote": "signed",
            "Fields": [{"SchemaName": "Status", "Value": "Won"}, {"SchemaName": "mx_Custom_7", "Value": "180,000"}]
        })))
        .respond_with(ok(json!({"Status": "Success", "Message": {"Id": "00000000-0000-4000-8000-000000000005"}})))
        .expect(1)
        .mount(&server)
        .await;
    let request = UpdateOpportunity::new("00000000-0000-4000-8000-000000000005")
        .status("Won")
        .field("mx_Custom_7", "180,000")
        .note("signed");
    let reply = client(&server).send(&request).await.unwrap();
    assert_eq!(reply.id().unwrap().as_str(), "00000000-0000-4000-8000-000000000005");
    assert_eq!(reply.meta().outcome, WriteOutcome::Applied);
}

#[tokio::test]
async fn keys_in_the_query_are_opt_in_and_redacted() {
    let server = MockServer::start().await;
    Mock::given(query_param("accessKey", "u$r-planted"))
        .and(query_param("secretKey", "planted/secret+"))
        .respond_with(rejection(
            500,
            "MXInvalidInputException",
            "accessKey u$r-planted secretKey planted/secret+ of ...",
        ))
        .expect(1)
        .mount(&server)
        .await;
    let client = Client::builder()
        .base_url(server.uri())
        .keys("u$r-planted", "planted/secret+")
        .key_location(KeyLocation::Query)
        .build()
        .unwrap();
    let request = SearchLeads::new(LookupName::Phone, SqlOperator::Equal, "1");
    let error = client.send(&request).await.unwrap_err();
    let plan = client.preview(&request).unwrap();
    let printed = format!("{error:?} {:?} {client:?} {plan} {plan:?}", error.body());
    assert!(!printed.contains("planted"), "{printed}");
    assert!(plan.url.contains("accessKey=[REDACTED]"), "{plan}");
    let raw = &server.received_requests().await.unwrap()[0];
    assert!(raw.url.as_str().contains("accessKey=u%24r"), "{}", raw.url);
    assert!(!raw.headers.contains_key("x-lsq-accesskey"));
}

#[derive(Debug, Default)]
struct Rotating(AtomicUsize);

#[async_trait::async_trait]
impl CredentialProvider<Credentials> for Rotating {
    async fn credentials(&self) -> leads_core::Result<Credentials> {
        Ok(Credentials::new(format!("key-{}", self.0.fetch_add(1, Ordering::Relaxed)), "secret"))
    }
}

#[tokio::test]
async fn keys_can_rotate_without_a_new_client() {
    let server = MockServer::start().await;
    Mock::given(header("x-lsq-accesskey", "key-0"))
        .respond_with(rejection(401, "MXInvalidAccessDetailsException", "Invalid Access Details provided."))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(header("x-lsq-accesskey", "key-1"))
        .respond_with(ok(json!({"Status": "Success", "Message": {"Id": "7"}})))
        .expect(1)
        .mount(&server)
        .await;
    let client =
        Client::builder().base_url(server.uri()).credential_provider(Arc::new(Rotating::default())).build().unwrap();
    let reply = client.send(&CreateLead::new([("FirstName", "Jane")])).await.unwrap();
    assert_eq!(reply.meta().attempts, 2);
}

#[tokio::test]
async fn invalid_input_is_named_and_nothing_is_sent() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ok(json!({"Status": "Success", "Message": {"Id": "5"}}))).mount(&server).await;
    let client = client(&server);
    let update = UpdateOpportunity::new;
    let rejected = [
        (client.send(&update("5")).await.unwrap_err(), "fields"),
        (client.send(&update("5").field(" ", "x")).await.unwrap_err(), "fields"),
        (client.send(&update("5").status("")).await.unwrap_err(), "status"),
        (client.send(&update("").status("Won")).await.unwrap_err(), "opportunity"),
        (client.send(&update(" ").status("Won")).await.unwrap_err(), "opportunity"),
        (client.send(&update("..").status("Won")).await.unwrap_err(), "opportunity"),
        (client.send(&update("5\u{7}").status("Won")).await.unwrap_err(), "opportunity"),
        (
            client
                .send(&UpdateOpportunity::new(OpportunityRef::AutoId(String::new())).status("Won"))
                .await
                .unwrap_err(),
            "opportunity",
        ),
        (client.send(&GetOpportunity::new("")).await.unwrap_err(), "opportunity_id"),
        (client.send(&GetOpportunity::new("5\r\n")).await.unwrap_err(), "opportunity_id"),
    ];
    for (error, field) in rejected {
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!((error.field(), error.attempts(), error.outcome()), (Some(field), 0, WriteOutcome::NotApplied));
        assert_eq!(error.vendor(), "leadsquared");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
    // Text that could become another parameter stays in its own.
    client.send(&GetOpportunity::new("5&secretKey=x#y")).await.unwrap_err();
    let sent = &server.received_requests().await.unwrap()[0].url;
    assert_eq!(sent.query(), Some("OpportunityId=5%26secretKey%3Dx%23y"));
}

/// Every row of the response table on the update's page, and every rejection with a message, on the update and on the
/// read that the common client needs.
#[rstest::rstest]
#[case::bad_request(400, "", ErrorKind::Rejected, None, WriteOutcome::NotApplied)]
#[case::credentials(401, "", ErrorKind::Unauthenticated, None, WriteOutcome::NotApplied)]
#[case::no_such_path(404, "", ErrorKind::Precondition, None, WriteOutcome::NotApplied)]
#[case::too_many(
    429,
    "API calls exceeded the limit of 25 in 5 second(s)",
    ErrorKind::RateLimited,
    None,
    WriteOutcome::NotApplied
)]
#[case::failed(500, "", ErrorKind::Server, None, WriteOutcome::Unknown)]
#[case::no_such_opportunity(
    500,
    "MXUnknownProspectActivityException",
    ErrorKind::NotFound,
    Some(ErrorCode::UnknownActivity),
    WriteOutcome::NotApplied
)]
#[case::field_missing(
    500,
    "MXInvalidActivityFieldsException",
    ErrorKind::Rejected,
    Some(ErrorCode::InvalidActivityFields),
    WriteOutcome::NotApplied
)]
#[case::type_wrong(
    400,
    "MXInvalidDataTypeException",
    ErrorKind::Rejected,
    Some(ErrorCode::InvalidDataType),
    WriteOutcome::NotApplied
)]
#[case::keys_wrong(
    401,
    "MXInvalidAccessDetailsException",
    ErrorKind::Unauthenticated,
    Some(ErrorCode::InvalidAccessDetails),
    WriteOutcome::NotApplied
)]
#[case::not_allowed(
    401,
    "MXUnauthorizedRequestException",
    ErrorKind::Forbidden,
    Some(ErrorCode::UnauthorizedRequest),
    WriteOutcome::NotApplied
)]
#[case::too_many_in_a_200(
    200,
    "MXAPIRateLimitExceededException",
    ErrorKind::RateLimited,
    Some(ErrorCode::RateLimitExceeded),
    WriteOutcome::NotApplied
)]
#[tokio::test]
async fn rejected_update_is_classified(
    #[case] status: u16,
    #[case] text: &str,
    #[case] kind: ErrorKind,
    #[case] code: Option<ErrorCode>,
    #[case] outcome: WriteOutcome,
) {
    let server = MockServer::start().await;
    let response = match code {
        Some(_) => rejection(status, text, "in the vendor's words"),
        None => ResponseTemplate::new(status).set_body_string(text),
    };
    Mock::given(any()).respond_with(response).mount(&server).await;
    let client = Client::builder()
        .base_url(server.uri())
        .keys("a", "b")
        .config(ClientConfig::new().retry(leads_core::http::RetryPolicy::none()))
        .build()
        .unwrap();
    let update = client.send(&UpdateOpportunity::new("5").status("Won")).await.unwrap_err();
    assert_eq!((update.kind(), update.outcome(), update.attempts()), (kind, outcome, 1), "{update}");
    assert_eq!((update.code_as::<ErrorCode>(), update.http_status()), (code.clone(), Some(status)));
    assert!(update.help().is_some(), "{update}");
    if kind != ErrorKind::RateLimited {
        let read = client.send(&GetOpportunity::new("5")).await.unwrap_err();
        assert_eq!((read.kind(), read.outcome()), (kind, WriteOutcome::NotApplied), "{read}");
    }
    let arrived = server.received_requests().await.unwrap();
    assert_eq!(arrived[0].url.path(), "/v2/OpportunityManagement.svc/Update");
    assert_eq!(arrived.len(), if kind == ErrorKind::RateLimited { 1 } else { 2 });
}

/// What the read of one opportunity sends and returns, with an unlisted field and value.
#[tokio::test]
async fn opportunity_is_read_completely() {
    let server = MockServer::start().await;
    let body = r#"{"ID":"5","Name":"Deal","Of Tomorrow":[1.50],"Fields":[
        {"SchemaName":"Status","Value":"Parked","DataType":"Holographic","New":{"a":1}}]}"#;
    Mock::given(method("GET"))
        .and(path("/v2/OpportunityManagement.svc/GetOpportunityDetails"))
        .and(header("x-lsq-accesskey", "planted-access"))
        .and(header("x-lsq-secretkey", "planted-secret"))
        .and(header("accept", "application/json"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(body, "application/json"))
        .expect(1)
        .mount(&server)
        .await;
    let read = client(&server).send(&GetOpportunity::new("5").file_urls(true)).await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    assert_eq!(request.url.query(), Some("OpportunityId=5&getFileURL=true"));
    assert!(request.body.is_empty());
    assert_eq!((read.text(), read.meta().outcome), (body, WriteOutcome::NotApplied));
    assert_eq!(read.field("Of Tomorrow").unwrap().get(), "[1.50]");
    let status = OpportunityStatus::from(read.value().field("Status").unwrap());
    assert!(!status.is_known());
    let back = UpdateOpportunity::new("5").status(status);
    assert!(serde_json::to_string(&back).unwrap().contains(r#"{"SchemaName":"Status","Value":"Parked"}"#));
}

#[test]
fn invalid_client_settings_are_named() {
    let field = |builder: leadsquared::Builder| builder.build().unwrap_err().field().map(str::to_owned);
    assert_eq!(field(Client::builder().keys("a", "b")).as_deref(), Some("region"));
    assert_eq!(field(Client::builder().region(Region::Ireland)).as_deref(), Some("credentials"));
    for (access, secret, wrong) in [
        ("", "b", "access_key"),
        ("a", "", "secret_key"),
        ("a b", "b", "access_key"),
        ("a", "of-a-file\n", "secret_key"),
    ] {
        let error = Client::builder().region(Region::Ireland).keys(access, secret).build().unwrap_err();
        assert_eq!((error.field(), error.vendor()), (Some(wrong), "leadsquared"));
        assert!(!format!("{error} {error:?}").contains("of-a-file"));
    }
    let plain = Client::builder().base_url("http://api.leadsquared.com").keys("a", "b");
    assert_eq!(field(plain).as_deref(), Some("base_url"));
    let plain = Client::builder().region(Region::Ireland).async_base_url("http://x.example").keys("a", "b");
    assert_eq!(field(plain).as_deref(), Some("async_base_url"));
    for region in Region::ALL {
        for base in [region.base_url().to_owned(), format!("{}/v2/", region.base_url())] {
            let client = Client::builder().base_url(base).keys("a", "b").build().unwrap();
            let plan = client.preview(&DeleteLead::new("7")).unwrap();
            assert_eq!(plan.url, format!("{}/v2/LeadManagement.svc/Lead/Delete/ById?leadId=7", region.base_url()));
        }
    }
}

#[tokio::test]
async fn async_host_requires_its_key_and_base_url_disables_the_regional_one() {
    let region = Client::builder().region(Region::IndiaMumbai).keys("a", "b").build().unwrap();
    let request = CaptureLeadAsync::new([("Phone", "1")]);
    assert_eq!(region.preview(&request).unwrap_err().field(), Some("async_api_key"));
    let keyed =
        Client::builder().region(Region::IndiaMumbai).keys("a", "b").async_api_key("k-planted").build().unwrap();
    let plan = keyed.preview(&request).unwrap();
    assert_eq!(plan.url, "https://asyncapi-in21.leadsquared.com/lead/capture");
    assert!(!plan.to_string().contains("planted"));
    let own = Client::builder()
        .region(Region::IndiaMumbai)
        .base_url("http://127.0.0.1:9")
        .keys("a", "b")
        .async_api_key("k")
        .build()
        .unwrap();
    assert_eq!(own.preview(&request).unwrap_err().field(), Some("async_base_url"));

    let server = MockServer::start().await;
    Mock::given(path("/lead/capture"))
        .and(header("x-api-key", "planted-async"))
        .and(header("x-lsq-accesskey", "planted-access"))
        .respond_with(ok(json!({"Status": "Request accepted. Please use below request id", "RequestID": "9"})))
        .mount(&server)
        .await;
    Mock::given(path("/activity/createcustom/metrics"))
        .and(header_exists("x-api-key"))
        .respond_with(ok(json!({"PendingMessages": 1, "MaxDelayInSeconds": 0, "ProcessingratePerMinute": 24.8})))
        .mount(&server)
        .await;
    let client = client(&server);
    let queued = client.send(&request).await.unwrap();
    assert_eq!((queued.request_id.as_str(), queued.meta().outcome), ("9", WriteOutcome::Accepted));
    let metrics = client.send(&GetAsyncMetrics::new()).await.unwrap();
    assert_eq!(metrics.processing_rate_per_minute.as_ref().unwrap().as_str(), "24.8");
    let requests = server.received_requests().await.unwrap();
    assert!(!requests[1].headers.contains_key("x-lsq-accesskey"));
}

#[tokio::test]
async fn wrong_region_names_the_region_to_use() {
    let server = MockServer::start().await;
    let message = "Please use the host https://api-us11.leadsquared.com for this account";
    Mock::given(any()).respond_with(rejection(401, "MXInvalidAccessDetailsException", message)).mount(&server).await;
    let error = client(&server).send(&GetUserByAccessKey::new()).await.unwrap_err();
    assert!(error.is_unauthenticated());
    assert!(error.help().unwrap().contains("Region::UnitedStates"), "{:?}", error.help());
}

#[tokio::test]
async fn rate_limit_response_replaces_the_window_it_names() {
    for (status, bulk) in [(200, false), (429, false), (200, true)] {
        let server = MockServer::start().await;
        let message = "API calls exceeded the limit of 3 in 5 second(s)";
        Mock::given(any())
            .respond_with(rejection(status, "MXAPIRateLimitExceededException", message))
            .mount(&server)
            .await;
        let limiter = Plan::Super { users: 1 }.limiter();
        let client = Client::builder()
            .base_url(server.uri())
            .keys("a", "b")
            .config(ClientConfig::new().limiter(limiter.clone()).retry(leads_core::http::RetryPolicy::none()))
            .build()
            .unwrap();
        let error = if bulk {
            let rows = [OpportunityRow::new("jane@example.com", 12005)];
            client.send(&BulkAddOpportunities::new("EmailAddress", rows)).await.unwrap_err()
        } else {
            client.send(&GetLead::new("7")).await.unwrap_err()
        };
        assert!(error.is_rate_limited(), "{error}");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
        assert_eq!(error.code_as::<ErrorCode>(), (status != 500).then_some(ErrorCode::RateLimitExceeded));
        let class = if bulk { "bulk" } else { "calls" };
        let calls = |name: &str| limiter.windows().into_iter().find(|window| window.class == name).map(|w| w.calls);
        assert_eq!(calls(class), Some(3), "{status} {bulk}");
        assert_eq!(calls("daily"), Some(101_000));
    }
}

#[tokio::test]
async fn exhausted_day_fails_at_once_and_counts_survive_restart() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ok(json!([]))).expect(2).mount(&server).await;
    let plan = Plan::Custom { calls: 100, bulk: 10, daily: Some(2) };
    let build = |limiter: Limiter| {
        Client::builder()
            .base_url(server.uri())
            .keys("a", "b")
            .config(ClientConfig::new().limiter(limiter))
            .build()
            .unwrap()
    };
    let limiter = plan.limiter();
    let (first, second) = (build(limiter.clone()), build(limiter.clone()));
    first.send(&GetLead::new("7")).await.unwrap();
    second.send(&GetLead::new("7")).await.unwrap();
    let error = first.send(&GetLead::new("7")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::QuotaExhausted, 0));
    let saved = serde_json::to_string(&limiter.snapshot()).unwrap();
    let later = plan.limiter();
    later.load(&serde_json::from_str(&saved).unwrap());
    assert_eq!(build(later).send(&GetLead::new("7")).await.unwrap_err().kind(), ErrorKind::QuotaExhausted);
}

#[tokio::test]
async fn delete_is_a_write_whatever_its_method() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v2/OpportunityManagement.svc/Delete"))
        .and(query_param("Id", "5"))
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(rejection(500, "MXUnknownProspectActivityException", "no such opportunity"))
        .mount(&server)
        .await;
    let error = client(&server).send(&DeleteOpportunity::new("5")).await.unwrap_err();
    // The first attempt may have deleted it: a "not found" after it proves nothing.
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::NotFound, WriteOutcome::Unknown, 2));
    assert_eq!(error.earlier().unwrap().http_status(), Some(502));
}

#[tokio::test]
async fn capture_is_never_sent_twice() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(503)).expect(2).mount(&server).await;
    let client = client(&server);
    let capture = CaptureOpportunity::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12005);
    let error = client.send(&capture).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
    let nameless = CaptureLead::new([("FirstName", "Jane")]);
    assert_eq!(client.send(&nameless).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn captures_report_their_effect() {
    let server = MockServer::start().await;
    let responses = [
        (
            json!({"Status": 0, "CreatedOpportunityId": "5", "RelatedProspectId": "7", "IsUnique": true}),
            WriteOutcome::Applied,
        ),
        (
            json!({"Status": "0", "ConflictedOpportunityId": "4", "RelatedProspectId": "7", "IsUnique": true}),
            WriteOutcome::Applied,
        ),
        (json!({"Status": 2, "CreatedOpportunityId": "5"}), WriteOutcome::Partial),
    ];
    let client = client(&server);
    let capture = CaptureOpportunity::new(LeadDetails::by_id("7"), 12005);
    let mut effects = Vec::new();
    for (response, outcome) in responses {
        server.reset().await;
        Mock::given(any()).respond_with(ok(response)).mount(&server).await;
        let reply = client.send(&capture).await.unwrap();
        assert_eq!(reply.meta().outcome, outcome);
        effects.push(reply.effect());
    }
    assert_eq!(
        effects,
        [CaptureEffect::Created("5".into()), CaptureEffect::Duplicate("4".into()), CaptureEffect::Created("5".into())]
    );
    server.reset().await;
    let failed = json!({
        "Status": 1, "CreatedOpportunityId": null, "RelatedProspectId": "7", "IsUnique": false,
        "ExceptionType": "MXInvalidActivityFieldsException",
        "ExceptionMessage": "Field name : 'mx_Custom_19' of datatype : 'String' is mandatory."
    });
    Mock::given(any()).respond_with(ok(failed)).mount(&server).await;
    let error = client.send(&capture).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidActivityFields));
    assert_eq!((error.http_status(), error.outcome()), (Some(200), WriteOutcome::Partial));
}

#[tokio::test]
async fn partial_bulk_failure_is_an_error() {
    let server = MockServer::start().await;
    Mock::given(path("/v2/LeadManagement.svc/Lead/Bulk/UpdateV2"))
        .respond_with(ok(json!({
            "Status": {"TotalCount": 2, "SuccessCount": 1, "FailureCount": 1, "Message": "Error"},
            "Details": {"FailedLeads": [
                {"Identifier": "EmailAddress", "IdentifierValue": "b@example.com", "Reason": "Lead does not exist"}
            ]}
        })))
        .mount(&server)
        .await;
    let client = client(&server);
    let rows = ["a@example.com", "b@example.com"].map(|email| [("EmailAddress", email), ("mx_City", "Springfield")]);
    let request = BulkUpdateLeadsV2::by("EmailAddress", rows);
    let error = client.send(&request).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Partial, 1));
    assert_eq!(error.codes()[0].subject.as_deref(), Some("b@example.com"));
    let report = client.send_bulk(&request).await.unwrap();
    let outcomes: Vec<WriteOutcome> = report.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [WriteOutcome::Applied, WriteOutcome::NotApplied]);
    assert_eq!(report.rows[1].message.as_ref().unwrap().as_str(), "Lead does not exist");
    assert_eq!(report.require_all().unwrap_err().outcome(), WriteOutcome::Partial);
}

#[tokio::test]
async fn large_batch_is_split_and_its_reports_are_joined() {
    let server = MockServer::start().await;
    Mock::given(path("/v2/OpportunityManagement.svc/Bulk/Add/ByLeadField"))
        .respond_with(|request: &Request| {
            let rows: Vec<serde_json::Value> = serde_json::from_slice(&request.body).unwrap();
            let first = rows[0]["SearchByValue"].as_str().unwrap().to_owned();
            // The second piece gets an unreadable response.
            if first == "p25" {
                return ResponseTemplate::new(504);
            }
            let entries: Vec<_> =
                rows.iter().map(|row| json!({"ProspectOpportunityId": row["SearchByValue"]})).collect();
            ok(json!({"Response": entries}))
        })
        .expect(3)
        .mount(&server)
        .await;
    let rows = (0..60).map(|row| OpportunityRow::new(format!("p{row}"), 12005));
    let request = BulkAddOpportunities::new("Phone", rows);
    let report = client(&server).send_all(&request).await.unwrap();
    assert_eq!((report.rows.len(), report.calls), (60, 3));
    assert!(report.rows.iter().enumerate().all(|(at, row)| row.index == at));
    assert!(report.rows.iter().enumerate().all(|(at, row)| row.key.as_deref() == Some(&format!("p{at}"))));
    assert_eq!((report.count(WriteOutcome::Applied), report.count(WriteOutcome::Unknown)), (35, 25));
    assert_eq!(report.rows[59].id.as_deref(), Some("p59"));
}

#[tokio::test]
async fn list_is_read_to_its_count_and_no_further() {
    let server = MockServer::start().await;
    Mock::given(path("/v2/LeadManagement.svc/Leads.RecentlyModified"))
        .respond_with(|request: &Request| {
            let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(body["Sorting"]["ColumnName"], "ProspectID");
            let page = body["Paging"]["PageIndex"].as_u64().unwrap();
            let size = body["Paging"]["PageSize"].as_u64().unwrap();
            let rows: Vec<_> = ((page - 1) * size + 1..=(page * size).min(5))
                .map(|id| json!({"LeadPropertyList": [{"Attribute": "ProspectID", "Value": id.to_string()}]}))
                .collect();
            ok(json!({"RecordCount": 5, "Leads": rows}))
        })
        .expect(3)
        .mount(&server)
        .await;
    let request = ListRecentlyModifiedLeads::new(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + Span::hours(1))
        .paging(Paging::new(1, 3));
    let leads = client(&server).items(request).collect().await.unwrap();
    let ids: Vec<_> = leads.iter().map(|lead| lead.id().unwrap().to_string()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn ranges_overlap_and_yield_each_row_once() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(|request: &Request| {
            let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
            let seconds = |name: &str| {
                let text = body["Parameter"][name].as_str().unwrap();
                chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap().and_utc().timestamp()
            };
            let (from, to) = (seconds("FromDate"), seconds("ToDate"));
            // One row per second, each with a fraction that the vendor's range ignores.
            let rows: Vec<_> = (from.max(0)..to)
                .map(|at| json!({"ProspectID": format!("L{at}"), "ModifiedOn": format!("{at}")}))
                .collect();
            ok(json!({"RecordCount": rows.len(), "Leads": rows}))
        })
        .mount(&server)
        .await;
    let (from, to) = (DateTime::<Utc>::UNIX_EPOCH, DateTime::UNIX_EPOCH + Span::seconds(30));
    let client = client(&server);
    let ranges = client.ranges(ListRecentlyModifiedLeads::new(from, to), from, to, Span::seconds(10)).unwrap();
    let rows = ranges.collect().await.unwrap();
    let ids: Vec<_> = rows.iter().map(|lead| lead.id().unwrap().to_string()).collect();
    assert_eq!(ids, (0..30).map(|at| format!("L{at}")).collect::<Vec<_>>());
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
    assert!(client.ranges(ListRecentlyModifiedLeads::new(from, to), from, to, Span::zero()).is_err());
}

#[tokio::test]
async fn empty_page_is_distinguished_from_a_missing_one() {
    let server = MockServer::start().await;
    let client = client(&server);
    let request = ListRecentlyModifiedLeads::new(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH);
    Mock::given(any()).respond_with(ok(json!({"RecordCount": 0}))).mount(&server).await;
    assert!(client.send(&request).await.unwrap().is_empty());
    server.reset().await;
    Mock::given(any()).respond_with(ok(json!({"RecordCount": 3}))).mount(&server).await;
    assert!(client.send(&request).await.unwrap_err().is_decode());
}
