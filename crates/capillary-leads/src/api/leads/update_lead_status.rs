//! `PUT /v2/leads/{leadId}/status`

use crate::Capillary;
use crate::model::{Lead, LeadId, LeadStatus, ReasonId};
use leads_core::request::{Answer, HasBody, Operation, Parts, Raw, Request, Safety, Verb, read};
use leads_core::{Result, setters};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Changes the status of a lead.
///
/// `PUT /v2/leads/{leadId}/status`; the answer is the whole lead with the new row at the end of its status log.
///
/// # Errors
/// 92001 no such lead, 92024 the lead is closed; both [`NotApplied`](leads_core::Outcome::NotApplied).
///
/// ```
/// use capillary_leads::{api::leads::UpdateLeadStatus, model::LeadStatus};
/// let request = UpdateLeadStatus::new(12, LeadStatus::OnHold).sub_status("YetToDecide").reason_id(2);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateLeadStatus {
    lead_id: LeadId,
    body: UpdateLeadStatusBody,
}

/// The body of [`UpdateLeadStatus`], as it goes over the wire.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateLeadStatusBody {
    status: LeadStatus,
    sub_status: Option<String>,
    reason_id: Option<ReasonId>,
}

impl UpdateLeadStatus {
    /// Changes the status of `lead_id` to `status`.
    pub fn new(lead_id: impl Into<LeadId>, status: impl Into<LeadStatus>) -> Self {
        Self {
            lead_id: lead_id.into(),
            body: UpdateLeadStatusBody { status: status.into(), sub_status: None, reason_id: None },
        }
    }

    setters! { body;
        /// Sets the sub-status, which must exist for the status.
        sub_status: String,
        /// Sets the reason. Written as a number.
        reason_id: ReasonId,
    }
}

impl Request for UpdateLeadStatus {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation =
        Operation::new("update_lead_status", Verb::Put, "/v2/leads/{leadId}/status", Safety::Idempotent)
            .docs("https://docs.capillarytech.com/reference/update-lead-status");

    fn parts(&self) -> Result<Parts> {
        Parts::new()
            .path("leadId", self.lead_id)
            .require(!self.body.status.as_str().is_empty(), "status", "must not be empty")
            .json(&self.body)
    }

    fn read(answer: &Answer) -> Result<Raw<Lead>> {
        read::whole(answer)
    }
}

impl HasBody for UpdateLeadStatus {
    type Body = UpdateLeadStatusBody;
    fn body(&self) -> &UpdateLeadStatusBody {
        &self.body
    }
}

#[cfg(feature = "inspect")]
impl leads_core::inspect::Sample for UpdateLeadStatus {
    fn sample() -> Self {
        Self::new(12, LeadStatus::OnHold).sub_status("CallBack").reason_id(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_is_the_vendors_and_the_stored_form_is_ours() {
        let request = UpdateLeadStatus::new(12, LeadStatus::Won).reason_id(6);
        let parts = request.parts().unwrap();
        assert_eq!(parts.render(UpdateLeadStatus::OPERATION.path).unwrap(), "/v2/leads/12/status");
        assert_eq!(serde_json::to_string(request.body()).unwrap(), r#"{"status":"WON","reasonId":6}"#);
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, r#"{"lead_id":12,"body":{"status":"WON","reasonId":6}}"#);
        assert_eq!(serde_json::from_str::<UpdateLeadStatus>(&stored).unwrap(), request);
    }
}
