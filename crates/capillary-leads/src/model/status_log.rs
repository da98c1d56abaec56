//! The status log of a lead.

use super::{EntityId, LeadId, LeadStatus, ReasonId, StatusLogId, UserId};
use leads_core::Time;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// A row of a lead's status log as Capillary answers it. Members that the vendor did not send are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StatusLogEntry {
    /// Its id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<StatusLogId>,
    /// The customer.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<LeadId>,
    /// The status that the lead got.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// The sub-status that the lead got.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub sub_status: Option<String>,
    /// Who changed it; [`EntityId::SYSTEM`] for a lead that was closed by its age (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<EntityId>,
    /// When it changed.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// The reason. It has been seen as a number and is documented as text in one place; both are read.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub reason_id: Option<ReasonId>,
    /// The reason's text; `AUTO_CLOSE` for a lead that was closed by its age (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl StatusLogEntry {
    /// Whether the system closed the lead by its age: it did so as [`EntityId::SYSTEM`] (observed).
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.created_by == Some(EntityId::SYSTEM)
    }
}
