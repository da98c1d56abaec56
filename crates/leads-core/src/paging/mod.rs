//! Lists over several pages: streams of items, bookmarks and cycle detection.

mod backoff;
mod cycle;
mod history;
mod stream;
mod walker;
#[cfg(test)]
mod walker_model;

pub use backoff::Backoff;
pub(crate) use stream::step;
pub use stream::{Bookmark, EndReason, Gap, ItemStream, ListStep, NextPage, Numbering, Page, Paged, Window};

pub(crate) use cycle::{CycleDetector, PageHistory};
