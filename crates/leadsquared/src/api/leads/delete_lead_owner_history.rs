//! `POST /v2/LeadManagement.svc/DeleteUserAssignmentChangeHistory`

use crate::LeadSquared;
use crate::api::has_body;
use crate::model::{Acknowledged, LeadId, SentTime};
use crate::plan::CALLS_ONLY;
use chrono::{DateTime, Utc};
use leads_core::vendor::{HttpResponse, Method, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{Result, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

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
/// use chrono::{Duration, Utc};
/// use leadsquared::api::leads::DeleteLeadOwnerHistory;
/// let request = DeleteLeadOwnerHistory::new("3aee22bd-8419-422a-8242-c510df9af021", Utc::now() - Duration::days(30), Utc::now());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteLeadOwnerHistory {
    body: DeleteLeadOwnerHistoryBody,
}

/// The wire body of [`DeleteLeadOwnerHistory`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct DeleteLeadOwnerHistoryBody {
    prospect_id: LeadId,
    from_date: SentTime,
    to_date: SentTime,
    #[serde(rename = "StatusWebhookURL")]
    status_webhook_url: Option<String>,
}

impl DeleteLeadOwnerHistory {
    /// Deletes the history between two times.
    pub fn new(lead: impl Into<LeadId>, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self {
            body: DeleteLeadOwnerHistoryBody {
                prospect_id: lead.into(),
                from_date: from.into(),
                to_date: to.into(),
                status_webhook_url: None,
            },
        }
    }

    setters! { body;
        /// Sets the URL to which the result is reported.
        status_webhook_url: String,
    }
}

impl Request for DeleteLeadOwnerHistory {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged>;
    const OPERATION: Operation = Operation::new(
        "delete_lead_owner_history",
        Method::Post,
        "/v2/LeadManagement.svc/DeleteUserAssignmentChangeHistory",
        Safety::Idempotent,
    )
    .names_record()
    .rate(CALLS_ONLY);

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .check(crate::model::check_id(body.prospect_id.as_str(), "lead_id"))
            .check(SentTime::check(Some(&body.from_date), "from"))
            .check(SentTime::check(Some(&body.to_date), "to"))
            .require(body.from_date.utc() <= body.to_date.utc(), "from", "must not be after `to`")
            .json(body)
    }

    fn trace(&self) -> Option<String> {
        Some("the request's status webhook reports when it is done".to_owned())
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

has_body! { DeleteLeadOwnerHistory, DeleteLeadOwnerHistoryBody }

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for DeleteLeadOwnerHistory {
    fn sample() -> Self {
        Self::new(
            "0a0b0c0d-0e0f-4a4b-8c8d-101112131415",
            DateTime::UNIX_EPOCH,
            DateTime::UNIX_EPOCH + chrono::Duration::days(1),
        )
        .status_webhook_url("https://hooks.example.com/done")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use leads_core::HasBody;

    #[test]
    fn serializes_to_the_vendors_wire_form() {
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
