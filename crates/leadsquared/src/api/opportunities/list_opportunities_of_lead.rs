//! `POST /v2/OpportunityManagement.svc/GetOpportunitiesOfLead`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, EventCode, LeadId, Opportunity, Paging, Sorting};
use leads_core::vendor::{Page, Paged};

/// The largest page size that this crate requests.
const MAX_PAGE_SIZE: i64 = 1_000;

/// Lists the opportunities of a lead.
///
/// `POST /v2/OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=&opportunityType=`. The response comes from an
/// index: a new opportunity may be missing for some seconds.
///
/// [`Client::items`](crate::Client::items) reads all pages, in the order of the unique column `ProspectActivityId`
/// unless another order is set.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-opportunities-by-lead-id/).
///
/// # Errors
///
/// `NotFound` or `Rejected`, depending on the vendor's response. No data is changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::opportunities::ListOpportunitiesOfLead, model::Columns};
///
/// let request = ListOpportunitiesOfLead::new("3aee22bd-8419-422a-8242-c510df9af021")
///     .opportunity_type(12005)
///     .columns(Columns::include(["Status", "Owner", "mx_Custom_6"]));
/// let mut opportunities = client.items(request);
/// while let Some(opportunity) = opportunities.next().await {
///     let opportunity = opportunity?;
///     println!("{:?}: {:?}", opportunity.id(), opportunity.status());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/GetOpportunitiesOfLead")]
#[doc(alias = "OpportunityManagement.svc/GetOpportunitiesOfLead")]
#[doc(alias = "list opportunities of lead")]
#[doc(alias = "list of lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListOpportunitiesOfLead {
    lead_id: LeadId,
    opportunity_type: Option<EventCode>,
    body: ListOpportunitiesOfLeadBody,
}

/// The wire body of [`ListOpportunitiesOfLead`].
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListOpportunitiesOfLeadBody {
    columns: Option<Columns>,
    paging: Option<Paging>,
    sorting: Option<Sorting>,
}

impl ListOpportunitiesOfLead {
    /// Lists the opportunities of a lead, 100 per page.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self {
            lead_id: lead.into(),
            opportunity_type: None,
            body: ListOpportunitiesOfLeadBody {
                columns: None,
                paging: Some(Paging::new(1, 100)),
                sorting: Some(Sorting::ascending(paging::ACTIVITY_KEY)),
            },
        }
    }

    /// Lists opportunities of one type. Optional according to the vendor's page; some accounts require it, so set it if
    /// it is known.
    #[must_use]
    pub fn opportunity_type(mut self, code: impl Into<EventCode>) -> Self {
        self.opportunity_type = Some(code.into());
        self
    }

    setters! { body;
        /// Sets the columns.
        columns: Columns,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
        /// Sets the order. Rows that tie can be missed or appear twice between pages.
        sorting: Sorting,
    }
}

impl Request for ListOpportunitiesOfLead {
    type Vendor = LeadSquared;
    type Response = Listing<Opportunity>;
    const OPERATION: Operation =
        op::post("list_opportunities_of_lead", "/v2/OpportunityManagement.svc/GetOpportunitiesOfLead", Safety::Read)
            .names_record()
            .docs("https://apidocs.leadsquared.com/get-opportunities-by-lead-id/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .check(Paging::check(self.body.paging.as_ref(), MAX_PAGE_SIZE))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .query("leadId", &self.lead_id)
            .query_opt("opportunityType", self.opportunity_type)
            .json(&self.body)
    }
}

has_body!(ListOpportunitiesOfLead => ListOpportunitiesOfLeadBody);

impl Paged for ListOpportunitiesOfLead {
    type Item = Raw<Opportunity>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListOpportunitiesOfLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415")
    .opportunity_type(12005)
    .columns(Columns::include(["Status", "mx_Custom_6"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_opportunities_of_lead_serializes_to_the_wire_form() {
        let request = ListOpportunitiesOfLead::new("7").opportunity_type(12005).columns(Columns::include(["Status"]));
        let parts = request.parts().unwrap();
        assert_eq!(
            parts.render(ListOpportunitiesOfLead::OPERATION.path).unwrap(),
            "/v2/OpportunityManagement.svc/GetOpportunitiesOfLead?leadId=7&opportunityType=12005"
        );
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"Columns":{"Include_CSV":"Status"},"Paging":{"PageIndex":1,"PageSize":100},"Sorting":{"ColumnName":"ProspectActivityId","Direction":"0"}}"#
        );
        assert_eq!(request.paging(Paging::new(1, 5_000)).parts().unwrap_err().field(), Some("paging"));
    }
}
