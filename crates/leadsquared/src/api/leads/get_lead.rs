//! `GET /v2/LeadManagement.svc/Leads.GetById`

use crate::api::prelude::*;
use crate::model::{Lead, LeadId};
use leads_core::vendor::Evidence;

/// Reads a lead by its id.
///
/// `GET /v2/LeadManagement.svc/Leads.GetById?id=` (observed). The response is a list of one lead, or an empty list if
/// the lead does not exist; [`Listing::into_one`] converts the latter to a not-found error.
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::GetLead;
///
/// let leads = client.send(&GetLead::new("3aee22bd-8419-422a-8242-c510df9af021")).await?;
/// for lead in &leads.rows {
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Leads.GetById")]
#[doc(alias = "LeadManagement.svc/Leads.GetById")]
#[doc(alias = "get lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLead {
    lead_id: LeadId,
}

impl GetLead {
    /// Reads a lead.
    pub fn new(lead_id: impl Into<LeadId>) -> Self {
        Self { lead_id: lead_id.into() }
    }
}

impl Request for GetLead {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation = op::get("get_lead", "/v2/LeadManagement.svc/Leads.GetById", Safety::Read)
        .names_record()
        .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(crate::model::check_id(self.lead_id.as_str(), "lead_id")).query("id", &self.lead_id).empty()
    }
}

sample!(GetLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_lead_without_a_match_is_an_empty_list() {
        let none = GetLead::read(&HttpResponse::new(200, Default::default(), &b"[]"[..])).unwrap();
        assert!(none.is_empty());
        assert!(none.into_one().unwrap_err().is_not_found());
        assert_eq!(GetLead::new("").parts().unwrap_err().field(), Some("lead_id"));
    }
}
