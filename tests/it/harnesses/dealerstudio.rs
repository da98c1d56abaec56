use async_trait::async_trait;
use dealerstudio::model::{Category, Source};
use dealerstudio::{AdapterConfig, CompositeLeadId, Leads};
use leads_core::client::{LeadClient, LeadClientExt, LeadUpdate, NewLead, StatusChange};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, LeadId, LeadState, Patch};
use leads_testkit::Fake;
use leads_testkit::conformance::{Harness, StatusField};
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

struct DealerStudioHarness {
    fake: Fake<FakeDealerStudio>,
    client: Leads,
    config: AdapterConfig,
    made: AtomicUsize,
}

pub(crate) fn dealerstudio() -> impl Harness {
    let fake = Fake::new(FakeDealerStudio::new());
    // The adapter sends only changed fields, which a vendor that requires the whole lead rejects.
    fake.handler().set(|settings| settings.update_needs_all = false);
    let config = AdapterConfig::new()
        .dealership(DEALERSHIP_SLUG)
        .category(Category::GeneralEnquiry)
        .source(Source::Website)
        .partial_updates(true);
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(config.clone());
    DealerStudioHarness { fake, client, config, made: AtomicUsize::new(100) }
}

/// Returns whether a lead's cluster has the sub-status of a change as its status option.
pub(crate) fn stores_sub_status(fake: &FakeDealerStudio, id: &LeadId, change: &StatusChange) -> bool {
    let id: CompositeLeadId = id.as_str().parse().unwrap();
    let cluster = fake.cluster(id.cluster().unwrap().get()).unwrap();
    let option = cluster.get("lead_status_option_id").map(ToString::to_string);
    option.is_some() && option == change.sub_status
}

#[async_trait]
impl Harness for DealerStudioHarness {
    fn client(&self) -> &dyn LeadClient {
        &self.client
    }

    fn new_lead(&self, number: usize) -> NewLead {
        NewLead::new("Jo Doe").email(format!("jo{number}@example.com")).phone(format!("04{number:08}"))
    }

    async fn fresh_lead(&self) -> LeadId {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        self.client.create(&self.new_lead(number)).await.unwrap().id.clone()
    }

    fn missing_lead(&self) -> LeadId {
        use dealerstudio::model::{LeadClusterId, LeadId as Own};
        LeadId::new(CompositeLeadId::new(DEALERSHIP_SLUG, Own::new(999_999), LeadClusterId::new(999_999)).to_string())
    }

    fn update(&self) -> LeadUpdate {
        LeadUpdate::new().note(Patch::set("call after ten"))
    }

    fn status_change(&self, field: StatusField) -> Option<StatusChange> {
        (field == StatusField::SubStatus).then(|| StatusChange::to(LeadState::Lost).sub_status("6"))
    }

    async fn stores(&self, id: &LeadId, field: StatusField, change: &StatusChange) -> Option<bool> {
        (field == StatusField::SubStatus).then(|| stores_sub_status(self.fake.handler(), id, change))
    }

    fn client_with_wrong_credentials(&self) -> Option<Box<dyn LeadClient>> {
        let config = ClientConfig::new().retry(RetryPolicy::none());
        let client = self.fake.builder_in_process(config).api_key("wrong").build().unwrap();
        Some(Box::new(client.leads(self.config.clone())))
    }

    fn advance(&self, time: Duration) -> bool {
        self.fake.clock().advance(time);
        true
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
