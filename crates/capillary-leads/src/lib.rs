//! Typed client for the leads API of Capillary.
//!
//! Every operation is a request value. [`Client::send`] sends it; [`Client::preview`] shows it without sending
//! anything.
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
//!
//! Calls must be awaited inside a tokio runtime with the time and I/O drivers enabled.
//!
//! # Contradictions in the vendor's documentation
//!
//! | Question | Default | Alternative |
//! |---|---|---|
//! | method of a create | `POST` | [`Builder::create_method`]; after a 405 the other method is tried once |
//! | header of a token | `X-CAP-API-OAUTH-TOKEN` | [`Builder::oauth_header`] |
//! | hosts | the newest valid list | [`Cluster::base_url_in`], [`Builder::base_url`] |
//! | `reasonId` | a number | [`ReasonRef::text`](model::ReasonRef::text) |
//! | owner of an update | in the body | [`UpdateLead::owner_in_query`](api::leads::UpdateLead::owner_in_query) |
//! | new reasons | a list | [`CreateReasons::as_object`](api::reasons::CreateReasons::as_object) |
//! | one lead by id | tried, unconfirmed | [`ListLeads`](api::leads::ListLeads) by customer; [`AdapterConfig::single_read`] |
//!
//! # Errors
//!
//! The vendor's `errors` take precedence over the HTTP status: they are also sent with 200. [`CODES`] lists every known
//! code, and [`Error::code_as`] returns an error's code as [`ErrorCode`].
//!
//! ```
//! use capillary_leads::{Error, ErrorCode};
//! fn is_closed(error: &Error) -> bool {
//!     error.code_as::<ErrorCode>() == Some(ErrorCode::ClosedLead)
//! }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod adapter;
pub mod api;
mod auth;
mod check;
mod client;
#[cfg(feature = "registry")]
mod created;
mod custom;
mod error;
mod marker;
pub mod model;
mod options;
mod response;
mod settings;
mod vendor;

pub use adapter::{AdapterConfig, Leads, SingleRead, UnmappedField};
pub use auth::{Credentials, OauthHeader, Password};
pub use client::{Builder, Client, Cluster, HostTable};
pub use error::{CODES, ErrorCode};
#[cfg(feature = "blocking")]
pub use leads_core::blocking;
#[cfg(feature = "registry")]
pub use leads_core::registry;
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome};
pub use marker::Capillary;
pub use options::{Attribution, AttributionType, CapillaryOptions, Language, LookupType};
pub use settings::CreateMethod;
