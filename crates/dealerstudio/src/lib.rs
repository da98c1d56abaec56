//! Typed client for the API of Dealer Studio, the Australian dealership platform.
//!
//! ```no_run
//! use dealerstudio::{Client, api::leads::CreateLead, model::{Category, Source}};
//! # async fn run() -> Result<(), dealerstudio::Error> {
//! let client = Client::builder().api_key(std::env::var("DEALERSTUDIO_API_KEY").unwrap_or_default()).build()?;
//! let request = CreateLead::new(
//!     "northside-motors", Category::UsedVehicleEnquiry, Source::Website, "jo@example.com", "0400000000",
//! )
//! .provider("example.com")
//! .provider_id("enquiry-1");
//! let lead = client.send(&request).await?;
//! println!("lead {:?} in cluster {:?}", lead.id, lead.lead_cluster_id);
//! # Ok(()) }
//! ```
//!
//! Calls must be awaited inside a tokio runtime with the time and I/O drivers enabled.
//!
//! * [`api`] has one request type per operation, [`model`] the vendor's objects.
//! * [`webhook`] parses what Dealer Studio posts to you, and authenticates the sender.
//! * [`Client::preflight`] checks whether a key is permitted to make a call before it is sent.
//! * [`Leads`] implements the common [`LeadClient`](leads_core::LeadClient) trait.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod adapter;
pub mod api;
mod auth;
mod client;
#[cfg(feature = "registry")]
mod created;
mod custom;
mod error;
mod form;
mod marker;
pub mod model;
mod preflight;
mod proof;
mod response;
mod settings;
mod vendor;
pub mod webhook;

pub use adapter::{AdapterConfig, CompositeLeadId, Leads};
pub use auth::Credentials;
pub use client::{BASE_URL, Builder, Client};
pub use error::{CODES, ErrorCode};
#[cfg(feature = "blocking")]
pub use leads_core::blocking;
#[cfg(feature = "registry")]
pub use leads_core::registry;
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome};
pub use marker::DealerStudio;
pub use preflight::{Need, Needs, PermissionNeed, Preflight};
