//! The counts of an account's calls.

use leads_core::error::{ErrorKind, WriteOutcome};
use leads_core::observe::{CallInfo, CallSummary, Observer};
use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering};

/// The numbers of an account's calls since it was first used in this process. They never fall.
///
/// A call counts once, when it has ended, however many attempts it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CallStats {
    /// Calls that ended.
    pub ended: u64,
    /// Calls that ended with an error.
    pub failed: u64,
    /// Calls that ended because of a rate limit or a quota: the vendor's, or no permit was available before the deadline.
    pub rate_limited: u64,
    /// Writes whose [outcome](WriteOutcome) is unknown. Each must be resolved before it is sent again.
    pub unknown: u64,
    /// Calls whose future was dropped before they ended.
    pub cancelled: u64,
}

/// Counts the calls of one account. Clients of later builds share it.
#[derive(Debug, Default)]
pub(super) struct CallCounter {
    ended: AtomicU64,
    failed: AtomicU64,
    rate_limited: AtomicU64,
    unknown: AtomicU64,
    cancelled: AtomicU64,
}

impl CallCounter {
    pub(super) fn stats(&self) -> CallStats {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        CallStats {
            ended: read(&self.ended),
            failed: read(&self.failed),
            rate_limited: read(&self.rate_limited),
            unknown: read(&self.unknown),
            cancelled: read(&self.cancelled),
        }
    }
}

impl Observer for CallCounter {
    fn call_ended(&self, _: &CallInfo<'_>, summary: &CallSummary) {
        let add = |count: &AtomicU64, applies: bool| {
            if applies {
                count.fetch_add(1, Ordering::Relaxed);
            }
        };
        add(&self.ended, true);
        add(&self.failed, summary.error.is_some());
        let is_limit = |kind| matches!(kind, ErrorKind::RateLimited | ErrorKind::QuotaExhausted);
        add(&self.rate_limited, summary.error.is_some_and(is_limit));
        add(&self.unknown, summary.outcome == Some(WriteOutcome::Unknown));
        add(&self.cancelled, summary.is_cancelled);
    }
}
