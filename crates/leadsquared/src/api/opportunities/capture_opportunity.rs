//! `POST /v2/OpportunityManagement.svc/Capture`

use crate::api::prelude::*;
use crate::model::{CaptureFields, Captured, EventCode, FieldValue, Fields, LeadDetails, OpportunityStatus, SentTime};
use leads_core::Personal;

/// Creates an opportunity, and its lead if it does not exist, or finds the opportunity that the tenant's rules consider
/// a duplicate.
///
/// `POST /v2/OpportunityManagement.svc/Capture`. [`Captured::effect`] reports what was done: with duplicate rules, the
/// response names the existing opportunity and nothing is created. If no owner is set, the opportunity may have none.
///
/// The library never sends this request twice: only a tenant's rules prevent a second call from creating a second
/// opportunity, and no response shows whether there are any.
///
/// If the response is lost, the outcome cannot be verified automatically: an opportunity has no client-supplied key,
/// and the id of a duplicate is only in the response. To check by hand, list the lead's opportunities some seconds
/// later with `ListOpportunitiesOfLead`.
///
/// See [the vendor's page](https://apidocs.leadsquared.com/capture-opportunities/).
///
/// # Errors
///
/// [`InvalidActivityFields`](crate::ErrorCode::InvalidActivityFields) if a field that the type requires is missing. The
/// lead may have been created before the opportunity was rejected: the outcome is then
/// [`Partial`](leads_core::WriteOutcome::Partial).
///
/// # Examples
///
/// ```
/// # async fn run(client: &leadsquared::Client) -> leadsquared::Result<()> {
/// use leadsquared::api::opportunities::CaptureOpportunity;
/// use leadsquared::model::{LeadDetails, OpportunityStatus};
///
/// let request =
///     CaptureOpportunity::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12005)
///     .field("mx_Custom_1", "Kitchen")
///     .status(OpportunityStatus::Open)
///     .overwrite_fields(true);
/// let captured = client.send(&request).await?;
/// match &captured.created_opportunity_id {
///     Some(id) => println!("created {id}"),
///     None => println!("a duplicate of {:?}", captured.conflicted_opportunity_id),
/// }
/// # Ok(()) }
/// ```
#[doc(alias = "/v2/OpportunityManagement.svc/Capture")]
#[doc(alias = "OpportunityManagement.svc/Capture")]
#[doc(alias = "capture opportunity")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureOpportunity {
    body: CaptureOpportunityBody,
}

/// The wire body of [`CaptureOpportunity`]. The async host accepts the same body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CaptureOpportunityBody {
    lead_details: LeadDetails,
    opportunity: CaptureFields,
}

impl CaptureOpportunityBody {
    pub(crate) fn new(lead: LeadDetails, event_code: EventCode) -> Self {
        Self { lead_details: lead, opportunity: CaptureFields::new(event_code) }
    }

    pub(crate) fn opportunity(&mut self) -> &mut CaptureFields {
        &mut self.opportunity
    }

    pub(crate) fn check(&self) -> Result<()> {
        self.lead_details.check("lead")?;
        self.opportunity.check()
    }
}

impl CaptureOpportunity {
    /// Creates an opportunity of a type for a lead.
    pub fn new(lead: impl Into<LeadDetails>, event_code: impl Into<EventCode>) -> Self {
        Self { body: CaptureOpportunityBody::new(lead.into(), event_code.into()) }
    }
}

crate::api::opportunities::capture_setters!(CaptureOpportunity);

impl Request for CaptureOpportunity {
    type Vendor = LeadSquared;
    type Response = Raw<Captured>;
    const OPERATION: Operation =
        op::post("capture_opportunity", "/v2/OpportunityManagement.svc/Capture", Safety::NonIdempotent)
            .docs("https://apidocs.leadsquared.com/capture-opportunities/");

    fn parts(&self) -> Result<Parts> {
        Parts::new().check(self.body.check()).json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's opportunities some seconds later with ListOpportunitiesOfLead".to_owned())
    }
}

has_body!(CaptureOpportunity => CaptureOpportunityBody);

sample!(CaptureOpportunity: Self::new(LeadDetails::by("EmailAddress", "jane@example.com").with("mx_City", "Springfield"), 12005)
    .note("asked at the fair")
    .status(OpportunityStatus::Open)
    .field("mx_Custom_1", "Kitchen")
    .overwrite_fields(true));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_response_is_not_a_capture() {
        let response = |body: &'static str| HttpResponse::new(200, Default::default(), body);
        assert!(CaptureOpportunity::read(&response(r#"{"fault":{"reason":"no backend"}}"#)).is_err());
        assert!(CaptureOpportunity::read(&response(r#"{"Status":0,"CreatedOpportunityId":"5"}"#)).is_ok());
    }

    #[test]
    fn capture_opportunity_serializes_to_the_wire_form() {
        let request = CaptureOpportunity::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12005)
            .status(OpportunityStatus::Open)
            .do_not_change_owner(true);
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"LeadDetails":[{"Attribute":"EmailAddress","Value":"jane@example.com"},{"Attribute":"SearchBy","Value":"EmailAddress"}],"Opportunity":{"OpportunityEventCode":12005,"Fields":[{"SchemaName":"Status","Value":"Open"}],"DoNotChangeOwner":true}}"#
        );
    }

    #[test]
    fn mutually_exclusive_settings_are_rejected_naming_both() {
        let request = CaptureOpportunity::new(LeadDetails::by("Phone", "+1-5550100"), 12005)
            .overwrite_fields(true)
            .update_empty_fields(true);
        let error = request.parts().unwrap_err();
        let text = error.to_string();
        assert!(text.contains("overwrite_fields") && text.contains("update_empty_fields"), "{text}");
        assert!(request.update_empty_fields(false).parts().is_ok());
    }

    #[test]
    fn lead_needs_a_search_field() {
        for lead in [LeadDetails::new(), LeadDetails::new().with("mx_City", "x"), LeadDetails::by("EmailAddress", "")] {
            assert_eq!(CaptureOpportunity::new(lead, 12005).parts().unwrap_err().field(), Some("lead"));
        }
        assert_eq!(
            CaptureOpportunity::new(LeadDetails::by_id("7"), 0).parts().unwrap_err().field(),
            Some("event_code")
        );
    }
}
