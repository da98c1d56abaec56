//! Mapping of states, and setting a lead's status.

use super::fields::parse_number;
use super::{Leads, parse_id, with_operation};
use crate::api::leads::UpdateLeadStatus;
use crate::model::{EntityId, LeadId, LeadStatus, ReasonId};
use leads_core::client::{StatusChange, StatusTarget};
use leads_core::status::StatusWrite;
use leads_core::vendor::{ensure_known_fields, ensure_unset};
use leads_core::{Error, LeadId as CommonLeadId, LeadState, Result};

/// Returns the status for a state, or an error if Capillary has none.
pub(super) fn vendor_status(state: LeadState) -> Result<LeadStatus> {
    Ok(match state {
        LeadState::Pending | LeadState::New | LeadState::Contacted | LeadState::Open => LeadStatus::Open,
        LeadState::OnHold => LeadStatus::OnHold,
        LeadState::Won => LeadStatus::Won,
        LeadState::Lost => LeadStatus::Lost,
        _ => {
            return Err(Error::unsupported("Capillary has no status for this state").with_field("state").with_help(
                "the statuses are OPEN, ON_HOLD, WON, LOST and DELETED; set one with StatusChange::to_code",
            ));
        }
    })
}

pub(super) fn common_state(status: Option<&LeadStatus>) -> LeadState {
    match status {
        Some(LeadStatus::Open) => LeadState::Open,
        Some(LeadStatus::OnHold) => LeadState::OnHold,
        Some(LeadStatus::Won) => LeadState::Won,
        Some(LeadStatus::Lost) => LeadState::Lost,
        // A deleted lead is indicated by its presence; the vendor does not report why it was deleted.
        _ => LeadState::Other,
    }
}

impl Leads {
    /// Returns the lead and the request of a status change, or the error with which it is rejected.
    pub(super) fn status_change(
        &self,
        id: &CommonLeadId,
        change: &StatusChange,
    ) -> Result<(LeadId, UpdateLeadStatus, StatusWrite)> {
        let checked = parse_id(id).and_then(|(lead, _)| {
            ensure_unset(&[("comment", change.comment.is_some() && self.config.follow_ups_by.is_none())])
                .map_err(|error| error.with_help("set AdapterConfig::follow_ups_by to write it as a follow-up"))?;
            let (request, written) = status_request(lead, change)?;
            Ok((lead, request, written))
        });
        checked.map_err(with_operation::<UpdateLeadStatus>)
    }
}

pub(super) fn status_request(id: LeadId, change: &StatusChange) -> Result<(UpdateLeadStatus, StatusWrite)> {
    ensure_known_fields(&change.vendor_fields, &[])?;
    ensure_unset(&[("stage", change.stage.is_some())])?;
    let (status, requested) = match &change.target {
        StatusTarget::State(state) => (vendor_status(*state)?, Some(*state)),
        StatusTarget::Code(code) => (LeadStatus::from(code.as_str()), None),
        _ => return Err(Error::unsupported("this target is not supported").with_field("target")),
    };
    let written = StatusWrite::new(requested, common_state(Some(&status)), status.as_str());
    let mut request = UpdateLeadStatus::new(id, status);
    if let Some(sub_status) = &change.sub_status {
        request = request.sub_status(sub_status.as_str());
    }
    if let Some(reason) = &change.reason {
        request = request.reason_id(parse_number::<ReasonId>("reason", reason)?);
    }
    if let Some(by) = &change.changed_by {
        request = request.created_by(parse_number::<EntityId>("changed_by", by)?);
    }
    if let Some(time) = change.changed_at {
        request = request.created_on(time);
    }
    Ok((request, written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lead;
    use leads_core::{HasBody, LeadView, Raw};
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(StatusChange::to(LeadState::Lost).reason("price"), "reason")]
    #[case(StatusChange::to(LeadState::Lost).stage("x"), "stage")]
    #[case(StatusChange::to(LeadState::Lost).changed_by("jo"), "changed_by")]
    #[case(StatusChange::to(LeadState::Lost).vendor_field("x", 1), "x")]
    #[case(StatusChange::to(LeadState::Disqualified), "state")]
    fn unsupported_status_field_is_named_in_the_error(#[case] change: StatusChange, #[case] field: &str) {
        assert_eq!(status_request(LeadId::new(1), &change).unwrap_err().field(), Some(field));
    }

    proptest! {
        #[test]
        fn status_code_round_trips(status in "[A-Z_]{1,12}|OPEN|WON|LOST|ON_HOLD|DELETED") {
            let lead: Raw<Lead> = Raw::parse(&format!(r#"{{"id":1,"status":"{status}"}}"#)).unwrap();
            let code = LeadView::status(lead.value()).detail.code.unwrap();
            let (request, _) = status_request(LeadId::new(1), &StatusChange::to_code(code)).unwrap();
            let expected = format!(r#"{{"status":"{status}"}}"#);
            prop_assert_eq!(serde_json::to_string(request.body()).unwrap(), expected);
        }
    }
}
