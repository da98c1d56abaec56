//! Typed client for the leads API of [Capillary](https://docs.capillarytech.com): leads, follow-ups, statuses and reasons, 13
//! operations as request types, with typed replies and errors that state what a failed write changed.
//!
//! Code for several vendors uses the facade `leads` instead. It also re-exports this crate.
//!
//! # Install
//!
//! ```text
//! cargo add capillary-leads
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
//! There are two schemes. A till signs in with its id and password ([`Builder::basic`]); the vendor takes the MD5 of the
//! password, which the client computes, or which is given as [`Password::md5_hex`]. An API client signs in with its key and
//! secret ([`Builder::oauth`]); the client obtains the token, keeps it until shortly before it expires, and renews it.
//! [`Builder::token_store`] shares tokens between processes. An access group permits each of them to
//! read or write the resource `Leads`.
//!
//! ```
//! # fn run() -> Result<capillary_leads::Client, Box<dyn std::error::Error>> {
//! use capillary_leads::{Client, Cluster};
//!
//! let client = Client::builder()
//!     .cluster(Cluster::Eu)
//!     .oauth(std::env::var("CAPILLARY_KEY")?, std::env::var("CAPILLARY_SECRET")?)
//!     .build()?;
//! # Ok(client) }
//! ```
//!
//! A [`Cluster`] selects the host. The vendor published three lists of hosts that differ, so you may need
//! [`Builder::base_url`]. Credentials that change while the program runs come from [`Builder::credential_provider`]. Neither
//! `Debug` nor an error shows a secret.
//!
//! # The first call
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> capillary_leads::Result<()> {
//! use capillary_leads::api::leads::{CreateLead, Customer, UpdateLeadStatus};
//! use capillary_leads::{Client, Cluster, Password, model::LeadStatus};
//!
//! # let config = offline::responses([
//! #     (200, r#"{"id":12,"userId":345,"leadFor":"item001","status":"OPEN"}"#),
//! #     (200, r#"{"id":12,"userId":345,"leadFor":"item001","status":"WON"}"#),
//! # ]);
//! # let password = "made-up-password";
//! let client = Client::builder()
//!     .cluster(Cluster::Eu)
//!     .basic("store.till", Password::plain(password))
//! #     .config(config)
//!     .build()?;
//!
//! let lead =
//!     client.send(&CreateLead::new("item001", Customer::email("tom@example.com"))).await?;
//! let won = client.send(&UpdateLeadStatus::new(lead.id, LeadStatus::Won).reason_id(6)).await?;
//! assert_eq!(won.status, Some(LeadStatus::Won));
//! # Ok(()) }
//! ```
//!
//! A client is cheap to clone; clones share connections, token and limiter. [`Client::preview`] shows what a request would
//! send.
//!
//! # Reading the reply
//!
//! A [`Reply`] dereferences to the value: a record, or a [`Listing`](model::Listing). Unknown fields and unknown values are kept, and
//! the exact text of each record is available. Warnings of the vendor are in the reply's `meta`.
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> capillary_leads::Result<()> {
//! # let config = offline::responses([(200, r#"{"id":12,"status":"PARKED","mood":"good"}"#)]);
//! # let client = capillary_leads::Client::builder().cluster(capillary_leads::Cluster::Eu)
//! #     .basic("till", capillary_leads::Password::plain("hush")).config(config).build()?;
//! use capillary_leads::api::leads::GetLead;
//!
//! let lead = client.send(&GetLead::new(12)).await?;
//! // A value that this version does not know is kept, and is not an error.
//! assert_eq!(lead.status.as_ref().map(|status| status.as_str()), Some("PARKED"));
//! // A field without a type of its own, and the whole record.
//! assert_eq!(lead.field("mood").map(|field| field.get()), Some(r#""good""#));
//! assert!(lead.text().starts_with(r#"{"id":12"#));
//! // The exchange: HTTP status, attempts, warnings, outcome.
//! assert_eq!((lead.meta().http_status, lead.meta().attempts), (200, 1));
//! assert!(lead.meta().warnings.is_empty());
//! # Ok(()) }
//! ```
//!
//! # Contradictions in the vendor's documentation
//!
//! | question | default | alternative |
//! |---|---|---|
//! | method of a create | `POST` | [`Builder::create_method`]; after a 405 the other method is tried once |
//! | header of a token | `X-CAP-API-OAUTH-TOKEN` | [`Builder::oauth_header`] |
//! | hosts | the newest valid list | [`Cluster::base_url_in`], [`Builder::base_url`] |
//! | `reasonId` | a number | [`ReasonRef::text`](model::ReasonRef::text) |
//! | owner of an update | in the body | [`UpdateLead::owner_in_query`](api::leads::UpdateLead::owner_in_query) |
//! | new reasons | a list | [`CreateReasons::as_object`](api::reasons::CreateReasons::as_object) |
//! | one lead by id | tried, unconfirmed | [`ListLeads`](api::leads::ListLeads) by customer; [`AdapterConfig::single_read`] |
//!
//! # What if a call fails?
//!
//! First ask what the call did to the vendor's data, [`Error::outcome`]. Every [`WriteOutcome`] says what to do:
//!
//! * `NotApplied`: send it again if [`is_retryable`](Error::is_retryable), after `retry_after`; otherwise correct the cause.
//! * `Unknown`: do not send it again; find out with [`Client::resolve`].
//! * `Applied`, `Accepted` and `Partial`: do not send it again. Only the response could not be used, or a part of it.
//!
//! Then its kind. The vendor's `errors` take precedence over the HTTP status: they are also sent with 200. [`CODES`] lists
//! every known code, and [`Error::code_as`] returns an error's code as [`ErrorCode`].
//!
//! | [`ErrorKind`](leads_core::ErrorKind) | cause | remedy |
//! |---|---|---|
//! | `Config`, `InvalidRequest` | a setting, or a field that is checked before sending | correct what `field` names |
//! | `Unauthenticated` | wrong credentials, or a token that could not be renewed | check credentials and cluster |
//! | `Forbidden` | the access group lacks a permission | let an administrator grant it |
//! | `NotFound` | an unknown lead, customer, reason or source | check the id |
//! | `Conflict` | the sub-status exists already | use the existing one |
//! | `State` | the lead is closed, or already has the status | read the lead, and decide again |
//! | `Rejected` | an invalid value | read `codes` and `help` |
//! | `Precondition` | the customer is not registered, or a source is not configured | register the customer, or have it set up |
//! | `RateLimited` | too many calls | wait for `retry_after`; share one limiter |
//! | `Timeout`, `Connect`, `Transport` | the network | check the outcome first |
//! | `Server`, `Foreign`, `Decode` | the vendor failed, or the response is not the vendor's | check the outcome; report `request_id` |
//!
//! ```
//! use capillary_leads::{Error, ErrorCode};
//!
//! fn is_closed(error: &Error) -> bool {
//!     error.code_as::<ErrorCode>() == Some(ErrorCode::ClosedLead)
//! }
//! ```
//!
//! # What if the response is lost?
//!
//! ```no_run
//! # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
//! use capillary_leads::{Resolution, api::leads::UpdateLeadStatus, model::LeadStatus};
//!
//! let request = UpdateLeadStatus::new(12, LeadStatus::Won);
//! if let Err(error) = client.send(&request).await {
//!     match client.resolve(&request, &error).await? {
//!         Resolution::Found => println!("the lead is won"),
//!         resolution if resolution.is_absent() => return Err(error),
//!         _ => println!("check by hand: {:?}", error.help()),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! A create is not retried after a lost response. Through the [common client](#the-common-client), `resolve_create` can find it
//! by an extended field with a value that only this lead has.
//!
//! # Lists
//!
//! [`Client::items`] reads a list page by page; its position can be saved and [continued](Client::resume).
//!
//! ```no_run
//! # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
//! use capillary_leads::{api::leads::ListLeads, model::LeadStatus};
//!
//! let mut open = client.items(ListLeads::new().status(LeadStatus::Open).limit(100));
//! while let Some(lead) = open.next().await {
//!     println!("{}", lead?.id);
//! }
//! # Ok(()) }
//! ```
//!
//! # Limits and retries
//!
//! The vendor limits calls per minute and publishes no number for leads, so set the limiter that was agreed for your
//! organisation, shared by all clients that use it:
//!
//! ```
//! use capillary_leads::leads_core::http::{ClientConfig, limit::{Limiter, Window}};
//!
//! let window = Window::new("calls", 100, std::time::Duration::from_secs(60));
//! let config = ClientConfig::new().limiter(Limiter::new([window]));
//! # let _ = config;
//! ```
//!
//! A call has three attempts, 30 s for each and 90 s in all, unless [`ClientConfig`](leads_core::ClientConfig) or
//! [`CallOptions`] say otherwise. Reads and idempotent writes are retried. Another write is sent again only if it is proved
//! that the attempt before changed nothing. The tables of [`api`]'s modules say how safe each operation is.
//!
//! This crate has no webhooks. The common client has a list of changed leads.
//!
//! # The common client
//!
//! [`Leads`] implements [`LeadClient`](leads_core::LeadClient), for code that does not depend on the vendor. The table on its
//! page says how the common fields are mapped.
//!
//! ```no_run
//! # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
//! use capillary_leads::AdapterConfig;
//! use capillary_leads::leads_core::{LeadClientExt, client::NewLead};
//!
//! let leads = client.leads(AdapterConfig::new().lead_for("boots-42"));
//! let created = leads.create(&NewLead::new("Boots").email("jo@example.com")).await?;
//! leads.mark_won(&created.id).await?;
//! # Ok(()) }
//! ```
//!
//! # Tests
//!
//! The crate `leads-testkit` has a stateful fake of Capillary that runs in process and scripts faults, such as lost responses:
//! `cargo add --dev leads-testkit --features capillary`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> capillary_leads::Result<()> {
//! use capillary_leads::WriteOutcome;
//! use capillary_leads::api::leads::{CreateLead, Customer};
//! use leads_testkit::{Fake, Fault, capillary::FakeCapillary};
//!
//! // In a test: `#[tokio::test(start_paused = true)]`.
//! let fake = Fake::new(FakeCapillary::new());
//! let client = fake.client()?;
//!
//! // The lead is created, but the response is lost.
//! fake.faults().next(Fault::ResetAfterHandling);
//! let create = CreateLead::new("item001", Customer::email("tom@example.com"));
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
//! | [`api`] | the requests: [`leads`](api::leads), [`follow_ups`](api::follow_ups), [`statuses`](api::statuses), [`reasons`](api::reasons), [`oauth`](api::oauth) |
//! | [`model`] | records, ids, statuses, extended fields |
//! | [`CapillaryOptions`], [`Attribution`], [`Language`] | headers of a client or of one call |
//! | [`observe`] | observers of calls |
//! | [`leads_core`] | everything shared with the other vendors' crates |
//!
//! # The vendor's documentation
//!
//! * Reference: [add a lead](https://docs.capillarytech.com/reference/add-lead-1),
//!   [update a lead](https://docs.capillarytech.com/reference/update-lead),
//!   [update its status](https://docs.capillarytech.com/reference/update-lead-status),
//!   [search](https://docs.capillarytech.com/reference/search-lead)

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
mod shared_token;
mod vendor;

pub use adapter::{AdapterConfig, Leads, SingleRead, UnmappedField};
pub use auth::{Credentials, OauthHeader, Password};
pub use client::{Builder, Client, Cluster, HostTable};
pub use error::{CODES, ErrorCode};
#[cfg(feature = "blocking")]
pub use leads_core::blocking;
#[cfg(feature = "registry")]
pub use leads_core::registry;
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome, observe};
pub use marker::Capillary;
pub use options::{Attribution, AttributionType, CapillaryOptions, Language, LookupType};
pub use settings::CreateMethod;

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
