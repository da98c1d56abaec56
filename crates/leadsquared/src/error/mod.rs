//! Error codes, and what a response means.

mod classify;
mod codes;
mod said;

pub(crate) use classify::{classify, failed_job};
pub use codes::{CODES, ErrorCode, RESPONSES};
