//! `GET /v2/LeadManagement.svc/Leads.GetByQuickSearch`

use crate::api::prelude::*;
use crate::model::Lead;
use leads_core::Personal;
use leads_core::vendor::Evidence;

/// Searches leads by a text, like the search box of the vendor's user interface.
///
/// `GET /v2/LeadManagement.svc/Leads.GetByQuickSearch?key=` (observed). Which fields it searches is not documented.
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::QuickSearchLeads;
///
/// let leads = client.send(&QuickSearchLeads::new("jane")).await?;
/// for lead in &leads.rows {
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Leads.GetByQuickSearch")]
#[doc(alias = "LeadManagement.svc/Leads.GetByQuickSearch")]
#[doc(alias = "quick search leads")]
#[doc(alias = "quick search")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuickSearchLeads {
    text: Personal<String>,
}

impl QuickSearchLeads {
    /// Searches for this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: Personal(text.into()) }
    }
}

impl Request for QuickSearchLeads {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation =
        op::get("quick_search_leads", "/v2/LeadManagement.svc/Leads.GetByQuickSearch", Safety::Read)
            .evidence(Evidence::Observed);

    fn parts(&self) -> Result<Parts> {
        Parts::new().require(!self.text.trim().is_empty(), "text", "must not be empty").query("key", &self.text).empty()
    }
}

sample!(QuickSearchLeads: Self::new("jane"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_search_leads_without_a_match_is_an_empty_list() {
        let none = QuickSearchLeads::read(&HttpResponse::new(200, Default::default(), &b"[]"[..])).unwrap();
        assert!(none.is_empty());
        assert!(none.into_one().unwrap_err().is_not_found());
        assert_eq!(QuickSearchLeads::new("").parts().unwrap_err().field(), Some("text"));
    }
}
