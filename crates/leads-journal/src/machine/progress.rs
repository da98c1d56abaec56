//! The part of an entry that changes.

use super::State;
use super::rules::millis;
use leads_core::error::ErrorReport;
use leads_core::{Resolution, WriteOutcome};
use std::fmt;
use std::time::Duration;

/// The part of an entry that changes. Times are milliseconds since 1970 by the store's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The state.
    pub state: State,
    /// How often it was begun. The number identifies the attempt, so that a response is never taken for that of another.
    pub attempts: u32,
    /// Whether an attempt before the present one may have taken effect.
    pub doubt: bool,
    /// The earliest time of the next step.
    pub due: i64,
    /// When it was enqueued.
    pub enqueued: i64,
    /// When the present attempt began.
    pub begun: Option<i64>,
    /// Until when the present attempt may send.
    pub lease: Option<i64>,
    /// Since when its effect is unknown.
    pub unknown_since: Option<i64>,
    /// How often its effect was verified since then.
    pub checks: u32,
    /// The error of the last attempt that returned one.
    pub report: Option<ErrorReport>,
    /// What the last verification found.
    pub resolution: Option<Resolution>,
    /// The id of the record that it created.
    pub record: Option<String>,
    /// When it ended.
    pub ended: Option<i64>,
}

/// A step that the present state does not allow. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAllowed {
    /// The state.
    pub state: State,
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an entry that is {} does not allow this; nothing was changed", self.state)
    }
}

impl std::error::Error for NotAllowed {}

impl Progress {
    /// Returns the progress of a new entry.
    #[must_use]
    pub fn new(now: i64) -> Self {
        Self {
            state: State::Ready,
            attempts: 0,
            doubt: false,
            due: now,
            enqueued: now,
            begun: None,
            lease: None,
            unknown_since: None,
            checks: 0,
            report: None,
            resolution: None,
            record: None,
            ended: None,
        }
    }

    /// Begins an attempt. Must be stored before the first byte is sent.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] unless the entry is ready.
    pub fn begin(&self, now: i64, lease: Duration) -> Result<Self, NotAllowed> {
        if self.state != State::Ready {
            return Err(self.not_allowed());
        }
        let lease = now.saturating_add(millis(lease));
        let attempts = self.attempts.saturating_add(1);
        Ok(Self { state: State::Begun, attempts, begun: Some(now), lease: Some(lease), ..self.clone() })
    }

    /// Records that this version cannot read the entry. Nothing was sent.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] unless the entry is ready or unknown.
    pub fn unreadable(&self, report: ErrorReport) -> Result<Self, NotAllowed> {
        match self.state {
            State::Ready => Ok(Self { state: State::Review, report: Some(report), ..self.clone() }),
            State::Unknown => Ok(Self { state: State::Review, doubt: true, report: Some(report), ..self.clone() }),
            _ => Err(self.not_allowed()),
        }
    }

    /// Records that the write is invalid. Nothing was sent by this step.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] unless the entry is ready or unknown.
    pub fn invalid(&self, report: ErrorReport, now: i64) -> Result<Self, NotAllowed> {
        let with = Self { report: Some(report), ..self.clone() };
        match self.state {
            State::Ready if !self.doubt => Ok(with.end(State::Refused, now)),
            State::Ready | State::Unknown => Ok(with.review()),
            _ => Err(self.not_allowed()),
        }
    }

    /// Puts off the next step of an entry that is ready or unknown.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] in any other state.
    pub fn put_off(&self, until: i64) -> Result<Self, NotAllowed> {
        match self.state {
            State::Ready | State::Unknown => Ok(Self { due: until, ..self.clone() }),
            _ => Err(self.not_allowed()),
        }
    }

    /// Returns what is known about the effect of the entry, over all its attempts.
    #[must_use]
    pub const fn outcome(&self) -> WriteOutcome {
        match self.state {
            State::Applied => WriteOutcome::Applied,
            State::Accepted => WriteOutcome::Accepted,
            State::Partial => WriteOutcome::Partial,
            State::Begun | State::Unknown => WriteOutcome::Unknown,
            _ if self.doubt => WriteOutcome::Unknown,
            _ => WriteOutcome::NotApplied,
        }
    }

    pub(super) const fn not_allowed(&self) -> NotAllowed {
        NotAllowed { state: self.state }
    }

    pub(super) fn end(&self, state: State, now: i64) -> Self {
        Self { state, ended: Some(now), lease: None, ..self.clone() }
    }

    /// Sends the entry again at a time. The present attempt is in doubt unless its absence is proved.
    pub(super) fn again(&self, due: i64, doubt: bool) -> Self {
        Self { state: State::Ready, due, doubt, lease: None, unknown_since: None, checks: 0, ..self.clone() }
    }

    /// Hands the entry to a person, because its effect is in doubt.
    pub(super) fn review(&self) -> Self {
        Self { state: State::Review, doubt: true, lease: None, ..self.clone() }
    }
}
