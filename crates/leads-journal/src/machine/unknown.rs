//! Entries whose effect is unknown.

use super::rules::millis;
use super::{CannotTell, Knowledge, NotAllowed, Progress, Rules, State};
use leads_core::{Resolution, Safety};

/// The next step of an entry whose effect is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// Verify its effect, and pass the result to [`Progress::verified`].
    Verify,
    /// Store this. `true` if the entry is sent again by the recorded word of the user, which belongs in the audit.
    Become(Box<Progress>, bool),
}

impl Progress {
    /// Decides what to do with an entry whose effect is unknown.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] unless it is unknown.
    pub fn next(&self, now: i64, knowledge: Knowledge, rules: &Rules) -> Result<Next, NotAllowed> {
        if self.state != State::Unknown {
            return Err(self.not_allowed());
        }
        let since = self.unknown_since.unwrap_or(now);
        let become_ = |progress| Ok(Next::Become(Box::new(progress), false));
        if knowledge.safety < Safety::NonIdempotent {
            if !self.is_young(now, rules) {
                return become_(self.review());
            }
            // At once after the first attempt; a vendor that never responds is not called without a pause.
            let delay = if self.attempts > 1 { rules.retry_delay(self.attempts - 1) } else { 0 };
            return become_(self.again(now.saturating_add(delay), true));
        }
        if knowledge.resolvable && now < since.saturating_add(millis(rules.patience)) {
            return Ok(Next::Verify);
        }
        match rules.cannot_tell {
            CannotTell::Review => become_(self.review()),
            CannotTell::SendAgain { after } => {
                let due = since.saturating_add(millis(after));
                if now < due {
                    become_(Self { due, ..self.clone() })
                } else {
                    Ok(Next::Become(Box::new(self.again(now, true)), true))
                }
            }
        }
    }

    /// Records what a verification found; `None` if the verification itself failed.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] unless the entry is unknown and `attempt` is its last one.
    pub fn verified(
        &self,
        attempt: u32,
        found: Option<Resolution>,
        now: i64,
        rules: &Rules,
    ) -> Result<Self, NotAllowed> {
        if self.state != State::Unknown || attempt != self.attempts {
            return Err(self.not_allowed());
        }
        let next =
            Self { checks: self.checks.saturating_add(1), resolution: found.or(self.resolution), ..self.clone() };
        Ok(match found {
            Some(Resolution::Found) => next.end(State::Applied, now),
            Some(Resolution::Absent) if self.is_young(now, rules) => next.again(now, false),
            Some(Resolution::Absent) => Self { doubt: false, ..next.end(State::Refused, now) },
            // An assumption of the user, not a proof: a repetition that is rejected says nothing about this attempt.
            Some(Resolution::AssumedAbsent) if self.is_young(now, rules) => next.again(now, true),
            Some(Resolution::AssumedAbsent) => next.review(),
            _ => Self { due: now.saturating_add(Rules::check_delay(next.checks)), ..next },
        })
    }
}
