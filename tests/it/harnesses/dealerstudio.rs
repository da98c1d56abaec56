use async_trait::async_trait;
use dealerstudio::model::{Category, Source};
use dealerstudio::{AdapterConfig, Leads};
use leads_core::client::{LeadClient, LeadClientExt, LeadUpdate, NewLead};
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, LeadId, Patch};
use leads_testkit::Fake;
use leads_testkit::conformance::Harness;
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

struct DealerStudioHarness {
    fake: Fake<FakeDealerStudio>,
    client: Leads,
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
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap().leads(config);
    DealerStudioHarness { fake, client, made: AtomicUsize::new(100) }
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
        use dealerstudio::CompositeLeadId;
        use dealerstudio::model::{LeadClusterId, LeadId as Own};
        LeadId::new(CompositeLeadId::new(DEALERSHIP_SLUG, Own::new(999_999), LeadClusterId::new(999_999)).to_string())
    }

    fn update(&self) -> LeadUpdate {
        LeadUpdate::new().note(Patch::set("call after ten"))
    }

    fn advance(&self, time: Duration) -> bool {
        self.fake.clock().advance(time);
        true
    }

    fn request_count(&self) -> Option<u64> {
        Some(self.fake.request_count())
    }
}
