//! `docs/architecture.md` names only files and functions that exist.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../docs/architecture.md");
const VENDORS: [&str; 4] = ["capillary-leads", "nutshell", "leadsquared", "dealerstudio"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.insert(path, text);
        }
    }
}

fn defines(texts: &BTreeMap<PathBuf, String>, name: &str) -> bool {
    let definitions = [
        format!("fn {name}("),
        format!("fn {name}<"),
        format!("struct {name}"),
        format!("enum {name}"),
        format!("trait {name}"),
    ];
    texts.values().any(|text| definitions.iter().any(|definition| text.contains(definition.as_str())))
}

/// The lines of the call path: the text block after the marker.
fn call_path() -> Vec<&'static str> {
    let block = PAGE.split("<!-- call path -->").nth(1).expect("the page marks the call path");
    block
        .split("```text")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap()
        .lines()
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn call_path_fits_on_one_screen_and_names_existing_functions() {
    let mut texts = BTreeMap::new();
    sources(&root().join("crates"), &mut texts);
    let lines = call_path();
    assert!((15..=60).contains(&lines.len()), "{} lines", lines.len());
    let mut checked = 0;
    for line in lines {
        // Functions are in the first columns: `Client::send`, `Inner::attempt`, `pause_before_next`, `Tracker`.
        let name =
            line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').split("  ").next().unwrap_or_default();
        let starts = line.find(name).unwrap_or_default();
        if name.is_empty() || starts > 12 || matches!(name, "success" | "Reply<T> or Error") {
            continue;
        }
        for part in name.split("::") {
            let known = defines(&texts, part) || ["Client"].contains(&part);
            assert!(known, "`{part}` of `{line}` does not exist");
            checked += 1;
        }
    }
    assert!(checked >= 20, "only {checked} names were found on the page");
}

#[test]
fn every_file_on_the_page_exists() {
    let core = root().join("crates/leads-core/src");
    let mut checked = 0;
    for word in PAGE.split(|c: char| c.is_whitespace() || "`(),;".contains(c)) {
        let word = word.trim_end_matches(['.', ':']);
        if !(word.ends_with(".rs") || word.ends_with('/')) || word.contains("..") || word.contains('*') {
            continue;
        }
        let candidates: Vec<PathBuf> = match word.strip_prefix("<vendor>/") {
            Some(rest) => VENDORS.iter().map(|vendor| root().join("crates").join(vendor).join(rest)).collect(),
            None if word.contains('<') => continue,
            None => {
                let found = [
                    root().join("crates").join(word),
                    core.join(word),
                    core.join("http").join(word),
                    core.join("paging").join(word),
                ];
                assert!(found.iter().any(|path| path.exists()), "`{word}` does not exist");
                checked += 1;
                continue;
            }
        };
        for path in candidates {
            assert!(path.exists(), "{} does not exist", path.display());
            checked += 1;
        }
    }
    assert!(checked >= 25, "only {checked} paths were found on the page");
}
