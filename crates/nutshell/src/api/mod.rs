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

leads_core::resources! {
    ///
    /// # Examples
    ///
    /// ```
    /// let reads = nutshell::api::operations().filter(|operation| !operation.safety.is_write());
    /// assert!(reads.count() > 50);
    /// ```
    crate::Nutshell, ids: crate::created::id;
    account_types,
    accounts,
    activities,
    activity_types,
    audiences,
    competitor_maps,
    competitors,
    contacts,
    editions,
    emails,
    events,
    filters,
    forms,
    industries,
    invoices,
    leads,
    markets,
    notes,
    outcomes,
    product_categories,
    product_maps,
    products,
    quotes,
    sources,
    stages,
    stagesets,
    tags,
    tasks,
    territories,
    users,
}
