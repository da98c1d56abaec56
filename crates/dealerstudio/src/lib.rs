//! Typed client for the API of Dealer Studio, the Australian dealership platform: leads, lead clusters, appointments and cars,
//! 9 operations as request types, with typed replies, errors that state what a failed write changed, and webhooks.
//!
//! Code for several vendors uses the facade `leads` instead. It also re-exports this crate.
//!
//! # Install
//!
//! ```text
//! cargo add dealerstudio
//! cargo add tokio --features macros,rt-multi-thread
//! ```
//!
//! The minimum Rust version is 1.88.
//!
//! Calls must be awaited inside a tokio runtime with its time and I/O drivers enabled. Outside one, a call returns an error
//! of kind `Config` whose field is `runtime`, and nothing is sent.
//!
//! # Credentials
//!
//! Dealer Studio creates an API key for an integrator. The key has a list of permissions, such as `create:lead`, and reaches a
//! list of dealerships. There is one host for all, [`BASE_URL`], and no other environment is documented.
//!
//! ```
//! # fn run() -> Result<dealerstudio::Client, Box<dyn std::error::Error>> {
//! let api_key = std::env::var("DEALERSTUDIO_API_KEY")?;
//! let client = dealerstudio::Client::builder().api_key(api_key).build()?;
//! # Ok(client) }
//! ```
//!
//! A key that changes while the program runs comes from [`Builder::credential_provider`]. Neither `Debug` nor an error shows it.
//!
//! # The first call
//!
//! [`ShowApikey`](api::apikeys::ShowApikey) checks the key and returns the dealerships, with the ids that leads need:
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> dealerstudio::Result<()> {
//! use dealerstudio::api::{apikeys::ShowApikey, leads::CreateLead};
//! use dealerstudio::model::{Category, Source};
//!
//! # let config = offline::responses([
//! #     (200, r#"{"id":1,"permissions":["create:lead"],"dealerships":[{"id":42,"slug":"northside-motors"}]}"#),
//! #     (201, r#"{"id":12,"lead_cluster_id":34}"#),
//! # ]);
//! # let api_key = "made-up-key";
//! let client = dealerstudio::Client::builder()
//!     .api_key(api_key)
//! #     .config(config)
//!     .build()?;
//!
//! let key = client.send(&ShowApikey::new()).await?;
//! println!("{} dealerships", key.dealerships.len());
//!
//! let (email, phone) = ("jo@example.com", "0400000000");
//! let category = Category::UsedVehicleEnquiry;
//! let request = CreateLead::new("northside-motors", category, Source::Website, email, phone)
//!     .message("Is the blue one still there?")
//!     .provider("example.com")
//!     .provider_id("enquiry-1");
//! let lead = client.send(&request).await?;
//! assert!(lead.id.is_some() && lead.lead_cluster_id.is_some());
//! # Ok(()) }
//! ```
//!
//! A lead belongs to a cluster: the leads of one customer. The status is the cluster's; see
//! [`UpdateLeadCluster`](api::lead_clusters::UpdateLeadCluster). Keep both ids: no operation reads, lists or deletes leads.
//! [`Client::preflight`] checks a key's permission for a request before it is sent, and [`Client::preview`] shows what would be
//! sent.
//!
//! # Reading the reply
//!
//! A [`Reply`] dereferences to the value. The vendor documents few responses, so every member is optional, and a write returns an
//! `Option`: it is `None` if the response is empty. Unknown fields are kept in the text of the record.
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> dealerstudio::Result<()> {
//! # let config = offline::responses([(200, r#"{"id":34,"lead_state":"converted","mood":"good"}"#)]);
//! # let client = dealerstudio::Client::builder().api_key("made-up-key").config(config).build()?;
//! use dealerstudio::{api::lead_clusters::UpdateLeadCluster, model::ClusterState};
//! use dealerstudio::leads_core::Patch;
//!
//! let request = UpdateLeadCluster::new("northside-motors", 34)
//!     .lead_state(Patch::Set(ClusterState::Converted));
//! let reply = client.send(&request).await?;
//! // The exchange: HTTP status, attempts, warnings, outcome.
//! assert_eq!((reply.meta().http_status, reply.meta().attempts), (200, 1));
//! if let Some(cluster) = reply.into_inner() {
//!     assert_eq!(cluster.lead_state, Some(ClusterState::Converted));
//!     assert_eq!(cluster.field("mood").map(|field| field.get()), Some(r#""good""#));
//! }
//! # Ok(()) }
//! ```
//!
//! # What if a call fails?
//!
//! First ask what the call did to the vendor's data, [`Error::outcome`]. Every [`WriteOutcome`] says what to do:
//!
//! * `NotApplied`: send it again if [`is_retryable`](Error::is_retryable), after `retry_after`; otherwise correct the cause.
//! * `Unknown`: do not send a create again; check by hand, as [`Error::help`] says.
//! * `Applied`, `Accepted` and `Partial`: do not send it again. Only the response could not be used, or a part of it.
//!
//! Then its kind. The vendor has no error codes; [`ErrorCode`] names the known shapes of its errors, and [`CODES`] lists them.
//!
//! | [`ErrorKind`](leads_core::ErrorKind) | cause | remedy |
//! |---|---|---|
//! | `Config`, `InvalidRequest` | a setting, or a field that is checked before sending | correct what `field` names |
//! | `Unauthenticated`, `Forbidden` | a wrong key, a missing permission, or another dealership | [`Client::preflight`] says what the key lacks |
//! | `NotFound` | an unknown record or dealership | check the id and the dealership |
//! | `State` | a lead that is too old to be updated | update its cluster instead |
//! | `Rejected` | a field has an invalid value; the vendor names it | read `codes` and `help` |
//! | `RateLimited` | too many calls; not documented, but handled | wait for `retry_after`, and set a limiter |
//! | `Timeout`, `Connect`, `Transport` | the network | check the outcome first |
//! | `Server`, `Foreign`, `Decode` | the vendor failed, or the response is not the vendor's | check the outcome first |
//!
//! # What if the response is lost?
//!
//! The vendor publishes no reads of what a write changes, so no call can determine whether a lost write took effect: no request
//! of this crate implements [`Resolve`]. A create is never retried after it was sent.
//! `provider` and `provider_id` say which record of yours a lead is, for a check by hand. Updates that replace values are
//! idempotent and are retried.
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> dealerstudio::Result<()> {
//! # let client = dealerstudio::Client::builder().api_key("made-up-key")
//! #     .config(offline::responses([(0, "")])).build()?;
//! # use dealerstudio::api::leads::CreateLead;
//! # let request = CreateLead::new("northside-motors", "General Enquiry", "Website", "jo@example.com", "0400000000");
//! use dealerstudio::WriteOutcome;
//!
//! let error = client.send(&request).await.unwrap_err();
//! assert_eq!(error.outcome(), WriteOutcome::Unknown);
//! println!("{:?}", error.help());
//! # Ok(()) }
//! ```
//!
//! There are no lists with pages either: the only list is [`ListExternalIdentifiers`](api::external_identifiers).
//!
//! # Limits and retries
//!
//! Dealer Studio documents no rate limit, so no limiter is set. Set your own, and share it among all clients of the key:
//!
//! ```
//! use dealerstudio::leads_core::http::{ClientConfig, limit::{Limiter, Window}};
//!
//! let window = Window::new("calls", 10, std::time::Duration::from_secs(5));
//! let config = ClientConfig::new().limiter(Limiter::new([window]));
//! # let _ = config;
//! ```
//!
//! A call has three attempts, 30 s for each and 90 s in all, unless [`ClientConfig`](leads_core::ClientConfig) or
//! [`CallOptions`] say otherwise. The tables of [`api`]'s modules say how safe each operation is.
//!
//! # Webhooks
//!
//! Dealer Studio's staff or the dashboard configure webhooks: leads, lead clusters, stock, finance applications and
//! subscriptions. No operation reads leads or stock, so they are the only way to get them. [`webhook`] authenticates the sender, reads the payloads, and serves
//! axum applications (feature `axum`). Neither a signature nor a retry is documented; expect duplicates.
//!
//! # The common client
//!
//! [`Leads`] implements [`LeadClient`](leads_core::LeadClient), for code that does not depend on the vendor. It creates leads
//! and changes their status; check its [capabilities](leads_core::LeadClient::capabilities) before you rely on more.
//!
//! ```no_run
//! # async fn run(client: &dealerstudio::Client) -> dealerstudio::Result<()> {
//! use dealerstudio::{AdapterConfig, model::{Category, Source}};
//! use dealerstudio::leads_core::{LeadClientExt, client::NewLead};
//!
//! let config = AdapterConfig::new().dealership(42).category(Category::GeneralEnquiry);
//! let leads = client.leads(config.source(Source::Website));
//! let new = NewLead::new("Jo Citizen").email("jo@example.com").phone("0400000000");
//! let created = leads.create(&new).await?;
//! leads.mark_won(&created.id).await?;
//! # Ok(()) }
//! ```
//!
//! # Tests
//!
//! The crate `leads-testkit` has a stateful fake of Dealer Studio that runs in process and scripts faults, such as lost
//! responses: `cargo add --dev leads-testkit --features dealerstudio`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> dealerstudio::Result<()> {
//! use dealerstudio::model::{Category, Source};
//! use dealerstudio::{WriteOutcome, api::leads::CreateLead};
//! use leads_testkit::{Fake, Fault, dealerstudio::FakeDealerStudio};
//!
//! // In a test: `#[tokio::test(start_paused = true)]`.
//! let fake = Fake::new(FakeDealerStudio::new());
//! let client = fake.client()?;
//!
//! // The lead is created, but the response is lost.
//! fake.faults().next(Fault::ResetAfterHandling);
//! let (category, source) = (Category::GeneralEnquiry, Source::Website);
//! let create = CreateLead::new(42, category, source, "jo@example.com", "0400000000");
//! let error = client.send(&create).await.unwrap_err();
//! assert_eq!(error.outcome(), WriteOutcome::Unknown);
//! assert_eq!(fake.write_count(), 1);
//! # Ok(()) }
//! ```
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `rustls` (default) | the transport over reqwest, with TLS by rustls |
//! | `native-tls` | the same with the platform's library |
//! | `axum` | routes that receive webhooks |
//! | `blocking` | clients for code that is not async |
//! | `metrics`, `otel` | metrics of calls |
//! | `registry` | sending stored requests by the names of their operations |
//! | `inspect` | comparing captured payloads with the types |
//! | `fs` | sending files by their path; on with any TLS |
//! | `test-util` | constructors of responses, for tests |
//!
//! # Where to find what
//!
//! | module | what it has |
//! |---|---|
//! | [`api`] | the requests: [`leads`](api::leads), [`lead_clusters`](api::lead_clusters), [`appointments`](api::appointments), [`cars`](api::cars), [`apikeys`](api::apikeys), … |
//! | [`model`] | records, ids, categories, states, files |
//! | [`webhook`] | receiving webhooks |
//! | [`observe`] | observers of calls |
//! | [`leads_core`] | everything shared with the other vendors' crates |
//!
//! # The vendor's documentation
//!
//! * [Create a lead](https://dev.dealerstudio.com.au/public-api/operations/apiv1leads) and
//!   [update a lead](https://dev.dealerstudio.com.au/public-api/operations/apiv1leadsid), from where the other operations and
//!   the guides can be reached

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
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome, observe};
pub use marker::DealerStudio;
pub use preflight::{Need, Needs, PermissionNeed, Preflight};

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
