//! Counts of the traffic over a socket.

use std::sync::atomic::{AtomicU64, Ordering};

/// What has passed so far.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) connections: AtomicU64,
    pub(super) requests: AtomicU64,
    pub(super) whole: AtomicU64,
    pub(super) responses: AtomicU64,
}

impl Counters {
    pub(super) fn began(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }
    pub(super) fn whole(&self) {
        self.whole.fetch_add(1, Ordering::Relaxed);
    }
    pub(super) fn response_sent(&self) {
        self.responses.fetch_add(1, Ordering::Relaxed);
    }
}
