//! Shorthands for operations, by method.
//!
//! ```
//! use leads_core::vendor::{Method, Operation, Safety, op};
//! const GET: Operation = op::get("get_lead", "/v1/leads/{id}", Safety::Read);
//! assert_eq!(GET, Operation::new("get_lead", Method::Get, "/v1/leads/{id}", Safety::Read));
//! ```

use crate::request::{Method, Operation, Safety};

/// Creates an operation that is sent as `GET`.
///
/// ```
/// use leads_core::vendor::{Method, Safety, op};
/// let operation = op::get("get_lead", "/v1/leads/{id}", Safety::Read);
/// assert_eq!((operation.method, operation.name), (Method::Get, "get_lead"));
/// ```
#[must_use]
pub const fn get(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Get, path, safety)
}

/// Creates an operation that is sent as `POST`.
///
/// ```
/// use leads_core::vendor::{Method, Safety, op};
/// // A search that is sent as `POST` is still a read.
/// let operation = op::post("search_leads", "/v1/leads/search", Safety::Read);
/// assert_eq!((operation.method, operation.safety), (Method::Post, Safety::Read));
/// ```
#[must_use]
pub const fn post(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Post, path, safety)
}

/// Creates an operation that is sent as `PUT`.
///
/// ```
/// use leads_core::vendor::{Method, Safety, op};
/// let operation = op::put("update_lead", "/v1/leads/{id}", Safety::Idempotent);
/// assert_eq!((operation.method, operation.path), (Method::Put, "/v1/leads/{id}"));
/// ```
#[must_use]
pub const fn put(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Put, path, safety)
}

/// Creates an operation that is sent as `PATCH`.
///
/// ```
/// use leads_core::vendor::{Method, Safety, op};
/// let operation = op::patch("patch_lead", "/v1/leads/{id}", Safety::Idempotent);
/// assert_eq!(operation.method, Method::Patch);
/// ```
#[must_use]
pub const fn patch(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Patch, path, safety)
}

/// Creates an operation that is sent as `DELETE`.
///
/// ```
/// use leads_core::vendor::{Method, Safety, op};
/// let operation = op::delete("delete_lead", "/v1/leads/{id}", Safety::Idempotent);
/// assert!(operation.method == Method::Delete && operation.safety.is_write());
/// ```
#[must_use]
pub const fn delete(name: &'static str, path: &'static str, safety: Safety) -> Operation {
    Operation::new(name, Method::Delete, path, safety)
}
