//! The type that names the vendor.

/// Nutshell as a vendor: the `Request::Vendor` of every request of this crate.
#[derive(Debug)]
pub enum Nutshell {}
