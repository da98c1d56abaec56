//! A fault with a name and a stated outcome.

use super::Fault;
use leads_core::{ErrorKind, Safety, WriteOutcome};

/// A fault of the [catalogue](super::all): what it is, how it is done, and what a client must say of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NamedFault {
    /// Its name: `lost-answer-reset`.
    pub name: &'static str,
    /// What goes wrong, as the client's user would put it.
    pub description: &'static str,
    /// How the fake does it.
    pub done: &'static str,
    /// Where it can be done.
    pub reach: Reach,
    /// Whether it needs a connection that has served a request before.
    pub needs_kept_connection: bool,
    /// What must come of it.
    pub expected: Expected,
    pub(super) make: fn() -> Fault,
}

/// Where a fault can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reach {
    /// In process and on sockets.
    Everywhere,
    /// In process only.
    InProcess,
}

/// What decides the outcome of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecidedBy {
    /// How far the exchange came: the same for every vendor.
    Exchange,
    /// The HTTP status, because the body says nothing: the same for every vendor.
    Status,
    /// The body. What is stated holds where it is not the vendor's own envelope; a vendor that knows more by its envelope
    /// may say so, if it is true.
    Body,
}

/// What must come of one attempt that meets a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expected {
    /// The kind of the error; `None` where the call works all the same.
    pub kind: Option<ErrorKind>,
    /// The outcome of a write. A read is always [`WriteOutcome::NotApplied`].
    pub write: WriteOutcome,
    /// Whether the same call can work later.
    pub retryable: bool,
    /// What decides it.
    pub decided_by: DecidedBy,
}

impl NamedFault {
    /// The fault, to be put into a [script](crate::Faults).
    #[must_use]
    pub fn fault(&self) -> Fault {
        (self.make)()
    }

    /// The outcome that a call of this class must state after one attempt.
    #[must_use]
    pub const fn outcome(&self, safety: Safety) -> WriteOutcome {
        if safety.is_write() { self.expected.write } else { WriteOutcome::NotApplied }
    }

    /// Whether a call of this class is sent again, where the retry policy allows it.
    #[must_use]
    pub const fn is_sent_again(&self, safety: Safety) -> bool {
        let proved = matches!(self.expected.write, WriteOutcome::NotApplied);
        self.expected.kind.is_some() && self.expected.retryable && (proved || !matches!(safety, Safety::NonIdempotent))
    }

    /// Whether only single members of a response are damaged. Such a response may be repaired and read, so a call that
    /// meets the fault may succeed; what it then states must be true.
    #[must_use]
    pub fn may_be_understood(&self) -> bool {
        matches!(self.name, "invalid-utf8" | "duplicate-keys")
    }

    /// Whether what a call stated is right: as expected, or, where the body decides, what the fake's ledger shows.
    #[must_use]
    pub fn allows(&self, safety: Safety, stated: WriteOutcome, applied: u64) -> bool {
        let true_to_the_ledger = match stated {
            WriteOutcome::NotApplied => applied == 0,
            WriteOutcome::Applied => (1..=self.fault().handlings().max(1)).contains(&applied),
            _ => true,
        };
        let expected = stated == self.outcome(safety);
        let known_by_body = self.expected.decided_by == DecidedBy::Body && safety.is_write();
        true_to_the_ledger && (expected || known_by_body)
    }
}

impl Expected {
    /// The call works.
    pub(super) const WORKS: Self =
        Self { kind: None, write: WriteOutcome::Applied, retryable: false, decided_by: DecidedBy::Exchange };

    /// The connection was never made.
    pub(super) const fn unsent(kind: ErrorKind) -> Self {
        Self { kind: Some(kind), write: WriteOutcome::NotApplied, retryable: true, decided_by: DecidedBy::Exchange }
    }

    /// The exchange broke off.
    pub(super) const fn broken(kind: ErrorKind) -> Self {
        Self { kind: Some(kind), write: WriteOutcome::Unknown, retryable: true, decided_by: DecidedBy::Exchange }
    }

    /// The answer cannot be had, and would be the same again.
    pub(super) const UNREADABLE: Self = Self {
        kind: Some(ErrorKind::Decode),
        write: WriteOutcome::Unknown,
        retryable: false,
        decided_by: DecidedBy::Exchange,
    };

    /// The answer came and cannot be read.
    pub(super) const DAMAGED: Self = Self { decided_by: DecidedBy::Body, ..Self::UNREADABLE };

    /// The status proves that nothing was changed.
    pub(super) const fn refused(kind: ErrorKind, retryable: bool) -> Self {
        Self { kind: Some(kind), write: WriteOutcome::NotApplied, retryable, decided_by: DecidedBy::Status }
    }

    /// The status proves nothing.
    pub(super) const fn unproved(kind: ErrorKind, retryable: bool) -> Self {
        Self { kind: Some(kind), write: WriteOutcome::Unknown, retryable, decided_by: DecidedBy::Status }
    }

    pub(super) const fn by_body(self) -> Self {
        Self { decided_by: DecidedBy::Body, ..self }
    }
}
