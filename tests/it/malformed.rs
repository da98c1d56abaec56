//! A malformed member affects only itself: every malformation in every member of every sample.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use leads_core::inspect::{Entry, Event, Inspection, Judgement};
use leads_core::vendor::Vendor;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Payloads in the vendors' formats with made-up values, so that the test runs without the vendors' samples.
const OWN: &[(&str, &str, &str, u16, &str)] = &[
    (
        "capillary-leads",
        "get_lead",
        "response",
        200,
        r#"{"id":7,"userId":8,"type":"SKU","status":"OPEN","createdOn":"2026-01-02T03:04:05+05:30","owner":{"id":3,"code":"till"},"extendedFields":{"a":"b"}}"#,
    ),
    (
        "capillary-leads",
        "list_leads",
        "response",
        200,
        r#"{"data":[{"id":7,"status":"OPEN","leadFor":"x"},{"id":8,"status":"WON"}],"warnings":[],"errors":[]}"#,
    ),
    (
        "capillary-leads",
        "update_lead_status",
        "error",
        400,
        r#"{"warnings":[],"errors":[{"status":false,"code":92024,"message":"no such lead"}]}"#,
    ),
    (
        "nutshell",
        "list_leads",
        "response",
        200,
        r#"{"meta":{"count":2},"leads":[{"id":"1-leads","type":"leads","name":"Lead 1","value":{"amount":1.5,"currency":"USD"}},{"id":"2-leads","name":"x"}]}"#,
    ),
    (
        "nutshell",
        "create_lead",
        "error",
        400,
        r#"{"errors":[{"status":400,"title":"Bad Request","detail":"no name"}]}"#,
    ),
    (
        "leadsquared",
        "list_recently_modified_leads",
        "response",
        200,
        r#"{"RecordCount":2,"Leads":[{"ProspectID":"7","FirstName":"A","Score":"1"},{"ProspectID":"8","FirstName":"B","Score":null}]}"#,
    ),
    (
        "leadsquared",
        "create_lead",
        "error",
        500,
        r#"{"Status":"Error","ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"A Lead with same Email already exists."}"#,
    ),
    (
        "dealerstudio",
        "lead_cluster",
        "webhook",
        200,
        r#"{"Id":34,"dealership_id":42,"status":"new","assigned_salesperson":{"first_name":"A"}}"#,
    ),
];

/// Returns the vendors' samples, if they are next to the checkout, and this file's payloads.
fn samples() -> Vec<(String, String, String, u16, Vec<u8>, String)> {
    let own = OWN.iter().map(|(vendor, operation, kind, status, text)| {
        let name = format!("{vendor} {operation} {kind}");
        (vendor.to_string(), operation.to_string(), kind.to_string(), *status, text.as_bytes().to_vec(), name)
    });
    let mut all: Vec<_> = own.collect();
    let shared: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("shared/vendors");
    let Ok(lines) = std::fs::read_to_string(shared.join("samples.tsv")) else {
        println!("skipped: the vendors' samples are not next to this checkout; only {} built-in payloads", all.len());
        return all;
    };
    for line in lines.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [vendor, operation, kind, status, file] = columns[..] else { panic!("{line}") };
        let default = if kind == "error" { 400 } else { 200 };
        if matches!(kind, "response" | "element" | "error" | "webhook") {
            let status = status.parse().unwrap_or(default);
            let body = std::fs::read(shared.join(file)).unwrap();
            all.push((vendor.into(), operation.into(), kind.into(), status, body, file.into()));
        }
    }
    all
}

fn read<V: Vendor>(
    catalog: &[Entry<V>],
    events: &[Event],
    operation: &str,
    kind: &str,
    status: u16,
    body: &[u8],
) -> Option<Inspection>
where
    V::Settings: Default,
{
    if kind == "webhook" {
        return events.iter().find(|event| event.name == operation).map(|event| event.inspect(body));
    }
    let entry = catalog.iter().find(|entry| entry.operation.name == operation)?;
    match kind {
        "response" => Some(entry.inspect_response(status, body)),
        "element" => entry.inspect_element(body),
        _ => Some(entry.inspect_error(status, body)),
    }
}

