//! A vendor-independent vocabulary for the status of a lead, without loss of information.
//!
//! A status has three axes that are never merged: whether the record exists ([`Presence`]), its progress
//! ([`LeadState`]), and the vendor's own values ([`StatusDetail`]).
//!
//! ```
//! use leads_core::LeadState;
//! use leads_core::status::{Presence, Status, StatusDetail};
//!
//! let status = Status::new(
//!     Presence::Live,
//!     LeadState::Lost,
//!     StatusDetail::code("LOST").reason(Some("12".to_owned())),
//! );
//! assert!(status.state.is_closed());
//! assert_eq!(status.detail.reason.as_deref(), Some("12"), "the vendor's value is kept");
//! ```

mod map;
mod support;

pub use map::{StageMap, StageRule};
pub use support::{StateSupport, StatusWrite};

use serde::{Deserialize, Serialize};

/// Whether the record exists.
///
/// ```
/// use leads_core::status::Presence;
/// let is_listed = |presence: Presence| presence == Presence::Live;
/// assert!(is_listed(Presence::Live) && !is_listed(Presence::Archived));
/// assert_eq!(Presence::default(), Presence::Unknown);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Presence {
    /// It appears in the ordinary lists.
    Live,
    /// It is archived and can still be read.
    Archived,
    /// It is deleted, softly or permanently.
    Deleted,
    /// The vendor did not report it.
    #[default]
    Unknown,
}

/// A lead's progress, in one vocabulary for all vendors.
///
/// A vendor's [`Capabilities`](crate::client::Capabilities) list which states it can express exactly, only less
/// specifically, or not at all.
///
/// ```
/// use leads_core::LeadState;
/// assert_eq!(serde_json::to_string(&LeadState::OnHold).unwrap(), "\"on_hold\"");
/// assert!(LeadState::Lost.is_closed() && !LeadState::OnHold.is_closed());
/// assert!(
///     !LeadState::WRITABLE.contains(&LeadState::Other),
///     "a state without a vendor's value can only be read"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeadState {
    /// Waiting for something before it becomes new.
    Pending,
    /// Not worked on yet.
    New,
    /// Contact has been made.
    Contacted,
    /// Being worked on.
    Open,
    /// On hold until a time or an event.
    OnHold,
    /// Became a sale.
    Won,
    /// Did not become a sale.
    Lost,
    /// Cancelled.
    Cancelled,
    /// Was never a real lead.
    Disqualified,
    /// A status of the vendor that matches none of these; see the detail.
    Other,
}

impl LeadState {
    /// Every state that can be requested; [`Other`](Self::Other) can only be read.
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

    /// Returns whether the lead appears to be closed. This is only a hint: the vendor decides whether it still accepts
    /// changes.
    ///
    /// ```
    /// use leads_core::LeadState;
    /// assert!(LeadState::Disqualified.is_closed());
    /// assert!(!LeadState::Other.is_closed(), "the detail has the vendor's value");
    /// ```
    #[must_use]
    pub const fn is_closed(self) -> bool {
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

/// The vendor's own values of a status, unchanged.
///
/// ```
/// use leads_core::status::StatusDetail;
/// let detail = StatusDetail::code("ON_HOLD").sub_status(Some("YetToDecide".to_owned()));
/// assert_eq!(serde_json::to_value(&detail).unwrap()["sub_status"], "YetToDecide");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatusDetail {
    /// The vendor's code: `ON_HOLD`, `Open`, `converted`. When written back, it is sent unchanged.
    pub code: Option<String>,
    /// The sub-status.
    pub sub_status: Option<String>,
    /// The reason, as id or text.
    pub reason: Option<String>,
    /// The stage.
    pub stage: Option<String>,
}

impl StatusDetail {
    /// Creates a detail that consists only of a code.
    ///
    /// ```
    /// use leads_core::status::StatusDetail;
    /// assert_eq!(StatusDetail::code("Open").code.as_deref(), Some("Open"));
    /// ```
    pub fn code(code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..Self::default() }
    }

    /// Sets the sub-status.
    ///
    /// ```
    /// use leads_core::status::StatusDetail;
    /// let detail = StatusDetail::code("OPEN").sub_status(Some("Called".to_owned()));
    /// assert_eq!(detail.sub_status.as_deref(), Some("Called"));
    /// ```
    #[must_use]
    pub fn sub_status(mut self, sub_status: Option<String>) -> Self {
        self.sub_status = sub_status;
        self
    }

    /// Sets the reason.
    ///
    /// ```
    /// use leads_core::status::StatusDetail;
    /// let detail = StatusDetail::code("LOST").reason(Some("price".to_owned()));
    /// assert_eq!(detail.reason.as_deref(), Some("price"));
    /// ```
    #[must_use]
    pub fn reason(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }

    /// Sets the stage.
    ///
    /// ```
    /// use leads_core::status::StatusDetail;
    /// let detail = StatusDetail::code("Open").stage(Some("Test drive".to_owned()));
    /// assert_eq!(detail.stage.as_deref(), Some("Test drive"));
    /// ```
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
    /// Whether the record exists.
    pub presence: Presence,
    /// The lead's progress.
    pub state: LeadState,
    /// The vendor's own values.
    pub detail: StatusDetail,
}

impl Status {
    /// Creates a status.
    ///
    /// ```
    /// use leads_core::{LeadState, status::{Presence, Status, StatusDetail}};
    /// let status = Status::new(Presence::Deleted, LeadState::Other, StatusDetail::default());
    /// assert_eq!(status.presence, Presence::Deleted);
    /// ```
    #[must_use]
    pub fn new(presence: Presence, state: LeadState, detail: StatusDetail) -> Self {
        Self { presence, state, detail }
    }
}
