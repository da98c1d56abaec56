//! How well a vendor can express a state.

use super::LeadState;
use serde::{Deserialize, Serialize};

/// How well a vendor can express a state.
///
/// ```
/// use leads_core::{LeadClient, LeadState, status::StateSupport};
/// fn can_rest(client: &dyn LeadClient) -> bool {
///     client.capabilities().state(LeadState::OnHold) == StateSupport::Exact
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StateSupport {
    /// As it is.
    Exact,
    /// Only more coarsely; the write says so in [`StatusWrite`].
    Narrowed,
    /// Not at all: a write is refused before anything is sent.
    Unsupported,
    /// Through the [`StageMap`](super::StageMap) of the adapter's configuration, which has a stage for it. Without a map,
    /// or with one that has no such stage, the state is [`Unsupported`](Self::Unsupported).
    ThroughMap,
}

/// What was written for the state that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatusWrite {
    /// The state that was asked for; `None` when the vendor's own code was.
    pub asked: Option<LeadState>,
    /// The state that the vendor will read back.
    pub state: LeadState,
    /// The vendor's own code that was sent.
    pub code: String,
    /// [`Exact`](StateSupport::Exact) or [`Narrowed`](StateSupport::Narrowed).
    pub support: StateSupport,
}

impl StatusWrite {
    /// What was written.
    pub fn new(asked: Option<LeadState>, state: LeadState, code: impl Into<String>) -> Self {
        let exact = asked.is_none_or(|asked| asked == state);
        let support = if exact { StateSupport::Exact } else { StateSupport::Narrowed };
        Self { asked, state, code: code.into(), support }
    }

    /// Whether the vendor can express less than was asked for.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.support == StateSupport::Narrowed
    }
}
