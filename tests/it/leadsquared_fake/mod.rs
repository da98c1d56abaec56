//! LeadSquared's client against its fake.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod activities;
mod adapters;
mod batches;
mod leads;
mod queued;
mod resume;
mod rules;
mod services;
mod webhooks;
mod work;

use leads_core::http::{ClientConfig, RetryPolicy};
use leads_testkit::Fake;
use leads_testkit::leadsquared::FakeLeadSquared;
use leadsquared::Client;

/// Returns a fake with an in-process client.
fn pair() -> (Fake<FakeLeadSquared>, Client) {
    let fake = Fake::new(FakeLeadSquared::new());
    let client = fake.client().unwrap();
    (fake, client)
}

/// Like [`pair`], without retries.
fn pair_once() -> (Fake<FakeLeadSquared>, Client) {
    let fake = Fake::new(FakeLeadSquared::new());
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    (fake, client)
}
