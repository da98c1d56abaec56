//! Follows the events of a Nutshell instance's leads, from a position that survives a restart.
//!
//! ```text
//! cargo run --example follow_events                                  # against the fake
//! NUTSHELL_USER=… NUTSHELL_API_KEY=… cargo run --example follow_events -- position.json     # against the vendor
//! ```
//!
//! Each run reads the events since the last run and ends; a scheduler, or a loop with a pause, starts the next one. The
//! position is saved after the events are processed, so if a run dies in between, the next one processes them again.

#![allow(clippy::print_stdout)]

use leads_testkit::Fake;
use leads_testkit::nutshell::FakeNutshell;
use nutshell::api::events::{EventPayload, ListEvents};
use nutshell::api::leads::{GetLeads, ReopenLead, SetLeadStageset, UpdateLeadStatus};
use nutshell::model::{Event, LeadId};
use nutshell::{Client, EventPosition};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

fn load(path: &Path) -> Result<Option<EventPosition>, Box<dyn Error>> {
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_str(&std::fs::read_to_string(path)?)?))
}

/// Writes to a temporary file and renames it, so that a crash leaves either the old position or the new one.
fn save(path: &Path, position: &EventPosition) -> Result<(), Box<dyn Error>> {
    let draft = path.with_extension("draft");
    std::fs::write(&draft, serde_json::to_string(position)?)?;
    std::fs::rename(&draft, path)?;
    Ok(())
}

fn show(event: &Event) {
    let what = event.action.as_ref().map_or("?", |action| action.as_str());
    let links = event.links.as_ref();
    let whom = links.map(|links| links.payloads.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    let to = event.changes.iter().find_map(|change| {
        let stage = change.new_stage().and_then(|stage| stage.name);
        stage.or_else(|| change.new_value.as_ref()?.as_str())
    });
    println!("  {what:<12} {:<12} {}", whom.unwrap_or_default(), to.unwrap_or_default());
}

/// One run; returns the number of events.
async fn run(client: &Client, kept: &Path) -> Result<usize, Box<dyn Error>> {
    let request = ListEvents::new().payload(EventPayload::Leads).limit(100);
    let mut follower = client.follow_events(request, load(kept)?);
    let events = follower.poll().await?;
    events.iter().for_each(|event| show(event));

    // An event is only a hint: the current leads are read again, all in one call.
    let touched = events.iter().filter_map(|event| event.links.as_ref()).flat_map(|links| links.payloads.clone());
    let ids: BTreeSet<LeadId> = touched.map(LeadId::from).collect();
    if !ids.is_empty() {
        for lead in client.send(&GetLeads::new(ids)).await?.iter() {
            println!("  {} is now {}", lead.id, lead.status.as_ref().map_or("?", |status| status.as_str()));
        }
    }
    if let Some(position) = follower.position() {
        save(kept, position)?;
    }
    Ok(events.len())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    if let (Ok(user), Ok(key)) = (std::env::var("NUTSHELL_USER"), std::env::var("NUTSHELL_API_KEY")) {
        let kept = std::env::args().nth(1).map_or_else(|| PathBuf::from("nutshell.position.json"), PathBuf::from);
        let came = run(&Client::builder().basic(user, key).build()?, &kept).await?;
        println!("{came} events");
        return Ok(());
    }

    println!("no credentials in the environment: using a fake");
    let kept = std::env::temp_dir().join(format!("nutshell-position-{}.json", std::process::id()));
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client()?;
    let lead = fake.handler().add_lead("Two wash bays");

    println!("the first run only records its position");
    let first = run(&client, &kept).await?;
    client.send(&SetLeadStageset::new(lead.as_str(), "2-stagesets")).await?;
    client.send(&UpdateLeadStatus::new(lead.as_str()).outcome("1-outcomes")).await?;
    println!("the second run, a new program with the saved position");
    let second = run(&client, &kept).await?;
    client.send(&ReopenLead::new(lead.as_str())).await?;
    fake.handler().add_lead("Vacuum station");
    println!("the third run");
    let third = run(&client, &kept).await?;
    println!("a run after nothing happened");
    let fourth = run(&client, &kept).await?;
    std::fs::remove_file(&kept)?;
    assert_eq!([first, second, third, fourth], [0, 2, 2, 0]);
    println!("nothing was missed or repeated");
    Ok(())
}
