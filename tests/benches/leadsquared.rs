use async_trait::async_trait;
use leads_core::client::{LeadClient, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::status::StageMap;
use leads_core::{ClientConfig, Lead, LeadId, LeadState, Patch};
use leads_testkit::Fake;
use leads_testkit::conformance::Bench;
use leads_testkit::leadsquared::{EVENT_CODE, LeadSquared};
use leadsquared::{LeadsConfig, OpportunityConfig};

/// Over opportunities, or over leads with a map of the tenant's stages.
struct LeadSquaredBench {
    fake: Fake<LeadSquared>,
    client: Box<dyn LeadClient>,
    opportunities: bool,
}

fn bench(opportunities: bool) -> LeadSquaredBench {
    let fake = Fake::new(LeadSquared::new());
    let typed = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    let client: Box<dyn LeadClient> = if opportunities {
        Box::new(typed.opportunities(OpportunityConfig::new(EVENT_CODE)))
    } else {
        let stages = StageMap::new()
            .with_written("Prospect", LeadState::Open)
            .with("Opportunity", LeadState::Open)
            .with("Customer", LeadState::Won)
            .with("Disqualified", LeadState::Disqualified);
        Box::new(typed.leads(LeadsConfig::new(stages)))
    };
    LeadSquaredBench { fake, client, opportunities }
}

pub(crate) fn leadsquared_opportunities() -> impl Bench {
    bench(true)
}

pub(crate) fn leadsquared_leads() -> impl Bench {
    bench(false)
}

#[async_trait]
impl Bench for LeadSquaredBench {
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

    fn change(&self) -> LeadUpdate {
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

    fn shows_change(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        let said = if self.opportunities { "call after ten" } else { "Roe" };
        !before.text().contains(said) && after.text().contains(said)
    }

    fn arrivals(&self) -> Option<u64> {
        Some(self.fake.arrived())
    }
}
