//! Error codes, and the classification of responses.
//!
//! Dealer Studio sends no error codes: a response has a status and, at best, messages. The codes are this crate's names
//! for what the messages and the status mean.

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
