use async_trait::async_trait;
use capillary_leads::{AdapterConfig, Leads};
use leads_core::client::{LeadClient, LeadClientExt, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Lead, LeadId, LeadState, Patch};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::conformance::{Filter, FilterExample, Harness, StatusField};
use leads_testkit::{Fake, Fault, Latency};
use std::time::Duration;

struct CapillaryHarness {
    fake: Fake<FakeCapillary>,
    client: Leads,
    customer: i64,
}

pub(crate) fn capillary() -> impl Harness {
    // Calls take time, so that concurrent ones overlap.
    let fake = Fake::builder(FakeCapillary::new()).latency(Latency::fixed(Duration::from_millis(5))).build();
    let customer = fake.handler().add_customer("jo@example.com", "919900000001");
    let client = fake
        .client_with(ClientConfig::new().retry(RetryPolicy::none()))
        .unwrap()
        .leads(AdapterConfig::new().lead_for("boots-42"));
    CapillaryHarness { fake, client, customer }
}

#[async_trait]
impl Harness for CapillaryHarness {
    fn client(&self) -> &dyn LeadClient {
        &self.client
    }

    fn new_lead(&self, number: usize) -> NewLead {
        NewLead::default().email(format!("new{number}@example.com"))
    }

    async fn fresh_lead(&self) -> LeadId {
        LeadId::new(self.fake.handler().add_lead(self.customer, "boots-42").to_string())
    }

    fn missing_lead(&self) -> LeadId {
        LeadId::new("999999")
    }

    fn update(&self) -> LeadUpdate {
        LeadUpdate::new().owner(Patch::set("store.lead.1"))
    }

    fn to_state(&self, state: LeadState) -> StatusChange {
        let change = StatusChange::to(state);
        if matches!(state, LeadState::Won | LeadState::Lost | LeadState::OnHold) { change.reason("1") } else { change }
    }

    fn shows_update(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        let expected = "store.lead.1";
        !before.text().contains(expected) && after.text().contains(expected)
    }

    async fn filter_example(&self, filter: Filter) -> Option<FilterExample> {
        if filter != Filter::Owner {
            return None;
        }
        let (hit, miss) = (self.fresh_lead().await, self.fresh_lead().await);
        for (lead, owner) in [(&hit, "store.lead.1"), (&miss, "store.lead.2")] {
            self.client.update(lead, &LeadUpdate::new().owner(Patch::set(owner))).await.unwrap();
        }
        Some(FilterExample::new(LeadQuery::new().owner("4711"), hit, miss))
    }

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        match field {
            StatusField::SubStatus => Some(self.to_state(LeadState::OnHold).sub_status("CallBack")),
            StatusField::Reason => Some(StatusChange::to(LeadState::Lost).reason("1")),
            _ => None,
        }
    }

    /// A lead is found by its customer, so each example has a separate customer.
    fn upsert_example(&self, number: usize) -> Option<(LeadKey, NewLead)> {
        let customer =
            self.fake.handler().add_customer(&format!("upsert{number}@example.com"), &format!("9199{number:08}"));
        Some((LeadKey::field("user_id", customer.to_string()), NewLead::default()))
    }

    fn lose_next_create(&self) -> bool {
        self.fake
            .faults()
            .on(|request| request.path.ends_with("/leads") && request.method != "GET", Fault::ResetAfterHandling);
        true
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
