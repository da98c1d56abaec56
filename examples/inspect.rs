//! Compares captured payloads with the typed models, to detect what a vendor changed.
//!
//! ```text
//! cargo run --example inspect -- VENDOR OPERATION KIND [--status N] [--with name=value] FILE...
//! cargo run --example inspect -- capillary-leads update_lead_status response examples/data/capillary_lead.json
//! ```
//!
//! KIND is `request`, `response`, `element` (one row of a list response), `error` or `webhook` (OPERATION is then the
//! name of the event). `--with` sets a member of the request outside its body, so that the whole request is checked.
//!
//! Prints one line per file: `ok`, `lossy` or `fail`, the file, the Rust type, `unknown=[...]` (JSON paths without a
//! field) and `unread=[...]` (paths that are present but missing from the typed value), then a note. The exit status is
//! 1 if any line is `fail` or `lossy`.

#![allow(clippy::print_stdout)] // a program prints

use leads_core::inspect::{Entry, Event, Inspection, Judgement};
use leads_core::vendor::Vendor;
use std::process::ExitCode;

struct Arguments {
    vendor: String,
    operation: String,
    kind: String,
    status: Option<u16>,
    with: Vec<(String, String)>,
    files: Vec<String>,
}

const USAGE: &str = "usage: inspect VENDOR OPERATION request|response|element|error|webhook [--status N] \
                     [--with name=value] FILE...";

fn arguments() -> Option<Arguments> {
    let mut words = std::env::args().skip(1);
    let mut arguments = Arguments {
        vendor: words.next()?,
        operation: words.next()?,
        kind: words.next()?,
        status: None,
        with: Vec::new(),
        files: Vec::new(),
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--status" => arguments.status = Some(words.next()?.parse().ok()?),
            "--with" => {
                let (name, value) = words.next()?.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned()))?;
                arguments.with.push((name, value));
            }
            file => arguments.files.push(file.to_owned()),
        }
    }
    (!arguments.files.is_empty()).then_some(arguments)
}

fn inspect<V: Vendor>(arguments: &Arguments, catalog: &[Entry<V>], events: &[Event], body: &[u8]) -> Option<Inspection>
where
    V::Settings: Default,
{
    if arguments.kind == "webhook" {
        let event = events.iter().find(|event| event.name == arguments.operation)?;
        return Some(event.inspect(body));
    }
    let entry = catalog.iter().find(|entry| entry.operation.name == arguments.operation)?;
    match arguments.kind.as_str() {
        "request" => entry.inspect_request(body, &arguments.with),
        "response" => Some(entry.inspect_response(arguments.status.unwrap_or(200), body)),
        "element" => entry.inspect_element(body),
        "error" => Some(entry.inspect_error(arguments.status.unwrap_or(400), body)),
        _ => None,
    }
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let mut bad = false;
    for file in &arguments.files {
        let body = match std::fs::read(file) {
            Ok(body) => body,
            Err(error) => {
                println!("fail\t{file}\t-\tunknown=[]\tunread=[]\t{error}");
                bad = true;
                continue;
            }
        };
        let found = match arguments.vendor.as_str() {
            "capillary-leads" => inspect(&arguments, &capillary_leads::api::catalog(), &[], &body),
            "nutshell" => inspect(&arguments, &nutshell::api::catalog(), &nutshell::webhook::events(), &body),
            "leadsquared" => inspect(&arguments, &leadsquared::api::catalog(), &leadsquared::webhook::events(), &body),
            "dealerstudio" => {
                inspect(&arguments, &dealerstudio::api::catalog(), &dealerstudio::webhook::events(), &body)
            }
            _ => None,
        };
        let Some(found) = found else {
            eprintln!(
                "no type for a {} of {} {}; the example `operations` lists the operations",
                arguments.kind, arguments.vendor, arguments.operation
            );
            return ExitCode::from(2);
        };
        bad |= found.judgement != Judgement::Ok;
        println!(
            "{}\t{file}\t{}\tunknown=[{}]\tunread=[{}]\t{}",
            found.judgement,
            found.rust_type,
            found.unknown.join(", "),
            found.unread.join(", "),
            found.note.unwrap_or_default()
        );
    }
    if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
