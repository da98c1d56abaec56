//! `GET /v2/OpportunityManagement.svc/GetOpportunityTypeMetadata`

use crate::api::prelude::*;
use crate::model::{EventCode, TypeMetadata};

/// Reads an opportunity type with its fields: the meaning of `mx_Custom_1` and similar names in this account.
///
/// `GET /v2/OpportunityManagement.svc/GetOpportunityTypeMetadata?code=`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/).
///
/// # Errors
///
/// An unknown code is rejected with HTTP 500.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::GetOpportunityTypeMetadata;
///
/// let opportunity_type = client.send(&GetOpportunityTypeMetadata::new(12005)).await?;
/// println!("{:?}: {:?}", opportunity_type.event_code, opportunity_type.display_name);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/GetOpportunityTypeMetadata")]
#[doc(alias = "OpportunityManagement.svc/GetOpportunityTypeMetadata")]
#[doc(alias = "get opportunity type metadata")]
#[doc(alias = "get type metadata")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetOpportunityTypeMetadata {
    code: EventCode,
}

impl GetOpportunityTypeMetadata {
    /// Reads a type by its code.
    pub fn new(code: impl Into<EventCode>) -> Self {
        Self { code: code.into() }
    }
}

impl Request for GetOpportunityTypeMetadata {
    type Vendor = LeadSquared;
    type Response = Raw<TypeMetadata>;
    const OPERATION: Operation = op::get(
        "get_opportunity_type_metadata",
        "/v2/OpportunityManagement.svc/GetOpportunityTypeMetadata",
        Safety::Read,
    )
    .docs("https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().require(self.code.get() > 0, "code", "must be positive").query("code", self.code).empty()
    }
}

sample!(GetOpportunityTypeMetadata: Self::new(12005));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_sent_in_the_query() {
        let parts = GetOpportunityTypeMetadata::new(12005).parts().unwrap();
        assert!(parts.render(GetOpportunityTypeMetadata::OPERATION.path).unwrap().ends_with("?code=12005"));
        assert!(GetOpportunityTypeMetadata::read(&HttpResponse::new(200, Default::default(), &b"{}"[..])).is_err());
    }
}
