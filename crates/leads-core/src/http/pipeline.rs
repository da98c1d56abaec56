//! One call, from request value to reply.

use super::limit::{AcquireError, AcquireErrorKind, Limiter, Permit, Priority, Window};
use super::redact::Scrubber;
use super::retry::{RetryBudget, http_date, retry_after};
use super::timeouts::{MAX_WAIT, saturating_deadline};
use super::transport::{Progress, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
use super::{
    Authenticate, BaseUrl, CallOptions, ClientConfig, CredentialVersion, RequestHead, RequestPreview, RetryPolicy,
    TimeoutKind, Timeouts, TokenRequester, redact,
};
use crate::error::{Code, Error, ErrorKind, Result, WriteOutcome};
use crate::request::{Auth, Body, Host, Method, Operation, Parts, Request, Safety, SecretText};
use crate::response::{HttpResponse, Meta, Reply};
use crate::vendor::{Classification, Failure, Vendor};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use tracing::{Instrument, Span, debug_span, field, info_span};

/// The pipeline of one vendor's client. Clones share everything: connections, credentials, limiter, quota.
///
/// Vendor crates wrap it in their own `Client`; applications meet it through that type's methods.
pub struct Pipeline<V> {
    inner: Arc<Inner>,
    vendor: PhantomData<fn() -> V>,
}

impl<V> Clone for Pipeline<V> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), vendor: PhantomData }
    }
}

impl<V> fmt::Debug for Pipeline<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.inner, f)
    }
}

/// The longest that a refusal closes the limiter where no window is longer: a day, for whose quota a vendor may count
/// that nobody has configured here.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// The shortest time that a refusal holds back all callers.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// The longest window that a refusal is believed to name: a month.
const LONGEST_WINDOW: Duration = Duration::from_secs(31 * 24 * 60 * 60);

/// Everything that does not depend on the vendor's type, so that the retry loop is compiled once.
pub(crate) struct Inner {
    vendor: &'static str,
    request_id_headers: Vec<HeaderName>,
    erased: Box<dyn DynVendor>,
    base: BaseUrl,
    async_base: Option<BaseUrl>,
    auth: Arc<dyn Authenticate>,
    transport: Arc<dyn Transport>,
    limiter: Limiter,
    timeouts: Timeouts,
    retry: RetryPolicy,
    budget: RetryBudget,
    max_body: usize,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &self.vendor)
            .field("base_url", &self.base)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// A vendor's part of the loop, without its type.
trait DynVendor: Send + Sync {
    fn classify(&self, operation: &Operation, response: &HttpResponse) -> Classification;
    fn prepare(&self, operation: &Operation, head: &mut RequestHead) -> Result<()>;
}

struct ErasedVendor<V: Vendor>(V::Settings);

impl<V: Vendor> DynVendor for ErasedVendor<V> {
    fn classify(&self, operation: &Operation, response: &HttpResponse) -> Classification {
        V::classify(&self.0, operation, response)
    }
    fn prepare(&self, operation: &Operation, head: &mut RequestHead) -> Result<()> {
        V::prepare(&self.0, operation, head)
    }
}

/// One call on its way through the loop.
struct Call<'a> {
    operation: &'a Operation,
    safety: Safety,
    path: String,
    parts: Parts,
    options: Option<&'a CallOptions>,
    deadline: Instant,
    sign: bool,
    /// It fetches credentials: nothing of its answer is shown.
    redact_body: bool,
}

/// A call that the vendor said worked.
struct Success {
    response: HttpResponse,
    meta: ResponseMeta,
    confirmed: bool,
    outcome: WriteOutcome,
    warnings: Vec<Code>,
    secrets: Vec<SecretText>,
}

/// What is told in reply and error alike.
#[derive(Default)]
struct ResponseMeta {
    attempts: u32,
    request_id: Option<String>,
    /// When the last attempt was sent.
    sent: Option<Instant>,
}

impl<V: Vendor> Pipeline<V> {
    pub(crate) fn assemble(
        config: ClientConfig,
        base: BaseUrl,
        async_base: Option<BaseUrl>,
        auth: Arc<dyn Authenticate>,
        transport: Arc<dyn Transport>,
        settings: V::Settings,
    ) -> Self {
        let inner = Inner {
            vendor: V::NAME,
            // Parsed here, so that no call has to.
            request_id_headers: V::REQUEST_ID_HEADERS.iter().filter_map(|name| name.parse().ok()).collect(),
            erased: Box::new(ErasedVendor::<V>(settings)),
            base,
            async_base,
            auth,
            transport,
            limiter: config.limiter.unwrap_or_else(Limiter::unlimited),
            timeouts: config.timeouts,
            retry: config.retry,
            budget: RetryBudget::new(),
            max_body: config.max_body,
        };
        Self { inner: Arc::new(inner), vendor: PhantomData }
    }

    /// Sends a request and reads its answer.
    ///
    /// The future may be dropped at any time: nothing leaks, and a write that was on its way is then unknown.
    ///
    /// # Errors
    /// An [`Error`] that states its [outcome](Error::outcome).
    pub async fn send<R: Request<Vendor = V>>(&self, request: &R) -> Result<Reply<R::Response>> {
        self.send_inner(request, None).await
    }

