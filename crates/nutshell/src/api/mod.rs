//! Every operation of the API as a request type, grouped by resource.
//!
//! Each module begins with a table of its requests: the method and path, how safe it is to send the request again, and
//! what the reply contains. [`Client::send`](crate::Client::send) sends a request, and
//! [`Client::preview`](crate::Client::preview) shows what it would send. The search finds a request by the vendor's path,
//! such as `leads/{id}/status`.

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
    crate::Nutshell, ids: crate::created::id;
    ///
    /// # Examples
    ///
    /// ```
    /// let reads = nutshell::api::operations().filter(|operation| !operation.safety.is_write());
    /// assert!(reads.count() > 50);
    /// ```
    operations,
    ///
    /// # Examples
    ///
    /// ```
    /// let catalog = nutshell::api::catalog();
    /// let entry = catalog.iter().find(|entry| entry.operation.name == "get_lead").unwrap();
    ///
    /// // A captured response. The type does not have the field `mood`; its text is kept.
    /// let response = br#"{"leads":[{"id":"1003-leads","mood":"good"}]}"#;
    /// let found = entry.inspect_response(200, response);
    /// assert_eq!(found.unknown, ["leads[0].mood"]);
    /// ```
    catalog,
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","status":"open"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "made-up-key").config(config).build()?;
    /// use nutshell::{CallOptions, api::leads::ReopenLead, registry::Stored};
    ///
    /// let kept = serde_json::to_string(&Stored::new(&ReopenLead::new("1003-leads"))?)?;
    ///
    /// // Later, in this process or in another:
    /// let registry = nutshell::api::registry();
    /// let stored: Stored = serde_json::from_str(&kept)?;
    /// let reply = registry.send(&client, &stored, &CallOptions::new()).await?;
    /// assert_eq!(reply.meta.http_status, 200);
    /// # Ok(()) }
    /// ```
    registry;
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
