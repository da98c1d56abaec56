//! What the pipeline reports to observers and `tracing` about a call.
//!
//! A [`Hook`] is empty unless something listens: an observer, or a subscriber of `tracing`. A build with
//! `--cfg leads_without_hook` removes it, which is how its cost is measured.

use super::attempt::Tracker;
use super::call::Inner;
use super::limit::{AcquireError, Limiter};
use super::retry::RetryAction;
use super::transport::WireRequest;
use super::watch::Watch;
use crate::error::{Error, ErrorKind, WriteOutcome};
use crate::observe::CallSummary;
use crate::request::{Operation, Safety};
use crate::response::HttpResponse;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tracing::Span;

/// Receives the steps of one call. When it is dropped before the call has ended, the call was cancelled.
#[derive(Default)]
pub(super) struct Hook {
    #[cfg(not(leads_without_hook))]
    watch: Option<Box<Watch>>,
}

impl Hook {
    #[inline]
    fn watch(&mut self) -> Option<&mut Watch> {
        #[cfg(not(leads_without_hook))]
        return self.watch.as_deref_mut();
        #[cfg(leads_without_hook)]
        None
    }

    #[inline]
    fn take(&mut self) -> Option<Box<Watch>> {
        #[cfg(not(leads_without_hook))]
        return self.watch.take();
        #[cfg(leads_without_hook)]
        None
    }

    /// Returns where the limiter notes since when the call waits.
    #[inline]
    pub(super) fn waiting(&mut self) -> Option<&mut Option<Instant>> {
        self.watch().map(|watch| &mut watch.waiting)
    }

    /// Records that the limiter granted or refused a permit.
    #[inline]
    pub(super) fn permit<T>(&mut self, limiter: &Limiter, granted: &std::result::Result<T, AcquireError>) {
        if let Some(watch) = self.watch() {
            watch.permit(limiter, granted.as_ref().err());
        }
    }

    /// Records that an attempt is passed to the transport.
    #[inline]
    pub(super) fn attempt_began(&mut self, wire: &WireRequest, span: &Span, now: Instant) {
        if let Some(watch) = self.watch() {
            watch.attempt_began(wire, span, now);
        }
    }

    /// Sets what knows whether the attempt may have been sent.
    #[inline]
    pub(super) fn tracks(&mut self, tracker: &Arc<Tracker>) {
        if let Some(watch) = self.watch() {
            watch.tracks(tracker);
        }
    }

    /// Records that an attempt ended without a whole response.
    #[inline]
    pub(super) fn attempt_failed(&mut self, error: &Error) {
        if let Some(watch) = self.watch() {
            watch.attempt_failed(error);
        }
    }

    /// Records what the response to an attempt means.
    #[inline]
    pub(super) fn attempt_ended(&mut self, response: &HttpResponse, error: Option<ErrorKind>, outcome: WriteOutcome) {
        if let Some(watch) = self.watch() {
            watch.attempt_responded(response, error, outcome);
        }
    }

    /// Records that the call is sent again after a delay.
    #[inline]
    pub(super) fn retry(&mut self, failed: &Error, action: RetryAction, delay: Duration) {
        if let Some(watch) = self.watch() {
            watch.retry(failed, action, delay);
        }
    }

    /// Records that the call succeeded.
    #[inline]
    pub(super) fn succeeded(&mut self, outcome: WriteOutcome) {
        if let Some(watch) = self.take() {
            watch.succeeded(outcome);
        }
    }

    /// Records that the call failed.
    #[inline]
    pub(super) fn failed(&mut self, error: &Error) {
        if let Some(watch) = self.take() {
            watch.failed(error);
        }
    }
}

#[cfg(not(leads_without_hook))]
impl Drop for Hook {
    #[inline]
    fn drop(&mut self) {
        if let Some(watch) = self.watch.take() {
            watch.cancelled();
        }
    }
}

impl Inner {
    /// Returns the hook of a call: an empty one if nothing listens.
    #[inline]
    pub(super) fn hook(&self, operation: &Operation, safety: Safety, span: &Span) -> Hook {
        #[cfg(not(leads_without_hook))]
        if tracing::level_filters::LevelFilter::current() != tracing::level_filters::LevelFilter::OFF
            || !self.observed.is_empty()
        {
            return Hook { watch: Some(self.watch(operation, safety, span)) };
        }
        #[cfg(leads_without_hook)]
        let _ = (operation, safety, span, Self::watch);
        Hook::default()
    }

    #[inline(never)]
    fn watch(&self, operation: &Operation, safety: Safety, span: &Span) -> Box<Watch> {
        let base = self.hosts.of(operation.host).ok();
        Box::new(Watch {
            observed: Arc::clone(&self.observed),
            operation: *operation,
            vendor: self.vendor,
            server: base.map(|base| (Arc::clone(base.host()), base.url().port_or_known_default())),
            is_write: safety.is_write(),
            span: span.clone(),
            began: Instant::now(),
            waiting: None,
            waited: Duration::ZERO,
            attempt: None,
            effect: WriteOutcome::NotApplied,
            summary: CallSummary::default(),
        })
    }

    /// Reports a call that is refused before it begins, and returns its error with the operation's name.
    #[cold]
    pub(super) fn refused(&self, operation: &Operation, safety: Safety, error: Error) -> Error {
        let error = error.for_operation(self.vendor, operation.name);
        let span = self.call_span(operation);
        self.hook(operation, safety, &span).failed(&error);
        error
    }
}
