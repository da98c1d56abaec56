//! A lead cluster that was made or changed.

use crate::model::{ClusterState, DealershipId, LeadClusterId, LocalTime, OpenMap, rows};
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// A lead cluster, sent when it is made or changed: assignments, states, its leads and their events.
///
/// The members of the people, the leads and the events could not be read, so they are open: [`OpenMap::get`] gives
/// each by its name. Times have no documented form: [`LocalTime`] keeps the text, and is an instant
/// only where the text names its zone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeadCluster {
    // The vendor's table prints a capital `I`; both are read, and written back as they came.
    #[serde(rename = "Id", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    capital_id: Option<LeadClusterId>,
    #[serde(rename = "id", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    small_id: Option<LeadClusterId>,
    /// The dealership.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
    /// The supplier; Dealer Studio unless another one is named.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// How far the cluster is. The vendor's list of options could not be read.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<ClusterState>,
    /// The customer; `business_name` is the one member that is known.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub contact: Option<OpenMap>,
    /// Who approved the change of state.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub approver: Option<OpenMap>,
    /// Who works the cluster.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub assigned_salesperson: Option<OpenMap>,
    /// When the cluster was made. The form of this and of the other times is not documented.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created: Option<LocalTime>,
    /// When the cluster was changed.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified: Option<LocalTime>,
    /// When its first lead was made.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub first_lead_created_at: Option<LocalTime>,
    /// When its last lead was made.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_lead_created_at: Option<LocalTime>,
    /// Its leads.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<OpenMap>,
    /// Its events.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Vec::is_empty")]
    pub lead_events: Vec<OpenMap>,
}

impl LeadCluster {
    /// The cluster's id, under either spelling.
    #[must_use]
    pub fn id(&self) -> Option<LeadClusterId> {
        self.capital_id.or(self.small_id)
    }

    /// The business of the customer.
    #[must_use]
    pub fn business_name(&self) -> Option<String> {
        self.contact.as_ref()?.text("business_name")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::Raw;

    #[test]
    fn both_spellings_of_the_id_are_read_and_odd_members_cost_nothing() {
        for text in
            [r#"{"Id":34,"status":"a new one"}"#, r#"{"id":"34","status":"a new one","contact":"x","leads":{}}"#]
        {
            let cluster: Raw<LeadCluster> = Raw::parse(text).unwrap();
            assert_eq!((cluster.id().unwrap().get(), cluster.leads.len()), (34, 0));
            assert_eq!(cluster.status.as_ref().unwrap().as_str(), "a new one");
            assert!(cluster.contact.is_none());
        }
    }

    #[test]
    fn what_is_open_keeps_every_member_and_debug_shows_none() {
        let text = r#"{"Id":1,"contact":{"business_name":"Acme","first_name":"Jo"},"leads":[{"id":7,"x":1.50}],
            "created":"2026-03-01T09:30:00Z","modified":"yesterday"}"#;
        let cluster: LeadCluster = serde_json::from_str(text).unwrap();
        assert_eq!(cluster.business_name().as_deref(), Some("Acme"));
        assert_eq!(cluster.leads[0].get("x").unwrap().get(), "1.50");
        assert!(cluster.created.as_ref().unwrap().utc().is_some());
        assert_eq!(cluster.modified.as_ref().unwrap().as_str(), "yesterday");
        // Without a zone nobody knows the instant: not the common view either.
        let local: LeadCluster =
            serde_json::from_str(r#"{"Id":1,"created":"1/2/2026 9:30:00 AM","modified":"2026-03-01 09:30:00"}"#)
                .unwrap();
        assert_eq!((local.created.unwrap().utc(), local.modified.as_ref().unwrap().utc()), (None, None));
        assert!(local.modified.unwrap().naive().is_some());
        assert!(!format!("{cluster:?}").contains("Acme") && !format!("{cluster:?}").contains("Jo"));
    }
}
