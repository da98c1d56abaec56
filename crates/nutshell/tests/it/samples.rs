//! The captured payloads next to the workspace, checked against the types.

use leads_core::inspect::{Inspection, Judgement};
use nutshell::api;
use std::path::{Path, PathBuf};

/// The folder with the samples; `None` if it does not exist.
fn vendors() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.parent()?;
    let here = root.ancestors().map(|above| above.join("shared/vendors")).find(|folder| folder.is_dir());
    if here.is_none() {
        eprintln!("skipped: no ../shared/vendors");
    }
    here
}

/// The lines of a table, without the first, split.
fn table(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn inspect(operation: &str, kind: &str, status: &str, body: &[u8]) -> Inspection {
    let entry = api::catalog().into_iter().find(|entry| entry.operation.name == operation);
    let entry = entry.unwrap_or_else(|| panic!("no operation {operation}"));
    let status = status.parse().unwrap_or(200);
    match kind {
        "request" => entry.inspect_request(body, &[]).expect("a body type"),
        "response" => entry.inspect_response(status, body),
        "element" => entry.inspect_element(body).expect("an element type"),
        "error" => entry.inspect_error(status, body),
        other => panic!("unknown kind {other}"),
    }
}

#[test]
fn every_sample_is_lossless() {
    let Some(folder) = vendors() else { return };
    let mut seen = 0;
    let mut bad = Vec::new();
    for line in table(&folder, "samples.tsv").iter().filter(|line| line[0] == "nutshell" && line[1] != "-") {
        let [_, operation, kind, status, file] = line.as_slice() else { panic!("{line:?}") };
        let body = std::fs::read(folder.join(file)).unwrap();
        let found = inspect(operation, kind, status, &body);
        seen += 1;
        if found.judgement != Judgement::Ok || !found.unknown.is_empty() || !found.unread.is_empty() {
            bad.push(format!("{file}: {found:?}"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert_eq!(seen, 47);
}

#[test]
fn operations_match_the_contract() {
    let Some(folder) = vendors() else { return };
    let mut expected: Vec<String> = table(&folder, "operations.tsv")
        .iter()
        .filter(|line| line[0] == "nutshell")
        .map(|line| format!("{} {} {}", line[1], line[2], line[3]))
        .collect();
    let mut built: Vec<String> = api::operations()
        .map(|operation| format!("{} {} {}", operation.name, operation.method, operation.path))
        .collect();
    expected.sort();
    built.sort();
    assert_eq!(built, expected);
}
