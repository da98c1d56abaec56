//! One typed vocabulary over four lead vendors: [Capillary](capillary_leads), [Nutshell](nutshell),
//! [LeadSquared](leadsquared) and [Dealer Studio](dealerstudio).
//!
//! Use a vendor's own crate where the vendor is known: its typed API is the product. Use this crate where code must not
//! care: it builds the common [`LeadClient`] from configuration. What four vendors have in common is little, and the
//! [`Capabilities`](client::Capabilities) say how much each of them has.
//!
//! ```no_run
//! use leads::{LeadClientExt, LeadId, VendorConfig};
//! # async fn run() -> leads::Result<()> {
//! let config: VendorConfig = serde_json::from_str(r#"{
//!     "vendor": "nutshell", "user": "ann@example.com", "api_key": "…"
//! }"#).unwrap();
//! let client = config.connect()?;
//! match client.mark_won(&LeadId::new("1003-leads")).await {
//!     Ok(updated) => println!("won: {}", updated.id),
//!     Err(error) => println!("{error}; outcome {}; {}", error.outcome(), error.help().unwrap_or_default()),
//! }
//! # Ok(()) }
//! ```
//!
//! Calls must be awaited inside a tokio runtime with its time and I/O drivers on.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod config;
mod tables;

#[cfg(feature = "capillary")]
pub use config::CapillaryConfig;
#[cfg(feature = "dealerstudio")]
pub use config::DealerStudioConfig;
#[cfg(feature = "leadsquared")]
pub use config::LeadSquaredConfig;
#[cfg(feature = "nutshell")]
pub use config::NutshellConfig;
pub use config::VendorConfig;
pub use tables::{lookup, tables};

#[cfg(feature = "capillary")]
pub use capillary_leads;
#[cfg(feature = "dealerstudio")]
pub use dealerstudio;
#[cfg(feature = "leadsquared")]
pub use leadsquared;
#[cfg(feature = "nutshell")]
pub use nutshell;

pub use leads_core::{
    CallOptions, ClientConfig, Code, CodeEntry, CodeTable, CredentialProvider, Decimal, DecodeError, EndReason, Error,
    ErrorKind, ItemStream, Lead, LeadClient, LeadClientExt, LeadId, LeadState, Money, Patch, Personal, Raw, Reply,
    RequestPreview, Resolution, Result, Retry, SecretString, SecretText, Time, VendorCode, WriteOutcome,
};
pub use leads_core::{client, error, http, lead, status, webhook};

/// Compiles the README's examples.
#[cfg(all(doctest, feature = "capillary"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
