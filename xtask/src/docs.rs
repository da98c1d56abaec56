//! Checks the links, commands and snippets of the Markdown pages.

use crate::Result;
use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the pages link to in the repository.
const REPOSITORY: &str = "https://github.com/leads-sdk/leads/blob/main/";

/// The package of this workspace whose name is taken in the registry: see `publish`.
const TAKEN: &str = "nutshell";

/// The crates that an application adds without `leads-core`. Their examples reach it through the crate.
const ALONE: [&str; 5] = ["capillary-leads", "dealerstudio", "leads-redis", "leadsquared", "nutshell"];

/// The widest line of an example, in characters.
const WIDEST: usize = 92;

/// A page, with its text split into prose and code.
struct Page {
    path: PathBuf,
    prose: Vec<(usize, String)>,
    fences: Vec<Fence>,
}

/// A code block.
struct Fence {
    line: usize,
    language: String,
    text: String,
}

/// What is checked against: files, packages, examples.
struct Repository {
    root: PathBuf,
    packages: BTreeSet<String>,
    /// The pages that are compiled with the crate `leads`.
    guides: BTreeSet<PathBuf>,
    /// The labels that lead somewhere in the guides of the crate `leads`.
    guide_labels: BTreeSet<String>,
    subcommands: String,
}

/// Checks every page; `false` if something is wrong.
pub(crate) fn run() -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent folder")?.to_owned();
    let repository = Repository::read(root.clone())?;
    let (mut files, mut wrong) = (Vec::new(), Vec::new());
    markdown(&root, &mut files)?;
    files.sort();
    for path in &files {
        let page = Page::read(path)?;
        repository.links(&page, &mut wrong)?;
        repository.commands(&page, &mut wrong)?;
        repository.snippets(&page, &mut wrong)?;
    }
    repository.features(&mut wrong)?;
    repository.examples(&mut wrong)?;
    for line in &wrong {
        println!("{line}");
    }
    println!("{} pages, {} problems", files.len(), wrong.len());
    Ok(wrong.is_empty())
}

/// Collects the Markdown files, apart from those of builds and of tests.
fn markdown(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            let skipped =
                name == "target" || name == "tests" || name == "guide" || (name.starts_with('.') && name != ".github");
            if !skipped {
                markdown(&path, files)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}

impl Page {
    fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)?;
        let (mut prose, mut fences) = (Vec::new(), Vec::new());
        let mut open: Option<Fence> = None;
        for (index, line) in text.lines().enumerate() {
            let ticks = line.trim_start().strip_prefix("```");
            match (&mut open, ticks) {
                (None, Some(language)) => {
                    open = Some(Fence { line: index + 1, language: language.trim().to_owned(), text: String::new() });
                }
                (None, None) => prose.push((index + 1, line.to_owned())),
                (Some(_), Some(_)) => fences.extend(open.take()),
                (Some(fence), None) => {
                    fence.text.push_str(line);
                    fence.text.push('\n');
                }
            }
        }
        Ok(Self { path: path.to_owned(), prose, fences })
    }

    /// Returns the anchors of the headings, as forges and rustdoc build them.
    fn anchors(&self) -> BTreeSet<String> {
        let headings = self.prose.iter().filter_map(|(_, line)| line.strip_prefix('#'));
        headings.map(|line| slug(line.trim_start_matches('#').trim())).collect()
    }
}

/// Returns the file of a guide, whose name is relative to `docs/`.
fn guide_file(root: &Path, name: &str) -> PathBuf {
    name.strip_prefix("../").map_or_else(|| root.join("docs").join(name), |name| root.join(name))
}

fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

