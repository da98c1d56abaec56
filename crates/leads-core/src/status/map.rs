//! Tenants' own stages.

use super::LeadState;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// What the stages that a tenant has defined mean. The application supplies it; it can be loaded from a file.
///
/// Reading: a stage that is not listed is [`LeadState::Other`]. Writing: a state needs exactly one stage; of several,
/// the one marked `write` is taken; without such a mark it is an error that lists them, never a guess.
///
/// ```
/// use leads_core::{LeadState, status::StageMap};
/// let map: StageMap = serde_json::from_str(r#"{ "stages": [
///     { "stage": "Prospect", "state": "open", "write": true },
///     { "stage": "Follow up", "state": "open" },
///     { "stage": "Junk", "state": "disqualified" }
/// ] }"#).unwrap();
/// assert_eq!(map.state("Follow up"), LeadState::Open);
/// assert_eq!(map.stage(LeadState::Open)?, "Prospect");
/// assert!(map.stage(LeadState::Won).is_err());
/// # Ok::<(), leads_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageMap {
    stages: Vec<StageRule>,
}

/// What one stage means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StageRule {
    /// The stage's name, exactly as the tenant spells it.
    pub stage: String,
    /// What it means.
    pub state: LeadState,
    /// Whether this is the stage to write where several mean the same.
    #[serde(default)]
    pub write: bool,
}

impl StageMap {
    /// A map without stages.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a stage.
    #[must_use]
    pub fn with(mut self, stage: impl Into<String>, state: LeadState) -> Self {
        self.stages.push(StageRule { stage: stage.into(), state, write: false });
        self
    }

    /// Adds the stage to write for its state.
    #[must_use]
    pub fn with_written(mut self, stage: impl Into<String>, state: LeadState) -> Self {
        self.stages.push(StageRule { stage: stage.into(), state, write: true });
        self
    }

    /// What a stage means; [`LeadState::Other`] when it is not listed.
    #[must_use]
    pub fn state(&self, stage: &str) -> LeadState {
        self.stages.iter().find(|rule| rule.stage == stage).map_or(LeadState::Other, |rule| rule.state)
    }

    /// The stage to write for a state.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) when no stage means it,
    /// [`Ambiguous`](crate::ErrorKind::Ambiguous) with the candidates when several do.
    pub fn stage(&self, state: LeadState) -> Result<&str> {
        let candidates: Vec<&StageRule> = self.stages.iter().filter(|rule| rule.state == state).collect();
        let marked: Vec<&StageRule> = candidates.iter().copied().filter(|rule| rule.write).collect();
        match (candidates.as_slice(), marked.as_slice()) {
            ([only], _) | (_, [only]) => Ok(&only.stage),
            ([], _) => Err(Error::unsupported(format!("no stage of the map means {state}")).with_field("stage_map")),
            _ => Err(Error::ambiguous(
                format!("several stages mean {state}"),
                candidates.iter().map(|rule| rule.stage.clone()).collect(),
            )
            .with_field("stage_map")),
        }
    }

    /// Every rule.
    #[must_use]
    pub fn rules(&self) -> &[StageRule] {
        &self.stages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_stages_are_never_guessed_between() {
        let map = StageMap::new().with("A", LeadState::Won).with("B", LeadState::Won);
        let error = map.stage(LeadState::Won).unwrap_err();
        assert_eq!(error.candidates(), ["A", "B"]);
        assert_eq!(map.with_written("C", LeadState::Won).stage(LeadState::Won).unwrap(), "C");
    }
}
