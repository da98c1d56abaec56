//! Typed client for the API of LeadSquared.
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
//! Calls must be awaited inside a tokio runtime with its time and I/O drivers on.
//!
//! What is unusual about this vendor, and what the crate makes of it:
//!
//! * Nearly every refusal comes with HTTP 500, and some come with 200. The body decides; see [`ErrorCode`].
//! * Deletes are `GET` and reads are often `POST`. How safe a repeat is, is a fact of each operation, never derived
//!   from the verb.
//! * Every value is text, written as pairs in two dialects: [`Attributes`](model::Attributes) for leads and companies,
//!   [`Fields`](model::Fields) for opportunities and activities. A call takes the one that it knows.
//! * Times are UTC in five forms; they are read to [`Time`](leads_core::Time) and written in the one that the vendor
//!   takes, [`SentTime`](model::SentTime).
//! * Calls are counted per account over 5 seconds and over a day: a [`Plan`] sets the limits, and several clients of
//!   one account can share one [`Limiter`](leads_core::http::Limiter).
//! * What was written shows in reads only seconds later, in index-backed reads later still. A success envelope is the
//!   vendor's word that it took the change, and no read is sent to check it.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod adapter;
pub mod api;
mod auth;
mod bulk;
mod client;
mod error;
mod look;
mod many;
pub mod model;
mod plan;
mod ranges;
mod region;
mod run;
mod submit;
pub mod webhook;
#[cfg(test)]
mod wire;

pub use adapter::{Leads, LeadsConfig, OnDuplicate, Opportunities, OpportunityConfig};
pub use auth::{Credentials, KeyLocation};
pub use bulk::{Bulk, BulkAnswer, BulkReport, RowReport, UnplacedRow};
pub use client::{Builder, Client, LeadSquared, Settings};
pub use error::{CODES, ErrorCode, RESPONSES};
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome};
pub use many::UpdateManyOptions;
pub use plan::{BULK, BULK_CALLS, CALLS, CALLS_ONLY, DAILY, Plan};
pub use ranges::{Ranged, Ranges};
pub use region::Region;
pub use run::{BulkRun, LogError, RowEvent, RowLog, RowStart, RunRecord};
pub use submit::{JobOutcome, PollPolicy};
