//! Captures enquiries from a web form as opportunities, and distinguishes new ones from existing ones.
//!
//! Runs offline against a fake, or against the vendor if `LEADSQUARED_BASE_URL`, `LEADSQUARED_ACCESS_KEY`,
//! `LEADSQUARED_SECRET_KEY` and `LEADSQUARED_EVENT_CODE` are set:
//!
//! ```text
//! cargo run --example capture_enquiries
//! ```

#![allow(clippy::print_stdout)] // a program prints

use leads_core::WriteOutcome;
use leads_testkit::Fake;
use leads_testkit::leadsquared::{EVENT_CODE, FakeLeadSquared};
use leadsquared::api::opportunities::CaptureOpportunity;
use leadsquared::model::{CaptureEffect, LeadDetails, OpportunityStatus};
use leadsquared::{Client, ErrorCode};
use std::env;
use std::error::Error;

/// The form data: e-mail address, name, request, budget.
const ENQUIRIES: [(&str, &str, &str, &str); 5] = [
    ("jane@example.com", "Jane", "Kitchen", "12,000"),
    ("joe@example.com", "Joe", "Bathroom", "7,500"),
    // Jane submitted the form twice.
    ("jane@example.com", "Jane", "Kitchen", "12,000"),
    ("jane@example.com", "Jane", "Garden", "3,000"),
    // The form accepted this one without a request.
    ("kim@example.com", "Kim", "", "1,000"),
];

fn client() -> Result<(Client, i64), Box<dyn Error>> {
    if let Ok(url) = env::var("LEADSQUARED_BASE_URL") {
        let (access, secret) = (env::var("LEADSQUARED_ACCESS_KEY")?, env::var("LEADSQUARED_SECRET_KEY")?);
        let client = Client::builder().base_url(url).keys(access, secret).build()?;
        return Ok((client, env::var("LEADSQUARED_EVENT_CODE")?.parse()?));
    }
    let fake = Fake::new(FakeLeadSquared::new());
    fake.handler().set(|settings| {
        // The tenant's rules: a name is required, and two open opportunities with the same name are duplicates.
        settings.mandatory = vec!["mx_Custom_1".to_owned()];
        settings.duplicate_by = Some("mx_Custom_1".to_owned());
    });
    Ok((fake.client()?, EVENT_CODE))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, event_code) = client()?;
    for (email, name, wish, budget) in ENQUIRIES {
        let lead = LeadDetails::by("EmailAddress", email).with("FirstName", name);
        let mut capture = CaptureOpportunity::new(lead, event_code)
            .status(OpportunityStatus::Open)
            .field("mx_Custom_6", budget)
            // On a duplicate, only fill empty fields. Combining this with `overwrite_fields` is rejected before
            // sending.
            .update_empty_fields(true);
        if !wish.is_empty() {
            capture = capture.field("mx_Custom_1", wish);
        }
        match client.send(&capture).await {
            Ok(reply) => match reply.effect() {
                CaptureEffect::Created(id) => println!("new        {wish:10} {id}"),
                CaptureEffect::Duplicate(id) => println!("duplicate  {wish:10} {id}"),
                other => println!("unclear    {wish:10} {other:?}"),
            },
            Err(error) => {
                let meaning =
                    error.code_as::<ErrorCode>().map_or_else(|| error.kind().to_string(), |code| code.to_string());
                println!("rejected   {meaning}: {}", error.help().unwrap_or("no advice"));
                // The library never retries a capture, so the outcome decides what to do with the enquiry.
                match error.outcome() {
                    WriteOutcome::NotApplied => {
                        println!("           nothing was created: correct it and send it again")
                    }
                    WriteOutcome::Partial => println!("           its lead was created, its opportunity was not"),
                    outcome => println!("           {outcome}: check before sending it again"),
                }
            }
        }
    }
    Ok(())
}
