//! A lead.

use super::LeadStatus;
use leads_core::{Time, integer_id, tolerant};
use serde::{Deserialize, Serialize};

integer_id! {
    /// The id of a lead.
    pub struct LeadId;
}
integer_id! {
    /// The id of a customer.
    pub struct UserId;
}
integer_id! {
    /// The id of a reason of the organisation.
    pub struct ReasonId;
}

/// A lead as Capillary answers it.
///
/// Members that the vendor did not send are `None`. What this type has no field for is in the text of the
/// [`Raw`](leads_core::Raw) around it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Lead {
    /// The lead's id.
    pub id: LeadId,
    /// The customer.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The status.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// When it was last changed; numeric offset or `Z`.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub last_updated_on: Option<Time>,
}
