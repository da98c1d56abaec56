//! `PUT /v2/leads/{leadId}/status`

use super::GetLead;
use crate::api::prelude::*;
use crate::model::{EntityId, ExtendedFields, Lead, LeadId, LeadStatus, ReasonRef};
use leads_core::{Error, Time};

/// Sets the status of a lead.
///
/// `PUT /v2/leads/{leadId}/status`; the response is the whole lead with the new row at the end of its status log.
/// Transitions are not checked by this crate; the vendor decides which it accepts.
///
/// If the response is lost, [`Client::resolve`](crate::Client::resolve) can determine whether the request took effect.
///
/// See [the vendor's page](https://docs.capillarytech.com/reference/update-lead-status).
///
/// # Errors
///
/// 92001 if the lead does not exist, 92002 if it already has the status, 92003 if there is no such status, 92004 if
/// there is no such reason, 92020 if the sub-status does not belong to the status, 92024 if the lead is closed; the
/// outcome of all of them is [`NotApplied`](leads_core::WriteOutcome::NotApplied).
///
/// A retry is safe but can be rejected: after a lost response, 92002 or 92024 leaves the outcome
/// [`Unknown`](leads_core::WriteOutcome::Unknown), and only reading the lead settles it, as
/// [`Pipeline::resolve`](leads_core::Pipeline::resolve) does.
///
/// # Examples
///
/// ```
/// # async fn run(client: &capillary_leads::Client) -> capillary_leads::Result<()> {
/// use capillary_leads::{api::leads::UpdateLeadStatus, model::LeadStatus};
///
/// let request = UpdateLeadStatus::new(12, LeadStatus::OnHold)
///     .sub_status("YetToDecide")
///     .reason_id(2);
/// let lead = client.send(&request).await?;
/// println!("{}: {:?}", lead.id, lead.status);
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/leads/{leadId}/status")]
#[doc(alias = "leads/{leadId}/status")]
#[doc(alias = "update lead status")]
#[doc(alias = "update status")]
#[doc(alias = "close lead")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateLeadStatus {
    lead_id: LeadId,
    body: UpdateLeadStatusBody,
}

/// The wire body of [`UpdateLeadStatus`].
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateLeadStatusBody {
    status: LeadStatus,
    sub_status: Option<String>,
    reason_id: Option<ReasonRef>,
    created_by: Option<EntityId>,
    created_on: Option<Time>,
    extended_fields: Option<ExtendedFields>,
}

impl UpdateLeadStatus {
    /// Creates a request that sets the status of `lead_id` to `status`.
    pub fn new(lead_id: impl Into<LeadId>, status: impl Into<LeadStatus>) -> Self {
        Self {
            lead_id: lead_id.into(),
            body: UpdateLeadStatusBody {
                status: status.into(),
                sub_status: None,
                reason_id: None,
                created_by: None,
                created_on: None,
                extended_fields: None,
            },
        }
    }

    setters! { body;
        /// Sets the sub-status, which must exist for the status.
        sub_status: String,
        /// Sets the reason, from [`ListReasons`](crate::api::reasons::ListReasons).
        ///
        /// Both of the vendor's pages mark it as required, but one of its samples has none, so it is not enforced here.
        /// It is written as a number, as in the samples; the newer page types it as text, see [`ReasonRef::text`].
        reason_id: ReasonRef,
        /// Sets the id of the staff member who changed it. It is stored in the new row of the log (observed).
        created_by: EntityId,
        /// Sets when it changed. The vendor describes it as the creation time of the lead, which cannot be meant
        /// (inferred).
        created_on: Time,
        /// Sets extended fields. They appear only in samples of 2018 and 2019 (observed); since then
        /// [`UpdateLead`](super::UpdateLead) sets them.
        extended_fields: ExtendedFields,
    }
}

impl Request for UpdateLeadStatus {
    type Vendor = Capillary;
    type Response = Raw<Lead>;
    const OPERATION: Operation = op::put("update_lead_status", "/v2/leads/{leadId}/status", Safety::Idempotent)
        .docs("https://docs.capillarytech.com/reference/update-lead-status");

    fn parts(&self) -> Result<Parts> {
        let body = &self.body;
        Parts::new()
            .check(check::lead(self.lead_id))
            .path("leadId", self.lead_id)
            .check(check::text("status", Some(body.status.as_str())))
            .check(check::text("sub_status", body.sub_status.as_deref()))
            .check(check::time("created_on", body.created_on.as_ref()))
            .json(body)
    }
}

/// Reads the lead. The status was set if the lead has the requested status, and the requested sub-status if one was
/// sent.
///
/// How soon a change becomes visible is not documented, so a different status proves nothing.
impl Resolve for UpdateLeadStatus {
    type Check = GetLead;
    const FOUND_WHEN: &'static str = "the lead has the status, and the sub-status if one was sent";

    fn check(&self) -> Option<GetLead> {
        Some(GetLead::new(self.lead_id))
    }

    fn interpret(&self, seen: Result<&Raw<Lead>, &Error>) -> Resolution {
        let Ok(lead) = seen else { return Resolution::CannotTell };
        let same_sub_status = self.body.sub_status.is_none() || self.body.sub_status == lead.sub_status;
        if lead.status.as_ref() == Some(&self.body.status) && same_sub_status {
            Resolution::Found
        } else {
            Resolution::Absent
        }
    }
}

has_body!(UpdateLeadStatus => UpdateLeadStatusBody);

sample!(UpdateLeadStatus: Self::new(12, LeadStatus::OnHold)
    .sub_status("CallBack")
    .reason_id(2)
    .created_by(4711)
    .created_on("2026-03-04T09:30:00+05:30"));

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn wire_body_and_stored_request_have_their_own_forms() {
        let request = UpdateLeadStatus::new(12, LeadStatus::Won).reason_id(6);
        let parts = request.parts().unwrap();
        assert_eq!(parts.render(UpdateLeadStatus::OPERATION.path).unwrap(), "/v2/leads/12/status");
        assert_eq!(serde_json::to_string(request.body()).unwrap(), r#"{"status":"WON","reasonId":6}"#);
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(stored, r#"{"lead_id":12,"body":{"status":"WON","reasonId":6}}"#);
        assert_eq!(serde_json::from_str::<UpdateLeadStatus>(&stored).unwrap(), request);
    }

    #[rstest]
    #[case(UpdateLeadStatus::new(0, LeadStatus::Won), "lead_id")]
    #[case(UpdateLeadStatus::new(-1, LeadStatus::Won), "lead_id")]
    #[case(UpdateLeadStatus::new(1, ""), "status")]
    #[case(UpdateLeadStatus::new(1, LeadStatus::Won).sub_status(" "), "sub_status")]
    #[case(UpdateLeadStatus::new(1, LeadStatus::Won).created_on("soon"), "created_on")]
    fn invalid_field_is_named_in_the_error(#[case] request: UpdateLeadStatus, #[case] field: &str) {
        assert_eq!(request.parts().unwrap_err().field(), Some(field));
    }

    #[test]
    fn unknown_status_and_text_reason_round_trip() {
        let body = r#"{"status":"PARKED","reasonId":"2"}"#;
        let read: UpdateLeadStatusBody = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), body);
        assert!(serde_json::from_str::<UpdateLeadStatusBody>(r#"{"status":"WON","later":1}"#).is_err());
    }
}
