//! Closes a Nutshell lead from a program without async code.
//!
//! ```text
//! NUTSHELL_USER=... NUTSHELL_API_KEY=... NUTSHELL_LEAD=1003-leads cargo run --example blocking
//! ```
//!
//! Without these variables it runs against a fake.

#![allow(clippy::print_stdout)] // a program prints

use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use nutshell::api::leads::{GetLead, ListLeads};
use nutshell::blocking::Blocking;
use nutshell::{AdapterConfig, Client};
use std::env::var;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new(FakeNutshell::new());
    let (client, lead) = match (var("NUTSHELL_USER"), var("NUTSHELL_API_KEY"), var("NUTSHELL_LEAD")) {
        (Ok(user), Ok(key), Ok(lead)) => (Client::builder().basic(user, key).build()?, lead),
        _ => {
            println!("no credentials in the environment: using a fake");
            (fake.client()?, fake.handler().add_lead("Car wash"))
        }
    };
    let client = Blocking::new(client)?;

    // The typed calls.
    let read = client.send(&GetLead::new(lead.as_str()))?;
    println!("{} is {:?}", read.description.as_ref().map_or("the lead", |text| text.as_str()), read.status);
    let named = client.items(ListLeads::new()).filter_map(Result::ok).filter(|lead| lead.description.is_some()).count();
    println!("{named} leads have a name");

    // The calls of the common client, on the same thread.
    let common = client.with(client.client().leads(AdapterConfig::new()));
    let updated = common.mark_won(&leads::LeadId::new(lead))?;
    println!("{} is won", updated.id);

    // What only the async client has.
    let closed = client.run(async |client| client.send(&GetLead::new(updated.id.as_str())).await)?;
    println!("now it is {:?}", closed.status);
    Ok(())
}
