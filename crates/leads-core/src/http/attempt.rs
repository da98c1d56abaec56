//! One attempt of a call: credentials, permit, request, response.

use super::auth::{CredentialVersion, TokenRequester};
use super::call::{Call, Inner, ResponseMeta, Success};
use super::classify::scrubber;
use super::concurrency::{ConcurrencyLimit, Slots};
use super::hook::Hook;
use super::limit::{Permit, Priority};
use super::redact;
use super::request_head::RequestHead;
use super::retry::RetryAction;
use super::retry_loop::RetryState;
use super::timeouts::{TimeoutKind, saturating_deadline};
use super::transport::{Progress, TransportError, TransportErrorKind, WireBody, WireRequest};
use crate::error::{Error, ErrorKind, Result, WriteOutcome};
use crate::request::{Body, Method};
use crate::response::HttpResponse;
use crate::vendor::Classification;
use http::HeaderValue;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::Instrument;

impl Inner {
    pub(super) async fn attempt(
        &self,
        call: &Call<'_>,
        state: &mut RetryState,
    ) -> Result<Success, (Error, RetryAction)> {
        let stop = |error: Error| (error, RetryAction::GiveUp);
        let mut head = self.head(call.operation, &call.path, &call.parts, call.options).map_err(stop)?;
        if call.sign && !self.auth.is_ready() {
            Box::pin(self.ready(call)).await?;
        }
        let mut permit = self.permit(call, state).await.map_err(stop)?;
        let mut generation = CredentialVersion::default();
        if call.sign {
            generation = match self.auth.sign(call.operation, &mut head) {
                Ok(generation) => generation,
                // The credentials expired while the call waited for its permit; the permit is kept.
                Err(super::Expired) => {
                    Box::pin(self.ready(call)).await?;
                    self.auth.sign(call.operation, &mut head).map_err(|super::Expired| {
                        stop(Error::new(ErrorKind::Unauthenticated, "the credentials run out before they can be used"))
                    })?
                }
            };
        }
        let body = match &*head.with_secret_fields(&call.parts.body).map_err(stop)? {
            Body::Empty => WireBody::Empty,
            Body::Bytes { content_type, bytes } => {
                head.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
                WireBody::Full(bytes.clone())
            }
            Body::Multipart(form) => {
                // Opening a file can hang, for example on a network drive.
                let opened = Box::pin(timeout_at(call.deadline, form.open())).await;
                let open = opened.unwrap_or_else(|_| Err(self.too_late())).map_err(stop)?;
                if let Ok(value) = HeaderValue::from_str(&form.content_type()) {
                    head.headers.insert(CONTENT_TYPE, value);
                }
                head.headers.insert(CONTENT_LENGTH, HeaderValue::from(open.length()));
                WireBody::Stream(open)
            }
        };
        // Credentials and files can take so long that the limiter has reclaimed the permit.
        if permit.has_returned() {
            permit = self.permit(call, state).await.map_err(stop)?;
        }
        let _slots = match &self.concurrency {
            Some(limit) => Some(match limit.try_acquire() {
                Some(slots) => slots,
                None => Box::pin(self.slots(call, limit, &mut permit, state)).await.map_err(stop)?,
            }),
            None => None,
        };
        // Waiting for credentials, permit and files can have used up the time. A request sent now would be abandoned
        // at once, with an unknown outcome.
        let now = Instant::now();
        if now >= call.deadline {
            return Err(stop(self.too_late()));
        }
        state.attempts += 1;
        let RequestHead { method, url, headers, mut secrets, .. } = head;
        let sent_method = Method::of(&method);
        secrets.extend(call.parts.secrets().iter().cloned());
        let wire = WireRequest { method, url, headers, body, max_body: self.max_body };
        let span = self.attempt_span(call, &wire, state.attempts - 1);
        state.hook.attempt_began(&wire, &span, now);
        let probe = permit.probe();
        let exchanged = if span.is_disabled() {
            self.send_once(call, wire, permit, now, &mut state.hook).await
        } else {
            Box::pin(self.send_once(call, wire, permit, now, &mut state.hook).instrument(span)).await
        };
        let mut response = match exchanged {
            Ok(mut response) => {
                redact::mark_secret_headers(&mut response.headers);
                response.method = sent_method;
                response.rows = call.parts.row_count();
                response
            }
            Err(error) => {
                state.hook.attempt_failed(&error);
                return Err((error.with_attempts(state.attempts), RetryAction::Backoff));
            }
        };
        let request_id = self.request_id(&response.headers);
        let facts = ResponseMeta { attempts: state.attempts, request_id, sent: Some(now) };
        match self.classified(call, &mut response) {
            Classification::Success { outcome, confirmed, mut warnings } => {
                state.hook.attempt_ended(&response, None, outcome);
                if let Some(probe) = probe {
                    self.limiter.accepted(probe);
                }
                warnings.extend(call.parts.warnings().iter().cloned());
                if !warnings.is_empty() {
                    scrubber(call.operation, &response, secrets.clone()).codes(&mut warnings);
                }
                Ok(Success {
                    response,
                    meta: facts,
                    confirmed,
                    outcome: state.outcome.then_succeeded(outcome),
                    earlier: state.outcome,
                    warnings,
                    secrets,
                    hook: Hook::default(),
                })
            }
            Classification::Failure(failure) => {
                state.hook.attempt_ended(&response, Some(failure.kind), failure.outcome);
                Err(self.failed(call, failure, &response, facts, generation, secrets))
            }
        }
    }

