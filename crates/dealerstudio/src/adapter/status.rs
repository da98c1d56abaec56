//! Mapping of states, and setting a lead's status.

use super::CompositeLeadId;
use crate::api::lead_clusters::UpdateLeadCluster;
use crate::model::ClusterState;
use leads_core::client::{StatusChange, StatusTarget};
use leads_core::status::StatusWrite;
use leads_core::vendor::{ensure_known_fields, ensure_unset};
use leads_core::{Error, LeadState, Patch, Result};

/// The vendor's field of a sub-status.
const STATUS_OPTION: &str = "lead_status_option_id";

/// The vendor fields of a status change.
const STATUS_FIELDS: &[&str] =
    &["user_id", "secondary_user_id", "approved", "location_id", STATUS_OPTION, "tags", "car_ids"];

/// Returns the vendor's state for a common state, if there is one.
pub(super) fn vendor_state(state: LeadState) -> Option<ClusterState> {
    Some(match state {
        LeadState::Pending | LeadState::New => ClusterState::New,
        LeadState::Contacted => ClusterState::Contacted,
        LeadState::Won => ClusterState::Converted,
        LeadState::Lost => ClusterState::Lost,
        LeadState::Disqualified => ClusterState::Invalid,
        _ => return None,
    })
}

/// Returns the common state for the vendor's.
pub(super) fn common_state(state: &ClusterState) -> LeadState {
    match state {
        ClusterState::New => LeadState::New,
        ClusterState::Contacted => LeadState::Contacted,
        ClusterState::Converted => LeadState::Won,
        ClusterState::Lost => LeadState::Lost,
        ClusterState::Invalid => LeadState::Disqualified,
        _ => LeadState::Other,
    }
}

pub(super) fn unsupported_state(state: LeadState) -> Error {
    let error = Error::unsupported(format!("Dealer Studio has no state for {state}")).with_field("state");
    match state {
        LeadState::Open => error.with_help("use `new` or `contacted`"),
        _ => error.with_help("Dealer Studio has new, contacted, lost, invalid and converted"),
    }
}

