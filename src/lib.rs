//! A common API for four lead vendors: [Capillary](capillary_leads), [Nutshell](nutshell), [LeadSquared](leadsquared)
//! and [Dealer Studio](dealerstudio).
//!
//! If you know the vendor, use its own crate and its typed API. Use this crate for vendor-independent code: it builds a
//! [`LeadClient`] from configuration. The shared surface is deliberately small; check
//! [`Capabilities`](client::Capabilities) before relying on an operation.
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
//! Calls must be awaited inside a tokio runtime with its time and I/O drivers enabled.

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

#[cfg(feature = "blocking")]
pub use leads_core::blocking;
#[cfg(feature = "phone")]
#[cfg_attr(docsrs, doc(cfg(feature = "phone")))]
pub use leads_core::phone;
pub use leads_core::{
    CallOptions, ClientConfig, Code, CodeEntry, CodeTable, CredentialProvider, Decimal, DecodeError, EndReason, Error,
    ErrorKind, ItemStream, Lead, LeadClient, LeadClientExt, LeadId, LeadState, Money, Patch, Personal, Raw, Reply,
    RequestPreview, Resolution, Result, Retry, SecretString, SecretText, Time, VendorCode, WriteOutcome,
};
pub use leads_core::{client, custom, error, http, lead, status, webhook};

/// Compiles the README's examples.
#[cfg(all(doctest, feature = "capillary"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
