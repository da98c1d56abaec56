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
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument;

/// The HTTP pipeline of one vendor's client. Clones share everything: connections, credentials, limiter, retry budget.
///
/// Vendor crates wrap it in their own `Client`; applications use that type's methods.
///
/// ```
/// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
/// # use acme::*;
/// use leads_core::Pipeline;
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> leads_core::Result<()> {
/// let client: Pipeline<Acme> = client()?;
/// let clone = client.clone();
/// assert_eq!(clone.send(&GetThing { id: 7 }).await?.name, "lamp");
/// assert_eq!(client.base_url().as_str(), "https://api.acme.example");
/// # Ok(())
/// # }
/// ```
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
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::WriteOutcome;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// let client = client()?;
    /// let renamed = client.send(&RenameThing { id: 7, name: "lantern".to_owned() }).await?;
    /// assert_eq!(renamed.name, "lantern");
    /// assert_eq!(renamed.meta().outcome, WriteOutcome::Applied);
    ///
    /// let missing = RenameThing { id: 404, name: "lantern".to_owned() };
    /// let missing = client.send(&missing).await.unwrap_err();
    /// assert!(missing.is_not_found());
    /// assert_eq!(missing.outcome(), WriteOutcome::NotApplied);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an [`Error`] that states the [outcome](Error::outcome) of a write.
    pub async fn send<R: Request<Vendor = V>>(&self, request: &R) -> Result<Reply<R::Response>> {
        self.send_inner(request, None).await
    }

    /// Sends a request with per-call options.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{CallOptions, http::RetryPolicy};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// // A user is waiting: five seconds, and no retry.
    /// let (wait, once) = (Duration::from_secs(5), RetryPolicy::none());
    /// let options = CallOptions::new().deadline(wait).retry(once);
    /// let thing = client.send_with(&GetThing { id: 8 }, &options).await?;
    /// assert_eq!((thing.name.as_str(), thing.meta().attempts), ("desk", 1));
    /// # Ok(())
    /// # }
    /// ```
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
        let safety = operation.safety.max(request.safety());
        let parts = request.parts().map_err(|error| self.inner.refused(operation, safety, error))?;
        let began = Instant::now();
        let traced = |error: Error| add_lookup_hint(error, &|| request.trace()).with_call_length(began.elapsed());
        let mut done = self.inner.start(operation, safety, parts, options)?.await.map_err(traced)?;
        match self.inner.read(operation, &mut done, R::read) {
            Ok(Ok(value)) => {
                #[cfg(feature = "inspect")]
                self.inner.look_for_drift(operation, &done.response);
                Ok(done.reply(value, safety))
            }
            Ok(Err(error)) => Err(traced(self.inner.unreadable(operation, safety, error, done, false))),
            Err(failure) => Err(traced(self.inner.rejection(operation, safety, *failure, done, false))),
        }
    }

    /// Shows the exact HTTP request that [`send`](Self::send) would make, with credentials redacted. Sends nothing, not
    /// even for a token.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # let client = client()?;
    /// let preview = client.preview(&GetThing { id: 7 })?.to_string();
    /// assert!(preview.starts_with("GET https://api.acme.example/v1/things/7"));
    /// assert_eq!(client.preview(&GetThing { id: 0 }).unwrap_err().field(), Some("id"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
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
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{Body, CallOptions, Safety, vendor::op};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// // An operation that the crate does not have yet.
    /// let operation = op::get("search_things", "/v1/things", Safety::Read);
    /// let options = CallOptions::new();
    /// let reply = client.execute(operation, "/v1/things?after=8", &options, Body::Empty).await?;
    /// assert_eq!(&reply[..], br#"{"things":[{"id":9,"name":"chair"}]}"#);
    /// # Ok(())
    /// # }
    /// ```
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
        let refused = |error: Error| self.inner.refused(&operation, operation.safety, error);
        check_path(path_and_query).map_err(refused)?;
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
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::ClientConfig;
    /// # let client = client()?;
    /// let other = client_with(ClientConfig::new().limiter(client.limiter().clone()))?;
    /// assert_eq!(other.limiter().windows(), client.limiter().windows());
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.inner.limiter
    }

    /// Returns how long the client has used its current access token. `None` for vendors without tokens, and before the
    /// first call.
    #[must_use]
    pub fn token_age(&self) -> Option<Duration> {
        self.inner.auth.token_age()
    }

    /// Returns the locks of upserts, which clones share.
    #[must_use]
    pub fn key_locks(&self) -> &KeyLocks {
        &self.inner.key_locks
    }

    /// Returns the timeouts.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # let client = client()?;
    /// assert_eq!(client.timeouts().call.as_secs(), 90);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    #[must_use]
    pub fn timeouts(&self) -> &Timeouts {
        &self.inner.timeouts
    }

    /// Returns the base URL of the API.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # let client = client()?;
    /// assert_eq!(client.base_url().as_str(), "https://api.acme.example");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
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
            let path = parts.path_and_query(operation).map_err(named)?;
            let options = CallOptions::new().retry(retry);
            let mut call = self.call(operation, safety, parts, Some(&options), path);
            call.deadline = deadline.min(call.deadline);
            // A successful response contains a live token, which is not in the list of secrets that were sent.
            call.redact_body = true;
            let mut done = self.send_boxed(call).await?;
            match self.read(operation, &mut done, read) {
                Ok(Ok(())) => {
                    done.hook.succeeded(done.outcome);
                    self.token_obtained(operation);
                    Ok(())
                }
                Ok(Err(error)) => Err(self.unreadable(operation, safety, error, done, true)),
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
        let path = parts.path_and_query(operation).map_err(|error| self.refused(operation, safety, error))?;
        Ok(self.send_boxed(self.call(operation, safety, parts, options, path)))
    }

    /// Boxed, so that the loop is compiled in this crate and not once per request type.
    pub(super) fn send_boxed<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a> {
        let span = self.call_span(call.operation);
        let hook = self.hook(call.operation, call.safety, &span);
        if span.is_disabled() {
            Box::pin(self.retry_loop(call, hook))
        } else {
            Box::pin(self.retry_loop(call, hook).instrument(span))
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
        for (name, value) in parts.headers() {
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
        let path = parts.path_and_query(operation)?;
        let mut head = self.head(operation, &path, parts, None)?;
        if operation.auth == Auth::Client {
            self.auth.preview(operation, &mut head);
        }
        let body = head.with_secret_fields(&parts.body)?;
        Ok(RequestPreview::of(&head, &body, parts.secrets()))
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
