//! `GET /v2/LeadManagement.svc/Leads.GetByEmailaddress`

use crate::api::prelude::*;
use crate::model::Lead;
use leads_core::Personal;

/// Reads a lead by its e-mail address.
///
/// `GET /v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=`. The response is a list of at most one lead; see
/// [`Listing::into_one`]. The vendor responds with an empty list, not with an error, to a misspelled parameter (observed).
///
/// See [the vendor's page](https://apidocs.leadsquared.com/get-a-lead-by-email-id/).
///
/// # Errors
///
/// The errors common to all reads.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::GetLeadByEmail;
///
/// let leads = client.send(&GetLeadByEmail::new("jane@example.com")).await?;
/// for lead in &leads.rows {
///     println!("{:?}: {:?}", lead.id(), lead.stage());
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Leads.GetByEmailaddress")]
#[doc(alias = "LeadManagement.svc/Leads.GetByEmailaddress")]
#[doc(alias = "get lead by email")]
#[doc(alias = "get by email")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLeadByEmail {
    email: Personal<String>,
}

impl GetLeadByEmail {
    /// Reads the lead with this address.
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: Personal(email.into()) }
    }
}

impl Request for GetLeadByEmail {
    type Vendor = LeadSquared;
    type Response = Listing<Lead>;
    const OPERATION: Operation =
        op::get("get_lead_by_email", "/v2/LeadManagement.svc/Leads.GetByEmailaddress", Safety::Read)
            .docs("https://apidocs.leadsquared.com/get-a-lead-by-email-id/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .require(!self.email.trim().is_empty(), "email", "must not be empty")
            .query("emailaddress", &self.email)
            .empty()
    }
}

sample!(GetLeadByEmail: Self::new("jane@example.com"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_lead_by_email_without_a_match_is_an_empty_list() {
        let none = GetLeadByEmail::read(&HttpResponse::new(200, Default::default(), &b"[]"[..])).unwrap();
        assert!(none.is_empty());
        assert!(none.into_one().unwrap_err().is_not_found());
        assert_eq!(GetLeadByEmail::new("").parts().unwrap_err().field(), Some("email"));
    }
}
