//! Checks that the cost of processing a vendor's input grows at most linearly with the input.

use crate::Result;
use crate::count::Programs;
use crate::table::{Bar, Table};

/// The sizes of the input, in thousands of bytes: 1x, 4x and 16x.
const SIZES: [&str; 3] = ["32", "128", "512"];

/// The maximum growth of the instructions per byte from one size to the next. Work that is capped costs less per byte
/// for larger inputs, which is fine.
const MOST: f64 = 1.20;

/// Measures every case without the other budgets.
pub(crate) fn run() -> Result<bool> {
    let mut table = Table::new();
    measure(&Programs::build()?, &mut table)?;
    Ok(table.end())
}

/// Adds a row for each case: the maximum growth of its instructions per byte from one size to the next.
pub(crate) fn measure(programs: &Programs, table: &mut Table) -> Result<()> {
    let sizes = SIZES.map(|size| programs.cases(size));
    let [small, middle, large] = sizes;
    let (small, middle, large) = (small?, middle?, large?);
    for (((name, small), (_, middle)), (_, large)) in small.iter().zip(&middle).zip(&large) {
        let per_byte = |size: &str, bytes: f64| -> Result<f64> {
            Ok(programs.instructions(&["linear", name, size], (1, 2))? / bytes)
        };
        let [at_one, at_four, at_sixteen] =
            [per_byte(SIZES[0], *small)?, per_byte(SIZES[1], *middle)?, per_byte(SIZES[2], *large)?];
        let growth = (at_four / at_one).max(at_sixteen / at_four).max(at_sixteen / at_one);
        let how = format!("{at_one:.1}, {at_four:.1}, {at_sixteen:.1} instructions per byte at 1x, 4x, 16x");
        table.row(&format!("linear: {name}"), growth, 3, Bar::AtMost(MOST), &how);
    }
    Ok(())
}
