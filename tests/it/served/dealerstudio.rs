//! Dealer Studio.

use super::Served;
use dealerstudio::{Client, api};
use leads_core::inspect::Entry;
use leads_core::{ClientConfig, Pipeline};
use leads_testkit::dealerstudio::{API_KEY, DEALERSHIP_ID, FakeDealerStudio};
use leads_testkit::{FakeRequest, IN_PROCESS_URL};
use serde_json::json;

pub(crate) enum DealerStudio {}

impl Served for DealerStudio {
    type Vendor = dealerstudio::DealerStudio;
    type Fake = FakeDealerStudio;

    fn catalog() -> Vec<Entry<Self::Vendor>> {
        api::catalog()
    }

    fn seeded(_operation: &str) -> FakeDealerStudio {
        let fake = FakeDealerStudio::new();
        fake.set_next_id(34);
        let cluster = fake.add_cluster(DEALERSHIP_ID);
        fake.set_next_id(12);
        let _ = fake.add_lead(cluster, &json!({"email": "jo@example.com", "phone": "0400000000"}));
        fake.set_next_id(7);
        let _ = fake.add_car(DEALERSHIP_ID, "S-100");
        fake.add_external_identifier(json!({"id": 1, "dealership_id": DEALERSHIP_ID, "location_id": null,
            "car_type": null, "identifier_name": "ford_dealer_code", "primary_code": "F1", "secondary_code": null}));
        fake
    }

    fn pipeline(config: ClientConfig) -> Pipeline<Self::Vendor> {
        let client = Client::builder().base_url(IN_PROCESS_URL).api_key(API_KEY);
        client.config(config).build().unwrap().pipeline().clone()
    }

    fn whole_list(request: &FakeRequest) -> Option<FakeRequest> {
        let is_list = request.method == http::Method::GET;
        is_list.then(|| FakeRequest::new(http::Method::GET, &request.path).with_headers(request.headers.clone()))
    }
}
