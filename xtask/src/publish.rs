//! Makes the packages that are published, and checks them.
//!
//! The registry has an unrelated crate named `nutshell`, so that package is published as `nutshell-crm`. Its library keeps
//! its name, and so does the package in this workspace.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The package of this workspace whose name is taken, and the name it is published under.
const TAKEN: &str = "nutshell";
const PUBLISHED: &str = "nutshell-crm";
/// The packages in the order in which they are published.
const PACKAGES: [&str; 12] = [
    "leads-derive",
    "leads-core",
    "capillary-leads",
    PUBLISHED,
    "leadsquared",
    "dealerstudio",
    "leads-testkit",
    "leads-redis",
    "leads-journal",
    "leads-journal-postgres",
    "leads",
    "leads-cli",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn run(command: &mut Command) -> Result<String> {
    let done = command.output()?;
    if !done.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&done.stderr)).into());
    }
    Ok(String::from_utf8(done.stdout)?)
}

/// Copies the files that belong to the repository, and renames the package whose name is taken.
fn stage(tree: &Path) -> Result<()> {
    let listed =
        run(Command::new("git").current_dir(root()).args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    for file in listed.lines() {
        let (from, to) = (root().join(file), tree.join(file));
        // A file can be deleted and still be in the index.
        if from.is_file() {
            fs::create_dir_all(to.parent().ok_or("a file without a folder")?)?;
            fs::copy(from, to)?;
        }
    }
    let edit = |file: PathBuf, from: &str, to: &str| -> Result<()> {
        let text = fs::read_to_string(&file)?;
        if text.matches(from).count() != 1 {
            return Err(format!("{}: expected `{from}` once", file.display()).into());
        }
        Ok(fs::write(&file, text.replace(from, to))?)
    };
    edit(
        tree.join("crates").join(TAKEN).join("Cargo.toml"),
        &format!("name = \"{TAKEN}\"\n"),
        &format!("name = \"{PUBLISHED}\"\n"),
    )?;
    let manifest = tree.join("crates").join(TAKEN).join("Cargo.toml");
    let text = fs::read_to_string(&manifest)?;
    fs::write(&manifest, text.replace("\n[features]\n", &format!("\n[lib]\nname = \"{TAKEN}\"\n\n[features]\n")))?;
    edit(
        tree.join("Cargo.toml"),
        &format!("{TAKEN} = {{ path = "),
        &format!("{TAKEN} = {{ package = \"{PUBLISHED}\", path = "),
    )
}

/// Returns what is wrong with an unpacked package.
fn faults(package: &str, folder: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        if !folder.join(file).is_file() {
            faults.push(format!("{package}: no {file}"));
        }
    }
    let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
    for field in ["description", "license", "repository", "homepage", "documentation", "readme", "rust-version"] {
        if !manifest.lines().any(|line| line.starts_with(&format!("{field} = "))) {
            faults.push(format!("{package}: no {field}"));
        }
    }
    // A dependency is a table here, and one with another package's name says so.
    for (number, line) in manifest.lines().enumerate() {
        let dependency = line.trim_start_matches('[').trim_end_matches(']').rsplit_once("dependencies.");
        if dependency.is_some_and(|(_, name)| name == TAKEN) {
            let table = manifest.lines().skip(number + 1).take_while(|line| !line.starts_with('['));
            if !table.into_iter().any(|line| line == format!("package = \"{PUBLISHED}\"")) {
                faults.push(format!("{package}: depends on the foreign crate {TAKEN}"));
            }
        }
    }
    if manifest.lines().any(|line| line == format!("name = \"{TAKEN}\"")) && package != PUBLISHED {
        faults.push(format!("{package}: is named {TAKEN}"));
    }
    let tests = folder.join("tests");
    if tests.exists() {
        faults.push(format!("{package}: contains tests that need the repository"));
    }
    Ok(faults)
}

/// What is compiled from the unpacked packages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tests {
    /// Nothing.
    None,
    /// The tests of an application that depends on the packages alone.
    Application,
    /// Those, and the tests of every package.
    All,
}

impl Tests {
    /// Returns what the arguments of the command ask for.
    pub(crate) fn from_arguments(arguments: impl Iterator<Item = String>) -> Self {
        let asked = arguments.map(|argument| match argument.as_str() {
            "--application" => Self::Application,
            "--test" => Self::All,
            _ => Self::None,
        });
        asked.max().unwrap_or(Self::None)
    }
}

