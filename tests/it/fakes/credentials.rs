//! Two accounts with different keys in one test.

use leads_core::{ClientConfig, ErrorKind, WriteOutcome};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::dealerstudio::FakeDealerStudio;
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, IN_PROCESS_URL};

#[tokio::test(start_paused = true)]
async fn key_of_another_nutshell_account_is_rejected() {
    use nutshell::Client;
    use nutshell::api::leads::{CreateLead, ListLeads};
    let [north, south] = ["north", "south"].map(|name| {
        Fake::new(FakeNutshell::with_credentials(&format!("{name}@example.com"), &format!("key of {name}")))
    });
    let created = north.client().unwrap().send(&CreateLead::new("Wash")).await.unwrap();
    assert_eq!(created.meta().outcome, WriteOutcome::Applied);
    assert_eq!((north.handler().count("leads"), south.handler().count("leads")), (1, 0));

    let (email, key) = north.handler().credentials();
    let config = ClientConfig::new().transport(south.transport());
    let client = Client::builder().base_url(IN_PROCESS_URL).config(config).basic(email, key).build().unwrap();
    let error = client.send(&ListLeads::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.http_status()), (ErrorKind::Unauthenticated, Some(401)));
    let error = client.send(&CreateLead::new("Wash")).await.unwrap_err();
    assert_eq!((error.outcome(), south.handler().count("leads")), (WriteOutcome::NotApplied, 0));
}

#[tokio::test(start_paused = true)]
async fn till_of_another_capillary_organisation_is_rejected() {
    use capillary_leads::api::leads::ListLeads;
    use capillary_leads::{Client, Password};
    let [north, south] =
        ["north", "south"].map(|name| Fake::new(FakeCapillary::with_credentials(&format!("{name}.till"), name)));
    assert!(north.client().unwrap().send(&ListLeads::new()).await.unwrap().data.is_empty());

    let (till, password) = north.handler().credentials();
    let config = ClientConfig::new().transport(south.transport());
    let client = Client::builder().base_url(IN_PROCESS_URL).config(config).basic(till, Password::plain(password));
    let error = client.build().unwrap().send(&ListLeads::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.http_status()), (ErrorKind::Unauthenticated, Some(401)));
    // The API client of a new fake belongs to its own organisation only.
    let error = south.oauth_client_with(ClientConfig::new()).unwrap().send(&ListLeads::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
}

#[tokio::test(start_paused = true)]
async fn key_of_another_dealerstudio_account_is_rejected() {
    use dealerstudio::Client;
    use dealerstudio::api::apikeys::ShowApikey;
    let [north, south] = ["north", "south"].map(|name| Fake::new(FakeDealerStudio::with_credentials(name)));
    assert_eq!(north.client().unwrap().send(&ShowApikey::new()).await.unwrap().dealerships.len(), 2);

    let config = ClientConfig::new().transport(south.transport());
    let client = Client::builder().base_url(IN_PROCESS_URL).config(config).api_key(north.handler().credentials());
    let error = client.build().unwrap().send(&ShowApikey::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.http_status()), (ErrorKind::Unauthenticated, Some(401)));
}
