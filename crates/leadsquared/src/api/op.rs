//! Shorthands for the properties that the operations share.

use leads_core::vendor::{Operation, Safety, op};

/// Creates an operation that is sent as `GET`, with the rate classes of an ordinary call.
pub(crate) const fn get(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    op::get(name, path, safety).rate(crate::plan::CALLS_ONLY)
}

/// Creates an operation that is sent as `POST`, with the rate classes of an ordinary call.
pub(crate) const fn post(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    op::post(name, path, safety).rate(crate::plan::CALLS_ONLY)
}
