//! Webhooks of LeadSquared: authenticating the sender and reading payloads.
//!
//! A [`Receiver`] authenticates the sender, distinguishes a delivery from the vendor's verification of the URL, and
//! reads the payload; `route` (feature `axum`) serves it. Give each webhook a separate URL and receiver: a delivery
//! does not reliably identify its event.
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use leadsquared::webhook::{Delivery, Event, EventKind, Receiver, route};
//!
//! async fn lead_created(delivery: Delivery) {
//!     match delivery.event() {
//!         Ok(Event::LeadCreate(leads)) => {
//!             for event in leads {
//!                 println!("new lead {:?}", event.lead().id());
//!             }
//!         }
//!         Ok(other) => println!("{}", other.kind()),
//!         Err(error) => println!("kept {} bytes: {error}", delivery.body().len()),
//!     }
//! }
//!
//! let receiver = Receiver::new(EventKind::LeadCreate)
//!     .require_header("x-hook-key", "a long random text");
//! receiver.check()?;
//! let app: axum::Router =
//!     axum::Router::new().route("/hooks/lead-created", route(receiver, lead_created));
//! # let _ = app;
//! # Ok::<(), leadsquared::Error>(())
//! ```
//!
//! # Responses
//!
//! | request | response |
//! |---|---|
//! | the handler accepted it, also if the body cannot be read | 200 with `{"Status":"Success","StatusReason":""}` |
//! | verification: `HEAD`, `GET`, or `POST` without a body | the same |
//! | the handler returned an error | 503 with `{"Status":"Error","StatusReason":"try again"}` |
//! | a required header is missing or wrong | 401 with `{"Status":"Error","StatusReason":"refused"}` |
//! | body too large | 413 with `{"Status":"Error","StatusReason":"too large"}` |
//! | connection failed before the body was complete | 400 with `{"Status":"Error","StatusReason":"incomplete"}` |
//!
//! The vendor attempts each call three times. After ten failed calls in a row it disables the webhook (`StatusCode` 2
//! of [`Subscription`](crate::model::Subscription)). A body that cannot be read is therefore accepted: rejected, the
//! same bytes would come three times, and ten of them would stop the webhook. Store [`Delivery::body`] and return `Ok`.
//! An application should put each delivery into a queue and process it afterwards; how long the vendor waits is not
//! documented.
//!
//! # Payloads
//!
//! | event | payload of [`Event`] | what is known of it |
//! |---|---|---|
//! | lead created | [`LeadEvent`] | documented: a flat lead |
//! | lead updated | [`LeadEvent`] | inferred: a flat lead, or the lead before and after |
//! | a field or the stage of a lead changed | [`LeadEvent`] | observed: the lead before and after |
//! | owner or score of a lead changed | [`LeadEvent`] | inferred from these |
//! | webhook of an automation | [`LeadEvent`] | observed: a flat lead in one of several wrappers |
//! | activity posted, changed | [`ActivityEvent`] | observed: a list, one minute's batch |
//! | opportunity created, updated | [`OpportunityEvent`] | observed on one account: as an activity, without fields |
//! | task created | [`Task`](crate::model::Task) | inferred: a flat task |
//! | bulk call done (`StatusWebhookURL`) | [`BulkReport`] | documented for the deletion of tasks |
//! | all others | [`FieldValue`](crate::model::FieldValue) | unknown: kept as it came |
//!
//! Every event is a [`Batch`]. Reading is tolerant: it accepts one record or a list of them, a leading byte order mark,
//! and members of any type, and it keeps the exact text of each record. An empty list is a batch without records. The
//! vendor's three attempts can deliver an event more than once, and a batch can contain a record twice; identify events
//! by the record's id and time.
//!
//! The URL's query may contain `entityType`, `entityId` and `eventType` (observed): [`Delivery::query`] returns them.
//! The values of `eventType` are those of [`WebhookEventName`](crate::model::WebhookEventName). A URL that receives
//! several events can use them to read the body:
//!
//! ```
//! use leadsquared::model::WebhookEventName;
//! use leadsquared::webhook::{Delivery, Event};
//!
//! fn event_of(delivery: &Delivery) -> Option<leadsquared::Result<Event>> {
//!     let kind = WebhookEventName::from(delivery.query("eventType")?).kind()?;
//!     Some(Event::read(&kind, delivery.body()))
//! }
//! ```
//!
//! Deliveries contain what the *account* sends; to read the current state, request the record by its id.

mod activity;
mod batch;
mod event;
mod lead;
mod line_breaks;
mod name;
mod opportunity;
mod receiver;
mod report;

pub use activity::ActivityEvent;
pub use batch::Batch;
#[cfg(feature = "inspect")]
pub use event::events;
pub use event::{Event, EventKind};
pub use lead::LeadEvent;
pub use leads_core::webhook::{Handled, Payload, Rejection, WebhookResponse};
#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub use leads_core::webhook::{receive_request, route};
pub use line_breaks::line_breaks;
pub use opportunity::OpportunityEvent;
pub use receiver::Receiver;
pub use report::BulkReport;

/// One webhook request with its body and its [`Event`].
pub type Delivery = leads_core::webhook::Delivery<Event>;

/// The result of [`Receiver::receive`]: a delivery or the vendor's verification of the URL.
pub type Incoming = leads_core::webhook::Incoming<Event>;
