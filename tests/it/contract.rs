//! Compares the implementation with the specification: the list of operations, the README's table, the captured
//! payloads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use leads_core::inspect::{Entry, Event, Inspection, Judgement};
use leads_core::vendor::Vendor;
use leads_core::{Host, Operation, Safety};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The vendors' reference is next to a developer's checkout and not part of the repository.
pub(crate) fn shared() -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/vendors");
    if found.is_dir() {
        return Some(found);
    }
    println!("skipped: the vendors' reference is not next to this checkout");
    None
}

fn all() -> BTreeMap<&'static str, Vec<&'static Operation>> {
    BTreeMap::from([
        ("capillary-leads", capillary_leads::api::operations().collect()),
        ("nutshell", nutshell::api::operations().collect()),
        ("leadsquared", leadsquared::api::operations().collect()),
        ("dealerstudio", dealerstudio::api::operations().collect()),
    ])
}

#[test]
fn operations_are_those_of_the_contract() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("operations.tsv")).unwrap();
    let documented: BTreeSet<String> =
        text.lines().skip(1).map(|line| line.split('\t').take(4).collect::<Vec<_>>().join("\t")).collect();
    let built: BTreeSet<String> = all()
        .into_iter()
        .flat_map(|(vendor, operations)| {
            operations.into_iter().map(move |operation| {
                let host = match operation.host {
                    Host::Async => "{async-host}",
                    Host::Files => "{files-host}",
                    _ => "",
                };
                format!("{vendor}\t{}\t{}\t{host}{}", operation.name, operation.method, operation.path)
            })
        })
        .collect();
    let surplus: Vec<_> = built.difference(&documented).collect();
    assert!(surplus.is_empty(), "not in the contract: {surplus:#?}");
    let missing: Vec<_> = documented.difference(&built).collect();
    assert!(missing.is_empty(), "not implemented: {missing:#?}");
}

#[test]
fn operation_names_are_unique_and_match_their_safety() {
    for (vendor, operations) in all() {
        let names: BTreeSet<_> = operations.iter().map(|operation| operation.name).collect();
        assert_eq!(names.len(), operations.len(), "{vendor}");
        for operation in operations {
            let name = format!("{vendor} {}", operation.name);
            assert!(operation.path.starts_with('/'), "{name}");
            assert!(!operation.rate.is_empty(), "{name} has no rate class");
            let reads = ["get_", "list_", "search_", "is_", "show_", "quick_search_", "export_"];
            let looks_like_a_read = reads.iter().any(|word| operation.name.starts_with(word));
            let exceptions = ["generate_token"];
            if !exceptions.contains(&operation.name) {
                assert_eq!(operation.safety == Safety::Read, looks_like_a_read, "{name} is {}", operation.safety);
            }
        }
    }
}

#[test]
fn readme_matches_the_operations() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for (vendor, operations) in all() {
        let events = match vendor {
            "nutshell" => nutshell::webhook::events().len(),
            "leadsquared" => leadsquared::webhook::events().len(),
            "dealerstudio" => dealerstudio::webhook::events().len(),
            _ => 0,
        };
        let events = if events == 0 { "-".to_owned() } else { events.to_string() };
        let row = format!("| `{vendor}` | {} | {events} |", operations.len());
        assert!(readme.contains(&row), "the README has no row with {row:?}");
    }
}

fn hold<V: Vendor>(
    catalog: &[Entry<V>],
    events: &[Event],
    operation: &str,
    kind: &str,
    status: Option<u16>,
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
        "request" => entry.inspect_request(body, &[]),
        "response" => Some(entry.inspect_response(status.unwrap_or(200), body)),
        "element" => entry.inspect_element(body),
        "error" => Some(entry.inspect_error(status.unwrap_or(400), body)),
        _ => None,
    }
}

/// Members that vendors send and no type has a field for. Reviewed: each is kept in the raw text, and each has a
/// reason.
const REVIEWED_UNKNOWN: &[(&str, &str)] = &[];