impl Repository {
    fn read(root: PathBuf) -> Result<Self> {
        let mut packages = BTreeSet::new();
        for folder in ["", "crates", "examples", "examples/apps", "xtask"] {
            for entry in fs::read_dir(root.join(folder))? {
                let manifest = entry?.path();
                let manifest = if manifest.is_dir() { manifest.join("Cargo.toml") } else { manifest };
                if manifest.file_name().is_some_and(|name| name == "Cargo.toml")
                    && let Ok(text) = fs::read_to_string(&manifest)
                {
                    let name = text.lines().find_map(|line| line.strip_prefix("name = \""));
                    packages.extend(name.map(|name| name.trim_end_matches('"').to_owned()));
                }
            }
        }
        let guide = fs::read_to_string(root.join("src/guide/mod.rs"))?;
        let names = guide.lines().filter_map(|line| line.trim().split_once('"'));
        let guides = names.map(|(_, file)| guide_file(&root, file.trim_end_matches('"'))).collect();
        let labels = fs::read_to_string(root.join("src/guide/links.md"))?;
        let guide_labels = labels.lines().filter_map(label).map(|(label, _)| label.to_owned()).collect();
        let subcommands = fs::read_to_string(root.join("xtask/src/main.rs"))?;
        Ok(Self { root, packages, guides, guide_labels, subcommands })
    }

    fn shown(&self, page: &Page, line: usize) -> String {
        format!("{}:{line}", page.path.strip_prefix(&self.root).unwrap_or(&page.path).display())
    }

    /// Checks that each link has a target: a file, and a heading in it.
    fn links(&self, page: &Page, wrong: &mut Vec<String>) -> Result<()> {
        let inline = Regex::new(r"\]\(([^)\s]+)\)")?;
        let reference = Regex::new(r"\]\[([^\]]+)\]")?;
        let code = Regex::new(r"`[^`]*`")?;
        let is_guide = self.guides.contains(&page.path);
        let defined: BTreeSet<_> =
            page.prose.iter().filter_map(|(_, line)| label(line)).map(|(label, _)| label).collect();
        for (number, line) in &page.prose {
            let at = self.shown(page, *number);
            let mut targets: Vec<&str> = label(line).map(|(_, target)| target).into_iter().collect();
            let without_code = code.replace_all(line, "code");
            for found in inline.captures_iter(&without_code) {
                let target = found.get(1).map_or("", |target| target.as_str());
                if is_guide && !target.starts_with("http") && !target.starts_with('#') {
                    wrong.push(format!("{at}: a guide links by reference: [text][{target}]"));
                }
            }
            targets.extend(inline.captures_iter(line).filter_map(|found| found.get(1)).map(|target| target.as_str()));
            for target in targets {
                if let Some(problem) = self.target(page, target)? {
                    wrong.push(format!("{at}: {target}: {problem}"));
                }
            }
            for found in reference.captures_iter(&without_code).filter_map(|found| found.get(1)) {
                if !defined.contains(found.as_str()) {
                    wrong.push(format!("{at}: [{}] is not defined", found.as_str()));
                }
                if is_guide && !self.guide_labels.contains(found.as_str()) {
                    wrong.push(format!("{at}: [{}] is not in src/guide/links.md", found.as_str()));
                }
            }
        }
        Ok(())
    }

    fn target(&self, page: &Page, target: &str) -> Result<Option<String>> {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let file = match path.strip_prefix(REPOSITORY) {
            Some(path) => self.root.join(path),
            None if path.starts_with("http") || path.starts_with("mailto:") => return Ok(None),
            None if path.is_empty() => page.path.clone(),
            None => page.path.parent().unwrap_or(&self.root).join(path),
        };
        if !file.exists() {
            return Ok(Some("no such file".to_owned()));
        }
        let has_anchor = anchor.is_empty() || Page::read(&file)?.anchors().contains(anchor);
        Ok((!has_anchor).then(|| "no such heading".to_owned()))
    }

    /// Checks that what a command names exists.
    fn commands(&self, page: &Page, wrong: &mut Vec<String>) -> Result<()> {
        let inline = Regex::new(r"`((?:[A-Z_]+=\S+ )*(?:cargo|fuzz/run|\.ci/run)[^`]*)`")?;
        let mut commands = Vec::new();
        for (number, line) in &page.prose {
            commands
                .extend(inline.captures_iter(line).filter_map(|c| c.get(1)).map(|c| (*number, c.as_str().to_owned())));
        }
        for fence in
            page.fences.iter().filter(|fence| matches!(fence.language.as_str(), "sh" | "text" | "console" | "bash"))
        {
            for (index, line) in fence.text.lines().enumerate() {
                let command = line.trim_start().trim_start_matches("$ ");
                if command.starts_with("cargo ") {
                    commands.push((fence.line + index + 1, command.to_owned()));
                }
            }
        }
        for (number, command) in commands {
            if let Some(problem) = self.command(&command) {
                wrong.push(format!("{}: `{command}`: {problem}", self.shown(page, number)));
            }
        }
        Ok(())
    }