    /// Sends a request with options of its own.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_with<R: Request<Vendor = V>>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Reply<R::Response>> {
        self.send_inner(request, Some(options)).await
    }

    async fn send_inner<R: Request<Vendor = V>>(
        &self,
        request: &R,
        options: Option<&CallOptions>,
    ) -> Result<Reply<R::Response>> {
        let operation = const { &R::OPERATION };
        let parts = request.parts().map_err(|error| error.for_operation(V::NAME, operation.name))?;
        let safety = operation.safety.max(request.safety());
        let traced = |error: Error| add_lookup_hint(error, || request.trace());
        let mut done = self.inner.start(operation, safety, parts, options)?.await.map_err(traced)?;
        match self.inner.read(operation, &mut done, R::read) {
            Ok(Ok(value)) => Ok(done.reply(value, safety)),
            Ok(Err(error)) => Err(traced(self.inner.unreadable(operation, safety, error, done, false))),
            Err(failure) => Err(traced(self.inner.refused(operation, safety, *failure, done, false))),
        }
    }

    /// A stream over the rows of a list that begins with the page of `request`.
    #[must_use]
    pub fn items<R: crate::paging::Paged + Request<Vendor = V>>(
        &self,
        request: R,
        options: CallOptions,
    ) -> crate::paging::ItemStream<R> {
        crate::paging::ItemStream::new(self, request, options)
    }

    /// Reads one page of a list that is paged by position, for a caller that keeps nothing between two pages: an adapter.
    /// `request` is the first page. Rows that were delivered are left out, and deleted ones make none be left out.
    ///
    /// # Errors
    /// As any call; and an `after` that is no position of this list.
    pub async fn list_step<R: crate::paging::Paged + Request<Vendor = V>>(
        &self,
        request: R,
        after: Option<&crate::client::PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<crate::paging::ListStep<R::Item>>> {
        crate::paging::step(self, request, after, options).await
    }

    /// A stream that goes on behind the last row that another one gave out, also one of another run.
    pub fn resume<R: crate::paging::Paged + Request<Vendor = V>>(
        &self,
        bookmark: crate::paging::Bookmark<R>,
        options: CallOptions,
    ) -> crate::paging::ItemStream<R> {
        crate::paging::ItemStream::resume(self, bookmark, options)
    }

    /// Shows the exact HTTP request that [`send`](Self::send) would make, without credentials. Sends nothing, not even
    /// for a token.
    ///
    /// # Errors
    /// An invalid request that names the field.
    pub fn preview<R: Request<Vendor = V>>(&self, request: &R) -> Result<RequestPreview> {
        let operation = &R::OPERATION;
        let named = |error: Error| error.for_operation(V::NAME, operation.name);
        let parts = request.parts().map_err(named)?;
        self.inner.preview(operation, &parts).map_err(named)
    }

    /// Sends a call that this crate has no type for: any path of the same host, with the same credentials, limits,
    /// retries and redaction. The answer's body comes back as it is.
    ///
    /// `operation` says how the call is to be treated; its path is not used. `path_and_query` begins with `/` and is
    /// already percent-encoded; a scheme or host in it is refused.
    ///
    /// The outcome of a write is [`WriteOutcome::Unknown`] in the reply's [`Meta`] unless the vendor's envelope proves success
    /// by itself: the body is not read here, so the caller must look for the proof in it.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn execute(
        &self,
        operation: Operation,
        path_and_query: &str,
        options: &CallOptions,
        body: Body,
    ) -> Result<Reply<Bytes>> {
        let named = |error: Error| error.for_operation(V::NAME, operation.name);
        check_path(path_and_query).map_err(named)?;
        let mut parts = Parts::new();
        parts.body = body;
        let call = self.inner.call(&operation, operation.safety, parts, Some(options), path_and_query.to_owned());
        let mut done = self.inner.send_boxed(call).await?;
        if !done.confirmed {
            // The body is not read here, so nothing has proved yet that a write was applied.
            done.outcome = WriteOutcome::Unknown;
        }
        let body = done.response.wire_body().clone();
        Ok(done.reply(body, operation.safety))
    }

    /// The limiter, to be shared with another client or saved.
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.inner.limiter
    }

    /// The host that the client talks to.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base
    }
}

/// Sends a request of the vendor without the client's credentials, for an [`Authenticate`] that needs a token.
pub(crate) async fn fetch<R: Request>(
    inner: &Inner,
    request: &R,
    deadline: Instant,
    retry: RetryPolicy,
) -> Result<R::Response> {
    let operation = &R::OPERATION;
    let named = |error: Error| error.for_operation(inner.vendor, operation.name);
    if operation.auth == Auth::Client {
        return Err(named(Error::config("operation", "of a token call must not itself ask for credentials")));
    }
    let parts = request.parts().map_err(named)?;
    let path = parts.render(operation.path).map_err(named)?;
    let safety = operation.safety.max(request.safety());
    let options = CallOptions::new().retry(retry);
    let mut call = inner.call(operation, safety, parts, Some(&options), path);
    call.deadline = deadline.min(call.deadline);
    // What a good answer holds is a live token, and no list of secrets that were sent can name it.
    call.redact_body = true;
    let mut done = inner.send_boxed(call).await?;
    match inner.read(operation, &mut done, R::read) {
        Ok(read) => read.map_err(|error| inner.unreadable(operation, safety, error, done, true)),
        Err(failure) => Err(inner.refused(operation, safety, *failure, done, true)),
    }
}

impl Success {
    fn reply<T>(self, value: T, safety: Safety) -> Reply<T> {
        let outcome = if safety.is_write() { self.outcome } else { WriteOutcome::NotApplied };
        let body = self.response.wire_body().clone();
        let HttpResponse { status, headers, .. } = self.response;
        Reply::new(
            value,
            Meta {
                http_status: status,
                request_id: self.meta.request_id,
                headers,
                attempts: self.meta.attempts,
                warnings: self.warnings,
                body,
                outcome,
            },
        )
    }
}

type BoxFuture<'a> = Pin<Box<dyn Future<Output = Result<Success>> + Send + 'a>>;

