//! `POST /v2/LeadManagement.svc/Leads/Retrieve/ByIds`

use crate::api::paging;
use crate::api::prelude::*;
use crate::model::{Columns, Lead, LeadId, Paging, Sorting};
use leads_core::vendor::{Page, Paged};

/// Reads many leads by their ids, at most 10,000 in total.
///
/// `POST /v2/LeadManagement.svc/Leads/Retrieve/ByIds`. A requested column may still be absent from the response.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-leads-in-bulk-by-ids/).
///
/// # Errors
///
/// Returns an error before sending if there are no ids, too many ids, or no columns.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::{api::leads::ListLeadsByIds, model::Columns};
///
/// let request = ListLeadsByIds::new(
///     ["3aee22bd-8419-422a-8242-c510df9af021"], Columns::include(["EmailAddress"]),
/// );
/// let mut leads = client.items(request);
/// while let Some(lead) = leads.next().await {
///     let lead = lead?;
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Leads/Retrieve/ByIds")]
#[doc(alias = "LeadManagement.svc/Leads/Retrieve/ByIds")]
#[doc(alias = "list leads by ids")]
#[doc(alias = "list by ids")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListLeadsByIds {
    body: ListLeadsByIdsBody,
}

/// The wire body of [`ListLeadsByIds`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ListLeadsByIdsBody {
    search_parameters: Ids,
    columns: Option<Columns>,
    sorting: Option<Sorting>,
    paging: Option<Paging>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Ids {
    lead_ids: Vec<LeadId>,
}

impl ListLeadsByIds {
    /// Reads leads with these columns, 1,000 per page.
    pub fn new<I: Into<LeadId>>(leads: impl IntoIterator<Item = I>, columns: Columns) -> Self {
        Self {
            body: ListLeadsByIdsBody {
                search_parameters: Ids { lead_ids: leads.into_iter().map(Into::into).collect() },
                columns: Some(columns),
                sorting: None,
                paging: Some(Paging::new(1, 1_000)),
            },
        }
    }

    setters! { body;
        /// Sets the order.
        sorting: Sorting,
        /// Sets the page, 1 to 1,000 rows.
        paging: Paging,
    }
}

impl Request for ListLeadsByIds {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation =
        op::post("list_leads_by_ids", "/v2/LeadManagement.svc/Leads/Retrieve/ByIds", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-leads-in-bulk-by-ids/");

    fn parts(&self) -> Result<Parts> {
        let ids = &self.body.search_parameters.lead_ids;
        let columns = self.body.columns.as_ref().is_some_and(|columns| columns.included().next().is_some());
        Parts::new()
            .require(!ids.is_empty(), "leads", "must contain at least one id")
            .require(ids.len() <= 10_000, "leads", "must be at most 10,000 per call")
            .require(columns, "columns", "must name at least one column")
            .check(Paging::check(self.body.paging.as_ref(), 1_000))
            .check(Sorting::check(self.body.sorting.as_ref()))
            .json(&self.body)
    }
}

has_body!(ListLeadsByIds => ListLeadsByIdsBody);

impl Paged for ListLeadsByIds {
    type Item = Raw<Lead>;

    fn page(&self, response: Self::Response) -> Page<Self> {
        paging::step(response, self.body.paging.as_ref(), |next| self.clone().paging(next))
    }

    paging::by_position! {}

    fn key(item: &Self::Item) -> Option<String> {
        item.id().map(|id| id.as_str().to_owned())
    }
}

sample!(ListLeadsByIds: Self::new(["0a0b0c0d-0e0f-4a4b-8c8d-101112131415"], Columns::include(["ProspectID", "EmailAddress"])));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_columns_are_required() {
        let none: [&str; 0] = [];
        let request = ListLeadsByIds::new(none, Columns::include(["EmailAddress"]));
        assert_eq!(request.parts().unwrap_err().field(), Some("leads"));
        assert_eq!(ListLeadsByIds::new(["7"], Columns::default()).parts().unwrap_err().field(), Some("columns"));
    }
}
