//! `POST /v2/LeadManagement.svc/DeleteStageChangeHistory`

use super::history::DeleteHistoryBody;
use crate::api::prelude::*;
use crate::model::{Acknowledged, LeadId};
use chrono::{DateTime, Utc};

/// Deletes a lead's stage history in a time range.
///
/// `POST /v2/LeadManagement.svc/DeleteStageChangeHistory`. The vendor queues it: the outcome is
/// [`Accepted`](leads_core::WriteOutcome::Accepted). The final result is reported to the status webhook, if one is set.
///
/// If the response is lost, the outcome cannot be verified automatically: no read returns the history. The request's
/// status webhook reports when it is done.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/delete-a-leads-stage-change-history/).
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
/// use leadsquared::api::leads::DeleteLeadStageHistory;
///
/// let request = DeleteLeadStageHistory::new(
///     "3aee22bd-8419-422a-8242-c510df9af021", Utc::now() - Duration::days(30), Utc::now(),
/// );
/// let reply = client.send(&request).await?;
/// println!("{:?}: {:?} rows", reply.status, reply.affected_rows());
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/LeadManagement.svc/DeleteStageChangeHistory")]
#[doc(alias = "LeadManagement.svc/DeleteStageChangeHistory")]
#[doc(alias = "delete lead stage history")]
#[doc(alias = "delete stage history")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteLeadStageHistory {
    body: DeleteHistoryBody,
}

impl DeleteLeadStageHistory {
    /// Deletes the history between two times.
    pub fn new(lead: impl Into<LeadId>, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self { body: DeleteHistoryBody::new(lead.into(), from, to) }
    }

    setters! { body;
        /// Sets the URL to which the result is reported.
        status_webhook_url: String,
    }
}

impl Request for DeleteLeadStageHistory {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation =
        op::post("delete_lead_stage_history", "/v2/LeadManagement.svc/DeleteStageChangeHistory", Safety::Idempotent)
            .names_record()
            .docs("https://apidocs.leadsquared.com/delete-a-leads-stage-change-history/");

    fn parts(&self) -> Result<Parts> {
        self.body.parts()
    }

    fn trace(&self) -> Option<String> {
        Some("the request's status webhook reports when it is done".to_owned())
    }
}

has_body!(DeleteLeadStageHistory => DeleteHistoryBody);

sample!(DeleteLeadStageHistory: Self::new(
    "0a0b0c0d-0e0f-4a4b-8c8d-101112131415",
    DateTime::UNIX_EPOCH,
    DateTime::UNIX_EPOCH + chrono::Duration::days(1),
)
.status_webhook_url("https://hooks.example.com/done"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delete_lead_stage_history_serializes_to_the_wire_form() {
        let request = DeleteLeadStageHistory::new("7", DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"ProspectId":"7","FromDate":"1970-01-01 00:00:00","ToDate":"1970-01-01 00:00:00"}"#
        );
        let back =
            DeleteLeadStageHistory::new("7", DateTime::UNIX_EPOCH + chrono::Duration::days(1), DateTime::UNIX_EPOCH);
        assert_eq!(back.parts().unwrap_err().field(), Some("from"));
    }
}
