//! Changing a lead's status through the company's outcomes.

use super::Leads;
use crate::api::outcomes::ListOutcomes;
use crate::model::{LeadStatus, Outcome, OutcomeId};
use leads_core::client::{StatusChange, StatusTarget};
use leads_core::status::StatusWrite;
use leads_core::vendor::{ensure_known_fields, ensure_unset};
use leads_core::{CallOptions, Error, ErrorKind, LeadState, Raw, Result};
use std::sync::Arc;

/// The call that closes or reopens a lead.
pub(super) enum StatusTransition {
    Reopen,
    Close(OutcomeId),
}

/// Rejects fields of a change that Nutshell does not have.
pub(super) fn check_change(change: &StatusChange) -> Result<()> {
    ensure_known_fields(&change.vendor_fields, &[])?;
    ensure_unset(&[
        ("sub_status", change.sub_status.is_some()),
        ("stage", change.stage.is_some()),
        ("changed_at", change.changed_at.is_some()),
        ("changed_by", change.changed_by.is_some()),
    ])
}

impl Leads {
    /// Returns the company's outcomes, reading them from the vendor if the cached list has expired.
    ///
    /// # Errors
    ///
    /// Returns any error of the call.
    pub async fn outcomes(&self, options: &CallOptions) -> Result<Arc<[Outcome]>> {
        match self.cached_outcomes() {
            Some(cached) => Ok(cached),
            None => self.fetch_outcomes(options).await,
        }
    }

    fn cached_outcomes(&self) -> Option<Arc<[Outcome]>> {
        self.client.outcomes.get(self.config.outcome_cache_ttl)
    }

    async fn fetch_outcomes(&self, options: &CallOptions) -> Result<Arc<[Outcome]>> {
        let read = self.client.send_with(&ListOutcomes::new(), options).await?.into_inner();
        let outcomes: Arc<[Outcome]> = read.into_iter().map(Raw::into_inner).collect();
        self.client.outcomes.put(Arc::clone(&outcomes));
        Ok(outcomes)
    }

    /// Returns the state of an outcome, reading the list again if the outcome is not cached.
    async fn state_of_id(&self, id: &OutcomeId, options: &CallOptions) -> Result<LeadState> {
        let find =
            |outcomes: &[Outcome]| outcomes.iter().find(|outcome| same_id(&outcome.id, id)).map(state_of_outcome);
        if let Some(state) = self.cached_outcomes().and_then(|cached| find(&cached)) {
            return Ok(state);
        }
        Ok(find(&self.fetch_outcomes(options).await?).unwrap_or(LeadState::Other))
    }

    /// Returns the ids of every outcome for a state. The first page of a list reads them from the vendor, so that leads
    /// closed with a new outcome are listed.
    pub(super) async fn outcomes_for_list(
        &self,
        state: LeadState,
        fresh: bool,
        options: &CallOptions,
    ) -> Result<Vec<OutcomeId>> {
        let outcomes = if fresh { self.fetch_outcomes(options).await? } else { self.outcomes(options).await? };
        let meaning = outcomes.iter().filter(|outcome| state_of_outcome(outcome) == state);
        let ids: Vec<OutcomeId> = meaning.map(|outcome| outcome.id.clone()).collect();
        // Without a filter, every lead would be listed.
        if ids.is_empty() {
            return Err(no_outcome(state, &outcomes.iter().collect::<Vec<_>>()));
        }
        Ok(ids)
    }

    /// Returns the outcome for a state, and for a reason given by id or name.
    async fn outcome_for(&self, state: LeadState, reason: Option<&str>, options: &CallOptions) -> Result<OutcomeId> {
        let preferred = self.config.outcomes.get(&state).map(OutcomeId::as_str);
        let reason = reason.or(preferred);
        if let Some(cached) = self.cached_outcomes()
            && let Ok(found) = choose(&cached, state, reason)
        {
            return Ok(found);
        }
        // The outcome may be new, or the list may not have been read yet.
        choose(&self.fetch_outcomes(options).await?, state, reason)
    }

    pub(super) async fn transition_for(
        &self,
        change: &StatusChange,
        options: &CallOptions,
    ) -> Result<(StatusTransition, StatusWrite)> {
        let (state, requested, code) = match &change.target {
            StatusTarget::State(state) => (*state, Some(*state), None),
            StatusTarget::Code(code) => {
                let id = OutcomeId::from(code.as_str());
                if id.parts().number.is_some() {
                    // The id already names the outcome: a reason could only contradict it.
                    ensure_unset(&[("reason", change.reason.is_some())])?;
                    let state = self.state_of_id(&id, options).await?;
                    return Ok((StatusTransition::Close(id), StatusWrite::new(None, state, code.as_str())));
                }
                (state_of(Some(&LeadStatus::recognise(code))), None, Some(code.as_str()))
            }
            _ => return Err(Error::unsupported("this kind of target is unknown to the adapter").with_field("target")),
        };
        match state {
            LeadState::New | LeadState::Contacted | LeadState::Open => {
                ensure_unset(&[("reason", change.reason.is_some())])?;
                Ok((
                    StatusTransition::Reopen,
                    StatusWrite::new(requested, LeadState::Open, code.unwrap_or(LeadStatus::Open.as_str())),
                ))
            }
            LeadState::Won | LeadState::Lost | LeadState::Cancelled => {
                let outcome = self.outcome_for(state, change.reason.as_deref(), options).await?;
                let written =
                    StatusWrite::new(requested, state, code.map_or_else(|| outcome.to_string(), str::to_owned));
                Ok((StatusTransition::Close(outcome), written))
            }
            _ => Err(Error::unsupported("Nutshell has no status for this state")
                .with_field("state")
                .with_help("a lead is open, or closed as won, lost or cancelled through an outcome")),
        }
    }
}

