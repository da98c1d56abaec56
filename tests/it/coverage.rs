//! Compares the page of operations and events with the catalogues.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use leads_core::inspect::{Entry, Event};
use leads_core::vendor::Vendor;
use leads_core::{Host, Operation};
use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "\
# Operations and events

Every operation that the vendor crates implement, and every event that they read.

| column | meaning |
|---|---|
| method and path | below the client's base URL; a path that begins with `{async-host}` or another name in braces is on a separate host |
| safety | when a call is retried after a lost response: `read` and `idempotent` calls are, `non_idempotent` ones are not |
| evidence | how the operation is known: `documented` by the vendor, `observed` in use, or `inferred` |
| resolve | the read by which [`client.resolve`][resolving.md] verifies a write; `no` if there is none; `-` for a read |
| read as | the type of an event's payload; `FieldValue` keeps any JSON unchanged, because the payload is not known |

[Webhooks][webhooks.md] describes how events are received.

This page is generated from the code; the test `coverage_page_matches_the_code` compares it with the code and rewrites
it if `UPDATE_DOCS=1` is set.

[resolving.md]: resolving.md
[webhooks.md]: webhooks.md
";

/// LeadSquared's operations that are not implemented, with the reason.
const KNOWN_BY_NAME: &str = "
Not implemented, because only their names or parts of them are known:

| operation | what is missing |
|---|---|
| lead owner of an activity | path |
| unlocking of an activity | path |
| removal of values from a dependent dropdown | path |
| removal of options from a dropdown of an activity (`CustomActivity/FieldOptions/Pop`) | body and response |
| status of queued calls other than `lead/status` | paths |
| metrics of queued calls other than `activity/createcustom/metrics` | paths |
| products of sales activities | current page |
| lists of a lead, number of members, `List.CheckLead`, `AddLeadToStaticList` | responses |
| `OpportunityManagement.svc/RetrieveRecentlyModified` | body and response |
| `ProspectActivity.svc/Activity/Retrieve/BySearchParameter` | response |
| `Lead.UpdateByEmailAddress` | everything but the name |
| `User/Update`, `UserGroup.svc/Retrieve`, `Task.svc/GetTypes` | bodies |
| deletion of many leads in one call | the vendor has none |
";

/// Returns the path of an operation, after the name of its host unless that is the base URL's.
fn place(operation: &Operation) -> String {
    match operation.host {
        Host::Api => operation.path.to_owned(),
        other => format!("{{{}-host}}{}", format!("{other:?}").to_lowercase(), operation.path),
    }
}

/// Returns the two tables of a vendor.
fn tables<V: Vendor>(title: &str, catalog: &[Entry<V>], events: &[Event]) -> String {
    let mut page = format!("\n## {title}\n\n{} operations.\n\n", catalog.len());
    page.push_str("| operation | method and path | safety | evidence | resolve |\n|---|---|---|---|---|\n");
    for entry in catalog {
        let operation = &entry.operation;
        let resolve = match entry.verification() {
            Some(verification) => format!("yes: `{}`", verification.by.name),
            None if entry.safety().is_write() => "no".to_owned(),
            None => "-".to_owned(),
        };
        writeln!(
            page,
            "| `{}` | {} `{}` | {} | {} | {resolve} |",
            operation.name,
            operation.method,
            place(operation),
            operation.safety,
            operation.evidence
        )
        .unwrap();
    }
    if events.is_empty() {
        page.push_str("\nNo incoming events.\n");
        return page;
    }
    let noun = if events.len() == 1 { "event" } else { "events" };
    write!(page, "\n{} incoming {noun}.\n\n| event | read as |\n|---|---|\n", events.len()).unwrap();
    for event in events {
        writeln!(page, "| `{}` | `{}` |", event.name, payload_of(event)).unwrap();
    }
    page
}

/// Returns the name of the payload's type, without the types that only keep its text.
fn payload_of(event: &Event) -> String {
    let name = event.inspect(b"").rust_type;
    let mut inner = name.as_str();
    for outer in ["Raw<", "Batch<"] {
        inner = inner.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>')).unwrap_or(inner);
    }
    inner.to_owned()
}

#[test]
fn coverage_page_matches_the_code() {
    let made = [
        HEAD.to_owned(),
        tables("Capillary", &capillary_leads::api::catalog(), &[]),
        tables("Nutshell", &nutshell::api::catalog(), &nutshell::webhook::events()),
        tables("LeadSquared", &leadsquared::api::catalog(), &leadsquared::webhook::events()),
        KNOWN_BY_NAME.to_owned(),
        tables("Dealer Studio", &dealerstudio::api::catalog(), &dealerstudio::webhook::events()),
    ]
    .concat();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == made,
        "docs/coverage.md does not match the code; run UPDATE_DOCS=1 cargo test --test it coverage::"
    );
}

#[test]
fn every_event_of_the_contract_is_read() {
    let Some(shared) = crate::contract::shared() else { return };
    let text = std::fs::read_to_string(shared.join("webhooks.tsv")).unwrap();
    let names = |vendor: &str, events: Vec<Event>| {
        let mut planned: Vec<&str> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once('\t').filter(|(of, _)| *of == vendor)?.1.split('\t').next())
            .collect();
        let mut built: Vec<&str> = events.iter().map(|event| event.name).collect();
        planned.sort_unstable();
        built.sort_unstable();
        assert_eq!(built, planned, "{vendor}");
        built.len()
    };
    let total = names("nutshell", nutshell::webhook::events())
        + names("leadsquared", leadsquared::webhook::events())
        + names("dealerstudio", dealerstudio::webhook::events());
    assert_eq!(total, text.lines().skip(1).count());
}
