//! A fault with a name and an expected outcome.

use super::Fault;
use leads_core::{ErrorKind, Safety, WriteOutcome};

/// A fault of the [catalogue](super::all): what goes wrong, how it is injected, and what a client must report.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NamedFault {
    /// The name, such as `lost-response-reset`.
    pub name: &'static str,
    /// What goes wrong, as a user of the client would describe it.
    pub description: &'static str,
    /// How the fake injects it.
    pub done: &'static str,
    /// Where it can be injected.
    pub reach: Reach,
    /// Whether it requires a connection that has already served a request.
    pub needs_kept_connection: bool,
    /// The expected result.
    pub expected: Expected,
    pub(super) make: fn() -> Fault,
}

/// Where a fault can be injected.
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
    /// How far the exchange progressed: the same for every vendor.
    Exchange,
    /// The HTTP status, because the body carries no information: the same for every vendor.
    Status,
    /// The body. The expectation applies if the body is not the vendor's own envelope; a vendor whose envelope proves
    /// more may report that, if it is true.
    Body,
}

/// The expected result of one attempt that meets a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expected {
    /// The kind of the error, or `None` if the call succeeds anyway.
    pub kind: Option<ErrorKind>,
    /// The outcome of a write. A read is always [`WriteOutcome::NotApplied`].
    pub write: WriteOutcome,
    /// Whether the same call can succeed later.
    pub retryable: bool,
    /// What decides the outcome.
    pub decided_by: DecidedBy,
}

impl NamedFault {
    /// Returns the fault, for use in a [script](crate::Faults).
    #[must_use]
    pub fn fault(&self) -> Fault {
        (self.make)()
    }

    /// Returns the outcome that a call of this class must report after one attempt.
    #[must_use]
    pub const fn outcome(&self, safety: Safety) -> WriteOutcome {
        if safety.is_write() { self.expected.write } else { WriteOutcome::NotApplied }
    }

    /// Returns whether a call of this class is retried, if the retry policy allows it.
    #[must_use]
    pub const fn is_retried(&self, safety: Safety) -> bool {
        let proved = matches!(self.expected.write, WriteOutcome::NotApplied);
        self.expected.kind.is_some() && self.expected.retryable && (proved || !matches!(safety, Safety::NonIdempotent))
    }

    /// Returns whether only individual members of a response are damaged. Such a response may be repaired and read, so
    /// a call that meets the fault may succeed; what it then reports must be true.
    #[must_use]
    pub fn may_be_parsed(&self) -> bool {
        matches!(self.name, "invalid-utf8" | "duplicate-keys")
    }

    /// Returns whether a reported outcome is correct: as expected or, where the body decides, as the fake's ledger
    /// shows.
    #[must_use]
    pub fn allows(&self, safety: Safety, stated: WriteOutcome, applied: u64) -> bool {
        let true_to_the_ledger = match stated {
            WriteOutcome::NotApplied => applied == 0,
            WriteOutcome::Applied => (1..=self.fault().handle_count().max(1)).contains(&applied),
            _ => true,
        };
        let expected = stated == self.outcome(safety);
        let known_by_body = self.expected.decided_by == DecidedBy::Body && safety.is_write();
        true_to_the_ledger && (expected || known_by_body)
    }
}

impl Expected {
    /// The call succeeds.
    pub(super) const WORKS: Self =
        Self { kind: None, write: WriteOutcome::Applied, retryable: false, decided_by: DecidedBy::Exchange };

    /// The connection was never established.
    pub(super) const fn unsent(kind: ErrorKind) -> Self {
        Self { kind: Some(kind), write: WriteOutcome::NotApplied, retryable: true, decided_by: DecidedBy::Exchange }
    }

    /// The exchange broke off.
    pub(super) const fn broken(kind: ErrorKind) -> Self {
        Self { kind: Some(kind), write: WriteOutcome::Unknown, retryable: true, decided_by: DecidedBy::Exchange }
    }

    /// The response cannot be obtained, and a retry would end the same way.
    pub(super) const UNREADABLE: Self = Self {
        kind: Some(ErrorKind::Decode),
        write: WriteOutcome::Unknown,
        retryable: false,
        decided_by: DecidedBy::Exchange,
    };

    /// A response was received but cannot be read.
    pub(super) const DAMAGED: Self = Self { decided_by: DecidedBy::Body, ..Self::UNREADABLE };

    /// The status proves that nothing changed.
    pub(super) const fn rejected(kind: ErrorKind, retryable: bool) -> Self {
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
