//! Stored requests: every operation of every vendor is found by its name, and does what the typed request does.

use leads_core::inspect::Entry as Example;
use leads_core::registry::{Registry, Stored};
use leads_core::{
    CallOptions, ClientConfig, ErrorKind, Lost, Pipeline, Request, Resolution, Safety, Vendor, WriteOutcome,
};
use leads_testkit::{Fake, Fault};
use std::collections::BTreeSet;

fn stored(vendor: &str, operation: &str, request: &str) -> Stored {
    serde_json::from_str(&format!(r#"{{"vendor":"{vendor}","operation":"{operation}","request":{request}}}"#)).unwrap()
}

/// Compares what the registry does with each stored example with what the example itself does.
fn every_operation<V: Vendor>(registry: &Registry<V>, examples: &[Example<V>], pipeline: &Pipeline<V>) {
    let names: BTreeSet<&str> = examples.iter().map(|example| example.operation.name).collect();
    assert_eq!(registry.operations().map(|operation| operation.name).collect::<BTreeSet<_>>(), names);
    let mut previewed = 0;
    for example in examples {
        let name = example.operation.name;
        let Ok(request) = example.stored() else {
            // A request with a secret cannot be stored, so a journal never has one.
            continue;
        };
        let request = stored(V::NAME, name, &request);
        let checked = registry.check(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(checked.safety, example.safety(), "{name}");
        assert_eq!(checked.resolvable, example.verification().is_some(), "{name}");
        let preview = registry.preview(pipeline, &request).unwrap();
        assert_eq!(preview.to_string(), example.preview(pipeline).unwrap().to_string(), "{name}");
        let round_trip: Stored = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
        assert_eq!(round_trip, request);
        previewed += 1;
    }
    assert!(previewed * 10 >= examples.len() * 9, "{previewed} of {}", examples.len());
}

#[test]
fn registry_does_what_the_typed_request_does_for_every_operation() {
    let url = "http://127.0.0.1:9";
    let nutshell = nutshell::Client::builder().base_url(url).basic("user@example.com", "key").build().unwrap();
    every_operation(&nutshell::api::registry(), &nutshell::api::catalog(), nutshell.pipeline());
    let leadsquared = leadsquared::Client::builder().base_url(url).async_base_url(url).files_base_url(url);
    let leadsquared = leadsquared.keys("key", "secret").async_api_key("key").build();
    every_operation(&leadsquared::api::registry(), &leadsquared::api::catalog(), leadsquared.unwrap().pipeline());
    let credentials = capillary_leads::Credentials::oauth("key", "secret");
    let capillary = capillary_leads::Client::builder().base_url(url).credentials(credentials).build().unwrap();
    every_operation(&capillary_leads::api::registry(), &capillary_leads::api::catalog(), capillary.pipeline());
    let dealerstudio = dealerstudio::Client::builder().base_url(url).api_key("key").build().unwrap();
    every_operation(&dealerstudio::api::registry(), &dealerstudio::api::catalog(), dealerstudio.pipeline());
}

#[test]
fn request_that_this_version_cannot_read_is_unsupported() {
    let registry = nutshell::api::registry();
    let refused = [
        ("vendor", stored("leadsquared", "get_lead", "{}")),
        ("operation", stored("nutshell", "merge_leads", "{}")),
        ("request", stored("nutshell", "delete_lead", r#"{"id":"1-leads","reason":"new"}"#)),
        ("request", stored("nutshell", "delete_lead", "[]")),
        ("request", stored("nutshell", "delete_lead", r#"{"id":{}}"#)),
    ];
    for (field, request) in refused {
        let error = registry.check(&request).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Unsupported, Some(field)), "{request:?}");
        assert_eq!(error.outcome(), WriteOutcome::NotApplied);
    }
    assert!(serde_json::from_str::<Stored>(r#"{"vendor":"nutshell","operation":"x","request":{},"then":{}}"#).is_err());
}

#[test]
fn invalid_stored_request_names_its_field() {
    let error = nutshell::api::registry().check(&stored("nutshell", "delete_lead", r#"{"id":" "}"#)).unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidRequest, "delete_lead"));
}

#[test]
fn debug_shows_no_part_of_the_request() {
    let request = leadsquared::api::leads::CreateLead::new([("EmailAddress", "jane@example.com")]);
    let stored = Stored::new(&request).unwrap();
    assert!(stored.request().contains("jane@example.com"));
    assert!(!format!("{stored:?} {stored:#?}").contains("jane"), "{stored:?}");
    assert_eq!(stored.restore::<leadsquared::api::leads::CreateLead>().unwrap(), request);
    let other = stored.restore::<leadsquared::api::leads::DeleteLead>().unwrap_err();
    assert_eq!((other.kind(), other.field()), (ErrorKind::Unsupported, Some("operation")));
}

#[tokio::test(start_paused = true)]
async fn stored_create_returns_the_id_of_the_record() {
    let options = CallOptions::new();
    let fake = Fake::new(leads_testkit::nutshell::FakeNutshell::new());
    let client = fake.client().unwrap();
    let create = Stored::new(&nutshell::api::leads::CreateLead::new("Car wash")).unwrap();
    let reply = nutshell::api::registry().send(&client, &create, &options).await.unwrap();
    assert_eq!(reply.meta.outcome, WriteOutcome::Applied);
    assert!(fake.handler().record(reply.id.as_deref().unwrap()).is_some(), "{reply:?}");
    let read = Stored::new(&nutshell::api::leads::GetLead::new(reply.id.unwrap())).unwrap();
    let reply = nutshell::api::registry().send(&client, &read, &options).await.unwrap();
    assert_eq!(reply.id, None, "a read creates nothing");
    assert!(String::from_utf8_lossy(&reply.body).contains("Car wash"));

    let fake = Fake::new(leads_testkit::leadsquared::FakeLeadSquared::new());
    let client = fake.client().unwrap();
    let create = leadsquared::api::leads::CreateLead::new([("EmailAddress", "jane@example.com")]);
    let reply = leadsquared::api::registry().send(&client, &Stored::new(&create).unwrap(), &options).await.unwrap();
    assert_eq!((reply.meta.outcome, fake.handler().leads()), (WriteOutcome::Applied, 1));
    assert!(reply.id.is_some_and(|id| !id.is_empty()));
}

#[tokio::test(start_paused = true)]
async fn lost_stored_write_is_resolved_without_an_error() {
    let fake = Fake::new(leads_testkit::nutshell::FakeNutshell::new());
    let client = fake.client_with(ClientConfig::new().retry(leads_core::http::RetryPolicy::none())).unwrap();
    let registry = nutshell::api::registry();
    let lead = fake.handler().add_lead("Car wash");
    let close = Stored::new(&nutshell::api::leads::UpdateLeadStatus::new(lead).outcome("1-outcomes")).unwrap();
    let options = CallOptions::new();
    let begun = chrono::Utc::now();
    fake.faults().next(Fault::ResetAfterHandling);
    let error = registry.send(&client, &close, &options).await.unwrap_err();
    assert_eq!((error.outcome(), error.operation()), (WriteOutcome::Unknown, "update_lead_status"));
    assert_eq!(registry.resolve(&client, &close, &error, &options).await.unwrap(), Resolution::Found);
    assert_eq!(registry.resolve(&client, &close, Lost::since(begun), &options).await.unwrap(), Resolution::Found);

    let before = fake.request_count();
    let create = Stored::new(&nutshell::api::leads::CreateLead::new("x")).unwrap();
    assert_eq!(registry.check(&create).unwrap().safety, Safety::NonIdempotent);
    let error = registry.resolve(&client, &create, begun, &options).await.unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Unsupported, Some("operation")));
    assert_eq!(fake.request_count(), before, "nothing is sent");
    assert_eq!(nutshell::api::leads::CreateLead::OPERATION.name, create.operation());
}

/// Text of a visitor that looks like a file must not make this process read one.
#[test]
fn only_files_are_stored_with_their_content() {
    let path = std::env::temp_dir().join(format!("leads-stored-{}", std::process::id()));
    std::fs::write(&path, b"hello").unwrap();
    let name = path.to_str().unwrap();
    let request = || {
        dealerstudio::api::leads::CreateLead::new("northside", "General Enquiry", "Website", "jo@example.com", "0400")
            .linked_query_params([("path", name)])
    };
    let plain = Stored::with_files(&request()).unwrap();
    assert!(plain.request().contains(r#""linked_query_params":{"path":"#), "{}", plain.request());
    assert!(!plain.request().contains("aGVsbG8="));
    let with_file = request().file(dealerstudio::model::LeadFile::path(&path));
    let stored = Stored::with_files(&with_file).unwrap();
    assert!(stored.request().contains(r#"{"bytes":"aGVsbG8="}"#), "{}", stored.request());
    std::fs::remove_file(&path).unwrap();
    let error = Stored::with_files(&with_file).unwrap_err();
    assert_eq!(error.field(), Some("file"), "{error}");
    let dealership = stored.restore::<dealerstudio::api::leads::CreateLead>().unwrap();
    assert_eq!(Stored::new(&dealership).unwrap(), stored);
}
