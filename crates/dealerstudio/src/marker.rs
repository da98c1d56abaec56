//! The type that names the vendor.

/// Dealer Studio as a vendor: the `Request::Vendor` of every request of this crate.
#[derive(Debug)]
pub enum DealerStudio {}
