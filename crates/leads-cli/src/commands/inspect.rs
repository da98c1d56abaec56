//! `leads inspect`.

use crate::args::{Global, pair};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::Row;
use clap::ValueEnum;
use leads_core::Vendor;
use leads_core::inspect::{Entry, Event, Inspection, Judgement};
use std::path::PathBuf;

/// Compares captured payloads with the types of this version. Needs no profile, and sends nothing.
///
/// `unknown` are members that no type has; they are kept. `unread` are those whose value was not read. The judgement is `ok`,
/// `lossy` if something was not read, or `fail` if nothing was; the status is 1 unless all are `ok`. Paths are printed, and no
/// values.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The vendor: capillary-leads, nutshell, leadsquared or dealerstudio.
    vendor: String,
    /// The operation, or the event of a webhook.
    operation: String,
    /// What the files contain.
    #[arg(value_enum)]
    kind: Kind,
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The HTTP status of the responses [default: 200, and 400 for an error].
    #[arg(long)]
    status: Option<u16>,
    /// Sets a member of the request outside its body, so that the whole request is checked. Can be repeated.
    #[arg(long, value_parser = pair, value_name = "NAME=VALUE")]
    with: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The body of a request.
    Request,
    /// The body of a response.
    Response,
    /// One row of a list response.
    Element,
    /// The body of an error response.
    Error,
    /// The body of a webhook.
    Webhook,
}

impl Args {
    fn inspect<V: Vendor>(&self, catalog: &[Entry<V>], events: &[Event], body: &[u8]) -> Option<Inspection>
    where
        V::Settings: Default,
    {
        if self.kind == Kind::Webhook {
            return Some(events.iter().find(|event| event.name == self.operation)?.inspect(body));
        }
        let entry = catalog.iter().find(|entry| entry.operation.name == self.operation)?;
        match self.kind {
            Kind::Request => entry.inspect_request(body, &self.with),
            Kind::Response => Some(entry.inspect_response(self.status.unwrap_or(200), body)),
            Kind::Element => entry.inspect_element(body),
            Kind::Error => Some(entry.inspect_error(self.status.unwrap_or(400), body)),
            Kind::Webhook => None,
        }
    }

    /// The error for an operation or an event that has no type for this kind of payload.
    fn unknown(&self, events: &[Event]) -> Failure {
        let names: Vec<_> = events.iter().map(|event| event.name).collect();
        let help = match (self.kind, names.as_slice()) {
            (Kind::Webhook, []) => format!("{} sends no webhooks", self.vendor),
            (Kind::Webhook, _) => format!("its events are {}", names.join(", ")),
            _ => format!(
                "`leads operations {}` lists the operations; not every one has a type for each kind of payload",
                self.vendor
            ),
        };
        Failure::usage("OPERATION", "has no type for this kind of payload", help)
    }
}

pub(crate) fn run(global: &Global, args: Args) -> Result<Exit> {
    use leads::{capillary_leads, dealerstudio, leadsquared, nutshell};
    let events = match args.vendor.as_str() {
        "capillary-leads" => Vec::new(),
        "nutshell" => nutshell::webhook::events(),
        "leadsquared" => leadsquared::webhook::events(),
        "dealerstudio" => dealerstudio::webhook::events(),
        _ => return Err(super::reference::unknown_vendor()),
    };
    let output = global.printer();
    let (mut list, mut differs) = (output.list(), false);
    for file in &args.files {
        let body = std::fs::read(file).map_err(|error| Failure::file(file, "read", &error))?;
        let found = match args.vendor.as_str() {
            "capillary-leads" => args.inspect(&capillary_leads::api::catalog(), &events, &body),
            "nutshell" => args.inspect(&nutshell::api::catalog(), &events, &body),
            "leadsquared" => args.inspect(&leadsquared::api::catalog(), &events, &body),
            _ => args.inspect(&dealerstudio::api::catalog(), &events, &body),
        };
        let found = found.ok_or_else(|| args.unknown(&events))?;
        differs |= found.judgement != Judgement::Ok;
        list.push(
            Row::new()
                .with("file", file.display().to_string())
                .with("judgement", found.judgement.to_string())
                .with("type", found.rust_type)
                .with("unknown", found.unknown)
                .with("unread", found.unread)
                .with("note", found.note),
        )?;
    }
    list.end()?;
    Ok(if differs { Exit::Refused } else { Exit::Done })
}
