//! The status log of a lead.

use super::{EntityId, LeadId, LeadStatus, ReasonId, StatusLogId, UserId};
use leads_core::Time;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// A row of a lead's status log as Capillary returns it. Members that the vendor did not send are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StatusLogEntry {
    /// The row's id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<StatusLogId>,
    /// The customer.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<LeadId>,
    /// The lead's new status.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// The lead's new sub-status.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub sub_status: Option<String>,
    /// Who changed it; [`EntityId::SYSTEM`] for a lead that was closed automatically by age (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<EntityId>,
    /// When it changed.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// The reason. It has been seen as a number and is documented as text in one place; both are accepted.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub reason_id: Option<ReasonId>,
    /// The reason's text; `AUTO_CLOSE` for a lead that was closed automatically by age (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl StatusLogEntry {
    /// Returns whether the system made the change, as it does when it closes a lead by age: as [`EntityId::SYSTEM`]
    /// (observed).
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.created_by == Some(EntityId::SYSTEM)
    }
}
