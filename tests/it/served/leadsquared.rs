//! LeadSquared.

use super::Served;
use leads_core::inspect::Entry;
use leads_core::{ClientConfig, Pipeline};
use leads_testkit::IN_PROCESS_URL;
use leads_testkit::leadsquared::{ACCESS_KEY, ASYNC_KEY, FakeLeadSquared, SECRET_KEY};
use leadsquared::{Client, api};

pub(crate) enum LeadSquared {}

/// The operations that the fake does not serve yet.
pub(super) const UNSERVED: &[&str] = &[];

impl Served for LeadSquared {
    type Vendor = leadsquared::LeadSquared;
    type Fake = FakeLeadSquared;

    fn catalog() -> Vec<Entry<Self::Vendor>> {
        api::catalog()
    }

    fn seeded(_operation: &str) -> FakeLeadSquared {
        FakeLeadSquared::new()
    }

    fn pipeline(config: ClientConfig) -> Pipeline<Self::Vendor> {
        let client = Client::builder()
            .base_url(IN_PROCESS_URL)
            .async_base_url(IN_PROCESS_URL)
            .files_base_url(IN_PROCESS_URL)
            .async_api_key(ASYNC_KEY)
            .keys(ACCESS_KEY, SECRET_KEY);
        client.config(config).build().unwrap().pipeline().clone()
    }
}
