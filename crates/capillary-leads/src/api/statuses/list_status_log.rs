//! `GET /v2/leads/{leadId}/statusLog`

use crate::api::prelude::*;
use crate::model::{LeadId, Listing, StatusLogEntry};

/// Lists the changes of a lead's status, oldest first (observed). The list is not paged.
///
/// `GET /v2/leads/{leadId}/statusLog`.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/get-lead-status-log).
///
/// # Errors
///
/// 92001 if the lead does not exist.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::api::statuses::ListStatusLog;
///
/// let log = client.send(&ListStatusLog::new(12)).await?;
/// for entry in &log.data {
///     println!("{:?} at {:?}", entry.status, entry.created_on);
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/{leadId}/statusLog")]
#[doc(alias = "leads/{leadId}/statusLog")]
#[doc(alias = "list status log")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListStatusLog {
    lead_id: LeadId,
}

impl ListStatusLog {
    /// Creates a request for the status log of `lead_id`.
    pub fn new(lead_id: impl Into<LeadId>) -> Self {
        Self { lead_id: lead_id.into() }
    }
}

impl Request for ListStatusLog {
    type Vendor = Capillary;
    type Response = Listing<StatusLogEntry>;
    const OPERATION: Operation = op::get("list_status_log", "/v2/leads/{leadId}/statusLog", Safety::Read)
        .docs("https://docs.capillarytech.com/reference/get-lead-status-log");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(check::lead(self.lead_id)).path("leadId", self.lead_id).empty()
    }
}

sample!(ListStatusLog: Self::new(12));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_preserves_case() {
        let path = ListStatusLog::new(12).parts().unwrap().render(ListStatusLog::OPERATION.path).unwrap();
        assert_eq!(path, "/v2/leads/12/statusLog");
        assert_eq!(ListStatusLog::new(0).parts().unwrap_err().field(), Some("lead_id"));
    }
}
