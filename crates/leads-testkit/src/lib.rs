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
//! # Testing a client
//!
//! A client must report the outcome of its writes truthfully, whatever goes wrong. The [fault catalogue](faults::all)
//! lists the faults to test against, with the [outcome](leads_core::WriteOutcome) that a call of each
//! [safety class](leads_core::Safety) must report. Compare it with [`Fake::write_count`], and use
//! [`Fake::request_count`] to check that a non-idempotent call was sent only once.
//!
//! # Testing an application
//!
//! Each vendor's fake has methods that add what a test needs, `with_credentials` for tests with two accounts, and
//! settings for what the vendor's documentation leaves open. It shows the [oddities](Oddity) of real servers on request,
//! and [webhooks](Webhook) that the vendor would send can be passed to any handler. [`Handler::served`] lists the
//! operations of a fake.
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
