//! Handling of responses.

use crate::{LEAD, arrived, builder, serving};
use capillary_leads::api::leads::{CreateLead, Customer, GetLead, ListLeads, UpdateLeadStatus};
use capillary_leads::api::reasons::{CreateReasons, ListReasons};
use capillary_leads::leads_core::client::{LeadClientExt, LeadQuery, LeadUpdate, NewLead, PageToken, StatusChange};
use capillary_leads::leads_core::status::Presence;
use capillary_leads::leads_core::{ErrorKind, Evidence, LeadClient, LeadState, Patch, VendorCode};
use capillary_leads::model::{EntityId, Lead, LeadStatus, OrgSourceId};
use capillary_leads::{AdapterConfig, ErrorCode, Leads, SingleRead, UnmappedField, WriteOutcome};
use rstest::rstest;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

#[tokio::test]
async fn lead_is_read_with_its_unknown_members() {
    let server = serving(200, LEAD).await;
    let lead = builder(&server).build().unwrap().send(&GetLead::new(12)).await.unwrap();
    assert_eq!(lead.status, Some(LeadStatus::OnHold));
    assert_eq!(lead.last_updated_by, Some(EntityId::SYSTEM));
    assert_eq!(lead.org_source_id, Some(OrgSourceId::IN_STORE));
    assert_eq!(lead.follow_ups()[0].notes.as_deref().map(String::as_str), Some("rang"));
    assert_eq!(lead.status_log()[0].reason.as_deref(), Some("walked in"));
    assert_eq!(lead.next_follow_up.as_ref().unwrap().utc().unwrap().to_rfc3339(), "2026-03-06T04:00:00+00:00");
    assert_eq!(lead.extended_fields.as_ref().unwrap()["trial"].as_text().as_deref(), Some("x"));
    assert_eq!(lead.field("colour").unwrap().get(), "\"blue\"");
    assert_eq!(lead.text(), LEAD);
    assert!(!format!("{lead:?}").contains("rang"), "notes are personal");
}

#[tokio::test]
async fn warnings_are_in_the_model_and_the_meta() {
    let body = r#"{"id":7,"warnings":[{"status":false,"code":8050,"message":"combined"},{}]}"#;
    let server = serving(201, body).await;
    let made = builder(&server).build().unwrap().send(&CreateLead::new("x", Customer::id(1))).await.unwrap();
    assert_eq!(made.warnings.as_ref().unwrap()[0].error_code(), Some(ErrorCode::CustomersCombined));
    let codes: Vec<&str> = made.meta().warnings.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(codes, ["8050", ""]);
    assert_eq!(made.meta().outcome, WriteOutcome::Applied);
}

#[rstest]
#[case(200)]
#[case(201)]
#[case(400)]
#[case(500)]
#[tokio::test]
async fn rejection_is_typed_regardless_of_status(#[case] status: u16) {
    let body = r#"{"warnings":[],"errors":[{"status":false,"code":92021,"message":"Lead sub status A b already exists for status LOST"}]}"#;
    let server = serving(status, body).await;
    let client = builder(&server).build().unwrap();
    let error = client.send(&UpdateLeadStatus::new(12, LeadStatus::Won)).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::DuplicateSubStatus));
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, WriteOutcome::NotApplied));
    assert_eq!(error.codes()[0].arguments, ["A b", "LOST"]);
    assert_eq!((error.http_status(), error.request_id()), (Some(status), Some("5AB1")));
    let entry = error.code_as::<ErrorCode>().unwrap().entry().unwrap();
    assert_eq!((error.help(), entry.evidence), (Some(entry.remedy), Evidence::Documented));
    assert!(error.to_string().contains("92021"), "{error}");
}

#[rstest]
#[case(400, "{}", ErrorKind::Rejected)]
#[case(400, "", ErrorKind::Rejected)]
#[case(403, "{}", ErrorKind::Forbidden)]
#[case(401, "", ErrorKind::Unauthenticated)]
#[tokio::test]
async fn rejection_without_message_is_classified_by_status(
    #[case] status: u16,
    #[case] body: &str,
    #[case] kind: ErrorKind,
) {
    let server = serving(status, body).await;
    let error = builder(&server).build().unwrap().send(&ListLeads::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.codes().len(), error.attempts()), (kind, 0, 1));
    assert!(!error.is_decode());
}

