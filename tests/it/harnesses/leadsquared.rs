use async_trait::async_trait;
use leads_core::client::{LeadClient, LeadClientExt, LeadQuery, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::status::StageMap;
use leads_core::{ClientConfig, Lead, LeadId, LeadState, Patch};
use leads_testkit::conformance::{Filter, FilterExample, Harness, StatusField};
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leads_testkit::{Clock, Fake, Fault, Latency};
use leadsquared::{LeadsConfig, OpportunitiesConfig};

/// For opportunities, or for leads with a map of the tenant's stages.
struct LeadSquaredHarness {
    fake: Fake<FakeLeadSquared>,
    client: Box<dyn LeadClient>,
    opportunities: bool,
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

/// For opportunities: minimally configured, or with everything.
fn harness(opportunities: Option<OpportunitiesConfig>) -> LeadSquaredHarness {
    // Behind the system clock, so that time can pass in the fake without running ahead of its leads.
    let clock = Clock::starting_at(chrono::Utc::now() - chrono::TimeDelta::hours(6));
    // Calls take time, so that concurrent ones overlap.
    let latency = Latency::fixed(std::time::Duration::from_millis(5));
    let fake = Fake::builder(FakeLeadSquared::new()).clock(clock).latency(latency).build();
    let typed = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    let is_opportunities = opportunities.is_some();
    let client: Box<dyn LeadClient> = match opportunities {
        Some(config) => Box::new(typed.opportunities(config)),
        None => Box::new(typed.leads(LeadsConfig::new().stages(stages()))),
    };
    LeadSquaredHarness { fake, client, opportunities: is_opportunities }
}

pub(crate) fn leadsquared_opportunities() -> impl Harness {
    harness(Some(OpportunitiesConfig::new(EVENT_CODE)))
}

pub(crate) fn leadsquared_configured_opportunities() -> impl Harness {
    let config = OpportunitiesConfig::new(EVENT_CODE).stage_field("mx_Custom_2").reason_field("mx_Custom_4");
    harness(Some(config.stages(stages())))
}

pub(crate) fn leadsquared_leads() -> impl Harness {
    harness(None)
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
        let id = if self.opportunities { self.fake.handler().add_opportunity(&person, &[]) } else { person };
        LeadId::new(id)
    }

    fn missing_lead(&self) -> LeadId {
        LeadId::new("00000000-0000-4000-8000-000000000000")
    }

    fn update(&self) -> LeadUpdate {
        if self.opportunities {
            LeadUpdate::new().custom("mx_Custom_5", "call after ten")
        } else {
            LeadUpdate::new().name(Patch::set("Jo Roe"))
        }
    }

    fn to_state(&self, state: LeadState) -> StatusChange {
        let change = StatusChange::to(state);
        if self.opportunities { change.comment("signed") } else { change }
    }

    fn shows_update(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        let expected = if self.opportunities { "call after ten" } else { "Roe" };
        !before.text().contains(expected) && after.text().contains(expected)
    }

    async fn filter_example(&self, filter: Filter) -> Option<FilterExample> {
        let fake = self.fake.handler();
        match filter {
            Filter::Owner => {
                let owned = |owner| LeadId::new(fake.add_lead(&[("FirstName", "Jo"), ("OwnerId", owner)]));
                Some(FilterExample::new(LeadQuery::new().owner("u-1"), owned("u-1"), owned("u-2")))
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

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        let lost = StatusChange::to(LeadState::Lost);
        match field {
            StatusField::Reason => Some(lost.reason("Price")),
            StatusField::Stage => Some(lost.stage("Gone")),
            StatusField::Comment => Some(lost.comment("bought elsewhere")),
            _ => None,
        }
    }

    fn lose_next_create(&self) -> bool {
        self.fake.faults().on(|request| request.path.ends_with("Capture"), Fault::ResetAfterHandling);
        true
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
