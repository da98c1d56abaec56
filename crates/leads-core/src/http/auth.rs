//! Credentials: obtained before a permit is acquired, applied without I/O.

use super::request_head::RequestHead;
use super::retry::RetryPolicy;
use crate::error::{Error, Result};
use crate::request::{Operation, Parts, Request, Safety};
use crate::response::HttpResponse;
use async_trait::async_trait;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, RwLock};
use std::time::Duration;
use tokio::time::Instant;

/// Identifies the credentials that signed an attempt, so that rejecting old credentials does not discard newer
/// ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CredentialVersion(pub u64);

/// The credentials expired between [`Authenticate::ready`] and [`Authenticate::sign`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expired;

/// Signs requests. Only implementations of this trait see credentials.
///
/// ```
/// use leads_core::http::{
///     Authenticate, CredentialVersion, Expired, RequestHead, TokenRequester,
/// };
/// use leads_core::{Operation, Result, SecretString};
/// #[derive(Debug)]
/// struct Bearer(SecretString);
/// #[async_trait::async_trait]
/// impl Authenticate for Bearer {
///     fn is_ready(&self) -> bool {
///         true
///     }
///     async fn ready(&self, _: &TokenRequester<'_>) -> Result<()> {
///         Ok(())
///     }
///     fn sign(
///         &self,
///         _: &Operation,
///         head: &mut RequestHead,
///     ) -> std::result::Result<CredentialVersion, Expired> {
///         head.bearer(&self.0).map_err(|_| Expired)?;
///         Ok(CredentialVersion::default())
///     }
///     fn preview(&self, _: &Operation, head: &mut RequestHead) {
///         head.preview_header("authorization");
///     }
/// }
/// ```
#[async_trait]
pub trait Authenticate: fmt::Debug + Send + Sync + 'static {
    /// Returns whether [`sign`](Self::sign) would succeed now, so that most calls need not wait for
    /// [`ready`](Self::ready).
    fn is_ready(&self) -> bool {
        false
    }

    /// Prepares the credentials: asks the provider or requests a token. Concurrent calls cause a single request.
    ///
    /// # Errors
    /// Returns an error if the credentials cannot be obtained. The error ends the call even if it is
    /// [retryable](Error::is_retryable): retry inside this method, as [`TokenRequester::send`] already does.
    async fn ready(&self, fetch: &TokenRequester<'_>) -> Result<()>;

    /// Signs a request with the prepared credentials. Performs no I/O.
    ///
    /// # Errors
    /// Returns [`Expired`] if the credentials have expired in the meantime.
    fn sign(&self, operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired>;

    /// Records that the vendor rejected credentials of this version. Returns `true` if new ones can be obtained, so
    /// that a second attempt can succeed.
    fn rejected(&self, version: CredentialVersion) -> bool {
        let _ = version;
        false
    }

    /// Returns how long the current access token has been in use here. `None` without a token, and by default.
    fn token_age(&self) -> Option<Duration> {
        None
    }

    /// Adds placeholders for the credentials to a preview, without the credentials and without I/O.
    fn preview(&self, operation: &Operation, head: &mut RequestHead);
}

/// Requests tokens for an [`Authenticate`] implementation: through the same pipeline, in a separate rate class, within
/// the deadline of the waiting call and with that call's retry policy.
pub struct TokenRequester<'a> {
    pub(crate) pipeline: &'a dyn SendToken,
    pub(crate) deadline: Instant,
    pub(crate) retry: RetryPolicy,
}

/// Sends the requests of a [`TokenRequester`]: the pipeline, without its type.
pub(crate) trait SendToken: Send + Sync {
    /// Sends a request without the client's credentials, and passes the successful response to `read`.
    fn send_token<'a>(
        &'a self,
        call: TokenCall<'a>,
        read: &'a mut (dyn FnMut(&HttpResponse) -> Result<()> + Send),
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;
}

