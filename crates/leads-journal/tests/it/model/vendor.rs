//! A vendor that loses, delays and repeats, with a ledger of what it really did.

use leads_core::error::ErrorReport;
use leads_core::{Error, ErrorKind, Resolution, Safety, WriteOutcome};
use leads_journal::machine::{AttemptResult, Knowledge};

/// What kind of write an entry is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) safety: Safety,
    pub(super) resolvable: bool,
    /// Whether the absence of the write can be proved.
    pub(super) settles: bool,
    /// Whether the vendor rejects the write once it was applied.
    pub(super) refuses_repeats: bool,
    /// Whether the vendor rejects it always.
    pub(super) invalid: bool,
    /// Whether the user wants it sent again without proof.
    pub(super) send_again: bool,
}

impl Kind {
    pub(super) fn random(random: &mut fastrand::Rng) -> Self {
        let safety = if random.u8(..3) == 0 { Safety::Idempotent } else { Safety::NonIdempotent };
        Self {
            safety,
            resolvable: random.bool(),
            settles: random.bool(),
            refuses_repeats: random.bool(),
            invalid: random.u8(..8) == 0,
            send_again: random.u8(..10) == 0,
        }
    }

    pub(super) fn knowledge(&self) -> Knowledge {
        Knowledge::new(self.safety, self.resolvable)
    }
}

/// A request on its way.
#[derive(Clone, Debug)]
pub(super) struct Flying {
    pub(super) entry: usize,
    pub(super) arrives: u64,
}

#[derive(Debug, Default)]
pub(super) struct Vendor {
    pub(super) flying: Vec<Flying>,
    /// The entries in the order in which they were applied.
    pub(super) book: Vec<usize>,
}

pub(super) fn report(kind: ErrorKind) -> ErrorReport {
    Error::new(kind, "made up").report()
}

impl Vendor {
    pub(super) fn count(&self, entry: usize) -> usize {
        self.book.iter().filter(|applied| **applied == entry).count()
    }

    /// Handles a request that arrived, and returns the response.
    pub(super) fn handle(&mut self, entry: usize, kind: &Kind) -> AttemptResult {
        let repeated = self.count(entry) > 0;
        if kind.invalid {
            return AttemptResult::failure(WriteOutcome::NotApplied, report(ErrorKind::Rejected));
        }
        if repeated && kind.refuses_repeats {
            return AttemptResult::failure(WriteOutcome::NotApplied, report(ErrorKind::State));
        }
        self.book.push(entry);
        AttemptResult::success(WriteOutcome::Applied, Some(format!("record {entry}")))
    }

    /// Handles what arrives until a time.
    pub(super) fn arrive(&mut self, until: u64, kinds: &[Kind]) -> bool {
        let (mut arrived, rest): (Vec<_>, Vec<_>) = self.flying.drain(..).partition(|flying| flying.arrives <= until);
        self.flying = rest;
        arrived.sort_by_key(|flying| flying.arrives);
        for flying in &arrived {
            self.handle(flying.entry, &kinds[flying.entry]);
        }
        !arrived.is_empty()
    }

    /// What a verification read finds.
    pub(super) fn verify(&self, entry: usize, kind: &Kind, random: &mut fastrand::Rng) -> Option<Resolution> {
        let flying = self.flying.iter().any(|flying| flying.entry == entry);
        match random.u8(..6) {
            0 => None,
            1 => Some(Resolution::CannotTell),
            _ if self.count(entry) > 0 => Some(Resolution::Found),
            _ if kind.settles && !flying => Some(Resolution::Absent),
            _ => Some(Resolution::CannotTell),
        }
    }
}
