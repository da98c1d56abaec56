//! The common client at Nutshell: what the common builders send, and what is rejected.

use leads_core::client::{LeadClientExt, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::{Decimal, ErrorKind, LeadId, LeadState, Money, Patch, Raw, WriteOutcome};
use nutshell::model::Lead;
use nutshell::{AdapterConfig, Client, Leads};
use rstest::rstest;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request as HttpRequest, Respond, ResponseTemplate};

/// The company's lists, which a test may change while it runs, and one lead.
#[derive(Clone)]
struct Company {
    sources: Arc<Mutex<Value>>,
    outcomes: Arc<Mutex<Value>>,
}

impl Respond for Company {
    fn respond(&self, received: &HttpRequest) -> ResponseTemplate {
        let body = match received.url.path() {
            "/rest/sources" => json!({"meta": {}, "sources": *self.sources.lock().unwrap()}),
            "/rest/outcomes" => json!({"meta": {}, "outcomes": *self.outcomes.lock().unwrap()}),
            _ => json!({"meta": {}, "leads": [{"id": "3-leads"}]}),
        };
        ResponseTemplate::new(200).set_body_json(body)
    }
}

struct Fixture {
    server: MockServer,
    company: Company,
    client: Leads,
}

impl Fixture {
    async fn new() -> Self {
        let sources = json!([
            {"id": "5-sources", "name": "Web"},
            {"id": "6-sources", "name": "2024-Expo"},
            {"id": "7-sources", "name": "7-Eleven"},
            {"id": "8-sources", "name": "411"},
            {"id": "411-sources", "name": "Fair"},
            {"id": "9-sources", "name": "Old-9", "deletedTime": 17},
        ]);
        let outcomes = json!([{"id": "1-outcomes", "name": "Won", "status": "won"}]);
        let company = Company { sources: Arc::new(Mutex::new(sources)), outcomes: Arc::new(Mutex::new(outcomes)) };
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(company.clone()).mount(&server).await;
        let client = Client::builder().base_url(server.uri()).basic("agent@example.com", "key").build().unwrap();
        Self { server, company, client: client.leads(AdapterConfig::new()) }
    }

    /// Returns method and path of every call so far.
    async fn calls(&self) -> Vec<String> {
        let received = self.server.received_requests().await.unwrap();
        received.iter().map(|received| format!("{} {}", received.method, received.url.path())).collect()
    }

    /// Returns the body of the last call.
    async fn body(&self) -> Value {
        let received = self.server.received_requests().await.unwrap();
        serde_json::from_slice(&received.last().unwrap().body).unwrap()
    }
}

/// A name that starts with a number, or is one, is a name; only a source id is used without reading the list.
#[rstest]
#[case("5-sources", "5-sources", false)]
#[case("77-sources", "77-sources", false)]
#[case("web", "5-sources", true)]
#[case("2024-Expo", "6-sources", true)]
#[case(" 7-eleven ", "7-sources", true)]
#[case("411", "8-sources", true)]
#[case("5", "5-sources", true)]
#[tokio::test]
async fn source_is_resolved_by_id_or_name(#[case] source: &str, #[case] id: &str, #[case] lookup_expected: bool) {
    let fixture = Fixture::new().await;
    let lookup: &[&str] = if lookup_expected { &["GET /rest/sources"] } else { &[] };
    fixture.client.create(&NewLead::new("Wash").source(source)).await.unwrap();
    assert_eq!(fixture.calls().await, [lookup, &["POST /rest/leads"]].concat());
    assert_eq!(fixture.body().await, json!({"leads": [{"description": "Wash", "links": {"sources": [id]}}]}));

    fixture.client.update(&LeadId::new("3-leads"), &LeadUpdate::new().source(Patch::set(source))).await.unwrap();
    assert_eq!(fixture.body().await, json!([{"op": "replace", "path": "/leads/0/links/sources", "value": [id]}]));
}

/// The server might interpret the number in such a text as an id, so it is not sent.
#[rstest]
#[case("2025-Expo")]
#[case("5-leads")]
#[case("77")]
#[case("9")]
#[case("Old-9")]
#[case("unknown")]
#[tokio::test]
async fn unknown_source_is_rejected(#[case] source: &str) {
    let fixture = Fixture::new().await;
    let error = fixture.client.create(&NewLead::new("Wash").source(source)).await.unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("source"), WriteOutcome::NotApplied), "{error}");
    assert_eq!(fixture.calls().await, ["GET /rest/sources"]);
}

