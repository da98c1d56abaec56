//! Typed client for the leads API of Capillary.
//!
//! ```no_run
//! use capillary_leads::{Client, Cluster, Password, api::leads::UpdateLeadStatus, model::LeadStatus};
//! # async fn run() -> Result<(), capillary_leads::Error> {
//! let client = Client::builder()
//!     .cluster(Cluster::Eu)
//!     .basic("store.till", Password::plain("hush"))
//!     .build()?;
//! let lead = client.send(&UpdateLeadStatus::new(12, LeadStatus::Won).reason_id(6)).await?;
//! println!("{:?} at {:?}", lead.status, lead.last_updated_on);
//! # Ok(()) }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod api;
mod auth;
mod client;
mod error;
pub mod model;

pub use auth::{Credentials, Password};
pub use client::{Builder, Capillary, Client, Cluster, Settings};
pub use error::{CODES, ErrorCode};
pub use leads_core::{self, CallOptions, Error, Outcome, Reply, Result};
