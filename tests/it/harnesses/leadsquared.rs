use async_trait::async_trait;
use leads_core::client::{CreateKey, LeadClient, LeadClientExt, LeadKey, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::status::StageMap;
use leads_core::{ClientConfig, Lead, LeadId, LeadState, Patch};
use leads_testkit::conformance::{Filter, FilterExample, Harness, KeyExample, KeyKind, StatusField};
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leads_testkit::{Clock, Fake, Fault, Latency};
use leadsquared::api::leads::ListNotes;
use leadsquared::{Client, LeadsConfig, OpportunitiesConfig};

/// Which client, and how it is configured.
#[derive(Clone)]
enum Adapter {
    Opportunities(OpportunitiesConfig),
    Leads(LeadsConfig),
}

impl Adapter {
    fn client(&self, typed: &Client) -> Box<dyn LeadClient> {
        match self.clone() {
            Self::Opportunities(config) => Box::new(typed.opportunities(config)),
            Self::Leads(config) => Box::new(typed.leads(config)),
        }
    }
}

struct LeadSquaredHarness {
    fake: Fake<FakeLeadSquared>,
    typed: Client,
    client: Box<dyn LeadClient>,
    adapter: Adapter,
    /// Whether the leads have stages with a meaning.
    mapped: bool,
}

/// The tenant's stages; two of them mean open.
fn stages() -> StageMap {
    StageMap::new()
        .with_written("Prospect", LeadState::Open)
        .with("Opportunity", LeadState::Open)
        .with("Rests", LeadState::OnHold)
        .with("Customer", LeadState::Won)
        .with("Disqualified", LeadState::Disqualified)
}

fn harness(adapter: Adapter, mapped: bool) -> LeadSquaredHarness {
    // Behind the system clock, so that time can pass in the fake without running ahead of its leads.
    let clock = Clock::starting_at(chrono::Utc::now() - chrono::TimeDelta::hours(6));
    // Calls take time, so that concurrent ones overlap.
    let latency = Latency::fixed(std::time::Duration::from_millis(5));
    let fake = Fake::builder(FakeLeadSquared::new()).clock(clock).latency(latency).build();
    let typed = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    let client = adapter.client(&typed);
    LeadSquaredHarness { fake, typed, client, adapter, mapped }
}

pub(crate) fn leadsquared_opportunities() -> impl Harness {
    leadsquared_opportunities_with(OpportunitiesConfig::new(EVENT_CODE))
}

pub(crate) fn leadsquared_configured_opportunities() -> impl Harness {
    let config = OpportunitiesConfig::new(EVENT_CODE).stage_field("mx_Custom_2").reason_field("mx_Custom_4");
    leadsquared_opportunities_with(config.stages(stages()))
}

pub(crate) fn leadsquared_opportunities_with(config: OpportunitiesConfig) -> impl Harness {
    harness(Adapter::Opportunities(config), true)
}

pub(crate) fn leadsquared_leads() -> impl Harness {
    leadsquared_leads_with(stages())
}

pub(crate) fn leadsquared_leads_with(stages: StageMap) -> impl Harness {
    harness(Adapter::Leads(LeadsConfig::new().stages(stages)), true)
}

pub(crate) fn leadsquared_leads_without_stages() -> impl Harness {
    harness(Adapter::Leads(LeadsConfig::new()), false)
}

impl LeadSquaredHarness {
    fn is_opportunities(&self) -> bool {
        matches!(self.adapter, Adapter::Opportunities(_))
    }

    /// Adds a lead, and for the client over opportunities that number of opportunities of it. Returns the id of the last.
    fn add(&self, attributes: &[(&str, &str)], opportunities: usize) -> LeadId {
        let fake = self.fake.handler();
        let person = fake.add_lead(attributes);
        if !self.is_opportunities() {
            return LeadId::new(person);
        }
        let ids = (0..opportunities).map(|_| fake.add_opportunity(&person, &[]));
        LeadId::new(ids.last().unwrap())
    }
}

#[async_trait]
impl Harness for LeadSquaredHarness {
    fn client(&self) -> &dyn LeadClient {
        &*self.client
    }

    fn new_lead(&self, number: usize) -> NewLead {
        NewLead::new("Jo Doe").email(format!("jo{number}@example.com"))
    }

    async fn fresh_lead(&self) -> LeadId {
        let number = fastrand::u32(..);
        let person = self.fake.handler().add_lead(&[
            ("FirstName", "Jo"),
            ("EmailAddress", &format!("fresh{number}@example.com")),
            ("ProspectStage", "Prospect"),
        ]);
        let id = if self.is_opportunities() { self.fake.handler().add_opportunity(&person, &[]) } else { person };
        LeadId::new(id)
    }

    fn missing_lead(&self) -> LeadId {
        LeadId::new("00000000-0000-4000-8000-000000000000")
    }

    fn update(&self) -> LeadUpdate {
        if self.is_opportunities() {
            LeadUpdate::new().custom("mx_Custom_5", "call after ten")
        } else {
            LeadUpdate::new().name(Patch::set("Jo Roe"))
        }
    }

    fn to_state(&self, state: LeadState) -> StatusChange {
        let change = StatusChange::to(state);
        if self.is_opportunities() { change.comment("signed") } else { change }
    }

    fn shows_update(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        let expected = if self.is_opportunities() { "call after ten" } else { "Roe" };
        !before.text().contains(expected) && after.text().contains(expected)
    }

    async fn filter_example(&self, filter: Filter) -> Option<FilterExample> {
        let fake = self.fake.handler();
        match filter {
            Filter::Owner => {
                let owned = |owner| match self.is_opportunities() {
                    true => {
                        LeadId::new(fake.add_opportunity(&fake.add_lead(&[("FirstName", "Jo")]), &[("Owner", owner)]))
                    }
                    false => LeadId::new(fake.add_lead(&[("FirstName", "Jo"), ("OwnerId", owner)])),
                };
                Some(FilterExample::new(LeadQuery::new().owner("u-1"), owned("u-1"), owned("u-2")))
            }
            // A stage that can be read and listed, but not written: a change to contacted writes only the status.
            Filter::State if self.is_opportunities() => {
                let person = fake.add_lead(&[("FirstName", "Jo")]);
                let hit = LeadId::new(fake.add_opportunity(&person, &[("mx_Custom_2", "Contacted")]));
                let miss = LeadId::new(fake.add_opportunity(&person, &[]));
                Some(FilterExample::new(LeadQuery::new().state(LeadState::Contacted), hit, miss))
            }
            Filter::ChangedSince => {
                let minutes = |minutes: u64| std::time::Duration::from_secs(60 * minutes);
                let old = self.client.create(&self.new_lead(91)).await.unwrap().into_inner().id;
                self.fake.clock().advance(minutes(10));
                let since = self.fake.clock().now();
                self.fake.clock().advance(minutes(1));
                let new = self.client.create(&self.new_lead(92)).await.unwrap().into_inner().id;
                Some(FilterExample::new(LeadQuery::new().changed_since(since), new, old))
            }
            _ => None,
        }
    }

    async fn key_example(&self, kind: KeyKind) -> Option<KeyExample> {
        let (name, one, two, key): (_, _, _, fn(&str) -> LeadKey) = match kind {
            KeyKind::Email => ("EmailAddress", "one@example.com", "two@example.com", |value| LeadKey::email(value)),
            KeyKind::Phone => ("Phone", "+1-5550000101", "+1-5550000102", |value| LeadKey::phone(value)),
            KeyKind::Field => ("mx_Web_Id", "w-1", "w-2", |value| LeadKey::field("mx_Web_Id", value)),
            _ => return None,
        };
        let lead = self.add(&[("FirstName", "Jo"), (name, one)], 1);
        self.add(&[("FirstName", "Jo"), (name, two)], 2);
        if !self.is_opportunities() {
            // Two leads with the same value.
            self.add(&[("FirstName", "Jo"), (name, two)], 0);
        }
        Some(KeyExample::new(key(&one.to_uppercase()), lead, key("none")).several(key(two)))
    }

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        if !self.is_opportunities() {
            let won = if self.mapped { StatusChange::to(LeadState::Won) } else { StatusChange::to_code("Customer") };
            return (field == StatusField::Comment).then(|| won.comment("signed today"));
        }
        let lost = StatusChange::to(LeadState::Lost);
        match field {
            StatusField::Reason => Some(lost.reason("Price")),
            StatusField::Stage => Some(lost.stage("Gone")),
            StatusField::Comment => Some(lost.comment("bought elsewhere")),
            _ => None,
        }
    }

    fn create_example(&self, number: usize) -> Option<(CreateKey, NewLead)> {
        // The fake's clock is behind, so the time of creation proves nothing.
        let (name, value) = (if self.is_opportunities() { "mx_Custom_15" } else { "mx_Ref" }, format!("ref-{number}"));
        let lead = self.new_lead(number).custom(name, value.as_str());
        Some((CreateKey::marker(name, value), lead))
    }

    fn lose_next_create(&self) -> bool {
        self.fake.faults().on(|request| request.path.ends_with("Capture"), Fault::ResetAfterHandling);
        true
    }

    async fn stores(&self, id: &LeadId, field: StatusField, change: &StatusChange) -> Option<bool> {
        let comment = change.comment.as_ref().filter(|_| field == StatusField::Comment && !self.is_opportunities())?;
        let notes = self.typed.send(&ListNotes::new(id.as_str())).await.unwrap();
        Some(notes.iter().any(|note| note.text().contains(comment.as_str())))
    }

    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let typed = self.fake.builder_in_process(config).keys("u$rwrong", "wrong").build().unwrap();
        Some(self.adapter.client(&typed))
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