#[tokio::test]
async fn address_filter_names_its_parts() {
    let fixture = Fixture::new().await;
    let by_address = |value: Value| LeadQuery::new().vendor_field("address", value);
    fixture
        .client
        .list_page(&by_address(json!({"country": "US", "state": ["MI", "OH"]})).vendor_field("tags", "1-tags"), None)
        .await
        .unwrap();
    let requests = fixture.server.received_requests().await.unwrap();
    let filters: Vec<(String, String)> = requests[0]
        .url
        .query_pairs()
        .filter(|(name, _)| name.starts_with("filter"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let expected = [
        ("filter[address][country]", "US"),
        ("filter[address][state][]", "MI"),
        ("filter[address][state][]", "OH"),
        ("filter[tags]", "1-tags"),
    ];
    assert_eq!(filters, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));

    for invalid in [
        json!("US"),
        json!(["US"]),
        json!({}),
        json!({"country": ""}),
        json!({"": "US"}),
        json!({"country": {"code": "US"}}),
        json!(null),
    ] {
        let error = fixture.client.list_page(&by_address(invalid.clone()), None).await.unwrap_err();
        assert_eq!((error.field(), error.outcome()), (Some("address"), WriteOutcome::NotApplied), "{invalid}");
    }
    assert_eq!(fixture.calls().await.len(), 1, "no invalid request was sent");
}

/// An id already names the outcome, so a reason cannot be given with it.
#[tokio::test]
async fn reason_with_outcome_id_is_rejected() {
    let fixture = Fixture::new().await;
    let lead = LeadId::new("3-leads");
    for code in ["1-outcomes", "1", "9-outcomes"] {
        let change = StatusChange::to_code(code).reason("too dear");
        let error = fixture.client.set_status(&lead, &change).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Unsupported, Some("reason")), "{code}");
        assert_eq!(error.outcome(), WriteOutcome::NotApplied);
    }
    assert!(fixture.calls().await.is_empty());
    fixture.client.set_status(&lead, &StatusChange::to_code("1-outcomes")).await.unwrap();
    assert_eq!(fixture.calls().await, ["GET /rest/outcomes", "POST /rest/leads/3-leads/status"]);
    assert_eq!(fixture.body().await, json!({"outcomeId": "1-outcomes"}));
}

#[tokio::test]
async fn uncached_outcome_causes_a_reload() {
    let fixture = Fixture::new().await;
    let lead = LeadId::new("3-leads");
    let written = async |code: &str| {
        let done = fixture.client.set_status(&lead, &StatusChange::to_code(code)).await.unwrap();
        (
            done.written.as_ref().unwrap().state,
            fixture.calls().await.iter().filter(|call| call.starts_with("GET")).count(),
        )
    };
    assert_eq!(written("1-outcomes").await, (LeadState::Won, 1));
    assert_eq!(written("1-outcomes").await, (LeadState::Won, 1), "the list is cached");
    fixture
        .company
        .outcomes
        .lock()
        .unwrap()
        .as_array_mut()
        .unwrap()
        .push(json!({"id": "2-outcomes", "name": "Too dear", "status": "lost"}));
    assert_eq!(written("2-outcomes").await, (LeadState::Lost, 2));
    assert_eq!(written("2-outcomes").await, (LeadState::Lost, 2));
    assert_eq!(written("3-outcomes").await, (LeadState::Other, 3), "unknown outcome: the server decides");
    assert_eq!(fixture.body().await, json!({"outcomeId": "3-outcomes"}));
}

#[tokio::test]
async fn amount_is_sent_as_plain_digits() {
    let fixture = Fixture::new().await;
    let worth = |text: &str| Money::new(serde_json::from_value::<Decimal>(text.into()).unwrap());
    fixture.client.create(&NewLead::new("Wash").value(worth("1,234.50"))).await.unwrap();
    assert_eq!(fixture.body().await["leads"][0]["manualValue"], "1234.50");
    let lead = LeadId::new("3-leads");
    fixture.client.update(&lead, &LeadUpdate::new().value(Patch::set(worth("1,234.50")))).await.unwrap();
    assert_eq!(fixture.body().await[0]["value"], "1234.50");

    let before = fixture.calls().await.len();
    let created = fixture.client.create(&NewLead::new("Wash").value(worth("1,50"))).await.unwrap_err();
    let changed = fixture.client.update(&lead, &LeadUpdate::new().value(Patch::set(worth("1,50")))).await.unwrap_err();
    assert_eq!((created.field(), changed.field()), (Some("value"), Some("value")));
    assert_eq!(fixture.calls().await.len(), before);
}

/// No member of a lead is mistaken for a tenant's custom field.
#[test]
fn read_lead_has_no_custom_fields() {
    let lead: Raw<Lead> =
        Raw::parse(r#"{"id":"3-leads","name":"Wash","status":"open","customFields":{"Colour":"red"}}"#).unwrap();
    let lead: &dyn leads_core::Lead = &lead;
    for name in ["name", "status", "id", "customFields", "Colour"] {
        assert_eq!(lead.custom(name), None, "{name}");
    }
    assert_eq!(lead.field("status").unwrap().get(), "\"open\"");
}
