//! Updates the message of a Dealer Studio lead.
//!
//! Runs against the vendor if the environment variables are set, otherwise against a fake. The vendor requires the
//! whole lead in an update and offers no way to read one, so the lead's current values must be given: they are written
//! again.
//!
//! ```text
//! DEALERSTUDIO_API_KEY=... DEALERSTUDIO_DEALERSHIP=my-dealership DEALERSTUDIO_LEAD=123 \
//! DEALERSTUDIO_CATEGORY="General Enquiry" DEALERSTUDIO_SOURCE=Website \
//! DEALERSTUDIO_EMAIL=... DEALERSTUDIO_PHONE=... DEALERSTUDIO_MESSAGE="Saturday at ten" \
//!     cargo run --example update_dealerstudio
//! ```

#![allow(clippy::print_stdout)] // a program prints

use dealerstudio::Client;
use dealerstudio::api::leads::{CreateLead, UpdateLead};
use dealerstudio::model::{Category, Source};
use leads_testkit::Fake;
use leads_testkit::dealerstudio::{API_KEY, DEALERSHIP_SLUG, FakeDealerStudio};
use std::env::var;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new(FakeDealerStudio::new());
    let server = fake.start().await?;
    let given = ["API_KEY", "DEALERSHIP", "LEAD", "CATEGORY", "SOURCE", "EMAIL", "PHONE", "MESSAGE"];
    let given = given.map(|name| var(format!("DEALERSTUDIO_{name}")));
    let (client, request) = match given {
        [Ok(key), Ok(dealership), Ok(lead), Ok(category), Ok(source), Ok(email), Ok(phone), Ok(message)] => {
            let lead: i64 = lead.parse()?;
            let update = UpdateLead::new(lead, dealership, category, source, email, phone).message(message);
            (Client::builder().api_key(key).build()?, update)
        }
        _ => {
            println!("the environment is incomplete: using a fake");
            let client = Client::builder().base_url(server.url()).api_key(API_KEY.to_owned()).build()?;
            let (category, source) = (Category::TestDriveBooking, Source::Website);
            let (email, phone) = ("jo@example.com", "0400000000");
            let enquiry = CreateLead::new(DEALERSHIP_SLUG, category.clone(), source.clone(), email, phone);
            let lead = client.send(&enquiry).await?.id.ok_or("the fake returned no id")?;
            let update = UpdateLead::new(lead, DEALERSHIP_SLUG, category, source, email, phone);
            (client, update.message("Saturday at ten"))
        }
    };

    println!("{}\n", client.preview(&request)?);
    match client.send(&request).await {
        Ok(done) => println!("{}", done.meta().outcome),
        Err(error) => println!("{error}\noutcome: {}\n{}", error.outcome(), error.help().unwrap_or_default()),
    }
    Ok(())
}
