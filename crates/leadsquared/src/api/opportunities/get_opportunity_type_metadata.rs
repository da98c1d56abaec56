//! `GET /v2/OpportunityManagement.svc/GetOpportunityTypeMetadata`

use crate::LeadSquared;
use crate::model::{EventCode, TypeMetadata};
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::decode;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use serde::{Deserialize, Serialize};

/// Reads an opportunity type with its fields: the meaning of `mx_Custom_1` and similar names in this account.
///
/// `GET /v2/OpportunityManagement.svc/GetOpportunityTypeMetadata?code=`.
///
/// # Errors
///
/// An unknown code is rejected with HTTP 500.
///
/// # Examples
///
/// ```
/// let request = leadsquared::api::opportunities::GetOpportunityTypeMetadata::new(12005);
/// ```
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
    const OPERATION: Operation = Operation::new(
        "get_opportunity_type_metadata",
        Method::Get,
        "/v2/OpportunityManagement.svc/GetOpportunityTypeMetadata",
        Safety::Read,
    )
    .rate(CALLS_ONLY)
    .docs("https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().require(self.code.get() > 0, "code", "must be positive").query("code", self.code).empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        let metadata: Raw<TypeMetadata> = read::whole(response)?;
        match (metadata.event_code, &metadata.display_name) {
            (None, None) => Err(decode::missing("EventCode")),
            _ => Ok(metadata),
        }
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for GetOpportunityTypeMetadata {
    fn sample() -> Self {
        Self::new(12005)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn code_is_sent_in_the_query() {
        let parts = GetOpportunityTypeMetadata::new(12005).parts().unwrap();
        assert!(parts.render(GetOpportunityTypeMetadata::OPERATION.path).unwrap().ends_with("?code=12005"));
        assert!(GetOpportunityTypeMetadata::read(&HttpResponse::new(200, Default::default(), &b"{}"[..])).is_err());
    }
}
