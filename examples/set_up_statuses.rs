//! Sets up an organisation's reasons and sub-statuses at Capillary from a file. Can be rerun safely.
//!
//! ```text
//! cargo run --example set_up_statuses                  # against the fake, with examples/data/capillary_statuses.json
//! cargo run --example set_up_statuses -- my.json
//! CAPILLARY_BASE_URL=https://eu.api.capillarytech.com CAPILLARY_USER=… CAPILLARY_PASSWORD=… \
//!     cargo run --example set_up_statuses -- my.json   # against the vendor
//! ```
//!
//! Neither can be deleted at the vendor, and a reason that is sent twice exists twice. So the program first reads what
//! exists, creates only what is missing, and reads again whenever the outcome of a call is unknown.

#![allow(clippy::print_stdout)]

use capillary_leads::api::reasons::{CreateReasons, ListReasons};
use capillary_leads::api::statuses::{CreateSubStatus, ListSubStatuses};
use capillary_leads::model::LeadStatus;
use capillary_leads::{Client, ErrorCode, Password, WriteOutcome};
use leads_testkit::capillary::FakeCapillary;
use leads_testkit::{Fake, Fault};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::PathBuf;

/// The reasons and sub-statuses to set up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    reasons: BTreeSet<String>,
    #[serde(default)]
    sub_statuses: BTreeMap<String, BTreeSet<String>>,
}

/// The result of a run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    made: usize,
    there: usize,
    looked_again: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os().nth(1).map(PathBuf::from);
    let file =
        file.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/capillary_statuses.json").into());
    let wanted: Wanted = serde_json::from_slice(&std::fs::read(&file)?)?;

    if let Ok(url) = std::env::var("CAPILLARY_BASE_URL") {
        let password = Password::plain(std::env::var("CAPILLARY_PASSWORD")?);
        let client = Client::builder().base_url(url).basic(std::env::var("CAPILLARY_USER")?, password).build()?;
        set_up(&client, &wanted).await?;
        return Ok(());
    }

    let fake = Fake::new(FakeCapillary::new());
    let client = fake.client()?;
    println!("first run, in which the response to the new reasons is lost:");
    fake.faults()
        .on(|request| request.method == "POST" && request.path.ends_with("/reasons"), Fault::ResetAfterHandling);
    let first = set_up(&client, &wanted).await?;
    println!("\nsecond run:");
    let second = set_up(&client, &wanted).await?;
    assert_eq!((second.made, second.looked_again), (0, 0), "a second run creates nothing");

    let texts: Vec<String> = fake.handler().reasons().into_iter().map(|(_, text)| text).collect();
    let distinct: BTreeSet<&String> = texts.iter().collect();
    assert_eq!(texts.len(), distinct.len(), "no duplicates");
    println!(
        "\n{} writes were applied, {} response was lost, and there are no duplicates",
        fake.write_count(),
        first.looked_again
    );
    Ok(())
}

/// Creates what is missing. Gives up after three reads: then something else is wrong.
async fn set_up(client: &Client, wanted: &Wanted) -> capillary_leads::Result<Done> {
    let mut done = Done::default();
    reasons(client, wanted, &mut done).await?;
    sub_statuses(client, wanted, &mut done).await?;
    println!("  created {}, found {}, read again {}", done.made, done.there, done.looked_again);
    Ok(done)
}

async fn reasons(client: &Client, wanted: &Wanted, done: &mut Done) -> capillary_leads::Result<()> {
    let (mut checks, mut before) = (0, 0);
    loop {
        let listed = client.send(&ListReasons::new()).await?;
        let there: BTreeSet<&str> = listed.data.iter().filter_map(|row| row.reason.as_deref()).collect();
        let missing: Vec<&str> =
            wanted.reasons.iter().map(String::as_str).filter(|text| !there.contains(text)).collect();
        let there = wanted.reasons.len() - missing.len();
        match checks {
            0 => done.there += there,
            // What the lost response would have contained.
            _ => done.made += there - before,
        }
        before = there;
        if missing.is_empty() {
            return Ok(());
        }
        checks += 1;
        match client.send(&CreateReasons::new(missing.iter().copied())).await {
            Ok(made) => {
                done.made += made.data.len();
                for row in &made.data {
                    println!("  reason     {:>4}  {}", row.id, row.reason.as_deref().unwrap_or_default());
                }
                return Ok(());
            }
            // Created, not created, or only partly: the list shows it.
            Err(error) if matches!(error.outcome(), WriteOutcome::Unknown | WriteOutcome::Partial) && checks < 3 => {
                println!("  reasons: {error}; reading again");
                done.looked_again += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

async fn sub_statuses(client: &Client, wanted: &Wanted, done: &mut Done) -> capillary_leads::Result<()> {
    let listed = client.send(&ListSubStatuses::new()).await?;
    let there: BTreeSet<(String, &str)> = listed
        .data
        .iter()
        .filter_map(|row| Some((row.status.as_ref()?.to_string(), row.sub_status.as_str())))
        .collect();
    for (status, names) in &wanted.sub_statuses {
        for name in names {
            if there.contains(&(status.clone(), name.as_str())) {
                done.there += 1;
                continue;
            }
            let request = CreateSubStatus::new(LeadStatus::from(status.as_str()), name.as_str());
            match client.send(&request).await {
                Ok(_) => {
                    done.made += 1;
                    println!("  sub-status       {status} / {name}");
                }
                // The vendor rejects a duplicate, so sending it again is the quickest check.
                Err(error) if error.outcome() == WriteOutcome::Unknown => {
                    done.looked_again += 1;
                    already(client.send(&request).await.map(drop))?;
                }
                Err(error) => already(Err(error))?,
            }
        }
    }
    Ok(())
}

/// It exists, whichever call created it.
fn already(result: capillary_leads::Result<()>) -> capillary_leads::Result<()> {
    match result {
        Err(error) if error.code_as::<ErrorCode>() == Some(ErrorCode::DuplicateSubStatus) => Ok(()),
        other => other,
    }
}
