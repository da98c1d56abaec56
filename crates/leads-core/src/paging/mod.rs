//! Lists over several pages: streams of items, bookmarks and cycle detection.

mod backoff;
mod cycle;
mod gap;
mod history;
mod page;
mod pipeline;
mod seen;
mod step;
mod stream;
mod token;
mod walker;
#[cfg(test)]
mod walker_model;

pub use backoff::Backoff;
pub use gap::Gap;
pub use page::{EndReason, NextPage, Numbering, Page, Paged, Window};
pub use seen::SeenKeys;
pub use step::ListStep;
pub use stream::{Bookmark, ItemStream};
pub use token::PageToken;

pub(crate) use cycle::{CycleDetector, PageHistory};
