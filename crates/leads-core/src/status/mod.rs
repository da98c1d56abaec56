//! One vocabulary for the status of a lead, with nothing lost.
//!
//! Three axes that are never merged: whether the record is there ([`Presence`]), how far it is ([`LeadState`]), and
//! the vendor's own words ([`StatusDetail`]).

mod map;
mod support;

pub use map::{StageMap, StageRule};
pub use support::{StateSupport, StatusWrite};

use serde::{Deserialize, Serialize};

/// Whether the record is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Presence {
    /// It is in the ordinary lists.
    Live,
    /// It is put away and can be read.
    Archived,
    /// It is deleted, softly or for good.
    Deleted,
    /// The vendor did not say.
    #[default]
    Unknown,
}

/// How far a lead is, in one vocabulary for all vendors.
///
/// What a vendor can express exactly, only more coarsely, or not at all is in its
/// [`Capabilities`](crate::client::Capabilities).
///
/// ```
/// use leads_core::LeadState;
/// assert_eq!(serde_json::to_string(&LeadState::OnHold).unwrap(), "\"on_hold\"");
/// assert!(LeadState::Lost.looks_closed() && !LeadState::OnHold.looks_closed());
/// assert!(!LeadState::WRITABLE.contains(&LeadState::Other), "what no vendor's word means can only be read");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeadState {
    /// It waits for something before it becomes new.
    Pending,
    /// Nobody has worked it.
    New,
    /// Somebody has been in touch.
    Contacted,
    /// It is being worked.
    Open,
    /// It rests until a time or an event.
    OnHold,
    /// It became a sale.
    Won,
    /// It did not become a sale.
    Lost,
    /// It was called off.
    Cancelled,
    /// It never was a real lead.
    Disqualified,
    /// A status of the vendor that is none of these; the detail has it.
    Other,
}

impl LeadState {
    /// Every state that can be asked for; not [`Other`](Self::Other), which is only read.
    pub const WRITABLE: [Self; 9] = [
        Self::Pending,
        Self::New,
        Self::Contacted,
        Self::Open,
        Self::OnHold,
        Self::Won,
        Self::Lost,
        Self::Cancelled,
        Self::Disqualified,
    ];

    /// Whether the lead is decided. Advice only: whether a vendor still takes changes is the vendor's to say.
    #[must_use]
    pub const fn looks_closed(self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::Cancelled | Self::Disqualified)
    }
}

crate::error::spelling! { LeadState, "lead state";
    Pending => "pending",
    New => "new",
    Contacted => "contacted",
    Open => "open",
    OnHold => "on_hold",
    Won => "won",
    Lost => "lost",
    Cancelled => "cancelled",
    Disqualified => "disqualified",
    Other => "other",
}

/// The vendor's own words for a status, kept as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatusDetail {
    /// The vendor's code: `ON_HOLD`, `Open`, `converted`. Written back, it is sent as it is.
    pub code: Option<String>,
    /// The sub-status.
    pub sub_status: Option<String>,
    /// The reason, by id or text.
    pub reason: Option<String>,
    /// The stage.
    pub stage: Option<String>,
}

impl StatusDetail {
    /// A detail that is only a code.
    pub fn code(code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..Self::default() }
    }

    /// Adds the sub-status.
    #[must_use]
    pub fn sub_status(mut self, sub_status: Option<String>) -> Self {
        self.sub_status = sub_status;
        self
    }

    /// Adds the reason.
    #[must_use]
    pub fn reason(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }

    /// Adds the stage.
    #[must_use]
    pub fn stage(mut self, stage: Option<String>) -> Self {
        self.stage = stage;
        self
    }
}

/// The status of a lead on its three axes.
///
/// ```
/// use leads_core::{LeadState, status::{Presence, Status, StatusDetail}};
/// let status = Status::new(Presence::Live, LeadState::OnHold, StatusDetail::code("ON_HOLD"));
/// assert_eq!(status.state, LeadState::OnHold);
/// assert_eq!(status.detail.code.as_deref(), Some("ON_HOLD"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Status {
    /// Whether the record is there.
    pub presence: Presence,
    /// How far the lead is.
    pub state: LeadState,
    /// The vendor's own words.
    pub detail: StatusDetail,
}

impl Status {
    /// A status.
    #[must_use]
    pub fn new(presence: Presence, state: LeadState, detail: StatusDetail) -> Self {
        Self { presence, state, detail }
    }
}
