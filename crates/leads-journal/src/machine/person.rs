//! What a person decides.

use super::{NotAllowed, Progress, State};

/// A decision of a person about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// Send it again.
    Retry,
    /// End it without sending it.
    Drop,
    /// The change is there: end it as applied.
    MarkApplied,
    /// Replaced by a later entry.
    Supersede,
}

impl Decision {
    /// Returns the name that the audit keeps.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Drop => "drop",
            Self::MarkApplied => "mark_applied",
            Self::Supersede => "supersede",
        }
    }
}

impl Progress {
    /// Applies a decision. An attempt that is under way is never touched.
    ///
    /// # Errors
    ///
    /// Returns [`NotAllowed`] if the state does not allow it: only what is in review or refused can be retried, what
    /// was partly applied cannot, and what is being sent or has ended well cannot be changed at all.
    pub fn decided(&self, decision: Decision, now: i64) -> Result<Self, NotAllowed> {
        let unknown = self.state == State::Unknown;
        match (decision, self.state) {
            (Decision::Retry, State::Review | State::Refused) => {
                // The time for repetitions starts again.
                Ok(Self { ended: None, enqueued: now, ..self.again(now, self.doubt) })
            }
            (Decision::Drop, State::Ready | State::Unknown | State::Review | State::Refused | State::Partial) => {
                Ok(Self { doubt: self.doubt || unknown, ..self.end(State::Dropped, now) })
            }
            (Decision::MarkApplied, State::Unknown | State::Review | State::Refused | State::Partial) => {
                Ok(self.end(State::Applied, now))
            }
            (Decision::Supersede, State::Ready) if self.attempts == 0 => Ok(self.end(State::Superseded, now)),
            _ => Err(self.not_allowed()),
        }
    }
}