    fn command(&self, command: &str) -> Option<String> {
        let words: Vec<&str> = command.split_whitespace().take_while(|word| !word.starts_with('#')).collect();
        let after = |flag: &str| words.iter().position(|word| *word == flag).and_then(|at| words.get(at + 1)).copied();
        let package = after("-p").or(after("--package"));
        let is_placeholder = |word: &str| word.chars().any(|c| c.is_ascii_uppercase() || "<>{}…".contains(c));
        if let Some(name) = package.filter(|name| !self.packages.contains(*name) && !is_placeholder(name)) {
            return Some(format!("no package {name}"));
        }
        let folder = match package {
            Some(name) if self.root.join("crates").join(name).is_dir() => self.root.join("crates").join(name),
            _ => self.root.clone(),
        };
        for (flag, place) in [("--example", "examples"), ("--test", "tests"), ("--bench", "benches")] {
            if let Some(name) = after(flag).filter(|name| !is_placeholder(name)) {
                let found =
                    folder.join(place).join(format!("{name}.rs")).exists() || folder.join(place).join(name).is_dir();
                if !found {
                    return Some(format!("no {} {name}", flag.trim_start_matches('-')));
                }
            }
        }
        if package == Some("xtask")
            && let Some(name) = after("--")
            && !self.subcommands.contains(&format!("\"{name}\""))
        {
            return Some(format!("xtask has no command {name}"));
        }
        // `--test it module::`
        let filter = words.iter().find(|word| word.ends_with("::") || word.contains("::")).copied()?;
        let module = filter.split("::").next()?;
        let place = folder.join("tests").join(after("--test")?);
        let found = place.join(format!("{module}.rs")).exists() || place.join(module).is_dir();
        (!found && !is_placeholder(module)).then(|| format!("no tests {filter}"))
    }

