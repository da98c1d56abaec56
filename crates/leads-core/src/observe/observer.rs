//! The trait for observers.

use super::{AttemptInfo, CallInfo, CallSummary, DriftEvent, LimitEvent};
use std::fmt::Debug;
use std::sync::Arc;

/// Receives what happens to the calls of a client. Every method does nothing by default.
///
/// The methods are called on the task of the call, between its steps, so they must be quick and must not block. They are
/// also called when the future of a call is dropped. A panic is caught, because an observer must never change the result
/// of a call: the call continues, an error event is logged, and the observer is called again next time.
///
/// Several observers can be set; each is called in turn, and a panic of one does not affect the others. See the
/// [module](super) for an example.
pub trait Observer: Debug + Send + Sync + 'static {
    /// Called when an attempt that was passed to the transport has ended: with a response, with an error, or because the
    /// call was cancelled.
    fn attempt_ended(&self, call: &CallInfo<'_>, attempt: &AttemptInfo) {
        let _ = (call, attempt);
    }

    /// Called exactly once for each call, after its last attempt and after its response has been read: also if the
    /// request was invalid, if nothing was sent, or if the call was cancelled.
    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        let _ = (call, summary);
    }

    /// Called when a call waited for the limiter, was refused by it, paused it or taught it a limit, and about once a
    /// second with what is left of each window.
    ///
    /// A limiter can be shared by several clients. The event goes to the observers of the client whose call caused it,
    /// so an observer of all these clients receives each event once. Changes that the application makes itself, such as
    /// [`Limiter::pause`](crate::http::Limiter::pause), cause no event.
    fn limiter(&self, event: &LimitEvent<'_>) {
        let _ = event;
    }

    /// Called when a response has a member that the types do not have, or one of another type. Each path is reported
    /// once per client. Requires [`wants_drift`](Self::wants_drift) and the feature `inspect` of the vendor crate.
    fn drift(&self, event: &DriftEvent<'_>) {
        let _ = event;
    }

    /// Returns whether responses are compared with the types for [`drift`](Self::drift). `false` by default: comparing
    /// costs several times as much as reading the response. Called once, when the client is built.
    fn wants_drift(&self) -> bool {
        false
    }
}

impl<T: Observer + ?Sized> Observer for Arc<T> {
    fn attempt_ended(&self, call: &CallInfo<'_>, attempt: &AttemptInfo) {
        (**self).attempt_ended(call, attempt);
    }
    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        (**self).call_ended(call, summary);
    }
    fn limiter(&self, event: &LimitEvent<'_>) {
        (**self).limiter(event);
    }
    fn drift(&self, event: &DriftEvent<'_>) {
        (**self).drift(event);
    }
    fn wants_drift(&self) -> bool {
        (**self).wants_drift()
    }
}
