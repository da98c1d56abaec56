//! The wire form of each operation.

use crate::client;
use dealerstudio::api::apikeys::ShowApikey;
use dealerstudio::api::appointments::CreateAppointment;
use dealerstudio::api::cars::{CreateCar, UpdateCar};
use dealerstudio::api::external_identifiers::ListExternalIdentifiers;
use dealerstudio::api::lead_clusters::UpdateLeadCluster;
use dealerstudio::api::lead_events::{CreateLeadEventByService, MessageDetail};
use dealerstudio::api::leads::{CreateLead, UpdateLead};
use dealerstudio::model::{
    Address, CarStatus, Category, Charge, ChargeBreakdown, ClusterState, Dealership, DocumentType, MarketingSource,
    Payment, Source,
};
use dealerstudio::{Client, DealerStudio};
use leads_core::{Decimal, Patch, Reply, Request, WriteOutcome};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Sends one request to a server that responds with `response`, and returns what the server received.
async fn seen<R: Request<Vendor = DealerStudio>>(
    request: &R,
    status: u16,
    response: &str,
) -> (String, Vec<(String, String)>, String, Reply<R::Response>) {
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(status).set_body_raw(response.to_owned(), "application/json");
    Mock::given(any()).respond_with(template).mount(&server).await;
    let reply = client(&server).send(request).await.unwrap();
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    let request = requests.remove(0);
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let line = format!("{} {}{query}", request.method, request.url.path());
    let headers = ["authorization", "accept", "content-type"]
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), request.headers.get(*name)?.to_str().unwrap().to_owned())))
        .collect();
    (line, headers, String::from_utf8(request.body).unwrap(), reply)
}

