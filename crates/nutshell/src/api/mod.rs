//! Every operation as a request type, one file each, by resource.

pub mod leads;
pub mod outcomes;

use leads_core::Operation;

/// Every operation of this crate.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [leads::OPERATIONS, outcomes::OPERATIONS].into_iter().flatten()
}

/// Every operation of this crate, for inspecting.
#[cfg(feature = "inspect")]
#[must_use]
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::Nutshell>> {
    [leads::catalog(), outcomes::catalog()].into_iter().flatten().collect()
}
