//! `GET /v2/OpportunityManagement.svc/GetOpportunityDetails`

use crate::api::prelude::*;
use crate::model::{OpportunityDetails, OpportunityId};

/// Reads an opportunity with all its fields. This is the only read that returns all fields, with names and types.
///
/// `GET /v2/OpportunityManagement.svc/GetOpportunityDetails?OpportunityId=&getFileURL=`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-an-opportunity-by-id/).
///
/// # Errors
///
/// An unknown or deleted opportunity is rejected with HTTP 500; if the vendor names one of its not-found codes, the
/// kind is `NotFound`.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::GetOpportunity;
///
/// let request = GetOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770").file_urls(true);
/// let opportunity_details = client.send(&request).await?;
/// println!("{:?}: {} fields", opportunity_details.id, opportunity_details.fields.len());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/GetOpportunityDetails")]
#[doc(alias = "OpportunityManagement.svc/GetOpportunityDetails")]
#[doc(alias = "get opportunity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetOpportunity {
    opportunity_id: OpportunityId,
    file_urls: Option<bool>,
}

impl GetOpportunity {
    /// Reads an opportunity.
    pub fn new(opportunity: impl Into<OpportunityId>) -> Self {
        Self { opportunity_id: opportunity.into(), file_urls: None }
    }

    /// Requests the URLs of attached files.
    #[must_use]
    pub fn file_urls(mut self, ask: bool) -> Self {
        self.file_urls = Some(ask);
        self
    }
}

impl Request for GetOpportunity {
    type Vendor = LeadSquared;
    type Response = Raw<OpportunityDetails>;
    const OPERATION: Operation =
        op::get("get_opportunity", "/v2/OpportunityManagement.svc/GetOpportunityDetails", Safety::Read)
            .names_record()
            .docs("https://apidocs.leadsquared.com/get-an-opportunity-by-id/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.opportunity_id.as_str(), "opportunity_id"))
            .query("OpportunityId", &self.opportunity_id)
            .query_opt("getFileURL", self.file_urls)
            .empty()
    }
}

sample!(GetOpportunity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100").file_urls(true));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn response_without_the_record_is_an_error() {
        let read =
            |body: &'static str| GetOpportunity::read(&HttpResponse::new(200, Default::default(), body.as_bytes()));
        assert!(read("{}").unwrap_err().is_decode());
        let details = read(r#"{"ID":"5","Fields":[{"SchemaName":"Status","Value":"Won"}]}"#).unwrap();
        assert_eq!(details.value().field("Status"), Some("Won"));
    }
}
