//! Time as whole milliseconds since the limiter was created.
//!
//! The runtime's timers have no finer resolution, and integers compare and merge cheaply.

use std::time::Duration;

use tokio::time::Instant;

use crate::http::timeouts::{MAX_WAIT, saturating_deadline};

/// Milliseconds since the limiter was created, rounded down.
pub(super) type Tick = u64;

#[derive(Debug, Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn now(self) -> Tick {
        self.tick(Instant::now())
    }

    pub(super) fn tick(self, at: Instant) -> Tick {
        let age = at.saturating_duration_since(self.0);
        age.as_secs().saturating_mul(1000).saturating_add(u64::from(age.subsec_millis()))
    }

    /// Returns the instant at which a tick begins.
    pub(super) fn instant(self, tick: Tick) -> Instant {
        saturating_deadline(self.0, Duration::from_millis(tick))
    }
}

/// Converts a length of time to milliseconds: rounded up, at least 1 and at most ten years.
pub(super) fn millis_up(length: Duration) -> u64 {
    let length = length.min(MAX_WAIT);
    let millis =
        length.as_secs().saturating_mul(1000).saturating_add(u64::from(length.subsec_nanos().div_ceil(1_000_000)));
    millis.max(1)
}
