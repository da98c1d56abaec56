//! Follow-ups of a lead.

use super::{EntityId, FollowUpId, LeadId, UserId};
use leads_core::vendor::tolerant;
use leads_core::{Personal, Time};
use serde::{Deserialize, Serialize};

/// A follow-up as Capillary returns it. Members that the vendor did not send are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FollowUp {
    /// The follow-up's id.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub id: Option<FollowUpId>,
    /// The customer.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The lead. Published samples contain follow-ups that name a different lead than the one that holds them
    /// (observed).
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<LeadId>,
    /// The notes.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub notes: Option<Personal<String>>,
    /// The till or staff member that recorded it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<EntityId>,
    /// When it was recorded.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// Who followed up.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub followed_up_by: Option<EntityId>,
    /// When the follow-up happened.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub followed_up_on: Option<Time>,
    /// When it had been planned.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub scheduled_follow_up: Option<Time>,
    /// When the next one is planned. It can be written, but has not been seen in a response.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub next_follow_up: Option<Time>,
}
