//! `leads tail`.

use crate::args::{ErrorFormat, Global};
use crate::exit::Exit;
use crate::failure::{Failure, Result, summary};
use crate::output::{Format, Output, Row, plain};
use crate::profile::{Access, Profiles};
use chrono::{DateTime, Utc};
use leads::nutshell::api::events::{EventPayload, ListEvents};
use leads::nutshell::model::Event;
use leads::nutshell::{Client, EventPosition};
use leads::{Error, VendorClient};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Prints the events of an account's leads as they happen: what happened to which record, and no names or values.
///
/// Nutshell has a log of events. LeadSquared and Dealer Studio report events by webhook only, and Capillary not at all. Ends on Ctrl-C, or when standard output is
/// closed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Begins with the events after this time (RFC 3339) [default: now].
    #[arg(long, value_name = "TIME")]
    since: Option<DateTime<Utc>>,
    /// Continues from the position in this file, and keeps the position there. An event is printed again if the program is
    /// killed before the position is stored.
    #[arg(long, value_name = "FILE", conflicts_with = "since")]
    position: Option<PathBuf>,
    /// Reads the events once, and ends.
    #[arg(long)]
    once: bool,
    /// The time between two reads, in seconds.
    #[arg(long, default_value_t = 10, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    interval: u64,
    /// The records, as Nutshell's filter names them: leads, contacts, accounts, activities, notes, .. or `all`.
    #[arg(long, default_value = "leads")]
    records: String,
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let form = global.output.unwrap_or(Format::Ndjson);
    if form != Format::Ndjson && !args.once {
        let help = "add --once, or leave out --output: each event is then a line of JSON";
        return Err(Failure::usage("--output", "is printed when it is complete, and a tail has no end", help));
    }
    let session = Profiles::read(global)?.select(global)?.connect(Access::Read)?;
    let VendorClient::Nutshell(client) = &session.typed else {
        let vendor = session.leads.vendor();
        let error = Error::unsupported("the vendor has no log of events").with_field("tail");
        return Err(error.with_help(instead(vendor)).for_operation(vendor, "").into());
    };
    // Until Ctrl-C, between two reads or within one.
    tokio::select! {
        ended = follow(global, client, &args) => ended,
        _ = tokio::signal::ctrl_c() => Ok(Exit::Done),
    }
}

/// Returns how else to notice what happens at a vendor.
fn instead(vendor: &str) -> &'static str {
    match vendor {
        "capillary-leads" => {
            "it sends no webhooks either: read the leads that changed, `leads list --changed-since TIME`"
        }
        "leadsquared" => {
            "receive its webhooks (docs/webhooks.md), or read the leads that changed, `leads list --changed-since TIME`"
        }
        _ => {
            "receive its webhooks (docs/webhooks.md); `leads fake dealerstudio --webhooks-to URL` sends them to a test"
        }
    }
}

async fn follow(global: &Global, client: &Client, args: &Args) -> Result<Exit> {
    let saved = match &args.position {
        Some(path) if path.exists() => Some(load(path)?),
        _ => args.since.map(EventPosition::since),
    };
    let mut request = ListEvents::new();
    if args.records != "all" {
        request = request.payload(EventPayload::from(args.records.as_str()));
    }
    let output = Output::new(Some(global.output.unwrap_or(Format::Ndjson)), global.fields.clone());
    let mut follower = client.follow_events(request, saved);
    loop {
        match follower.poll().await {
            Ok(events) => {
                let mut list = output.list();
                for event in &events {
                    list.push(row(event))?;
                }
                if list.is_closed() {
                    return Ok(Exit::Done);
                }
                list.end()?;
                if let (Some(path), Some(position)) = (&args.position, follower.position()) {
                    store(path, position)?;
                }
            }
            Err(error) if error.is_retryable() && !args.once => {
                warn(global, error);
                // The next poll waits as long as the error says.
                continue;
            }
            Err(error) => return Err(error.into()),
        }
        if args.once {
            return Ok(Exit::Done);
        }
        tokio::time::sleep(Duration::from_secs(args.interval)).await;
    }
}

/// Prints an error that does not end the program.
fn warn(global: &Global, error: Error) {
    match global.error_format {
        ErrorFormat::Json => Failure::from(error).print(ErrorFormat::Json, false),
        // If standard error is closed, the events are still printed.
        ErrorFormat::Text => {
            let _ = writeln!(std::io::stderr(), "warning: {}; trying again", plain(&summary(&error)));
        }
    }
}

/// Returns an event without names and values.
fn row(event: &Event) -> Row {
    let links = event.links.as_ref();
    let records = links.map(|links| links.payloads.iter().map(ToString::to_string).collect::<Vec<_>>());
    let changed: Vec<_> = event.changes.iter().filter_map(|change| change.attribute.clone()).collect();
    let time = event.created_time.as_ref().and_then(|time| Some(time.utc()?.to_rfc3339()));
    Row::new()
        .with("id", event.id.to_string())
        .with("time", time)
        .with("action", event.action.as_ref().map(|action| action.as_str().to_owned()))
        .with("kind", event.payload_type.clone())
        .with("records", records.unwrap_or_default())
        .with("actor", links.and_then(|links| links.actor.as_ref()).map(ToString::to_string))
        .with("changed", changed)
}

fn load(path: &Path) -> Result<EventPosition> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, "read", &error))?;
    serde_json::from_str(&text).map_err(|_| {
        Failure::usage(
            path.display().to_string(),
            "is not a position",
            "delete the file to begin with the events from now on",
        )
    })
}

/// Writes another file and renames it, so that a crash leaves the old position or the new one.
fn store(path: &Path, position: &EventPosition) -> Result<()> {
    let draft = path.with_extension(format!("{}.tmp", std::process::id()));
    let text = serde_json::to_string(position).map_err(|error| Failure::file(path, "written", &error.into()))?;
    std::fs::write(&draft, text)
        .and_then(|()| std::fs::rename(&draft, path))
        .map_err(|error| Failure::file(path, "written", &error))
}
