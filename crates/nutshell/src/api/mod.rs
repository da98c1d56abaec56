//! Every operation as a request type, one file each, by resource.

pub mod account_types;
pub mod accounts;
pub mod contacts;
pub mod events;
pub mod industries;
pub mod leads;
pub mod outcomes;
pub mod sources;
pub mod stages;
pub mod stagesets;
pub mod tags;
pub mod users;

use leads_core::Operation;

/// Every operation of this crate.
#[rustfmt::skip] // one line for each resource
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        account_types::OPERATIONS,
        accounts::OPERATIONS,
        contacts::OPERATIONS,
        events::OPERATIONS,
        industries::OPERATIONS,
        leads::OPERATIONS,
        outcomes::OPERATIONS,
        sources::OPERATIONS,
        stages::OPERATIONS,
        stagesets::OPERATIONS,
        tags::OPERATIONS,
        users::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Every operation of this crate, for inspecting.
#[cfg(feature = "inspect")]
#[must_use]
#[rustfmt::skip] // one line for each resource
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::Nutshell>> {
    [
        account_types::catalog(),
        accounts::catalog(),
        contacts::catalog(),
        events::catalog(),
        industries::catalog(),
        leads::catalog(),
        outcomes::catalog(),
        sources::catalog(),
        stages::catalog(),
        stagesets::catalog(),
        tags::catalog(),
        users::catalog(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