/// A malformation: the replacement for the text of a member's value.
type Spoil = (&'static str, fn(&str) -> Vec<u8>);

const SPOILS: &[Spoil] = &[
    ("half a surrogate pair", |_| br#""cut \ud83d""#.to_vec()),
    ("a number out of range", |_| b"1e400".to_vec()),
    ("a raw control character", |_| b"\"line\nbreak\x01\"".to_vec()),
    ("a Latin-1 byte", |_| b"\"caf\xe9\"".to_vec()),
    ("a number for text and text for a number", |value| {
        if value.starts_with('"') { b"7".to_vec() } else { b"\"seven\"".to_vec() }
    }),
];

/// Returns the scalars of a document, as JSON pointers.
fn scalars(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                scalars(value, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(rows) => {
            for (index, value) in rows.iter().enumerate().take(2) {
                scalars(value, format!("{at}/{index}"), found);
            }
        }
        _ => found.push(at),
    }
}

/// Returns the objects of a document, as JSON pointers.
fn objects(value: &Value, at: String, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => {
            found.push(at.clone());
            members.iter().map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(rows) => rows.iter().enumerate().take(2).map(|(index, row)| (index.to_string(), row)).collect(),
        _ => Vec::new(),
    };
    for (name, value) in members {
        objects(value, format!("{at}/{name}"), found);
    }
}

const MARK: &str = "\u{e000}spoiled\u{e000}";

/// Returns the document with the value at a pointer replaced.
fn spoil(document: &Value, place: &str, with: &[u8]) -> Vec<u8> {
    let mut document = document.clone();
    *document.pointer_mut(place).unwrap() = Value::String(MARK.to_owned());
    let text = serde_json::to_string(&document).unwrap();
    let (before, after) = text.split_once(&format!("\"{MARK}\"")).unwrap();
    [before.as_bytes(), with, after.as_bytes()].concat()
}

/// Returns the document with another value of the same member before the one at a pointer.
fn doubled(document: &Value, place: &str) -> Option<Vec<u8>> {
    let (parent, name) = place.rsplit_once('/')?;
    document.pointer(parent)?.as_object()?;
    let name = name.replace("~1", "/").replace("~0", "~");
    let original = document.pointer(place)?.to_string();
    let spoiled = format!("\"other\",{}:{original}", Value::String(name));
    Some(spoil(document, place, spoiled.as_bytes()))
}

#[test]
fn malformed_member_affects_only_itself() {
    let (capillary, nutshell) = (capillary_leads::api::catalog(), nutshell::api::catalog());
    let (leadsquared, dealerstudio) = (leadsquared::api::catalog(), dealerstudio::api::catalog());
    let (nutshell_events, leadsquared_events) = (nutshell::webhook::events(), leadsquared::webhook::events());
    let dealerstudio_events = dealerstudio::webhook::events();
    let mut wrong = Vec::new();
    let (mut tried, mut not_built) = (0, 0);
    for (vendor, operation, kind, status, body, file) in samples() {
        let hold = |body: &[u8]| match vendor.as_str() {
            "capillary-leads" => read(&capillary, &[], &operation, &kind, status, body),
            "nutshell" => read(&nutshell, &nutshell_events, &operation, &kind, status, body),
            "leadsquared" => read(&leadsquared, &leadsquared_events, &operation, &kind, status, body),
            _ => read(&dealerstudio, &dealerstudio_events, &operation, &kind, status, body),
        };
        let Some(good) = hold(&body) else {
            not_built += 1;
            continue;
        };
        let Ok(document) = serde_json::from_slice::<Value>(&body) else { continue };
        let mut check = |what: &str, place: &str, spoiled: &[u8]| {
            tried += 1;
            let found = hold(spoiled).unwrap();
            let fails = found.judgement == Judgement::Fail && good.judgement != Judgement::Fail;
            // At most the malformed member itself is lost.
            let path = path_of(place);
            // An unreadable item is omitted from its list, so the following ones move up.
            let list = path.strip_suffix(']').and_then(|path| path.rsplit_once('[')).map(|(list, _)| list);
            let is_other = |lost: &&String| {
                !good.unread.contains(lost)
                    && !good.unknown.contains(lost)
                    && !lost.starts_with(&path)
                    && !path.starts_with(lost.as_str())
                    && !list.is_some_and(|list| lost.starts_with(list))
            };
            let lost = found.unread.iter().find(is_other);
            // Kind, codes and outcome of an error, unless they are what was malformed.
            let is_decided = kind == "error" && decides(place);
            let changed = kind == "error" && !is_decided && found.note != good.note;
            // A list in place of the record itself leaves no record.
            let is_record = place.ends_with(|c: char| c.is_ascii_digit()) || place == "/data";
            let fails = fails && !is_decided && !(is_record && what == "a list for an object");
            if fails || lost.is_some() || changed {
                wrong.push(format!("{file} {place}: {what}: lost {lost:?}: {found:?} instead of {good:?}"));
            }
        };
        let mut nested = Vec::new();
        objects(&document, String::new(), &mut nested);
        for place in nested.iter().filter(|place| kind != "error" && !place.is_empty()) {
            check("a list for an object", place, &spoil(&document, place, b"[1]"));
        }
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend(&body);
        check("a byte order mark", "", &marked);
        let mut places = Vec::new();
        scalars(&document, String::new(), &mut places);
        for place in &places {
            let value = document.pointer(place).unwrap().to_string();
            for (what, with) in SPOILS {
                if !is_identity(place) {
                    check(what, place, &spoil(&document, place, &with(&value)));
                }
            }
            if let Some(doubled) = doubled(&document, place) {
                check("a duplicated member", place, &doubled);
            }
        }
    }
    println!("{tried} malformed payloads; {not_built} samples are of operations that are not implemented yet");
    assert!(tried > 100, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Converts a pointer to the path format of an inspection: `leads[3].value`.
fn path_of(pointer: &str) -> String {
    pointer.split('/').skip(1).fold(String::new(), |path, step| match step.parse::<usize>() {
        Ok(index) => format!("{path}[{index}]"),
        Err(_) if path.is_empty() => step.to_owned(),
        Err(_) => format!("{path}.{step}"),
    })
}

/// Returns whether a member of an error can decide the error's classification.
fn decides(place: &str) -> bool {
    let name = place.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    ["code", "status", "exceptiontype", "title", "detail", "message", "exceptionmessage", "error", "errors"]
        .contains(&name.as_str())
        || name.parse::<usize>().is_ok()
}

/// Returns whether a member identifies the record: without it there is no record.
fn is_identity(place: &str) -> bool {
    let name = place.rsplit('/').next().unwrap_or_default();
    name.is_empty()
        || name.to_ascii_lowercase().ends_with("id")
        || ["reason", "subStatus", "accessToken"].contains(&name)
}