#[test]
fn captured_payloads_are_read_losslessly() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("samples.tsv")).unwrap();
    let (capillary, nutshell) = (capillary_leads::api::catalog(), nutshell::api::catalog());
    let (leadsquared, dealerstudio) = (leadsquared::api::catalog(), dealerstudio::api::catalog());
    let mut wrong = Vec::new();
    let mut held = 0;
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [vendor, operation, kind, status, file] = columns[..] else { panic!("{line}") };
        if operation == "-" {
            continue;
        }
        let body = std::fs::read(shared.join(file)).unwrap();
        let status = status.parse().ok();
        let found = match vendor {
            "capillary-leads" => hold(&capillary, &[], operation, kind, status, &body),
            "nutshell" => hold(&nutshell, &nutshell::webhook::events(), operation, kind, status, &body),
            "leadsquared" => hold(&leadsquared, &leadsquared::webhook::events(), operation, kind, status, &body),
            "dealerstudio" => hold(&dealerstudio, &dealerstudio::webhook::events(), operation, kind, status, &body),
            other => panic!("{other}"),
        };
        let Some(found) = found else {
            wrong.push(format!("{file}: no type to compare it with"));
            continue;
        };
        held += 1;
        let surprising: Vec<&String> =
            found.unknown.iter().filter(|path| !REVIEWED_UNKNOWN.contains(&(file, path.as_str()))).collect();
        if found.judgement != Judgement::Ok || !surprising.is_empty() {
            wrong.push(format!("{file}: {found:?}"));
        }
    }
    println!("{held} payloads were compared with a type");
    assert!(held > 150, "only {held} payloads were compared with a type");
    assert!(wrong.is_empty(), "{} of {held}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Operations whose request contains a secret, so that it cannot be stored.
const NEVER_STORED: &[&str] = &["generate_token", "create_user"];

/// Operations whose body keeps unknown members, because the vendor leaves it open.
const OPEN_BODIES: &[&str] = &["log_call_async"];

/// A request stored by a newer version must not be sent incomplete by an older one.
fn stores<V: Vendor>(catalog: &[Entry<V>], wrong: &mut Vec<String>) {
    for entry in catalog {
        let name = format!("{} {}", V::NAME, entry.operation.name);
        let stored = match entry.stored() {
            Ok(stored) => stored,
            Err(_) if NEVER_STORED.contains(&entry.operation.name) => continue,
            Err(error) => {
                wrong.push(format!("{name} cannot be stored: {error}"));
                continue;
            }
        };
        match entry.restored(&stored) {
            Ok(again) if again == stored => {}
            other => wrong.push(format!("{name} is restored as {other:?}, not as {stored}")),
        }
        let value: serde_json::Value = serde_json::from_str(&stored).unwrap();
        let with = |at: &str| {
            let mut value = value.clone();
            value.pointer_mut(at)?.as_object_mut()?.insert("of_tomorrow".to_owned(), 1.into());
            Some(value.to_string())
        };
        if with("").is_some_and(|newer| entry.restored(&newer).is_ok()) {
            wrong.push(format!("{name} drops an unknown member"));
        }
        if with("/body").is_some_and(|newer| match entry.restored(&newer) {
            Ok(again) => !OPEN_BODIES.contains(&entry.operation.name) || !again.contains("of_tomorrow"),
            Err(_) => OPEN_BODIES.contains(&entry.operation.name),
        }) {
            wrong.push(format!("{name} drops an unknown member of its body"));
        }
    }
}

#[test]
fn stored_requests_round_trip_and_reject_unknown_members() {
    let mut wrong = Vec::new();
    stores(&capillary_leads::api::catalog(), &mut wrong);
    stores(&nutshell::api::catalog(), &mut wrong);
    stores(&leadsquared::api::catalog(), &mut wrong);
    stores(&dealerstudio::api::catalog(), &mut wrong);
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The common client of each vendor with defaults, without a map of the tenant's stages.
fn common_clients() -> Vec<std::sync::Arc<dyn leads::LeadClient>> {
    let settings = [
        r#"{"vendor": "capillary", "cluster": "eu", "username": "till", "password": "x"}"#,
        r#"{"vendor": "nutshell", "user": "ann@example.com", "api_key": "x"}"#,
        r#"{"vendor": "leadsquared", "region": "ireland", "access_key": "a", "secret_key": "s",
            "opportunities": {"event_code": 12000}}"#,
        r#"{"vendor": "dealerstudio", "api_key": "x"}"#,
    ];
    settings.map(|text| serde_json::from_str::<leads::VendorConfig>(text).unwrap().connect().unwrap()).to_vec()
}

#[test]
fn states_page_matches_the_capabilities() {
    use leads_core::LeadState;
    use leads_core::status::StateSupport;
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/status.md")).unwrap();
    let clients = common_clients();
    for state in LeadState::WRITABLE {
        let name = format!("{state:?}");
        let rows: Vec<Vec<&str>> = page.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
        let row = rows.iter().find(|row| row.get(1) == Some(&name.as_str())).unwrap_or_else(|| panic!("no row {name}"));
        for (client, cell) in clients.iter().zip(&row[2..]) {
            let documented = match cell.split([' ', ':', ',']).next().unwrap() {
                _ if cell.contains("through a map") => StateSupport::Unsupported,
                "exact" => StateSupport::Exact,
                "narrowed" => StateSupport::Narrowed,
                "unsupported" => StateSupport::Unsupported,
                other => panic!("{other}"),
            };
            assert_eq!(client.capabilities().state(state), documented, "{} {name}: {cell}", client.vendor());
        }
    }
}
