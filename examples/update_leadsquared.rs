//! Wins a LeadSquared opportunity.
//!
//! Runs against the vendor if the environment variables are set, otherwise against a fake:
//!
//! ```text
//! LEADSQUARED_HOST=https://api-in21.leadsquared.com LEADSQUARED_ACCESS_KEY=... LEADSQUARED_SECRET_KEY=... \
//!     LEADSQUARED_OPPORTUNITY=... cargo run --example update_leadsquared
//! ```

#![allow(clippy::print_stdout)] // a program prints

use leads_testkit::Fake;
use leads_testkit::leadsquared::{ACCESS_KEY, FakeLeadSquared, SECRET_KEY};
use leadsquared::{Client, api::opportunities::UpdateOpportunity, model::OpportunityStatus};
use std::env::var;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new(FakeLeadSquared::new());
    let server = fake.start().await?;
    let given = (
        var("LEADSQUARED_HOST"),
        var("LEADSQUARED_ACCESS_KEY"),
        var("LEADSQUARED_SECRET_KEY"),
        var("LEADSQUARED_OPPORTUNITY"),
    );
    let (client, opportunity) = match given {
        (Ok(host), Ok(access), Ok(secret), Ok(opportunity)) => {
            (Client::builder().base_url(host).keys(access, secret), opportunity)
        }
        _ => {
            println!("no credentials in the environment: using a fake");
            let person = fake.handler().add_lead(&[("FirstName", "Jo"), ("EmailAddress", "jo@example.com")]);
            let client = Client::builder().base_url(server.url()).keys(ACCESS_KEY, SECRET_KEY);
            (client, fake.handler().add_opportunity(&person, &[]))
        }
    };
    let client = client.build()?;

    let request = UpdateOpportunity::new(opportunity.as_str()).status(OpportunityStatus::Won).note("signed");
    println!("{}\n", client.preview(&request)?);
    match client.send(&request).await {
        Ok(done) => println!("{}", done.meta().outcome),
        Err(error) => println!("{error}\noutcome: {}\n{}", error.outcome(), error.help().unwrap_or_default()),
    }
    Ok(())
}
