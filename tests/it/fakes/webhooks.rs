//! The webhooks that a fake would send reach a handler as requests.

use axum::body::Body;
use dealerstudio::api::leads::CreateLead;
use leads_testkit::Fake;
use leads_testkit::dealerstudio::{DEALERSHIP_ID, FakeDealerStudio, WebhookAuth};
use leads_testkit::nutshell::FakeNutshell;
use nutshell::api::leads::{CreateLead as CreateNutshellLead, DeleteLead, UpdateLeadStatus};

#[tokio::test]
async fn dealerstudio_webhooks_are_requests_of_their_receiver() {
    use dealerstudio::webhook::{Kind, Receiver, receive_request};
    let fake = Fake::new(FakeDealerStudio::new());
    fake.handler().set(|settings| settings.webhook_token = Some((WebhookAuth::Bearer, "right".to_owned())));
    let client = fake.client().unwrap();
    let request = CreateLead::new(DEALERSHIP_ID, "General Enquiry", "Website", "jo@example.com", "0400000000");
    let lead = client.send(&request).await.unwrap();
    fake.handler().change_cluster(lead.lead_cluster_id.unwrap().get(), &serde_json::json!({"status": "contacted"}));

    let hooks = fake.handler().take_webhooks();
    let events: Vec<&str> = hooks.iter().map(|hook| hook.event).collect();
    assert_eq!(events, ["lead_export_v3", "lead_cluster", "lead_cluster"]);
    for hook in &hooks {
        let request = hook.request::<Body>("/hooks").unwrap();
        let receiver = Receiver::new(Kind::from(hook.event)).token("right");
        let received = receive_request(&receiver, request).await.unwrap().delivery().unwrap();
        assert!(received.event().is_ok());
        let receiver = Receiver::new(Kind::from(hook.event)).token("another");
        assert!(receive_request(&receiver, hook.request::<Body>("/hooks").unwrap()).await.is_err());
    }
    assert!(fake.handler().take_webhooks().is_empty());
}

#[tokio::test]
async fn nutshell_webhooks_tell_of_each_event() {
    use nutshell::webhook::{Entity, Receiver, receive_request};
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client().unwrap();
    let lead = client.send(&CreateNutshellLead::new("Wash")).await.unwrap();
    client.send(&UpdateLeadStatus::new(&lead.id).outcome("1-outcomes")).await.unwrap();
    client.send(&DeleteLead::new(&lead.id)).await.unwrap();
    let mut actions = Vec::new();
    for hook in fake.handler().take_webhooks() {
        let request = hook.request::<Body>("/hooks").unwrap();
        let receiver = Receiver::unauthenticated();
        let delivery = receive_request(&receiver, request).await.unwrap().delivery().unwrap();
        let event = delivery.into_event().unwrap();
        let entry = &event.events()[0];
        assert!(matches!(event.payloads_of(entry).next(), Some(Entity::Lead(found)) if found.id == lead.id));
        actions.push(entry.action.as_ref().unwrap().as_str().to_owned());
    }
    assert_eq!(actions, ["create", "edit", "delete"]);
}