fn head(json: bool) -> Vec<(String, String)> {
    let mut head = vec![
        ("authorization".to_owned(), "Bearer made-up-key".to_owned()),
        ("accept".to_owned(), "application/json".to_owned()),
    ];
    if json {
        head.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    head
}

#[tokio::test]
async fn create_lead_is_sent_as_documented() {
    let request = CreateLead::new("north", "General Enquiry", "Website", "jo@example.com", "0400000000")
        .time_to_submit_seconds(Patch::Set(7));
    let (line, headers, body, reply) = seen(&request, 201, r#"{"id":12,"lead_cluster_id":34}"#).await;
    assert_eq!((line.as_str(), headers), ("POST /api/v1/leads", head(true)));
    assert_eq!(
        body,
        r#"{"lead":{"email":"jo@example.com","phone":"0400000000","dealership_slug":"north","category":"General Enquiry","source":"Website","time_to_submit_seconds":7}}"#
    );
    assert_eq!((reply.id, reply.lead_cluster_id), (Some(12.into()), Some(34.into())));
    assert_eq!(reply.meta().outcome, WriteOutcome::Applied);
}

#[tokio::test]
async fn update_lead_is_sent_as_documented() {
    let request = UpdateLead::new(12, 42, "General Enquiry", "Website", "jo@example.com", "0400000000")
        .lead_state(ClusterState::Contacted);
    let (line, headers, body, reply) = seen(&request, 200, "").await;
    assert_eq!((line.as_str(), headers), ("PUT /api/v1/leads/12", head(true)));
    assert_eq!(
        body,
        r#"{"lead":{"email":"jo@example.com","phone":"0400000000","dealership_id":42,"category":"General Enquiry","source":"Website","lead_state":"contacted"}}"#
    );
    assert_eq!((reply.is_none(), reply.meta().outcome), (true, WriteOutcome::Applied));
}

#[tokio::test]
async fn update_lead_cluster_is_sent_as_documented() {
    let request = UpdateLeadCluster::new("north", 34).lead_state(Patch::Set(ClusterState::Converted));
    let (line, headers, body, reply) = seen(&request, 200, r#"{"id":34,"lead_state":"converted","x":1}"#).await;
    assert_eq!((line.as_str(), headers), ("PUT /api/v1/dealerships/north/lead_clusters/34", head(true)));
    assert_eq!(body, r#"{"lead_cluster":{"lead_state":"converted"}}"#);
    let record = reply.as_ref().unwrap();
    assert_eq!((record.lead_state.as_ref(), record.field("x").unwrap().get()), (Some(&ClusterState::Converted), "1"));
}

#[tokio::test]
async fn show_apikey_is_sent_as_documented() {
    let (line, headers, body, reply) = seen(&ShowApikey::new(), 200, r#"{"id":1,"permissions":["a:b"]}"#).await;
    assert_eq!((line.as_str(), headers), ("GET /api/v1/apikeys/apikey_details.json", head(false)));
    assert_eq!((body.as_str(), reply.permissions[0].as_str()), ("", "a:b"));
    assert_eq!(reply.meta().outcome, WriteOutcome::NotApplied);
}

#[tokio::test]
async fn list_external_identifiers_is_sent_as_documented() {
    let request = ListExternalIdentifiers::new(42).car_id(7).identifier_name("angle");
    let (line, headers, body, reply) = seen(&request, 200, r#"[{"identifier_name":"angle","x":1}]"#).await;
    assert_eq!(
        (line.as_str(), headers),
        ("GET /api/v1/dealerships/42/external_identifiers?car_id=7&identifier_name=angle", head(false))
    );
    assert_eq!((body.as_str(), reply.len(), reply[0].field("x").unwrap().get()), ("", 1, "1"));
}

#[tokio::test]
async fn create_appointment_is_sent_as_documented() {
    let request = CreateAppointment::new(12, "2026-03-01T09:30:00+10:00", "Test Drive", "x").user_id(7);
    let (line, headers, body, reply) = seen(&request, 201, r#"{"id":9}"#).await;
    assert_eq!((line.as_str(), headers), ("POST /api/v1/appointments", head(true)));
    assert_eq!(
        body,
        r#"{"leadId":12,"dueDate":"2026-03-01T09:30:00+10:00","activityType":"Test Drive","comments":"x","user_id":7}"#
    );
    assert_eq!(reply.as_ref().unwrap().id, Some(9.into()));
}

#[tokio::test]
#[allow(deprecated)]
async fn create_lead_event_by_service_is_sent_as_documented() {
    let request = CreateLeadEventByService::new("impel", 12, MessageDetail::new().description("Hello, you"));
    let (line, headers, body, reply) = seen(&request, 201, "").await;
    assert_eq!(
        (line.as_str(), headers),
        (
            "POST /api/v1/lead_events/impel/create?leadId=12&messageDetail=%7B%22description%22%3A%22Hello%2C%20you%22%7D",
            head(false)
        )
    );
    assert_eq!((body.as_str(), reply.is_none()), ("", true));
}

#[tokio::test]
async fn create_and_update_car_are_sent_as_documented() {
    let request = CreateCar::new(42, "S-1", "Toyota", "Yaris", 2024).match_existing_car_by_stocknum(true);
    let (line, headers, body, reply) = seen(&request, 201, r#"{"car":{"id":7,"stocknum":"S-1"}}"#).await;
    assert_eq!((line.as_str(), headers), ("POST /api/cars", head(true)));
    assert_eq!(
        body,
        r#"{"car":{"stocknum":"S-1","dealership_id":42,"make":"Toyota","model":"Yaris","year":2024,"match_existing_car_by_stocknum":true}}"#
    );
    assert_eq!(reply.as_ref().unwrap().id, Some(7.into()));

    let request = UpdateCar::partial(7).status(CarStatus::Sold);
    let (line, headers, body, reply) = seen(&request, 204, "").await;
    assert_eq!((line.as_str(), headers), ("PUT /api/cars/7", head(true)));
    assert_eq!((body.as_str(), reply.is_none()), (r#"{"car":{"status":"sold"}}"#, true));
}

#[test]
fn base_url_prefix_is_not_duplicated() {
    for text in ["https://h.example", "https://h.example/", "https://h.example/api", "https://h.example/api/v1/"] {
        let client = Client::builder().base_url(text).api_key("made-up-key").build().unwrap();
        assert_eq!(
            client.preview(&ShowApikey::new()).unwrap().url,
            "https://h.example/api/v1/apikeys/apikey_details.json",
            "{text}"
        );
        assert_eq!(client.preview(&UpdateCar::partial(7).year(1)).unwrap().url, "https://h.example/api/cars/7");
    }
}

/// Every member of the vendor's update page and its example, set through the setters, in the vendor's spelling.
#[tokio::test]
async fn update_sends_every_member_in_the_vendors_spelling() {
    let charges = ChargeBreakdown::new()
        .total("1734.50".parse::<Decimal>().unwrap())
        .charge(Charge::new("Luxury Car Tax", 1234))
        .charge(Charge::new("Delivery Fee", "500.50".parse::<Decimal>().unwrap()));
    let request = UpdateLead::new(
        12,
        Dealership::both(42, "north"),
        Category::DocumentRequest,
        Source::ChatbotExternal,
        "jo@example.com",
        "0400000000",
    )
    .name("Jo Citizen")
    .last_name("Citizen")
    .message("some notes")
    .marketing_source(MarketingSource::NotKnown)
    .website_id(1)
    .website_slug("made-up-website")
    .page_id(2)
    .stocknum("S-1")
    .provider("Provider A")
    .provider_id("p-1")
    .certified(true)
    .golden(false)
    .location_id(3)
    .send_customer_email(false)
    .car_id(4)
    .model_id(5)
    .model_variant_id(6)
    .colour_id(7)
    .user_email("agent@example.com")
    .lead_state(ClusterState::New)
    .sms_verified(true)
    .tags(vec!["tag1".to_owned()])
    .opt_in_to_marketing(true)
    .delay_customer_email_minutes(8)
    .delay_dealership_notification_minutes(9)
    .disable_strict_validation(true)
    .time_on_site_seconds(Patch::Set(10))
    .time_to_submit_seconds(Patch::Clear)
    .customer_address("1 Made Up Street")
    .dob("31/12/1990")
    .payment(
        Payment::new()
            .amount("99.90".parse::<Decimal>().unwrap())
            .car_id(4)
            .payment_processor_id(11)
            .external_transaction_id("t-1"),
    )
    .address(
        Address::new()
            .street("1 Made Up Street")
            .city("Darwin")
            .state("NT")
            .state_long("Northern Territory")
            .postcode(3000)
            .country("Australia"),
    )
    .field("document_type", DocumentType::Ppsr.as_str())
    .field("custom_field", "value")
    .charge_breakdown(charges)
    .extra("of_tomorrow", serde_json::json!({"kept": [1, null]}));
    let (line, headers, body, _) = seen(&request, 200, r#"{"lead":{"id":12}}"#).await;
    assert_eq!((line.as_str(), headers), ("PUT /api/v1/leads/12", head(true)));
    for digits in ["\"amount\":1734.50", "\"amount\":500.50", "\"amount\":99.90"] {
        assert!(body.contains(digits), "money keeps its digits: {body}");
    }
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&body).unwrap(),
        serde_json::from_str::<serde_json::Value>(
            r#"{"lead": {
            "name": "Jo Citizen",
            "last_name": "Citizen",
            "email": "jo@example.com",
            "phone": "0400000000",
            "message": "some notes",
            "dealership_id": 42,
            "dealership_slug": "north",
            "category": "Document Request",
            "source": "Chatbot - External",
            "marketing_source": "Unknown",
            "website_id": 1,
            "website_slug": "made-up-website",
            "page_id": 2,
            "stocknum": "S-1",
            "provider": "Provider A",
            "provider_id": "p-1",
            "certified": true,
            "golden": false,
            "location_id": 3,
            "send_customer_email": false,
            "car_id": 4,
            "model_id": 5,
            "model_variant_id": 6,
            "colour_id": 7,
            "user_email": "agent@example.com",
            "lead_state": "new",
            "sms_verified": true,
            "tags": ["tag1"],
            "opt_in_to_marketing": true,
            "delay_customer_email_minutes": 8,
            "delay_dealership_notification_minutes": 9,
            "disable_strict_validation": true,
            "time_on_site_seconds": 10,
            "time_to_submit_seconds": null,
            "customer_address": "1 Made Up Street",
            "dob": "31/12/1990",
            "payment_attributes": {
                "amount": 99.90, "car_id": 4, "payment_processor_id": 11, "external_transaction_id": "t-1"
            },
            "address_attributes": {
                "street": "1 Made Up Street", "city": "Darwin", "state": "NT", "state_long": "Northern Territory",
                "postcode": 3000, "country": "Australia"
            },
            "fields": {"document_type": "ppsr", "custom_field": "value"},
            "charge_breakdown": {
                "total": {"amount": 1734.50},
                "charges": [{"name": "Luxury Car Tax", "amount": 1234}, {"name": "Delivery Fee", "amount": 500.50}]
            },
            "of_tomorrow": {"kept": [1, null]}
        }}"#
        )
        .unwrap()
    );
    let team = UpdateLead::partial(12).category(Category::TeamMemberEnquiry).team_member_id(13);
    let (_, _, body, _) = seen(&team, 204, "").await;
    assert_eq!(body, r#"{"lead":{"category":"Team Member Enquiry","team_member_id":13}}"#);
}

/// An unknown value or member is sent as given, and kept when received.
#[tokio::test]
async fn unknown_values_and_members_round_trip() {
    let response = r#"{"lead":{"id":"12","lead_cluster_id":34,"lead_state":"parked","mood":{"a":[1.50]}}}"#;
    let request = UpdateLead::new(12, "north", "Boat Enquiry", "Radio", "jo@example.com", "0400000000")
        .marketing_source("Billboard")
        .lead_state("parked")
        .document_type("passport");
    let (_, _, body, reply) = seen(&request, 200, response).await;
    assert_eq!(
        body,
        r#"{"lead":{"email":"jo@example.com","phone":"0400000000","dealership_slug":"north","category":"Boat Enquiry","source":"Radio","marketing_source":"Billboard","lead_state":"parked","fields":{"document_type":"passport"}}}"#
    );
    let again: UpdateLead = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
    assert_eq!(again, request);
    let record = reply.as_ref().unwrap();
    let state = record.lead_state.as_ref().unwrap();
    assert_eq!((state.as_str(), state.is_known(), record.id), ("parked", false, Some(12.into())));
    assert_eq!(record.field("mood").unwrap().get(), r#"{"a":[1.50]}"#);
    assert_eq!(serde_json::to_value(record.value()).unwrap()["lead_state"], "parked");
    let back = UpdateLead::partial(12).lead_state(state.clone());
    let (_, _, body, _) = seen(&back, 200, "").await;
    assert_eq!(body, r#"{"lead":{"lead_state":"parked"}}"#);
}

#[tokio::test]
async fn invalid_input_is_rejected_before_sending() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    let client = client(&server);
    let update = |dealership: Dealership, category| {
        UpdateLead::new(12, dealership, category, "Website", "jo@example.com", "0400000000")
    };
    let general = || update(42.into(), Category::GeneralEnquiry);
    let nameless = ChargeBreakdown::new().total(1).charge(Charge::new(" ", 1));
    let won = || Patch::Set(ClusterState::Converted);
    let without_dealership: UpdateLead = {
        let mut stored = serde_json::to_value(general()).unwrap();
        stored["body"]["lead"].as_object_mut().unwrap().remove("dealership_id");
        serde_json::from_value(stored).unwrap()
    };
    let rejected = [
        (client.send(&without_dealership).await.unwrap_err(), "dealership"),
        (client.send(&update("".into(), Category::GeneralEnquiry)).await.unwrap_err(), "dealership"),
        (client.send(&update(42.into(), Category::DocumentRequest)).await.unwrap_err(), "document_type"),
        (client.send(&general().charge_breakdown(ChargeBreakdown::new())).await.unwrap_err(), "charge_breakdown"),
        (client.send(&general().charge_breakdown(nameless)).await.unwrap_err(), "charge_breakdown"),
        (client.send(&general().email(" ")).await.unwrap_err(), "email"),
        (client.send(&general().lead_state("new | lost")).await.unwrap_err(), "lead_state"),
        (client.send(&general().extra("email", "x")).await.unwrap_err(), "email"),
        (client.send(&update(0.into(), Category::GeneralEnquiry)).await.unwrap_err(), "dealership"),
        (client.send(&UpdateLead::partial(12)).await.unwrap_err(), "lead"),
        (client.send(&UpdateLead::partial(0).message("x")).await.unwrap_err(), "id"),
        (client.send(&UpdateLead::partial(-1).message("x")).await.unwrap_err(), "id"),
        (client.send(&UpdateLeadCluster::new("north", 34)).await.unwrap_err(), "lead_cluster"),
        (client.send(&UpdateLeadCluster::new("", 34).lead_state(won())).await.unwrap_err(), "dealership"),
        (client.send(&UpdateLeadCluster::new("..", 34).lead_state(won())).await.unwrap_err(), "dealership_slug"),
        (client.send(&UpdateLeadCluster::new("a\0b", 34).lead_state(won())).await.unwrap_err(), "dealership_slug"),
        (client.send(&UpdateLeadCluster::new("north", "").lead_state(won())).await.unwrap_err(), "id"),
        (client.send(&UpdateLeadCluster::new("north", ".").lead_state(won())).await.unwrap_err(), "id"),
        (client.send(&UpdateLeadCluster::new("north", "3\n4").lead_state(won())).await.unwrap_err(), "id"),
    ];
    for (error, field) in rejected {
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!((error.field(), error.attempts(), error.outcome()), (Some(field), 0, WriteOutcome::NotApplied));
        assert_eq!(error.vendor(), "dealerstudio");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
    // A value cannot traverse the path.
    client.send(&UpdateLeadCluster::new("a/../b?c", "1/2").lead_state(won())).await.unwrap();
    assert_eq!(
        server.received_requests().await.unwrap()[0].url.path(),
        "/api/v1/dealerships/a%2F..%2Fb%3Fc/lead_clusters/1%2F2"
    );
}

#[test]
fn client_requires_a_key_and_tls() {
    assert_eq!(Client::builder().build().unwrap_err().field(), Some("credentials"));
    for key in ["", " ", "of-a-file\n", "two words", "clé"] {
        let error = Client::builder().api_key(key).build().unwrap_err();
        assert_eq!((error.field(), error.vendor()), (Some("api_key"), "dealerstudio"), "{key:?}");
        assert!(key.trim().is_empty() || !format!("{error} {error:?}").contains(key.trim()));
    }
    let plain = Client::builder().base_url("http://h.example").api_key("k").build();
    assert_eq!(plain.unwrap_err().field(), Some("base_url"));
}

/// The reviewed preview of every operation's sample.
#[cfg(feature = "inspect")]
#[test]
fn previews_of_all_operations() {
    let client = Client::builder().api_key("made-up-key").build().unwrap();
    let mut all = String::new();
    for entry in dealerstudio::api::catalog() {
        let preview = entry.preview(client.pipeline()).unwrap().to_string();
        assert!(!preview.contains("made-up-key"));
        all.push_str(&format!("# {} ({})\n{preview}\n\n", entry.operation.name, entry.safety()));
    }
    insta::assert_snapshot!(all);
}
