//! What happened to a write.

use serde::{Deserialize, Serialize};

/// What is known of the effect of a call on the vendor's data.
///
/// Every failed write carries one. The rule is strict: [`WriteOutcome::NotApplied`] and [`WriteOutcome::Applied`] are only
/// said when they are proved, everything else is [`WriteOutcome::Unknown`].
///
/// A read changes nothing, so a failed read is always [`WriteOutcome::NotApplied`].
///
/// ```
/// use leads_core::WriteOutcome;
/// assert!(WriteOutcome::NotApplied.is_safe_to_repeat());
/// assert!(!WriteOutcome::Unknown.is_safe_to_repeat());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WriteOutcome {
    /// It is proved that nothing was changed: the connection was never made, or the vendor itself refused.
    NotApplied,
    /// The vendor's own envelope says that the change was made.
    Applied,
    /// The vendor queued the change and will make it later; this is not [`WriteOutcome::Applied`].
    Accepted,
    /// Some rows were changed and some were not; the answer or the error's codes say which.
    Partial,
    /// The change may or may not have been made.
    Unknown,
}

impl WriteOutcome {
    /// Whether the same call can be sent again without the danger of making the change twice.
    #[must_use]
    pub const fn is_safe_to_repeat(self) -> bool {
        matches!(self, Self::NotApplied)
    }

    /// The outcome of a call of which an earlier attempt ended as `self` and a later one failed as `last`.
    ///
    /// Once an attempt is unknown, a later refusal proves nothing: a lead that is "already closed" may have been
    /// closed by the attempt whose answer was lost.
    #[must_use]
    pub const fn then_failed(self, last: Self) -> Self {
        match (self, last) {
            (Self::NotApplied, last) => last,
            (earlier, Self::NotApplied) => earlier,
            // Also with rows that a later attempt names as refused: the earlier one may have changed them.
            _ => Self::Unknown,
        }
    }

    /// The outcome of a call of which an earlier attempt ended as `self` and the last one was answered with `last`.
    ///
    /// What the answer proves as changed is changed; the rows that it names as refused may have been changed by the
    /// attempt whose answer was lost.
    pub(crate) const fn then_answered(self, last: Self) -> Self {
        match (self, last) {
            (Self::NotApplied, last) => last,
            (_, Self::NotApplied | Self::Partial) => Self::Unknown,
            (_, last) => last,
        }
    }
}

super::spelling! { WriteOutcome, "write outcome";
    NotApplied => "not_applied",
    Applied => "applied",
    Accepted => "accepted",
    Partial => "partial",
    Unknown => "unknown",
}

#[cfg(test)]
mod tests {
    use super::WriteOutcome::{Applied, NotApplied, Partial, Unknown};

    #[test]
    fn an_unknown_attempt_is_never_forgotten() {
        assert_eq!(Unknown.then_failed(NotApplied), Unknown);
        assert_eq!(NotApplied.then_failed(Unknown), Unknown);
        assert_eq!(NotApplied.then_failed(NotApplied), NotApplied);
        assert_eq!(Applied.then_failed(NotApplied), Applied);
        assert_eq!(NotApplied.then_failed(Partial), Partial);
        assert_eq!(Unknown.then_failed(Partial), Unknown);
    }

    #[test]
    fn an_answer_after_an_unknown_attempt_proves_only_what_it_changed() {
        assert_eq!(Unknown.then_answered(Applied), Applied);
        assert_eq!(Unknown.then_answered(Partial), Unknown);
        assert_eq!(Unknown.then_answered(NotApplied), Unknown);
        assert_eq!(NotApplied.then_answered(Partial), Partial);
        assert_eq!(NotApplied.then_answered(NotApplied), NotApplied);
    }
}
