//! Installs the tools for measuring, in addition to a Rust toolchain.

use crate::Result;
use std::process::{Command, Stdio};

/// Installs valgrind, if apt is available, and the runner of the instruction-count benches in the version of the
/// library.
pub(crate) fn install() -> Result<()> {
    if !runs("valgrind", &["--version"]) {
        run("apt-get", &["install", "--yes", "--no-install-recommends", "valgrind"])
            .map_err(|error| format!("{error}; install valgrind with the package manager of this machine"))?;
    }
    let version = locked("gungraun")?;
    let installed = Command::new("gungraun-runner").arg("--version").output();
    if !installed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(&version)) {
        run("cargo", &["install", "--locked", "gungraun-runner", "--version", &version])?;
    }
    Ok(())
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program).args(arguments).status()?;
    if status.success() { Ok(()) } else { Err(format!("{program} {} failed", arguments.join(" ")).into()) }
}

/// Returns the version of a crate in the lock file: runner and library must match.
fn locked(name: &str) -> Result<String> {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"))?;
    let line = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|found| *found != line).skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = "));
    Ok(version.ok_or_else(|| format!("{name} is not in the lock file"))?.trim_matches('"').to_owned())
}
