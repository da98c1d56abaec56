//! The settings that every vendor's client shares.

use super::{Authenticate, BaseUrl, Limiter, Pipeline, RetryPolicy, Timeouts, Transport};
#[cfg(not(feature = "reqwest"))]
use crate::error::Error;
use crate::error::Result;
use crate::vendor::Vendor;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How connections are made, without naming the HTTP library.
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
    /// The proxy for every connection, as a URL: `http://proxy.internal:3128`. It is used for this machine's own
    /// addresses too. Without one the environment's (`HTTPS_PROXY` and its like) is used, and never for `localhost`,
    /// `127.0.0.0/8` or `[::1]`: a key for a local server must not travel to another machine.
    pub proxy: Option<String>,
    /// More root certificates, each or several together in PEM, beside those of the platform.
    pub root_certificates: Vec<Vec<u8>>,
    /// The value of `User-Agent`.
    pub user_agent: Option<String>,
    /// The most requests that are on their way at the same time; 256 by default, 0 counts as 1. Over HTTP/1.1 each
    /// has a connection of its own, so this bounds the open connections; over HTTP/2 they share connections. As many
    /// connections to one host are kept open for later requests. A request that finds no room waits inside its time
    /// limits, and one that runs into them while it waits was not sent.
    pub max_connections: usize,
    /// How often a ping is sent over an HTTP/2 connection, also while it is idle; 15 s by default, zero for never.
    pub ping_interval: Duration,
    /// After how long without an answer to a ping a connection counts as dead; 10 s by default.
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
    /// Everything as usual.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends everything through a proxy.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Trusts one more root certificate, or all of a bundle, in PEM. A text that holds none is refused when the client
    /// is built.
    #[must_use]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Names the application to the vendor.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Sets the most requests that are on their way at the same time, and so the most connections of HTTP/1.1.
    #[must_use]
    pub fn max_connections(mut self, most: usize) -> Self {
        self.max_connections = most;
        self
    }

    /// Sets how often HTTP/2 connections are pinged, and after how long without an answer one counts as dead.
    #[must_use]
    pub fn pings(mut self, interval: Duration, timeout: Duration) -> Self {
        self.ping_interval = interval;
        self.ping_timeout = timeout;
        self
    }
}

impl fmt::Debug for TransportOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's URL often holds a password.
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

/// The settings that every vendor's client shares; vendor builders wrap it.
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
    /// The defaults: time limits of 5, 30 and 90 s, three attempts, the vendor's own limiter, answers up to 64 MiB.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time limits.
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

    /// Shares a limiter: several clients of one account must not each have the whole allowance.
    #[must_use]
    pub fn limiter(mut self, limiter: Limiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// Sends through a transport of one's own: a fake, a recorder.
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

    /// Sets the largest body of an answer that is read, in bytes after decompression.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Allows plain http to a host beside this machine. Keys then travel in the clear.
    #[must_use]
    pub fn allow_http_host(mut self, host: impl Into<String>) -> Self {
        self.http_hosts.push(host.into());
        self
    }

    /// Whether a limiter was set.
    #[must_use]
    pub fn has_limiter(&self) -> bool {
        self.limiter.is_some()
    }

    /// Checks a base URL of a vendor against these settings.
    ///
    /// # Errors
    /// A configuration error that names `base_url`.
    pub fn base_url<V: Vendor>(&self, text: &str) -> Result<BaseUrl> {
        BaseUrl::new(text, V::PREFIXES, &self.http_hosts).map_err(|error| error.for_operation(V::NAME, ""))
    }

    /// Builds the pipeline of a vendor's client. `async_base` is the host of [`Host::Async`](crate::Host) operations.
    ///
    /// # Errors
    /// A transport that cannot be built, or none where the feature `reqwest` is off.
    pub fn build<V: Vendor>(
        self,
        base: BaseUrl,
        async_base: Option<BaseUrl>,
        auth: Arc<dyn Authenticate>,
        settings: V::Settings,
    ) -> Result<Pipeline<V>> {
        let transport = match &self.transport {
            Some(transport) => Arc::clone(transport),
            None => default_transport(&self, &base)?,
        };
        Ok(Pipeline::assemble(self, base, async_base, auth, transport, settings))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(config: &ClientConfig, base: &BaseUrl) -> Result<Arc<dyn Transport>> {
    let connect = config.timeouts.connect;
    Ok(Arc::new(super::HttpTransport::for_host(&config.transport_options, connect, Some(base.url()))?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_config: &ClientConfig, _base: &BaseUrl) -> Result<Arc<dyn Transport>> {
    Err(Error::config("transport", "must be given, because the feature `reqwest` is off"))
}
