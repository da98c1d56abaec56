use async_trait::async_trait;
use leads_core::client::{LeadClient, LeadClientExt, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Lead, LeadId, LeadState, Patch};
use leads_testkit::conformance::{Filter, FilterExample, Harness, KeyExample, KeyKind, StatusField};
use leads_testkit::nutshell::{FakeNutshell, Settings};
use leads_testkit::{Fake, Fault, Latency};
use nutshell::api::notes::ListNotes;
use nutshell::{AdapterConfig, Leads};
use std::time::Duration;

struct NutshellHarness {
    fake: Fake<FakeNutshell>,
    client: Leads,
    config: AdapterConfig,
}

pub(crate) fn nutshell() -> impl Harness {
    nutshell_with(AdapterConfig::default(), |_| {})
}

pub(crate) fn nutshell_with_contact_details() -> impl Harness {
    nutshell_with(AdapterConfig::new().contact_details(true), |_| {})
}

/// Nutshell with a configuration and settings of the fake.
pub(crate) fn nutshell_with(config: AdapterConfig, change: impl FnOnce(&mut Settings)) -> impl Harness {
    // Calls take time, so that concurrent ones overlap.
    let fake = Fake::builder(FakeNutshell::new()).latency(Latency::fixed(Duration::from_millis(5))).build();
    fake.handler().set(change);
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(config.clone());
    NutshellHarness { fake, client, config }
}

impl NutshellHarness {
    async fn create(&self, lead: NewLead) -> LeadId {
        self.client.create(&lead).await.unwrap().into_inner().id
    }
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
        match filter {
            Filter::Owner => {
                let hit = self.create(NewLead::new("Owned").owner("2-users")).await;
                let miss = self.create(NewLead::new("Owned").owner("1-users")).await;
                Some(FilterExample::new(LeadQuery::new().owner("2-users"), hit, miss))
            }
            Filter::ChangedSince => {
                let changed = self.create(NewLead::new("Old, but changed")).await;
                let old = self.create(NewLead::new("Old")).await;
                self.fake.clock().advance(Duration::from_secs(600));
                let since = self.fake.clock().now();
                for name in ["once", "twice"] {
                    let change = LeadUpdate::new().name(Patch::set(name));
                    self.client.update(&changed, &change).await.unwrap();
                    self.create(NewLead::new("New")).await;
                    self.create(NewLead::new("New")).await;
                }
                Some(FilterExample::new(LeadQuery::new().changed_since(since), changed, old))
            }
            _ => None,
        }
    }

    async fn key_example(&self, kind: KeyKind) -> Option<KeyExample> {
        let person = || NewLead::new("Wanted");
        let example = match kind {
            KeyKind::Email => {
                // Filters match loosely: this address contains the other one.
                self.create(person().email("mary.found@example.com")).await;
                let lead = self.create(person().email("other@example.com").email("y.found@example.com")).await;
                for _ in 0..2 {
                    self.create(person().email("both@example.com")).await;
                }
                let key = LeadKey::email;
                KeyExample::new(key("Y.Found@example.com"), lead, key("found@example.com"))
                    .several(key("both@example.com"))
            }
            KeyKind::Phone => {
                self.create(person().phone("+1-55500043210")).await;
                let lead = self.create(person().phone("+1-5550004321")).await;
                KeyExample::new(LeadKey::phone("+15550004321"), lead, LeadKey::phone("5550004"))
            }
            KeyKind::Field => {
                let with = |id: &str| person().custom("Web Id", id);
                let lead = self.create(with("w-1")).await;
                for _ in 0..3 {
                    self.create(with("w-2")).await;
                }
                let key = |id: &str| LeadKey::field("Web Id", id);
                KeyExample::new(key("w-1"), lead, key("w-3")).several(key("w-2"))
            }
            _ => return None,
        };
        Some(example)
    }

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        let lost = StatusChange::to(LeadState::Lost);
        match field {
            StatusField::Reason => Some(lost.reason("2-outcomes")),
            StatusField::Comment => Some(lost.comment("bought elsewhere")),
            _ => None,
        }
    }

    async fn stores(&self, id: &LeadId, field: StatusField, change: &StatusChange) -> Option<bool> {
        let comment = change.comment.as_ref().filter(|_| field == StatusField::Comment)?;
        let notes = self.client.client().send(&ListNotes::new().limit(1_000)).await.unwrap();
        Some(notes.iter().any(|note| note.text().contains(id.as_str()) && note.text().contains(comment.as_str())))
    }

    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let client = self.fake.builder_in_process(config).basic("agent@example.com", "wrong").build().unwrap();
        Some(Box::new(client.leads(self.config.clone())))
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
