//! Receiving the webhooks of vendors: the shape that all vendor crates share.
//!
//! Each vendor crate with webhooks has the same items in its module `webhook`: `Event`, the typed payload; `Receiver`,
//! which authenticates the sender; and [`route`], which serves a receiver in an axum application. Without axum,
//! `Receiver::receive` does the same for a request of any web framework:
//!
//! ```
//! use bytes::Bytes;
//! use http::HeaderMap;
//! use leads_core::webhook::{Incoming, Receive, WebhookResponse};
//!
//! fn handle<R: Receive<Event = String>>(
//!     receiver: &R,
//!     headers: &HeaderMap,
//!     body: Bytes,
//! ) -> WebhookResponse {
//!     match receiver.receive(headers, None, body) {
//!         Ok(Incoming::Delivery(delivery)) => {
//!             match delivery.event() {
//!                 Ok(event) => println!("an event: {event}"),
//!                 Err(error) => {
//!                     println!("kept {} bytes for later: {error}", delivery.body().len())
//!                 }
//!             }
//!             receiver.respond(().into())
//!         }
//!         // The vendor's verification of the URL.
//!         Ok(_) => receiver.respond(().into()),
//!         Err(rejection) => receiver.reject(rejection),
//!     }
//! }
//! ```
//!
//! # Bodies that cannot be read
//!
//! A body that cannot be read still reaches the handler: [`Delivery::event`] is then an error and [`Delivery::body`]
//! the body as received. Store it and accept the delivery. If it were rejected, a vendor that retries would send the
//! same bytes again, and a vendor that counts failures would switch the webhook off. So do not return the error of
//! [`Delivery::event`] from a handler; return an error only if the delivery could not be stored.
//!
//! # Implementing a vendor
//!
//! A vendor crate implements [`Receive`] for its `Receiver`, and compares secrets only with [`SenderSecret`].

mod delivery;
mod handled;
mod receive;
mod rejection;
mod response;
#[cfg(feature = "axum")]
mod route;
mod secret;

pub use delivery::{Delivery, Incoming, Payload};
pub use handled::Handled;
pub use receive::{MAX_BODY, Receive};
pub use rejection::Rejection;
pub use response::WebhookResponse;
#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub use route::{receive_request, route};
pub use secret::SenderSecret;
