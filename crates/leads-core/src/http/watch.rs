//! What is known about a call that is observed, and its reports.

use super::attempt::Tracker;
use super::limit::{AcquireError, Limiter};
use super::retry::RetryAction;
use super::transport::{WireBody, WireRequest};
use crate::error::{Error, ErrorKind, WriteOutcome};
use crate::observe::{AttemptInfo, CallInfo, CallSummary, LimitEventKind, Observed, Who, events};
use crate::request::{Method, Operation};
use crate::response::HttpResponse;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tracing::Span;

/// What is known about a call that is observed.
///
/// Its functions are not inlined: the pipeline calls them for observed calls only, and stays small for the others.
pub(super) struct Watch {
    pub(super) observed: Arc<Observed>,
    pub(super) operation: Operation,
    pub(super) vendor: &'static str,
    pub(super) server: Option<(Arc<str>, Option<u16>)>,
    pub(super) is_write: bool,
    pub(super) span: Span,
    pub(super) began: Instant,
    /// When the call began to wait for the limiter, while it waits.
    pub(super) waiting: Option<Instant>,
    /// How long the current attempt waited for the limiter.
    pub(super) waited: Duration,
    pub(super) attempt: Option<Attempt>,
    /// The effect of the attempts so far.
    pub(super) effect: WriteOutcome,
    pub(super) summary: CallSummary,
}

/// An attempt that was passed to the transport.
pub(super) struct Attempt {
    span: Span,
    method: Method,
    began: Instant,
    request_bytes: u64,
    tracker: Option<Arc<Tracker>>,
}

/// How an attempt ended.
struct Ended {
    status: Option<u16>,
    version: Option<&'static str>,
    error: Option<ErrorKind>,
    outcome: WriteOutcome,
    response_bytes: Option<u64>,
    is_cancelled: bool,
}

