//! `GET /v2/LeadManagement.svc/Lead/Delete/ById`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId};

/// Permanently deletes a lead and everything that belongs to it.
///
/// `GET /v2/LeadManagement.svc/Lead/Delete/ById?leadId=`. Although the method is `GET`, this is a write. The vendor's
/// support must have enabled it for the account; otherwise the message is "Delete is not enabled for you" (observed).
/// There is no operation that deletes several leads.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/lead-delete/).
///
/// # Errors
///
/// A request that the vendor rejects is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost,
/// the request is retried; if the retry is rejected because the lead no longer exists, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::leads::DeleteLead;
///
/// let request = DeleteLead::new("3aee22bd-8419-422a-8242-c510df9af021");
/// let deleted = client.send(&request).await?;
/// println!("deleted: {:?}", deleted.id());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/Lead/Delete/ById")]
#[doc(alias = "LeadManagement.svc/Lead/Delete/ById")]
#[doc(alias = "delete lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteLead {
    lead_id: LeadId,
}

impl DeleteLead {
    /// Deletes a lead.
    pub fn new(lead: impl Into<LeadId>) -> Self {
        Self { lead_id: lead.into() }
    }
}

impl Request for DeleteLead {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<LeadId>>;
    const OPERATION: Operation = op::get("delete_lead", "/v2/LeadManagement.svc/Lead/Delete/ById", Safety::Idempotent)
        .names_record()
        .docs("https://apidocs.leadsquared.com/lead-delete/");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .check(crate::model::check_id(self.lead_id.as_str(), "lead_id"))
            .query("leadId", &self.lead_id)
            .empty()
    }
}

/// Reads the lead by its id: the vendor responds with an empty list if it does not exist. A lead that was created
/// only seconds before may not be visible yet, which looks the same.
impl Resolve for DeleteLead {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the read of the lead by its id is an empty list";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(&self.lead_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        seen.map_or(Resolution::CannotTell, |rows| crate::verification::gone(&self.lead_id, rows))
    }
}

sample!(DeleteLead: Self::new("0a0b0c0d-0e0f-4a4b-8c8d-101112131415"));

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::Method;

    #[test]
    fn delete_lead_is_a_get_and_a_write() {
        assert_eq!((DeleteLead::OPERATION.method, DeleteLead::OPERATION.safety), (Method::Get, Safety::Idempotent));
        assert_eq!(DeleteLead::new(" ").parts().unwrap_err().field(), Some("lead_id"));
    }
}
