//! The call that this crate was written for and the two it depends on: `update_lead_status`, `get_lead` and
//! `list_outcomes`, with exact requests and responses.

use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Decimal, ErrorKind, Request, WriteOutcome};
use nutshell::api::leads::{GetLead, UpdateLeadStatus};
use nutshell::api::outcomes::ListOutcomes;
use nutshell::input::ProductMap;
use nutshell::model::{Lead, LeadStatus, Price};
use nutshell::{Client, ErrorCode, Nutshell, One};
use rstest::rstest;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn server_returning(status: u16, body: &str, kind: &str) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let response =
        ResponseTemplate::new(status).set_body_raw(body.to_owned(), kind).insert_header("x-nutshell-request-id", "r-7");
    Mock::given(any()).respond_with(response).mount(&server).await;
    let client = Client::builder()
        .base_url(server.uri())
        .basic("agent@example.com", "an API key")
        .config(ClientConfig::new().retry(RetryPolicy::none()))
        .build()
        .unwrap();
    (server, client)
}

/// What was received: the request line, the headers that this crate sets, and the body.
async fn received(server: &MockServer) -> (String, Vec<(String, String)>, String) {
    let requests = server.received_requests().await.unwrap();
    let [sent] = requests.as_slice() else { panic!("{} requests", requests.len()) };
    let transports = ["host", "content-length", "accept-encoding", "user-agent"];
    let mut headers: Vec<(String, String)> = sent
        .headers
        .iter()
        .filter(|(name, _)| !transports.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (format!("{} {}", sent.method, sent.url.path()), headers, String::from_utf8(sent.body.clone()).unwrap())
}

const BASIC: &str = "Basic YWdlbnRAZXhhbXBsZS5jb206YW4gQVBJIGtleQ==";

fn headers(content_type: Option<&str>) -> Vec<(String, String)> {
    let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut all = vec![own("accept", "application/json"), own("authorization", BASIC)];
    all.extend(content_type.map(|kind| own("content-type", kind)));
    all
}

/// Every member of a lead that the vendor declares or that was observed, with made-up values.
const LEAD: &str = r#"{"id":"1003-leads","type":"leads","name":"Wash","description":"Two bays","number":"1000","status":"won",
    "value":{"formatted":"$100.00","amount":100.00,"currency":"USD"},
    "createdTime":{"absoluteLocalizedString":"May 28, 2024","timestamp":1716854400,"value":"May 28"},
    "closedTime":{"timestamp":1716854401},"dueTime":{"timestamp":1716854402},"anticipatedClosedTime":{"timestamp":1716854403},
    "lastContactedTime":{"timestamp":1716854404},"overdueTime":{"fromNowLocalizedString":"now","timestamp":1716854405},
    "deletedTime":null,"isOverdue":false,"confidence":25,"priority":1,"pieState":"01","ownerType":"users",
    "isCurrentUserWatching":true,"mcfxContactIds":["1"],"href":"https://app.nutshell.com/rest/leads/1003-leads",
    "htmlUrl":"https://app.nutshell.com/lead/1000","htmlUrlPath":"/lead/1000","avatarUrl":"x","initials":"W",
    "links":{"outcome":"1-outcomes","owner":"1-users","contacts":["2-contacts"],"productMaps":["4-productMaps"]}}"#;

