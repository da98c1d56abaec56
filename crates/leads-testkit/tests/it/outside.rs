//! Clients over sockets.

use crate::tiny::{Tiny, build};
use leads_core::Pipeline;
use leads_core::http::{ClientConfig, Timeouts};
use leads_testkit::RunningFake;
use std::time::Duration;

/// Returns a client over a socket, with the usual timeout of an attempt.
pub(crate) fn outside(running: &RunningFake, config: ClientConfig) -> Pipeline<Tiny> {
    outside_within(running, config, Duration::from_secs(5))
}

pub(crate) fn outside_within(running: &RunningFake, config: ClientConfig, attempt: Duration) -> Pipeline<Tiny> {
    build(config.timeouts(Timeouts::default().attempt(attempt)), &running.url())
}
