//! Compares the table at the head of each module of operations, and the search names of each request, with the
//! catalogues.
//!
//! rustdoc 1.95 leaves the search names of re-exported items out (rust-lang/rust#152939). Later ones, and so docs.rs, have
//! them: look at the search with `cargo +nightly doc`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use leads_core::inspect::Entry;
use leads_core::vendor::Vendor;
use leads_core::{Host, Operation};

const BEGIN: &str = "//! <!-- operations: begin -->\n";
const END: &str = "//! <!-- operations: end -->\n";
const REPAIR: &str = "run the test again with UPDATE_DOCS=1";

/// What an application wants to do, in words that the vendor does not use for it.
const JOBS: [(&str, &str, &[&str]); 5] = [
    ("capillary-leads", "update_lead_status", &["close lead"]),
    ("nutshell", "update_lead_status", &["close lead"]),
    ("leadsquared", "update_lead", &["update stage"]),
    ("leadsquared", "update_opportunity", &["close opportunity", "update status"]),
    ("dealerstudio", "update_lead_cluster", &["close lead", "update status"]),
];

/// A file as it is and as it should be.
struct Page {
    file: PathBuf,
    kept: String,
    made: String,
}

/// A request type, as its source says.
struct Source {
    file: PathBuf,
    request: String,
    operation: String,
    response: String,
}

/// Returns the text between two others.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = text.split_once(before)?.1;
    rest.split_once(after).map(|(found, _)| found)
}

