//! The typed payload of a webhook.

use super::{FinanceApplication, InventoryVehicle, Kind, LeadCluster, LeadExport, SubscriptionLead};
use crate::response::object;
use bytes::Bytes;
use leads_core::webhook::Payload;
use leads_core::{Raw, Result};

/// A typed payload with its original text.
///
/// # Examples
///
/// ```
/// use dealerstudio::webhook::{Event, Kind};
/// let body = bytes::Bytes::from_static(br#"{"Id": 34, "status": "new"}"#);
/// let event = Event::read(&Kind::LeadCluster, &body)?;
/// match event {
///     Event::LeadCluster(cluster) => assert_eq!(cluster.id().map(|id| id.get()), Some(34)),
///     other => println!("{}", other.kind()),
/// }
/// # Ok::<(), dealerstudio::Error>(())
/// ```
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

impl Event {
    /// Parses a payload from its raw bytes.
    ///
    /// # Errors
    ///
    /// Returns a decode error if the payload of a known kind is not a JSON object.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::webhook::{Event, Kind};
    /// let body = bytes::Bytes::from_static(br#"{"Id": 34, "status": "new"}"#);
    /// let event = Event::read(&Kind::LeadCluster, &body)?;
    /// assert!(matches!(event, Event::LeadCluster(_)));
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::webhook::{Event, Kind};
    /// let body = bytes::Bytes::from_static(br#"{"Id": 34, "status": "new"}"#);
    /// let event = Event::read(&Kind::LeadCluster, &body)?;
    /// assert_eq!(event.kind(), Kind::LeadCluster);
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::webhook::{Event, Kind};
    /// let body = bytes::Bytes::from_static(br#"{"Id": 34, "status": "new"}"#);
    /// let event = Event::read(&Kind::LeadCluster, &body)?;
    /// assert_eq!(event.text(), Some(r#"{"Id": 34, "status": "new"}"#));
    /// # Ok::<(), dealerstudio::Error>(())
    /// ```
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
}
