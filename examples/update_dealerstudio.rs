//! Changes one lead of Dealer Studio.
//!
//! Against the vendor when the environment says whom to talk to, else against a fake:
//!
//! ```text
//! DEALERSTUDIO_API_KEY=... DEALERSTUDIO_DEALERSHIP=my-dealership DEALERSTUDIO_LEAD=123 \
//!     cargo run --example update_dealerstudio
//! ```

#![allow(clippy::print_stdout)] // a program: printing is what it is for

use dealerstudio::Client;
use dealerstudio::api::leads::{CreateLead, UpdateLead};
use dealerstudio::model::{Category, Dealership, Source};
use leads_testkit::Fake;
use leads_testkit::dealerstudio::{API_KEY, DEALERSHIP_SLUG, DealerStudio};
use std::env::var;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new(DealerStudio::new());
    let server = fake.start().await?;
    let given = (var("DEALERSTUDIO_API_KEY"), var("DEALERSTUDIO_DEALERSHIP"), var("DEALERSTUDIO_LEAD"));
    let (client, dealership, lead): (Client, Dealership, i64) = match given {
        (Ok(key), Ok(dealership), Ok(lead)) => {
            (Client::builder().api_key(key).build()?, Dealership::from(dealership.as_str()), lead.parse()?)
        }
        _ => {
            println!("no credentials in the environment: talking to a fake");
            let client = Client::builder().base_url(server.url()).api_key(API_KEY.to_owned()).build()?;
            let dealership = Dealership::from(DEALERSHIP_SLUG);
            let made = client.send(&enquiry(dealership.clone())).await?;
            let lead = made.id.map(|id| id.get()).ok_or("the fake gave no id")?;
            (client, dealership, lead)
        }
    };

    let request =
        UpdateLead::new(lead, dealership, Category::TestDriveBooking, Source::Website, "jo@example.com", "0400000000")
            .message("Saturday at ten");
    println!("{}\n", client.plan(&request)?);
    match client.send(&request).await {
        Ok(done) => println!("{}", done.meta().outcome),
        Err(error) => println!("{error}\noutcome: {}\n{}", error.outcome(), error.help().unwrap_or_default()),
    }
    Ok(())
}

fn enquiry(dealership: Dealership) -> CreateLead {
    CreateLead::new(dealership, Category::GeneralEnquiry, Source::Website, "jo@example.com", "0400000000")
}
