//! What the pipeline reports to observers and `tracing` about a call.
//!
//! A [`Hook`] is empty unless something listens: an observer, or a subscriber of `tracing`. A build with
//! `--cfg leads_without_hook` removes it, which is how its cost is measured.

use super::attempt::Tracker;
use super::call::Inner;
use super::limit::{AcquireError, Limiter};
use super::retry::RetryAction;
use super::transport::{WireBody, WireRequest};
use super::watch::{Attempt, Ended, Watch, version};
use crate::error::{Error, ErrorKind, WriteOutcome};
use crate::observe::{CallSummary, events};
use crate::request::{Method, Operation, Safety};
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

    #[cfg(not(leads_without_hook))]
    fn take(&mut self) -> Option<Box<Watch>> {
        self.watch.take()
    }

    #[cfg(leads_without_hook)]
    fn take(&mut self) -> Option<Box<Watch>> {
        None
    }

    /// Returns where the limiter notes since when the call waits.
    pub(super) fn waiting(&mut self) -> Option<&mut Option<Instant>> {
        self.watch().map(|watch| &mut watch.waiting)
    }

    /// Records that the limiter granted or refused a permit.
    pub(super) fn permit<T>(&mut self, limiter: &Limiter, granted: &std::result::Result<T, AcquireError>) {
        if let Some(watch) = self.watch() {
            watch.permit(limiter, granted.as_ref().err());
        }
    }

    /// Records that an attempt is passed to the transport.
    pub(super) fn attempt_began(&mut self, wire: &WireRequest, span: &Span, now: Instant) {
        if let Some(watch) = self.watch() {
            let request_bytes = match &wire.body {
                WireBody::Empty => 0,
                WireBody::Full(bytes) => bytes.len() as u64,
                WireBody::Stream(body) => body.length(),
            };
            watch.summary.attempts += 1;
            let method = Method::of(&wire.method).unwrap_or(watch.operation.method);
            watch.attempt = Some(Attempt { span: span.clone(), method, began: now, request_bytes, tracker: None });
        }
    }

    /// Sets what knows whether the attempt may have been sent.
    pub(super) fn tracks(&mut self, tracker: &Arc<Tracker>) {
        if let Some(attempt) = self.watch().and_then(|watch| watch.attempt.as_mut()) {
            attempt.tracker = Some(Arc::clone(tracker));
        }
    }

    /// Records that an attempt ended without a whole response.
    pub(super) fn attempt_failed(&mut self, error: &Error) {
        if let Some(watch) = self.watch() {
            watch.attempt_ended(Ended {
                status: error.http_status(),
                version: None,
                error: Some(error.kind()),
                outcome: error.outcome(),
                response_bytes: None,
                is_cancelled: false,
            });
        }
    }

    /// Records what the response to an attempt means.
    pub(super) fn attempt_ended(&mut self, response: &HttpResponse, error: Option<ErrorKind>, outcome: WriteOutcome) {
        if let Some(watch) = self.watch() {
            watch.attempt_ended(Ended {
                status: Some(response.status),
                version: version(response),
                error,
                outcome,
                response_bytes: Some(response.wire_body().len() as u64),
                is_cancelled: false,
            });
        }
    }

    /// Records that the call is sent again after a delay.
    pub(super) fn retry(&mut self, failed: &Error, action: RetryAction, delay: Duration) {
        if let Some(watch) = self.watch() {
            watch.summary.backoff = watch.summary.backoff.saturating_add(delay);
            let reason = match action {
                RetryAction::RefreshCredentials => "credentials",
                RetryAction::RetryOnce => "setting",
                _ if failed.kind() == ErrorKind::RateLimited => "rate_limit",
                _ => "failure",
            };
            events::retry(watch.who(), failed.kind(), failed.http_status(), watch.summary.attempts, reason, delay);
        }
    }

    /// Records that the call succeeded.
    pub(super) fn succeeded(&mut self, outcome: WriteOutcome) {
        if let Some(mut watch) = self.take() {
            watch.end(None, outcome, false);
        }
    }

    /// Records that the call failed.
    pub(super) fn failed(&mut self, error: &Error) {
        if let Some(mut watch) = self.take() {
            watch.summary.http_status = error.http_status().or(watch.summary.http_status);
            watch.end(Some(error.kind()), error.outcome(), false);
        }
    }
}

#[cfg(not(leads_without_hook))]
impl Drop for Hook {
    fn drop(&mut self) {
        if let Some(mut watch) = self.watch.take() {
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
            return Hook { watch: Some(Box::new(self.watch(operation, safety, span))) };
        }
        Hook::default()
    }

    #[cold]
    fn watch(&self, operation: &Operation, safety: Safety, span: &Span) -> Watch {
        let url = self.hosts.of(operation.host).ok().map(|base| base.url());
        let server = url.and_then(|url| Some((url.host_str()?.to_owned(), url.port_or_known_default())));
        Watch {
            observed: Arc::clone(&self.observed),
            operation: *operation,
            vendor: self.vendor,
            server,
            is_write: safety.is_write(),
            span: span.clone(),
            began: Instant::now(),
            waiting: None,
            waited: Duration::ZERO,
            attempt: None,
            effect: WriteOutcome::NotApplied,
            summary: CallSummary::default(),
        }
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
