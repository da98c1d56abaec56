//! Updates the status of a Capillary lead.
//!
//! Runs against the vendor if the environment variables are set, otherwise against a fake:
//!
//! ```text
//! CAPILLARY_BASE_URL=https://eu.api.capillarytech.com CAPILLARY_USER=... CAPILLARY_PASSWORD=... CAPILLARY_LEAD=12 \
//!     cargo run --example update_capillary
//! ```

#![allow(clippy::print_stdout)] // a program prints

use capillary_leads::{Client, Password, api::leads::UpdateLeadStatus, model::LeadStatus};
use leads_testkit::Fake;
use leads_testkit::capillary::{FakeCapillary, TILL, TILL_PASSWORD};
use std::env::var;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new(FakeCapillary::new());
    let (url, user, password, lead) =
        match (var("CAPILLARY_BASE_URL"), var("CAPILLARY_USER"), var("CAPILLARY_PASSWORD"), var("CAPILLARY_LEAD")) {
            (Ok(url), Ok(user), Ok(password), Ok(lead)) => (url, user, password, lead.parse()?),
            _ => {
                println!("no credentials in the environment: using a fake");
                let customer = fake.handler().add_customer("jo@example.com", "919900000001");
                let lead = fake.handler().add_lead(customer, "boots-42");
                (String::new(), TILL.to_owned(), TILL_PASSWORD.to_owned(), lead)
            }
        };
    let server = fake.start().await?;
    let url = if url.is_empty() { server.url() } else { url };
    let client = Client::builder().base_url(url).basic(user, Password::plain(password)).build()?;

    let request = UpdateLeadStatus::new(lead, LeadStatus::OnHold).reason_id(1);
    println!("{}\n", client.preview(&request)?);
    match client.send(&request).await {
        Ok(lead) => println!(
            "{}: lead {} is {}",
            lead.meta().outcome,
            lead.id,
            lead.status.as_ref().map_or("unchanged", |status| status.as_str())
        ),
        Err(error) => println!("{error}\noutcome: {}\n{}", error.outcome(), error.help().unwrap_or_default()),
    }
    Ok(())
}
