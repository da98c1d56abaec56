//! Responses, and the readers of their bodies.

mod envelope;
mod from_response;
mod http_response;
mod raw;
pub mod read;
mod reply;
mod unreadable;

pub use envelope::Envelope;
pub use from_response::FromResponse;
pub use http_response::HttpResponse;
pub use raw::Raw;
pub use reply::{Meta, Reply};
pub use unreadable::{AllRows, Unreadable};

pub(crate) use raw::member;
