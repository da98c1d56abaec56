//! `GET /v2/leads/{leadId}`

use crate::api::prelude::*;
use crate::model::{Lead, LeadId};
use leads_core::vendor::Evidence;

/// Reads one lead by its id.
///
/// `GET /v2/leads/{leadId}`. Unconfirmed: the vendor documented the operation from July 2019 to July 2020, without a
/// sample, and in no later source; that it still exists is inferred. A bare lead and one in a list's envelope are both
/// accepted.
///
/// If the host no longer has the operation, use [`ListLeads`](super::ListLeads) with the customer's id; the list has no
/// filter by lead.
///
/// # Errors
///
/// 92001, or a 404 without a code, if the lead does not exist. A 404 without a code can also mean that the host does
/// not have the operation; a 405 ([`Precondition`](leads_core::ErrorKind::Precondition)) always means that.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::leads::GetLead;
///
/// let lead = client.send(&GetLead::new(12)).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/{leadId}")]
#[doc(alias = "leads/{leadId}")]
#[doc(alias = "get lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetLead {
    lead_id: LeadId,
}

impl GetLead {
    /// Creates a request for `lead_id`.
    pub fn new(lead_id: impl Into<LeadId>) -> Self {
        Self { lead_id: lead_id.into() }
    }
}

impl Request for GetLead {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation = op::get("get_lead", "/v2/leads/{leadId}", Safety::Read).evidence(Evidence::Inferred);

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(check::lead(self.lead_id)).path("leadId", self.lead_id).empty()
    }
}

sample!(GetLead: Self::new(12));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_that_is_not_a_lead_is_rejected() {
        assert_eq!(GetLead::new(-1).parts().unwrap_err().field(), Some("lead_id"));
        let stored = r#"{"lead_id":12}"#;
        assert_eq!(serde_json::from_str::<GetLead>(stored).unwrap(), GetLead::new(12));
    }
}
