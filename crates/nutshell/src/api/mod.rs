//! All operations as request types, one file per operation, grouped by resource.

pub(crate) mod op;
mod prelude;

pub mod account_types;
pub mod accounts;
pub mod activities;
pub mod activity_types;
pub mod audiences;
pub mod competitor_maps;
pub mod competitors;
pub mod contacts;
pub mod editions;
pub mod emails;
pub mod events;
pub mod filters;
pub mod forms;
pub mod industries;
pub mod invoices;
pub mod leads;
pub mod markets;
pub mod notes;
pub mod outcomes;
pub mod product_categories;
pub mod product_maps;
pub mod products;
pub mod quotes;
pub mod sources;
pub mod stages;
pub mod stagesets;
pub mod tags;
pub mod tasks;
pub mod territories;
pub mod users;

use leads_core::Operation;

/// Returns every operation of this crate.
#[rustfmt::skip] // one line for each resource
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        account_types::OPERATIONS,
        accounts::OPERATIONS,
        activities::OPERATIONS,
        activity_types::OPERATIONS,
        audiences::OPERATIONS,
        competitor_maps::OPERATIONS,
        competitors::OPERATIONS,
        contacts::OPERATIONS,
        editions::OPERATIONS,
        emails::OPERATIONS,
        events::OPERATIONS,
        filters::OPERATIONS,
        forms::OPERATIONS,
        industries::OPERATIONS,
        invoices::OPERATIONS,
        leads::OPERATIONS,
        markets::OPERATIONS,
        notes::OPERATIONS,
        outcomes::OPERATIONS,
        product_categories::OPERATIONS,
        product_maps::OPERATIONS,
        products::OPERATIONS,
        quotes::OPERATIONS,
        sources::OPERATIONS,
        stages::OPERATIONS,
        stagesets::OPERATIONS,
        tags::OPERATIONS,
        tasks::OPERATIONS,
        territories::OPERATIONS,
        users::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Returns every operation of this crate, for inspection.
#[cfg(feature = "inspect")]
#[must_use]
#[rustfmt::skip] // one line for each resource
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::Nutshell>> {
    [
        account_types::catalog(),
        accounts::catalog(),
        activities::catalog(),
        activity_types::catalog(),
        audiences::catalog(),
        competitor_maps::catalog(),
        competitors::catalog(),
        contacts::catalog(),
        editions::catalog(),
        emails::catalog(),
        events::catalog(),
        filters::catalog(),
        forms::catalog(),
        industries::catalog(),
        invoices::catalog(),
        leads::catalog(),
        markets::catalog(),
        notes::catalog(),
        outcomes::catalog(),
        product_categories::catalog(),
        product_maps::catalog(),
        products::catalog(),
        quotes::catalog(),
        sources::catalog(),
        stages::catalog(),
        stagesets::catalog(),
        tags::catalog(),
        tasks::catalog(),
        territories::catalog(),
        users::catalog(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
