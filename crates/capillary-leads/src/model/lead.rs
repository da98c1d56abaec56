//! A lead.

use super::{
    EntityId, ExtendedFields, FollowUp, LeadId, LeadStatus, LeadType, OrgSourceId, StatusLogEntry, UserId, Warning,
    rows,
};
use leads_core::vendor::tolerant;
use leads_core::{Personal, Time};
use serde::{Deserialize, Serialize};

/// A lead as Capillary returns it.
///
/// Members that the vendor did not send are `None`: a missing list is `None`, an empty one is empty. Members without a
/// field in this type are in the text of the surrounding [`Raw`](leads_core::Raw). Times have a numeric offset or `Z`,
/// depending on the cluster; compare them as instants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lead {
    /// The lead's id.
    pub id: LeadId,
    /// The customer.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// What the lead is for.
    #[serde(rename = "type", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_type: Option<LeadType>,
    /// The SKU code, brand or category, as the type indicates, or free text for a custom type.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_for: Option<String>,
    /// The status. If the last row of the log differs, this field takes precedence.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// The sub-status; absent if there is none.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub sub_status: Option<String>,
    /// When the next follow-up is planned; absent when none is.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub next_follow_up: Option<Time>,
    /// When the latest follow-up happened; absent until one was added by
    /// [`AddFollowUp`](crate::api::follow_ups::AddFollowUp) (inferred).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_follow_up: Option<Time>,
    /// When it was created.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// Who created it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<EntityId>,
    /// When it was last updated.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_updated_on: Option<Time>,
    /// Who last updated it; [`EntityId::SYSTEM`] if it was closed automatically by age (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_updated_by: Option<EntityId>,
    /// The follow-ups, oldest first (observed).
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Option::is_none")]
    pub follow_up_details: Option<Vec<FollowUp>>,
    /// The changes of status, oldest first (observed).
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Option::is_none")]
    pub status_log_details: Option<Vec<StatusLogEntry>>,
    /// The source account; [`OrgSourceId::IN_STORE`] for a store.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub org_source_id: Option<OrgSourceId>,
    /// The extended fields.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub extended_fields: Option<ExtendedFields>,
    /// The username of the staff member that the lead is assigned to. It can be written, but has not been seen in a
    /// published response.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub owner: Option<Personal<String>>,
    /// The vendor's warnings, in the response of a write; also in [`Meta::warnings`](leads_core::Meta::warnings).
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<Warning>>,
}

impl Lead {
    /// Returns the follow-ups in the response, oldest first.
    #[must_use]
    pub fn follow_ups(&self) -> &[FollowUp] {
        self.follow_up_details.as_deref().unwrap_or_default()
    }

    /// Returns the changes of status in the response, oldest first.
    #[must_use]
    pub fn status_log(&self) -> &[StatusLogEntry] {
        self.status_log_details.as_deref().unwrap_or_default()
    }
}
