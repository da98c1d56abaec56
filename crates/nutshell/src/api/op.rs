//! Shorthands for the properties that the operations share.

use leads_core::vendor::{Operation, Safety, op};

/// Creates an operation that is sent as `GET`, with the documentation page of the whole API.
pub(crate) const fn get(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    op::get(name, path, safety).docs(crate::REFERENCE)
}

/// Creates an operation that is sent as `POST`, with the documentation page of the whole API.
pub(crate) const fn post(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    op::post(name, path, safety).docs(crate::REFERENCE)
}

/// Creates an operation that is sent as `PUT`, with the documentation page of the whole API.
pub(crate) const fn put(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    op::put(name, path, safety).docs(crate::REFERENCE)
}

/// Creates an operation that is sent as `PATCH`, with the documentation page of the whole API.
pub(crate) const fn patch(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    op::patch(name, path, safety).docs(crate::REFERENCE)
}

/// Creates an operation that is sent as `DELETE`, with the documentation page of the whole API.
pub(crate) const fn delete(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    op::delete(name, path, safety).docs(crate::REFERENCE)
}
