//! What is reported to observers about the limiter.

use crate::http::limit::AcquireErrorKind;
use std::time::Duration;

/// An event of the limiter, caused by a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct LimitEvent<'a> {
    /// The vendor's name.
    pub vendor: &'static str,
    /// The label of [`ClientConfig::account`](crate::ClientConfig::account).
    pub account: Option<&'a str>,
    /// The operation of the call that caused the event.
    pub operation: &'static str,
    /// What happened.
    pub kind: LimitEventKind<'a>,
}

/// What happened to a limiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitEventKind<'a> {
    /// A call got its permit after waiting for it.
    Waited {
        /// How long it waited.
        wait: Duration,
    },
    /// A call was refused.
    Refused {
        /// The class whose window or pause blocks the call.
        class: &'a str,
        /// Why it was refused.
        reason: AcquireErrorKind,
        /// How long it had waited.
        wait: Duration,
        /// The earliest moment at which a permit can be available, from now.
        retry_in: Duration,
    },
    /// The vendor rejected a call for its rate, and the limiter pauses all calls.
    Paused {
        /// The length of the pause.
        length: Duration,
    },
    /// The vendor reported a limit other than the configured one, and the limiter now keeps to it.
    Learnt {
        /// The class.
        class: &'a str,
        /// The number of calls per window.
        calls: u32,
        /// The length of the window.
        per: Duration,
    },
    /// What is left of one window. Sent for each window about once a second while calls are made.
    Headroom {
        /// The class.
        class: &'a str,
        /// The length of the window.
        per: Duration,
        /// The number of calls per window.
        calls: u32,
        /// The number of calls that can be sent now.
        left: u32,
    },
}
