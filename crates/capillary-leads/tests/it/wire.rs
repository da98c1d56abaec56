//! The wire form of each operation.

use crate::{LEAD, arrived, builder, quick, serving, target};
use capillary_leads::api::follow_ups::{AddFollowUp, ListFollowUps};
use capillary_leads::api::leads::{
    CreateLead, Customer, GetLead, ListLeads, NewFollowUp, NewStatusLog, UpdateLead, UpdateLeadStatus,
};
use capillary_leads::api::oauth::GenerateToken;
use capillary_leads::api::reasons::{CreateReasons, ListReasons};
use capillary_leads::api::statuses::{CreateSubStatus, ListStatusLog, ListSubStatuses};
use capillary_leads::leads_core::{Request, Safety};
use capillary_leads::model::{EntityType, LeadStatus, LeadType, LeadTypeFilter, OrgSourceId, SortBy, SortOrder};
use capillary_leads::{
    Attribution, AttributionType, CallOptions, Capillary, CapillaryOptions, Client, CreateMethod, Language, LookupType,
    OauthHeader, Password, WriteOutcome,
};
use std::collections::BTreeSet;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

const BASIC: &str = "Basic c3RvcmUuc2VydmVyOjhhMTZhNmI3MDUwNWViMWYxZmY3Y2RjMGNkNTU1OWE3";
const LIST: &str = r#"{"data":[{"id":1}],"warnings":[],"errors":[]}"#;
const SUB: &str = r#"{"status":"ON_HOLD","subStatus":"CallBack","warnings":[]}"#;

