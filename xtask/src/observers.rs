//! What observing costs a call: nothing without an observer, little with one.

use crate::Result;
use crate::count::Programs;
use crate::table::{Bar, Table};

/// Measures only these budgets.
pub(crate) fn run() -> Result<bool> {
    let mut table = Table::new();
    measure(&mut table)?;
    Ok(table.end())
}

/// Adds the budgets to a table.
pub(crate) fn measure(table: &mut Table) -> Result<()> {
    // In this order, because the usual build must be the one that stays.
    let without = Programs::build_with("leads_without_hook")?;
    let programs = Programs::build()?;
    let server = programs.server("whole-lead")?;
    let call = |programs: &Programs, how: &str| programs.instructions(&["send", how, &server.address], (100, 300));
    let removed = call(&without, "client")?;
    let (client, metrics) = (call(&programs, "client")?, call(&programs, "metrics")?);
    for (what, measured, bar) in [
        ("send without an observer over a build without the hook", client, 1.002),
        ("  with `metrics` and a recorder in memory", metrics, 1.02),
    ] {
        let how = format!("{measured:.0} over {removed:.0} instructions");
        table.row(what, measured / removed, 4, Bar::AtMost(bar), &how);
    }
    Ok(())
}
