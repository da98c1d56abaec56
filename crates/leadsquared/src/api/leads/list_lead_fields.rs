//! `GET /v2/LeadManagement.svc/LeadsMetaData.Get`

use crate::LeadSquared;
use crate::model::{LeadField, Listing};
use crate::plan::CALLS_ONLY;
use leads_core::Result;
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Request, Safety};
use serde::{Deserialize, Serialize};

/// Lists the lead fields of the account.
///
/// `GET /v2/LeadManagement.svc/LeadsMetaData.Get?excludeOptionSets=1` or `?schemaName=`.
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// use leadsquared::api::leads::ListLeadFields;
/// let all = ListLeadFields::new().without_options();
/// let one = ListLeadFields::new().schema_name("mx_City");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadFields {
    schema_name: Option<String>,
    #[serde(default)]
    without_options: bool,
}

impl ListLeadFields {
    /// Lists every field with its options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists one field.
    #[must_use]
    pub fn schema_name(mut self, name: impl Into<String>) -> Self {
        self.schema_name = Some(name.into());
        self
    }

    /// Omits the options of dropdowns, which can be numerous.
    #[must_use]
    pub fn without_options(mut self) -> Self {
        self.without_options = true;
        self
    }
}

impl Request for ListLeadFields {
    type Vendor = LeadSquared;
    type Response = Listing<LeadField>;
    const OPERATION: Operation =
        Operation::new("list_lead_fields", Method::Get, "/v2/LeadManagement.svc/LeadsMetaData.Get", Safety::Read)
            .rate(CALLS_ONLY)
            .docs("https://apidocs.leadsquared.com/meta-data/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(
                self.schema_name.as_deref().is_none_or(|name| !name.trim().is_empty()),
                "schema_name",
                "must not be empty",
            )
            .query_opt("schemaName", self.schema_name.as_ref())
            .query_opt("excludeOptionSets", self.without_options.then_some(1))
            .empty()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        Listing::read(response, &["List"])
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for ListLeadFields {
    fn sample() -> Self {
        Self::new().schema_name("mx_City")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn builds_the_vendors_query() {
        let path = |request: ListLeadFields| request.parts().unwrap().render(ListLeadFields::OPERATION.path).unwrap();
        assert!(path(ListLeadFields::new()).ends_with("LeadsMetaData.Get"));
        assert!(path(ListLeadFields::new().without_options()).ends_with("?excludeOptionSets=1"));
        assert!(path(ListLeadFields::new().schema_name("mx_City")).ends_with("?schemaName=mx_City"));
    }
}
