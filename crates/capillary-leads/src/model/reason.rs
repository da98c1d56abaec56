//! Reasons of an organisation.

use super::ReasonId;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// A reason for a change of status. Compare reasons by id: texts are user data and can contain spelling mistakes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reason {
    /// The reason's id in this organisation.
    pub id: ReasonId,
    /// Its text, at most 64 characters in the vendor's storage.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
