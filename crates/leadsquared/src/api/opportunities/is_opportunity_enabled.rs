//! `GET /v2/OpportunityManagement.svc/IsOpportunityEnabled`

use crate::LeadSquared;
use crate::model::OpportunityFeature;
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use serde::{Deserialize, Serialize};

/// Reads whether opportunities are enabled for the account.
///
/// `GET /v2/OpportunityManagement.svc/IsOpportunityEnabled?orgId=`, with the number of the account.
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// let request = leadsquared::api::opportunities::IsOpportunityEnabled::new("1001");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IsOpportunityEnabled {
    account: String,
}

impl IsOpportunityEnabled {
    /// Creates a request for an account, by its number.
    pub fn new(account: impl Into<String>) -> Self {
        Self { account: account.into() }
    }
}

impl Request for IsOpportunityEnabled {
    type Vendor = LeadSquared;
    type Response = Raw<OpportunityFeature>;
    const OPERATION: Operation = Operation::new(
        "is_opportunity_enabled",
        Method::Get,
        "/v2/OpportunityManagement.svc/IsOpportunityEnabled",
        Safety::Read,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/check-if-opportunity-feature-is-enabled/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.account.trim().is_empty(), "account", "must not be empty")
            .query("orgId", &self.account)
            .empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for IsOpportunityEnabled {
    fn sample() -> Self {
        Self::new("1001")
    }
}
