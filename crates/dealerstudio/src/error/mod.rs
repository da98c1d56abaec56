//! Error codes, and what an answer means.
//!
//! Dealer Studio sends no codes of its own: an answer has a status and, at best, messages. The codes here are this
//! crate's names for what the messages and the status say.

mod classify;
mod code;
mod codes;
mod messages;
mod rules;
mod texts;

pub(crate) use classify::classify;
pub use code::ErrorCode;
pub use codes::CODES;
pub(crate) use messages::members;
