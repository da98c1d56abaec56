//! Capillary.

use super::Served;
use capillary_leads::{Client, Password, api};
use leads_core::inspect::Entry;
use leads_core::{ClientConfig, Pipeline};
use leads_testkit::capillary::{FakeCapillary, TILL, TILL_PASSWORD};
use leads_testkit::{FakeRequest, IN_PROCESS_URL};

pub(crate) enum Capillary {}

impl Served for Capillary {
    type Vendor = capillary_leads::Capillary;
    type Fake = FakeCapillary;

    fn catalog() -> Vec<Entry<Self::Vendor>> {
        api::catalog()
    }

    fn seeded(operation: &str) -> FakeCapillary {
        let fake = FakeCapillary::new();
        fake.add_api_client("sample-client-key", "sample-client-secret");
        fake.add_till("till-3", "0", 34_567, "store-3");
        let customer = fake.add_customer("jo.sample@example.com", "919900000001");
        for id in [12, 19, 63] {
            fake.set_next_id(id);
            let lead = fake.add_lead(customer, "boots-42");
            fake.add_follow_up(lead, "rang twice");
        }
        if operation == "create_sub_status" {
            fake.remove_sub_status("ON_HOLD", "CallBack");
        }
        fake
    }

    fn pipeline(config: ClientConfig) -> Pipeline<Self::Vendor> {
        let client = Client::builder().base_url(IN_PROCESS_URL).config(config);
        client.basic(TILL, Password::plain(TILL_PASSWORD)).build().unwrap().pipeline().clone()
    }

    fn writes(entry: &Entry<Self::Vendor>) -> u64 {
        // A token does not change a lead.
        u64::from(entry.safety().is_write() && entry.operation.name != "generate_token")
    }

    fn whole_list(request: &FakeRequest) -> Option<FakeRequest> {
        let is_list = request.method == http::Method::GET;
        is_list.then(|| FakeRequest::new(http::Method::GET, &request.path).with_headers(request.headers.clone()))
    }
}
