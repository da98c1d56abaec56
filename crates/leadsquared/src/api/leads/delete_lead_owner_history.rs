//! `POST /v2/LeadManagement.svc/DeleteUserAssignmentChangeHistory`

use super::history::DeleteHistoryBody;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId};
use chrono::{DateTime, Utc};

/// Deletes a lead's owner history in a time range.
///
/// `POST /v2/LeadManagement.svc/DeleteUserAssignmentChangeHistory`. The vendor queues it: the outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted). The final result is reported to the status webhook, if one is set.
///
/// If the response is lost, the outcome cannot be verified automatically: no read returns the history. The request's
/// status webhook reports when it is done.
///
/// # Errors
///
/// Returns an error before sending if the range ends before it begins.
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use chrono::{Duration, Utc};
/// use leadsquared::api::leads::DeleteLeadOwnerHistory;
///
/// let request = DeleteLeadOwnerHistory::new(
///     "3aee22bd-8419-422a-8242-c510df9af021", Utc::now() - Duration::days(30), Utc::now(),
/// );
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/DeleteUserAssignmentChangeHistory")]
#[doc(alias = "LeadManagement.svc/DeleteUserAssignmentChangeHistory")]
#[doc(alias = "delete lead owner history")]
#[doc(alias = "delete owner history")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteLeadOwnerHistory {
    body: DeleteHistoryBody,
}

impl DeleteLeadOwnerHistory {
    /// Deletes the history between two times.
    pub fn new(lead: impl Into<LeadId>, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self { body: DeleteHistoryBody::new(lead.into(), from, to) }
    }

    setters! { body;
        /// Sets the URL to which the result is reported.
        status_webhook_url: String,
    }
}

impl Request for DeleteLeadOwnerHistory {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = op::post(
        "delete_lead_owner_history",
        "/v2/LeadManagement.svc/DeleteUserAssignmentChangeHistory",
        Safety::Idempotent,
    )
    .names_record();

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }

    fn trace(&self) -> Option<String> {
        Some("the request's status webhook reports when it is done".to_owned())
    }
}

has_body!(DeleteLeadOwnerHistory => DeleteHistoryBody);

sample!(DeleteLeadOwnerHistory: Self::new(
    "0a0b0c0d-0e0f-4a4b-8c8d-101112131415",
    DateTime::UNIX_EPOCH,
    DateTime::UNIX_EPOCH + chrono::Duration::days(1),
)
.status_webhook_url("https://hooks.example.com/done"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delete_lead_owner_history_serializes_to_the_wire_form() {
        let request = DeleteLeadOwnerHistory::new("7", DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"ProspectId":"7","FromDate":"1970-01-01 00:00:00","ToDate":"1970-01-01 00:00:00"}"#
        );
        let back =
            DeleteLeadOwnerHistory::new("7", DateTime::UNIX_EPOCH + chrono::Duration::days(1), DateTime::UNIX_EPOCH);
        assert_eq!(back.parts().unwrap_err().field(), Some("from"));
    }
}
