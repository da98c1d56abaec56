//! Imports leads from CSV into Nutshell, each with its company and its person. Can be rerun without creating
//! duplicates.
//!
//! ```text
//! cargo run --example import_leads                                  # against the fake, with examples/data/nutshell_leads.csv
//! NUTSHELL_USER=… NUTSHELL_API_KEY=… cargo run --example import_leads -- leads.csv     # against the vendor
//! ```
//!
//! Nutshell has no idempotency key, so every record is looked up before it is created: a company by its exact name, a
//! person by the exact e-mail address, a lead by a custom field that holds the file's own reference. The server matches
//! loosely, so the results are compared here. If a response is lost, a create is unknown and the client never retries
//! it: the run ends, and the next one finds what was created. Nutshell does not document how soon its lists show a
//! record, so against the vendor you start the next run yourself after checking; the fake shows everything immediately.

#![allow(clippy::print_stdout)]

use leads_core::{Decimal, WriteOutcome};
use leads_testkit::nutshell::FakeNutshell;
use leads_testkit::{Fake, Fault};
use nutshell::Client;
use nutshell::api::accounts::{CreateAccount, ListAccounts};
use nutshell::api::contacts::{CreateContact, ListContacts};
use nutshell::api::leads::{
    CreateLead, CreateLeadCustomField, ListLeadCustomFieldAttributes, ListLeadCustomFields, ListLeads,
};
use nutshell::input::NewPoint;
use nutshell::model::{AccountId, ContactId};
use nutshell::query::Filter;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The custom field that holds the file's reference.
const REFERENCE: &str = "Import reference";

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

/// One line of the file, by column; empty cells are omitted.
type Row = BTreeMap<String, String>;

fn read_file(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let names = fields(lines.next().ok_or("the file is empty")?);
    let rows = lines.map(|line| {
        let cells = names.iter().cloned().zip(fields(line).into_iter().map(|cell| cell.trim().to_owned()));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    });
    Ok(rows.collect())
}

fn cell<'a>(row: &'a Row, name: &str) -> Option<&'a str> {
    row.get(name).map(String::as_str)
}

/// The result of a run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    accounts: usize,
    contacts: usize,
    leads: usize,
    there: usize,
}

/// Defines the custom field if it does not exist.
async fn prepare(client: &Client) -> nutshell::Result<()> {
    let known = client.send(&ListLeadCustomFieldAttributes::new()).await?;
    let named = |text: &Option<String>| text.as_deref() == Some(REFERENCE);
    if !known.iter().any(|field| named(&field.title) || named(&field.name)) {
        client.send(&CreateLeadCustomField::new(REFERENCE, "text")).await?;
    }
    Ok(())
}

/// Returns the company with this name, created if necessary.
async fn account(client: &Client, name: &str, done: &mut Done) -> nutshell::Result<AccountId> {
    let mut like = client.items(ListAccounts::new().filter(Filter::name_like(name)).limit(100));
    while let Some(found) = like.next().await {
        let found = found?;
        if found.name.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(name)) {
            return Ok(found.id.clone());
        }
    }
    let made = client.send(&CreateAccount::named(name)).await?;
    done.accounts += 1;
    Ok(made.id.clone())
}

/// Returns the person with this address, created if necessary.
async fn contact(
    client: &Client,
    row: &Row,
    account: Option<&AccountId>,
    done: &mut Done,
) -> nutshell::Result<Option<ContactId>> {
    let Some(address) = cell(row, "email") else { return Ok(None) };
    let mut like = client.items(ListContacts::new().email(address).limit(100));
    while let Some(found) = like.next().await {
        let found = found?;
        let mut points = found.emails.iter().filter_map(|point| point.value.as_ref());
        if points.any(|known| known.eq_ignore_ascii_case(address)) {
            return Ok(Some(found.id.clone()));
        }
    }
    let mut request = CreateContact::new(cell(row, "person").unwrap_or(address));
    request = request.email(NewPoint::new(address).is_primary(true));
    if let Some(number) = cell(row, "phone") {
        request = request.phone(number);
    }
    if let Some(account) = account {
        request = request.account(account.clone());
    }
    let made = client.send(&request).await?;
    done.contacts += 1;
    Ok(Some(made.id.clone()))
}

