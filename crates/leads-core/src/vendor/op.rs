//! Shorthands for operations, by method.
//!
//! ```
//! use leads_core::vendor::{Method, Operation, Safety, op};
//! const GET: Operation = op::get("get_lead", "/v1/leads/{id}", Safety::Read);
//! assert_eq!(GET, Operation::new("get_lead", Method::Get, "/v1/leads/{id}", Safety::Read));
//! ```

use crate::request::{Method, Operation, Safety};

/// Creates an operation that is sent as `GET`.
#[must_use]
pub const fn get(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Get, path, safety)
}

/// Creates an operation that is sent as `POST`.
#[must_use]
pub const fn post(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Post, path, safety)
}

/// Creates an operation that is sent as `PUT`.
#[must_use]
pub const fn put(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Put, path, safety)
}

/// Creates an operation that is sent as `PATCH`.
#[must_use]
pub const fn patch(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Patch, path, safety)
}

/// Creates an operation that is sent as `DELETE`.
#[must_use]
pub const fn delete(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Delete, path, safety)
}
