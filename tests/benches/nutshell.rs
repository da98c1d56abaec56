use async_trait::async_trait;
use leads_core::client::{LeadClient, LeadUpdate, NewLead};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Lead, LeadId, Patch};
use leads_testkit::Fake;
use leads_testkit::conformance::Bench;
use leads_testkit::nutshell::Nutshell;
use nutshell::{AdapterConfig, Leads};

struct NutshellBench {
    fake: Fake<Nutshell>,
    client: Leads,
}

pub(crate) fn nutshell() -> impl Bench {
    let fake = Fake::new(Nutshell::new());
    let client =
        fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(AdapterConfig::default());
    NutshellBench { fake, client }
}

#[async_trait]
impl Bench for NutshellBench {
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

    fn change(&self) -> LeadUpdate {
        LeadUpdate::new().name(Patch::set("Tyre shop"))
    }

    fn shows_change(&self, before: &dyn Lead, after: &dyn Lead) -> bool {
        let said = "Tyre shop";
        !before.text().contains(said) && after.text().contains(said)
    }

    fn arrivals(&self) -> Option<u64> {
        Some(self.fake.arrived())
    }
}
