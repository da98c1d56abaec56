//! Measures what it costs to build a vendor crate whose dependencies are already built.

use crate::Result;
use crate::table::{Bar, Table};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The vendor crates, each with whether its release build has a budget.
const CRATES: [(&str, bool); 4] =
    [("capillary-leads", false), ("nutshell", true), ("leadsquared", true), ("dealerstudio", false)];

/// The maximum CPU seconds of a release build.
const RELEASE: f64 = 60.0;

/// The maximum CPU seconds of a debug build: for each operation, and in addition.
const DEBUG: (f64, f64) = (0.12, 2.0);

/// Measures the builds, and returns whether every budget is met.
///
/// CPU seconds, user and system, of cargo and everything it starts: they depend less on what else the machine does than
/// the time on the clock.
pub(crate) fn run() -> Result<bool> {
    let mut table = Table::new();
    for (name, limited) in CRATES {
        let operations = operations(&folder(name).join("src/api"))?;
        #[allow(clippy::cast_precision_loss)]
        let debug = operations as f64 * DEBUG.0 + DEBUG.1;
        let how = format!("{operations} operations");
        table.row(&format!("debug build of {name}, CPU seconds"), build(name, &[])?, 1, Bar::AtMost(debug), &how);
        let bar = if limited { Bar::AtMost(RELEASE) } else { Bar::None };
        table.row(&format!("release build of {name}, CPU seconds"), build(name, &["--release"])?, 1, bar, &how);
    }
    Ok(table.end())
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates").join(name)
}

/// Counts the files that define an operation.
fn operations(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            count += operations(&path)?;
        } else {
            count += usize::from(fs::read_to_string(&path)?.contains("\n    const OPERATION: Operation ="));
        }
    }
    Ok(count)
}

/// Builds a crate once for its dependencies, and a second time alone. Returns the CPU seconds of the second time.
fn build(name: &str, profile: &[&str]) -> Result<f64> {
    cargo(name, profile)?;
    File::options().append(true).open(folder(name).join("src/lib.rs"))?.set_modified(SystemTime::now())?;
    let before = cpu_seconds()?;
    cargo(name, profile)?;
    Ok(cpu_seconds()? - before)
}

fn cargo(name: &str, profile: &[&str]) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--locked", "--quiet", "--lib", "-p", name])
        .args(profile)
        .env("CARGO_INCREMENTAL", "0")
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("{name} does not build").into()) }
}

/// Returns the CPU time of the processes that have ended. Only Linux has it without unsafe code or a dependency.
fn cpu_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat").map_err(|error| format!("/proc/self/stat: {error}"))?;
    // The name of the program is in parentheses and can contain spaces. User and system time of children are the 14th
    // and 15th field after it, in hundredths of a second.
    let fields = stat.rsplit_once(')').ok_or("the kernel's statistics cannot be read")?.1;
    let ticks: Vec<f64> = fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    match ticks.as_slice() {
        [user, system] => Ok((user + system) / 100.0),
        _ => Err("the kernel's statistics cannot be read".into()),
    }
}
