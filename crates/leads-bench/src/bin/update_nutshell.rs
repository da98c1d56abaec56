//! What `examples/update_nutshell.rs` does against the vendor, without its fake. Used to measure the binary size.

#![allow(clippy::print_stdout)]

use nutshell::{Client, api::leads::UpdateLeadStatus};
use std::env::var;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().basic(var("NUTSHELL_USER")?, var("NUTSHELL_API_KEY")?).build()?;
    let request = UpdateLeadStatus::new(var("NUTSHELL_LEAD")?).outcome(var("NUTSHELL_OUTCOME")?);
    println!("{}\n", client.preview(&request)?);
    match client.send(&request).await {
        Ok(lead) => println!("{}: the lead is {:?}", lead.meta().outcome, lead.status),
        Err(error) => println!("{error}\noutcome: {}\n{}", error.outcome(), error.help().unwrap_or_default()),
    }
    Ok(())
}
