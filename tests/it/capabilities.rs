//! The table of capabilities in the README, generated from the clients of the conformance suite.

use crate::harnesses;
use leads_core::LeadState;
use leads_core::client::Capabilities;
use leads_core::status::StateSupport;
use std::fmt::Write as _;
use std::path::Path;

const BEGIN: &str = "<!-- capabilities: begin -->\n";
const END: &str = "<!-- capabilities: end -->\n";

/// The columns, with each configuration of the adapter; the first is the default.
type Columns = Vec<(&'static str, Vec<(&'static str, Capabilities)>)>;

fn columns() -> Columns {
    let mut columns = Columns::new();
    for (name, harness) in harnesses::all() {
        let (adapter, configuration) = name.split_once(", ").unwrap_or((name, ""));
        let can = *harness.client().capabilities();
        match columns.iter_mut().find(|(known, _)| *known == adapter) {
            Some((_, configurations)) => configurations.push((configuration, can)),
            None => {
                assert_eq!(configuration, "", "{adapter}: the default configuration is first");
                columns.push((adapter, vec![("", can)]));
            }
        }
    }
    columns
}

/// Returns a row: the value of the default configuration, and those of configurations that differ.
fn row(columns: &Columns, label: &str, show: impl Fn(&Capabilities) -> String) -> String {
    let mut line = format!("| {label} |");
    for (_, configurations) in columns {
        let (_, default) = &configurations[0];
        write!(line, " {}", show(default)).unwrap();
        for (name, can) in configurations.iter().filter(|(_, can)| show(can) != show(default)) {
            write!(line, "<br>{name}: {}", show(can)).unwrap();
        }
        line.push_str(" |");
    }
    line + "\n"
}

fn states(shown: impl Fn(LeadState) -> bool) -> String {
    let names: Vec<&str> =
        LeadState::WRITABLE.into_iter().filter(|state| shown(*state)).map(LeadState::as_str).collect();
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}

fn table() -> String {
    let columns = columns();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut table = format!("| capability | {} |\n|---{}|\n", names.join(" | "), "|---".repeat(names.len()));
    for (at, (flag, _)) in Capabilities::none().flags().into_iter().enumerate() {
        let show = |can: &Capabilities| if can.flags()[at].1 { "yes" } else { "-" }.to_owned();
        table += &row(&columns, &format!("`{flag}`"), show);
    }
    table += &row(&columns, "states listed", |can| states(|state| can.lists_state(state)));
    table += &row(&columns, "states written exactly", |can| {
        states(|state| matches!(can.state(state), StateSupport::Exact | StateSupport::ThroughMap))
    });
    table += &row(&columns, "states written less precisely", |can| {
        states(|state| can.state(state) == StateSupport::Narrowed)
    });
    table += &row(&columns, "updates after creation", |can| match can.update_window {
        Some(window) => format!("for {} days", window.as_secs() / 86_400),
        None => "always".to_owned(),
    });
    table
}

#[test]
fn readme_table_matches_the_capabilities() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the README has the beginning of the table");
    let (kept, after) = rest.split_once(END).expect("the README has the end of the table");
    let made = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        return;
    }
    assert!(
        kept == made,
        "the README's table of capabilities is out of date; run UPDATE_DOCS=1 cargo test --test it capabilities::"
    );
}
