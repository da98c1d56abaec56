//! The end of an attempt.

use super::rules::millis;
use super::{NotAllowed, Progress, Rules, State};
use leads_core::error::{ErrorReport, Fault};
use leads_core::{Error, ErrorKind, WriteOutcome};
use std::time::Duration;

/// What an attempt returned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptResult {
    /// What is proved about the effect of this attempt.
    pub outcome: WriteOutcome,
    /// The error, if it failed.
    pub report: Option<ErrorReport>,
    /// The id of the created record.
    pub record: Option<String>,
    /// Whether the same write can succeed later, if it was not applied.
    pub retryable: bool,
    /// How long to wait before, as stated by the vendor or the limiter.
    pub retry_after: Option<Duration>,
}

impl AttemptResult {
    /// Describes an attempt that succeeded.
    #[must_use]
    pub fn success(outcome: WriteOutcome, record: Option<String>) -> Self {
        // A success that reports no change proves nothing.
        let outcome = if outcome == WriteOutcome::NotApplied { WriteOutcome::Unknown } else { outcome };
        Self { outcome, report: None, record, retryable: false, retry_after: None }
    }

    /// Describes an attempt that failed.
    #[must_use]
    pub fn failure(outcome: WriteOutcome, report: ErrorReport) -> Self {
        let retryable = report.retryable || waits_for_setup(&report);
        let retry_after = report.retry_after;
        Self { outcome, report: Some(report), record: None, retryable, retry_after }
    }
}

impl From<&Error> for AttemptResult {
    fn from(error: &Error) -> Self {
        Self::failure(error.outcome(), error.report())
    }
}

/// Errors that an administrator repairs without touching the entry: a revoked key, an empty quota, a missing network.
/// Every entry of the account meets them, so they would turn all of them into dead letters.
fn waits_for_setup(report: &ErrorReport) -> bool {
    matches!(report.kind, ErrorKind::Unauthenticated | ErrorKind::Config)
        || matches!(report.fault(), Fault::Limit | Fault::Network)
}

impl Progress {
    /// Records what an attempt returned.
    ///
    /// A response that arrives after the entry was taken for lost still counts, because it is the truth about that
    /// attempt. Once a later attempt began, it does not.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] if `attempt` is not the entry's last one, or if the entry ended.
    pub fn attempt_ended(
        &self,
        attempt: u32,
        answer: AttemptResult,
        now: i64,
        rules: &Rules,
    ) -> Result<Self, NotAllowed> {
        let proves_effect = matches!(answer.outcome, WriteOutcome::Applied | WriteOutcome::Accepted);
        let waits = match self.state {
            State::Begun | State::Unknown => true,
            State::Review => proves_effect,
            _ => false,
        };
        if !waits || attempt != self.attempts {
            return Err(self.not_allowed());
        }
        let mut next = Self { report: answer.report, ..self.clone() };
        next.record = answer.record.or(next.record);
        Ok(match answer.outcome {
            WriteOutcome::Applied => next.end(State::Applied, now),
            WriteOutcome::Accepted => next.end(State::Accepted, now),
            WriteOutcome::Partial if !self.doubt => next.end(State::Partial, now),
            WriteOutcome::NotApplied if answer.retryable && self.is_young(now, rules) => {
                let delay = rules.retry_delay(self.attempts).max(answer.retry_after.map_or(0, millis));
                next.again(now.saturating_add(delay), self.doubt)
            }
            WriteOutcome::NotApplied if !self.doubt => next.end(State::Refused, now),
            // A repetition that is rejected proves nothing about the attempt before it: a lead that is "already closed" may
            // have been closed by that attempt.
            WriteOutcome::NotApplied | WriteOutcome::Partial => next.review(),
            _ => next.unknown(now),
        })
    }

    /// Records that an attempt returned nothing: its process died, or was stopped beyond its lease.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] unless this attempt is under way.
    pub fn lost(&self, attempt: u32, now: i64) -> Result<Self, NotAllowed> {
        if self.state != State::Begun || attempt != self.attempts {
            return Err(self.not_allowed());
        }
        Ok(self.unknown(now))
    }

    fn unknown(&self, now: i64) -> Self {
        let since = if self.state == State::Unknown { self.unknown_since.or(Some(now)) } else { Some(now) };
        let checks = if self.state == State::Unknown { self.checks } else { 0 };
        Self { state: State::Unknown, due: now, lease: None, unknown_since: since, checks, ..self.clone() }
    }

    /// Whether the entry may still be repeated.
    pub(super) fn is_young(&self, now: i64, rules: &Rules) -> bool {
        now.saturating_sub(self.enqueued) < millis(rules.keep_trying)
    }
}
