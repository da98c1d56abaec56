//! Shorthands for the properties that the operations share.

use leads_core::vendor::{Method, Operation, Safety};

/// An operation sent as `GET`, with the documentation page of the whole API.
pub(crate) const fn get(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Get, path, safety).docs(crate::REFERENCE)
}

/// An operation sent as `POST`, with the documentation page of the whole API.
pub(crate) const fn post(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Post, path, safety).docs(crate::REFERENCE)
}

/// An operation sent as `PUT`, with the documentation page of the whole API.
pub(crate) const fn put(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Put, path, safety).docs(crate::REFERENCE)
}

/// An operation sent as `PATCH`, with the documentation page of the whole API.
pub(crate) const fn patch(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Patch, path, safety).docs(crate::REFERENCE)
}

/// An operation sent as `DELETE`, with the documentation page of the whole API.
pub(crate) const fn delete(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Delete, path, safety).docs(crate::REFERENCE)
}
