//! Typed client for the REST API of Nutshell CRM.
//!
//! ```no_run
//! use nutshell::{Client, api::leads::UpdateLeadStatus};
//! # async fn run() -> Result<(), nutshell::Error> {
//! let client = Client::builder().basic("agent@example.com", "an API key").build()?;
//! let lead = client.send(&UpdateLeadStatus::new("1003-leads").outcome("1-outcomes")).await?;
//! println!("{:?} closed at {:?}", lead.status, lead.closed_time);
//! # Ok(()) }
//! ```
//!
//! Calls must be awaited inside a tokio runtime with the time and I/O drivers enabled.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod adapter;
mod amount;
pub mod api;
mod auth;
mod client;
#[cfg(feature = "registry")]
mod created;
mod custom;
pub mod envelope;
mod error;
mod evidence;
mod follow;
pub mod input;
mod json;
mod marker;
pub mod model;
mod outcome_cache;
pub mod patch;
pub mod query;
mod record;
mod response;
mod vendor;
mod verification;
pub mod webhook;

pub use adapter::{AdapterConfig, Leads};
pub use auth::Credentials;
pub use client::{BASE_URL, Builder, Client};
pub use envelope::{Envelope, One, Record, Records};
pub use error::{CODES, ErrorCode};
pub use follow::{EventFollower, EventPosition};
pub use json::Json;
#[cfg(feature = "blocking")]
pub use leads_core::blocking;
#[cfg(feature = "registry")]
pub use leads_core::registry;
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome};
pub use marker::Nutshell;
pub(crate) use vendor::REFERENCE;