fn shown(outcome: &Outcome) -> String {
    match &outcome.name {
        Some(name) => format!("{} \"{name}\"", outcome.id),
        None => outcome.id.to_string(),
    }
}

fn shown_list(outcomes: &[&Outcome]) -> String {
    match outcomes {
        [] => "none".to_owned(),
        some => some.iter().map(|outcome| shown(outcome)).collect::<Vec<_>>().join(", "),
    }
}

fn no_outcome(state: LeadState, outcomes: &[&Outcome]) -> Error {
    Error::new(ErrorKind::Precondition, format!("the company has no outcome for {state}"))
        .with_field("state")
        .with_help(format!("available outcomes: {}", shown_list(outcomes)))
}

/// Chooses the outcome for a state: the one with the given id or name, or else the only one that has the state.
fn choose(outcomes: &[Outcome], state: LeadState, reason: Option<&str>) -> Result<OutcomeId> {
    let meaning: Vec<&Outcome> = outcomes.iter().filter(|outcome| state_of_outcome(outcome) == state).collect();
    let matching: Vec<&Outcome> = match reason {
        None => meaning.clone(),
        Some(reason) => {
            let id = OutcomeId::from(reason.trim());
            let matches = |outcome: &&Outcome| {
                same_id(&outcome.id, &id)
                    || outcome.name.as_deref().is_some_and(|name| name.trim().eq_ignore_ascii_case(reason.trim()))
            };
            let named: Vec<&Outcome> = outcomes.iter().filter(matches).collect();
            let right: Vec<&Outcome> =
                named.iter().copied().filter(|outcome| state_of_outcome(outcome) == state).collect();
            if right.is_empty() {
                let why = if named.is_empty() {
                    "does not match any outcome"
                } else {
                    "matches an outcome for another state"
                };
                return Err(
                    Error::invalid("reason", why).with_help(format!("outcomes for {state}: {}", shown_list(&meaning)))
                );
            }
            right
        }
    };
    match matching.as_slice() {
        [only] => Ok(only.id.clone()),
        [] => Err(no_outcome(state, &outcomes.iter().collect::<Vec<_>>())),
        several => Err(Error::ambiguous(
            format!("several outcomes exist for {state}"),
            several.iter().map(|outcome| shown(outcome)).collect(),
        )
        .with_field("reason")
        .with_help("give one as the reason, or set a default in AdapterConfig::outcome")),
    }
}

/// Compares two outcome ids. A plain integer equals the API id with that number.
fn same_id(a: &OutcomeId, b: &OutcomeId) -> bool {
    let plain = b.parts().kind.is_none() && b.parts().number.is_some();
    a == b || (plain && a.parts().number == b.parts().number)
}

fn state_of_outcome(outcome: &Outcome) -> LeadState {
    state_of(outcome.meaning().as_ref())
}

pub(super) fn state_of(status: Option<&LeadStatus>) -> LeadState {
    match status {
        Some(LeadStatus::Open) => LeadState::Open,
        Some(LeadStatus::Won) => LeadState::Won,
        Some(LeadStatus::Lost) => LeadState::Lost,
        Some(LeadStatus::Pending) => LeadState::Pending,
        Some(status) if status.is_cancelled() => LeadState::Cancelled,
        _ => LeadState::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(rows: &[(&str, &str, &str)]) -> Vec<Outcome> {
        rows.iter()
            .map(|(id, name, status)| {
                serde_json::from_value(serde_json::json!({"id": id, "name": name, "status": status})).unwrap()
            })
            .collect()
    }

    #[test]
    fn single_outcome_is_chosen_and_none_or_several_are_errors() {
        let list = outcomes(&[
            ("1-outcomes", "Won", "won"),
            ("2-outcomes", "Too dear", "LOST"),
            ("3-outcomes", "Other", "lost"),
            ("4-outcomes", "Gone", "canceled"),
        ]);
        let pick = |state, reason| choose(&list, state, reason);
        assert_eq!(pick(LeadState::Won, None).unwrap().as_str(), "1-outcomes");
        assert_eq!(pick(LeadState::Cancelled, None).unwrap().as_str(), "4-outcomes");
        assert_eq!(pick(LeadState::Lost, Some("3-outcomes")).unwrap().as_str(), "3-outcomes");
        assert_eq!(pick(LeadState::Lost, Some("2")).unwrap().as_str(), "2-outcomes");
        assert_eq!(pick(LeadState::Lost, Some(" too DEAR ")).unwrap().as_str(), "2-outcomes");

        let several = pick(LeadState::Lost, None).unwrap_err();
        assert_eq!(several.kind(), ErrorKind::Ambiguous);
        assert_eq!(several.candidates(), ["2-outcomes \"Too dear\"", "3-outcomes \"Other\""]);
        let none = choose(&list[..1], LeadState::Lost, None).unwrap_err();
        assert_eq!((none.kind(), none.field()), (ErrorKind::Precondition, Some("state")));
        assert!(none.help().unwrap().contains("1-outcomes \"Won\""));
        for wrong in ["9-outcomes", "1-outcomes", "nothing"] {
            let error = pick(LeadState::Lost, Some(wrong)).unwrap_err();
            assert_eq!(error.field(), Some("reason"), "{wrong}");
            assert!(error.help().unwrap().contains("2-outcomes"), "{wrong}");
        }
    }
}
