//! Shorthands for the properties that the operations share.

use leads_core::vendor::{Method, Operation, Safety};

/// An operation sent as `GET`, with the rate classes of an ordinary call.
pub(crate) const fn get(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Get, path, safety).rate(crate::plan::CALLS_ONLY)
}

/// An operation sent as `POST`, with the rate classes of an ordinary call.
pub(crate) const fn post(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Post, path, safety).rate(crate::plan::CALLS_ONLY)
}
