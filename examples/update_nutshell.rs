//! Closes a Nutshell lead with an outcome.
//!
//! Runs against the vendor if the environment variables are set, otherwise against a fake:
//!
//! ```text
//! NUTSHELL_USER=... NUTSHELL_API_KEY=... NUTSHELL_LEAD=1003-leads NUTSHELL_OUTCOME=1-outcomes \
//!     cargo run --example update_nutshell
//! ```

#![allow(clippy::print_stdout)] // a program prints

use leads_testkit::Fake;
use leads_testkit::nutshell::{API_KEY, FakeNutshell, USER_EMAIL};
use nutshell::{Client, api::leads::UpdateLeadStatus};
use std::env::var;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new(FakeNutshell::new());
    let server = fake.start().await?;
    let given = (var("NUTSHELL_USER"), var("NUTSHELL_API_KEY"), var("NUTSHELL_LEAD"), var("NUTSHELL_OUTCOME"));
    let (client, lead, outcome) = match given {
        (Ok(user), Ok(key), Ok(lead), Ok(outcome)) => (Client::builder().basic(user, key), lead, outcome),
        _ => {
            println!("no credentials in the environment: using a fake");
            let client = Client::builder().base_url(server.url()).basic(USER_EMAIL, API_KEY);
            (client, fake.handler().add_lead("Car wash"), fake.handler().add_outcome("Signed", "won"))
        }
    };
    let client = client.build()?;

    let request = UpdateLeadStatus::new(lead).outcome(outcome);
    println!("{}\n", client.preview(&request)?);
    match client.send(&request).await {
        Ok(lead) => println!(
            "{}: the lead is {}",
            lead.meta().outcome,
            lead.status.as_ref().map_or("unchanged", |status| status.as_str())
        ),
        Err(error) => println!("{error}\noutcome: {}\n{}", error.outcome(), error.help().unwrap_or_default()),
    }
    Ok(())
}
