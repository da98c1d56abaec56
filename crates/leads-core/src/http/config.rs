//! The settings shared by all vendors' clients.

use super::call::{ErasedVendor, Inner};
use super::client::Pipeline;
use super::retry::RetryBudget;
use super::{
    Authenticate, BaseUrl, ConcurrencyLimit, Hosts, Limiter, RetryPolicy, Timeouts, Transport, TransportOptions,
};
use crate::client::KeyLocks;
#[cfg(not(feature = "reqwest"))]
use crate::error::Error;
use crate::error::Result;
use crate::observe::{Observed, Observer};
use crate::vendor::Vendor;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

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
    pub(crate) concurrency: Option<ConcurrencyLimit>,
    pub(crate) max_body: usize,
    pub(crate) http_hosts: Vec<String>,
    pub(crate) observers: Vec<Arc<dyn Observer>>,
    pub(crate) account: Option<Arc<str>>,
    pub(crate) visible_within: Option<Duration>,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            limiter: None,
            transport: None,
            transport_options: TransportOptions::default(),
            concurrency: None,
            max_body: 64 * 1024 * 1024,
            http_hosts: Vec::new(),
            observers: Vec::new(),
            account: None,
            visible_within: None,
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
    ///
    /// ```
    /// use leads_core::http::{ClientConfig, Timeouts};
    /// use std::time::Duration;
    /// let timeouts = Timeouts::default().call(Duration::from_secs(20));
    /// let config = ClientConfig::new().timeouts(timeouts);
    /// assert!(format!("{config:?}").contains("call: 20s"));
    /// ```
    #[must_use]
    pub fn timeouts(mut self, limits: Timeouts) -> Self {
        self.timeouts = limits;
        self
    }

    /// Sets the retry policy.
    ///
    /// ```
    /// use leads_core::http::{ClientConfig, RetryPolicy};
    /// let config = ClientConfig::new().retry(RetryPolicy::none());
    /// assert!(format!("{config:?}").contains("max_attempts: 1"));
    /// ```
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets a shared limiter. Clients of the same account must share one, because they share the account's rate limit.
    ///
    /// ```
    /// use leads_core::http::{ClientConfig, limit::{Limiter, Window}};
    /// use std::time::Duration;
    /// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    /// assert!(ClientConfig::new().limiter(limiter).has_limiter());
    /// ```
    #[must_use]
    pub fn limiter(mut self, limiter: Limiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// Sets a limit on the number of requests in flight. Clients can share it. Without it, only the transport's
    /// [`max_connections`](TransportOptions::max_connections) limits them.
    #[must_use]
    pub fn concurrency(mut self, limit: ConcurrencyLimit) -> Self {
        self.concurrency = Some(limit);
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
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::ClientConfig;
    /// let url = "http://crm.internal/v1";
    /// assert!(ClientConfig::new().base_url::<Acme>(url).is_err());
    /// let config = ClientConfig::new().allow_http_host("crm.internal");
    /// assert!(config.base_url::<Acme>(url).is_ok());
    /// ```
    #[must_use]
    pub fn allow_http_host(mut self, host: impl Into<String>) -> Self {
        self.http_hosts.push(host.into());
        self
    }

    /// Builds the transport now, for at least this many concurrent requests. Clients that are built from clones of this
    /// configuration share it, and so share their connections. Does nothing if a transport is set.
    ///
    /// # Errors
    /// Returns a configuration error if the transport cannot be built, or if the feature `reqwest` is disabled.
    pub fn share_transport(mut self, requests: usize) -> Result<Self> {
        if self.transport.is_none() {
            let connections = &mut self.transport_options.max_connections;
            *connections = requests.max(*connections);
            self.transport = Some(default_transport(&self, None)?);
        }
        Ok(self)
    }

    /// Adds an observer, for metrics and alarms. Can be called several times; each observer is called.
    #[must_use]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observers.push(observer);
        self
    }

    /// Sets a label for the account, which spans, events and observers receive. It is shown as it is, so it must be
    /// neither a credential nor personal data.
    #[must_use]
    pub fn account(mut self, label: impl Into<Arc<str>>) -> Self {
        self.account = Some(label.into());
        self
    }

    /// States how long after it was sent a successful write of this account is visible to reads, at the latest, as
    /// measured by the application. No vendor documents it for its writes.
    ///
    /// Without it, a write whose response was lost and that no read shows stays unknown
    /// ([`CannotTell`](crate::Resolution::CannotTell)). With it, such a write is
    /// [`AssumedAbsent`](crate::Resolution::AssumedAbsent) once the delay has passed, and can be sent again. A value that is
    /// too small makes writes be applied twice: measure under load, and add a margin. Operations with a documented delay
    /// ([`Resolve::VISIBLE_WITHIN`](crate::Resolve::VISIBLE_WITHIN)) do not use it.
    ///
    /// ```
    /// use leads_core::http::ClientConfig;
    /// use std::time::Duration;
    /// // The slowest of 1,000 writes was visible after 40 s.
    /// let config = ClientConfig::new().visible_within(Duration::from_secs(300));
    /// ```
    #[must_use]
    pub fn visible_within(mut self, delay: Duration) -> Self {
        self.visible_within = Some(delay);
        self
    }

    /// Returns whether a limiter is set.
    ///
    /// ```
    /// use leads_core::ClientConfig;
    /// assert!(!ClientConfig::new().has_limiter(), "the vendor's own is used");
    /// ```
    #[must_use]
    pub fn has_limiter(&self) -> bool {
        self.limiter.is_some()
    }

    /// Validates a vendor's base URL against these settings.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::ClientConfig;
    /// let error = ClientConfig::new().base_url::<Acme>("api.acme.example").unwrap_err();
    /// assert_eq!(error.field(), Some("base_url"));
    /// ```
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
            None => default_transport(&self, Some(&hosts.api))?,
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
            concurrency: self.concurrency,
            max_body: self.max_body,
            key_locks: KeyLocks::new(),
            observed: Arc::new(Observed::new(self.observers, self.account)),
            visible_within: self.visible_within,
        };
        Ok(Pipeline { inner: Arc::new(inner), vendor: PhantomData })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(config: &ClientConfig, base: Option<&BaseUrl>) -> Result<Arc<dyn Transport>> {
    let connect = config.timeouts.connect;
    Ok(Arc::new(super::HttpTransport::for_host(&config.transport_options, connect, base.map(BaseUrl::url))?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_config: &ClientConfig, _base: Option<&BaseUrl>) -> Result<Arc<dyn Transport>> {
    Err(Error::config("transport", "must be set, because the feature `reqwest` is disabled"))
}
