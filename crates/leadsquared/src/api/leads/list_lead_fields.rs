//! `GET /v2/LeadManagement.svc/LeadsMetaData.Get`

use crate::api::prelude::*;
use crate::model::LeadField;

/// Lists the lead fields of the account.
///
/// `GET /v2/LeadManagement.svc/LeadsMetaData.Get?excludeOptionSets=1` or `?schemaName=`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/meta-data/).
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::ListLeadFields;
///
/// let all = ListLeadFields::new().without_options();
/// let one = ListLeadFields::new().schema_name("mx_City");
/// let fields = client.send(&all).await?;
/// for field in &fields.rows {
///     println!("{:?}: {:?}", field.schema_name, field.data_type);
/// }
/// client.send(&one).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/LeadsMetaData.Get")]
#[doc(alias = "LeadManagement.svc/LeadsMetaData.Get")]
#[doc(alias = "list lead fields")]
#[doc(alias = "list fields")]
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
    const OPERATION: Operation = op::get("list_lead_fields", "/v2/LeadManagement.svc/LeadsMetaData.Get", Safety::Read)
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
}

sample!(ListLeadFields: Self::new().schema_name("mx_City"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_lead_fields_builds_the_vendors_query() {
        let path = |request: ListLeadFields| request.parts().unwrap().render(ListLeadFields::OPERATION.path).unwrap();
        assert!(path(ListLeadFields::new()).ends_with("LeadsMetaData.Get"));
        assert!(path(ListLeadFields::new().without_options()).ends_with("?excludeOptionSets=1"));
        assert!(path(ListLeadFields::new().schema_name("mx_City")).ends_with("?schemaName=mx_City"));
    }
}
