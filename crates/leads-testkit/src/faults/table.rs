//! The catalogue as documentation.

use super::named::{DecidedBy, NamedFault, Reach};
use leads_core::Safety;
use std::fmt::Write as _;

/// Returns the catalogue as a Markdown table.
///
/// The columns of the safety classes show the result of one attempt, and `retried` if the call is then retried.
#[must_use]
pub fn table() -> String {
    let mut out = String::from(
        "| fault | what goes wrong | how it is done | read | idempotent write | non-idempotent write | decided by |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for fault in super::all() {
        let place = if fault.reach == Reach::InProcess { " (in process only)" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "| `{}` | {} | {}{place} | {} | {} | {} | {} |",
            fault.name,
            fault.description,
            fault.done,
            cell(&fault, Safety::Read),
            cell(&fault, Safety::Idempotent),
            cell(&fault, Safety::NonIdempotent),
            match fault.expected.decided_by {
                DecidedBy::Exchange => "exchange",
                DecidedBy::Status => "status",
                DecidedBy::Body => "body",
            },
        );
    }
    out
}

fn cell(fault: &NamedFault, safety: Safety) -> String {
    let retried = if fault.is_retried(safety) { ", retried" } else { "" };
    match (fault.expected.kind, safety) {
        (None, Safety::Read) => "works".to_owned(),
        (None, _) => format!("works, {}", fault.outcome(safety)),
        (Some(kind), Safety::Read) => format!("{kind}{retried}"),
        (Some(kind), _) => format!("{kind}, {}{retried}", fault.outcome(safety)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn table_has_a_row_for_each_fault() {
        let faults = super::super::all();
        assert!(faults.len() >= 40, "{}", faults.len());
        let names: BTreeSet<_> = faults.iter().map(|fault| fault.name).collect();
        assert_eq!(names.len(), faults.len(), "a name is not unique");
        let table = table();
        assert_eq!(table.lines().count(), faults.len() + 2);
        assert!(table.lines().all(|line| line.matches('|').count() == 8), "{table}");
        assert!(table.contains(
            "| `lost-response-reset` | the vendor acts, and its response is lost | handled, then reset | \
            transport, retried | transport, unknown, retried | transport, unknown | exchange |"
        ));
    }
}
