//! The tests of an application that depends on the published packages alone, as the README installs them.

use leads::client::NewLead;
use leads::{ClientConfig, LeadClientExt, LeadState, VendorConfig, WriteOutcome};
use leads_testkit::nutshell::{API_KEY, FakeNutshell, USER_EMAIL};
use leads_testkit::{Fake, Fault};

fn config() -> VendorConfig {
    let text = format!(r#"{{"vendor": "nutshell", "user": "{USER_EMAIL}", "api_key": "{API_KEY}"}}"#);
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn lead_is_created_and_won_at_a_fake() {
    let fake = Fake::new(FakeNutshell::new());
    let client = config().connect_with(ClientConfig::new().transport(fake.transport())).unwrap();
    let created = client.create(&NewLead::new("Car wash")).await.unwrap();
    client.mark_won(&created.id).await.unwrap();
    assert_eq!(client.get(&created.id).await.unwrap().status().state, LeadState::Won);
    assert_eq!(fake.write_count(), 2);
}

#[tokio::test]
async fn lost_response_is_an_unknown_outcome() {
    let fake = Fake::new(FakeNutshell::new());
    let client = config().connect_with(ClientConfig::new().transport(fake.transport())).unwrap();
    fake.faults().on(|request| request.method == "POST", Fault::ResetAfterHandling);
    let error = client.create(&NewLead::new("Car wash")).await.unwrap_err();
    assert_eq!((error.outcome(), fake.write_count()), (WriteOutcome::Unknown, 1));
}

#[tokio::test]
async fn typed_client_works_over_a_socket() {
    let fake = Fake::new(FakeNutshell::new());
    let server = fake.start().await.unwrap();
    let builder = leads::nutshell::Client::builder().base_url(server.url()).basic(USER_EMAIL, API_KEY);
    let lead = builder.build().unwrap().send(&leads::nutshell::api::leads::CreateLead::new("Car wash")).await.unwrap();
    assert_eq!(lead.meta().outcome, WriteOutcome::Applied);
}
