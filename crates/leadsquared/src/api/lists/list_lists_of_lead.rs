//! `GET /v2/LeadSegmentation.svc/Lists.GetByLeadId`

use crate::api::prelude::*;
use crate::model::{LeadId, LeadList};
use leads_core::vendor::Evidence;

/// Lists the lists that contain a lead.
///
/// `GET /v2/LeadSegmentation.svc/Lists.GetByLeadId?leadId=` (observed). The vendor's response is not documented; its
/// rows are read as those of [`ListLists`](crate::api::leads::ListLists) (inferred).
///
/// # Errors
///
/// Returns an error before sending if the id is blank. No data is changed.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::lists::ListListsOfLead;
///
/// let request = ListListsOfLead::new("5501cfea-34b3-4ce2-9eac-00715e7a9e70");
/// let lists = client.send(&request).await?;
/// for list in &lists.rows {
///     println!("{:?}: {:?}", list.list_id, list.list_name);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadSegmentation.svc/Lists.GetByLeadId")]
#[doc(alias = "LeadSegmentation.svc/Lists.GetByLeadId")]
#[doc(alias = "list lists of lead")]
#[doc(alias = "of lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListListsOfLead {
    lead_id: LeadId,
}

impl ListListsOfLead {
    /// Lists the lists of a lead.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self { lead_id: lead.into() }
    }
}

impl Request for ListListsOfLead {
    type Vendor = LeadSquared;
    type Response = Listing<LeadList>;
    const OPERATION: Operation =
        op::get("list_lists_of_lead", "/v2/LeadSegmentation.svc/Lists.GetByLeadId", Safety::Read)
            .names_record()
            .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .query("leadId", &self.lead_id)
            .empty()
    }
}

sample!(ListListsOfLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn list_lists_of_lead_builds_the_vendors_query() {
        assert_eq!(wire(&ListListsOfLead::new("7")), "GET /v2/LeadSegmentation.svc/Lists.GetByLeadId?leadId=7");
        assert_eq!(ListListsOfLead::new("").parts().unwrap_err().field(), Some("lead_id"));
    }
}
