//! Stateful fakes of the lead vendors, with faults on purpose.
//!
//! A fake is a [`Handler`]: a synchronous function from request to answer with state of its own. A [`Fake`] puts
//! everything else around it and runs it in two ways:
//!
//! * [`Fake::transport`]: in process, without sockets, for tests on tokio's paused clock.
//! * [`Fake::start`]: on a real socket with the real clock, behind a proxy that does the [faults](Fault) below HTTP.
//!
//! Both share state, [log](Fake::requests), [ledger](Fake::applied) and [script of faults](Fake::faults). Never start one
//! on a paused clock: the clock jumps to the next time limit while the socket's bytes are still on their way.
//!
//! # Trying a client
//!
//! A client is right if it is honest about its writes whatever goes wrong. The [catalogue](faults::all) names what can,
//! with the [outcome](leads_core::WriteOutcome) that a call of each [safety class](leads_core::Safety) must state; the fake's
//! [ledger](Fake::applied) says whether that is true, and [`Fake::arrived`] whether a call that must go out once did.
//!
//! # Making a fake
//!
//! ```
//! use leads_testkit::{Clock, Fake, FakeAnswer, FakeRequest, Fault, Handler, Ledger};
//! use serde_json::json;
//!
//! /// A vendor that only knows how to create leads.
//! #[derive(Default)]
//! struct Tiny {
//!     ledger: Ledger,
//! }
//!
//! impl Handler for Tiny {
//!     fn handle(&self, request: &FakeRequest, _clock: &Clock) -> FakeAnswer {
//!         if request.bearer() != Some("key") {
//!             return FakeAnswer::json(401, &json!({"error": "who are you?"}));
//!         }
//!         self.ledger.applied("create_lead");
//!         FakeAnswer::json(201, &json!({"id": self.ledger.total()}))
//!     }
//!
//!     fn ledger(&self) -> Option<&Ledger> {
//!         Some(&self.ledger)
//!     }
//! }
//!
//! let fake = Fake::new(Tiny::default());
//! // The next write is applied, and its answer is lost.
//! fake.faults().next(Fault::ResetAfterHandling);
//! let transport = fake.transport(); // ClientConfig::new().transport(transport)
//! # let _ = transport;
//! assert_eq!(fake.applied(), 0);
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

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
mod rate;
mod request;
mod response;
mod socket;
mod transport;

pub use clock::Clock;
pub use fake::{Fake, FakeBuilder, IN_PROCESS_URL};
pub use faults::{Fault, Faults};
pub use handler::Handler;
pub use latency::Latency;
pub use ledger::Ledger;
pub use log::Arrival;
pub use multipart::FormPart;
pub use rate::{OverLimit, RateWindow};
pub use request::FakeRequest;
pub use response::FakeAnswer;
pub use socket::{Running, Traffic};