/// A request of a [`TokenRequester`].
pub(crate) struct TokenCall<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) safety: Safety,
    pub(crate) parts: Result<Parts>,
    pub(crate) deadline: Instant,
    pub(crate) retry: RetryPolicy,
}

impl fmt::Debug for TokenRequester<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenRequester")
    }
}

impl TokenRequester<'_> {
    /// Sends an unsigned request to the vendor, such as a token request, and reads its response.
    ///
    /// # Errors
    /// The same errors as any call. The operation must not require the client's credentials.
    pub async fn send<R: Request>(&self, request: &R) -> Result<R::Response> {
        let call = TokenCall {
            operation: const { &R::OPERATION },
            safety: R::OPERATION.safety.max(request.safety()),
            parts: request.parts(),
            deadline: self.deadline,
            retry: self.retry,
        };
        let mut token = None;
        let mut read = |response: &HttpResponse| {
            token = Some(R::read(response)?);
            Ok(())
        };
        self.pipeline.send_token(call, &mut read).await?;
        token.ok_or_else(|| Error::config("pipeline", "did not read the response of the token request"))
    }
}

/// Supplies an application's credentials. The provider is called before each attempt, so keys can be rotated without a
/// new client.
///
/// ```
/// use leads_core::{CredentialProvider, Result};
/// #[derive(Debug)]
/// struct FromVault;
/// #[async_trait::async_trait]
/// impl CredentialProvider<String> for FromVault {
///     async fn credentials(&self) -> Result<String> {
///         Ok("fetched".to_owned())
///     }
/// }
/// ```
#[async_trait]
pub trait CredentialProvider<C>: fmt::Debug + Send + Sync + 'static {
    /// Returns the current credentials. Cache inside the implementation: this is called for every attempt.
    ///
    /// # Errors
    /// Returns an error if the credentials cannot be obtained; use [`Error::credentials`]. Nothing is sent then.
    async fn credentials(&self) -> Result<C>;
}

/// Fixed credentials, or the latest ones from a provider. For implementations of [`Authenticate`].
pub struct CredentialCache<C> {
    current: RwLock<Option<Arc<C>>>,
    provider: Option<Arc<dyn CredentialProvider<C>>>,
}

impl<C> fmt::Debug for CredentialCache<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.provider.is_some() { "CredentialCache(provided)" } else { "CredentialCache(fixed)" })
    }
}

impl<C: Send + Sync + 'static> CredentialCache<C> {
    /// Creates a cache of credentials that never change.
    pub fn fixed(credentials: C) -> Self {
        Self { current: RwLock::new(Some(Arc::new(credentials))), provider: None }
    }

    /// Creates a cache of credentials that a provider supplies.
    pub fn provided(provider: Arc<dyn CredentialProvider<C>>) -> Self {
        Self { current: RwLock::new(None), provider: Some(provider) }
    }

    /// Returns whether the credentials are fixed, so that there is no provider to ask.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.provider.is_none()
    }

    /// Asks the provider, if there is one, and checks its credentials before any call can use them.
    ///
    /// # Errors
    /// Returns the error of the provider or of `check`. The current credentials are then left unchanged.
    pub async fn refresh(&self, check: impl Fn(&C) -> Result<()> + Send) -> Result<()> {
        if let Some(provider) = &self.provider {
            let fresh = provider.credentials().await?;
            check(&fresh)?;
            *self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::new(fresh));
        }
        Ok(())
    }

    /// Returns the current credentials; `None` before the first [`refresh`](Self::refresh) if a provider supplies them.
    pub fn current(&self) -> Option<Arc<C>> {
        self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// No credentials: for public endpoints and for tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anonymous;

#[async_trait]
impl Authenticate for Anonymous {
    fn is_ready(&self) -> bool {
        true
    }
    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        Ok(())
    }
    fn sign(&self, _operation: &Operation, _head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        Ok(CredentialVersion::default())
    }
    fn preview(&self, _operation: &Operation, _head: &mut RequestHead) {}
}
