//! `GET /v2/LeadManagement.svc/LeadOwner.Get`

use crate::api::prelude::*;
use crate::model::{LeadOwner, LookupName};
use leads_core::Personal;

/// Reads a lead's owner, given one of the lead's fields.
///
/// `GET /v2/LeadManagement.svc/LeadOwner.Get?LeadIdentifier=&value=`. The response is a list of at most one owner; see
/// [`Listing::into_one`].
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-details-of-a-lead-owner/).
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::leads::GetLeadOwner, model::LookupName};
///
/// let request = GetLeadOwner::new(LookupName::EmailAddress, "jane@example.com");
/// let owners = client.send(&request).await?;
/// for owner in &owners.rows {
///     println!("{:?}: {:?}", owner.id(), owner.role());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/LeadOwner.Get")]
#[doc(alias = "LeadManagement.svc/LeadOwner.Get")]
#[doc(alias = "get lead owner")]
#[doc(alias = "get owner")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLeadOwner {
    field: LookupName,
    value: Personal<String>,
}

impl GetLeadOwner {
    /// Reads the owner of the lead whose field has this value.
    pub fn new(field: impl Into<LookupName>, value: impl Into<String>) -> Self {
        Self { field: field.into(), value: Personal(value.into()) }
    }
}

impl Request for GetLeadOwner {
    type Vendor = LeadSquared;
    type Response = Listing<LeadOwner>;
    const OPERATION: Operation = op::get("get_lead_owner", "/v2/LeadManagement.svc/LeadOwner.Get", Safety::Read)
        .names_record()
        .docs("https://apidocs.leadsquared.com/get-details-of-a-lead-owner/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(self.field.check("field"))
            .require(!self.value.trim().is_empty(), "value", "must not be empty")
            .query("LeadIdentifier", &self.field)
            .query("value", &self.value)
            .empty()
    }
}

sample!(GetLeadOwner: Self::new(LookupName::EmailAddress, "jane@example.com"));
