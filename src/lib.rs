//! A common API for four lead vendors: [Capillary](capillary_leads), [Nutshell](nutshell), [LeadSquared](leadsquared)
//! and [Dealer Studio](dealerstudio).
//!
//! If you know the vendor, use its own crate and its typed API. Use this crate for vendor-independent code: it builds a
//! [`LeadClient`] from configuration. The shared surface is deliberately small; check
//! [`Capabilities`](client::Capabilities) before relying on an operation.
//!
//! # Install
//!
//! ```text
//! cargo add leads
//! cargo add tokio --features macros,rt-multi-thread
//! cargo add --dev leads-testkit --features nutshell
//! ```
//!
//! Every vendor is a feature, and all four are on by default. To compile only one:
//! `cargo add leads --no-default-features --features rustls,nutshell`.
//!
//! The minimum Rust version is 1.88. [`upgrading`](guide::upgrading) lists what a new version changes.
//!
//! # The first call
//!
//! ```
//! # #[cfg(not(feature = "nutshell"))] fn main() {}
//! # #[cfg(feature = "nutshell")]
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> leads::Result<()> {
//! use leads::client::NewLead;
//! use leads::{LeadClientExt, VendorConfig};
//!
//! // From a file; `VendorConfig::from_env("CRM_")` reads the same fields from variables.
//! let config: VendorConfig = serde_json::from_str(r#"{
//!     "vendor": "nutshell", "user": "agent@example.com", "api_key": "made-up-api-key"
//! }"#).unwrap();
//! # let fake = leads_testkit::Fake::new(leads_testkit::nutshell::FakeNutshell::new());
//! # let in_process = leads::ClientConfig::new().transport(fake.transport());
//! # let connected = config.connect_with(in_process);
//! # let config = offline::Connected(connected);
//! let client = config.connect()?;
//!
//! let created = client.create(&NewLead::new("Car wash")).await?;
//! client.mark_won(&created.id).await?;
//! assert!(client.get(&created.id).await?.status().state.is_closed());
//! # Ok(())
//! # }
//! # #[cfg(feature = "nutshell")]
//! # mod offline {
//! #     pub struct Connected(pub leads::Result<std::sync::Arc<dyn leads::LeadClient>>);
//! #     impl Connected {
//! #         pub fn connect(self) -> leads::Result<std::sync::Arc<dyn leads::LeadClient>> { self.0 }
//! #     }
//! # }
//! ```
//!
//! Calls must be awaited inside a tokio runtime with its time and I/O drivers enabled. Outside one, a call returns an error of
//! kind [`Config`](ErrorKind::Config) whose field is `runtime`, and nothing is sent. Code that is not async wraps the client
//! in `leads::blocking::Blocking` (feature `blocking`).
//!
//! # What if a call fails?
//!
//! Ask the error what it did to the vendor's data, before anything else: [`Error::outcome`]. Every
//! [`WriteOutcome`] and every [`ErrorKind`] says in its documentation what to do about it.
//!
//! ```
//! use leads::{Error, WriteOutcome};
//!
//! fn decide(error: &Error) -> &'static str {
//!     match (error.outcome(), error.is_retryable()) {
//!         (WriteOutcome::NotApplied, true) => "send it again later, after `retry_after`",
//!         (WriteOutcome::NotApplied, false) => "correct what `field` and `help` name",
//!         (WriteOutcome::Unknown, _) => "find out: `resolve_create`, `resolve_status`, …",
//!         _ => "it was applied, at least in part: do not send it again",
//!     }
//! }
//! # let error = Error::credentials(std::io::Error::other("the vault is sealed"));
//! assert!(decide(&error).starts_with("correct"));
//! ```
//!
//! The client has already retried what is safe to retry, as its [`RetryPolicy`](http::RetryPolicy) allows. A write that
//! could be applied twice is sent again only if the previous attempt is known to have had no effect.
//!
//! # What if the vendor does not support it?
//!
//! [`Capabilities`](client::Capabilities) say so before the call. A call that is not supported returns
//! [`Unsupported`](ErrorKind::Unsupported), and sends nothing. [`VendorConfig::typed_client`] returns the vendor's own
//! client, with all operations of its API.
//!
//! # What if a lead must not be created twice?
//!
//! [`upsert`](LeadClientExt::upsert) searches before it creates. One client and its clones create no duplicates. Another
//! process can still create a lead at the same moment, which the result then reports.
//!
//! # What if there are thousands?
//!
//! [`apply_all`](LeadClientExt::apply_all) applies changes concurrently and within the limits, reports each exactly once, and
//! can resume after a crash: see [`bulk`]. [`list`](LeadClientExt::list) reads page by page.
//!
//! # What if there are many accounts?
//!
//! [`Accounts`] builds a client for each from a file, when it is needed, and shares connections and limiters.
//!
//! # What if the vendor limits the rate?
//!
//! Where the vendor documents a limit, a limiter keeps the client within it, as long as no other program uses up the same
//! allowance. Clients of one account share it with [`ClientConfig::limiter`]; the crate `leads-redis` shares it between
//! processes. Long jobs give way to people with [`Priority::Batch`](http::Priority::Batch). Where the vendor documents none,
//! set your own limiter.
//!
//! # Production
//!
//! | to | see |
//! |---|---|
//! | set timeouts, retries, proxies | [`ClientConfig`], [`http::Timeouts`], [`http::TransportOptions`] |
//! | renew credentials without a restart | [`CredentialProvider`], [`Accounts::rotate`] |
//! | get metrics, traces and alarms | [`observe`] |
//! | receive webhooks | [`webhook`], and the `webhook` module of each vendor's crate |
//! | read and write custom fields | [`custom`] |
//! | keep writes over a crash | the crate `leads-journal`, with the feature `journal` for [`Accounts`] |
//! | log errors without personal data | [`Error::report`] |
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `capillary`, `nutshell`, `leadsquared`, `dealerstudio` (default) | one vendor each |
//! | `rustls` (default) | TLS by rustls |
//! | `native-tls` | TLS by the platform's own library |
//! | `fs` | sending files by their path; on with any TLS |
//! | `axum` | routes that receive webhooks in axum servers |
//! | `blocking` | clients for code that is not async |
//! | `metrics`, `otel` | metrics of calls through the crates `metrics` and `opentelemetry` |
//! | `registry` | sending stored requests by the names of their operations |
//! | `journal` | [`Accounts`] as a source of accounts for the worker of `leads-journal` |
//! | `toml` | reading files of accounts in TOML; JSON is always read |
//! | `phone` | formatting phone numbers as E.164 |
//! | `inspect` | reporting what in the responses does not match the types |
//! | `test-util` | constructors of responses, for tests |
//!
//! # Tests
//!
//! `leads-testkit` has a stateful fake of each vendor. It runs in process, on tokio's paused clock:
//!
//! ```
//! # #[cfg(not(feature = "nutshell"))] fn main() {}
//! # #[cfg(feature = "nutshell")]
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> leads::Result<()> {
//! use leads::client::NewLead;
//! use leads::{ClientConfig, LeadClientExt, VendorConfig, WriteOutcome};
//! use leads_testkit::{Fake, Fault, nutshell::FakeNutshell};
//!
//! let config: VendorConfig = serde_json::from_str(r#"{
//!     "vendor": "nutshell", "user": "agent@example.com", "api_key": "made-up-api-key"
//! }"#).unwrap();
//! let fake = Fake::new(FakeNutshell::new());
//! let client = config.connect_with(ClientConfig::new().transport(fake.transport()))?;
//!
//! // The next write is applied, but its response is lost.
//! fake.faults().on(|request| request.method == "POST", Fault::ResetAfterHandling);
//! let error = client.create(&NewLead::new("Car wash")).await.unwrap_err();
//! assert_eq!(error.outcome(), WriteOutcome::Unknown);
//! assert_eq!(fake.handler().count("leads"), 1);
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

mod accounts;
mod config;
#[cfg(any(doc, doctest))]
pub mod guide;
mod tables;

pub use accounts::{
    Account, AccountConfig, AccountLoader, AccountStats, Accounts, AccountsBuilder, AccountsFile, CallStats,
    SavedCounts, WindowStats,
};
#[cfg(feature = "capillary")]
pub use config::CapillaryConfig;
#[cfg(feature = "dealerstudio")]
pub use config::DealerStudioConfig;
#[cfg(feature = "leadsquared")]
pub use config::LeadSquaredConfig;
#[cfg(feature = "nutshell")]
pub use config::NutshellConfig;
pub use config::{VendorClient, VendorConfig};
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
pub use leads_core::{bulk, client, custom, error, http, lead, observe, status, webhook};

/// Compiles the README's examples.
#[cfg(all(doctest, feature = "capillary"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
