//! Sub-statuses of an organisation.

use super::{LeadStatus, Warning, rows};
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// A sub-status that the organisation defined for one status. It has no id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubStatus {
    /// The status that it belongs to.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub status: Option<LeadStatus>,
    /// Its name, at most 200 characters in the vendor's storage.
    #[serde(deserialize_with = "tolerant::required")]
    pub sub_status: String,
    /// The vendor's warnings, in the response of a create.
    #[serde(default, deserialize_with = "rows", skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<Warning>>,
}
