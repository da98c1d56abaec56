//! Dealer Studio. Leads can only be created over the wire, so the fake is given one before the tests.

use super::{CallResult, VendorUnderTest};
use dealerstudio::Client;
use dealerstudio::api::apikeys::ShowApikey;
use dealerstudio::api::appointments::CreateAppointment;
use dealerstudio::api::cars::CreateCar;
use dealerstudio::api::lead_clusters::UpdateLeadCluster;
use dealerstudio::api::leads::{CreateLead, UpdateLead};
use dealerstudio::model::{Category, ClusterState, LeadClusterId, LeadFile, LeadId};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use leads_core::{ClientConfig, Patch, Safety};
use leads_testkit::dealerstudio::{
    API_KEY, DEALERSHIP_ID, DEALERSHIP_SLUG, FakeDealerStudio as Fake, Success, USER_ID,
};
use leads_testkit::{Clock, FakeRequest, FakeResponse, Handler, IN_PROCESS_URL, Ledger};
use std::sync::Arc;

pub enum DealerStudio {}

/// The fake with one lead.
pub struct Dealership {
    fake: Arc<Fake>,
    lead: LeadId,
    cluster: LeadClusterId,
}

struct Shared(Arc<Fake>);

impl Handler for Shared {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        self.0.handle(request, clock)
    }
}

impl Handler for Dealership {
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        self.fake.handle(request, clock)
    }
    fn ledger(&self) -> Option<&Ledger> {
        self.fake.ledger()
    }
}

fn enquiry(number: u64) -> CreateLead {
    let (email, phone) = (format!("jo.{number}@example.com"), format!("04{number:08}"));
    CreateLead::new(DEALERSHIP_SLUG, Category::GeneralEnquiry, "Website", email, phone)
        .provider("example.com")
        .provider_id(format!("enquiry-{number}"))
}

fn update(lead: LeadId, number: u64) -> UpdateLead {
    let category = Category::GeneralEnquiry;
    UpdateLead::new(lead, DEALERSHIP_SLUG, category, "Website", "jo@example.com", "0400000000")
        .message(format!("message {number}"))
}

impl VendorUnderTest for DealerStudio {
    const NAME: &'static str = "dealerstudio";
    type Handler = Dealership;
    type Client = Client;
    const CALLS: &'static [(&'static str, Safety)] = &[
        ("show_apikey", Safety::Read),
        ("update_lead", Safety::Idempotent),
        ("update_lead_cluster", Safety::Idempotent),
        ("update_lead with a file", Safety::NonIdempotent),
        ("create_lead", Safety::NonIdempotent),
        ("create_car", Safety::NonIdempotent),
        ("create_appointment", Safety::NonIdempotent),
    ];

    fn handler() -> Dealership {
        let fake = Arc::new(Fake::new());
        // A response without a body leaves no room for body faults.
        fake.set(|settings| settings.success = Success::Wrapped);
        let wire = leads_testkit::Fake::new(Shared(Arc::clone(&fake)));
        let client = Self::client(ClientConfig::new().transport(wire.transport()), IN_PROCESS_URL);
        // In process and without latency, nothing waits.
        let made = client.send(&enquiry(99_999_999)).now_or_never().unwrap().unwrap();
        Dealership { fake, lead: made.id.unwrap(), cluster: made.lead_cluster_id.unwrap() }
    }

    fn client(config: ClientConfig, url: &str) -> Client {
        Client::builder().base_url(url).config(config).api_key(API_KEY).build().unwrap()
    }

    fn call<'a>(client: &'a Client, fake: &'a Dealership, work: usize, number: u64) -> BoxFuture<'a, CallResult> {
        let (lead, cluster) = (fake.lead, fake.cluster);
        Box::pin(async move {
            match work {
                0 => client.send(&ShowApikey::new()).await.into(),
                1 => client.send(&update(lead, number)).await.into(),
                2 => {
                    let update = UpdateLeadCluster::new(DEALERSHIP_SLUG, cluster);
                    client.send(&update.lead_state(Patch::Set(ClusterState::Contacted))).await.into()
                }
                3 => {
                    let file = LeadFile::bytes(format!("{number}.txt"), vec![b'x'; 100_000]);
                    client.send(&update(lead, number).file(file)).await.into()
                }
                4 => client.send(&enquiry(number)).await.into(),
                5 => {
                    let stock = format!("S-{number}");
                    client.send(&CreateCar::new(DEALERSHIP_ID, stock, "Toyota", "Yaris", 2024)).await.into()
                }
                _ => {
                    let visit = CreateAppointment::new(lead, "2026-03-01", "Test Drive", format!("visit {number}"));
                    client.send(&visit.user_id(USER_ID)).await.into()
                }
            }
        })
    }

    fn steady<'a>(client: &'a Client, _fake: &'a Dealership) -> BoxFuture<'a, CallResult> {
        Box::pin(async { client.send(&ShowApikey::new()).await.into() })
    }
}
