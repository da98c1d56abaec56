//! Keeps the outcomes of Dealer Studio's lead clusters in sync with a CRM's export.
//!
//! ```text
//! cargo run --example sync_outcomes                              # against the fake, with examples/data/crm_outcomes.csv
//! DEALERSTUDIO_API_KEY=… cargo run --example sync_outcomes -- export.csv journal.json     # against the vendor
//! ```
//!
//! The export has the columns `dealership` (slug or id), `lead_cluster_id` and `stage`; others are ignored. Dealer
//! Studio has no operation that reads an outcome, so a journal records what was written: only changes are sent, and
//! only what the vendor accepted is recorded. If a response is lost, an update may or may not have been applied, so its
//! entry is removed from the journal before sending: the next run sends whatever the export then contains, even the old
//! stage.

#![allow(clippy::print_stdout)]

use dealerstudio::model::{Dealership, LeadClusterId};
use dealerstudio::{AdapterConfig, Client, CompositeLeadId, Leads};
use leads_core::client::StatusChange;
use leads_core::status::StageMap;
use leads_core::{LeadClientExt as _, LeadState, WriteOutcome};
use leads_testkit::dealerstudio::{DEALERSHIP_SLUG, FakeDealerStudio};
use leads_testkit::{Fake, Fault};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The meaning of the CRM's stages. An unknown stage is reported and skipped.
fn stages() -> StageMap {
    StageMap::new()
        .with("Delivered", LeadState::Won)
        .with("Lost", LeadState::Lost)
        .with("No answer", LeadState::Lost)
        .with("Called back", LeadState::Contacted)
        .with("Spam", LeadState::Disqualified)
}

/// The fields of a line; a quoted field may contain commas and doubled quotes.
fn fields(line: &str) -> Vec<String> {
    let (mut out, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    out.push(field);
    out
}

/// One line of the export.
#[derive(Clone)]
struct Row {
    dealership: Dealership,
    cluster: LeadClusterId,
    stage: String,
}

fn read_export(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let names = fields(lines.next().ok_or("the export is empty")?);
    let column = |name: &str| names.iter().position(|known| known == name).ok_or(format!("no column `{name}`"));
    let (dealership, cluster, stage) = (column("dealership")?, column("lead_cluster_id")?, column("stage")?);
    lines
        .map(|line| {
            let cells = fields(line);
            let cell = |at: usize| cells.get(at).map(|cell| cell.trim().to_owned()).ok_or("a line is too short");
            let name = cell(dealership)?;
            // A slug is never a number alone.
            let dealership = name.parse::<i64>().map_or_else(|_| Dealership::from(name.as_str()), Dealership::from);
            Ok(Row { dealership, cluster: cell(cluster)?.parse()?, stage: cell(stage)? })
        })
        .collect()
}

/// What the vendor is known to have, by unified id: the last accepted write. The file is updated before and after each
/// change, so that an interrupted run leaves nothing incorrect behind.
struct Journal {
    taken: BTreeMap<String, String>,
    file: Option<PathBuf>,
}

impl Journal {
    fn in_memory() -> Self {
        Self { taken: BTreeMap::new(), file: None }
    }

    fn open(file: PathBuf) -> Result<Self, Box<dyn Error>> {
        let taken =
            if file.exists() { serde_json::from_str(&std::fs::read_to_string(&file)?)? } else { BTreeMap::new() };
        Ok(Self { taken, file: Some(file) })
    }

    fn set(&mut self, key: &str, state: Option<String>) -> Result<(), Box<dyn Error>> {
        match state {
            Some(state) => self.taken.insert(key.to_owned(), state),
            None => self.taken.remove(key),
        };
        let Some(file) = &self.file else { return Ok(()) };
        let new = file.with_extension("new");
        std::fs::write(&new, serde_json::to_string_pretty(&self.taken)?)?;
        Ok(std::fs::rename(new, file)?)
    }
}

/// Synchronizes the vendor and returns how many changes were sent.
async fn sync(leads: &Leads, rows: &[Row], journal: &mut Journal) -> Result<usize, Box<dyn Error>> {
    let stages = stages();
    let mut sent = 0;
    println!("{:<18} {:>8}  {:<12} result", "dealership", "cluster", "stage");
    for row in rows {
        let id = CompositeLeadId::from_parts(Some(row.dealership.clone()), None, Some(row.cluster));
        let key = id.to_string();
        let result = match stages.state(&row.stage) {
            LeadState::Other => "skipped: unknown stage".to_owned(),
            state if journal.taken.get(&key).map(String::as_str) == Some(state.as_str()) => {
                "already in sync".to_owned()
            }
            state => {
                sent += 1;
                let before = journal.taken.get(&key).cloned();
                journal.set(&key, None)?;
                match leads.set_status(&id.into(), &StatusChange::to(state)).await {
                    Ok(updated) => {
                        journal.set(&key, Some(state.as_str().to_owned()))?;
                        format!("set to {}", updated.written.as_ref().map_or("?", |written| written.code.as_str()))
                    }
                    Err(error) => {
                        // Only then is the vendor known to have the previous value.
                        if error.outcome() == WriteOutcome::NotApplied {
                            journal.set(&key, before)?;
                        }
                        format!("{} ({}); retried in the next run", error.kind(), error.outcome())
                    }
                }
            }
        };
        println!("{:<18} {:>8}  {:<12} {result}", row.dealership.to_string(), row.cluster.to_string(), row.stage);
    }
    Ok(sent)
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let given = arguments.next();
    let rows = read_export(given.as_ref().unwrap_or(&data("crm_outcomes.csv")))?;

    if let Ok(key) = std::env::var("DEALERSTUDIO_API_KEY") {
        let kept = arguments.next().unwrap_or_else(|| PathBuf::from("outcomes.journal.json"));
        let leads = Client::builder().api_key(key).build()?.leads(AdapterConfig::new());
        sync(&leads, &rows, &mut Journal::open(kept)?).await?;
        return Ok(());
    }

    let fake = Fake::new(FakeDealerStudio::new());
    let client = fake.client()?;
    for number in 1..=4 {
        let request = dealerstudio::api::leads::CreateLead::new(
            DEALERSHIP_SLUG,
            "General Enquiry",
            "Website",
            format!("customer{number}@example.com"),
            format!("040000000{number}"),
        );
        client.send(&request).await?;
    }
    let leads = client.leads(AdapterConfig::new());
    let mut journal = Journal::in_memory();
    let first = sync(&leads, &rows, &mut journal).await?;
    println!("\nagain, with the journal");
    let second = sync(&leads, &rows, &mut journal).await?;
    println!("\n{first} changes sent, then {second}: the one that the vendor has not accepted");

    if given.is_some() {
        return Ok(());
    }

    println!("\nanother stage, for which every response is lost");
    fake.faults().always_on(|request| request.method == http::Method::PUT, Fault::ResetAfterHandling);
    let changed = Row { stage: "Lost".to_owned(), ..rows.first().ok_or("the export has no line")?.clone() };
    sync(&leads, std::slice::from_ref(&changed), &mut journal).await?;
    fake.faults().clear();
    println!("\nand the old stage again: the vendor may have the other, so it is sent");
    let third = sync(&leads, &rows, &mut journal).await?;
    assert_eq!((first, second, third), (4, 1, 2));
    Ok(())
}
