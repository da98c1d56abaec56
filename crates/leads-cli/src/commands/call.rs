//! `leads call`.

use super::show;
use crate::args::{Global, document};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::{Format, Row};
use crate::profile::{Access, Profiles};
use crate::vendor;
use leads::{CallOptions, VendorClient};
use leads_core::registry::{ErasedReply, Registry, Stored};
use leads_core::{Pipeline, RequestPreview, Vendor};
use serde_json::value::RawValue;

/// Sends one operation of a vendor. Prints the body of the response as it came.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The vendor: capillary-leads, nutshell, leadsquared or dealerstudio.
    vendor: String,
    /// The operation; `leads operations` lists them.
    operation: String,
    /// The request in its stored form, as @FILE, - for standard input, or JSON. Use a file or
    /// standard input for personal data: other users of the machine can see arguments.
    #[arg(long, default_value = "{}", value_name = "JSON")]
    body: String,
    /// Prints the request that would be sent, without keys. Sends nothing.
    #[arg(long)]
    dry_run: bool,
    /// Prints the id, the outcome and the warnings, and not the body.
    #[arg(long)]
    summary: bool,
}

/// What a call returned.
enum Called {
    Preview(RequestPreview),
    Reply(ErasedReply),
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<Exit> {
    let profiles = Profiles::read(global)?;
    let profile = profiles.of_vendor(global, &args.vendor)?;
    let stored = stored(&args)?;
    // The vendor's table says whether an operation writes, so a read-only profile can be checked before its secrets are read.
    let access = if args.dry_run || !writes(&stored)? { Access::Read } else { Access::Write };
    let session = profile.connect(access)?;
    let called = match &session.typed {
        VendorClient::Capillary(client) => {
            call(&leads::capillary_leads::api::registry(), client, &stored, args.dry_run).await
        }
        VendorClient::Nutshell(client) => call(&leads::nutshell::api::registry(), client, &stored, args.dry_run).await,
        VendorClient::LeadSquared(client) => {
            call(&leads::leadsquared::api::registry(), client, &stored, args.dry_run).await
        }
        VendorClient::DealerStudio(client) => {
            call(&leads::dealerstudio::api::registry(), client, &stored, args.dry_run).await
        }
        _ => Err(leads::Error::config("vendor", "is not compiled in")),
    }?;
    print(global, &args, called)
}

/// Reads the request. The parser's message can show a value, so the error has the position only.
fn stored(args: &Args) -> Result<Stored> {
    let body: Box<RawValue> = serde_json::from_str(&document(&args.body)?).map_err(|error| {
        let message = format!("is not JSON at line {}, column {}", error.line(), error.column());
        Failure::usage("--body", message, "write the request's fields as a JSON object")
    })?;
    let unreadable = |_| Failure::usage("--body", "cannot be stored", "write the request's fields as a JSON object");
    let whole = serde_json::json!({ "vendor": args.vendor, "operation": args.operation, "request": body });
    serde_json::from_str(&whole.to_string()).map_err(unreadable)
}

fn writes(stored: &Stored) -> Result<bool> {
    let operations = vendor::operations(stored.vendor()).unwrap_or_default();
    let operation = operations.into_iter().find(|operation| operation.name == stored.operation());
    operation.map(|operation| operation.safety.is_write()).ok_or_else(|| {
        let message = format!("{} has no operation `{}`", stored.vendor(), stored.operation());
        Failure::usage("OPERATION", message, format!("`leads operations {}` lists them", stored.vendor()))
    })
}

async fn call<V: Vendor>(
    registry: &Registry<V>,
    client: &impl AsRef<Pipeline<V>>,
    stored: &Stored,
    dry_run: bool,
) -> leads::Result<Called> {
    if dry_run {
        return registry.preview(client, stored).map(Called::Preview);
    }
    registry.send(client, stored, &CallOptions::new()).await.map(Called::Reply)
}

fn print(global: &Global, args: &Args, called: Called) -> Result<Exit> {
    let output = global.printer();
    match called {
        Called::Preview(preview) if global.output.is_none_or(|form| form == Format::Table) => {
            output.text(&preview.to_string())?;
            Ok(Exit::Done)
        }
        Called::Preview(preview) => {
            let headers = preview.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>();
            let row = Row::new().with("method", preview.method).with("url", preview.url);
            output.one(row.with("headers", headers).with("body", preview.body))?;
            Ok(Exit::Done)
        }
        Called::Reply(reply) => {
            let (outcome, warnings) = (reply.meta.outcome, show::warnings(&reply.meta));
            if args.summary {
                let row = Row::new().with("id", reply.id).with("http_status", reply.meta.http_status);
                output.one(row.with("outcome", outcome.to_string()).with("warnings", warnings))?;
            } else if !reply.body.is_empty() {
                output.text(&String::from_utf8_lossy(&reply.body))?;
            }
            Ok(Exit::of_outcome(outcome))
        }
    }
}
