//! Error codes, and classification of responses.

mod classify;
mod codes;
mod envelope;
mod job;
mod rate_limit;
mod region;
mod subjects;

pub(crate) use classify::classify;
pub use codes::{CODES, ErrorCode, RESPONSES};
pub(crate) use job::failed_job;
