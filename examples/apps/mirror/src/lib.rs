//! Keeps a local copy of a Nutshell account's leads in SQLite, and creates new ones at Capillary.
//!
//! A run can be killed at any point. Rows and the position in the event log are written in one transaction, and a log next
//! to the database says which leads were being created.

use leads::bulk::{BulkOptions, JsonLines};
use leads::client::{Change, CreateKey, NewLead};
use leads::{Accounts, LeadClientExt, LeadId, VendorClient};
use nutshell::Client;
use nutshell::api::events::{EventPayload, ListDeletedEvents, ListEvents};
use nutshell::api::leads::{GetLeads, ListLeads};
use nutshell::model::{Event, Lead};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use std::collections::BTreeSet;
use std::path::Path;

/// An error of a run.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// The extended field that has the lead's id at Nutshell.
pub const ORIGIN: &str = "nutshell_id";

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS leads (id TEXT PRIMARY KEY, lead TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS position (position TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS creates (id TEXT PRIMARY KEY, change TEXT);";

/// Brings the copy up to date, and creates the new leads at Capillary. Returns how many are not created yet.
///
/// # Errors
/// Returns an error if an account cannot be read or the database cannot be written. The next run continues.
pub async fn run(accounts: &Path, database: &Path) -> Result<usize, Error> {
    let accounts = Accounts::from_file(accounts)?;
    let nutshell = accounts.get("nutshell").await?;
    let VendorClient::Nutshell(client) = nutshell.typed() else { return Err("`nutshell` is of another vendor".into()) };
    let mut copy = Connection::open(database)?;
    copy.execute_batch(TABLES)?;
    read(client, &mut copy).await?;

    // What is sent for a lead is stored first, so that a later run resumes the same create.
    let new = "SELECT id FROM leads WHERE id NOT IN (SELECT id FROM creates)";
    let new: Vec<String> = copy.prepare(new)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in new {
        let lead = nutshell.get(&LeadId::new(&*id)).await?;
        let new = NewLead::new(lead.name().unwrap_or_default()).custom(ORIGIN, &*id);
        // Capillary knows a customer by one address or number.
        let create = match (lead.emails().into_iter().next(), lead.phones().into_iter().next()) {
            (Some(email), _) => new.email(email),
            (None, Some(phone)) => new.phone(phone),
            (None, None) => {
                // It is looked at again when it changes.
                copy.execute("INSERT INTO creates VALUES (?, NULL)", params![id])?;
                continue;
            }
        };
        let change = Change::create_found_by(create, CreateKey::marker(ORIGIN, &*id));
        copy.execute("INSERT INTO creates VALUES (?, ?)", params![id, serde_json::to_string(&change)?])?;
    }
    let rows: Vec<(String, String)> = copy
        .prepare("SELECT id, change FROM creates WHERE change IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let changes: Vec<(String, Change)> =
        rows.into_iter().map(|(id, change)| Ok((id, serde_json::from_str(&change)?))).collect::<Result<_, Error>>()?;
    let (log, record) = JsonLines::open(database.with_extension("creates"))?;
    let report =
        accounts.get("capillary").await?.apply_all(changes, BulkOptions::new().log(&log).resume(record)).await?;
    Ok(report.rows.iter().filter(|row| !row.is_done()).count())
}

/// Reads all leads once, and then the leads that the events since the last run are about.
async fn read(client: &Client, copy: &mut Connection) -> Result<(), Error> {
    let position: Option<String> = copy.query_row("SELECT position FROM position", [], |row| row.get(0)).optional()?;
    let position = position.map(|text| serde_json::from_str(&text)).transpose()?;
    let is_first = position.is_none();
    let mut follower = client.follow_events(ListEvents::new().payload(EventPayload::Leads), position);
    if is_first {
        // The position is from before the leads are read, so that no change after it is missed.
        follower.poll().await?;
        let mut leads = client.items(ListLeads::new().limit(500));
        while let Some(lead) = leads.next().await {
            let lead = lead?;
            store(copy, lead.id.as_str(), Some(&lead))?;
        }
    }
    loop {
        let events = follower.poll().await?;
        let deleted = client.send(&ListDeletedEvents::new().payload(EventPayload::Leads)).await?;
        let known = |id: &String| copy.query_row("SELECT 1 FROM leads WHERE id = ?", [id], |_| Ok(())).optional();
        let mut touched: BTreeSet<String> = events.iter().flat_map(|event| subjects(event)).collect();
        for id in deleted.iter().flat_map(|event| subjects(event)) {
            // Old deletions are listed as well; only those of leads in the copy matter.
            if known(&id)?.is_some() {
                touched.insert(id);
            }
        }
        let done = events.is_empty();
        let mut current = Vec::new();
        for ids in touched.iter().collect::<Vec<_>>().chunks(100) {
            current
                .extend(client.send(&GetLeads::new(ids.iter().map(|id| id.as_str()))).await?.into_inner().into_rows());
        }
        let transaction = copy.transaction()?;
        for id in &touched {
            store(&transaction, id, current.iter().find(|lead| lead.id.as_str() == id && lead.deleted_time.is_none()))?;
        }
        save(&transaction, serde_json::to_string(&follower.position())?)?;
        transaction.commit()?;
        if done {
            return Ok(());
        }
    }
}

fn subjects(event: &Event) -> Vec<String> {
    event.links.iter().flat_map(|links| &links.payloads).map(ToString::to_string).collect()
}

/// Stores a lead as the vendor sent it, or removes it.
fn store(copy: &Connection, id: &str, lead: Option<&leads::Raw<Lead>>) -> Result<(), Error> {
    copy.execute("DELETE FROM creates WHERE id = ? AND change IS NULL", [id])?;
    match lead {
        Some(lead) => copy.execute("INSERT OR REPLACE INTO leads VALUES (?, ?)", params![id, lead.text()])?,
        None => copy.execute("DELETE FROM leads WHERE id = ?", [id])?,
    };
    Ok(())
}

fn save(transaction: &Transaction<'_>, position: String) -> Result<(), Error> {
    transaction.execute("DELETE FROM position", [])?;
    transaction.execute("INSERT INTO position VALUES (?)", [position])?;
    Ok(())
}