/// Sends a request and compares everything received with what is expected.
async fn assert_sent<R>(request: R, response: &str, wanted: (&str, &str, Option<&str>)) -> (&'static str, R::Response)
where
    R: Request<Vendor = Capillary>,
{
    let server = serving(200, response).await;
    let reply = builder(&server).build().unwrap().send(&request).await.unwrap();
    let all = arrived(&server).await;
    let name = R::OPERATION.name;
    assert_eq!(all.len(), 1, "{name}");
    let (method, path, body) = wanted;
    assert_eq!((all[0].method.as_str(), target(&all[0]).as_str()), (method, path), "{name}");
    assert_eq!(std::str::from_utf8(&all[0].body).unwrap(), body.unwrap_or_default(), "{name}");
    let header = |header: &str| all[0].headers.get(header).map(|value| value.to_str().unwrap());
    assert_eq!(header("accept"), Some("application/json"), "{name}");
    assert_eq!(header("content-type"), body.map(|_| "application/json"), "{name}");
    let signed = name != "generate_token";
    assert_eq!(header("authorization"), signed.then_some(BASIC), "{name}");
    assert_eq!(header("x-cap-api-oauth-token"), None, "{name}");
    assert_eq!(reply.meta().request_id.as_deref(), Some("5AB1"), "{name}");
    let write = R::OPERATION.safety != Safety::Read;
    assert_eq!(reply.meta().outcome, if write { WriteOutcome::Applied } else { WriteOutcome::NotApplied }, "{name}");
    (name, reply.into_inner())
}

#[tokio::test]
async fn operations_are_sent_as_documented() {
    let mut seen = BTreeSet::new();

    let create = CreateLead::new("boots-42", Customer::email("jo@example.com"))
        .lead_type(LeadType::Sku)
        .status(LeadStatus::OnHold)
        .sub_status("CallBack")
        .next_follow_up("2026-03-06T09:30:00+05:30")
        .last_follow_up("2026-03-04T09:30:00+05:30")
        .created_on("2026-03-04T09:30:00+05:30")
        .created_by(4711)
        .last_updated_on("2026-03-04T09:31:00+05:30")
        .last_updated_by(4712)
        .follow_up(
            NewFollowUp::new()
                .scheduled_follow_up("2026-03-04T09:00:00Z")
                .followed_up_on("2026-03-04T09:10:00Z")
                .followed_up_by(4711)
                .notes("rang")
                .next_follow_up("2026-03-05T09:00:00Z"),
        )
        .extended_field("trial", "Not Done")
        .status_log(NewStatusLog::new(LeadStatus::Open).created_by(4711).reason_id(1))
        .org_source_id(OrgSourceId::IN_STORE)
        .owner("store.lead.1");
    let body = r#"{"type":"SKU","leadFor":"boots-42","idType":"EMAIL","identifier":"jo@example.com","status":"ON_HOLD","subStatus":"CallBack","nextFollowUp":"2026-03-06T09:30:00+05:30","lastFollowUp":"2026-03-04T09:30:00+05:30","createdOn":"2026-03-04T09:30:00+05:30","createdBy":4711,"lastUpdatedOn":"2026-03-04T09:31:00+05:30","lastUpdatedBy":4712,"followUpDetails":[{"scheduledFollowUp":"2026-03-04T09:00:00Z","followedUpOn":"2026-03-04T09:10:00Z","followedUpBy":4711,"notes":"rang","nextFollowUp":"2026-03-05T09:00:00Z"}],"extendedFields":{"trial":"Not Done"},"statusLogDetails":[{"status":"OPEN","createdBy":4711,"reasonId":1}],"orgSourceId":-1,"owner":"store.lead.1"}"#;
    seen.insert(assert_sent(create, LEAD, ("POST", "/v2/leads", Some(body))).await.0);

    let update = UpdateLead::new(19).extended_field("trial", "Done").owner("store.lead.1");
    let body = r#"{"extendedFields":{"trial":"Done"},"owner":"store.lead.1"}"#;
    seen.insert(assert_sent(update, LEAD, ("PUT", "/v2/leads/19", Some(body))).await.0);

    let status = UpdateLeadStatus::new(21, LeadStatus::OnHold)
        .sub_status("CallBack")
        .reason_id(2)
        .created_by(4711)
        .created_on("2026-03-04T09:30:00+05:30");
    let body = r#"{"status":"ON_HOLD","subStatus":"CallBack","reasonId":2,"createdBy":4711,"createdOn":"2026-03-04T09:30:00+05:30"}"#;
    seen.insert(assert_sent(status, LEAD, ("PUT", "/v2/leads/21/status", Some(body))).await.0);

    let follow_up = AddFollowUp::new(63, "2026-03-04T10:00:00+05:30", 124)
        .followed_up_by(4711)
        .next_follow_up("2026-03-11T10:00:00+05:30")
        .scheduled_follow_up("2026-03-04T09:30:00+05:30")
        .notes("rang".to_owned())
        .created_on("2026-03-04T10:00:01+05:30");
    let body = r#"{"followedUpOn":"2026-03-04T10:00:00+05:30","createdBy":124,"followedUpBy":4711,"nextFollowUp":"2026-03-11T10:00:00+05:30","scheduledFollowUp":"2026-03-04T09:30:00+05:30","notes":"rang","createdOn":"2026-03-04T10:00:01+05:30"}"#;
    seen.insert(assert_sent(follow_up, LEAD, ("POST", "/v2/leads/63/followup", Some(body))).await.0);

    let list = ListLeads::new()
        .user_id(345)
        .status(LeadStatus::OnHold)
        .sub_status("Call Back")
        .owner(4711)
        .entity(EntityType::Till, "till/3")
        .lead_type(LeadTypeFilter::All)
        .org_source_id(-1)
        .sort(SortBy::LastUpdatedOn, SortOrder::Descending)
        .limit(50)
        .offset(100);
    let path = "/v2/leads?userId=345&status=ON_HOLD&substatus=Call%20Back&owner=4711&entityType=TILL\
                &entityCode=till%2F3&type=ALL&orgSourceId=-1&sortBy=lastUpdatedOn&sortOrder=DESC&limit=50&offset=100";
    seen.insert(assert_sent(list, LIST, ("GET", path, None)).await.0);

    seen.insert(assert_sent(GetLead::new(12), LEAD, ("GET", "/v2/leads/12", None)).await.0);
    seen.insert(assert_sent(ListFollowUps::new(12), LIST, ("GET", "/v2/leads/12/followups", None)).await.0);
    seen.insert(assert_sent(ListStatusLog::new(12), LIST, ("GET", "/v2/leads/12/statusLog", None)).await.0);

    let sub = CreateSubStatus::new(LeadStatus::OnHold, "CallBack");
    let body = r#"{"status":"ON_HOLD","subStatus":"CallBack"}"#;
    seen.insert(assert_sent(sub, SUB, ("POST", "/v2/leads/substatus", Some(body))).await.0);
    let subs = format!(r#"{{"data":[{SUB}],"warnings":[],"errors":[]}}"#);
    seen.insert(assert_sent(ListSubStatuses::new(), &subs, ("GET", "/v2/leads/substatuses", None)).await.0);

    let reasons = CreateReasons::new(["Out of stock", "Too dear"]);
    let body = r#"[{"reason":"Out of stock"},{"reason":"Too dear"}]"#;
    seen.insert(assert_sent(reasons, LIST, ("POST", "/v2/leads/reasons", Some(body))).await.0);
    seen.insert(assert_sent(ListReasons::new(), LIST, ("GET", "/v2/leads/reasons", None)).await.0);

    let token = r#"{"data":{"accessToken":"to.k.en","ttlSeconds":300},"errors":null}"#;
    let body = r#"{"key":"client-key","secret":"client-secret"}"#;
    let wanted = ("POST", "/v3/oauth/token/generate", Some(body));
    seen.insert(assert_sent(GenerateToken::new("client-key", "client-secret"), token, wanted).await.0);

    let all: BTreeSet<&str> = capillary_leads::api::operations().map(|operation| operation.name).collect();
    assert_eq!(seen, all, "every operation has its line here");
}

#[tokio::test]
async fn alternative_forms_are_sent_on_request() {
    let single = CreateReasons::new(["Too dear"]).as_object();
    assert_sent(single, LIST, ("POST", "/v2/leads/reasons", Some(r#"{"reason":"Too dear"}"#))).await;
    let text = UpdateLeadStatus::new(1, LeadStatus::Lost).reason_id(capillary_leads::model::ReasonRef::text(3));
    assert_sent(text, LEAD, ("PUT", "/v2/leads/1/status", Some(r#"{"status":"LOST","reasonId":"3"}"#))).await;
    let query = UpdateLead::new(1).owner("jo").owner_in_query(true);
    assert_sent(query, LEAD, ("PUT", "/v2/leads/1?owner=jo", Some("{}"))).await;
}

#[tokio::test]
async fn create_remembers_the_other_method_after_a_405() {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(405)).mount(&server).await;
    Mock::given(method("PATCH")).respond_with(ResponseTemplate::new(200).set_body_string(LEAD)).mount(&server).await;
    let client = builder(&server).build().unwrap();
    let create = CreateLead::new("x", Customer::id(345));
    assert_eq!(client.preview(&create).unwrap().method, "POST");
    let made = client.send(&create).await.unwrap();
    assert_eq!((made.id.get(), made.meta().attempts, made.meta().outcome), (12, 2, WriteOutcome::Applied));
    client.clone().send(&create).await.unwrap();
    let methods: Vec<String> = arrived(&server).await.iter().map(|request| request.method.to_string()).collect();
    assert_eq!(methods, ["POST", "PATCH", "PATCH"]);
    assert_eq!(client.preview(&create).unwrap().method, "PATCH");
}

#[tokio::test]
async fn concurrent_creates_all_switch_methods() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH")).respond_with(ResponseTemplate::new(405)).mount(&server).await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200).set_body_string(LEAD)).mount(&server).await;
    let client = builder(&server).create_method(CreateMethod::Patch).build().unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        calls.spawn(async move { client.send(&CreateLead::new("x", Customer::id(345))).await.map(drop) });
    }
    while let Some(call) = calls.join_next().await {
        call.unwrap().unwrap();
    }
    let made = arrived(&server).await.iter().filter(|request| request.method == "POST").count();
    assert_eq!(made, 20, "each was made once");
}

#[tokio::test]
async fn create_fails_after_both_methods_are_rejected() {
    let server = serving(405, "").await;
    let client = builder(&server).build().unwrap();
    let error = client.send(&CreateLead::new("x", Customer::id(345))).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), error.http_status()), (WriteOutcome::NotApplied, 2, Some(405)));
    assert!(error.help().unwrap().contains("PATCH"));
    assert_eq!(arrived(&server).await.len(), 2);

    let server = serving(405, "").await;
    let client = builder(&server).create_fallback(false).build().unwrap();
    client.send(&CreateLead::new("x", Customer::id(345))).await.unwrap_err();
    assert_eq!(arrived(&server).await.len(), 1);
}

#[tokio::test]
async fn create_starts_with_the_configured_method_after_both_are_rejected() {
    let server = serving(405, "").await;
    let client = builder(&server).build().unwrap();
    let create = CreateLead::new("x", Customer::id(345));
    for _ in 0..2 {
        client.send(&create).await.unwrap_err();
    }
    let methods: Vec<String> = arrived(&server).await.iter().map(|request| request.method.to_string()).collect();
    assert_eq!(methods, ["POST", "PATCH", "POST", "PATCH"]);
    // The rejection is temporary, as one by a gateway may be.
    server.reset().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200).set_body_string(LEAD)).mount(&server).await;
    client.send(&create).await.unwrap();
    assert_eq!(arrived(&server).await.len(), 1);
}

