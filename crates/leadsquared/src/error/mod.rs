//! Error codes, and classification of responses.

mod classify;
mod codes;
mod envelope;

pub(crate) use classify::{classify, failed_job};
pub use codes::{CODES, ErrorCode, RESPONSES};
