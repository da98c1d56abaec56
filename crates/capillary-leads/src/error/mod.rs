//! Error codes, and what a response means.

mod classify;
mod code;
mod codes;

pub(crate) use classify::classify;
pub use codes::{CODES, ErrorCode};
