// Included by documentation examples, with `include!`: a harness over the fake of Nutshell.
// Not part of the crate.

use leads_core::client::{LeadClient, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, LeadClientExt, LeadId, LeadState, Patch};
use leads_testkit::conformance::{Filter, FilterExample, Harness, KeyExample, KeyKind, StatusField};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Fault};
use nutshell::{AdapterConfig, Leads};
use std::time::Duration;

pub struct Sandbox {
    pub fake: Fake<FakeNutshell>,
    pub client: Leads,
}

#[allow(dead_code)]
impl Sandbox {
    pub fn new() -> Self {
        let fake = Fake::new(FakeNutshell::new());
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let client = fake.client_with(config).unwrap().leads(AdapterConfig::default());
        Self { fake, client }
    }
}

#[async_trait::async_trait]
impl Harness for Sandbox {
    fn client(&self) -> &dyn LeadClient {
        &self.client
    }

    fn new_lead(&self, number: usize) -> NewLead {
        NewLead::new(format!("Trial {number}")).email(format!("trial.{number}@example.com"))
    }

    async fn fresh_lead(&self) -> LeadId {
        LeadId::new(self.fake.handler().add_lead("Car wash"))
    }

    fn missing_lead(&self) -> LeadId {
        LeadId::new("999999-leads")
    }

    fn update(&self) -> LeadUpdate {
        LeadUpdate::new().name(Patch::set("Tyre shop"))
    }

    async fn filter_example(&self, filter: Filter) -> Option<FilterExample> {
        if filter != Filter::Owner {
            return None;
        }
        let hit = self.client.create(&NewLead::new("Owned").owner("2-users")).await.unwrap().into_inner().id;
        let miss = self.client.create(&NewLead::new("Owned").owner("1-users")).await.unwrap().into_inner().id;
        Some(FilterExample::new(LeadQuery::new().owner("2-users"), hit, miss))
    }

    async fn key_example(&self, kind: KeyKind) -> Option<KeyExample> {
        if kind != KeyKind::Email {
            return None;
        }
        let lead = NewLead::new("Wanted").email("wanted@example.com");
        let id = self.client.create(&lead).await.unwrap().into_inner().id;
        Some(KeyExample::new(LeadKey::email("wanted@example.com"), id, LeadKey::email("other@example.com")))
    }

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        (field == StatusField::Reason).then(|| StatusChange::to(LeadState::Lost).reason("2-outcomes"))
    }

    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let client = self.fake.builder_in_process(config).basic("agent@example.com", "wrong").build().unwrap();
        Some(Box::new(client.leads(AdapterConfig::default())))
    }

    fn lose_next_create(&self) -> bool {
        let is_create = |request: &leads_testkit::FakeRequest| request.method == "POST";
        self.fake.faults().on(is_create, Fault::ResetAfterHandling);
        true
    }

    fn advance(&self, time: Duration) -> bool {
        self.fake.clock().advance(time);
        true
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
