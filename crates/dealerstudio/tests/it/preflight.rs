//! Preflight checks of a key's permissions.

use crate::client;
use dealerstudio::api::external_identifiers::ListExternalIdentifiers;
use dealerstudio::api::lead_clusters::UpdateLeadCluster;
use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::Dealership;
use dealerstudio::{Need, Preflight};
use leads_core::WriteOutcome;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn create(dealership: impl Into<Dealership>) -> CreateLead {
    CreateLead::new(dealership, "General Enquiry", "Website", "jo@example.com", "0400000000")
}

#[tokio::test]
async fn preflight_reports_permissions_without_sending_the_request() {
    let server = MockServer::start().await;
    let key = r#"{"id":1,"permissions":["create:lead"],"dealerships":[{"id":42,"slug":"north"}]}"#;
    Mock::given(method("GET"))
        .and(path("/api/v1/apikeys/apikey_details.json"))
        .respond_with(ResponseTemplate::new(200).set_body_string(key))
        .mount(&server)
        .await;
    let client = client(&server);

    assert_eq!(*client.preflight(&create("north")).await.unwrap(), Preflight::Fine);
    assert_eq!(*client.preflight(&create(Dealership::both(42, "north"))).await.unwrap(), Preflight::Fine);
    let elsewhere = Need::Dealership("south".into());
    assert_eq!(*client.preflight(&create("south")).await.unwrap(), Preflight::Lacks(vec![elsewhere]));
    let need = Need::Permission("index:external_identifier".into());
    assert_eq!(
        *client.preflight(&ListExternalIdentifiers::new(42)).await.unwrap(),
        Preflight::Lacks(vec![need.clone()])
    );
    let both = vec![need, Need::Dealership(7.into())];
    assert_eq!(*client.preflight(&ListExternalIdentifiers::new(7)).await.unwrap(), Preflight::Lacks(both));
    let cluster = UpdateLeadCluster::new("north", 34).approved(true);
    let judged = client.preflight(&cluster).await.unwrap();
    assert_eq!((&*judged, judged.may_try()), (&Preflight::NotDocumented, true));

    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 6);
    assert!(requests.iter().all(|request| request.method.as_str() == "GET"));

    let invalid = client.preflight(&create("")).await.unwrap_err();
    assert_eq!((invalid.field(), invalid.outcome()), (Some("dealership"), WriteOutcome::NotApplied));
    assert_eq!(server.received_requests().await.unwrap().len(), 6);
}

#[tokio::test]
async fn invalid_key_is_reported() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(401).set_body_string("denied")).mount(&server).await;
    let error = client(&server).preflight(&create("north")).await.unwrap_err();
    assert!(error.is_unauthenticated() && error.help().unwrap().contains("the key is invalid"));
}
