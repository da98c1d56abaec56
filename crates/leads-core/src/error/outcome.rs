//! The outcome of a write.

use serde::{Deserialize, Serialize};

/// What is known about the effect of a call on the vendor's data.
///
/// Every failed write has an outcome. The rule is strict: [`WriteOutcome::NotApplied`] and [`WriteOutcome::Applied`]
/// are reported only if they are proved; everything else is [`WriteOutcome::Unknown`].
///
/// A read changes nothing, so a failed read is always [`WriteOutcome::NotApplied`].
///
/// ```
/// use leads_core::WriteOutcome;
/// assert!(WriteOutcome::NotApplied.is_safe_to_retry());
/// assert!(!WriteOutcome::Unknown.is_safe_to_retry());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WriteOutcome {
    /// Nothing was changed, and this is proved: the connection was never established, or the vendor itself rejected the
    /// call.
    ///
    /// **What to do:** correct the cause and send the call again, or retry later if the error is
    /// [retryable](crate::Error::is_retryable).
    NotApplied,
    /// The vendor's own envelope reports that the change was made.
    ///
    /// **What to do:** do not send it again. If an error has this outcome, only the response could not be used.
    Applied,
    /// The vendor queued the change and will apply it later; this is not [`WriteOutcome::Applied`].
    ///
    /// **What to do:** do not send it again. Read the record later to see the change.
    Accepted,
    /// Some rows were changed and some were not; the response or the error's codes list which.
    ///
    /// **What to do:** send only the rows again that were rejected.
    Partial,
    /// The change may or may not have been made.
    ///
    /// **What to do:** do not send it again blindly. Find out with `resolve`, such as
    /// [`LeadClientExt::resolve_create`](crate::LeadClientExt::resolve_create), or by hand as
    /// [`help`](crate::Error::help) says.
    Unknown,
}

impl WriteOutcome {
    /// Returns whether the same call can be sent again without the risk of applying the change twice.
    ///
    /// ```
    /// use leads_core::WriteOutcome;
    /// let safe = |outcome: WriteOutcome| outcome.is_safe_to_retry();
    /// assert!(safe(WriteOutcome::NotApplied));
    /// assert!(!safe(WriteOutcome::Unknown), "resolve it first");
    /// assert!(!safe(WriteOutcome::Applied));
    /// ```
    #[must_use]
    pub const fn is_safe_to_retry(self) -> bool {
        matches!(self, Self::NotApplied)
    }

    /// Combines the outcome `self` of an earlier attempt with the outcome `last` of a later attempt that failed.
    ///
    /// Once an attempt is unknown, a later rejection proves nothing: a lead that is "already closed" may have been
    /// closed by the attempt whose response was lost.
    #[must_use]
    #[doc(hidden)]
    pub const fn then_failed(self, last: Self) -> Self {
        match (self, last) {
            (Self::NotApplied, last) => last,
            (earlier, Self::NotApplied) => earlier,
            // Also for rows that a later attempt reports as rejected: the earlier attempt may have changed them.
            _ => Self::Unknown,
        }
    }

    /// Combines the outcome `self` of an earlier attempt with the outcome `last` that the final response reports.
    ///
    /// What the response proves as changed is changed; rows that it reports as rejected may have been changed by the
    /// attempt whose response was lost.
    pub(crate) const fn then_succeeded(self, last: Self) -> Self {
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
    fn unknown_outcome_persists_after_later_failures() {
        assert_eq!(Unknown.then_failed(NotApplied), Unknown);
        assert_eq!(NotApplied.then_failed(Unknown), Unknown);
        assert_eq!(NotApplied.then_failed(NotApplied), NotApplied);
        assert_eq!(Applied.then_failed(NotApplied), Applied);
        assert_eq!(NotApplied.then_failed(Partial), Partial);
        assert_eq!(Unknown.then_failed(Partial), Unknown);
    }

    #[test]
    fn response_after_unknown_attempt_proves_only_applied_changes() {
        assert_eq!(Unknown.then_succeeded(Applied), Applied);
        assert_eq!(Unknown.then_succeeded(Partial), Unknown);
        assert_eq!(Unknown.then_succeeded(NotApplied), Unknown);
        assert_eq!(NotApplied.then_succeeded(Partial), Partial);
        assert_eq!(NotApplied.then_succeeded(NotApplied), NotApplied);
    }
}
