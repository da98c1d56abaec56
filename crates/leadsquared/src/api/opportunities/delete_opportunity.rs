//! `GET /v2/OpportunityManagement.svc/Delete`

use super::GetOpportunity;
use crate::api::prelude::*;
use crate::model::{Acknowledged, OpportunityId};

/// Permanently deletes an opportunity.
///
/// `GET /v2/OpportunityManagement.svc/Delete?Id=`. Although the method is `GET`, this is a write. The type must allow
/// deletion.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine the outcome.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/delete-an-opportunity/).
///
/// # Errors
///
/// A request that the vendor rejects is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost,
/// the request is retried; if the retry is rejected because the opportunity no longer exists, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::DeleteOpportunity;
///
/// let request = DeleteOpportunity::new("5ca5b042-51ea-4699-b6f0-84c40ab12770");
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/Delete")]
#[doc(alias = "OpportunityManagement.svc/Delete")]
#[doc(alias = "delete opportunity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteOpportunity {
    opportunity_id: OpportunityId,
}

impl DeleteOpportunity {
    /// Deletes an opportunity.
    pub fn new(opportunity: impl Into<OpportunityId>) -> Self {
        Self { opportunity_id: opportunity.into() }
    }
}

impl Request for DeleteOpportunity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::get("delete_opportunity", "/v2/OpportunityManagement.svc/Delete", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/delete-an-opportunity/");

    fn parts(&self) -> Result<Parts> {
        // Without a parameter named exactly `Id`, the vendor does nothing and reports no error.
        Parts::new()
            .check(crate::model::check_id(self.opportunity_id.as_str(), "opportunity_id"))
            .query("Id", &self.opportunity_id)
            .empty()
    }
}

/// Reads the opportunity by its id: the vendor responds with one of its not-found codes if it does not exist
/// (observed).
impl Resolve for DeleteOpportunity {
    type Check = GetOpportunity;
    const FOUND_WHEN: &'static str = "the vendor responds to a read of the opportunity with one of its not-found codes";

    fn check(&self) -> Option<GetOpportunity> {
        Some(GetOpportunity::new(&self.opportunity_id))
    }

    fn interpret(&self, seen: Seen<'_, Self>) -> Resolution {
        match seen {
            Ok(_) => Resolution::Absent,
            Err(error) if error.codes().is_empty() => Resolution::CannotTell,
            Err(_) => Resolution::Found,
        }
    }
}

sample!(DeleteOpportunity: Self::new("0f0e0d0c-0b0a-4908-8706-050403020100"));

#[cfg(test)]
mod tests {
    use super::*;
    use leads_core::Method;

    #[test]
    fn delete_opportunity_is_a_get_and_a_write() {
        let parts = DeleteOpportunity::new("5").parts().unwrap();
        assert_eq!(
            parts.render(DeleteOpportunity::OPERATION.path).unwrap(),
            "/v2/OpportunityManagement.svc/Delete?Id=5"
        );
        assert_eq!(
            (DeleteOpportunity::OPERATION.method, DeleteOpportunity::OPERATION.safety),
            (Method::Get, Safety::Idempotent)
        );
        assert_eq!(DeleteOpportunity::new("").parts().unwrap_err().field(), Some("opportunity_id"));
    }
}
