//! A created or updated lead cluster.

use crate::model::{ClusterState, DealershipId, LeadClusterId, LocalTime, OpenMap, rows};
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// A lead cluster, sent when it is created or updated: assignments, states, its leads and their events.
///
/// The members of people, leads and events could not be read, so they are open: [`OpenMap::get`] returns each by its
/// name. Times have no documented format: [`LocalTime`] keeps the text, and is an instant only if the text includes its
/// zone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeadCluster {
    // The vendor's table prints a capital `I`; both spellings are accepted and written back unchanged.
    #[serde(rename = "Id", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    capital_id: Option<LeadClusterId>,
    #[serde(rename = "id", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    small_id: Option<LeadClusterId>,
    /// The dealership.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub dealership_id: Option<DealershipId>,
    /// The supplier; Dealer Studio by default.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The state of the cluster. The vendor's list of options could not be read.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<ClusterState>,
    /// The customer; `business_name` is the only known member.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub contact: Option<OpenMap>,
    /// The user who approved the state change.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub approver: Option<OpenMap>,
    /// The assigned salesperson.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub assigned_salesperson: Option<OpenMap>,
    /// When the cluster was created. The format of this and the other times is not documented.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created: Option<LocalTime>,
    /// When the cluster was updated.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified: Option<LocalTime>,
    /// When its first lead was created.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub first_lead_created_at: Option<LocalTime>,
    /// When its last lead was created.
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
    /// Returns the cluster's id, under either spelling.
    #[must_use]
    pub fn id(&self) -> Option<LeadClusterId> {
        self.capital_id.or(self.small_id)
    }

    /// Returns the name of the customer's business.
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
    fn both_id_spellings_are_read_and_malformed_members_are_ignored() {
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
    fn open_members_are_kept_and_redacted_in_debug() {
        let text = r#"{"Id":1,"contact":{"business_name":"Acme","first_name":"Jo"},"leads":[{"id":7,"x":1.50}],
            "created":"2026-03-01T09:30:00Z","modified":"yesterday"}"#;
        let cluster: LeadCluster = serde_json::from_str(text).unwrap();
        assert_eq!(cluster.business_name().as_deref(), Some("Acme"));
        assert_eq!(cluster.leads[0].get("x").unwrap().get(), "1.50");
        assert!(cluster.created.as_ref().unwrap().utc().is_some());
        assert_eq!(cluster.modified.as_ref().unwrap().as_str(), "yesterday");
        // Without a zone the instant is unknown, also in the common view.
        let local: LeadCluster =
            serde_json::from_str(r#"{"Id":1,"created":"1/2/2026 9:30:00 AM","modified":"2026-03-01 09:30:00"}"#)
                .unwrap();
        assert_eq!((local.created.unwrap().utc(), local.modified.as_ref().unwrap().utc()), (None, None));
        assert!(local.modified.unwrap().naive().is_some());
        assert!(!format!("{cluster:?}").contains("Acme") && !format!("{cluster:?}").contains("Jo"));
    }
}