impl Inner {
    fn call<'a>(
        &self,
        operation: &'a Operation,
        safety: Safety,
        parts: Parts,
        options: Option<&'a CallOptions>,
        path: String,
    ) -> Call<'a> {
        let limit = options.and_then(|options| options.deadline).unwrap_or(self.timeouts.call);
        Call {
            operation,
            safety,
            path,
            parts,
            options,
            deadline: saturating_deadline(Instant::now(), limit),
            sign: operation.auth == Auth::Client,
            redact_body: false,
        }
    }

    fn start<'a>(
        &'a self,
        operation: &'a Operation,
        safety: Safety,
        parts: Parts,
        options: Option<&'a CallOptions>,
    ) -> Result<BoxFuture<'a>> {
        let path = parts.render(operation.path).map_err(|error| error.for_operation(self.vendor, operation.name))?;
        Ok(self.send_boxed(self.call(operation, safety, parts, options, path)))
    }

    /// Boxed here, so that the loop is compiled in this crate and not once for each request type.
    fn send_boxed<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a> {
        let span =
            info_span!("leads.call", vendor = self.vendor, operation = call.operation.name, outcome = field::Empty);
        if span.is_disabled() {
            Box::pin(self.retry_loop(call))
        } else {
            Box::pin(self.retry_loop(call).instrument(span))
        }
    }

    fn base_of(&self, operation: &Operation) -> Result<&BaseUrl> {
        match operation.host {
            Host::Api => Ok(&self.base),
            Host::Async => self
                .async_base
                .as_ref()
                .ok_or_else(|| Error::config("async_base_url", "is needed by this operation and was not set")),
        }
    }

    /// The head without credentials.
    fn head(
        &self,
        operation: &Operation,
        path: &str,
        parts: &Parts,
        options: Option<&CallOptions>,
    ) -> Result<RequestHead> {
        let url = self.base_of(operation)?.join(path)?;
        let mut head = RequestHead::new(operation.method.to_http(), url);
        head.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        for (name, value) in &parts.headers {
            head.headers.insert(name.clone(), value.clone());
        }
        if let Some(options) = options {
            for (name, value) in &options.headers {
                head.headers.insert(name.clone(), value.clone());
                // A short value is a word or a number, which an answer holds for other reasons.
                if value.is_sensitive() && value.len() >= 8 {
                    head.secrets.extend(value.to_str().ok().map(SecretText::from));
                }
            }
        }
        self.erased.prepare(operation, &mut head)?;
        check_length(&head)?;
        Ok(head)
    }

    fn preview(&self, operation: &Operation, parts: &Parts) -> Result<RequestPreview> {
        let path = parts.render(operation.path)?;
        let mut head = self.head(operation, &path, parts, None)?;
        if operation.auth == Auth::Client {
            self.auth.preview(operation, &mut head);
        }
        Ok(RequestPreview::of(&head, &parts.body, &parts.secrets))
    }

    async fn retry_loop(&self, call: Call<'_>) -> Result<Success> {
        in_a_runtime().map_err(|error| error.for_operation(self.vendor, call.operation.name))?;
        let mut state = RetryState::default();
        loop {
            let (mut failed, action) = match self.attempt(&call, &mut state).await {
                Ok(mut done) => {
                    self.budget.deposit(state.attempts > 1);
                    done.outcome = state.outcome.then_answered(done.outcome);
                    Span::current().record("outcome", done.outcome.as_str());
                    return Ok(done);
                }
                Err(failed) => failed,
            };
            if failed.kind() == ErrorKind::RateLimited && action == RetryAction::Backoff {
                state.refusals += 1;
            }
            let outcome = if call.safety.is_write() { failed.outcome() } else { WriteOutcome::NotApplied };
            let total = state.outcome.then_failed(outcome);
            let may_repeat = call.safety != Safety::NonIdempotent || total == WriteOutcome::NotApplied;
            match self.pause_before_next(&call, &state, &failed, action, may_repeat) {
                Some(pause) => {
                    if action == RetryAction::RefreshCredentials {
                        state.refreshed = true;
                    }
                    if action == RetryAction::RetryOnce {
                        state.again = true;
                    }
                    if outcome != WriteOutcome::NotApplied && state.unknown.is_none() {
                        let failed = failed.with_outcome(outcome);
                        state.unknown = Some(failed.for_operation(self.vendor, call.operation.name));
                    }
                    state.outcome = total;
                    if !pause.is_zero() {
                        sleep(pause).await;
                    }
                }
                None => {
                    if outcome == WriteOutcome::NotApplied
                        && let Some(earlier) = state.unknown.take()
                    {
                        // What helps against the refusal does not help against an attempt that may have been applied:
                        // its help would have the caller make the change a second time.
                        failed = self.attribute_to_call(&call, failed).without_help().with_earlier(earlier);
                    }
                    if !call.redact_body {
                        failed = find_out(failed, total);
                    }
                    Span::current().record("outcome", total.as_str());
                    return Err(failed
                        .with_outcome(total)
                        .with_attempts(state.attempts)
                        .for_operation(self.vendor, call.operation.name));
                }
            }
        }
    }

    /// The error of a repeat that failed on its credentials, of which an earlier attempt counts: what is unknown is the
    /// call, not the token call, and it is looked for by the call's own name.
    #[cold]
    fn attribute_to_call(&self, call: &Call<'_>, failed: Error) -> Error {
        let named = |name: &str, own: &str| name.is_empty() || name == own;
        if named(failed.vendor(), self.vendor) && named(failed.operation(), call.operation.name) {
            return failed;
        }
        let mut error = Error::new(failed.kind(), "the call could not be sent again without credentials")
            .with_codes(failed.codes().to_vec())
            .with_retryable(failed.is_retryable());
        if let Some(wait) = failed.retry_after() {
            error = error.with_retry_after(wait);
        }
        if let Some(limit) = failed.timeout_kind() {
            error = error.with_timeout_kind(limit);
        }
        if let Some(help) = failed.help() {
            error = error.with_help(help.to_owned());
        }
        error.with_source(failed)
    }

    /// The pause before the call is sent again, or `None` when it is not.
    fn pause_before_next(
        &self,
        call: &Call<'_>,
        state: &RetryState,
        failed: &Error,
        action: RetryAction,
        may_repeat: bool,
    ) -> Option<Duration> {
        if !may_repeat {
            return None;
        }
        match action {
            RetryAction::RefreshCredentials => return (!state.refreshed).then_some(Duration::ZERO),
            RetryAction::RetryOnce => return (!state.again).then_some(Duration::ZERO),
            RetryAction::GiveUp => return None,
            RetryAction::Backoff => {}
        }
        let policy = self.policy(call);
        // A refusal for the rate is no failed attempt: the call waits until its deadline, unless it must not repeat.
        let refused = failed.kind() == ErrorKind::RateLimited;
        let tries = state.attempts.saturating_sub(if policy.max_attempts > 1 { state.refusals } else { 0 });
        if !failed.is_retryable() || tries >= policy.max_attempts.max(1) {
            return None;
        }
        let pause = policy.pause(state.attempts, failed.retry_after());
        if saturating_deadline(Instant::now(), pause) >= call.deadline {
            return None;
        }
        (refused || self.budget.withdraw(failed.is_timeout())).then_some(pause)
    }

    fn policy(&self, call: &Call<'_>) -> RetryPolicy {
        call.options.and_then(|options| options.retry).unwrap_or(self.retry)
    }

    async fn attempt(&self, call: &Call<'_>, state: &mut RetryState) -> Result<Success, (Error, RetryAction)> {
        let stop = |error: Error| (error, RetryAction::GiveUp);
        let mut head = self.head(call.operation, &call.path, &call.parts, call.options).map_err(stop)?;
        if call.sign && !self.auth.is_ready() {
            Box::pin(self.ready(call)).await?;
        }
        let mut permit = self.permit(call).await.map_err(stop)?;
        let mut generation = CredentialVersion::default();
        if call.sign {
            generation = match self.auth.sign(call.operation, &mut head) {
                Ok(generation) => generation,
                // The credentials ran out while the call waited for its permit; the permit is kept.
                Err(super::Expired) => {
                    Box::pin(self.ready(call)).await?;
                    self.auth.sign(call.operation, &mut head).map_err(|super::Expired| {
                        stop(Error::new(ErrorKind::Unauthenticated, "the credentials run out before they can be used"))
                    })?
                }
            };
        }
        let body = match &call.parts.body {
            Body::Empty => WireBody::Empty,
            Body::Bytes { content_type, bytes } => {
                head.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
                WireBody::Full(bytes.clone())
            }
            Body::Multipart(form) => {
                // A file can take its time, too: one on a network send_boxed that does not answer.
                let opened = Box::pin(timeout_at(call.deadline, form.open())).await;
                let open = opened.unwrap_or_else(|_| Err(self.too_late())).map_err(stop)?;
                if let Ok(value) = HeaderValue::from_str(&form.content_type()) {
                    head.headers.insert(CONTENT_TYPE, value);
                }
                head.headers.insert(CONTENT_LENGTH, HeaderValue::from(open.length()));
                WireBody::Stream(open)
            }
        };
        // Credentials and files can take so long that the limiter has given the permit to somebody else.
        if permit.has_returned() {
            permit = self.permit(call).await.map_err(stop)?;
        }
        // Waiting for credentials, permit and files can have used up the time: what is sent now would be given up at
        // once, with nobody knowing what became of it.
        let now = Instant::now();
        if now >= call.deadline {
            return Err(stop(self.too_late()));
        }
        state.attempts += 1;
        let RequestHead { method, url, headers, mut secrets } = head;
        let sent_method = Method::of(&method);
        secrets.extend(call.parts.secrets.iter().cloned());
        let wire = WireRequest { method, url, headers, body, max_body: self.max_body };
        let span = debug_span!(
            "leads.attempt",
            otel.kind = "client",
            http.request.method = call.operation.method.as_str(),
            url.template = call.operation.path,
            server.address = wire.url.host_str(),
            server.port = wire.url.port_or_known_default(),
            http.request.resend_count = state.attempts - 1,
            http.response.status_code = field::Empty,
            error.type = field::Empty,
        );
        let probe = permit.probe();
        let exchanged = if span.is_disabled() {
            self.send_once(call, wire, permit, now).await
        } else {
            Box::pin(self.send_once(call, wire, permit, now).instrument(span.clone())).await
        };
        let mut response = match exchanged {
            Ok(mut response) => {
                redact::mark_secret_headers(&mut response.headers);
                response.method = sent_method;
                response.rows = call.parts.rows;
                response
            }
            Err(error) => {
                span.record("error.type", error.kind().as_str());
                return Err((error.with_attempts(state.attempts), RetryAction::Backoff));
            }
        };
        span.record("http.response.status_code", response.status);
        let request_id = self.request_id(&response.headers);
        let facts = ResponseMeta { attempts: state.attempts, request_id, sent: Some(now) };
        match self.classified(call, &mut response) {
            Classification::Success { outcome, confirmed, mut warnings } => {
                if let Some(probe) = probe {
                    self.limiter.accepted(probe);
                }
                warnings.extend(call.parts.warnings.iter().cloned());
                if !warnings.is_empty() {
                    scrubber(call.operation, &response, secrets.clone()).codes(&mut warnings);
                }
                Ok(Success { response, meta: facts, confirmed, outcome, warnings, secrets })
            }
            Classification::Failure(failure) => {
                span.record("error.type", failure.kind.as_str());
                Err(self.failed(call, failure, &response, facts, generation, secrets))
            }
        }
    }

    /// What an answer means. One that is not JSON or UTF-8, for a single member's fault, is repaired before. A page of
    /// rows is not gone over for that until something about it is wrong.
    fn classified(&self, call: &Call<'_>, response: &mut HttpResponse) -> Classification {
        let is_page = response.is_2xx() && !call.operation.safety.is_write();
        if !is_page {
            response.repair();
        }
        match self.erased.classify(call.operation, response) {
            Classification::Failure(_) if is_page && response.repair() => {
                self.erased.classify(call.operation, response)
            }
            verdict => verdict,
        }
    }

    /// Reads a good answer, and once more its repaired copy where it cannot be read. The repaired copy may turn out to
    /// be a refusal.
    fn read<T>(
        &self,
        operation: &Operation,
        done: &mut Success,
        read: impl Fn(&HttpResponse) -> Result<T>,
    ) -> Result<Result<T>, Box<Failure>> {
        match read(&done.response) {
            Err(error) if error.is_decode() && done.response.repair() => {
                match self.erased.classify(operation, &done.response) {
                    Classification::Success { .. } => Ok(read(&done.response)),
                    Classification::Failure(failure) => Err(Box::new(failure)),
                }
            }
            result => Ok(result),
        }
    }

    async fn ready(&self, call: &Call<'_>) -> Result<(), (Error, RetryAction)> {
        let fetch = TokenRequester { pipeline: self, deadline: call.deadline, retry: self.policy(call) };
        match timeout_at(call.deadline, self.auth.ready(&fetch)).await {
            Ok(Ok(())) => Ok(()),
            // Without credentials nothing of this call was sent, whatever became of the token call. That call has been
            // repeated as often as the policy allows: to begin again here would multiply its attempts.
            Ok(Err(error)) => Err((error.with_outcome(WriteOutcome::NotApplied), RetryAction::GiveUp)),
            Err(_) => Err((self.too_late(), RetryAction::GiveUp)),
        }
    }

    async fn permit(&self, call: &Call<'_>) -> Result<Permit> {
        let priority = call.options.and_then(|options| options.priority).unwrap_or(Priority::Interactive);
        self.limiter
            .acquire(call.operation.rate, priority, Some(call.deadline))
            .await
            .map_err(|refused| permit_failure(&refused))
    }

    /// One exchange inside its time limits.
    ///
    /// The request goes into the transport's future before this one is made: what an async function is given lives in
    /// its future, and large futures are slow to allocate.
    fn send_once<'a>(
        &'a self,
        call: &'a Call<'_>,
        wire: WireRequest,
        permit: Permit,
        now: Instant,
    ) -> impl Future<Output = Result<HttpResponse>> + Send + 'a {
        let limit = call.options.and_then(|options| options.attempt).unwrap_or(self.timeouts.attempt);
        let streamed = matches!(wire.body, WireBody::Stream(_));
        let moved = streamed.then(|| Mutex::new(now));
        let left = call.deadline.saturating_duration_since(now);
        // A body that is streamed can move until the deadline.
        let flight = if streamed { left } else { left.min(limit) };
        let (began, deadline, ends) = (now, call.deadline, saturating_deadline(now, flight));
        let tracker = Arc::new(Tracker { permit: Mutex::new(permit), moved, flight, ends, began, limit, deadline });
        tracker.permit().sent_within(flight);
        let sending = self.transport.send(wire, Arc::clone(&tracker) as Arc<dyn Progress>);
        self.await_response(call, sending, tracker, limit, now)
    }

    async fn await_response(
        &self,
        call: &Call<'_>,
        sending: impl Future<Output = Result<HttpResponse, TransportError>> + Send,
        tracker: Arc<Tracker>,
        limit: Duration,
        now: Instant,
    ) -> Result<HttpResponse> {
        // In a block of its own: the transport's future must be gone before its permit is asked what was sent.
        let sent = {
            let mut sending = std::pin::pin!(sending);
            let sending = poll_fn(|cx| {
                tracker.polled();
                sending.as_mut().poll(cx)
            });
            if tracker.moved.is_some() {
                Box::pin(within_progress(sending, &tracker, limit, call.deadline)).await
            } else {
                let until = call.deadline.min(saturating_deadline(now, limit));
                timeout_at(until, sending).await.ok()
            }
        };
        match sent {
            Some(Ok(response)) => {
                // Transports tell the head's arrival; for one that does not, this is the latest it can have been.
                tracker.permit().answered();
                Ok(response)
            }
            Some(Err(error)) => {
                use TransportErrorKind as Kind;
                if matches!(error.kind(), Kind::Connect | Kind::ConnectTimeout | Kind::Certificate | Kind::Invalid) {
                    tracker.permit().not_sent();
                }
                Err(transport_failure(error))
            }
            None => {
                let limit = if Instant::now() >= call.deadline { TimeoutKind::Call } else { TimeoutKind::Attempt };
                // The transport's future is gone, so what it had to say is said.
                let outcome =
                    if tracker.permit().was_sent() { WriteOutcome::Unknown } else { WriteOutcome::NotApplied };
                Err(self.timed_out(limit, outcome))
            }
        }
    }

    /// The deadline passed before the attempt was sent.
    #[cold]
    fn too_late(&self) -> Error {
        self.timed_out(TimeoutKind::Call, WriteOutcome::NotApplied)
    }

    fn timed_out(&self, limit: TimeoutKind, outcome: WriteOutcome) -> Error {
        let message = match limit {
            TimeoutKind::Connect => "no connection was made in time",
            TimeoutKind::Attempt => "the answer did not come in time",
            TimeoutKind::Call => "the call did not end in time",
            TimeoutKind::Permit => "no permit of the limiter comes in time",
        };
        Error::new(ErrorKind::Timeout, message).with_timeout_kind(limit).with_outcome(outcome).with_retryable(true)
    }

    fn failed(
        &self,
        call: &Call<'_>,
        mut failure: Failure,
        response: &HttpResponse,
        facts: ResponseMeta,
        generation: CredentialVersion,
        secrets: Vec<SecretText>,
    ) -> (Error, RetryAction) {
        let asked = response.header("retry-after").and_then(|value| retry_after(value, server_time(response)));
        if asked.is_some() && failure.retryable {
            failure.retry_after = failure.retry_after.max(asked);
        }
        // A vendor's body can name any number of seconds, and whoever reads the error adds them to a time.
        failure.retry_after = failure.retry_after.map(|wait| wait.min(MAX_WAIT));
        let mut action = if failure.again { RetryAction::RetryOnce } else { RetryAction::Backoff };
        // Whatever a vendor calls it: credentials that were refused are asked for again, where that can help.
        if (failure.refresh_credentials || failure.kind == ErrorKind::Unauthenticated) && call.sign {
            action = if self.auth.refused(generation) { RetryAction::RefreshCredentials } else { RetryAction::Backoff };
        }
        if failure.kind == ErrorKind::RateLimited {
            self.apply_rate_limit(call, &mut failure, &facts);
        }
        // A vendor's words can repeat what it was sent, and what it says beside them.
        let scrubber = scrubber(call.operation, response, secrets);
        scrub(&scrubber, &mut failure);
        let error = failure
            .into_error()
            .with_http_status(response.status)
            .with_request_id(facts.request_id.map(|id| scrubber.short(&id)))
            .with_attempts(facts.attempts);
        let error = if call.redact_body { error } else { error.with_body(scrubber.excerpt(&response.body)) };
        (error, action)
    }

    /// A refusal for the rate pauses all callers, and one that names its limit replaces the configured window: the
    /// plan that the user set may be wrong. One that names none allows fewer calls for a while. The pause is at most a
    /// day, or the longest window where that is longer.
    fn apply_rate_limit(&self, call: &Call<'_>, failure: &mut Failure, facts: &ResponseMeta) {
        // No vendor counts for longer than a month; whatever says so is not believed.
        let named = failure.limit.filter(|(_, per)| *per <= LONGEST_WINDOW);
        if let Some((calls, per)) = named
            && let Some(class) = class_for_reported_limit(&self.limiter.windows(), call.operation.rate, calls, per)
        {
            self.limiter.learn(Window::new(class, calls, per));
        }
        if let (None, Some(sent)) = (named, facts.sent) {
            self.limiter.slow_down(call.operation.rate, sent);
        }
        // Who is refused again and again without being told for how long waits longer and longer.
        let wait = failure
            .retry_after
            .filter(|wait| !wait.is_zero())
            .or(failure.limit.map(|(_, per)| per.min(MAX_WAIT)))
            .unwrap_or_else(|| self.policy(call).pause(facts.attempts.saturating_add(1), None).max(SHORTEST_PAUSE));
        failure.retry_after = Some(wait);
        // The caller hears the whole wait. The limiter keeps to it as far as it can be meant: by then every window has
        // begun anew, and one wrong date must not close the client for good.
        let windows = self.limiter.windows();
        let longest = windows.iter().map(|window| window.per).chain(named.map(|(_, per)| per)).max();
        self.limiter.pause_for(wait.min(longest.unwrap_or_default().max(LONGEST_PAUSE)));
    }

    fn request_id(&self, headers: &HeaderMap) -> Option<String> {
        self.request_id_headers.iter().find_map(|name| headers.get(name)?.to_str().ok()).map(str::to_owned)
    }

    /// The error of an answer that was found to be a refusal only when it was repaired.
    #[cold]
    fn refused(
        &self,
        operation: &Operation,
        safety: Safety,
        mut failure: Failure,
        done: Success,
        redact_body: bool,
    ) -> Error {
        let scrubber = scrubber(operation, &done.response, done.secrets);
        scrub(&scrubber, &mut failure);
        let error = failure.into_error();
        let outcome = match (safety.is_write(), error.outcome()) {
            (false, _) => WriteOutcome::NotApplied,
            // What an earlier attempt of the call did is not known.
            (true, WriteOutcome::NotApplied) if done.meta.attempts > 1 => WriteOutcome::Unknown,
            (true, outcome) => outcome,
        };
        let error = error
            .with_outcome(outcome)
            .with_http_status(done.response.status)
            .with_request_id(done.meta.request_id.map(|id| scrubber.short(&id)))
            .with_attempts(done.meta.attempts)
            .for_operation(self.vendor, operation.name);
        if redact_body {
            return error;
        }
        find_out(error, outcome).with_body(scrubber.excerpt(&done.response.body))
    }

    /// The error of an answer that the vendor said was good and that cannot be read.
    #[cold]
    fn unreadable(
        &self,
        operation: &Operation,
        safety: Safety,
        error: Error,
        done: Success,
        redact_body: bool,
    ) -> Error {
        let outcome = match (safety.is_write(), done.confirmed) {
            (false, _) => WriteOutcome::NotApplied,
            (true, true) => done.outcome,
            (true, false) => WriteOutcome::Unknown,
        };
        let error = error
            .with_outcome(outcome)
            .with_http_status(done.response.status)
            .with_attempts(done.meta.attempts)
            .for_operation(self.vendor, operation.name);
        let scrubber = scrubber(operation, &done.response, done.secrets);
        // A path is made of the vendor's member names, which can repeat what was sent.
        let error = error
            .with_request_id(done.meta.request_id.map(|id| scrubber.short(&id)))
            .with_decode_path(|path| scrubber.short(path));
        if redact_body {
            return error;
        }
        find_out(error, outcome).with_body(scrubber.excerpt(&done.response.body))
    }
}

