//! The pipeline of a client: from request value to reply.

use super::auth::{SendToken, TokenCall};
use super::base_url::BaseUrl;
use super::call::{BoxFuture, Call, Inner};
use super::classify::add_lookup_hint;
use super::limit::Limiter;
use super::options::CallOptions;
use super::path::{check_length, check_path};
use super::preview::RequestPreview;
use super::request_head::RequestHead;
use super::timeouts::{Timeouts, saturating_deadline};
use crate::client::KeyLocks;
use crate::error::{Error, Result, WriteOutcome};
use crate::request::{Auth, Body, Operation, Parts, Request, Safety, SecretText};
use crate::response::{HttpResponse, Reply};
use crate::vendor::Vendor;
use bytes::Bytes;
use http::HeaderValue;
use http::header::ACCEPT;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use tokio::time::Instant;
use tracing::{Instrument, field, info_span};

/// The HTTP pipeline of one vendor's client. Clones share everything: connections, credentials, limiter, retry budget.
///
/// Vendor crates wrap it in their own `Client`; applications use that type's methods.
pub struct Pipeline<V> {
    pub(super) inner: Arc<Inner>,
    pub(super) vendor: PhantomData<fn() -> V>,
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

impl<V> AsRef<Self> for Pipeline<V> {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<V: Vendor> Pipeline<V> {
    /// Sends a request and reads the response.
    ///
    /// Dropping the future cancels the call: nothing leaks, and the outcome of a write that was already on its way is
    /// unknown.
    ///
    /// # Errors
    /// Returns an [`Error`] that states the [outcome](Error::outcome) of a write.
    pub async fn send<R: Request<Vendor = V>>(&self, request: &R) -> Result<Reply<R::Response>> {
        self.send_inner(request, None).await
    }

    /// Sends a request with per-call options.
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
            Err(failure) => Err(traced(self.inner.rejection(operation, safety, *failure, done, false))),
        }
    }

    /// Shows the exact HTTP request that [`send`](Self::send) would make, with credentials redacted. Sends nothing, not
    /// even for a token.
    ///
    /// # Errors
    /// Returns an invalid-request error that names the field.
    pub fn preview<R: Request<Vendor = V>>(&self, request: &R) -> Result<RequestPreview> {
        let operation = &R::OPERATION;
        let named = |error: Error| error.for_operation(V::NAME, operation.name);
        let parts = request.parts().map_err(named)?;
        self.inner.preview(operation, &parts).map_err(named)
    }

    /// Sends a call for which there is no request type, with the same credentials, rate limits, retries and redaction.
    /// Returns the body of the response as it came.
    ///
    /// `operation` states how the call is treated: its method, safety, host and rate classes; its path is not used.
    /// `path_and_query` begins with `/` and is percent-encoded. A scheme or host in it is rejected.
    ///
    /// The body is not read here, so the outcome of a write in [`Meta`](crate::Meta) is [`WriteOutcome::Unknown`] unless
    /// the vendor's envelope proves success by itself.
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

    /// Returns the limiter, to share it with another client or to save its state.
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.inner.limiter
    }

    /// Returns the locks of upserts, which clones share.
    #[must_use]
    pub fn key_locks(&self) -> &KeyLocks {
        &self.inner.key_locks
    }

    /// Returns the timeouts.
    #[must_use]
    pub fn timeouts(&self) -> &Timeouts {
        &self.inner.timeouts
    }

    /// Returns the base URL of the API.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.hosts.api
    }
}

impl SendToken for Inner {
    fn send_token<'a>(
        &'a self,
        token_call: TokenCall<'a>,
        read: &'a mut (dyn FnMut(&HttpResponse) -> Result<()> + Send),
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            let TokenCall { operation, safety, parts, deadline, retry } = token_call;
            let named = |error: Error| error.for_operation(self.vendor, operation.name);
            if operation.auth == Auth::Client {
                return Err(named(Error::config("operation", "of a token call must not itself ask for credentials")));
            }
            let parts = parts.map_err(named)?;
            let path = parts.render(operation.path).map_err(named)?;
            let options = CallOptions::new().retry(retry);
            let mut call = self.call(operation, safety, parts, Some(&options), path);
            call.deadline = deadline.min(call.deadline);
            // A successful response contains a live token, which is not in the list of secrets that were sent.
            call.redact_body = true;
            let mut done = self.send_boxed(call).await?;
            match self.read(operation, &mut done, read) {
                Ok(read) => read.map_err(|error| self.unreadable(operation, safety, error, done, true)),
                Err(failure) => Err(self.rejection(operation, safety, *failure, done, true)),
            }
        })
    }
}

impl Inner {
    pub(super) fn call<'a>(
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

    pub(super) fn start<'a>(
        &'a self,
        operation: &'a Operation,
        safety: Safety,
        parts: Parts,
        options: Option<&'a CallOptions>,
    ) -> Result<BoxFuture<'a>> {
        let path = parts.render(operation.path).map_err(|error| error.for_operation(self.vendor, operation.name))?;
        Ok(self.send_boxed(self.call(operation, safety, parts, options, path)))
    }

    /// Boxed, so that the loop is compiled in this crate and not once per request type.
    pub(super) fn send_boxed<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a> {
        let span =
            info_span!("leads.call", vendor = self.vendor, operation = call.operation.name, outcome = field::Empty);
        if span.is_disabled() {
            Box::pin(self.retry_loop(call))
        } else {
            Box::pin(self.retry_loop(call).instrument(span))
        }
    }

    /// Builds the request head without credentials.
    pub(super) fn head(
        &self,
        operation: &Operation,
        path: &str,
        parts: &Parts,
        options: Option<&CallOptions>,
    ) -> Result<RequestHead> {
        let url = self.hosts.of(operation.host)?.join(path)?;
        let mut head = RequestHead::new(operation.method.to_http(), url);
        head.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        for (name, value) in &parts.headers {
            head.headers.insert(name.clone(), value.clone());
        }
        if let Some(options) = options {
            for (name, value) in &options.headers {
                head.headers.insert(name.clone(), value.clone());
                // A short value is a word or a number that a response can contain for other reasons.
                if value.is_sensitive() && value.len() >= 8 {
                    head.secrets.extend(value.to_str().ok().map(SecretText::from));
                }
            }
        }
        self.erased.prepare(operation, &mut head)?;
        check_length(&head)?;
        Ok(head)
    }

    pub(super) fn preview(&self, operation: &Operation, parts: &Parts) -> Result<RequestPreview> {
        let path = parts.render(operation.path)?;
        let mut head = self.head(operation, &path, parts, None)?;
        if operation.auth == Auth::Client {
            self.auth.preview(operation, &mut head);
        }
        let body = head.with_secret_fields(&parts.body)?;
        Ok(RequestPreview::of(&head, &body, &parts.secrets))
    }
}

const _: fn() = || {
    // A client must be usable from any task.
    enum NoVendor {}

    impl crate::vendor::Vendor for NoVendor {
        const NAME: &'static str = "none";
        const PREFIXES: &'static [&'static str] = &[];
        const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
        type Settings = ();
        fn classify(
            (): &(),
            _operation: &Operation,
            response: &crate::response::HttpResponse,
        ) -> crate::vendor::Classification {
            crate::vendor::Failure::from_status(response).into()
        }
    }

    fn shared<T: Send + Sync>() {}
    fn check<V: crate::vendor::Vendor>() {
        shared::<Pipeline<V>>();
        shared::<Error>();
    }
    let _ = check::<NoVendor>;
};