/// Returns the request types of a file.
fn sources(file: &Path) -> Vec<Source> {
    let text = std::fs::read_to_string(file).unwrap();
    let blocks = text.split("impl Request for ").skip(1);
    blocks
        .filter_map(|block| {
            let request = block.split_once(" {")?.0.to_owned();
            let operation = between(block.split_once("const OPERATION")?.1, "\"", "\"")?.to_owned();
            let response = between(block, "type Response = ", ";")?.to_owned();
            Some(Source { file: file.to_owned(), request, operation, response })
        })
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Returns the path of an operation, after the name of its host unless that is the base URL's.
fn place(operation: &Operation) -> String {
    match operation.host {
        Host::Api => operation.path.to_owned(),
        other => format!("{{{}-host}}{}", format!("{other:?}").to_lowercase(), operation.path),
    }
}

/// Returns what a module imports.
fn uses(module: &str) -> String {
    module
        .split("\nuse ")
        .flat_map(|part| part.split("\npub use "))
        .skip(1)
        .filter_map(|rest| rest.split(';').next())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Says what a call returns: the type of the record, and whether there are several.
fn reply(response: &str, root: &str, models: &str, module: &str) -> String {
    let (mut inner, mut many) = (response.trim(), false);
    loop {
        let wrapped = ["One<", "Raw<", "Option<", "Record<"].iter().find_map(|outer| inner.strip_prefix(outer));
        let listed = ["Records<", "Listing<", "Vec<"].iter().find_map(|outer| inner.strip_prefix(outer));
        many |= listed.is_some();
        match wrapped.or(listed).and_then(|rest| rest.strip_suffix('>')) {
            Some(rest) => inner = rest.split_once(", ").map_or(rest, |(first, _)| first),
            None => break,
        }
    }
    // The type of an id is on the page of the request.
    let head = inner.split('<').next().unwrap_or(inner);
    let exports = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|name| name == head);
    let name = match () {
        () if exports(module) => format!("[`{head}`]"),
        () if exports(models) => format!("[`{head}`](crate::model::{head})"),
        () if exports(root) => format!("[`{head}`](crate::{head})"),
        () => format!("`{inner}`"),
    };
    if many { format!("list of {name}") } else { name }
}

/// Returns the table of a module.
fn table<V: Vendor>(
    sources: &[Source],
    catalog: &BTreeMap<&str, &Entry<V>>,
    root: &str,
    models: &str,
    module: &str,
) -> String {
    let mut lines = vec!["//! | request | safety | reply |".to_owned(), "//! |---|---|---|".to_owned()];
    for source in sources {
        let operation = &catalog[source.operation.as_str()].operation;
        let docs =
            if operation.docs.is_empty() { String::new() } else { format!(" ([vendor's page]({}))", operation.docs) };
        // The path is the widest part. Below the name it leaves room for the other columns.
        lines.push(format!(
            "//! | [`{}`]{docs}<br>{} `{}` | {} | {} |",
            source.request,
            operation.method,
            place(operation),
            operation.safety.to_string().replace('_', "-"),
            reply(&source.response, &uses(root), models, &uses(module)),
        ));
    }
    format!("{BEGIN}//!\n{}\n//!\n{END}", lines.join("\n"))
}

/// Puts a table behind the first paragraph of a module's documentation, or in place of the table that is there.
fn with_table(text: &str, table: &str) -> String {
    if let (Some((head, _)), Some((_, tail))) = (text.split_once(BEGIN), text.split_once(END)) {
        return format!("{head}{table}{tail}");
    }
    let length = text.lines().take_while(|line| line.starts_with("//!")).map(|line| line.len() + 1).sum();
    let (head, tail) = text.split_at(length);
    format!("{head}//!\n{table}{tail}")
}

/// Returns the texts by which a request is found in the search: the vendor's path, the words of its name, with and without
/// the record that its module is about, and its jobs.
fn aliases(vendor: &str, operation: &Operation, module: &str) -> Vec<String> {
    let path = operation.path.trim_start_matches('/');
    let mut found = vec![operation.path.to_owned()];
    found.push(
        path.strip_prefix("v2/")
            .or(path.strip_prefix("rest/"))
            .or(path.strip_prefix("api/v1/"))
            .unwrap_or(path)
            .to_owned(),
    );
    let words: Vec<_> = operation.name.split('_').filter(|word| *word != "async").collect();
    found.push(words.join(" "));
    let nouns = match module {
        "asynchronous" => vec!["lead", "leads", "opportunity", "activity"],
        module => module.split('_').collect(),
    };
    let singular = |word: &str| {
        word.strip_suffix("ies")
            .map(|stem| format!("{stem}y"))
            .or_else(|| word.strip_suffix('s').map(str::to_owned))
            .unwrap_or_else(|| word.to_owned())
    };
    let others: Vec<_> =
        words.iter().filter(|word| !nouns.iter().any(|noun| singular(noun) == singular(word))).copied().collect();
    if others.len() > 1 && others.len() < words.len() {
        found.push(others.join(" "));
    }
    let jobs = JOBS.iter().filter(|(known, name, _)| (*known, *name) == (vendor, operation.name));
    found.extend(jobs.flat_map(|(_, _, words)| *words).map(|words| (*words).to_owned()));
    found.dedup();
    found
}

/// Puts the search names before the attributes of a request.
fn with_aliases(text: &str, request: &str, aliases: &[String]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let Some(at) = lines.iter().position(|line| {
        line.strip_prefix("pub struct ").is_some_and(|rest| {
            rest.strip_prefix(request).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        })
    }) else {
        panic!("{request} is not in its file");
    };
    let first =
        lines[..at].iter().rposition(|line| line.starts_with("///") || line.is_empty()).map_or(0, |line| line + 1);
    let mut made = String::new();
    for (number, line) in lines.iter().enumerate() {
        if number == first {
            for alias in aliases {
                writeln!(made, "#[doc(alias = \"{alias}\")]").unwrap();
            }
        }
        if !((first..at).contains(&number) && line.starts_with("#[doc(alias")) {
            writeln!(made, "{line}").unwrap();
        }
    }
    made
}

/// Returns the pages of a vendor's operations.
fn pages<V: Vendor>(name: &str, catalog: &[Entry<V>]) -> Vec<Page> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates").join(name).join("src");
    let by_name: BTreeMap<_, _> = catalog.iter().map(|entry| (entry.operation.name, entry)).collect();
    let read = |file: &str| std::fs::read_to_string(source.join(file)).unwrap_or_default();
    let (root, models) = (read("lib.rs"), read("model/mod.rs"));
    let (mut pages, mut found) = (Vec::new(), 0);
    for folder in files(&source.join("api")).into_iter().filter(|path| path.is_dir()) {
        let module = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let all: Vec<_> = files(&folder).iter().flat_map(|file| sources(file)).collect();
        let listed: Vec<_> = all.into_iter().filter(|source| by_name.contains_key(source.operation.as_str())).collect();
        found += listed.len();
        let file = folder.join("mod.rs");
        let kept = std::fs::read_to_string(&file).unwrap();
        let made = with_table(&kept, &table(&listed, &by_name, &root, &models, &kept));
        pages.push(Page { file, kept, made });
        for source in listed {
            let aliases = aliases(name, &by_name[source.operation.as_str()].operation, &module);
            match pages.iter_mut().find(|page| page.file == source.file) {
                Some(page) => page.made = with_aliases(&page.made, &source.request, &aliases),
                None => {
                    let kept = std::fs::read_to_string(&source.file).unwrap();
                    let made = with_aliases(&kept, &source.request, &aliases);
                    pages.push(Page { file: source.file, kept, made });
                }
            }
        }
    }
    assert!(found >= by_name.len(), "{name}: {found} requests for {} operations", by_name.len());
    pages
}

#[test]
fn operation_tables_and_search_names_match_the_code() {
    let vendors = [
        pages("capillary-leads", &capillary_leads::api::catalog()),
        pages("nutshell", &nutshell::api::catalog()),
        pages("leadsquared", &leadsquared::api::catalog()),
        pages("dealerstudio", &dealerstudio::api::catalog()),
    ];
    let stale: Vec<_> = vendors.iter().flatten().filter(|page| page.kept != page.made).collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        for page in stale {
            std::fs::write(&page.file, &page.made).unwrap();
        }
        return;
    }
    let names: Vec<_> = stale.iter().map(|page| page.file.display().to_string()).collect();
    assert!(names.is_empty(), "{REPAIR}; these are not as the code: {names:?}");
}
