//! The states of an entry.

use std::fmt;
use std::str::FromStr;

/// The state of an entry.
///
/// ```
/// use leads_journal::machine::State;
/// assert!(State::Review.is_open() && !State::Applied.is_open());
/// assert_eq!("unknown".parse::<State>(), Ok(State::Unknown));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum State {
    /// Waits to be sent.
    Ready,
    /// A worker sends it, or died while sending it.
    Begun,
    /// It was sent, and its effect is not known yet.
    Unknown,
    /// A person must decide: its effect cannot be determined, or this version cannot read it.
    Review,
    /// The vendor made the change.
    Applied,
    /// The vendor queued the change.
    Accepted,
    /// The vendor made a part of the change.
    Partial,
    /// The vendor rejected the change, and this is proved.
    Refused,
    /// A person ended it.
    Dropped,
    /// A later entry replaced it before it was sent.
    Superseded,
}

impl State {
    /// All states.
    pub const ALL: [Self; 10] = [
        Self::Ready,
        Self::Begun,
        Self::Unknown,
        Self::Review,
        Self::Applied,
        Self::Accepted,
        Self::Partial,
        Self::Refused,
        Self::Dropped,
        Self::Superseded,
    ];

    /// Returns the name that stores keep.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Begun => "begun",
            Self::Unknown => "unknown",
            Self::Review => "review",
            Self::Applied => "applied",
            Self::Accepted => "accepted",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
            Self::Superseded => "superseded",
        }
    }

    /// Returns whether the entry has not ended. An open entry blocks the later entries of its stream.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Ready | Self::Begun | Self::Unknown | Self::Review)
    }

    /// Returns whether a person should look at it.
    #[must_use]
    pub const fn is_dead(self) -> bool {
        matches!(self, Self::Review | Self::Refused | Self::Partial)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|state| state.as_str() == name).ok_or_else(|| format!("unknown state `{name}`"))
    }
}
