//! Conversion between common states and the vendor's statuses and stages.

use super::{Leads, Opportunities};
use crate::model::OpportunityStatus;
use leads_core::client::{Capabilities, StatusTarget};
use leads_core::status::{StageMap, StateSupport, StatusWrite};
use leads_core::{Error, LeadState, Result};

pub(super) const STATES: &[(LeadState, StateSupport)] = &[
    (LeadState::Pending, StateSupport::Narrowed),
    (LeadState::New, StateSupport::Narrowed),
    (LeadState::Contacted, StateSupport::Narrowed),
    (LeadState::Open, StateSupport::Exact),
    (LeadState::Won, StateSupport::Exact),
    (LeadState::Lost, StateSupport::Exact),
];

/// The states that an opportunity can have only through a stage.
pub(super) const STAGED_STATES: [LeadState; 2] = [LeadState::OnHold, LeadState::Disqualified];

/// Adds the states for which the map has a stage. Several stages for one state are an error of the write, which lists
/// them.
pub(super) fn with_mapped_states(
    mut can: Capabilities,
    stages: &StageMap,
    states: impl IntoIterator<Item = LeadState>,
) -> Capabilities {
    for state in states {
        if stages.rules().iter().any(|rule| rule.state == state) {
            can = can.with_state(state, StateSupport::ThroughMap);
        }
    }
    can
}

/// Adds the states that a list can be filtered by: those that exactly one stage means.
pub(super) fn with_listed_states(
    mut can: Capabilities,
    stages: &StageMap,
    states: impl IntoIterator<Item = LeadState>,
) -> Capabilities {
    for state in states {
        if listed_stages(stages, state).len() == 1 {
            can = can.list_states(&[state]);
        }
    }
    can
}

/// Returns the stages that are read as a state. The vendor's searches compare one stage, so a list by state needs
/// exactly one: unlike a write, it cannot choose among several.
pub(super) fn listed_stages(stages: &StageMap, state: LeadState) -> Vec<&str> {
    let rules = stages.rules().iter().map(|rule| rule.stage.as_str());
    let mut listed: Vec<&str> = rules.filter(|stage| stages.state(stage) == state).collect();
    listed.sort_unstable();
    listed.dedup();
    listed
}

pub(super) fn unlisted(state: LeadState) -> Error {
    Error::unsupported(format!("a list cannot be filtered by {state}"))
        .with_field("state")
        .with_help("the map of the tenant's stages must have exactly one stage for it")
}

pub(super) fn ambiguous_list(state: LeadState, stages: &[&str]) -> Error {
    Error::ambiguous(format!("several stages mean {state}"), stages.iter().map(|stage| (*stage).to_owned()).collect())
        .with_field("state")
        .with_help("the vendor's search accepts one stage: list by each stage with the typed client")
}

/// Returns the vendor's status of the opportunities in a state, if it has one.
pub(super) fn refined_status(state: LeadState) -> Option<OpportunityStatus> {
    use LeadState::{Cancelled, Contacted, Disqualified, Lost, New, OnHold, Open, Pending, Won};
    match state {
        Pending | New | Contacted | Open | OnHold => Some(OpportunityStatus::Open),
        Won => Some(OpportunityStatus::Won),
        Lost | Cancelled | Disqualified => Some(OpportunityStatus::Lost),
        _ => None,
    }
}

pub(super) fn state_for_status(code: &str) -> LeadState {
    status_state(&OpportunityStatus::from(code))
}

/// Returns the state that a status alone means.
pub(super) fn status_state(status: &OpportunityStatus) -> LeadState {
    match status {
        OpportunityStatus::Open => LeadState::Open,
        OpportunityStatus::Won => LeadState::Won,
        OpportunityStatus::Lost => LeadState::Lost,
        OpportunityStatus::Unknown(_) => LeadState::Other,
    }
}

/// Returns whether a stage's state refines a status rather than contradicting it. A row without a status has only its
/// stage.
pub(super) fn refines(stage: LeadState, status: LeadState) -> bool {
    use LeadState::{Cancelled, Contacted, Disqualified, Lost, New, OnHold, Open, Other, Pending};
    match status {
        Open => matches!(stage, Pending | New | Contacted | Open | OnHold),
        Lost => matches!(stage, Lost | Cancelled | Disqualified),
        Other => stage != Other,
        _ => false,
    }
}

impl Opportunities {
    /// Returns the vendor's status, and the stage if the map has one for the state. A stage is required only if the
    /// vendor has no status for the state; otherwise it replaces a stage that would mean another state.
    pub(super) fn resolve_target(&self, target: &StatusTarget) -> Result<(String, Option<String>, StatusWrite)> {
        let plain = |requested, status: OpportunityStatus| {
            let state = state_for_status(status.as_str());
            let stages =
                self.config.stages.as_ref().filter(|_| requested == state && self.config.stage_field.is_some());
            let stage = stages.and_then(|stages| stages.stage(state).ok()).map(str::to_owned);
            Ok((status.as_str().to_owned(), stage, StatusWrite::new(Some(requested), state, status.as_str())))
        };
        let state = match target {
            StatusTarget::Code(code) => {
                return Ok((code.clone(), None, StatusWrite::new(None, state_for_status(code), code.as_str())));
            }
            StatusTarget::State(state) => *state,
            _ => return Err(Error::unsupported("the kind of target is unknown").with_field("target")),
        };
        match state {
            LeadState::Open | LeadState::Pending | LeadState::New | LeadState::Contacted => {
                plain(state, OpportunityStatus::Open)
            }
            LeadState::Won => plain(state, OpportunityStatus::Won),
            LeadState::Lost => plain(state, OpportunityStatus::Lost),
            LeadState::OnHold | LeadState::Disqualified => {
                let (Some(stages), Some(_)) = (&self.config.stages, &self.config.stage_field) else {
                    return Err(Error::unsupported(format!("{state} needs a map of the tenant's stages"))
                        .with_field("state")
                        .with_help("set stage_field and stages in the adapter's configuration"));
                };
                let status = if state == LeadState::OnHold { OpportunityStatus::Open } else { OpportunityStatus::Lost };
                let stage = stages.stage(state)?;
                let written = StatusWrite::new(Some(state), stages.state(stage), status.as_str());
                Ok((status.as_str().to_owned(), Some(stage.to_owned()), written))
            }
            _ => Err(Error::unsupported(format!("an opportunity has no {state}")).with_field("state")),
        }
    }
}

impl Leads {
    /// Returns the one stage of the leads in a state.
    pub(super) fn listed_stage(&self, state: LeadState) -> Result<&str> {
        match listed_stages(&self.config.stages, state).as_slice() {
            [] => Err(unlisted(state)),
            [stage] => Ok(stage),
            several => Err(ambiguous_list(state, several)),
        }
    }

    pub(super) fn resolve_stage<'a>(&'a self, target: &'a StatusTarget) -> Result<(&'a str, StatusWrite)> {
        let stages = &self.config.stages;
        match target {
            StatusTarget::Code(code) if code.trim().is_empty() => Err(Error::invalid("status", "must not be empty")),
            StatusTarget::Code(code) => Ok((code, StatusWrite::new(None, stages.state(code), code.as_str()))),
            StatusTarget::State(state) => {
                let stage = stages.stage(*state)?;
                Ok((stage, StatusWrite::new(Some(*state), stages.state(stage), stage)))
            }
            _ => Err(Error::unsupported("the kind of target is unknown").with_field("target")),
        }
    }
}