impl Watch {
    fn who(&self) -> Who<'_> {
        self.observed.who(self.vendor, self.operation.name)
    }

    fn info(&self) -> CallInfo<'_> {
        CallInfo {
            vendor: self.vendor,
            account: self.observed.account(),
            operation: self.operation.name,
            method: self.operation.method,
            url_template: self.operation.path,
            server_address: self.server.as_ref().map(|(address, _)| &**address),
            server_port: self.server.as_ref().and_then(|(_, port)| *port),
            is_write: self.is_write,
        }
    }

    /// Records that the limiter granted or refused a permit.
    #[inline(never)]
    pub(super) fn permit(&mut self, limiter: &Limiter, refused: Option<&AcquireError>) {
        let wait = self.stop_waiting();
        match refused {
            Some(error) => self.observed.limit(
                self.who(),
                LimitEventKind::Refused { class: &error.class, reason: error.reason, wait, retry_in: error.wait },
            ),
            None if !wait.is_zero() => self.observed.limit(self.who(), LimitEventKind::Waited { wait }),
            None => {}
        }
        self.observed.headroom(self.who(), limiter);
    }

    fn stop_waiting(&mut self) -> Duration {
        let wait = self.waiting.take().map_or(Duration::ZERO, |since| since.elapsed());
        self.waited = self.waited.saturating_add(wait);
        self.summary.limiter_wait = self.summary.limiter_wait.saturating_add(wait);
        wait
    }

    /// Records that an attempt is passed to the transport.
    #[inline(never)]
    pub(super) fn attempt_began(&mut self, wire: &WireRequest, span: &Span, now: Instant) {
        let request_bytes = match &wire.body {
            WireBody::Empty => 0,
            WireBody::Full(bytes) => bytes.len() as u64,
            WireBody::Stream(body) => body.length(),
        };
        self.summary.attempts += 1;
        let method = Method::of(&wire.method).unwrap_or(self.operation.method);
        self.attempt = Some(Attempt { span: span.clone(), method, began: now, request_bytes, tracker: None });
    }

    /// Sets what knows whether the attempt may have been sent.
    #[inline(never)]
    pub(super) fn tracks(&mut self, tracker: &Arc<Tracker>) {
        if let Some(attempt) = &mut self.attempt {
            attempt.tracker = Some(Arc::clone(tracker));
        }
    }

    /// Records that an attempt ended without a whole response.
    #[inline(never)]
    pub(super) fn attempt_failed(&mut self, error: &Error) {
        self.attempt_ended(Ended {
            status: error.http_status(),
            version: None,
            error: Some(error.kind()),
            outcome: error.outcome(),
            response_bytes: None,
            is_cancelled: false,
        });
    }

    /// Records what the response to an attempt means.
    #[inline(never)]
    pub(super) fn attempt_responded(
        &mut self,
        response: &HttpResponse,
        error: Option<ErrorKind>,
        outcome: WriteOutcome,
    ) {
        self.attempt_ended(Ended {
            status: Some(response.status),
            version: version(response),
            error,
            outcome,
            response_bytes: Some(response.wire_body().len() as u64),
            is_cancelled: false,
        });
    }

    /// Records that the call is sent again after a delay.
    #[inline(never)]
    pub(super) fn retry(&mut self, failed: &Error, action: RetryAction, delay: Duration) {
        self.summary.backoff = self.summary.backoff.saturating_add(delay);
        let reason = match action {
            RetryAction::RefreshCredentials => "credentials",
            RetryAction::RetryOnce => "setting",
            _ if failed.kind() == ErrorKind::RateLimited => "rate_limit",
            _ => "failure",
        };
        events::retry(self.who(), failed.kind(), failed.http_status(), self.summary.attempts, reason, delay);
    }

    /// Records that the call succeeded.
    #[inline(never)]
    pub(super) fn succeeded(mut self: Box<Self>, outcome: WriteOutcome) {
        self.end(None, outcome, false);
    }

    /// Records that the call failed.
    #[inline(never)]
    pub(super) fn failed(mut self: Box<Self>, error: &Error) {
        self.summary.http_status = error.http_status().or(self.summary.http_status);
        self.end(Some(error.kind()), error.outcome(), false);
    }

    fn attempt_ended(&mut self, ended: Ended) {
        let Some(attempt) = self.attempt.take() else { return };
        let waited = std::mem::take(&mut self.waited);
        let outcome = self.is_write.then_some(ended.outcome);
        self.effect = self.effect.then_failed(outcome.unwrap_or(WriteOutcome::NotApplied));
        self.summary.http_status = ended.status.or(self.summary.http_status);
        let info = AttemptInfo {
            method: attempt.method,
            resend_count: self.summary.attempts.saturating_sub(1),
            duration: attempt.began.elapsed(),
            limiter_wait: waited,
            http_status: ended.status,
            protocol_version: ended.version,
            error: ended.error,
            outcome,
            request_bytes: attempt.request_bytes,
            response_bytes: ended.response_bytes,
            is_cancelled: ended.is_cancelled,
        };
        let span = &attempt.span;
        if !span.is_disabled() {
            span.record("http.response.status_code", ended.status);
            span.record("network.protocol.version", ended.version);
            span.record("leads.limiter.wait", waited.as_secs_f64());
            if let Some(error) = info.error_type() {
                span.record("error.type", error);
                span.record("otel.status_code", "ERROR");
            }
        }
        self.observed.each(|observer| observer.attempt_ended(&self.info(), &info));
    }

    /// Records the end of a call whose future is dropped.
    #[cold]
    #[inline(never)]
    pub(super) fn cancelled(mut self: Box<Self>) {
        self.stop_waiting();
        if let Some(attempt) = &self.attempt {
            let sent = attempt.tracker.as_ref().is_none_or(|tracker| tracker.was_sent());
            let outcome = if sent { WriteOutcome::Unknown } else { WriteOutcome::NotApplied };
            let (status, version, response_bytes) = (None, None, None);
            self.attempt_ended(Ended { status, version, error: None, outcome, response_bytes, is_cancelled: true });
        }
        self.end(None, self.effect, true);
    }

    fn end(&mut self, error: Option<ErrorKind>, outcome: WriteOutcome, is_cancelled: bool) {
        let summary = &mut self.summary;
        summary.outcome = self.is_write.then_some(outcome);
        summary.error = error;
        summary.duration = self.began.elapsed();
        summary.is_cancelled = is_cancelled;
        let summary = self.summary;
        let span = &self.span;
        if !span.is_disabled() {
            span.record("leads.outcome", summary.outcome.map(|outcome| outcome.as_str()));
            span.record("leads.tries", summary.attempts);
            span.record("leads.limiter.wait", summary.limiter_wait.as_secs_f64());
            if let Some(error) = summary.error_type() {
                span.record("error.type", error);
                span.record("otel.status_code", "ERROR");
            }
        }
        if summary.is_unknown() {
            let error = summary.error_type().unwrap_or("unconfirmed");
            span.in_scope(|| events::unknown_outcome(self.who(), error, summary.http_status, summary.attempts));
        }
        self.observed.each(|observer| observer.call_ended(&self.info(), &summary));
    }
}

/// Returns the version of HTTP as in `network.protocol.version`.
fn version(response: &HttpResponse) -> Option<&'static str> {
    Some(match response.version? {
        http::Version::HTTP_09 => "0.9",
        http::Version::HTTP_10 => "1.0",
        http::Version::HTTP_11 => "1.1",
        http::Version::HTTP_2 => "2",
        http::Version::HTTP_3 => "3",
        _ => return None,
    })
}
