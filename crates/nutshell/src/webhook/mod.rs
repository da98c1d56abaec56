//! Webhooks sent by Nutshell.
//!
//! Webhooks are configured in the web application (Setup > API keys), not through the API, and each one receives all
//! events. The body is the same document as a response of [`ListEvents`](crate::api::events::ListEvents): events, with
//! the actors as `actors` and the affected records as `payloads`. There is no signature and no documented retry, so the
//! vendor advises treating a webhook as a hint and reading the record again.
//!
//! A [`Receiver`] authenticates the sender, and `route` (feature `axum`) serves it. Put each delivery into a queue or a
//! table and return: how long the vendor waits is not documented. With a bounded channel, return the error of
//! `try_send`, so that the vendor gets 503 when the channel is full:
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use nutshell::webhook::{Delivery, Receiver, route};
//! use tokio::sync::mpsc;
//!
//! # fn run() -> nutshell::Result<()> {
//! let (queue, mut deliveries) = mpsc::channel::<Delivery>(1024);
//! let receiver = Receiver::new().token("a long random text");
//! receiver.check()?;
//! let handler = move |delivery: Delivery| {
//!     let queue = queue.clone();
//!     async move { queue.try_send(delivery) }
//! };
//! let app: axum::Router =
//!     axum::Router::new().route("/hooks/nutshell", route(receiver, handler));
//! # let _ = app;
//!
//! let worker = async move {
//!     while let Some(delivery) = deliveries.recv().await {
//!         match delivery.event() {
//!             Ok(event) => println!("{} events", event.events().len()),
//!             Err(error) => eprintln!("kept {} bytes: {error}", delivery.body().len()),
//!         }
//!     }
//! };
//! # let _ = worker;
//! # Ok(()) }
//! ```
//!
//! # Responses
//!
//! | request | response |
//! |---|---|
//! | the handler accepted it, also if the body cannot be read | 204 |
//! | the handler returned an error | 503 |
//! | wrong or missing token | 404 |
//! | body too large | 413 |
//! | connection failed before the body was complete | 400 |
//!
//! Nutshell documents neither a retry nor that it switches a webhook off after failures. A body that cannot be read is
//! accepted nevertheless, because sending it again would not change it. Use
//! [`Client::follow_events`](crate::Client::follow_events) to catch up on missed events.
//!
//! # Reading the payload
//!
//! ```
//! use nutshell::webhook::{Entity, Event};
//! let body = bytes::Bytes::from_static(br#"{"meta":{},"links":{},
//!     "events":[{"id":"7-events","action":"edit","payloadType":"leads",
//!         "links":{"actor":"1-users","payloads":["1003-leads"]}}],
//!     "payloads":[{"id":"1003-leads","type":"leads","status":"open"},
//!     {"id":"9-gadgets","type":"gadgets"}]}"#);
//! let webhook = Event::read(&body)?;
//! for event in webhook.events() {
//!     for payload in webhook.payloads_of(event) {
//!         if let Entity::Lead(lead) = payload {
//!             println!("{:?} of {}", event.action, lead.id);
//!         }
//!     }
//!     assert!(webhook.actor_of(event).is_none(), "actors may be missing");
//! }
//! assert!(matches!(webhook.payloads()[1], Entity::Unknown(_)), "unknown kinds are kept");
//! # Ok::<(), nutshell::Error>(())
//! ```

mod entity;
mod event;
mod receiver;

pub use entity::{Entity, UnknownEntity};
pub use event::Event;
pub use leads_core::webhook::{Handled, Rejection, WebhookResponse};
#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub use leads_core::webhook::{receive_request, route};
pub use receiver::Receiver;

/// One webhook request with its body and its [`Event`].
pub type Delivery = leads_core::webhook::Delivery<Event>;

/// The result of [`Receiver::receive`]. Nutshell sends no verification, so this is always a delivery.
pub type Incoming = leads_core::webhook::Incoming<Event>;

/// Returns the event of a webhook, for inspecting captured payloads.
///
/// # Examples
///
/// ```
/// // Checks a captured body against the types.
/// let body = br#"{"meta":{},"links":{},"events":[{"id":"7-events","action":"edit"}]}"#;
/// for event in nutshell::webhook::events() {
///     println!("{:?}", event.inspect(body));
/// }
/// ```
#[cfg(feature = "inspect")]
#[must_use]
pub fn events() -> Vec<leads_core::inspect::Event> {
    use leads_core::inspect::{Entry, Inspection, Judgement};
    // The document is the same as a list response, so it is checked against the same types, and also read as a webhook.
    vec![leads_core::inspect::Event::with("event", |body| {
        let found = Entry::of::<crate::api::events::ListEvents>().inspect_response(200, body);
        match Event::read(&bytes::Bytes::copy_from_slice(body)) {
            Err(error) => Inspection::failed("Event", error.to_string()),
            // The list requires its member; a webhook does not.
            Ok(event) if event.events().is_empty() && found.judgement == Judgement::Fail => {
                Inspection::fine("Event").note("no events")
            }
            Ok(_) => found,
        }
    })]
}
