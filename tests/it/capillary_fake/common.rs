//! The common client on the fake: the conformance suite.

use crate::harnesses::capillary_with;
use capillary_leads::{AdapterConfig, Leads, SingleRead, UnmappedField};
use leads_core::client::LeadClientExt;
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, LeadId};
use leads_testkit::Fake;
use leads_testkit::capillary::{FakeCapillary, SingleRead as Form};
use leads_testkit::conformance;

struct Fixture {
    fake: Fake<FakeCapillary>,
    client: Leads,
    customer: i64,
}

impl Fixture {
    fn new(form: Form, how: SingleRead) -> Self {
        let fake = Fake::new(FakeCapillary::new());
        fake.handler().set(|settings| settings.single_read = form);
        let customer = fake.handler().add_customer("jo@example.com", "919900000001");
        let config = AdapterConfig::new().single_read(how);
        let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(config);
        Self { fake, client, customer }
    }

    fn fresh_lead(&self) -> LeadId {
        LeadId::new(self.fake.handler().add_lead(self.customer, "boots-42").to_string())
    }
}

#[tokio::test(start_paused = true)]
async fn conformance_suite_passes_for_every_single_read_format() {
    let harness = |form: Form, how: SingleRead| {
        let config = AdapterConfig::new()
            .lead_for("boots-42")
            .name(UnmappedField::ExtendedField("name".into()))
            .single_read(how);
        capillary_with(config, move |settings| {
            // A fresh lead is open, and the suite sets it to open again.
            settings.rejects_same_status = false;
            settings.single_read = form;
        })
    };
    for form in [Form::Bare, Form::Listed, Form::Wrapped] {
        let report = conformance::run(&harness(form, SingleRead::TryCall)).await;
        assert!(report.passed(), "{form:?}\n{report}");
        assert!(report.skipped() == ["update_window_is_enforced"], "{form:?}\n{report}");
    }
    let report = conformance::run(&harness(Form::Gone404, SingleRead::ListOnly)).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test(start_paused = true)]
async fn lead_is_found_by_customer_without_the_single_read_call() {
    for form in [Form::Gone404, Form::Gone405] {
        for how in [SingleRead::TryCall, SingleRead::ListOnly] {
            let shop = Fixture::new(form, how);
            for _ in 0..25 {
                shop.fresh_lead();
            }
            let found = shop.client.get(&Leads::id(23, shop.customer)).await.unwrap();
            assert_eq!(found.id().unwrap().as_str(), "23", "{form:?} {how:?}");
            let error = shop.client.get(&Leads::id(404, shop.customer)).await.unwrap_err();
            assert!(error.is_not_found(), "{form:?} {how:?}: {error}");
            let error = shop.client.get(&"23".into()).await.unwrap_err();
            assert!(error.help().unwrap().contains("LEAD@CUSTOMER"), "{form:?} {how:?}: {error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn delete_sends_the_configured_reason() {
    let shop = Fixture::new(Form::Bare, SingleRead::TryCall);
    shop.fake.handler().set(|settings| settings.needs_reason = true);
    let lead = shop.fresh_lead();
    assert!(shop.client.delete(&lead).await.is_err());
    let config = AdapterConfig::new().delete_reason(1);
    let client = shop.fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(config);
    client.delete(&lead).await.unwrap();
    let sent = shop.fake.requests().pop().unwrap();
    assert_eq!(sent.text(), Some(r#"{"status":"DELETED","reasonId":1}"#));
}
