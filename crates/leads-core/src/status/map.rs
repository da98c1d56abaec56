//! The meaning of tenants' own stages.

use super::LeadState;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// Maps the stages that a tenant has defined to states. The application supplies it; it can be loaded from a file.
///
/// Reading: a stage that is not listed is [`LeadState::Other`]. Writing: a state needs exactly one stage. If there are
/// several, the one marked `write` is used; without such a mark, an error lists them instead of guessing.
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

/// The meaning of one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StageRule {
    /// The stage's name, exactly as the tenant spells it.
    pub stage: String,
    /// The state that the stage means.
    pub state: LeadState,
    /// Whether this is the stage to write if several mean the same state.
    #[serde(default)]
    pub write: bool,
}

impl StageMap {
    /// Creates a map without stages.
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

    /// Adds the stage to write for a state.
    #[must_use]
    pub fn with_written(mut self, stage: impl Into<String>, state: LeadState) -> Self {
        self.stages.push(StageRule { stage: stage.into(), state, write: true });
        self
    }

    /// Returns the state that a stage means; [`LeadState::Other`] if it is not listed.
    #[must_use]
    pub fn state(&self, stage: &str) -> LeadState {
        self.stages.iter().find(|rule| rule.stage == stage).map_or(LeadState::Other, |rule| rule.state)
    }

    /// Returns the stage to write for a state.
    ///
    /// # Errors
    /// Returns [`Unsupported`](crate::ErrorKind::Unsupported) if no stage means the state, or
    /// [`Ambiguous`](crate::ErrorKind::Ambiguous) with the candidates if several do.
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

    /// Returns all rules.
    #[must_use]
    pub fn rules(&self) -> &[StageRule] {
        &self.stages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_stage_is_never_guessed() {
        let map = StageMap::new().with("A", LeadState::Won).with("B", LeadState::Won);
        let error = map.stage(LeadState::Won).unwrap_err();
        assert_eq!(error.candidates(), ["A", "B"]);
        assert_eq!(map.with_written("C", LeadState::Won).stage(LeadState::Won).unwrap(), "C");
    }
}
