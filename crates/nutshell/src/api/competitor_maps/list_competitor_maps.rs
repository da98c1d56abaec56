//! `GET /rest/competitormaps`

use crate::api::prelude::*;
use crate::model::LeadCompetitorMap;

/// Lists the competitors of all leads in one response.
///
/// `GET /rest/competitormaps`. The response may include the leads and the competitors:
/// `response.envelope().related::<Lead>("leads")`.
///
/// # Errors
///
/// Returns a decode error if the response has no member for the list.
///
/// # Examples
///
/// ```
/// let request = nutshell::api::competitor_maps::ListCompetitorMaps::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCompetitorMaps {}

impl ListCompetitorMaps {
    /// Creates a request that lists the competitors of all leads.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Request for ListCompetitorMaps {
    type Vendor = Nutshell;
    type Response = Records<LeadCompetitorMap>;
    const OPERATION: Operation = op::get("list_competitor_maps", "/rest/competitormaps", Safety::Read);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListCompetitorMaps: Self::new());
