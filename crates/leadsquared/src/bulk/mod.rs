//! Bulk calls, with a report that accounts for every row.

mod evaluate;
mod report;
mod response;
mod send;

/// Marks a call for which a report is created, so that failed rows are not an error. The class has no window.
const REPORTED: &str = "reported";

/// Returns whether a report is created for the call, in which every row has its own outcome.
fn is_reported(operation: &Operation) -> bool {
    operation.rate.contains(&REPORTED)
}

#[cfg(test)]
mod tests;

use crate::LeadSquared;
use crate::api::tasks::{BulkCreateTasks, BulkDeleteTasks};
use leads_core::vendor::{Operation, Parts, Request};
use leads_core::{Error, Result};
use std::ops::Range;

pub(crate) use evaluate::verdict;
pub use report::{BulkReport, RowReport, UnmatchedRow};
pub use response::BulkResponse;

/// The code of a row that the vendor rejected without naming one.
const ROW_FAILED: &str = "RowFailed";

/// A request with many rows.
///
/// [`Client::send`](crate::Client::send) returns an error if any row failed, so that a partial failure cannot be
/// mistaken for a success; the error's codes identify the rows. [`Client::send_bulk`](crate::Client::send_bulk) and
/// [`Client::send_all`](crate::Client::send_all) return a [`BulkReport`] instead.
pub trait Bulk: Request<Vendor = LeadSquared> + Clone + 'static {
    /// The maximum number of rows that the vendor accepts in one call.
    const MAX_ROWS: usize;

    /// Whether the vendor only queues the rows. The outcome of an accepted row is then
    /// [`Accepted`](leads_core::WriteOutcome::Accepted).
    const QUEUED: bool = false;

    /// Returns the number of rows.
    fn rows(&self) -> usize;

    /// Returns how the vendor identifies a row in its response: the value of the field that is searched by, or an id.
    /// `None` if rows are identified only by their position.
    fn key(&self, row: usize) -> Option<String>;

    /// Returns the same request with only some of its rows.
    #[must_use]
    fn slice(&self, rows: Range<usize>) -> Self;
}

/// Returns whether the operation is a bulk write.
pub(crate) fn is_bulk(operation: &Operation) -> bool {
    operation.name.starts_with("bulk_") && operation.safety.is_write()
}

/// Returns whether the vendor only queues the rows.
fn is_queued(operation: &Operation) -> bool {
    [BulkCreateTasks::OPERATION.name, BulkDeleteTasks::OPERATION.name].contains(&operation.name)
}

/// Returns the parts of a request with this many rows, after checking their number.
pub(crate) fn parts(rows: usize, most: usize, field: &'static str) -> Parts {
    Parts::new().rows(rows).check(check_size(rows, most, field))
}

/// Rejects an empty batch and one that is too large for a single call.
pub(crate) fn check_size(rows: usize, most: usize, field: &'static str) -> Result<()> {
    if rows == 0 {
        return Err(Error::invalid(field, "must contain at least one row"));
    }
    if rows > most {
        return Err(Error::invalid(field, "contains more rows than the vendor accepts in one call")
            .with_help(format!("at most {most} rows; Client::send_all splits a larger batch")));
    }
    Ok(())
}
