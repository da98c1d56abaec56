//! Webhooks of Dealer Studio: parsing payloads and authenticating the sender.
//!
//! Every webhook is a `POST` of JSON to a URL that Dealer Studio's staff or the dashboard configure; there is no
//! operation to subscribe. Payloads do not state their kind, so use a separate URL for each [`Kind`]. No event id,
//! signature or retry is documented: respond quickly, and expect duplicates.
//!
//! Parsing is tolerant: every member is optional, a member of the wrong type is absent in the typed value but present
//! in the kept text, and unknown members are in the text too ([`Raw`]).
//!
//! ```
//! use dealerstudio::webhook::{Event, Kind};
//! let body = bytes::Bytes::from_static(br#"{"Id": 34, "dealership_id": 42, "status": "new", "more": true}"#);
//! match Event::read(&Kind::LeadCluster, &body)? {
//!     Event::LeadCluster(cluster) => {
//!         assert_eq!(cluster.id().unwrap().get(), 34);
//!         assert_eq!(cluster.field("more").unwrap().get(), "true");
//!     }
//!     other => panic!("{other:?}"),
//! }
//! # Ok::<(), dealerstudio::Error>(())
//! ```

#[cfg(feature = "axum")]
pub mod axum;
mod finance;
mod inventory;
mod lead_cluster;
mod lead_export;
mod receiver;
mod subscription;

pub use finance::{
    FinanceApplication, FinanceAsset, FinanceContact, FinanceDealership, FinanceDecision, FinanceOption,
    FinanceWebsite, NamedIdentifier,
};
pub use inventory::{
    InventoryVehicle, ListingType, SaleStatus, Seller, VehicleColour, VehicleIdentification, VehicleOdometer,
    VehicleRegistration,
};
pub use lead_cluster::LeadCluster;
pub use lead_export::{AppointmentStatus, ExportedAppointment, LeadExport, LeadExportShape};
pub use receiver::{Receiver, Rejection, WebhookResponse};
pub use subscription::{SubscriptionAsset, SubscriptionContact, SubscriptionLead, SubscriptionPlan};

use crate::response::object;
use bytes::Bytes;
use leads_core::vendor::decode;
use leads_core::{Raw, Result, open_enum};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

open_enum! {
    /// The kind of webhook that a URL receives. An unknown version of the lead export is read as the newest known one
    /// and keeps its name; any other unknown kind is kept as bytes.
    pub enum Kind {
        /// A lead, in the first version of the schema.
        LeadExportV1 = "lead_export_v1",
        /// A lead, in the second version.
        LeadExportV2 = "lead_export_v2",
        /// A lead with the appointments of its cluster, in the third version.
        LeadExportV3 = "lead_export_v3",
        /// A created or updated lead cluster.
        LeadCluster = "lead_cluster",        /// A car in stock.
        InventoryVehicle = "inventory_vehicle",
        /// An application for finance.
        FinanceApplication = "finance_application",
        /// A lead for a subscription.
        SubscriptionLead = "subscription_lead",
    }
}

impl Kind {
    /// Guesses the kind of a payload from its members, for a URL that receives several kinds. The vendor does not
    /// document how to distinguish them, so this is inferred from the documented members; versions of the lead export
    /// are distinguished only as far as their members differ.
    #[must_use]
    pub fn guess(body: &Bytes) -> Option<Self> {
        let members: BTreeMap<String, Box<RawValue>> = decode::from_slice(body).ok()?;
        let has = |name: &str| members.contains_key(name);
        Some(if has("Identifier") || has("SaleStatus") {
            Self::InventoryVehicle
        } else if has("subscription_plan") {
            Self::SubscriptionLead
        } else if has("asset") && (has("loan_term") || has("deposit") || has("dealership")) {
            Self::FinanceApplication
        } else if has("Id") || has("assigned_salesperson") || has("first_lead_created_at") {
            Self::LeadCluster
        } else if has("has_test_drives") || has("appointments") {
            Self::LeadExportV3
        } else if has("id") {
            Self::LeadExportV2
        } else {
            return None;
        })
    }
}

/// A typed payload with its original text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// A lead.
    LeadExport {
        /// The version that the URL is configured for, possibly an unknown one.
        kind: Kind,
        /// The lead.
        lead: Raw<LeadExport>,
    },
    /// A lead cluster.
    LeadCluster(Raw<LeadCluster>),
    /// A car in stock.
    InventoryVehicle(Raw<InventoryVehicle>),
    /// An application for finance.
    FinanceApplication(Raw<FinanceApplication>),
    /// A lead for a subscription.
    SubscriptionLead(Raw<SubscriptionLead>),
    /// A kind that this crate does not know, kept unchanged.
    Other {
        /// The kind that the URL is configured for.
        kind: Kind,
        /// The payload; `Debug` shows its size only.
        body: Payload,
    },
}

