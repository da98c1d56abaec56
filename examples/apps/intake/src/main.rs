//! `intake ACCOUNTS.toml JOURNAL.db ADDRESS`: a web service that turns form enquiries into leads at Dealer Studio and LeadSquared.
//!
//! An enquiry is in a journal on disk before anything is sent. A worker sends it, again after a crash, and a visitor gets
//! the result if it is known in time. Dealer Studio has no reads, so its webhook settles a create whose response was lost.
//! The dealership and the keys of the webhooks are in the environment.

#![allow(clippy::print_stdout)]

mod web;

use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::LeadFile;
use leads::{Accounts, VendorClient};
use leads_journal::{Entry, EntryReport, Journal, State, VendorAccount, Worker};
use leadsquared::api::leads::CaptureLead;
use std::env::var;
use std::time::Duration;
use web::{Settings, app};

/// An error of the service.
type Error = Box<dyn std::error::Error + Send + Sync>;

/// The name of both accounts and vendors.
const LEADSQUARED: &str = "leadsquared";
const DEALERSTUDIO: &str = "dealerstudio";

/// How long a call may take; a visitor waits twice as long for the result.
fn deadline() -> Duration {
    Duration::from_millis(var("DEADLINE_MS").ok().and_then(|text| text.parse().ok()).unwrap_or(5_000))
}

/// What a visitor wrote into the form.
#[derive(Default)]
struct Enquiry {
    name: String,
    email: String,
    phone: String,
    message: String,
    /// The name and the contents of a file.
    file: Option<(String, Vec<u8>)>,
}

/// Returns a worker that sends the enquiries in the journal.
///
/// # Errors
/// Returns an error if an account is missing or not of the vendor that its name says.
async fn worker(journal: Journal, accounts: &Accounts) -> Result<Worker, Error> {
    let mut worker = Worker::new(journal).patience(2 * deadline()).call_deadline(deadline());
    for name in [LEADSQUARED, DEALERSTUDIO] {
        worker = match accounts.get(name).await?.typed().clone() {
            VendorClient::LeadSquared(client) => {
                worker.account(name, VendorAccount::new(leadsquared::api::registry(), client))
            }
            VendorClient::DealerStudio(client) => {
                worker.account(name, VendorAccount::new(dealerstudio::api::registry(), client))
            }
            _ => return Err(format!("the account {name} is of another vendor").into()),
        };
    }
    Ok(worker)
}

/// Stores an enquiry for both vendors, and waits some seconds for the results.
async fn submit(journal: &Journal, dealership: &str, enquiry: Enquiry) -> Result<[EntryReport; 2], Error> {
    let key = format!("{:032x}", fastrand::u128(..));
    let Enquiry { name, email, phone, message, file } = enquiry;
    let captured = [("FirstName", name.as_str()), ("EmailAddress", &email), ("Phone", &phone), ("Notes", &message)];
    let capture = CaptureLead::new(captured).search_by("EmailAddress");
    let mut create = CreateLead::new(dealership, "General Enquiry", "Website", email, phone);
    create = create.name(name).message(message).provider_id(&key);
    if let Some((name, bytes)) = file {
        create = create.file(LeadFile::bytes(name, bytes));
    }
    let entries = [(LEADSQUARED, Entry::of(&capture)), (DEALERSTUDIO, Entry::of(&create))];
    journal.enqueue_all(entries.map(|(account, entry)| (account, entry.key(&key)))).await?;
    let result = async |account| match tokio::time::timeout(2 * deadline(), journal.wait(account, &key)).await {
        Ok(ended) => ended,
        Err(_) => journal.find(account, &key).await,
    };
    let (captured, created) = tokio::join!(result(LEADSQUARED), result(DEALERSTUDIO));
    Ok([captured?, created?])
}

/// Ends the create of an enquiry that Dealer Studio reports by its webhook, if its response was lost.
async fn seen_at_dealerstudio(journal: &Journal, key: &str) -> Result<(), Error> {
    let Ok(entry) = journal.find(DEALERSTUDIO, key).await else { return Ok(()) };
    if matches!(entry.state, State::Unknown | State::Review) {
        journal.mark_applied(entry.entry, "webhook", "the lead was exported").await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [accounts, journal, address] = arguments.as_slice() else {
        return Err("usage: intake ACCOUNTS JOURNAL ADDRESS".into());
    };
    let settings = Settings {
        dealership: var("DEALERSHIP")?,
        dealerstudio_token: var("DEALERSTUDIO_TOKEN")?,
        leadsquared_key: var("LEADSQUARED_KEY")?,
    };
    let journal = Journal::open(journal).await?;
    let worker = worker(journal.clone(), &Accounts::from_file(accounts)?).await?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("{}", listener.local_addr()?);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(async move { worker.run_until(async { drop(stopped.await) }).await });
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    axum::serve(listener, app(journal, settings)).with_graceful_shutdown(interrupted).await?;
    // Calls in flight end before the process does.
    drop(stop);
    Ok(working.await??)
}
