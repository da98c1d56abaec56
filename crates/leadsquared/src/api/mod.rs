//! Every operation as a request type, one file each, by resource.

pub mod opportunities;
pub(crate) mod paging;

use leads_core::Operation;

/// Every operation of this crate.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [opportunities::OPERATIONS].into_iter().flatten()
}

/// Every operation of this crate, for inspecting.
#[cfg(feature = "inspect")]
#[must_use]
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::LeadSquared>> {
    [opportunities::catalog()].into_iter().flatten().collect()
}
