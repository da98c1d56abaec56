//! Jobs: plans that are written through a journal.

mod apply;
mod journal;
mod report;

pub(crate) use apply::{Options, apply};
pub(crate) use journal::{failure, open, saved};
pub(crate) use report::RowResult;
