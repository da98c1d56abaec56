//! Compares the public API of each crate with its reviewed snapshot in `docs/public-api`.

use crate::Result;
use public_api::Builder;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The published libraries with an API for applications.
const PACKAGES: [&str; 10] = [
    "leads-core",
    "capillary-leads",
    "nutshell",
    "leadsquared",
    "dealerstudio",
    "leads-testkit",
    "leads-redis",
    "leads-journal",
    "leads-journal-postgres",
    "leads",
];

/// The optional features of the workspace. CI documents it with the same ones, so that nothing is compiled again here.
const FEATURES: &str = "inspect,test-util,axum,registry,blocking,phone,journal,metrics,otel,encryption";

/// The format of rustdoc's JSON that the library `public-api` reads, and in which the snapshots were made.
const FORMAT: u64 = 57;

/// The number of differing lines that are printed for each crate.
const SHOWN: usize = 40;

/// Compares every crate with its snapshot, or writes the snapshots. Returns whether all of them match. With a toolchain
/// whose rustdoc writes another format, it says that nothing was compared.
pub(crate) fn run(update: bool) -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("docs/public-api");
    fs::create_dir_all(&folder)?;
    let mut same = true;
    let documentation = document(&root)?;
    for package in PACKAGES {
        let json = documentation.join(format!("{}.json", package.replace('-', "_")));
        let format = serde_json::from_slice::<Value>(&fs::read(&json)?)?.get("format_version").and_then(Value::as_u64);
        if format != Some(FORMAT) {
            eprintln!("NOT COMPARED: this toolchain's rustdoc writes format {format:?}, the snapshots need {FORMAT}");
            return Ok(!update);
        }
        let api = Builder::from_rustdoc_json(&json)
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .omit_auto_derived_impls(true)
            .build()?;
        let found: String = api.items().map(|item| format!("{item}\n")).collect();
        let file = folder.join(format!("{package}.txt"));
        if update {
            fs::write(&file, &found)?;
            continue;
        }
        let known = fs::read_to_string(&file).unwrap_or_default();
        same &= compare(package, &known, &found);
    }
    if !same {
        eprintln!("Review the change, then run: cargo run -p xtask -- public-api --update");
    }
    Ok(same)
}

/// Set for a process of this program that stands in for rustdoc.
const AS_RUSTDOC: &str = "LEADS_XTASK_AS_RUSTDOC";

/// Writes the documentation of the workspace as JSON, and returns its folder.
fn document(root: &Path) -> Result<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let status = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["doc", "--quiet", "--locked", "--workspace", "--no-deps", "--lib", "--features", FEATURES])
        .env("RUSTDOC", std::env::current_exe()?)
        .env("RUSTDOCFLAGS", "-Zunstable-options --output-format json --cap-lints allow")
        .env(AS_RUSTDOC, "1")
        .status()?;
    if !status.success() {
        return Err("the documentation cannot be built as JSON".into());
    }
    Ok(target.join("doc"))
}

/// Runs rustdoc with the arguments of this process if cargo started it as rustdoc; `None` otherwise.
///
/// JSON is an unstable format. `RUSTC_BOOTSTRAP` permits it on the stable toolchain, but must not be set for cargo itself:
/// build scripts of dependencies depend on it, and everything would be compiled again.
pub(crate) fn as_rustdoc() -> Option<Result<bool>> {
    std::env::var_os(AS_RUSTDOC)?;
    let status = Command::new("rustdoc").args(std::env::args_os().skip(1)).env("RUSTC_BOOTSTRAP", "1").status();
    Some(status.map(|status| status.success()).map_err(Into::into))
}

/// Prints the lines in which two versions differ, and returns whether there are none.
fn compare(package: &str, known: &str, found: &str) -> bool {
    if known == found {
        return true;
    }
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    let (old, new) = (lines(known), lines(found));
    eprintln!("{package}: the public API differs from docs/public-api/{package}.txt");
    let removed = old.difference(&new).map(|line| format!("-{line}"));
    let added = new.difference(&old).map(|line| format!("+{line}"));
    for line in removed.chain(added).take(SHOWN) {
        eprintln!("{line}");
    }
    false
}
