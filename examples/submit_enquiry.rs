//! Submits a web enquiry with a file to Dealer Studio and reports the outcome.
//!
//! ```text
//! cargo run --example submit_enquiry                        # against the fake, with a made-up file
//! cargo run --example submit_enquiry -- licence.pdf
//! DEALERSTUDIO_API_KEY=… DEALERSTUDIO_DEALERSHIP=my-slug \
//!     cargo run --example submit_enquiry -- licence.pdf     # against the vendor: creates a real lead
//! ```
//!
//! A create is sent once, because the vendor supports no idempotency keys. The program shows how to handle each
//! outcome.

#![allow(clippy::print_stdout)]

use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::{Address, Category, FileType, LeadFile, Source};
use dealerstudio::{Client, Preflight, WriteOutcome};
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio};
use leads_testkit::{Fake, Fault};
use std::error::Error;

/// The submitted website form.
fn enquiry(dealership: &str, id: &str, phone: &str, file: LeadFile) -> CreateLead {
    CreateLead::new(dealership, Category::UsedVehicleEnquiry, Source::Website, "jo.citizen@example.com", phone)
        .name("Jo Citizen")
        .message("Is the blue one still there? My licence is attached.")
        .stocknum("S-100")
        .address(Address::new().city("Darwin").state("NT").postcode("0800"))
        .provider("example.com")
        .provider_id(id)
        .file(file)
}

/// Sends an enquiry and shows what an application should do.
async fn submit(client: &Client, request: &CreateLead) {
    match client.send(request).await {
        Ok(lead) => {
            let show = |id: Option<String>| id.unwrap_or_else(|| "?".to_owned());
            let (lead_id, cluster) = (lead.id.map(|id| id.to_string()), lead.lead_cluster_id.map(|id| id.to_string()));
            println!("  created: lead {} in cluster {}", show(lead_id), show(cluster));
        }
        Err(error) => {
            println!("  {error}");
            for code in error.codes() {
                if let (Some(field), Some(message)) = (&code.subject, &code.message) {
                    println!("  show next to the form field `{field}`: {message}");
                }
            }
            match error.outcome() {
                WriteOutcome::NotApplied => println!("  nothing was created: correct it and send it again"),
                _ => println!("  it is unknown whether it was created: {}", error.help().unwrap_or("check first")),
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = match std::env::args().nth(1) {
        Some(path) => LeadFile::path(path),
        None => LeadFile::bytes("licence.txt", &b"a made-up licence"[..]),
    }
    .file_type(FileType::Other);

    if let Ok(key) = std::env::var("DEALERSTUDIO_API_KEY") {
        let dealership = std::env::var("DEALERSTUDIO_DEALERSHIP")?;
        let client = Client::builder().api_key(key).build()?;
        let request = enquiry(&dealership, "example-1", "0400000000", file);
        match client.preflight(&request).await?.into_inner() {
            Preflight::Lacks(needs) => println!("the key lacks {needs:?}; nothing was sent"),
            _ => submit(&client, &request).await,
        }
        return Ok(());
    }

    let fake = Fake::new(FakeDealerStudio::new());
    let client = fake.client()?;
    let request = enquiry(DEALERSHIP_SLUG, "example-1", "0400000000", file.clone());
    println!("does the key have the permissions?\n  {:?}", client.preflight(&request).await?.into_inner());

    println!("an enquiry with a file");
    submit(&client, &request).await;
    for hook in fake.handler().take_webhooks() {
        println!("  Dealer Studio posts: {}", hook.event);
    }

    println!("the same customer again");
    submit(&client, &enquiry(DEALERSHIP_SLUG, "example-2", "0400000000", file.clone())).await;

    println!("a phone number that the server rejects");
    submit(&client, &enquiry(DEALERSHIP_SLUG, "example-3", "12", file.clone())).await;

    println!("the connection breaks before the response arrives");
    fake.faults().next(Fault::ResetAfterHandling);
    submit(&client, &enquiry(DEALERSHIP_SLUG, "example-4", "0400000000", file)).await;
    Ok(())
}