#[tokio::test]
async fn rejected_method_keeps_the_vendors_message() {
    let body = r#"{"errors":[{"status":false,"code":92001,"message":"x"}]}"#;
    let server = serving(405, body).await;
    let client = builder(&server).create_fallback(false).build().unwrap();
    let error = client.send(&CreateLead::new("x", Customer::id(345))).await.unwrap_err();
    assert_eq!((error.codes()[0].code.as_str(), error.outcome()), ("92001", WriteOutcome::NotApplied));
}

#[tokio::test]
async fn busy_search_engine_leaves_the_outcome_unknown() {
    let server = serving(461, "").await;
    let client = builder(&server).build().unwrap();
    let error = client.send(&CreateLead::new("x", Customer::id(345))).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
    assert_eq!(arrived(&server).await.len(), 1);
}

#[tokio::test]
async fn token_with_maximum_lifetime_is_kept() {
    let server = MockServer::start().await;
    let token = format!(r#"{{"data":{{"accessToken":"t","ttlSeconds":{}}},"errors":null}}"#, i64::MAX);
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(200).set_body_string(token)).mount(&server).await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(200).set_body_string(LIST)).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).oauth("key", "secret".to_owned()).build().unwrap();
    for _ in 0..2 {
        client.send(&ListReasons::new()).await.unwrap();
    }
    let requested = arrived(&server).await.iter().filter(|request| request.method == "POST").count();
    assert_eq!(requested, 1);
}