    /// Checks that the first page of each package names its features and no others: the crate's documentation, or the
    /// README of a program.
    fn features(&self, wrong: &mut Vec<String>) -> Result<()> {
        let mut folders = vec![self.root.clone()];
        for entry in fs::read_dir(self.root.join("crates"))? {
            folders.push(entry?.path());
        }
        folders.sort();
        for folder in folders {
            let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))?.parse()?;
            let features = manifest.get("features").and_then(toml::Value::as_table);
            let features = features.into_iter().flat_map(toml::Table::keys).filter(|name| *name != "default");
            let library = folder.join("src/lib.rs");
            let page = if library.exists() { library } else { folder.join("README.md") };
            let text = fs::read_to_string(&page)?;
            let (wanted, named) = (features.cloned().collect(), named_features(&text));
            let shown = page.strip_prefix(&self.root).unwrap_or(&page).display();
            wrong.extend(feature_problems(&wanted, &named, &text).map(|problem| format!("{shown}: {problem}")));
        }
        Ok(())
    }

    /// Checks that the examples of the libraries are compiled, fit the pages of docs.rs without scrolling, and compile with
    /// the crates that the page says to add.
    fn examples(&self, wrong: &mut Vec<String>) -> Result<()> {
        let mut folders = vec![(self.root.join("src"), None)];
        for entry in fs::read_dir(self.root.join("crates"))? {
            let folder = entry?.path();
            let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // The examples of `leads-redis` use LeadSquared's client.
            let own = match name {
                "leads-redis" => Some("leadsquared".to_owned()),
                _ => ALONE.contains(&name).then(|| name.replace('-', "_")),
            };
            folders.push((folder.join("src"), own));
        }
        while let Some((folder, own)) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push((path, own.clone()));
                    continue;
                }
                let shown = path.strip_prefix(&self.root).unwrap_or(&path).display();
                let found = example_problems(&fs::read_to_string(&path)?, own.as_deref());
                wrong.extend(found.iter().map(|(line, problem)| format!("{shown}:{line}: {problem}")));
            }
        }
        wrong.sort();
        Ok(())
    }

    /// Checks that each snippet is compiled or can be read, and that those on pages of docs.rs fit without scrolling.
    fn snippets(&self, page: &Page, wrong: &mut Vec<String>) -> Result<()> {
        let is_guide = self.guides.contains(&page.path);
        let is_compiled = is_guide || self.compiles_readme(&page.path)?;
        for fence in &page.fences {
            let at = self.shown(page, fence.line);
            let language = fence.language.split(',').next().unwrap_or_default();
            let problem = match language {
                "" => Some("a code block without a language".to_owned()),
                "rust" if fence.language.contains("ignore") => Some("Rust that is not compiled".to_owned()),
                "rust" if !is_compiled => Some("Rust in a page that is not compiled".to_owned()),
                "toml" => toml::from_str::<toml::Table>(&fence.text).err().map(|error| error.to_string()),
                "json" => serde_json::from_str::<serde_json::Value>(&fence.text).err().map(|error| error.to_string()),
                _ => None,
            };
            wrong.extend(problem.map(|problem| format!("{at}: {problem}")));
            for (index, line) in fence.text.lines().enumerate() {
                let at = self.shown(page, fence.line + index + 1);
                if foreign_crate(line) {
                    wrong.push(format!("{at}: the package {TAKEN} of the registry is another crate"));
                }
                if is_compiled && language == "rust" && !line.starts_with('#') && line.chars().count() > WIDEST {
                    wrong.push(format!("{at}: an example wider than {WIDEST}"));
                }
            }
        }
        Ok(())
    }

    /// Whether a page is the README of a crate that compiles its examples.
    fn compiles_readme(&self, page: &Path) -> Result<bool> {
        let library = page.parent().unwrap_or(&self.root).join("src/lib.rs");
        if page.file_name().is_none_or(|name| name != "README.md") || !library.exists() {
            return Ok(false);
        }
        Ok(fs::read_to_string(library)?.contains("include_str!(\"../README.md\")"))
    }
}

/// Returns label and target of the definition of a reference: `[label]: target`.
fn label(line: &str) -> Option<(&str, &str)> {
    let (label, target) = line.strip_prefix('[')?.split_once("]: ")?;
    Some((label, target.trim()))
}

/// Returns what is wrong with the examples in the documentation of a source file: the number of the line, and why. Lines
/// that rustdoc hides do not count. `own` is the name of the crate, if applications add it without `leads-core`.
fn example_problems(text: &str, own: Option<&str>) -> Vec<(usize, String)> {
    let (mut is_code, mut found) = (false, Vec::new());
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let Some(line) = line.strip_prefix("//!").or_else(|| line.strip_prefix("///")) else {
            // A fence can also be in a conditional attribute, whose code follows.
            is_code = line.starts_with("#![cfg_attr(") && line.contains("doc = \"```") && line.contains("not(");
            continue;
        };
        let line = line.strip_prefix(' ').unwrap_or(line);
        if foreign_crate(line) {
            found.push((index + 1, format!("the package {TAKEN} of the registry is another crate")));
        }
        if let Some(language) = line.trim_start().strip_prefix("```") {
            is_code = !is_code;
            if language.contains("ignore") {
                found.push((index + 1, "an example that is not compiled".to_owned()));
            }
        } else if is_code && !line.starts_with('#') {
            if line.chars().count() > WIDEST {
                found.push((index + 1, format!("an example wider than {WIDEST}")));
            }
            if own.is_some_and(|own| line.contains("leads_core::") && !line.contains(&format!("{own}::"))) {
                found.push((index + 1, "an application that adds this crate cannot name leads_core".to_owned()));
            }
        }
    }
    found
}

