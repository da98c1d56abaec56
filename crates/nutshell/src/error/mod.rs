//! Error codes and the classification of responses.

mod classify;
mod code;
mod codes;

pub(crate) use classify::classify;
pub use code::ErrorCode;
pub use codes::CODES;
