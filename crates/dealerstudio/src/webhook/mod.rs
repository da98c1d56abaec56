//! Webhooks of Dealer Studio: authenticating the sender and reading payloads.
//!
//! Every webhook is a `POST` of JSON to a URL that Dealer Studio's staff or the dashboard configure; there is no
//! operation to subscribe. Payloads do not state their kind, so use a separate URL for each [`Kind`]. No event id,
//! signature or retry is documented: respond quickly, and expect duplicates.
//!
//! A [`Receiver`] authenticates the sender of one kind, and `route` (feature `axum`) serves it:
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use dealerstudio::webhook::{Delivery, Event, FinanceDecision, Handled, Kind};
//! use dealerstudio::webhook::{Receiver, route};
//!
//! async fn cluster_changed(delivery: Delivery) {
//!     match delivery.event() {
//!         Ok(Event::LeadCluster(cluster)) => println!("cluster {:?}", cluster.id()),
//!         Ok(other) => println!("{}", other.kind()),
//!         Err(error) => println!("kept {} bytes: {error}", delivery.body().len()),
//!     }
//! }
//!
//! // A financier may respond with its decision.
//! async fn applied_for_finance(_: Delivery) -> dealerstudio::Result<Handled> {
//!     Handled::json(&FinanceDecision::new(7))
//! }
//!
//! let clusters = Receiver::new(Kind::LeadCluster).token("a long random text");
//! let finance = Receiver::new(Kind::FinanceApplication).bearer("another text");
//! clusters.check()?;
//! finance.check()?;
//! let app: axum::Router = axum::Router::new()
//!     .route("/clusters", route(clusters, cluster_changed))
//!     .route("/finance", route(finance, applied_for_finance));
//! # let _ = app;
//! # Ok::<(), dealerstudio::Error>(())
//! ```
//!
//! # Responses
//!
//! | request | response |
//! |---|---|
//! | the handler accepted it, also if the body cannot be read | 200 with `{}`, or with the handler's JSON |
//! | the handler returned an error | 503 with `{}` |
//! | no valid secret | 401 with `{}` |
//! | body too large | 413 with `{}` |
//! | connection failed before the body was complete | 400 with `{}` |
//!
//! No response body is documented for any webhook, and no status other than success; nor is it documented whether a
//! rejected webhook is sent again or switched off. A body that cannot be read is accepted, because sending it again
//! would not change it.
//!
//! # Reading payloads
//!
//! Reading is tolerant: every member is optional, a member of the wrong type is absent in the typed value but present
//! in the kept text, and unknown members are in the text too ([`Raw`](leads_core::Raw)).
//!
//! ```
//! use dealerstudio::webhook::{Event, Kind};
//! let body = bytes::Bytes::from_static(
//!     br#"{"Id": 34, "dealership_id": 42, "status": "new", "more": true}"#,
//! );
//! match Event::read(&Kind::LeadCluster, &body)? {
//!     Event::LeadCluster(cluster) => {
//!         assert_eq!(cluster.id().unwrap().get(), 34);
//!         assert_eq!(cluster.field("more").unwrap().get(), "true");
//!     }
//!     other => panic!("{other:?}"),
//! }
//! # Ok::<(), dealerstudio::Error>(())
//! ```

mod event;
mod finance;
mod inventory;
mod kind;
mod lead_cluster;
mod lead_export;
mod receiver;
mod subscription;

pub use event::Event;
pub use finance::{
    FinanceApplication, FinanceAsset, FinanceContact, FinanceDealership, FinanceDecision, FinanceOption,
    FinanceWebsite, NamedIdentifier,
};
pub use inventory::{
    InventoryVehicle, ListingType, SaleStatus, Seller, VehicleColour, VehicleIdentification, VehicleOdometer,
    VehicleRegistration,
};
pub use kind::Kind;
pub use lead_cluster::LeadCluster;
pub use lead_export::{AppointmentStatus, ExportedAppointment, LeadExport, LeadExportShape};
pub use leads_core::webhook::{Handled, Payload, Rejection, WebhookResponse};
#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub use leads_core::webhook::{receive_request, route};
pub use receiver::Receiver;
pub use subscription::{SubscriptionAsset, SubscriptionContact, SubscriptionLead, SubscriptionPlan};

/// One webhook request with its body and its [`Event`].
pub type Delivery = leads_core::webhook::Delivery<Event>;

/// The result of [`Receiver::receive`]. Dealer Studio sends no verification, so this is always a delivery.
pub type Incoming = leads_core::webhook::Incoming<Event>;

/// Returns every incoming event, for inspecting captured payloads.
///
/// # Examples
///
/// ```
/// // Checks a captured body against the types.
/// let body = br#"{"Id": 34, "status": "new"}"#;
/// for event in dealerstudio::webhook::events() {
///     if event.name == "lead_cluster" {
///         println!("{:?}", event.inspect(body));
///     }
/// }
/// ```
#[cfg(feature = "inspect")]
#[must_use]
pub fn events() -> Vec<leads_core::inspect::Event> {
    use leads_core::inspect::Event;
    vec![
        Event::of::<LeadExport>("lead_export_v1"),
        Event::of::<LeadExport>("lead_export_v2"),
        Event::of::<LeadExport>("lead_export_v3"),
        Event::of::<LeadCluster>("lead_cluster"),
        Event::of::<InventoryVehicle>("inventory_vehicle"),
        Event::of::<FinanceApplication>("finance_application"),
        Event::of::<SubscriptionLead>("subscription_lead"),
    ]
}
