//! Typed client for the REST API of [Nutshell CRM](https://www.nutshell.com): 112 operations as request types, with typed
//! replies, errors that state what a failed write changed, and webhooks.
//!
//! Code for several vendors uses the facade `leads` instead. It also re-exports this crate.
//!
//! # Install
//!
//! ```text
//! cargo add nutshell-crm
//! cargo add tokio --features macros,rt-multi-thread
//! ```
//!
//! The package is published as `nutshell-crm`, because the registry has an unrelated `nutshell`. The library's name is
//! `nutshell`: write `use nutshell::…`. In this workspace the package has that name too.
//!
//! The minimum Rust version is 1.88.
//!
//! Calls must be awaited inside a tokio runtime with its time and I/O drivers enabled. Outside one, a call returns an error
//! of kind `Config` whose field is `runtime`, and nothing is sent.
//!
//! # Credentials
//!
//! Nutshell uses HTTP Basic: the e-mail address of a user, and an API key. Keys are created in the web application, under
//! Setup > API keys. Choose a key for API access: keys for forms only are not accepted. A key has no scopes; what it sees is
//! what its user sees. All customers use one host, [`BASE_URL`].
//!
//! ```
//! # fn run() -> Result<nutshell::Client, Box<dyn std::error::Error>> {
//! let email = std::env::var("NUTSHELL_EMAIL")?;
//! let api_key = std::env::var("NUTSHELL_API_KEY")?;
//! let client = nutshell::Client::builder().basic(email, api_key).build()?;
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
//! # async fn main() -> nutshell::Result<()> {
//! use nutshell::api::leads::{CreateLead, UpdateLeadStatus};
//!
//! # let api_key = "made-up-api-key";
//! # let config = offline::responses([
//! #     (201, r#"{"leads":[{"id":"1003-leads","name":"Car wash","status":"open"}]}"#),
//! #     (200, r#"{"leads":[{"id":"1003-leads","name":"Car wash","status":"won"}]}"#),
//! # ]);
//! let client = nutshell::Client::builder()
//!     .basic("agent@example.com", api_key)
//! #     .config(config)
//!     .build()?;
//!
//! let created = client.send(&CreateLead::new("Car wash").contact("2-contacts")).await?;
//! let close = UpdateLeadStatus::new(&created.id).outcome("1-outcomes");
//! let closed = client.send(&close).await?;
//! assert_eq!(closed.status, Some(nutshell::model::LeadStatus::Won));
//! # Ok(()) }
//! ```
//!
//! A client is cheap to clone, and its clones share connections. [`Client::preview`] shows what a request would send.
//!
//! # Reading the reply
//!
//! A [`Reply`] dereferences to the value: [`One`] record or several [`Records`]. Every member except the id is an `Option`,
//! because Nutshell may omit it. Unknown fields and unknown values are kept, and the exact text of each record is available:
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> nutshell::Result<()> {
//! # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"leads":[{"id":"1003-leads",
//! #     "status":"dormant","mood":"good","links":{"owner":"1-users"}}],
//! #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
//! # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config).build()?;
//! use nutshell::{api::leads::GetLead, model::User};
//!
//! let lead = client.send(&GetLead::new("1003-leads")).await?;
//!
//! // A value that this version does not know is kept, and is not an error.
//! assert_eq!(lead.status.as_ref().map(|status| status.as_str()), Some("dormant"));
//! // A field without a type of its own, and the whole record.
//! assert_eq!(lead.record().field("mood").map(|field| field.get()), Some(r#""good""#));
//! assert!(lead.record().text().starts_with(r#"{"id":"1003-leads""#));
//! // Records that Nutshell sends along.
//! assert_eq!(lead.envelope().related::<User>("owners")?.len(), 1);
//! // The exchange: HTTP status, attempts, warnings, outcome.
//! assert_eq!((lead.meta().http_status, lead.meta().attempts), (200, 1));
//! # Ok(()) }
//! ```
//!
//! Custom fields are not part of a lead: see [`Client::lead_custom_fields`].
//!
//! # What if a call fails?
//!
//! First ask what the call did to Nutshell's data, [`Error::outcome`]. Every [`WriteOutcome`] says what to do:
//!
//! * `NotApplied`: send it again if [`is_retryable`](Error::is_retryable), after `retry_after`; otherwise correct the cause.
//! * `Unknown`: do not send it again; find out with [`Client::resolve`].
//! * `Applied`, `Accepted` and `Partial`: do not send it again. Only the response could not be used, or a part of it.
//!
//! Then its kind. Nutshell sends no error codes; [`ErrorCode`] names the known shapes of its errors.
//!
//! | [`ErrorKind`](leads_core::ErrorKind) | cause | remedy |
//! |---|---|---|
//! | `Config`, `InvalidRequest` | a setting, or a field that is checked before sending | correct what `field` names |
//! | `Unauthenticated` | wrong user or key; Nutshell responds with an HTML page | check that the key is one for API access |
//! | `NotFound` | unknown id or path | check the id; a deleted record can be [undeleted](api::leads::UndeleteLead) |
//! | `Rejected` | a filter, value or patch that Nutshell does not accept | read `codes` and `help` |
//! | `RateLimited` | 429; not documented, but handled | wait for `retry_after`, and set a limiter |
//! | `Timeout`, `Connect`, `Transport` | the network | check the outcome first |
//! | `Server` | Nutshell failed | retry if the outcome allows it; report `request_id` to the vendor |
//! | `Foreign`, `Decode` | the response is not Nutshell's, or not as documented | check the proxy; report the path of the decode error |
//!
//! # What if the response is lost?
//!
//! Nutshell accepts no client-supplied id, so a create that was sent and got no response is never sent again. For changes of
//! an existing record, [`Client::resolve`] reads the record and compares it. What it cannot find out, [`Error::help`] says
//! how to check by hand.
//!
//! ```
//! # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> nutshell::Result<()> {
//! # let config = offline::responses([
//! #     (0, ""),
//! #     (200, r#"{"leads":[{"id":"1003-leads","status":"won","links":{"outcome":"1-outcomes"}}]}"#),
//! # ]);
//! # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config).build()?;
//! use nutshell::{Resolution, WriteOutcome, api::leads::UpdateLeadStatus};
//!
//! let close = UpdateLeadStatus::new("1003-leads").outcome("1-outcomes");
//! let error = client.send(&close).await.unwrap_err();
//! assert_eq!(error.outcome(), WriteOutcome::Unknown);
//!
//! match client.resolve(&close, &error).await? {
//!     Resolution::Found => println!("the lead is closed"),
//!     resolution if resolution.is_absent() => println!("send it again"),
//!     _ => println!("check by hand: {:?}", error.help()),
//! }
//! # Ok(()) }
//! ```
//!
//! # Lists
//!
//! [`Client::items`] reads a list page by page. The position can be saved ([`bookmark`](leads_core::ItemStream::bookmark))
//! and continued in another process ([`Client::resume`]). Filters and sorting are in [`query`].
//!
//! ```no_run
//! # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
//! use nutshell::api::leads::ListLeads;
//! use nutshell::query::{Filter, LeadSort, Sort};
//!
//! let request = ListLeads::new()
//!     .filter(Filter::owners(["1-users"]))
//!     .sort(Sort::descending(LeadSort::Value))
//!     .limit(500);
//! let mut leads = client.items(request);
//! while let Some(lead) = leads.next().await {
//!     println!("{}", lead?.id);
//! }
//! # Ok(()) }
//! ```
//!
//! For changes, read the event log with [`Client::follow_events`], or receive webhooks.
//!
//! # Limits and retries
//!
//! Nutshell documents no rate limit, so no limiter is set. Set your own, and share it among all clients of the account:
//!
//! ```
//! use nutshell::leads_core::http::{ClientConfig, limit::{Limiter, Window}};
//!
//! let window = Window::new("calls", 20, std::time::Duration::from_secs(5));
//! let config = ClientConfig::new().limiter(Limiter::new([window]));
//! # let _ = config;
//! ```
//!
//! A call has three attempts, 30 s for each and 90 s in all, unless [`ClientConfig`](leads_core::ClientConfig) or
//! [`CallOptions`] say otherwise. Reads and idempotent writes are retried. Another write is sent again only if it is proved
//! that the attempt before changed nothing. The tables of [`api`]'s modules say how safe each operation is.
//!
//! # Webhooks
//!
//! Webhooks are configured in the web application, under Setup > API keys. [`webhook`] authenticates and reads them, and
//! serves them in axum applications (feature `axum`). They carry no signature, and no retry is documented: use them as a hint, and
//! follow the event log to catch up.
//!
//! # The common client
//!
//! [`Leads`] implements [`LeadClient`](leads_core::LeadClient), for code that does not depend on the vendor. The table on its
//! page says how the common fields are mapped.
//!
//! ```no_run
//! # async fn run(client: &nutshell::Client) -> nutshell::Result<()> {
//! use nutshell::leads_core::{LeadClientExt, client::NewLead};
//!
//! let leads = client.leads(nutshell::AdapterConfig::new());
//! let created = leads.create(&NewLead::new("Car wash").email("jo@example.com")).await?;
//! leads.mark_won(&created.id).await?;
//! # Ok(()) }
//! ```
//!
//! # Tests
//!
//! The crate `leads-testkit` has a stateful fake of Nutshell that runs in process and scripts faults, such as lost
//! responses: `cargo add --dev leads-testkit --features nutshell`.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> nutshell::Result<()> {
//! use leads_testkit::{Fake, Fault, nutshell::FakeNutshell};
//! use nutshell::{WriteOutcome, api::leads::CreateLead};
//!
//! // In a test: `#[tokio::test(start_paused = true)]`.
//! let fake = Fake::new(FakeNutshell::new());
//! let client = fake.client()?;
//!
//! // The lead is created, but the response is lost.
//! fake.faults().next(Fault::ResetAfterHandling);
//! let error = client.send(&CreateLead::new("Car wash")).await.unwrap_err();
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
//! | [`api`] | the requests, one module for each resource: [`leads`](api::leads), [`contacts`](api::contacts), [`accounts`](api::accounts), [`activities`](api::activities), … |
//! | [`model`] | records, ids, statuses |
//! | [`input`] | parts of requests: contact points, products, custom fields |
//! | [`query`] | filters, sorting, paging |
//! | [`patch`] | operations of updates that have no setter |
//! | [`envelope`] | what surrounds records: counters, links, companion records |
//! | [`webhook`] | receiving webhooks |
//! | [`observe`] | observers of calls |
//! | [`leads_core`] | everything shared with the other vendors' crates |
//!
//! # The vendor's documentation
//!
//! * [Reference](https://developers.nutshell.com/reference) and [guides](https://developers.nutshell.com/docs). Contradictions
//!   between them and the service are noted at the types that they affect.

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
#[doc(inline)]
pub use envelope::{Envelope, One, Record, Records};
pub use error::{CODES, ErrorCode};
pub use follow::{EventFollower, EventPosition};
pub use json::Json;
#[cfg(feature = "blocking")]
pub use leads_core::blocking;
#[cfg(feature = "registry")]
pub use leads_core::registry;
pub use leads_core::{self, CallOptions, Error, Reply, Resolution, Resolve, Result, WriteOutcome, observe};
pub use marker::Nutshell;
pub(crate) use vendor::REFERENCE;

/// Compiles the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