/// What a failed attempt asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RetryAction {
    /// A retry, if the error and the policy allow one.
    Backoff,
    /// The same once more with new credentials.
    RefreshCredentials,
    /// The same once more with a changed setting.
    RetryOnce,
    /// Nothing: no retry can help.
    GiveUp,
}

/// What is known after the attempts so far.
struct RetryState {
    attempts: u32,
    /// How many of them the vendor refused for their rate.
    refusals: u32,
    outcome: WriteOutcome,
    unknown: Option<Error>,
    refreshed: bool,
    again: bool,
}

impl Default for RetryState {
    fn default() -> Self {
        Self {
            attempts: 0,
            refusals: 0,
            outcome: WriteOutcome::NotApplied,
            unknown: None,
            refreshed: false,
            again: false,
        }
    }
}

/// The permit of an attempt and, where its time limit counts from there, when bytes last moved.
struct Tracker {
    permit: Mutex<Permit>,
    moved: Option<Mutex<Instant>>,
    /// The longest that the attempt can take, and when it has taken so long.
    flight: Duration,
    ends: Instant,
    began: Instant,
    limit: Duration,
    deadline: Instant,
}

impl Tracker {
    fn permit(&self) -> MutexGuard<'_, Permit> {
        self.permit.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// The transport is about to be polled. After a long time without a poll the request may go out only now, when its
    /// permit has returned by itself: then it counts again.
    fn polled(&self) {
        if Instant::now() > self.ends {
            let mut permit = self.permit();
            if permit.has_returned() {
                permit.sent_within(self.flight);
            }
        }
    }
    /// When bytes last moved; now, where nobody keeps count.
    fn last_moved(&self) -> Instant {
        self.moved.as_ref().map_or_else(Instant::now, |moved| *moved.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Progress for Tracker {
    fn head_received(&self) {
        self.permit().answered();
    }
    fn moved(&self) {
        if let Some(moved) = &self.moved {
            *moved.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
    }
    fn not_sent(&self) {
        self.permit().not_sent();
    }
    fn timed_out(&self) -> bool {
        let since = if self.moved.is_some() { self.last_moved() } else { self.began };
        Instant::now() >= self.deadline.min(saturating_deadline(since, self.limit))
    }
}

/// Drives a future as long as its bytes move: `None` when they stood still for `limit`, or at the deadline.
async fn within_progress<T>(
    future: impl Future<Output = T>,
    tracker: &Tracker,
    limit: Duration,
    deadline: Instant,
) -> Option<T> {
    let mut future = std::pin::pin!(future);
    loop {
        let until = deadline.min(saturating_deadline(tracker.last_moved(), limit));
        tokio::select! {
            biased;
            output = &mut future => return Some(output),
            () = sleep_until(until) => {
                if Instant::now() >= deadline || saturating_deadline(tracker.last_moved(), limit) <= Instant::now() {
                    return None;
                }
            }
        }
    }
}

/// Removes the secrets that were sent, and of a token call those that its response holds.
#[cold]
fn scrubber(operation: &Operation, response: &HttpResponse, secrets: Vec<SecretText>) -> Scrubber {
    if operation.auth == Auth::None {
        Scrubber::with_tokens_of(secrets, &response.body)
    } else {
        Scrubber::new(&secrets)
    }
}

/// Removes secrets from every text of a failure: a vendor can repeat what it was sent in any of them.
#[cold]
fn scrub(scrubber: &Scrubber, failure: &mut Failure) {
    scrubber.codes(&mut failure.codes);
    failure.message = scrubber.message(&failure.message).into();
    failure.field = failure.field.take().map(|field| scrubber.short(&field).into());
    failure.help = failure.help.take().map(|help| scrubber.message(&help).into());
}

/// What time the vendor has, as its dates are to be read by: its clock need not be this machine's.
#[cold]
fn server_time(response: &HttpResponse) -> SystemTime {
    response.header("date").and_then(http_date).unwrap_or_else(SystemTime::now)
}

/// The class whose window a named limit takes the place of: of the call's classes the last with a window of that
/// length, because a call names its narrowest class after the wider ones; without one the first. `None` when such a
/// window is there already: the refusal came from calls that were made elsewhere.
fn class_for_reported_limit(
    windows: &[Window],
    classes: &'static [&'static str],
    calls: u32,
    per: Duration,
) -> Option<&'static str> {
    let has = |class: &str, fits: fn(u32, u32) -> bool| {
        windows.iter().any(|window| window.class == class && window.per == per && fits(window.calls, calls))
    };
    if classes.iter().any(|class| has(class, |known, named| known == named)) {
        return None;
    }
    classes.iter().rev().find(|class| has(class, |_, _| true)).or(classes.first()).copied()
}

/// How the caller of a write with an unknown outcome finds out what happened.
const FIND_OUT: &str = "it is not known whether the change was made: before sending it again, read the record, or use \
                        `resolve` where the request supports it";

/// Puts in front of the help of an error of unknown outcome how to find out what happened.
#[cold]
fn find_out(error: Error, outcome: WriteOutcome) -> Error {
    if outcome != WriteOutcome::Unknown {
        return error;
    }
    let help = match error.help() {
        None => FIND_OUT.to_owned(),
        Some(help) => format!("{FIND_OUT}; {help}"),
    };
    error.with_help(help)
}

/// Adds to an error of unknown outcome what the record can be found by.
#[cold]
fn add_lookup_hint(error: Error, trace: impl FnOnce() -> Option<String>) -> Error {
    if error.outcome() != WriteOutcome::Unknown {
        return error;
    }
    match (trace(), error.help()) {
        (None, _) => error,
        (Some(trace), None) => error.with_help(trace),
        (Some(trace), Some(help)) => {
            let both = format!("{help}; {trace}");
            error.with_help(both)
        }
    }
}

/// The error of a refused permit. This attempt sent nothing.
fn permit_failure(refused: &AcquireError) -> Error {
    let error = match refused.reason {
        AcquireErrorKind::QuotaExhausted => {
            Error::new(ErrorKind::QuotaExhausted, format!("the allowance of `{}` is spent", refused.class))
        }
        _ => Error::new(ErrorKind::RateLimited, format!("no permit of `{}` before the call's deadline", refused.class))
            .with_timeout_kind(TimeoutKind::Permit),
    };
    error.with_retryable(true).with_retry_after(refused.wait).with_source(refused.clone())
}

/// The error of a failed exchange.
fn transport_failure(error: TransportError) -> Error {
    use TransportErrorKind as Kind;
    let (kind, outcome, retryable) = match error.kind() {
        Kind::Connect => (ErrorKind::Connect, WriteOutcome::NotApplied, true),
        Kind::ConnectTimeout => (ErrorKind::Timeout, WriteOutcome::NotApplied, true),
        Kind::Certificate => (ErrorKind::Connect, WriteOutcome::NotApplied, false),
        Kind::Invalid => (ErrorKind::InvalidRequest, WriteOutcome::NotApplied, false),
        Kind::Refused => (ErrorKind::Transport, WriteOutcome::NotApplied, true),
        Kind::Exchange | Kind::Body => (ErrorKind::Transport, WriteOutcome::Unknown, true),
        Kind::TooLarge | Kind::Encoding | Kind::Malformed => (ErrorKind::Decode, WriteOutcome::Unknown, false),
        Kind::Request => (ErrorKind::Transport, WriteOutcome::Unknown, false),
    };
    // A status that says that the request was not carried out needs no body.
    let outcome = if error.status().is_some_and(is_refusal) { WriteOutcome::NotApplied } else { outcome };
    let mut out = Error::new(kind, error.message()).with_outcome(outcome).with_retryable(retryable);
    match error.kind() {
        Kind::ConnectTimeout => out = out.with_timeout_kind(TimeoutKind::Connect),
        Kind::Certificate => out = out.with_help(CERTIFICATE_HELP),
        Kind::Invalid => out = out.with_field("url"),
        _ => {}
    }
    if let Some(status) = error.status() {
        out = out.with_http_status(status);
    }
    // The cause and not the transport's error itself, which would say the same once more.
    match error.into_source() {
        Some(source) => out.with_source(source),
        None => out,
    }
}

/// What to do when a certificate is not trusted.
const CERTIFICATE_HELP: &str = "check the host and this machine's clock; if a proxy or the host uses a private \
                                authority, add its certificate with `TransportOptions::root_certificate`";

/// The statuses by which HTTP says that a request was refused and not carried out.
fn is_refusal(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413..=415 | 422 | 428 | 429 | 431)
}

/// The longest address that can be sent, in bytes.
pub(super) const LONGEST_URL: usize = 65_534;

/// Refuses an address that no HTTP library sends.
fn check_length(head: &RequestHead) -> Result<()> {
    if head.url.as_str().len() > LONGEST_URL {
        return Err(Error::invalid("url", "is too long to be sent"));
    }
    Ok(())
}

/// Refuses to go on where waiting would panic.
fn in_a_runtime() -> Result<()> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::config("runtime", "is missing: a call must be awaited inside a tokio runtime")),
    }
}