#[rstest]
#[case("{}", WriteOutcome::Unknown)]
#[case("", WriteOutcome::Unknown)]
#[case(r#"{"warnings":[]}"#, WriteOutcome::Unknown)]
#[case(r#"{"data":[]}"#, WriteOutcome::Unknown)]
#[case(r#"{"id":1"#, WriteOutcome::Unknown)]
#[tokio::test]
async fn write_response_without_record_is_unknown(#[case] body: &str, #[case] outcome: WriteOutcome) {
    let server = serving(200, body).await;
    let client = builder(&server).build().unwrap();
    let error = client.send(&UpdateLeadStatus::new(12, LeadStatus::Won)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, outcome), "{error}");
}

/// A lost win may have been applied: the remedy for the rejected retry would create a second lead.
#[tokio::test]
async fn help_after_a_lost_win_says_how_to_verify() {
    use capillary_leads::leads_core::ClientConfig;
    use capillary_leads::leads_core::http::RetryPolicy;
    use std::time::Duration;
    let server = MockServer::start().await;
    Mock::given(method("PUT")).respond_with(ResponseTemplate::new(503)).up_to_n_times(1).mount(&server).await;
    let body = r#"{"errors":[{"status":false,"code":92024,"message":"Status change not allowed on closed leads"}]}"#;
    let closed = ResponseTemplate::new(400).set_body_string(body);
    Mock::given(method("PUT")).respond_with(closed).with_priority(9).mount(&server).await;
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1)).max_backoff(Duration::from_millis(1));
    let client = builder(&server).config(ClientConfig::new().retry(retry)).build().unwrap();
    let error = client.send(&UpdateLeadStatus::new(12, LeadStatus::Won)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 2));
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::ClosedLead));
    let help = error.help().unwrap();
    assert!(help.contains("not known whether the change was made") && help.contains("resolve"), "{help}");
    assert!(!help.contains("new lead"), "{help}");
    // Without a lost attempt the table's remedy applies.
    let error = client.send(&UpdateLeadStatus::new(12, LeadStatus::Won)).await.unwrap_err();
    assert_eq!((error.outcome(), error.field()), (WriteOutcome::NotApplied, Some("status")));
    assert!(error.help().unwrap().contains("new lead"));
}

#[tokio::test]
async fn partly_created_reasons_are_partial() {
    let body = r#"{"data":[{"id":4,"reason":"a"}],"errors":[{"code":1060,"message":"x"}]}"#;
    let server = serving(201, body).await;
    let error = builder(&server).build().unwrap().send(&CreateReasons::new(["a", "b"])).await.unwrap_err();
    assert_eq!(error.outcome(), WriteOutcome::Partial);
    assert!(error.body().unwrap().contains("\"id\":4"));
}

#[tokio::test]
async fn list_requires_data_or_an_array() {
    for body in [r#"{"data":[{"id":"4","reason":"a"}]}"#, r#"[{"id":4}]"#] {
        let server = serving(200, body).await;
        let list = builder(&server).build().unwrap().send(&ListReasons::new()).await.unwrap();
        assert_eq!(list.data[0].id.get(), 4);
    }
    for body in ["{}", "", r#"{"errors":[]}"#] {
        let server = serving(200, body).await;
        let error = builder(&server).build().unwrap().send(&ListReasons::new()).await.unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
    }
}

