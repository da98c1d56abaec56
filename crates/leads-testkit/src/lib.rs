//! Stateful fake servers for the lead vendors, with fault injection and a conformance suite.
//!
//! A fake is a [`Handler`]: a synchronous function from request to response that owns its state. A [`Fake`] wraps a
//! handler and runs it in one of two ways:
//!
//! * [`Fake::transport`]: in process, without sockets, for tests on tokio's paused clock.
//! * `Fake::start`: on a real socket with the real clock, behind a proxy that injects [faults](Fault) below HTTP.
//!
//! The second needs the feature `server`, which is on by default; without it this crate depends on no HTTP library. No
//! feature turns on a TLS implementation, except `rustls` and `native-tls`, which pass it on to the vendors' crates.
//!
//! Both share state, [request log](Fake::requests), [write count](Fake::write_count) and [fault script](Fake::faults).
//! Never call `Fake::start` on a paused clock: the clock jumps to the next timeout while bytes are still in transit.
//!
//! # Your first test
//!
//! ```text
//! cargo add --dev leads-testkit --features nutshell
//! cargo add --dev tokio --features macros,rt,test-util
//! ```
//!
//! Each fake has a client of its vendor, by the feature with the vendor's name. The tests run on tokio's paused clock, so
//! that no test waits: time passes only as far as the next timer. The minimum Rust version is 1.88.
//!
//! ```
//! # #[cfg(not(feature = "nutshell"))] fn main() {}
//! # #[cfg(feature = "nutshell")]
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), nutshell::Error> {
//! use leads_testkit::{Fake, nutshell::FakeNutshell};
//! use nutshell::api::leads::CreateLead;
//!
//! // In a test: `#[tokio::test(start_paused = true)]`.
//! let fake = Fake::new(FakeNutshell::new());
//! let client = fake.client()?;
//!
//! // What the application does …
//! let lead = client.send(&CreateLead::new("Car wash")).await?;
//!
//! // … and what the vendor has afterwards.
//! let stored = fake.handler().record(lead.id.as_str()).unwrap();
//! assert_eq!(stored["description"], "Car wash");
//! assert_eq!(fake.write_count(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! The handler has methods that add what a test needs ([`nutshell::FakeNutshell::add_lead`]), `with_credentials` for tests
//! with two accounts, and settings for what the vendor's documentation leaves open. [`Handler::served`] lists the
//! operations of a fake.
//!
//! # When things go wrong
//!
//! Script [faults](Fault) with [`Fake::faults`]. Compare the outcome that the error reports with what really happened,
//! [`Fake::write_count`], and use [`Fake::request_count`] to check that a non-idempotent call was sent only once:
//!
//! ```
//! # #[cfg(not(feature = "nutshell"))] fn main() {}
//! # #[cfg(feature = "nutshell")]
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), nutshell::Error> {
//! use leads_testkit::{Fake, Fault, nutshell::FakeNutshell};
//! use nutshell::{WriteOutcome, api::leads::CreateLead};
//!
//! let fake = Fake::new(FakeNutshell::new());
//! // The write is applied, but its response is lost.
//! fake.faults().next(Fault::ResetAfterHandling);
//! let error = fake.client()?.send(&CreateLead::new("Car wash")).await.unwrap_err();
//! assert_eq!(error.outcome(), WriteOutcome::Unknown);
//! assert_eq!((fake.write_count(), fake.request_count()), (1, 1));
//! # Ok(())
//! # }
//! ```
//!
//! The [catalogue](faults::all) lists the faults to test against, with the [outcome](leads_core::WriteOutcome) that a call
//! of each [safety class](leads_core::Safety) must report. [Oddities](Oddity) are what real servers do without failing:
//! numbers as text, late indexes, pages of a proxy.
//!
//! # Webhooks
//!
//! A fake opens no connections. `take_webhooks` returns the [webhooks](Webhook) that the vendor would have sent, to be passed
//! to the application's own handler:
//!
//! ```
//! use leads_testkit::nutshell::FakeNutshell;
//!
//! let fake = FakeNutshell::new();
//! fake.add_lead("Car wash");
//! let webhook = fake.take_webhooks().remove(0);
//! let request: http::Request<Vec<u8>> = webhook.request("/hooks/nutshell")?;
//! assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/hooks/nutshell"));
//! assert!(!request.body().is_empty());
//! # Ok::<(), http::Error>(())
//! ```
//!
//! # Other processes and languages
//!
//! `Fake::start` serves a fake on a random port of this machine. A client in any language takes the URL as its base URL:
//!
//! ```
//! # #[cfg(not(feature = "server"))] fn main() {}
//! # #[cfg(feature = "server")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! use leads_testkit::{Fake, nutshell::FakeNutshell};
//!
//! let fake = Fake::new(FakeNutshell::new());
//! let running = fake.start().await?;
//! assert!(running.url().starts_with("http://127.0.0.1:"));
//! // It stops when `running` is dropped.
//! # Ok(())
//! # }
//! ```
//!
//! # Testing an adapter
//!
//! The [conformance suite](conformance) checks that a [`LeadClient`](leads_core::LeadClient) keeps what its capabilities
//! state. Run it for your own adapter.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `capillary`, `nutshell`, `leadsquared`, `dealerstudio` | the fake's client of one vendor |
//! | `server` (default) | fakes on sockets, behind a proxy that injects faults below HTTP |
//! | `rustls`, `native-tls` | TLS of the clients; the fakes themselves need none |
//!
//! # Writing a fake
//!
//! ```
//! use leads_testkit::{Clock, Fake, FakeResponse, FakeRequest, Fault, Handler, Ledger};
//! use serde_json::json;
//!
//! /// A vendor that only knows how to create leads.
//! #[derive(Default)]
//! struct Tiny {
//!     ledger: Ledger,
//! }
//!
//! impl Handler for Tiny {
//!     fn handle(&self, request: &FakeRequest, _clock: &Clock) -> FakeResponse {
//!         if request.bearer() != Some("key") {
//!             return FakeResponse::json(401, &json!({"error": "who are you?"}));
//!         }
//!         self.ledger.record("create_lead");
//!         FakeResponse::json(201, &json!({"id": self.ledger.total()}))
//!     }
//!
//!     fn ledger(&self) -> Option<&Ledger> {
//!         Some(&self.ledger)
//!     }
//! }
//!
//! let fake = Fake::new(Tiny::default());
//! // The next write is applied, but its response is lost.
//! fake.faults().next(Fault::ResetAfterHandling);
//! let transport = fake.transport(); // ClientConfig::new().transport(transport)
//! # let _ = transport;
//! assert_eq!(fake.write_count(), 0);
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]
// Without sockets, the faults and the deliveries that only occur there are never constructed.
#![cfg_attr(not(feature = "server"), allow(dead_code))]

pub mod capillary;
mod clock;
pub mod conformance;
pub mod dealerstudio;
mod delivery;
mod engine;
mod fake;
pub mod faults;
mod gzip;
mod handler;
mod latency;
pub mod leadsquared;
mod ledger;
mod log;
mod multipart;
pub mod nutshell;
mod oddity;
mod rate;
mod request;
mod response;
mod served;
#[cfg(feature = "server")]
mod socket;
mod transport;
mod webhook;

pub use clock::Clock;
pub use fake::{Fake, FakeBuilder, IN_PROCESS_URL};
#[doc(inline)]
pub use faults::{Fault, Faults};
pub use handler::Handler;
pub use latency::Latency;
pub use ledger::Ledger;
pub use log::Arrival;
pub use multipart::FormPart;
pub use oddity::Oddity;
pub use rate::{OverLimit, RateWindow};
pub use request::FakeRequest;
pub use response::FakeResponse;
pub use served::{Answer, ServedOperation};
#[cfg(feature = "server")]
pub use socket::{RunningFake, Traffic};
pub use webhook::Webhook;

/// Compiles the README's example.
#[cfg(all(doctest, feature = "nutshell"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