#[tokio::test]
async fn close_lead_request_and_response() {
    let wrapped = format!(r#"{{"meta":{{"instanceId":"9"}},"links":{{}},"leads":[{LEAD}]}}"#);
    let one = format!(r#"{{"leads":{LEAD}}}"#);
    for body in [&wrapped, &one, LEAD, &format!("[{LEAD}]")] {
        let (server, client) = server_returning(200, body, "application/json").await;
        let price = Price::new("9.90".parse::<Decimal>().unwrap()).currency("USD");
        let request = UpdateLeadStatus::new("1003-leads")
            .outcome("1-outcomes")
            .competitor_map("1-competitorMaps")
            .competitor_map("2-competitorMaps")
            .product_map(
                ProductMap::new("7-products")
                    .id("4-productMaps")
                    .relationship("primary")
                    .price(price)
                    .name("Wash")
                    .unit("month")
                    .quantity("2.50".parse::<Decimal>().unwrap().unquoted())
                    .lead("1003-leads"),
            )
            .product_map(ProductMap::new("8-products"));
        let reply = client.send(&request).await.unwrap();
        let (line, sent, body) = received(&server).await;
        assert_eq!(line, "POST /rest/leads/1003-leads/status");
        assert_eq!(sent, headers(Some("application/json")));
        assert_eq!(
            body,
            r#"{"outcomeId":"1-outcomes","competitorMaps":["1-competitorMaps","2-competitorMaps"],"productMaps":["#
                .to_owned()
                + r#"{"id":"4-productMaps","type":"productMaps","relationship":"primary","price":{"amount":"9.90","currency":"USD"},"#
                + r#""name":"Wash","unit":"month","quantity":2.50,"productType":"product","#
                + r#""links":{"lead":"1003-leads","product":"7-products"}},{"links":{"product":"8-products"}}]}"#
        );
        assert_eq!((reply.meta().outcome, reply.meta().request_id.as_deref()), (WriteOutcome::Applied, Some("r-7")));
        every_member(&reply);
    }
}

fn every_member(lead: &One<Lead>) {
    assert_eq!(
        (lead.id.as_str(), lead.kind.as_deref(), lead.number.as_deref()),
        ("1003-leads", Some("leads"), Some("1000"))
    );
    assert_eq!(lead.status, Some(LeadStatus::Won));
    let value = lead.value.as_ref().unwrap();
    assert_eq!((value.amount.as_ref().unwrap().as_str(), value.currency.as_deref()), ("100.00", Some("USD")));
    let times = [
        &lead.created_time,
        &lead.closed_time,
        &lead.due_time,
        &lead.anticipated_closed_time,
        &lead.last_contacted_time,
        &lead.overdue_time,
    ];
    for (at, time) in times.into_iter().enumerate() {
        assert_eq!(time.as_ref().unwrap().timestamp(), Some(1_716_854_400 + i64::try_from(at).unwrap()));
    }
    assert!(lead.deleted_time.is_none());
    assert_eq!((lead.is_overdue, lead.confidence, lead.priority), (Some(false), Some(25), Some(1)));
    assert_eq!((lead.pie_state.as_deref(), lead.is_current_user_watching), (Some("01"), Some(true)));
    assert_eq!(lead.owner_type.as_ref().map(ToString::to_string).as_deref(), Some("users"));
    assert_eq!(lead.links.as_ref().unwrap().outcome.as_ref().unwrap().as_str(), "1-outcomes");
    // Nothing that was received is lost, whether it has a field or not.
    assert_eq!(lead.text(), LEAD);
    let typed = serde_json::to_value(lead.value()).unwrap();
    for (name, value) in serde_json::from_str::<serde_json::Value>(LEAD).unwrap().as_object().unwrap() {
        assert!(value.is_null() || typed.get(name).is_some(), "{name} has a field");
    }
}

#[tokio::test]
async fn get_lead_and_list_outcomes_requests_and_responses() {
    let (server, client) = server_returning(200, &format!(r#"{{"leads":[{LEAD}]}}"#), "application/json").await;
    every_member(&client.send(&GetLead::new("1003-leads")).await.unwrap());
    assert_eq!(received(&server).await, ("GET /rest/leads/1003-leads".to_owned(), headers(None), String::new()));

    let rows = r#"[{"id":"1-outcomes","type":"outcomes","name":"Won","status":"won"},{"id":"2-outcomes","type":"outcomes","name":"Gone","status":"canceled"},{"id":"3-outcomes","type":"outcomes","name":"New","status":"paused","colour":7}]"#;
    // Declared as one flat object, presumably wrapped.
    for body in [format!(r#"{{"meta":{{}},"outcomes":{rows}}}"#), rows.to_owned()] {
        let (server, client) = server_returning(200, &body, "application/json").await;
        let outcomes = client.send(&ListOutcomes::new()).await.unwrap();
        assert_eq!(received(&server).await, ("GET /rest/outcomes".to_owned(), headers(None), String::new()));
        let meanings: Vec<_> = outcomes.iter().map(|outcome| outcome.meaning().unwrap()).collect();
        assert_eq!(meanings[..2], [LeadStatus::Won, LeadStatus::Cancelled]);
        assert_eq!((meanings[2].as_str(), outcomes[2].field("colour").unwrap().get()), ("paused", "7"));
        assert_eq!(serde_json::to_string(&*outcomes).unwrap(), body, "unchanged");
    }
    let flat = r#"{"id":"1-outcomes","name":"Won","status":"won","type":"outcomes"}"#;
    let (_server, client) = server_returning(200, flat, "application/json").await;
    assert_eq!(client.send(&ListOutcomes::new()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn unknown_members_round_trip() {
    let lead = r#"{"id":"1-leads","status":"paused","ownerType":"robots","newMember":{"a":[1.50]},"links":{"moods":["1-moods"]}}"#;
    let (_server, client) = server_returning(200, &format!(r#"{{"leads":[{lead}]}}"#), "application/json").await;
    let read = client.send(&GetLead::new("1-leads")).await.unwrap();
    let status = read.status.as_ref().unwrap();
    assert_eq!((status.as_str(), status.is_known()), ("paused", false));
    assert_eq!(read.owner_type.as_ref().map(ToString::to_string).as_deref(), Some("robots"));
    assert_eq!(read.field("newMember").unwrap().get(), r#"{"a":[1.50]}"#);
    assert_eq!(serde_json::to_string(read.record()).unwrap(), lead, "byte for byte");
    let typed = serde_json::to_value(read.value()).unwrap();
    assert_eq!((typed["status"].as_str(), typed["ownerType"].as_str()), (Some("paused"), Some("robots")));
}

/// Each documented or observed rejection, on each of the three.
#[rstest]
#[case::no_such_lead(
    404,
    "<title>An Error Occurred: Not Found</title>",
    ErrorKind::NotFound,
    Some(ErrorCode::NotFoundPage)
)]
#[case::credentials(
    401,
    "<title>An Error Occurred: Unauthorized</title>",
    ErrorKind::Unauthenticated,
    Some(ErrorCode::UnauthorizedPage)
)]
#[case::listed(
    400,
    r#"{"meta":{},"links":{},"leads":[],"errors":[{"id":null,"type":"errors","code":null,"detail":"no such outcome","href":null,"status":"400","title":"Invalid","field":"outcomeId"}]}"#,
    ErrorKind::Rejected,
    Some(ErrorCode::Listed)
)]
#[case::conflict(409, r#"{"errors":[{"status":"409","title":"Taken"}]}"#, ErrorKind::Conflict, Some(ErrorCode::Listed))]
#[case::method(405, r#""Internal Error""#, ErrorKind::Rejected, Some(ErrorCode::InternalError))]
#[case::empty(400, "", ErrorKind::Rejected, None)]
#[case::root(404, r#"{"message":"no route"}"#, ErrorKind::NotFound, Some(ErrorCode::Message))]
#[case::forbidden(403, "", ErrorKind::Forbidden, None)]
#[case::too_fast(429, "", ErrorKind::RateLimited, None)]
#[tokio::test]
async fn rejection_is_classified(
    #[case] status: u16,
    #[case] body: &str,
    #[case] kind: ErrorKind,
    #[case] code: Option<ErrorCode>,
) {
    let media = if body.starts_with('<') { "text/html" } else { "application/json" };
    let (_server, client) = server_returning(status, body, media).await;
    async fn error_of<R: Request<Vendor = Nutshell>>(client: &Client, request: R) -> leads_core::Error {
        client.send(&request).await.err().unwrap()
    }
    for error in [
        error_of(&client, UpdateLeadStatus::new("1-leads").outcome("1-outcomes")).await,
        error_of(&client, GetLead::new("1-leads")).await,
        error_of(&client, ListOutcomes::new()).await,
    ] {
        assert_eq!((error.kind(), error.outcome()), (kind, WriteOutcome::NotApplied), "{error}");
        assert_eq!((error.code_as::<ErrorCode>(), error.request_id()), (code.clone(), Some("r-7")));
        assert_eq!((error.vendor(), error.http_status()), ("nutshell", Some(status)));
    }
}

/// Responses that prove nothing about the write.
#[rstest]
#[case::own_500(500, r#"{"code":500,"message":"Internal Server Error"}"#)]
#[case::own_500_as_200(200, r#"{"code":500,"message":"Internal Server Error"}"#)]
#[case::gateway(502, "<title>Bad Gateway</title>")]
#[case::unavailable(503, "")]
#[case::timeout(504, "")]
#[case::login(200, "<title>Log in</title>")]
#[case::redirect(302, "")]
#[case::foreign(200, r#"{"ok":true}"#)]
#[case::nothing(200, "")]
#[case::cut(200, r#"{"leads":[{"id":"1-le"#)]
#[tokio::test]
async fn unproved_response_leaves_outcome_unknown(#[case] status: u16, #[case] body: &str) {
    let media = if body.starts_with('<') { "text/html" } else { "application/json" };
    let (_server, client) = server_returning(status, body, media).await;
    let error = client.send(&UpdateLeadStatus::new("1-leads").outcome("1-outcomes")).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (WriteOutcome::Unknown, 1), "{error}");
}

/// Invalid input is rejected with the name of its field, and nothing is sent.
#[tokio::test]
async fn invalid_input_is_not_sent() {
    let (server, client) = server_returning(200, LEAD, "application/json").await;
    let new = UpdateLeadStatus::new;
    let stored = |body: &str| -> UpdateLeadStatus {
        serde_json::from_str(&format!(r#"{{"id":"1-leads","body":{body}}}"#)).unwrap()
    };
    for (request, field) in [
        (new("1-leads"), "outcomeId"),
        (new("1-leads").outcome(""), "outcomeId"),
        (stored(r#"{"competitorMaps":[],"productMaps":[]}"#), "outcomeId"),
        (stored(r#"{"competitorMaps":[" "]}"#), "competitorMaps"),
        (stored(r#"{"productMaps":[{"links":{}}]}"#), "productMaps.links.product"),
        (stored(r#"{"productMaps":[{"quantity":1,"links":{"product":"1-products"}}]}"#), "productMaps.type"),
        (new("").outcome("1-outcomes"), "id"),
        (new("..").outcome("1-outcomes"), "id"),
        (new("1\n").outcome("1-outcomes"), "id"),
    ] {
        let error = client.send(&request).await.unwrap_err();
        assert_eq!((error.field(), error.outcome()), (Some(field), WriteOutcome::NotApplied), "{error}");
    }
    for id in ["", ".", "..", "1\r\nx"] {
        assert_eq!(client.send(&GetLead::new(id)).await.unwrap_err().field(), Some("id"));
    }
    assert!(server.received_requests().await.unwrap().is_empty());
    assert!(serde_json::from_str::<UpdateLeadStatus>(r#"{"id":"1-leads","body":{"status":"won"}}"#).is_err());
}

/// A base URL with and without its prefix is the same; one without TLS is rejected.
#[test]
fn base_url_is_normalized_and_requires_tls() {
    let preview = |url: &str| {
        let client = Client::builder().base_url(url).basic("agent@example.com", "key").build()?;
        client.preview(&GetLead::new("1-leads")).map(|preview| preview.url)
    };
    for url in [
        "https://crm.example.com",
        "https://crm.example.com/",
        "https://crm.example.com/rest",
        "https://crm.example.com/rest/",
    ] {
        assert_eq!(preview(url).unwrap(), "https://crm.example.com/rest/leads/1-leads", "{url}");
    }
    for url in ["http://crm.example.com", "crm.example.com/rest", "", "ftp://crm.example.com"] {
        assert_eq!(preview(url).unwrap_err().field(), Some("base_url"), "{url}");
    }
    let none = Client::builder().build().unwrap_err();
    assert_eq!((none.field(), none.vendor()), (Some("credentials"), "nutshell"));
}