/// A server with `count` leads that supports `offset` and `limit`.
async fn numbered(count: usize) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(move |request: &wiremock::Request| {
            let query = |name: &str| request.url.query_pairs().find(|(known, _)| known == name);
            let number = |name: &str| query(name).map_or(0, |(_, value)| value.parse::<usize>().unwrap());
            let rows = (1..=count).skip(number("offset")).take(number("limit")).map(|id| format!(r#"{{"id":{id}}}"#));
            ResponseTemplate::new(200)
                .set_body_string(format!(r#"{{"data":[{}]}}"#, rows.collect::<Vec<_>>().join(",")))
        })
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn stream_reads_all_pages() {
    let server = numbered(4).await;
    let client = builder(&server).build().unwrap();
    let rows = client.items(ListLeads::new().limit(2)).collect().await.unwrap();
    let ids: Vec<i64> = rows.iter().map(|lead| lead.id.get()).collect();
    assert_eq!(ids, [1, 2, 3, 4], "a repeated row is returned once");
}

fn config() -> AdapterConfig {
    AdapterConfig::new().lead_for("boots-42").name(UnmappedField::Ignore)
}

#[tokio::test]
async fn common_client_sends_the_requested_writes() {
    let server = serving(200, LEAD).await;
    let client = builder(&server).build().unwrap().leads(config());
    let made = client.create(&NewLead::new("Jo").email("jo@example.com").state(LeadState::Open)).await.unwrap();
    assert_eq!(made.id.as_str(), "12");
    let change = LeadUpdate::new().owner(Patch::set("jo")).custom("trial", "y");
    let updated = client.update(&made.id, &change).await.unwrap();
    assert_eq!((updated.id.as_str(), updated.meta().outcome), ("12", WriteOutcome::Applied));
    let lost = StatusChange::to(LeadState::Lost).reason("3").sub_status("Gone").changed_by("7");
    let updated = client.set_status(&Leads::id(12, 345), &lost).await.unwrap();
    assert_eq!(updated.written.as_ref().unwrap().code, "LOST");
    let narrowed = client.set_status(&made.id, &StatusChange::to(LeadState::New)).await.unwrap();
    assert!(narrowed.written.as_ref().unwrap().is_narrowed());
    client.delete(&made.id).await.unwrap();
    let sent: Vec<String> = arrived(&server)
        .await
        .iter()
        .map(|request| {
            let body = String::from_utf8(request.body.clone()).unwrap();
            format!("{} {} {body}", request.method, request.url.path())
        })
        .collect();
    assert_eq!(
        sent,
        [
            r#"POST /v2/leads {"leadFor":"boots-42","idType":"EMAIL","identifier":"jo@example.com","status":"OPEN"}"#,
            r#"PUT /v2/leads/12 {"extendedFields":{"trial":"y"},"owner":"jo"}"#,
            r#"PUT /v2/leads/12/status {"status":"LOST","subStatus":"Gone","reasonId":3,"createdBy":7}"#,
            r#"PUT /v2/leads/12/status {"status":"OPEN"}"#,
            r#"PUT /v2/leads/12/status {"status":"DELETED"}"#,
        ]
    );
}

#[tokio::test]
async fn lead_has_a_common_view() {
    let server = serving(200, LEAD).await;
    let client = builder(&server).build().unwrap().leads(AdapterConfig::new());
    let lead = client.get(&"12".into()).await.unwrap();
    assert_eq!((lead.vendor(), lead.id().unwrap().as_str()), ("capillary-leads", "12"));
    let status = lead.status();
    assert_eq!((status.presence, status.state), (Presence::Live, LeadState::OnHold));
    assert_eq!(status.detail.sub_status.as_deref(), Some("CallBack"));
    assert_eq!((lead.owner().as_deref(), lead.source().as_deref()), (Some("store.lead.1"), Some("-1")));
    assert_eq!(lead.custom("trial").as_deref(), Some("\"x\""));
    assert_eq!(lead.created_at().unwrap().to_rfc3339(), "2026-03-04T04:00:00+00:00");
    assert_eq!(lead.decode::<Lead>().unwrap().id.get(), 12);
    assert!(client.capabilities().get);
}

#[tokio::test]
async fn get_falls_back_to_the_list_if_the_operation_is_missing() {
    let server = MockServer::start().await;
    let rows = |text: &str| ResponseTemplate::new(200).set_body_string(format!(r#"{{"data":[{text}]}}"#));
    Mock::given(path("/v2/leads/12")).respond_with(ResponseTemplate::new(404)).mount(&server).await;
    Mock::given(query_param("userId", "345"))
        .and(query_param("offset", "1"))
        .respond_with(rows(LEAD))
        .mount(&server)
        .await;
    Mock::given(query_param("userId", "345")).respond_with(rows(r#"{"id":11}"#)).with_priority(8).mount(&server).await;
    Mock::given(query_param("userId", "9")).respond_with(rows("")).mount(&server).await;
    let typed = builder(&server).build().unwrap();
    let client = typed.leads(AdapterConfig::new());

    let found = client.get(&Leads::id(12, 345)).await.unwrap();
    assert_eq!(found.id().unwrap().as_str(), "12");

    let error = client.get(&"12".into()).await.unwrap_err();
    assert!(error.is_not_found() && error.help().unwrap().contains("LEAD@CUSTOMER"), "{error}");
    let error = client.get(&Leads::id(12, 9)).await.unwrap_err();
    assert!(error.is_not_found() && error.operation() == "list_leads", "{error}");

    let listing = typed.leads(AdapterConfig::new().single_read(SingleRead::ListOnly));
    assert!(!listing.capabilities().get);
    let before = arrived(&server).await.len();
    let error = listing.get(&"12".into()).await.unwrap_err();
    assert!(error.is_unsupported() && error.field() == Some("id"), "{error}");
    assert_eq!(arrived(&server).await.len(), before, "nothing was sent");
    assert!(listing.get(&Leads::id(12, 345)).await.is_ok());
}

#[tokio::test]
async fn missing_lead_is_not_searched_in_the_list() {
    let body = r#"{"errors":[{"code":92001,"message":"Lead not found"}]}"#;
    let server = serving(404, body).await;
    let client = builder(&server).build().unwrap().leads(AdapterConfig::new());
    let error = client.get(&Leads::id(12, 345)).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::LeadNotFound));
    assert_eq!(arrived(&server).await.len(), 1);
}

#[tokio::test]
async fn check_verifies_credentials_with_one_read() {
    let server = serving(200, r#"{"data":[]}"#).await;
    let client = builder(&server).build().unwrap().leads(AdapterConfig::new());
    assert_eq!(client.check().await.unwrap().operation, "list_reasons");
    let server = serving(401, "").await;
    let client = builder(&server).build().unwrap().leads(AdapterConfig::new());
    assert!(client.check().await.unwrap_err().is_unauthenticated());
    assert_eq!(arrived(&server).await.len(), 1, "fixed credentials are not retried");
}

#[tokio::test]
async fn common_list_pages_continue_by_token() {
    let server = numbered(5).await;
    let client = builder(&server).build().unwrap().leads(AdapterConfig::new());
    let (mut next, mut seen) = (None, Vec::new());
    loop {
        let page = client.list_page(&LeadQuery::new().page_size(2), next.as_ref()).await.unwrap().into_inner();
        seen.extend(page.leads.iter().map(|lead| lead.id().unwrap().as_str().to_owned()));
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["1", "2", "3", "4", "5"]);
    let error = client.list_page(&LeadQuery::new(), Some(&PageToken::new("x"))).await.unwrap_err();
    assert_eq!((error.field(), error.operation()), (Some("after"), "list_leads"));
}

#[tokio::test]
async fn stream_continues_after_an_unreadable_row() {
    const ROWS: [&str; 5] =
        [r#"{"id":1}"#, "[2]", r#"{"id":3,"status":"\ud83d"}"#, r#"{"id":"no number"}"#, r#"{"id":5}"#];
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(|request: &wiremock::Request| {
            let query = |name: &str| request.url.query_pairs().find(|(known, _)| known == name);
            let number = |name: &str| query(name).map_or(0, |(_, value)| value.parse::<usize>().unwrap());
            let rows: Vec<&str> = ROWS.into_iter().skip(number("offset")).take(number("limit")).collect();
            ResponseTemplate::new(200).set_body_string(format!(r#"{{"data":[{}]}}"#, rows.join(",")))
        })
        .mount(&server)
        .await;
    let mut rows = builder(&server).build().unwrap().items(ListLeads::new().limit(3));
    let mut seen = Vec::new();
    while let Some(row) = rows.next().await {
        assert!(seen.len() < 9, "the stream repeats: {seen:?}");
        seen.push(match row {
            Ok(lead) => lead.id.to_string(),
            Err(error) => {
                assert!(error.is_decode() && error.decode_error().unwrap().path.starts_with("data["), "{error}");
                "unreadable".to_owned()
            }
        });
    }
    assert_eq!(seen, ["1", "unreadable", "3", "unreadable", "5"]);
}

#[tokio::test]
async fn malformed_bodies_keep_record_code_and_outcome() {
    let record: &[u8] =
        b"\xef\xbb\xbf{\"id\":12,\"status\":\"OPEN\",\"leadFor\":\"caf\xe9\nbar\",\"userId\":1e400,\"id\":12}";
    let rejection: &[u8] = b"{\"errors\":[{\"status\":false,\"code\":92021,\"message\":\"caf\xe9 \\ud83d\n\"}]}";
    for (status, body) in [(200, record), (200, rejection), (400, rejection)] {
        let server = MockServer::start().await;
        let template = ResponseTemplate::new(status).set_body_raw(body, "application/json");
        Mock::given(method("GET")).respond_with(template.clone()).mount(&server).await;
        Mock::given(method("PUT")).respond_with(template).mount(&server).await;
        let client = builder(&server).build().unwrap();
        let read = client.send(&GetLead::new(12)).await;
        if body == record {
            let lead = read.unwrap();
            assert_eq!((lead.id.get(), lead.status.clone(), lead.user_id), (12, Some(LeadStatus::Open), None));
            assert_eq!(&lead.meta().body[..], record, "the body is kept unchanged");
            continue;
        }
        let write = client.send(&UpdateLeadStatus::new(12, LeadStatus::Won)).await.unwrap_err();
        for error in [read.unwrap_err(), write] {
            assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::DuplicateSubStatus));
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Conflict, WriteOutcome::NotApplied));
        }
    }
}
