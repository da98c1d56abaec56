use async_trait::async_trait;
use leads_core::client::{LeadClient, LeadClientExt, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Lead, LeadId, LeadState, Patch};
use leads_testkit::conformance::{Filter, FilterExample, Harness, StatusField};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Fault, Latency};
use nutshell::{AdapterConfig, Leads};
use std::time::Duration;

struct NutshellHarness {
    fake: Fake<FakeNutshell>,
    client: Leads,
}

pub(crate) fn nutshell() -> impl Harness {
    // Calls take time, so that concurrent ones overlap.
    let fake = Fake::builder(FakeNutshell::new()).latency(Latency::fixed(Duration::from_millis(5))).build();
    let client =
        fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(AdapterConfig::default());
    NutshellHarness { fake, client }
}

#[async_trait]
impl Harness for NutshellHarness {
    fn client(&self) -> &dyn LeadClient {
        &self.client
    }

    fn new_lead(&self, number: usize) -> NewLead {
        NewLead::new(format!("Car wash {number}"))
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

    fn shows_update(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        let expected = "Tyre shop";
        !before.text().contains(expected) && after.text().contains(expected)
    }

    async fn filter_example(&self, filter: Filter) -> Option<FilterExample> {
        if filter != Filter::Owner {
            return None;
        }
        let [hit, miss] = ["2-users", "1-users"].map(|owner| NewLead::new("Owned").owner(owner));
        let hit = self.client.create(&hit).await.unwrap().into_inner().id;
        let miss = self.client.create(&miss).await.unwrap().into_inner().id;
        Some(FilterExample::new(LeadQuery::new().owner("2-users"), hit, miss))
    }

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        (field == StatusField::Reason).then(|| StatusChange::to(LeadState::Lost).reason("2-outcomes"))
    }

    fn upsert_example(&self, number: usize) -> Option<(LeadKey, NewLead)> {
        let address = format!("upsert{number}@example.com");
        Some((LeadKey::email(address.as_str()), self.new_lead(number).email(address)))
    }

    fn lose_next_create(&self) -> bool {
        self.fake
            .faults()
            .on(|request| request.path.ends_with("/leads") && request.method == "POST", Fault::ResetAfterHandling);
        true
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
