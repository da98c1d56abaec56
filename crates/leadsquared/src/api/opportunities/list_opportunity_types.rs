//! `GET /v2/OpportunityManagement.svc/GetOpportunityTypes`

use crate::api::prelude::*;
use crate::model::TypeMetadata;
use leads_core::vendor::Evidence;

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
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::ListOpportunityTypes;
///
/// let opportunity_types = client.send(&ListOpportunityTypes::new()).await?;
/// for opportunity_type in &opportunity_types.rows {
///     println!("{:?}: {:?}", opportunity_type.event_code, opportunity_type.display_name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/GetOpportunityTypes")]
#[doc(alias = "OpportunityManagement.svc/GetOpportunityTypes")]
#[doc(alias = "list opportunity types")]
#[doc(alias = "list types")]
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
    const OPERATION: Operation =
        op::get("list_opportunity_types", "/v2/OpportunityManagement.svc/GetOpportunityTypes", Safety::Read)
            .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

sample!(ListOpportunityTypes: Self::new());