pub(super) fn status_request(id: &CompositeLeadId, change: &StatusChange) -> Result<(UpdateLeadCluster, StatusWrite)> {
    ensure_unset(&[
        ("reason", change.reason.is_some()),
        ("stage", change.stage.is_some()),
        ("comment", change.comment.is_some()),
        ("changed_at", change.changed_at.is_some()),
        ("changed_by", change.changed_by.is_some()),
    ])?;
    ensure_known_fields(&change.vendor_fields, STATUS_FIELDS)?;
    let (requested, word) = match &change.target {
        StatusTarget::State(state) => (Some(*state), vendor_state(*state).ok_or_else(|| unsupported_state(*state))?),
        StatusTarget::Code(code) => (None, ClusterState::from(code.as_str())),
        _ => return Err(Error::unsupported("Dealer Studio does not support this target").with_field("target")),
    };
    let mut request = UpdateLeadCluster::new(id.dealership()?, id.cluster()?).lead_state(Patch::Set(word.clone()));
    if let Some(option) = &change.sub_status {
        if change.vendor_fields.contains_key(STATUS_OPTION) {
            return Err(Error::invalid(STATUS_OPTION, "and the sub-status must not both be set"));
        }
        let id: i64 = option.trim().parse().map_err(|_| {
            Error::invalid("sub_status", "must be the id of a status option, in digits")
                .with_help("the dealership defines its status options; no operation of the vendor lists them")
        })?;
        request = request.lead_status_option_id(Patch::set(id));
    }
    for (name, value) in &change.vendor_fields {
        request = request
            .with_member(name, value)
            .map_err(|_| Error::invalid(name.clone(), "has a value of the wrong type"))?;
    }
    Ok((request, StatusWrite::new(requested, common_state(&word), word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::super::CAPABILITIES;
    use super::*;
    use crate::webhook::LeadCluster;
    use leads_core::LeadView;
    use leads_core::status::StateSupport;
    use leads_core::vendor::HasBody;
    use proptest::prelude::*;

    #[test]
    fn states_match_the_capabilities_and_round_trip() {
        let id = CompositeLeadId::new("north", 12, 34);
        for state in LeadState::WRITABLE {
            let support = CAPABILITIES.state(state);
            match status_request(&id, &StatusChange::to(state)) {
                Ok((_, written)) => {
                    assert_eq!(written.support, support, "{state}");
                    // Writing back a status that was read sends the same code.
                    let (_, again) = status_request(&id, &StatusChange::to(written.state)).unwrap();
                    assert_eq!(again.code, written.code);
                    let (_, code) = status_request(&id, &StatusChange::to_code(written.code.clone())).unwrap();
                    assert_eq!((code.code, code.state), (written.code, written.state));
                }
                Err(error) => {
                    assert!(error.is_unsupported() && support == StateSupport::Unsupported, "{state}");
                }
            }
        }
        let (request, written) = status_request(
            &id,
            &StatusChange::to_code("brand new")
                .vendor_field("user_id", 7)
                .vendor_field("tags", serde_json::json!(["a"])),
        )
        .unwrap();
        assert_eq!((written.state, written.code.as_str()), (LeadState::Other, "brand new"));
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"lead_cluster":{"user_id":7,"lead_state":"brand new","tags":["a"]}}"#
        );
        for (change, field) in [
            (StatusChange::to(LeadState::Lost).reason("1"), "reason"),
            (StatusChange::to(LeadState::Lost).sub_status("Callback"), "sub_status"),
            (StatusChange::to(LeadState::Lost).sub_status("6").vendor_field(STATUS_OPTION, 6), STATUS_OPTION),
            (StatusChange::to(LeadState::Lost).comment("x".to_owned()), "comment"),
            (StatusChange::to(LeadState::Lost).vendor_field("x", 1), "x"),
            (StatusChange::to(LeadState::Lost).vendor_field("user_id", true), "user_id"),
        ] {
            assert_eq!(status_request(&id, &change).unwrap_err().field(), Some(field));
        }
        let no_cluster = CompositeLeadId::from_parts(Some(1.into()), Some(2.into()), None);
        let won = StatusChange::to(LeadState::Won);
        assert_eq!(status_request(&no_cluster, &won).unwrap_err().field(), Some("lead_cluster_id"));
        let no_dealership = CompositeLeadId::from_parts(None, Some(2.into()), Some(3.into()));
        assert_eq!(status_request(&no_dealership, &won).unwrap_err().field(), Some("dealership"));
    }

    #[test]
    fn sub_status_is_the_status_option() {
        let id = CompositeLeadId::new("north", 12, 34);
        let (request, _) = status_request(&id, &StatusChange::to(LeadState::Lost).sub_status("6")).unwrap();
        assert_eq!(
            serde_json::to_string(request.body()).unwrap(),
            r#"{"lead_cluster":{"lead_state":"lost","lead_status_option_id":6}}"#
        );
    }

    proptest! {
        #[test]
        fn status_code_round_trips(status in "[a-zA-Z_ ]{1,12}|new|contacted|converted|lost|invalid") {
            let body = serde_json::json!({"id": 4, "dealership_id": 7, "status": status}).to_string();
            let cluster: leads_core::Raw<LeadCluster> = leads_core::Raw::parse(&body).unwrap();
            let code = LeadView::status(cluster.value()).detail.code.unwrap();
            let id = LeadView::id(cluster.value()).unwrap().as_str().parse::<CompositeLeadId>().unwrap();
            let (request, written) = status_request(&id, &StatusChange::to_code(code)).unwrap();
            prop_assert_eq!(&written.code, &status);
            let sent = serde_json::to_value(request.body()).unwrap();
            prop_assert_eq!(sent.to_string().matches(&serde_json::to_string(&status).unwrap()).count(), 1, "{}", sent);
        }
    }
}
