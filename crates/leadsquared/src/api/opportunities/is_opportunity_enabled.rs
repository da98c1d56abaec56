//! `GET /v2/OpportunityManagement.svc/IsOpportunityEnabled`

use crate::api::prelude::*;
use crate::model::OpportunityFeature;

/// Reads whether opportunities are enabled for the account.
///
/// `GET /v2/OpportunityManagement.svc/IsOpportunityEnabled?orgId=`, with the number of the account.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/check-if-opportunity-feature-is-enabled/).
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::IsOpportunityEnabled;
///
/// let opportunity_feature = client.send(&IsOpportunityEnabled::new("1001")).await?;
/// println!("{:?}", opportunity_feature.is_enabled());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/IsOpportunityEnabled")]
#[doc(alias = "OpportunityManagement.svc/IsOpportunityEnabled")]
#[doc(alias = "is opportunity enabled")]
#[doc(alias = "is enabled")]
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
    const OPERATION: Operation =
        op::get("is_opportunity_enabled", "/v2/OpportunityManagement.svc/IsOpportunityEnabled", Safety::Read)
            .docs("https://apidocs.leadsquared.com/check-if-opportunity-feature-is-enabled/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.account.trim().is_empty(), "account", "must not be empty")
            .query("orgId", &self.account)
            .empty()
    }
}

sample!(IsOpportunityEnabled: Self::new("1001"));
