//! Checks the catalogue against captured payloads next to the repository.

use leads_core::inspect::Judgement;
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?;
    let found = root.join("shared/vendors");
    if found.is_dir() {
        return Some(found);
    }
    println!("skipped: no captured payloads next to the repository");
    None
}

/// Members that no field reads, by file. They are in the kept text.
const UNKNOWN: &[(&str, &[&str])] = &[];

#[test]
fn every_captured_payload_is_read_losslessly() {
    let Some(folder) = shared() else { return };
    let catalog = leadsquared::api::catalog();
    let events = leadsquared::webhook::events();
    let table = std::fs::read_to_string(folder.join("samples.tsv")).unwrap();
    let (mut held, mut skipped, mut wrong) = (0, 0, Vec::new());
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [vendor, operation, kind, status, file] = columns[..] else { panic!("{line}") };
        if vendor != "leadsquared" || operation == "-" {
            continue;
        }
        let is_built = match kind {
            "webhook" => events.iter().any(|event| event.name == operation),
            _ => catalog.iter().any(|entry| entry.operation.name == operation),
        };
        if !is_built {
            skipped += 1;
            continue;
        }
        let body = std::fs::read(folder.join(file)).unwrap();
        let status: u16 = status.parse().unwrap_or(200);
        let found = if kind == "webhook" {
            events.iter().find(|event| event.name == operation).map(|event| event.inspect(&body))
        } else {
            catalog.iter().find(|entry| entry.operation.name == operation).and_then(|entry| match kind {
                "request" => entry.inspect_request(&body, &[]),
                "response" => Some(entry.inspect_response(status, &body)),
                "element" => entry.inspect_element(&body),
                "error" => Some(entry.inspect_error(status, &body)),
                other => panic!("{other}"),
            })
        };
        held += 1;
        let Some(found) = found else {
            wrong.push(format!("{file}: {operation} has no {kind}"));
            continue;
        };
        let reviewed = UNKNOWN.iter().find(|(name, _)| file.ends_with(name)).map_or(&[][..], |(_, paths)| *paths);
        if found.judgement != Judgement::Ok || found.unknown != reviewed {
            wrong.push(format!("{file}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {held}:\n{}", wrong.len(), wrong.join("\n"));
    println!("{held} samples were held, {skipped} need what is not built");
    assert!(held > 80, "only {held}");
}

#[test]
fn operations_match_the_contract() {
    let Some(folder) = shared() else { return };
    let table = std::fs::read_to_string(folder.join("operations.tsv")).unwrap();
    let mut planned: Vec<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("leadsquared\t"))
        .map(|line| line.split('\t').take(3).collect::<Vec<_>>().join("\t"))
        .collect();
    let mut built: Vec<String> = leadsquared::api::operations()
        .map(|operation| {
            let host = match operation.host {
                leads_core::Host::Async => "{async-host}",
                leads_core::Host::Files => "{files-host}",
                _ => "",
            };
            format!("{}\t{}\t{host}{}", operation.name, operation.method, operation.path)
        })
        .collect();
    planned.sort();
    built.sort();
    // Operations of the contract that are not implemented yet are counted.
    let missing = planned.iter().filter(|line| !built.contains(line)).count();
    println!("{missing} operations are not built");
    built.retain(|line| !planned.contains(line));
    assert!(built.is_empty(), "not in the contract: {built:?}");
}

/// A URL that no stored document has was invented: an operation without a page has none.
#[test]
fn every_documentation_url_is_known() {
    let Some(folder) = shared() else { return };
    let known: String =
        ["leadsquared.md", "leadsquared-more.md", "leadsquared/samples/INDEX.md", "leadsquared/samples/INDEX-more.md"]
            .map(|file| std::fs::read_to_string(folder.join(file)).unwrap())
            .join("\n");
    let words: std::collections::HashSet<&str> =
        known.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').collect();
    let mut pages = 0;
    for operation in leadsquared::api::operations().filter(|operation| !operation.docs.is_empty()) {
        let page = operation.docs.trim_end_matches('/').rsplit('/').next().unwrap();
        assert!(words.contains(page), "{}: {page}", operation.name);
        pages += 1;
    }
    assert!(pages > 50, "{pages}");
}
