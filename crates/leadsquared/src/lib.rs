//! Typed client for the API of [LeadSquared](https://apidocs.leadsquared.com/overview/): leads, opportunities, activities,
//! tasks, companies, users, lists, webhooks and the queued API, 124 operations as request types, with typed replies and errors
//! that state what a failed write changed.
//!
//! Code for several vendors uses the facade `leads` instead. It also re-exports this crate.
//!
//! # Install
//!
//! ```text
//! cargo add leadsquared
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
//! A user has a pair of keys, the access key and the secret key, and may do through the API what the user may do. They are
//! sent as headers, which the vendor recommends; [`Builder::key_location`] selects the query, where proxies and logs can see
//! them. An account belongs to one [`Region`]; another host is set with [`Builder::base_url`]. Queued calls go to a second
//! host and need a third key: [`Builder::async_api_key`].
//!
//! ```
//! # fn run() -> Result<leadsquared::Client, Box<dyn std::error::Error>> {
//! use leadsquared::{Client, Plan, Region};
//!
//! let access_key = std::env::var("LEADSQUARED_ACCESS_KEY")?;
//! let secret_key = std::env::var("LEADSQUARED_SECRET_KEY")?;
//! let client = Client::builder()
//!     .region(Region::IndiaMumbai)
//!     .keys(access_key, secret_key)
//!     .plan(Plan::Pro { users: 12 })
//!     .build()?;
//! # Ok(client) }
//! ```
//!
//! Keys that change while the program runs come from [`Builder::credential_provider`]. Neither `Debug` nor an error shows a
//! key.
//!
//! # The first call
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> leadsquared::Result<()> {
//! use leadsquared::api::leads::CreateOrUpdateLead;
//! use leadsquared::api::opportunities::UpdateOpportunity;
//! use leadsquared::model::OpportunityStatus;
//!
//! # let config = offline::responses([
//! #     (200, r#"{"Status":"Success","Message":{"Id":"3aee22bd-8419-422a-8242-c510df9af021"}}"#),
//! #     (200, r#"{"Status":"Success","Message":{"Id":"5ca5b042-51ea-4699-b6f0-84c40ab12770"}}"#),
//! # ]);
//! # let (access_key, secret_key) = ("access-key", "secret-key");
//! let client = leadsquared::Client::builder()
//!     .region(leadsquared::Region::IndiaMumbai)
//!     .keys(access_key, secret_key)
//! #     .config(config)
//!     .build()?;
//!
//! let lead = [("EmailAddress", "jane@example.com"), ("FirstName", "Jane")];
//! let created = client.send(&CreateOrUpdateLead::new("EmailAddress", lead)).await?;
//! println!("lead {:?}", created.id());
//!
//! let won = UpdateOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770")
//!     .status(OpportunityStatus::Won)
//!     .field("mx_Custom_7", "180,000");
//! assert!(client.send(&won).await?.id().is_some());
//! # Ok(()) }
//! ```
//!
//! A client is cheap to clone; clones share connections and the limiter. [`Client::preview`] shows what a request would send.
//!
//! # Peculiarities of the vendor
//!
//! * Nearly every error response has HTTP status 500, and some have 200. The body decides; see [`ErrorCode`].
//! * LeadSquared uses `GET` for deletes and `POST` for many reads, so each operation declares its own retry safety.
//! * Every value is text, written as pairs in two dialects: [`Attributes`](model::Attributes) for leads and companies,
//!   [`Fields`](model::Fields) for opportunities and activities. Each call accepts its own dialect. The names of custom
//!   fields differ by account and type, so read the metadata.
//! * Times are UTC in five forms; they are read into [`Time`](leads_core::Time) and written in the only form that the
//!   vendor accepts, [`SentTime`](model::SentTime).
//! * A write is visible in reads only seconds later, and later still in index-backed reads.
//!
//! # Reading the reply
//!
//! A [`Reply`] dereferences to the value. A write returns [`Acknowledged`](model::Acknowledged), a read a record or a
//! [`Listing`](model::Listing). Records have methods for the usual fields, and keep every attribute and their exact text:
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> leadsquared::Result<()> {
//! # let config = offline::responses([(200, r#"[{"ProspectID":"3aee22bd-8419-422a-8242-c510df9af021",
//! #     "EmailAddress":"jane@example.com","ProspectStage":"Prospect","mx_City":"Goa"}]"#)]);
//! # let client = leadsquared::Client::builder().region(leadsquared::Region::IndiaMumbai)
//! #     .keys("access-key", "secret-key").config(config).build()?;
//! use leadsquared::api::leads::GetLeadByEmail;
//!
//! let found = client.send(&GetLeadByEmail::new("jane@example.com")).await?;
//! for lead in &found.rows {
//!     assert_eq!(lead.stage(), Some("Prospect"));
//!     assert_eq!(lead.attribute("mx_City"), Some("Goa"));
//!     assert!(lead.text().contains(r#""mx_City":"Goa""#));
//! }
//! // Rows that could not be read are kept, with their text.
//! assert!(found.unreadable.is_empty());
//! assert_eq!((found.meta().http_status, found.meta().attempts), (200, 1));
//! # Ok(()) }
//! ```
//!
//! # What if a call fails?
//!
//! First ask what the call did to the vendor's data, [`Error::outcome`]. Every [`WriteOutcome`] says what to do:
//!
//! * `NotApplied`: send it again if [`is_retryable`](Error::is_retryable), after `retry_after`; otherwise correct the cause.
//! * `Unknown`: do not send it again; find out with [`Client::resolve`].
//! * `Applied`, `Accepted` and `Partial`: do not send it again. The response could not be used, or the change is queued, or
//!   only some rows were changed.
//!
//! Then its kind. [`Error::code_as`] returns the vendor's exception type as [`ErrorCode`]; [`CODES`] lists all.
//!
//! | [`ErrorKind`](leads_core::ErrorKind) | cause | remedy |
//! |---|---|---|
//! | `Config`, `InvalidRequest` | a setting, or a field that is checked before sending | correct what `field` names |
//! | `Unauthenticated` | wrong keys, or keys of another region | check keys and region |
//! | `Forbidden` | the user lacks a permission; some searches are for administrators | let an administrator grant it |
//! | `NotFound` | the record does not exist, or is not visible yet | check the id; wait some seconds after a create |
//! | `Conflict` | a unique value is taken | [`CreateOrUpdateLead`](api::leads::CreateOrUpdateLead) instead of a create |
//! | `Rejected` | a missing field, an unknown attribute, a value that is not an option | read `codes` and `help` |
//! | `Precondition`, `State` | a feature is off, or the record is locked | set it up in the account |
//! | `RateLimited` | too many calls: 429, 403, 500 or 200 | wait for `retry_after`; share one limiter |
//! | `Timeout`, `Connect`, `Transport` | the network | check the outcome first |
//! | `Server`, `Foreign`, `Decode` | the vendor failed, or the response is not the vendor's | check the outcome; report `request_id` |
//!
//! # What if the response is lost?
//!
//! ```no_run
//! # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
//! use leadsquared::{Resolution, api::leads::UpdateLead};
//!
//! let id = "3aee22bd-8419-422a-8242-c510df9af021";
//! let request = UpdateLead::new(id, [("ProspectStage", "Customer")]);
//! if let Err(error) = client.send(&request).await {
//!     match client.resolve(&request, &error).await? {
//!         Resolution::Found => println!("it was changed"),
//!         resolution if resolution.is_absent() => return Err(error),
//!         _ => println!("check by hand: {:?}", error.help()),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! A create is not retried after a lost response. Use [`CreateOrUpdateLead`](api::leads::CreateOrUpdateLead), which can be
//! repeated, wherever a lead has a unique field.
//!
//! # Lists and bulk calls
//!
//! [`Client::items`] reads a list page by page, and [`Client::ranges`] a long time range in short overlapping ones. For many
//! rows, [`Client::send_all`] splits a bulk request, keeps to the limits and reports every row exactly once; queued calls are
//! followed to their end by [`Client::submit`].
//!
//! ```no_run
//! # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
//! use leadsquared::api::leads::{BulkCreateOrUpdateLeads, SearchLeads};
//! use leadsquared::model::{LookupName, SqlOperator};
//!
//! let since = "2026-01-01 00:00:00";
//! let request = SearchLeads::new(LookupName::CreatedOn, SqlOperator::Greater, since);
//! let mut leads = client.items(request);
//! while let Some(lead) = leads.next().await {
//!     println!("{:?}", lead?.id());
//! }
//!
//! let rows = (0..100).map(|n| [("EmailAddress", format!("jane{n}@example.com"))]);
//! let report = client.send_all(&BulkCreateOrUpdateLeads::new("EmailAddress", rows)).await?;
//! println!("{report:?}");
//! # Ok(()) }
//! ```
//!
//! # Limits and retries
//!
//! The vendor counts calls per account, over 5 seconds and over a day, and bulk calls apart. A [`Plan`] creates the limiter.
//! All clients of an account must share it, and no other program may use the same allowance. Without a plan, the short
//! windows of the smallest plan apply. `leads-redis` shares a limiter between processes.
//!
//! A call has three attempts, 30 s for each and 90 s in all, unless [`ClientConfig`](leads_core::ClientConfig) or
//! [`CallOptions`] say otherwise. Reads and idempotent writes are retried. Another write is sent again only if it is proved
//! that the attempt before changed nothing. The tables of [`api`]'s modules say how safe each operation is.
//!
//! # Webhooks
//!
//! [`CreateWebhook`](api::webhooks::CreateWebhook) subscribes a URL to an event. [`webhook`] authenticates the sender, responds
//! to the vendor's verification, reads the payload, and serves axum applications (feature `axum`). After ten failed calls in a
//! row the vendor disables the webhook.
//!
//! # The common client
//!
//! [`Client::leads`] and [`Client::opportunities`] return [`LeadClient`](leads_core::LeadClient)s, for code that does not
//! depend on the vendor: [`Leads`] and [`Opportunities`].
//!
//! ```no_run
//! # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
//! use leadsquared::leads_core::{LeadClientExt, client::NewLead};
//! use leadsquared::OpportunitiesConfig;
//!
//! let deals = client.opportunities(OpportunitiesConfig::new(12005).name_field("mx_Custom_1"));
//! let created = deals.create(&NewLead::new("Car wash").email("jo@example.com")).await?;
//! deals.mark_won(&created.id).await?;
//! # Ok(()) }
//! ```
//!
//! # Tests
//!
//! The crate `leads-testkit` has a stateful fake of LeadSquared that runs in process and scripts faults, such as lost
//! responses: `cargo add --dev leads-testkit --features leadsquared`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> leadsquared::Result<()> {
//! use leads_testkit::{Fake, Fault, leadsquared::FakeLeadSquared};
//! use leadsquared::{WriteOutcome, api::leads::CreateLead};
//!
//! // In a test: `#[tokio::test(start_paused = true)]`.
//! let fake = Fake::new(FakeLeadSquared::new());
//! let client = fake.client()?;
//!
//! // The lead is created, but the response is lost.
//! fake.faults().next(Fault::ResetAfterHandling);
//! let create = CreateLead::new([("EmailAddress", "jane@example.com")]);
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
//! | [`api`] | the requests, one module for each service: [`leads`](api::leads), [`opportunities`](api::opportunities), [`activities`](api::activities), [`tasks`](api::tasks), … |
//! | [`api::asynchronous`] | the queued calls |
//! | [`model`] | records, pairs of values, ids, queries, times |
//! | [`webhook`] | receiving webhooks |
//! | [`observe`] | observers of calls |
//! | [`leads_core`] | everything shared with the other vendors' crates |
//!
//! # The vendor's documentation
//!
//! * [Overview](https://apidocs.leadsquared.com/overview/), [authentication](https://apidocs.leadsquared.com/authentication/),
//!   [rate limits](https://apidocs.leadsquared.com/rate-limits/) and
//!   [the queued API](https://apidocs.leadsquared.com/async-api/)
//! * [Webhooks: best practices](https://apidocs.leadsquared.com/webhook-best-practices/)

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
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome, observe};
pub use marker::LeadSquared;
pub use plan::{Allowance, Plan};
pub use ranges::{Ranged, Ranges};
pub use region::Region;
pub use run::{BulkRun, LogError, RowEvent, RowLog, RowStart, RunRecord};
pub use submit::{JobOutcome, PollPolicy};

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
