//! Credentials: had before a permit, applied without I/O.

use super::{Pipeline, RequestHead};
use crate::error::{Error, Result};
use crate::request::Operation;
use async_trait::async_trait;
use std::fmt;
use std::sync::{Arc, RwLock};

/// Which credentials signed an attempt, so that a refusal of old ones does not throw away new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CredentialVersion(pub u64);

/// The credentials ran out between [`Authenticate::ready`] and [`Authenticate::sign`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expired;

/// Signs requests. The only place that sees credentials.
///
/// ```
/// use leads_core::http::{Authenticate, Expired, TokenRequester, CredentialVersion, RequestHead};
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
///     fn sign(&self, _: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
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
    /// Whether [`sign`](Self::sign) would work now, so that most calls need not wait for [`ready`](Self::ready).
    fn is_ready(&self) -> bool {
        false
    }

    /// Makes the credentials ready: asks the provider, fetches a token. Many calls at once cause one fetch.
    ///
    /// # Errors
    /// Credentials that cannot be had. The error ends the call, also one that is [retryable](Error::is_retryable):
    /// what can be repeated here is repeated here, as [`TokenRequester::send`] does by itself.
    async fn ready(&self, fetch: &TokenRequester<'_>) -> Result<()>;

    /// Signs a request with what is ready. No I/O.
    ///
    /// # Errors
    /// [`Expired`] when the credentials ran out meanwhile.
    fn sign(&self, operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired>;

    /// Takes note that the vendor refused the credentials of a generation. `true` when new ones can be had, so that a
    /// second attempt is worth it.
    fn refused(&self, generation: CredentialVersion) -> bool {
        let _ = generation;
        false
    }

    /// Shows in a plan where the credentials go, without them and without I/O.
    fn preview(&self, operation: &Operation, head: &mut RequestHead);
}

/// The way for an [`Authenticate`] to fetch a token: through the same pipeline, in a rate class of its own, inside the
/// deadline of the call that waits for it and by that call's retry policy.
pub struct TokenRequester<'a> {
    pub(crate) pipeline: &'a super::call::Inner,
    pub(crate) deadline: tokio::time::Instant,
    pub(crate) retry: super::RetryPolicy,
}

impl fmt::Debug for TokenRequester<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenRequester")
    }
}

impl TokenRequester<'_> {
    /// Sends an unsigned request of the vendor, such as a token call, and reads its answer.
    ///
    /// # Errors
    /// As any call; the operation must not ask for the client's credentials.
    pub async fn send<R: crate::request::Request>(&self, request: &R) -> Result<R::Response> {
        super::client::fetch(self.pipeline, request, self.deadline, self.retry).await
    }
}

/// Where an application keeps its credentials: asked before each attempt, so that keys rotate without a new client.
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
    /// The credentials that are good now. Cache inside: it is asked for every attempt.
    ///
    /// # Errors
    /// Credentials that cannot be had; use [`Error::new`] with
    /// [`ErrorKind::Unauthenticated`](crate::ErrorKind::Unauthenticated). Nothing is sent then.
    async fn credentials(&self) -> Result<C>;
}

/// Credentials that are fixed or asked of a provider, for implementations of [`Authenticate`].
pub struct CredentialCache<C> {
    current: RwLock<Option<Arc<C>>>,
    provider: Option<Arc<dyn CredentialProvider<C>>>,
}

impl<C> fmt::Debug for CredentialCache<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.provider.is_some() { "Credentials(provided)" } else { "Credentials(fixed)" })
    }
}

impl<C: Send + Sync + 'static> CredentialCache<C> {
    /// Credentials that never change.
    pub fn fixed(credentials: C) -> Self {
        Self { current: RwLock::new(Some(Arc::new(credentials))), provider: None }
    }

    /// Credentials that a provider is asked for.
    pub fn provided(provider: Arc<dyn CredentialProvider<C>>) -> Self {
        Self { current: RwLock::new(None), provider: Some(provider) }
    }

    /// Whether there is nothing to ask: the credentials are fixed.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.provider.is_none()
    }

    /// Asks the provider, if there is one, and checks what it gave before any call can use it.
    ///
    /// # Errors
    /// As the provider says, and as `check` says. The credentials stay what they were.
    pub async fn refresh(&self, check: impl Fn(&C) -> Result<()> + Send) -> Result<()> {
        if let Some(provider) = &self.provider {
            let fresh = provider.credentials().await?;
            check(&fresh)?;
            *self.current.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::new(fresh));
        }
        Ok(())
    }

    /// What is current; `None` before the first [`refresh`](Self::refresh) of provided ones.
    pub fn current(&self) -> Option<Arc<C>> {
        self.current.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// No credentials: for vendors' open endpoints and for tests.
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

const _: fn() = || {
    // A client must be usable from every task.
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
