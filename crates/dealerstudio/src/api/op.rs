//! Shorthands for the properties that the operations share.

use leads_core::vendor::{Method, Operation, Safety};

/// An operation sent as `GET`.
pub(crate) const fn get(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Get, path, safety)
}

/// An operation sent as `POST`.
pub(crate) const fn post(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Post, path, safety)
}

/// An operation sent as `PUT`.
pub(crate) const fn put(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Put, path, safety)
}
