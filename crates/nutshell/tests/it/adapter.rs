//! The common client at Nutshell: what of the common builders goes over the wire, and what is refused.

use leads_core::client::{LeadClientExt, LeadUpdate, NewLead};
use leads_core::{Decimal, LeadId, Money, Patch};
use nutshell::Client;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request as Asked, Respond, ResponseTemplate};

/// The lists of a company, which a test may change while it runs, and one lead.
#[derive(Clone)]
struct Company {
    sources: Arc<Mutex<Value>>,
    outcomes: Arc<Mutex<Value>>,
}

impl Respond for Company {
    fn respond(&self, asked: &Asked) -> ResponseTemplate {
        let body = match asked.url.path() {
            "/rest/sources" => json!({"meta": {}, "sources": *self.sources.lock().unwrap()}),
            "/rest/outcomes" => json!({"meta": {}, "outcomes": *self.outcomes.lock().unwrap()}),
            _ => json!({"meta": {}, "leads": [{"id": "3-leads"}]}),
        };
        ResponseTemplate::new(200).set_body_json(body)
    }
}

struct Place {
    server: MockServer,
    company: Company,
    client: Client,
}

impl Place {
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
        Self { server, company, client }
    }

    /// Method and path of every call so far.
    async fn calls(&self) -> Vec<String> {
        let asked = self.server.received_requests().await.unwrap();
        asked.iter().map(|asked| format!("{} {}", asked.method, asked.url.path())).collect()
    }

    /// The body of the last call.
    async fn body(&self) -> Value {
        let asked = self.server.received_requests().await.unwrap();
        serde_json::from_slice(&asked.last().unwrap().body).unwrap()
    }
}

#[tokio::test]
async fn an_amount_is_written_as_plain_digits() {
    let place = Place::new().await;
    let worth = |text: &str| Money::new(text.parse::<Decimal>().unwrap());
    place.client.create(&NewLead::new("Wash").value(worth("1,234.50"))).await.unwrap();
    assert_eq!(place.body().await["leads"][0]["manualValue"], "1234.50");
    let lead = LeadId::new("3-leads");
    place.client.update(&lead, &LeadUpdate::new().value(Patch::set(worth("1,234.50")))).await.unwrap();
    assert_eq!(place.body().await[0]["value"], "1234.50");

    let before = place.calls().await.len();
    let made = place.client.create(&NewLead::new("Wash").value(worth("1,50"))).await.unwrap_err();
    let changed = place.client.update(&lead, &LeadUpdate::new().value(Patch::set(worth("1,50")))).await.unwrap_err();
    assert_eq!((made.field(), changed.field()), (Some("value"), Some("value")));
    assert_eq!(place.calls().await.len(), before);
}