/// Packs every package, unpacks it and checks it. Then runs tests that use the unpacked packages.
pub(crate) fn publish(tests: Tests) -> Result<bool> {
    let work = root().join("target/publish");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let (tree, unpacked) = (work.join("tree"), work.join("unpacked"));
    stage(&tree)?;
    fs::create_dir_all(&unpacked)?;
    let known: Vec<_> = PACKAGES.into_iter().filter(|package| exists(&tree, package)).collect();
    // Compiled by the tests below, which use the unpacked packages.
    let mut pack = Command::new("cargo");
    pack.current_dir(&tree).args(["package", "--quiet", "--allow-dirty", "--no-verify", "--target-dir"]).arg(&work);
    for package in &known {
        pack.args(["--package", package]);
    }
    run(&mut pack)?;
    let (mut faults_found, mut names) = (Vec::new(), BTreeSet::new());
    for package in &known {
        let version = env!("CARGO_PKG_VERSION");
        let packed = work.join("package").join(format!("{package}-{version}.crate"));
        run(Command::new("tar").arg("-xzf").arg(&packed).arg("-C").arg(&unpacked))?;
        faults_found.extend(faults(package, &unpacked.join(format!("{package}-{version}")))?);
        println!("{package} {version}: {} bytes", fs::metadata(&packed)?.len());
        names.insert((*package).to_owned());
    }
    for fault in &faults_found {
        println!("{fault}");
    }
    if tests != Tests::None {
        stranger(&work, &unpacked, &names, tests)?;
    }
    Ok(faults_found.is_empty())
}

fn exists(tree: &Path, package: &str) -> bool {
    let folder = match package {
        "leads" => return true,
        PUBLISHED => TAKEN,
        other => other,
    };
    tree.join("crates").join(folder).is_dir()
}

/// Runs the tests of an application that depends on the unpacked packages alone, and those of the packages.
fn stranger(work: &Path, unpacked: &Path, names: &BTreeSet<String>, tests: Tests) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let folder = |name: &String| format!("{}/{name}-{version}", unpacked.display());
    let patches: String = names.iter().map(|name| format!("{name} = {{ path = \"{}\" }}\n", folder(name))).collect();
    let members: Vec<_> = names.iter().map(|name| format!("{name}-{version}")).collect();
    fs::write(
        unpacked.join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[patch.crates-io]\n{patches}"),
    )?;
    fs::copy(root().join("Cargo.lock"), unpacked.join("Cargo.lock"))?;

    let application = work.join("application");
    fs::create_dir_all(application.join("tests"))?;
    fs::create_dir_all(application.join("src"))?;
    fs::write(application.join("src/lib.rs"), "")?;
    let readme = fs::read_to_string(root().join("README.md"))?;
    let (mut dependencies, mut for_tests) = (String::new(), String::new());
    for line in readme.lines().filter_map(|line| line.strip_prefix("cargo add ")) {
        let words: Vec<_> = line.split_whitespace().collect();
        let name = words.iter().find(|word| !word.starts_with('-')).ok_or("an install line without a name")?;
        let features = words.iter().position(|word| *word == "--features").and_then(|at| words.get(at + 1));
        let features: Vec<_> = features.into_iter().flat_map(|list| list.split(',')).collect();
        let wanted = if names.contains(*name) { version } else { "1" };
        let list = if words.contains(&"--dev") { &mut for_tests } else { &mut dependencies };
        *list += &format!("{name} = {{ version = \"{wanted}\", features = {features:?} }}\n");
    }
    fs::write(
        application.join("Cargo.toml"),
        format!(
            "[package]\nname = \"application\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             {dependencies}\n[dev-dependencies]\n{for_tests}\n[patch.crates-io]\n{patches}"
        ),
    )?;
    fs::copy(root().join("Cargo.lock"), application.join("Cargo.lock"))?;
    fs::copy(root().join("xtask/application/first.rs"), application.join("tests/first.rs"))?;
    // The dependencies are the same as in this workspace, so most of them are compiled already.
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    for folder in [application.as_path(), unpacked] {
        if folder == unpacked && tests != Tests::All {
            continue;
        }
        let mut command = Command::new("cargo");
        command.current_dir(folder).args(["test", "--quiet", "--target-dir"]).arg(&target);
        if folder == unpacked {
            command.args(["--workspace", "--lib"]);
        }
        if !command.status()?.success() {
            return Err(format!("the tests in {} failed", folder.display()).into());
        }
    }
    Ok(())
}