    pub(super) async fn ready(&self, call: &Call<'_>) -> Result<(), (Error, RetryAction)> {
        let fetch = TokenRequester { pipeline: self, deadline: call.deadline, retry: self.policy(call) };
        match timeout_at(call.deadline, self.auth.ready(&fetch)).await {
            Ok(Ok(())) => Ok(()),
            // Without credentials nothing of this call was sent, whatever the outcome of the token call. That call was
            // already retried as often as the policy allows; retrying here would multiply its attempts.
            Ok(Err(error)) => {
                self.no_credentials(call, &error);
                Err((error.with_outcome(WriteOutcome::NotApplied), RetryAction::GiveUp))
            }
            Err(_) => {
                let error = self.too_late();
                self.no_credentials(call, &error);
                Err((error, RetryAction::GiveUp))
            }
        }
    }

    pub(super) async fn permit(&self, call: &Call<'_>, state: &mut RetryState) -> Result<Permit> {
        let priority = call.options.and_then(|options| options.priority).unwrap_or(Priority::Interactive);
        let (classes, deadline, waiting) = (call.operation.rate, Some(call.deadline), state.hook.waiting());
        let permit = self.limiter.acquire_noting(classes, priority, deadline, waiting).await;
        state.hook.permit(&self.limiter, &permit);
        permit.map_err(Error::from)
    }

    /// Waits for a free slot of the concurrency limit, with a permit that is still valid then.
    async fn slots(
        &self,
        call: &Call<'_>,
        limit: &ConcurrencyLimit,
        permit: &mut Permit,
        state: &mut RetryState,
    ) -> Result<Slots> {
        loop {
            let slots = limit.acquire(call.deadline).await.ok_or_else(|| self.too_late())?;
            if !permit.has_returned() {
                return Ok(slots);
            }
            // Others use the slot while this call waits for the limiter.
            drop(slots);
            *permit = self.permit(call, state).await?;
        }
    }

