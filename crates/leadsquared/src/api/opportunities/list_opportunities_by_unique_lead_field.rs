//! `POST /v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, FieldValue, Lookup, LookupName, Opportunity, Paging, Sorting};
use leads_core::vendor::{Page, Paged};

/// Lists the opportunities of the lead that matches by a unique field.
///
/// `POST /v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField`. The response comes from an index and may
/// lag.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field/).
///
/// # Errors
///
/// Returns an error before sending if the spelling of the field name would find nothing.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::ListOpportunitiesByUniqueLeadField;
/// use leadsquared::model::LookupName;
///
/// let request = ListOpportunitiesByUniqueLeadField::new(LookupName::Mobile, "+1-5550100");
/// let mut opportunities = client.items(request);
/// while let Some(opportunity) = opportunities.next().await {
///     let opportunity = opportunity?;
///     println!("{:?}: {:?}", opportunity.id(), opportunity.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField")]
#[doc(alias = "OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField")]
#[doc(alias = "list opportunities by unique lead field")]
#[doc(alias = "list by unique lead field")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListOpportunitiesByUniqueLeadField {
    body: ListOpportunitiesByUniqueLeadFieldBody,
}

/// The wire body of [`ListOpportunitiesByUniqueLeadField`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListOpportunitiesByUniqueLeadFieldBody {
    parameter: Lookup,
    columns: Option<Columns>,
    sorting: Option<Sorting>,
    paging: Option<Paging>,
}

impl ListOpportunitiesByUniqueLeadField {
    /// Lists the opportunities of the lead whose unique field has this value, 100 per page.
    pub fn new(field: impl Into<LookupName>, value: impl Into<FieldValue>) -> Self {
        Self {
            body: ListOpportunitiesByUniqueLeadFieldBody {
                parameter: Lookup::equal(field, value),
                columns: None,
                sorting: Some(Sorting::ascending(paging::ACTIVITY_KEY)),
                paging: Some(Paging::new(1, 100)),
            },
        }
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
    }
}

impl Request for ListOpportunitiesByUniqueLeadField {
    type Vendor = LeadSquared;
    type Response = Listing<Opportunity>;
    const OPERATION: Operation = op::post(
        "list_opportunities_by_unique_lead_field",
        "/v2/OpportunityManagement.svc/GetOpportunitiesByUniqueLeadField",
        Safety::Read,
    )
    .docs("https://apidocs.leadsquared.com/get-opportunities-by-unique-lead-field/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(self.body.parameter.check())
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListOpportunitiesByUniqueLeadField => ListOpportunitiesByUniqueLeadFieldBody);

impl Paged for ListOpportunitiesByUniqueLeadField {
    type Item = Raw<Opportunity>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListOpportunitiesByUniqueLeadField: Self::new(LookupName::Mobile, "+1-5550100").columns(Columns::include(["FirstName", "Status"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_opportunities_by_unique_lead_field_serializes_to_the_wire_form() {
        let request = ListOpportunitiesByUniqueLeadField::new(LookupName::Mobile, "+1-5550100");
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"Parameter":{"LookupName":"Mobile","LookupValue":"+1-5550100","SqlOperator":"="},"Sorting":{"ColumnName":"ProspectActivityId","Direction":"0"},"Paging":{"PageIndex":1,"PageSize":100}}"#
        );
        let misspelt = ListOpportunitiesByUniqueLeadField::new("mobile", "x");
        assert_eq!(misspelt.parts().unwrap_err().field(), Some("lookup_name"));
    }
}
