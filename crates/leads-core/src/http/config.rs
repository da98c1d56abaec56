//! The settings shared by all vendors' clients.

use super::call::{ErasedVendor, Inner};
use super::client::Pipeline;
use super::retry::RetryBudget;
use super::{Authenticate, BaseUrl, Hosts, Limiter, RetryPolicy, Timeouts, Transport, TransportOptions};
use crate::client::KeyLocks;
#[cfg(not(feature = "reqwest"))]
use crate::error::Error;
use crate::error::Result;
use crate::vendor::Vendor;
use std::marker::PhantomData;
use std::sync::Arc;

/// The settings shared by all vendors' clients. The vendors' builders wrap this type.
///
/// ```
/// use leads_core::http::{ClientConfig, RetryPolicy, Timeouts};
/// use std::time::Duration;
/// let config = ClientConfig::new()
///     .timeouts(Timeouts::default().call(Duration::from_secs(20)))
///     .retry(RetryPolicy::none());
/// ```
#[derive(Clone, Debug)]
pub struct ClientConfig {
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) transport_options: TransportOptions,
    pub(crate) max_body: usize,
    pub(crate) http_hosts: Vec<String>,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            limiter: None,
            transport: None,
            transport_options: TransportOptions::default(),
            max_body: 64 * 1024 * 1024,
            http_hosts: Vec::new(),
        }
    }
}

impl ClientConfig {
    /// Returns the defaults: timeouts of 5, 30 and 90 s, three attempts, the vendor's own limiter, and responses up to
    /// 64 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeouts.
    #[must_use]
    pub fn timeouts(mut self, limits: Timeouts) -> Self {
        self.timeouts = limits;
        self
    }

    /// Sets the retry policy.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets a shared limiter. Clients of the same account must share one, because they share the account's rate limit.
    #[must_use]
    pub fn limiter(mut self, limiter: Limiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// Sets a custom transport, such as a fake or a recorder.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Sets how connections are made.
    #[must_use]
    pub fn transport_options(mut self, options: TransportOptions) -> Self {
        self.transport_options = options;
        self
    }

    /// Sets the maximum size of a response body, in bytes after decompression.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Allows plain http to a host other than this machine. Credentials are then sent unencrypted.
    #[must_use]
    pub fn allow_http_host(mut self, host: impl Into<String>) -> Self {
        self.http_hosts.push(host.into());
        self
    }

    /// Returns whether a limiter is set.
    #[must_use]
    pub fn has_limiter(&self) -> bool {
        self.limiter.is_some()
    }

    /// Validates a vendor's base URL against these settings.
    ///
    /// # Errors
    /// Returns a configuration error that names `base_url`.
    pub fn base_url<V: Vendor>(&self, text: &str) -> Result<BaseUrl> {
        BaseUrl::new(text, V::PREFIXES, &self.http_hosts).map_err(|error| error.for_operation(V::NAME, ""))
    }

    /// Builds the pipeline of a vendor's client. A vendor with one host passes its [`BaseUrl`].
    ///
    /// # Errors
    /// Returns an error if the transport cannot be built, or if none is set and the feature `reqwest` is disabled.
    pub fn build<V: Vendor>(
        self,
        hosts: impl Into<Hosts>,
        auth: Arc<dyn Authenticate>,
        settings: V::Settings,
    ) -> Result<Pipeline<V>> {
        let hosts = hosts.into();
        let transport = match &self.transport {
            Some(transport) => Arc::clone(transport),
            None => default_transport(&self, &hosts.api)?,
        };
        let inner = Inner {
            vendor: V::NAME,
            // Parsed once, not per call.
            request_id_headers: V::REQUEST_ID_HEADERS.iter().filter_map(|name| name.parse().ok()).collect(),
            erased: Box::new(ErasedVendor::<V>(settings)),
            hosts,
            auth,
            transport,
            limiter: self.limiter.unwrap_or_else(Limiter::unlimited),
            timeouts: self.timeouts,
            retry: self.retry,
            budget: RetryBudget::new(),
            max_body: self.max_body,
            key_locks: KeyLocks::new(),
        };
        Ok(Pipeline { inner: Arc::new(inner), vendor: PhantomData })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(config: &ClientConfig, base: &BaseUrl) -> Result<Arc<dyn Transport>> {
    let connect = config.timeouts.connect;
    Ok(Arc::new(super::HttpTransport::for_host(&config.transport_options, connect, Some(base.url()))?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_config: &ClientConfig, _base: &BaseUrl) -> Result<Arc<dyn Transport>> {
    Err(Error::config("transport", "must be set, because the feature `reqwest` is disabled"))
}