/// Refuses what is no path of the vendor's own host.
fn check_path(path: &str) -> Result<()> {
    let wrong = |message: &'static str| Err(Error::invalid("path_and_query", message));
    if !path.starts_with('/') {
        return wrong("must begin with `/`; a scheme or host is refused");
    }
    if path.starts_with("//") || path.contains('\\') {
        return wrong("must not name a host");
    }
    if path.contains('#') || path.chars().any(|c| c.is_control() || c == ' ') {
        return wrong("must be percent-encoded and hold no fragment");
    }
    let segments = path.split('?').next().unwrap_or_default().split('/');
    let dotted = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment == "." || segment == ".."
    };
    if segments.into_iter().any(dotted) {
        return wrong("must hold no dot segment");
    }
    Ok(())
}

/// A vendor that does not exist, for assertions about types.
#[derive(Debug)]
pub(crate) enum NoVendor {}

impl Vendor for NoVendor {
    const NAME: &'static str = "none";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::applied() } else { Failure::from_status(response).into() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Window, check_path, class_for_reported_limit};
    use std::time::Duration;

    #[test]
    fn a_named_limit_goes_to_the_window_of_its_length() {
        const BULK: &[&str] = &["calls", "bulk", "daily"];
        const ONE: &[&str] = &["calls", "daily"];
        let (short, day) = (Duration::from_secs(5), Duration::from_secs(86_400));
        let windows =
            [Window::new("calls", 10, short), Window::new("bulk", 5, short), Window::new("daily", 1_000, day)];
        assert_eq!(class_for_reported_limit(&windows, ONE, 4, short), Some("calls"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 4, short), Some("bulk"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 500, day), Some("daily"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 7, Duration::from_secs(60)), Some("calls"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 10, short), None);
        assert_eq!(class_for_reported_limit(&[], &[], 10, short), None);
    }

    #[test]
    fn the_way_out_stays_on_the_vendors_host() {
        for bad in
            ["", "x", "https://evil.example/x", "//evil.example/x", "/\\evil", "/a/../b", "/a/%2E%2e/b", "/a b", "/a#b"]
        {
            assert_eq!(check_path(bad).unwrap_err().field(), Some("path_and_query"), "{bad}");
        }
        assert!(check_path("/v2/x?y=http://z//a/../b").is_ok());
    }
}
