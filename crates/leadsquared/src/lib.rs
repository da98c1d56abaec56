//! Typed client for the LeadSquared API.
//!
//! ```no_run
//! use leadsquared::{Client, Plan, Region, api::opportunities::UpdateOpportunity, model::OpportunityStatus};
//! # async fn run() -> Result<(), leadsquared::Error> {
//! let client = Client::builder()
//!     .region(Region::IndiaMumbai)
//!     .keys("access-key", "secret-key")
//!     .plan(Plan::Pro { users: 12 })
//!     .build()?;
//! let updated = client
//!     .send(
//!         &UpdateOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770")
//!             .status(OpportunityStatus::Won)
//!             .field("mx_Custom_7", "180,000"),
//!     )
//!     .await?;
//! println!("changed {:?}", updated.id());
//! # Ok(()) }
//! ```
//!
//! Calls must be awaited inside a tokio runtime with its time and I/O drivers enabled.
//!
//! Peculiarities of this vendor, and how the crate handles them:
//!
//! * Nearly every error response has HTTP status 500, and some have 200. The body decides; see [`ErrorCode`].
//! * LeadSquared uses `GET` for deletes and `POST` for many reads, so each operation declares its own retry safety; it
//!   is never derived from the method.
//! * Every value is text, written as pairs in two dialects: [`Attributes`](model::Attributes) for leads and companies,
//!   [`Fields`](model::Fields) for opportunities and activities. Each call accepts its own dialect.
//! * Times are UTC in five forms; they are read into [`Time`](leads_core::Time) and written in the only form that the
//!   vendor accepts, [`SentTime`](model::SentTime).
//! * Calls are counted per account over 5 seconds and over a day: a [`Plan`] sets the limits, and several clients of
//!   one account can share one [`Limiter`](leads_core::http::Limiter).
//! * Writes become visible in reads only seconds later, and later still in index-backed reads. A success envelope means
//!   that the vendor accepted the change; no read is sent to check it.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod adapter;
pub mod api;
mod auth;
mod bulk;
mod client;
#[cfg(feature = "registry")]
mod created;
mod custom;
mod error;
mod marker;
pub mod model;
mod plan;
mod ranges;
mod region;
mod response;
mod run;
mod settings;
mod submit;
mod update_many;
mod vendor;
mod verification;
pub mod webhook;
#[cfg(test)]
mod wire;

pub use adapter::{Leads, LeadsConfig, OnDuplicate, Opportunities, OpportunitiesConfig};
pub use auth::{Credentials, KeyLocation};
pub use bulk::{Bulk, BulkReport, BulkResponse, RowReport, UnmatchedRow};
pub use client::{Builder, Client};
pub use error::{CODES, ErrorCode, RESPONSES};
#[cfg(feature = "blocking")]
pub use leads_core::blocking;
#[cfg(feature = "registry")]
pub use leads_core::registry;
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome};
pub use marker::LeadSquared;
pub use plan::{Allowance, Plan};
pub use ranges::{Ranged, Ranges};
pub use region::Region;
pub use run::{BulkRun, LogError, RowEvent, RowLog, RowStart, RunRecord};
pub use submit::{JobOutcome, PollPolicy};
pub use update_many::UpdateManyOptions;
