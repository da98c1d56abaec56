//! The type that names the vendor.

/// Capillary as a vendor: the `Request::Vendor` of every request of this crate.
#[derive(Debug)]
pub enum Capillary {}
