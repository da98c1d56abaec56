//! Diagnostics on standard error.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The crates whose diagnostics are shown: they redact keys and people. Libraries for HTTP do not, so theirs are never shown.
const SHOWN: &[&str] =
    &["leads", "leads_core", "leads_journal", "capillary_leads", "nutshell", "leadsquared", "dealerstudio"];

/// Shows warnings and more, by the number of `-v`. Without one, nothing is shown.
pub(crate) fn start(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let targets = SHOWN.iter().fold(Targets::new(), |targets, name| targets.with_target(*name, level));
    // A line for each call and attempt when it ends.
    let lines =
        tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).with_span_events(FmtSpan::CLOSE);
    tracing_subscriber::registry().with(targets).with(lines).init();
}
