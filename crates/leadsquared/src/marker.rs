//! The type that names the vendor.

/// LeadSquared as a vendor: the `Request::Vendor` of every request of this crate.
#[derive(Debug)]
pub enum LeadSquared {}
