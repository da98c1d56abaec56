//! Capillary's client against Capillary's fake, in process on a paused clock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod codes;
mod common;
mod lost;
mod rules;
mod tokens;

use capillary_leads::Client;
use leads_core::ClientConfig;
use leads_core::http::RetryPolicy;
use leads_testkit::Fake;
use leads_testkit::capillary::FakeCapillary;

/// Returns a fake with one customer who has one open lead, a client that does not retry, the customer and the lead.
fn start() -> (Fake<FakeCapillary>, Client, i64, i64) {
    let fake = Fake::new(FakeCapillary::new());
    let customer = fake.handler().add_customer("jo@example.com", "919900000001");
    let lead = fake.handler().add_lead(customer, "boots-42");
    let client = fake.client_with(ClientConfig::new().retry(RetryPolicy::none())).unwrap();
    (fake, client, customer, lead)
}
