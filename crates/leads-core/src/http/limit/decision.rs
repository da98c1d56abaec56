//! What the limiter decides about a caller.

use super::acquire_error::AcquireErrorKind;
use super::clock::Tick;

/// A set of windows, one bit each.
pub(super) type WindowMask = u64;

/// A permit as it is handed to its holder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grant {
    pub(super) need: WindowMask,
    pub(super) lease: LeaseKey,
    /// It tests a pause or a reported limit.
    pub(super) probe: bool,
}

/// Identifies a lease: its end and its number.
pub(super) type LeaseKey = (Tick, u64);

/// The result of waiting.
#[derive(Debug)]
pub(super) enum WaitResult {
    Granted(Grant),
    Rejected(Cause),
    /// The windows have changed: ask again, at the previous position.
    AskAgain,
}

/// Why a caller was rejected. It names the caller's class if no single window is the cause.
#[derive(Debug, Clone)]
pub(super) struct Cause {
    pub(super) class: Option<std::borrow::Cow<'static, str>>,
    pub(super) reason: AcquireErrorKind,
    /// The earliest permit according to the vendor's responses and the counts.
    pub(super) retry_at: Tick,
    /// The earliest permit for a caller that tests a pause or a reported limit.
    pub(super) soonest: Tick,
}
