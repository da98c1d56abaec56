//! `GET /v2/OpportunityManagement.svc/GetOpportunityTypes`

use crate::LeadSquared;
use crate::model::{Listing, TypeMetadata};
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::{Evidence, HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the account's opportunity types, without their fields.
///
/// `GET /v2/OpportunityManagement.svc/GetOpportunityTypes` (observed).
///
/// # Errors
///
/// `Precondition` if opportunities are not enabled for the account.
///
/// # Examples
///
/// ```
/// let request = leadsquared::api::opportunities::ListOpportunityTypes::new();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListOpportunityTypes {}

impl ListOpportunityTypes {
    /// Lists the types.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Request for ListOpportunityTypes {
    type Vendor = LeadSquared;
    type Response = Listing<TypeMetadata>;
    const OPERATION: Operation = Operation::new(
        "list_opportunity_types",
        Method::Get,
        "/v2/OpportunityManagement.svc/GetOpportunityTypes",
        Safety::Read,
    )
    .rate(CALLS_ONLY)
    .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        Listing::read(response, &["List", "OpportunityTypes"])
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListOpportunityTypes {
    fn sample() -> Self {
        Self::new()
    }
}
