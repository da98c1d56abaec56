//! The page of error codes, made from the tables and from the errors that responses with each code become.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::outcomes::{Tried, capillary, dealerstudio, leadsquared, nutshell};
use leads_core::vendor::Vendor;
use leads_core::{CodeEntry, Retry};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "\
# Error codes

Every code that an error of these crates can have, by vendor. `error.codes()` returns them, `leads::lookup` and
`cargo run --example explain CODE` show one row.

| column | meaning |
|---|---|
| code | as the vendor writes it. Nutshell and Dealer Studio send messages without codes: the names are this library's |
| kind | `error.kind()`; for a code whose remedy mentions the HTTP status, the kind of a response with status 400 |
| outcome of a write | `error.outcome()` if no earlier attempt of the call was lost: then it is `unknown` |
| retry | `never`: the same call will be rejected again. `later`: it can succeed after a while; `error.retry_after()` says when, if the vendor does. `after a change`: it can succeed once the cause is corrected |
| evidence | `documented` by the vendor, `observed` in use, or `inferred` |

A code that is not listed is kept as the vendor sent it, and the HTTP status decides. [Errors and outcomes][errors.md]
describes kinds and outcomes, [Evidence][evidence.md] what proves them.

This page is generated from the code; the test `error_codes_page_matches_the_code` compares it with the code and rewrites it
if `UPDATE_DOCS=1` is set.

[errors.md]: errors.md
[evidence.md]: evidence.md
";

/// A response: its status and its body.
type Sample = (u16, String);

fn capillary_sample(code: &str) -> Sample {
    (400, format!(r#"{{"errors":[{{"status":false,"code":{code},"message":"m"}}],"warnings":[]}}"#))
}

fn nutshell_sample(code: &str) -> Sample {
    let listed = |status: u16, title: &str| {
        (status, format!(r#"{{"type":"errors","errors":[{{"status":{status},"title":"{title}"}}]}}"#))
    };
    match code {
        "one-resource-per-create" => listed(400, "You may only create one leads resource per request."),
        "invalid-filter" => listed(400, "Invalid filter"),
        "no-patches" => listed(400, "There are no patches"),
        "json-patch-required" => listed(400, "Send application/json-patch+json"),
        "listed-error" => listed(400, "Something else"),
        "internal-error" => listed(500, "Internal Error"),
        "message" => (400, r#"{"message":"words"}"#.to_owned()),
        "text" => (400, "words".to_owned()),
        "not-found-page" => (404, "<html><title>Nutshell: Not Found</title></html>".to_owned()),
        "unauthorized-page" => (401, "<html><title>Nutshell: Unauthorized</title></html>".to_owned()),
        "page" => (502, "<html>Bad gateway</html>".to_owned()),
        other => panic!("no response for {other}"),
    }
}

fn leadsquared_sample(code: &str) -> Sample {
    match code.parse() {
        Ok(status) => (status, String::new()),
        Err(_) => (500, format!(r#"{{"Status":"Error","ExceptionType":"{code}","ExceptionMessage":"m"}}"#)),
    }
}

fn dealerstudio_sample(code: &str) -> Sample {
    let (status, body) = match code {
        "lead_too_old" => (422, r#"{"error":"Leads older than 3 days cannot be updated"}"#),
        "unauthorised" => (401, r#"{"error":"Unauthorised"}"#),
        "forbidden" => (403, r#"{"error":"Forbidden"}"#),
        "not_found" => (404, r#"{"error":"Not found"}"#),
        "validation_failed" => (422, r#"{"phone":["is invalid"]}"#),
        "rejected" => (400, r#"{"error":"words"}"#),
        "too_many_calls" => (429, ""),
        "unavailable" => (503, ""),
        "server_error" => (500, ""),
        "unrecognised" => (200, r#"{"message":"words"}"#),
        // For a client that knows the permissions of its key.
        "missing_permission" => (401, ""),
        other => panic!("no response for {other}"),
    };
    (status, body.to_owned())
}

/// Sends each write, and returns the outcomes of the errors that have the code, with the operations.
async fn outcomes<V: Vendor>(
    tried: &Tried<V>,
    code: &str,
    sample: &Sample,
) -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut outcomes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in tried.writes() {
        if let Err(error) = tried.send(entry, sample.0, sample.1.as_bytes()).await
            // LeadSquared's statuses apply to responses without an exception, so such an error has no code.
            && (error.codes().iter().any(|known| known.code == code)
                || (error.codes().is_empty() && error.http_status().is_some_and(|status| status.to_string() == code)))
        {
            outcomes.entry(error.outcome().as_str()).or_default().push(entry.operation.name);
        }
    }
    outcomes
}

/// Returns the cell: the usual outcome, and the operations with another.
fn cell(outcomes: &BTreeMap<&'static str, Vec<&'static str>>) -> String {
    let mut ordered: Vec<_> = outcomes.iter().collect();
    ordered.sort_by_key(|(_, operations)| std::cmp::Reverse(operations.len()));
    let mut cells = Vec::new();
    for (index, (outcome, operations)) in ordered.into_iter().enumerate() {
        let names: Vec<_> = operations.iter().map(|name| format!("`{name}`")).collect();
        cells.push(match index {
            0 => format!("`{outcome}`"),
            _ => format!("`{outcome}`: {}", names.join(", ")),
        });
    }
    cells.join("<br>")
}

fn retry(entry: &CodeEntry) -> &'static str {
    match entry.retry {
        Retry::Never => "never",
        Retry::Later => "later",
        Retry::AfterChange => "after a change",
        _ => "unknown",
    }
}

async fn table<V: Vendor>(title: &str, tried: &Tried<V>, sample: fn(&str) -> Sample) -> String {
    let mut page = format!("\n## {title}\n\n");
    // The short columns are pairs, so that the table fits the page of docs.rs.
    page.push_str(
        "| code | kind,<br>outcome of a write | retry,<br>evidence | cause | remedy |\n|---|---|---|---|---|\n",
    );
    for table in leads::tables().iter().filter(|table| table.vendor() == V::NAME) {
        for entry in table.entries() {
            let sample = sample(entry.code);
            let mut outcomes = outcomes(tried, entry.code, &sample).await;
            if outcomes.is_empty() && entry.code == "missing_permission" {
                let knows = dealerstudio();
                knows.read("show_apikey", r#"{"id":1,"permissions":["index:external_identifier"]}"#).await;
                outcomes = self::outcomes(&knows, entry.code, &sample).await;
            }
            assert!(!outcomes.is_empty(), "{} {}: no response has it", V::NAME, entry.code);
            let outcome = cell(&outcomes);
            let (kind, retry, CodeEntry { code, name, cause, remedy, evidence, .. }) =
                (entry.kind, retry(entry), entry);
            writeln!(
                page,
                "| `{code}`<br>`{name}` | `{kind}`<br>{outcome} | {retry}<br>{evidence} | {cause} | {remedy} |"
            )
            .unwrap();
        }
    }
    page
}

#[tokio::test(start_paused = true)]
async fn error_codes_page_matches_the_code() {
    let mut page = HEAD.to_owned();
    page.push_str(&table("Capillary", &capillary(), capillary_sample).await);
    page.push_str(&table("Nutshell", &nutshell(), nutshell_sample).await);
    page.push_str(&table("LeadSquared", &leadsquared(), leadsquared_sample).await);
    page.push_str(&table("Dealer Studio", &dealerstudio(), dealerstudio_sample).await);

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/error-codes.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/error-codes.md is out of date: run this test with UPDATE_DOCS=1");
}