/// A payload, kept unchanged.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload(pub Bytes);

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl Event {
    /// Parses a payload from its raw bytes.
    ///
    /// # Errors
    ///
    /// Returns a decode error if the payload of a known kind is not a JSON object.
    pub fn read(kind: &Kind, body: &Bytes) -> Result<Self> {
        Ok(match kind {
            Kind::LeadExportV1 | Kind::LeadExportV2 | Kind::LeadExportV3 => {
                Self::LeadExport { kind: kind.clone(), lead: object(body)? }
            }
            Kind::LeadCluster => Self::LeadCluster(object(body)?),
            Kind::InventoryVehicle => Self::InventoryVehicle(object(body)?),
            Kind::FinanceApplication => Self::FinanceApplication(object(body)?),
            Kind::SubscriptionLead => Self::SubscriptionLead(object(body)?),
            Kind::Unknown(name) if name.as_str().starts_with("lead_export") => {
                Self::LeadExport { kind: kind.clone(), lead: object(body)? }
            }
            Kind::Unknown(_) => Self::Other { kind: kind.clone(), body: Payload(body.clone()) },
        })
    }
    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::LeadExport { kind, .. } | Self::Other { kind, .. } => kind.clone(),
            Self::LeadCluster(_) => Kind::LeadCluster,
            Self::InventoryVehicle(_) => Kind::InventoryVehicle,
            Self::FinanceApplication(_) => Kind::FinanceApplication,
            Self::SubscriptionLead(_) => Kind::SubscriptionLead,
        }
    }

    /// Returns the exact text of the payload; for an unknown kind only if it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        Some(match self {
            Self::LeadExport { lead, .. } => lead.text(),
            Self::LeadCluster(payload) => payload.text(),
            Self::InventoryVehicle(payload) => payload.text(),
            Self::FinanceApplication(payload) => payload.text(),
            Self::SubscriptionLead(payload) => payload.text(),
            Self::Other { body, .. } => return std::str::from_utf8(&body.0).ok(),
        })
    }
}

/// Returns every incoming event, for inspecting captured payloads.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_version_keeps_its_name_and_text() {
        let body = Bytes::from_static(br#"{"id":1,"has_test_drives":"later","brand_new":[1.50]}"#);
        let event = Event::read(&Kind::from("lead_export_v4"), &body).unwrap();
        assert_eq!(event.kind().as_str(), "lead_export_v4");
        assert_eq!(event.text().unwrap().as_bytes(), &body[..]);
        let Event::LeadExport { lead, .. } = event else { panic!("a lead") };
        assert_eq!((lead.id.unwrap().get(), lead.has_test_drives), (1, None));
    }

    #[test]
    fn unknown_kind_is_kept_as_bytes() {
        let body = Bytes::from_static(b"\xff not JSON");
        let event = Event::read(&Kind::from("service_booking"), &body).unwrap();
        assert!(matches!(&event, Event::Other { body: kept, .. } if kept.0 == body));
        assert!(event.text().is_none() && !format!("{event:?}").contains("not JSON"));
        assert!(Event::read(&Kind::LeadCluster, &body).unwrap_err().is_decode());
        assert!(Event::read(&Kind::LeadCluster, &Bytes::from_static(b"[]")).is_err());
    }

    #[test]
    fn kinds_are_guessed_from_members() {
        for (text, kind) in [
            (r#"{"Identifier":1}"#, Some(Kind::InventoryVehicle)),
            (r#"{"event_type":"lead","subscription_plan":{}}"#, Some(Kind::SubscriptionLead)),
            (r#"{"asset":{},"loan_term":60}"#, Some(Kind::FinanceApplication)),
            (r#"{"Id":1}"#, Some(Kind::LeadCluster)),
            (r#"{"id":1,"first_lead_created_at":"x"}"#, Some(Kind::LeadCluster)),
            (r#"{"id":1,"appointments":[]}"#, Some(Kind::LeadExportV3)),
            (r#"{"id":1}"#, Some(Kind::LeadExportV2)),
            (r#"{"x":1}"#, None),
            ("[]", None),
        ] {
            assert_eq!(Kind::guess(&Bytes::from_static(text.as_bytes())), kind, "{text}");
        }
    }
}
