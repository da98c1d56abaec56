//! `GET /rest/competitormaps`

use crate::Nutshell;
use crate::envelope::{self, Records};
use crate::model::LeadCompetitorMap;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

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
    const OPERATION: Operation =
        Operation::new("list_competitor_maps", Method::Get, "/rest/competitormaps", Safety::Read)
            .docs(crate::REFERENCE);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Records<LeadCompetitorMap>> {
        envelope::list(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListCompetitorMaps {
    fn sample() -> Self {
        Self::new()
    }
}
