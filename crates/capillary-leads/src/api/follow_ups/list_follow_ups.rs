//! `GET /v2/leads/{leadId}/followups`

use crate::api::prelude::*;
use crate::model::{FollowUp, LeadId, Listing};

/// Lists the follow-ups of a lead, oldest first (observed). The list is not paged.
///
/// `GET /v2/leads/{leadId}/followups`, in the plural; adding one is `/followup`.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/get-lead-follow-ups).
///
/// # Errors
///
/// 92001 if the lead does not exist.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::follow_ups::ListFollowUps;
///
/// let follow_ups = client.send(&ListFollowUps::new(12)).await?;
/// for follow_up in &follow_ups.data {
///     println!("{:?} at {:?}", follow_up.id, follow_up.followed_up_on);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/{leadId}/followups")]
#[doc(alias = "leads/{leadId}/followups")]
#[doc(alias = "list follow ups")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListFollowUps {
    lead_id: LeadId,
}

impl ListFollowUps {
    /// Creates a request for the follow-ups of `lead_id`.
    pub fn new(lead_id: impl Into<LeadId>) -> Self {
        Self { lead_id: lead_id.into() }
    }
}

impl Request for ListFollowUps {
    type Vendor = Capillary;
    type Response = Listing<FollowUp>;
    const OPERATION: Operation = op::get("list_follow_ups", "/v2/leads/{leadId}/followups", Safety::Read)
        .docs("https://docs.capillarytech.com/reference/get-lead-follow-ups");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(check::lead(self.lead_id)).path("leadId", self.lead_id).empty()
    }
}

sample!(ListFollowUps: Self::new(12));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_follow_ups_path_is_plural() {
        let path = ListFollowUps::new(12).parts().unwrap().render(ListFollowUps::OPERATION.path).unwrap();
        assert_eq!(path, "/v2/leads/12/followups");
        assert_eq!(ListFollowUps::new(0).parts().unwrap_err().field(), Some("lead_id"));
    }
}