/// Whether a line installs the foreign crate that has the name of one of this workspace.
fn foreign_crate(line: &str) -> bool {
    let Some((_, words)) = line.split_once("cargo add ") else { return false };
    let mut words = words.split(['`', '#']).next().unwrap_or_default().split_whitespace();
    while let Some(word) = words.next() {
        if matches!(word, "--features" | "-F") {
            words.next();
        } else if word == TAKEN {
            return true;
        }
    }
    false
}

/// Returns the names in the first column of the table of features of a crate's documentation.
fn named_features(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("//! "));
    let section = lines.skip_while(|line| *line != "# Features").skip(1).take_while(|line| !line.starts_with("# "));
    let cells = section.filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
    let names = cells.flat_map(|(cell, _)| cell.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>());
    names.filter(|name| !name.is_empty()).collect()
}

/// Returns what is wrong with a page that names features. A page without a table names them in its text.
fn feature_problems<'a>(
    wanted: &'a BTreeSet<String>,
    named: &'a BTreeSet<String>,
    text: &'a str,
) -> impl Iterator<Item = String> + 'a {
    let is_named =
        |name: &String| named.contains(name) || (named.is_empty() && text.contains(&format!("the feature `{name}`")));
    let missing = wanted.iter().filter(move |name| !is_named(name)).map(|name| format!("feature {name} is not named"));
    let unknown = named.difference(wanted).map(|name| format!("there is no feature {name}"));
    missing.chain(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_lines_of_examples_are_found() {
        let wide = "x".repeat(WIDEST + 1);
        let text = format!("//! {wide}\n//! ```\n//! {wide}\n//! # {wide}\n//! y\n//! ```\n//! {wide}\nlet {wide};\n");
        let found: Vec<_> = example_problems(&text, None).into_iter().map(|(line, _)| line).collect();
        assert_eq!(found, [3]);
    }

    #[test]
    fn examples_that_a_reader_cannot_compile_are_found() {
        let text = "/// ```\n/// use leads_core::Time;\n/// use acme::leads_core::Time;\n/// # use leads_core::Time;\n\
                    /// ```\n/// ```rust,ignore\n/// ```\n/// leads_core::Time\n";
        let lines = |own| example_problems(text, own).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        assert_eq!(lines(Some("acme")), [2, 6]);
        assert_eq!(lines(None), [6]);
    }

    #[test]
    fn lines_that_install_the_foreign_crate_are_found() {
        assert!(foreign_crate("cargo add nutshell --features registry"));
        assert!(foreign_crate("//! `cargo add leads nutshell`"));
        assert!(!foreign_crate("cargo add nutshell-crm"));
        assert!(!foreign_crate("cargo add --dev leads-testkit --features nutshell"));
        assert!(!foreign_crate("`cargo add leads-core` and nutshell"));
    }

    #[test]
    fn features_that_a_page_does_not_name_are_problems() {
        let page = "//! # Features\n//!\n//! | feature | what it adds |\n//! |---|---|\n//! | `one`, `two` (default) | x |\n\
                    //! | `other` | x |\n//!\n//! # Tests\n//! | `not` | x |\n";
        let named = named_features(page);
        assert_eq!(named, ["one", "other", "two"].map(str::to_owned).into());
        let wanted = ["one", "two", "three"].map(str::to_owned).into();
        let problems: Vec<String> = feature_problems(&wanted, &named, page).collect();
        assert_eq!(problems, ["feature three is not named", "there is no feature other"]);
        let (wanted, none) = (["keyring".to_owned()].into(), BTreeSet::new());
        assert_eq!(feature_problems(&wanted, &none, "With the feature `keyring`, ...").count(), 0);
        assert_eq!(feature_problems(&wanted, &none, "keyring").count(), 1);
    }

    #[test]
    fn anchors_are_those_of_forges() {
        assert_eq!(slug("What the common client can do"), "what-the-common-client-can-do");
        assert_eq!(slug("`WriteOutcome`, and why"), "writeoutcome-and-why");
    }

    #[test]
    fn definition_of_a_reference_has_a_label_and_a_target() {
        assert_eq!(label("[errors.md]: errors.md"), Some(("errors.md", "errors.md")));
        assert_eq!(label("- [x](y)"), None);
    }
}
