//! Opportunities of one type, and whether opportunities are enabled for an account.

use super::{EventCode, Opportunity};
use leads_core::Raw;
use leads_core::vendor::tolerant;
use serde::{Deserialize, Serialize};

/// The opportunities of one type in the response to a read by ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct OpportunityGroup {
    /// The code of the type.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_code: Option<EventCode>,
    /// The number found.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub record_count: Option<u64>,
    /// The opportunities.
    #[serde(default, deserialize_with = "tolerant::list", skip_serializing_if = "Vec::is_empty")]
    pub opportunities: Vec<Raw<Opportunity>>,
}

leads_core::model! { "snake_case";
    /// Whether opportunities are enabled for an account.
    pub struct OpportunityFeature {
        /// `Enabled` or not.
        opportunity_management as "OpportunityManagement": scalar String,
    }
}

impl OpportunityFeature {
    /// Returns whether opportunities are enabled; `None` if the response does not say.
    #[must_use]
    pub fn is_enabled(&self) -> Option<bool> {
        self.opportunity_management.as_deref().map(|text| text.eq_ignore_ascii_case("enabled"))
    }
}