    /// Performs one exchange within its timeouts.
    ///
    /// The request moves into the transport's future before this one is created: the arguments of an async function are
    /// part of its future, and large futures are slow to allocate.
    pub(super) fn send_once<'a>(
        &'a self,
        call: &'a Call<'_>,
        wire: WireRequest,
        permit: Permit,
        now: Instant,
        hook: &mut Hook,
    ) -> impl Future<Output = Result<HttpResponse>> + Send + 'a {
        let limit = call.options.and_then(|options| options.attempt).unwrap_or(self.timeouts.attempt);
        let streamed = matches!(wire.body, WireBody::Stream(_));
        let transferred = streamed.then(|| Mutex::new(now));
        let left = call.deadline.saturating_duration_since(now);
        // A streamed body can make progress until the deadline.
        let flight = if streamed { left } else { left.min(limit) };
        let (began, deadline, ends) = (now, call.deadline, saturating_deadline(now, flight));
        let tracker =
            Arc::new(Tracker { permit: Mutex::new(permit), transferred, flight, ends, began, limit, deadline });
        tracker.permit().sent_within(flight);
        hook.tracks(&tracker);
        let sending = self.transport.send(wire, Arc::clone(&tracker) as Arc<dyn Progress>);
        self.await_response(call, sending, tracker, limit, now)
    }

    pub(super) async fn await_response(
        &self,
        call: &Call<'_>,
        sending: impl Future<Output = Result<HttpResponse, TransportError>> + Send,
        tracker: Arc<Tracker>,
        limit: Duration,
        now: Instant,
    ) -> Result<HttpResponse> {
        // In a separate block: the transport's future must be dropped before the permit is asked what was sent.
        let sent = {
            let mut sending = std::pin::pin!(sending);
            let sending = poll_fn(|cx| {
                tracker.polled();
                sending.as_mut().poll(cx)
            });
            if tracker.transferred.is_some() {
                Box::pin(within_progress(sending, &tracker, limit, call.deadline)).await
            } else {
                let until = call.deadline.min(saturating_deadline(now, limit));
                timeout_at(until, sending).await.ok()
            }
        };
        match sent {
            Some(Ok(response)) => {
                // Transports report the arrival of the head; for one that does not, this is the latest possible time.
                tracker.permit().response_received();
                Ok(response)
            }
            Some(Err(error)) => {
                use TransportErrorKind as Kind;
                if matches!(error.kind(), Kind::Connect | Kind::ConnectTimeout | Kind::Certificate | Kind::Invalid) {
                    tracker.permit().not_sent();
                }
                Err(Error::from(error))
            }
            None => {
                let limit = if Instant::now() >= call.deadline { TimeoutKind::Call } else { TimeoutKind::Attempt };
                // The transport's future was dropped, so it has reported everything.
                let outcome =
                    if tracker.permit().was_sent() { WriteOutcome::Unknown } else { WriteOutcome::NotApplied };
                Err(self.timed_out(limit, outcome))
            }
        }
    }

    /// Builds the error of a deadline that passed before the attempt was sent.
    #[cold]
    pub(super) fn too_late(&self) -> Error {
        self.timed_out(TimeoutKind::Call, WriteOutcome::NotApplied)
    }

    pub(super) fn timed_out(&self, limit: TimeoutKind, outcome: WriteOutcome) -> Error {
        let message = match limit {
            TimeoutKind::Connect => "no connection was made in time",
            TimeoutKind::Attempt => "the response did not arrive in time",
            TimeoutKind::Call => "the call did not end in time",
            TimeoutKind::Permit => "no permit of the limiter comes in time",
        };
        Error::new(ErrorKind::Timeout, message).with_timeout_kind(limit).with_outcome(outcome).with_retryable(true)
    }
}

/// The permit of an attempt and, if its timeout restarts with progress, when bytes were last transferred.
pub(super) struct Tracker {
    permit: Mutex<Permit>,
    transferred: Option<Mutex<Instant>>,
    /// The longest time that the attempt can take, and when it will have elapsed.
    flight: Duration,
    ends: Instant,
    began: Instant,
    limit: Duration,
    deadline: Instant,
}

impl Tracker {
    /// Returns whether the request may have been sent.
    pub(super) fn was_sent(&self) -> bool {
        self.permit().was_sent()
    }
    fn permit(&self) -> MutexGuard<'_, Permit> {
        self.permit.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Must be called before the transport is polled. After a long time without a poll the request may be sent only now,
    /// when its permit has already returned by itself: it is then counted again.
    fn polled(&self) {
        if Instant::now() > self.ends {
            let mut permit = self.permit();
            if permit.has_returned() {
                permit.sent_within(self.flight);
            }
        }
    }
    /// Returns when bytes were last transferred, or now if that is not tracked.
    fn last_transfer(&self) -> Instant {
        self.transferred
            .as_ref()
            .map_or_else(Instant::now, |transferred| *transferred.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Progress for Tracker {
    fn head_received(&self) {
        self.permit().response_received();
    }
    fn bytes_transferred(&self) {
        if let Some(transferred) = &self.transferred {
            *transferred.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
    }
    fn not_sent(&self) {
        self.permit().not_sent();
    }
    fn timed_out(&self) -> bool {
        let since = if self.transferred.is_some() { self.last_transfer() } else { self.began };
        Instant::now() >= self.deadline.min(saturating_deadline(since, self.limit))
    }
}

/// Polls a future while bytes are transferred. Returns `None` after `limit` without progress, or at the deadline.
pub(super) async fn within_progress<T>(
    future: impl Future<Output = T>,
    tracker: &Tracker,
    limit: Duration,
    deadline: Instant,
) -> Option<T> {
    let mut future = std::pin::pin!(future);
    loop {
        let until = deadline.min(saturating_deadline(tracker.last_transfer(), limit));
        let mut timer = std::pin::pin!(sleep_until(until));
        let output = poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => timer.as_mut().poll(cx).map(|()| None),
        });
        if let Some(output) = output.await {
            return Some(output);
        }
        if Instant::now() >= deadline || saturating_deadline(tracker.last_transfer(), limit) <= Instant::now() {
            return None;
        }
    }
}
