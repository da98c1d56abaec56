use async_trait::async_trait;
use capillary_leads::{AdapterConfig, Leads, Password, SingleRead};
use leads_core::client::{CreateKey, LeadClient, LeadClientExt, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Lead, LeadId, LeadState, Patch};
use leads_testkit::capillary::{FakeCapillary, Settings, TILL, TILL_ENTITY};
use leads_testkit::conformance::{Filter, FilterExample, Harness, KeyExample, KeyKind, StatusField};
use leads_testkit::{Fake, Fault, Latency};
use serde_json::Value;
use std::time::Duration;

struct CapillaryHarness {
    fake: Fake<FakeCapillary>,
    client: Leads,
    config: AdapterConfig,
    customer: i64,
}

fn config() -> AdapterConfig {
    AdapterConfig::new().lead_for("boots-42")
}

pub(crate) fn capillary() -> impl Harness {
    harness(config())
}

pub(crate) fn capillary_with_follow_ups() -> impl Harness {
    harness(config().follow_ups_by(TILL_ENTITY))
}

pub(crate) fn capillary_without_single_reads() -> impl Harness {
    harness(config().single_read(SingleRead::ListOnly))
}

fn harness(config: AdapterConfig) -> impl Harness {
    capillary_with(config, |_| {})
}

/// Capillary with a configuration and settings of the fake.
pub(crate) fn capillary_with(config: AdapterConfig, change: impl FnOnce(&mut Settings)) -> impl Harness {
    // Calls take time, so that concurrent ones overlap.
    let fake = Fake::builder(FakeCapillary::new()).latency(Latency::fixed(Duration::from_millis(5))).build();
    fake.handler().set(change);
    let customer = fake.handler().add_customer("jo@example.com", "919900000001");
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(config.clone());
    CapillaryHarness { fake, client, config, customer }
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
        match filter {
            Filter::Owner => {
                let (hit, miss) = (self.fresh_lead().await, self.fresh_lead().await);
                for (lead, owner) in [(&hit, "store.lead.1"), (&miss, "store.lead.2")] {
                    self.client.update(lead, &LeadUpdate::new().owner(Patch::set(owner))).await.unwrap();
                }
                Some(FilterExample::new(LeadQuery::new().owner("4711"), hit, miss))
            }
            Filter::ChangedSince => {
                let (changed, old) = (self.fresh_lead().await, self.fresh_lead().await);
                self.fake.clock().advance(Duration::from_secs(600));
                let since = self.fake.clock().now();
                self.client.update(&changed, &self.update()).await.unwrap();
                for number in 0..5 {
                    self.client.create(&self.new_lead(910 + number)).await.unwrap();
                }
                Some(FilterExample::new(LeadQuery::new().changed_since(since), changed, old))
            }
            _ => None,
        }
    }

    async fn key_example(&self, kind: KeyKind) -> Option<KeyExample> {
        if kind != KeyKind::Field {
            return None;
        }
        let fake = self.fake.handler();
        let key = |customer: i64| LeadKey::field("user_id", customer.to_string());
        let (one, none) = (
            fake.add_customer("one@example.com", "919900000101"),
            fake.add_customer("none@example.com", "919900000102"),
        );
        let lead = LeadId::new(fake.add_lead(one, "boots-42").to_string());
        // A deleted lead does not count.
        let deleted = LeadId::new(fake.add_lead(one, "boots-43").to_string());
        self.client.delete(&deleted).await.unwrap();
        for _ in 0..2 {
            self.fresh_lead().await;
        }
        Some(KeyExample::new(key(one), lead, key(none)).several(key(self.customer)))
    }

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        match field {
            StatusField::SubStatus => Some(self.to_state(LeadState::OnHold).sub_status("CallBack")),
            StatusField::Reason => Some(StatusChange::to(LeadState::Lost).reason("1")),
            StatusField::Comment => Some(self.to_state(LeadState::Lost).comment("bought elsewhere")),
            _ => None,
        }
    }

    /// A lead is found by its customer, so each example has a separate customer.
    fn upsert_example(&self, number: usize) -> Option<(LeadKey, NewLead)> {
        let customer =
            self.fake.handler().add_customer(&format!("upsert{number}@example.com"), &format!("9199{number:08}"));
        Some((LeadKey::field("user_id", customer.to_string()), NewLead::default()))
    }

    fn create_example(&self, number: usize) -> Option<(CreateKey, NewLead)> {
        let (key, lead) = self.upsert_example(number)?;
        let lead = lead.vendor_field("user_id", key.value());
        Some((CreateKey::contact(key), lead))
    }

    fn lose_next_create(&self) -> bool {
        self.fake
            .faults()
            .on(|request| request.path.ends_with("/leads") && request.method != "GET", Fault::ResetAfterHandling);
        true
    }

    async fn stores(&self, id: &LeadId, field: StatusField, change: &StatusChange) -> Option<bool> {
        let stored = self.fake.handler().lead(id.as_str().parse().unwrap()).unwrap();
        let last = |list: &str, name: &str| stored[list].as_array().and_then(|rows| Some(rows.last()?[name].clone()));
        Some(match field {
            StatusField::SubStatus => stored["subStatus"].as_str() == change.sub_status.as_deref(),
            StatusField::Reason => last("statusLogDetails", "reasonId").map(|id| id.to_string()) == change.reason,
            StatusField::Comment => {
                let comment = change.comment.as_ref().map(|comment| Value::from(comment.as_str()));
                last("followUpDetails", "notes") == comment
            }
            _ => return None,
        })
    }

    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let client = self.fake.builder_in_process(config).basic(TILL, Password::plain("wrong")).build().unwrap();
        Some(Box::new(client.leads(self.config.clone())))
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
