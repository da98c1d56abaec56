//! Counts the crates that a vendor crate depends on, compared with the five that a hand-written program would use.

use crate::Result;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What a hand-written program would use, with the versions and features of this workspace.
const FIVE: [&str; 5] = ["chrono", "reqwest", "serde", "serde_json", "url"];

/// Returns the dependencies of a workspace package, without itself, for this machine's target.
pub(crate) fn of(package: &str) -> Result<BTreeSet<String>> {
    let mut found = tree(&["-p", package])?;
    found.retain(|name| name != package);
    Ok(found)
}

/// Returns the dependencies of the five crates, with rustls as in the workspace.
pub(crate) fn by_hand() -> Result<BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    let lines: Vec<String> = FIVE
        .iter()
        .map(|name| {
            let line = manifest.lines().find(|line| line.split_once(" = ").is_some_and(|(known, _)| known == *name));
            let line = line.ok_or_else(|| format!("the workspace names no {name}"))?;
            Ok(match *name {
                "reqwest" => line.replace("features = [", "features = [\"rustls\", "),
                _ => line.to_owned(),
            })
        })
        .collect::<Result<_>>()?;
    let folder = std::env::temp_dir().join(format!("leads-by-hand-{}", std::process::id()));
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let head = "[package]\nname = \"by-hand\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n";
    fs::write(folder.join("Cargo.toml"), format!("{head}{}\n", lines.join("\n")))?;
    // The same lock file, so that both sides count the same versions.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let path = folder.join("Cargo.toml");
    let found = tree(&["--manifest-path", &path.to_string_lossy()]);
    fs::remove_dir_all(&folder)?;
    let mut found = found?;
    found.retain(|name| name != "by-hand");
    Ok(found)
}

fn tree(which: &[&str]) -> Result<BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output =
        Command::new(cargo).arg("tree").args(which).args(["-e", "normal", "--prefix", "none", "-f", "{p}"]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    // The format is `name v1.2.3 (/path)`; two versions of one crate count as two crates.
    Ok(String::from_utf8(output.stdout)?
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, version) = (words.next()?, words.next()?);
            Some(if line.contains("(/") {
                name.to_owned()
            } else {
                format!("{name}-{}", version.trim_start_matches('v'))
            })
        })
        .collect())
}
