//! Every operation as a request type, one file each, by resource.

pub mod leads;

use leads_core::Operation;

/// Every operation of this crate.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [leads::OPERATIONS].into_iter().flatten()
}

/// Every operation of this crate, for inspecting.
#[cfg(feature = "inspect")]
#[must_use]
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::Capillary>> {
    [leads::catalog()].into_iter().flatten().collect()
}
