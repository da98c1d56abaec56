//! Every operation as a request type, one file each, grouped by resource.

pub(crate) mod op;
mod prelude;

pub mod activities;
pub mod asynchronous;
pub mod authentication;
pub mod companies;
pub mod leads;
pub mod lists;
pub mod opportunities;
pub(crate) mod paging;
pub mod sales_activities;
pub mod tasks;
pub mod users;
pub mod webhooks;

use leads_core::Operation;

/// Returns every operation of this crate.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        activities::OPERATIONS,
        asynchronous::OPERATIONS,
        authentication::OPERATIONS,
        companies::OPERATIONS,
        leads::OPERATIONS,
        lists::OPERATIONS,
        opportunities::OPERATIONS,
        sales_activities::OPERATIONS,
        tasks::OPERATIONS,
        users::OPERATIONS,
        webhooks::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Returns every operation of this crate, for inspection.
#[cfg(feature = "inspect")]
#[must_use]
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::LeadSquared>> {
    [
        activities::catalog(),
        asynchronous::catalog(),
        authentication::catalog(),
        companies::catalog(),
        leads::catalog(),
        lists::catalog(),
        opportunities::catalog(),
        sales_activities::catalog(),
        tasks::catalog(),
        users::catalog(),
        webhooks::catalog(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