/// Returns whether a lead has this reference.
async fn is_there(client: &Client, reference: &str) -> nutshell::Result<bool> {
    let mut like = client.items(ListLeads::new().filter(Filter::custom_field(REFERENCE, reference)).limit(100));
    while let Some(found) = like.next().await {
        let values = client.send(&ListLeadCustomFields::new(&found?.id)).await?;
        let exact = values.iter().any(|field| {
            field.title.as_deref() == Some(REFERENCE)
                && field.value.as_ref().and_then(nutshell::Json::as_str).as_deref() == Some(reference)
        });
        if exact {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn import(client: &Client, rows: &[Row], done: &mut Done) -> Result<(), Box<dyn Error>> {
    prepare(client).await?;
    for row in rows {
        let reference = cell(row, "ref").ok_or("a line has no `ref`")?;
        if is_there(client, reference).await? {
            done.there += 1;
            continue;
        }
        let account = match cell(row, "company") {
            Some(name) => Some(account(client, name, done).await?),
            None => None,
        };
        let contact = contact(client, row, account.as_ref(), done).await?;
        let mut request = CreateLead::new(cell(row, "lead").unwrap_or(reference)).custom_field(REFERENCE, reference);
        if let Some(id) = account {
            request = request.account(id);
        }
        if let Some(id) = contact {
            request = request.contact(id);
        }
        if let Some(value) = cell(row, "value") {
            request = request.manual_value(value.parse::<Decimal>()?);
        }
        let made = client.send(&request).await?;
        done.leads += 1;
        println!("{reference}: created {}", made.id);
    }
    Ok(())
}

/// The error of a create that may have taken effect.
fn unknown<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a nutshell::Error> {
    let error = error.downcast_ref::<nutshell::Error>()?;
    (error.outcome() == WriteOutcome::Unknown && error.operation().starts_with("create_")).then_some(error)
}

/// One run over the file. It ends with the first create whose outcome is unknown, because the next run would create
/// that record a second time if the lists do not show it yet.
async fn run(client: &Client, rows: &[Row]) -> (Done, Result<(), Box<dyn Error>>) {
    let mut done = Done::default();
    let result = import(client, rows, &mut done).await;
    println!(
        "{} companies, {} people and {} leads created, {} leads existed",
        done.accounts, done.contacts, done.leads, done.there
    );
    if let Err(error) = &result
        && let Some(error) = unknown(&**error)
    {
        println!("{error}");
        println!(
            "it may have been created nonetheless, and become visible only later: {}",
            error.help().unwrap_or("check whether it exists")
        );
        println!("run this again once it is visible, or certainly absent: existing records are not created twice");
    }
    (done, result)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/nutshell_leads.csv");
    let rows = read_file(&std::env::args().nth(1).map_or(data, PathBuf::from))?;

    if let (Ok(user), Ok(key)) = (std::env::var("NUTSHELL_USER"), std::env::var("NUTSHELL_API_KEY")) {
        return run(&Client::builder().basic(user, key).build()?, &rows).await.1;
    }

    println!("no credentials in the environment: using a fake that loses one response");
    let fake = Fake::new(FakeNutshell::new());
    let client = fake.client()?;
    let second_lead = std::sync::atomic::AtomicUsize::new(0);
    fake.faults().on(
        move |request| {
            let is_lead = request.method == http::Method::POST && request.path == "/rest/leads";
            is_lead && second_lead.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 1
        },
        Fault::ResetAfterHandling,
    );
    let (_, ended) = run(&client, &rows).await;
    assert!(ended.is_err_and(|error| unknown(&*error).is_some()), "a lost response went unnoticed");
    assert_eq!(fake.handler().count("leads"), 2);

    // Only because the fake shows new records immediately.
    println!("\nthe next run");
    run(&client, &rows).await.1?;
    println!("\nthe same file again");
    let (again, result) = run(&client, &rows).await;
    result?;

    let counted = ["leads", "contacts", "accounts"].map(|kind| fake.handler().count(kind));
    println!("\n{} leads, {} people and {} companies, no duplicates", counted[0], counted[1], counted[2]);
    assert_eq!(counted, [5, 4, 2]);
    assert_eq!(again, Done { there: 5, ..Done::default() });
    Ok(())
}
