//! How well a vendor can express a state.

use super::LeadState;
use serde::{Deserialize, Serialize};

/// How well a vendor can express a state.
///
/// ```
/// use leads_core::{LeadClient, LeadState, status::StateSupport};
/// fn supports_on_hold(client: &dyn LeadClient) -> bool {
///     client.capabilities().state(LeadState::OnHold) == StateSupport::Exact
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StateSupport {
    /// Exactly.
    Exact,
    /// Only less specifically; the write reports this in [`StatusWrite`].
    Narrowed,
    /// Not at all: a write is rejected before anything is sent.
    Unsupported,
    /// Through the [`StageMap`](super::StageMap) of the adapter's configuration, if it has a stage for the state.
    /// Without a map, or if the map has no such stage, the state is [`Unsupported`](Self::Unsupported).
    ThroughMap,
}

/// What was requested and what was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatusWrite {
    /// The requested state; `None` if the vendor's own code was requested.
    pub requested: Option<LeadState>,
    /// The state that will be read back from the vendor.
    pub state: LeadState,
    /// The vendor's own code that was sent.
    pub code: String,
    /// [`Exact`](StateSupport::Exact) or [`Narrowed`](StateSupport::Narrowed).
    pub support: StateSupport,
}

impl StatusWrite {
    /// Creates a record of a written status.
    pub fn new(requested: Option<LeadState>, state: LeadState, code: impl Into<String>) -> Self {
        let exact = requested.is_none_or(|requested| requested == state);
        let support = if exact { StateSupport::Exact } else { StateSupport::Narrowed };
        Self { requested, state, code: code.into(), support }
    }

    /// Returns whether the written state is less specific than the requested one.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.support == StateSupport::Narrowed
    }
}