#[tokio::test]
async fn only_a_405_resends_a_create() {
    for status in [400, 404, 500, 501] {
        let server = serving(status, "{}").await;
        let client = builder(&server).build().unwrap();
        client.send(&CreateLead::new("x", Customer::id(345))).await.unwrap_err();
        assert_eq!(arrived(&server).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn call_options_override_language_and_attribution() {
    let server = serving(200, LIST).await;
    let client = builder(&server)
        .language(Language::CHINESE)
        .attribution(Attribution::entity(AttributionType::StoreCode, "s-1").and_lookup(LookupType::WeChat, "W"))
        .build()
        .unwrap();
    client.send(&ListReasons::new()).await.unwrap();
    let options =
        CallOptions::new().language(&Language::ARABIC).unwrap().attribution(&Attribution::till("t-9")).unwrap();
    client.send_with(&ListReasons::new(), &options).await.unwrap();
    let older = CallOptions::new().attribution(&Attribution::till_in_older_header("t-8")).unwrap();
    client.send_with(&CreateReasons::new(["x"]), &older).await.unwrap();

    let all = arrived(&server).await;
    let header = |at: usize, name: &str| all[at].headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let shown = |at: usize| {
        ["language", "entity-type", "entity-code", "till-code", "lookup-type", "lookup"].map(|name| {
            let name = if name == "language" { name.into() } else { format!("x-cap-api-attribution-{name}") };
            header(at, &name).unwrap_or_default()
        })
    };
    assert_eq!(shown(0), ["zh", "STORE_CODE", "s-1", "", "WECHAT", "W"]);
    assert_eq!(shown(1), ["ar", "TILL", "t-9", "", "", ""], "the call's own replaces the client's as a whole");
    assert_eq!(shown(2), ["", "", "", "t-8", "", ""], "a language is asked for in reads alone");
}

#[tokio::test]
async fn base_url_prefix_is_not_duplicated() {
    let server = serving(200, LIST).await;
    for suffix in ["", "/", "/v2", "/v2/", "/v3"] {
        let url = format!("{}{suffix}", server.uri());
        let client = builder(&server).base_url(url).build().unwrap();
        client.send(&ListReasons::new()).await.unwrap();
    }
    assert!(arrived(&server).await.iter().all(|request| request.url.path() == "/v2/leads/reasons"));
}

#[test]
fn preview_shows_the_request_without_credentials() {
    let client = Client::builder()
        .base_url("https://api.example.com")
        .oauth("the-key", "the-secret")
        .oauth_header(OauthHeader::CapApiAccessToken)
        .attribution(Attribution::till("t-1"))
        .config(quick())
        .build()
        .unwrap();
    let plan = client.preview(&UpdateLeadStatus::new(12, LeadStatus::Won).reason_id(6)).unwrap();
    insta::assert_snapshot!(plan.to_string(), @r#"
    PUT https://api.example.com/v2/leads/12/status
    accept: application/json
    cap-api-access-token: [REDACTED]
    content-type: application/json
    x-cap-api-attribution-entity-code: t-1
    x-cap-api-attribution-entity-type: TILL

    {"status":"WON","reasonId":6}
    "#);
    let basic = Client::builder().base_url("https://api.example.com").basic("u", Password::plain("hush"));
    let plan = basic.build().unwrap().preview(&GenerateToken::new("kkk-key", "sss-secret")).unwrap();
    insta::assert_snapshot!(plan.to_string(), @r#"
    POST https://api.example.com/v3/oauth/token/generate
    accept: application/json
    content-type: application/json

    {"key":"[REDACTED]","secret":"[REDACTED]"}
    "#);
}

#[tokio::test]
async fn invalid_input_is_rejected_before_sending() {
    let server = serving(200, LEAD).await;
    let client = builder(&server).build().unwrap();
    let rejected = [
        (client.send(&UpdateLeadStatus::new(-1, LeadStatus::Won)).await.unwrap_err(), "lead_id"),
        (client.send(&UpdateLeadStatus::new(1, "")).await.unwrap_err(), "status"),
        (client.send(&UpdateLead::new(1)).await.unwrap_err(), "body"),
        (client.send(&CreateLead::new("", Customer::id(1))).await.unwrap_err(), "lead_for"),
        (client.send(&AddFollowUp::new(1, "soon", 1)).await.unwrap_err(), "followed_up_on"),
    ];
    for (error, field) in rejected {
        assert!(error.is_invalid_request() && error.attempts() == 0, "{error}");
        assert_eq!((error.field(), error.vendor()), (Some(field), "capillary-leads"));
    }
    assert!(arrived(&server).await.is_empty());
}
