//! `docs/architecture.md` names only files and functions that exist, and no two tests of a crate share a name.

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

/// The names of the test functions in a file: the function after an attribute that ends in `test`, `rstest` or has
/// arguments, as in `#[tokio::test(start_paused = true)]`.
fn test_names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim_start) {
        if let Some(attribute) = line.strip_prefix("#[") {
            let path = attribute.split(['(', ']']).next().unwrap_or_default();
            is_test |= matches!(path, "test" | "tokio::test" | "rstest");
        } else if let Some(name) = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ") {
            if std::mem::take(&mut is_test) {
                names.extend(name.split(['(', '<']).next());
            }
        } else if !line.starts_with("//") && !line.is_empty() {
            is_test = false;
        }
    }
    names
}

#[test]
fn test_names_are_unique_within_each_crate() {
    let mut crates: Vec<PathBuf> =
        std::fs::read_dir(root().join("crates")).unwrap().map(|it| it.unwrap().path()).collect();
    crates.extend([root(), root().join("xtask")]);
    let mut found = 0;
    for path in crates {
        let mut texts = BTreeMap::new();
        for folder in ["src", "tests"].map(|folder| path.join(folder)).iter().filter(|folder| folder.exists()) {
            sources(folder, &mut texts);
        }
        let mut seen = BTreeMap::new();
        for (file, text) in &texts {
            for name in test_names(text) {
                found += 1;
                let other = seen.insert(name, file);
                assert!(other.is_none(), "{name} is in {} and in {}", other.unwrap().display(), file.display());
            }
        }
    }
    assert!(found > 1_000, "only {found} tests were found");
}
