//! The settings shared by all vendors' clients.

use super::{Authenticate, BaseUrl, Hosts, Limiter, Pipeline, RetryPolicy, Timeouts, Transport};
#[cfg(not(feature = "reqwest"))]
use crate::error::Error;
use crate::error::Result;
use crate::vendor::Vendor;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How connections are made, independent of the HTTP library.
///
/// ```
/// use leads_core::ClientConfig;
/// use leads_core::http::TransportOptions;
/// # fn read() -> Vec<u8> { Vec::new() }
/// let options = TransportOptions::new()
///     .proxy("http://proxy.internal:3128")
///     .root_certificate(read()) // PEM
///     .user_agent("acme-crm/2.1");
/// let config = ClientConfig::new().transport_options(options);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportOptions {
    /// The proxy for every connection, as a URL: `http://proxy.internal:3128`. It is also used for addresses of this
    /// machine. If not set, the proxy from the environment (`HTTPS_PROXY` and similar variables) is used, but never for
    /// `localhost`, `127.0.0.0/8` or `[::1]`: a key for a local server must not reach another machine.
    pub proxy: Option<String>,
    /// Additional root certificates in PEM, one or several per entry. The platform's certificates remain trusted.
    pub root_certificates: Vec<Vec<u8>>,
    /// The value of `User-Agent`.
    pub user_agent: Option<String>,
    /// The maximum number of concurrent requests; 256 by default, and 0 counts as 1. Over HTTP/1.1 each request has a
    /// separate connection, so this also bounds the open connections; over HTTP/2 requests share connections. Up to
    /// this many connections per host are kept open for later requests. A request that finds no free slot waits within
    /// its timeouts; if one elapses during that wait, the request was not sent.
    pub max_connections: usize,
    /// How often an HTTP/2 connection is pinged, even while idle; 15 s by default, zero for never.
    pub ping_interval: Duration,
    /// How long to wait for the response to a ping before the connection counts as dead; 10 s by default.
    pub ping_timeout: Duration,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            proxy: None,
            root_certificates: Vec::new(),
            user_agent: None,
            max_connections: 256,
            ping_interval: Duration::from_secs(15),
            ping_timeout: Duration::from_secs(10),
        }
    }
}

impl TransportOptions {
    /// Returns the default options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends all requests through a proxy.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Trusts an additional root certificate, or all of a bundle, in PEM. Building the client fails if the text
    /// contains no certificate.
    #[must_use]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Sets `User-Agent`, which identifies the application to the vendor.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Sets the maximum number of concurrent requests, and thereby of HTTP/1.1 connections.
    #[must_use]
    pub fn max_connections(mut self, most: usize) -> Self {
        self.max_connections = most;
        self
    }

    /// Sets how often HTTP/2 connections are pinged, and how long to wait for a response before a connection counts as
    /// dead.
    #[must_use]
    pub fn pings(mut self, interval: Duration, timeout: Duration) -> Self {
        self.ping_interval = interval;
        self.ping_timeout = timeout;
        self
    }
}

impl fmt::Debug for TransportOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's URL often contains a password.
        f.debug_struct("TransportOptions")
            .field("proxy", &self.proxy.is_some())
            .field("root_certificates", &self.root_certificates.len())
            .field("user_agent", &self.user_agent)
            .field("max_connections", &self.max_connections)
            .field("ping_interval", &self.ping_interval)
            .field("ping_timeout", &self.ping_timeout)
            .finish()
    }
}

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
        Ok(Pipeline::assemble(self, hosts, auth, transport, settings))
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
