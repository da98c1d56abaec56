//! Every operation as a request type, one file each, by resource.

pub mod activities;
pub mod activity_types;
pub mod audiences;
pub mod competitor_maps;
pub mod competitors;
pub mod editions;
pub mod emails;
pub mod filters;
pub mod forms;
pub mod invoices;
pub mod leads;
pub mod markets;
pub mod notes;
pub mod outcomes;
pub mod product_categories;
pub mod product_maps;
pub mod products;
pub mod quotes;
pub mod tasks;
pub mod territories;

use leads_core::Operation;

/// Every operation of this crate.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        activities::OPERATIONS,
        activity_types::OPERATIONS,
        audiences::OPERATIONS,
        competitor_maps::OPERATIONS,
        competitors::OPERATIONS,
        editions::OPERATIONS,
        emails::OPERATIONS,
        filters::OPERATIONS,
        forms::OPERATIONS,
        invoices::OPERATIONS,
        leads::OPERATIONS,
        markets::OPERATIONS,
        notes::OPERATIONS,
        outcomes::OPERATIONS,
        product_categories::OPERATIONS,
        product_maps::OPERATIONS,
        products::OPERATIONS,
        quotes::OPERATIONS,
        tasks::OPERATIONS,
        territories::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// Every operation of this crate, for inspecting.
#[cfg(feature = "inspect")]
#[must_use]
pub fn catalog() -> Vec<leads_core::inspect::Entry<crate::Nutshell>> {
    [
        activities::catalog(),
        activity_types::catalog(),
        audiences::catalog(),
        competitor_maps::catalog(),
        competitors::catalog(),
        editions::catalog(),
        emails::catalog(),
        filters::catalog(),
        forms::catalog(),
        invoices::catalog(),
        leads::catalog(),
        markets::catalog(),
        notes::catalog(),
        outcomes::catalog(),
        product_categories::catalog(),
        product_maps::catalog(),
        products::catalog(),
        quotes::catalog(),
        tasks::catalog(),
        territories::catalog(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
