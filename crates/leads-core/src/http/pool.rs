//! The HTTP library's clients: which client sends a request, and when a client is replaced.

use super::base_url::is_this_machine;
use super::transport_options::TransportOptions;
use crate::error::{Error, Result};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use url::Url;

/// The maximum number of headers in a response. HTTP/1.1 sets no limit; the HTTP library's default is 100.
const MOST_HEADERS: usize = 256;

/// The maximum size of an HTTP/2 response head, in bytes; the HTTP library's default is 16 KiB. Over HTTP/1.1 it reads
/// heads of about this size too.
const LARGEST_HEAD: u32 = 384 * 1024;

/// The clients of one transport.
pub(super) struct Clients {
    recipe: Recipe,
    /// For this machine: never through a proxy from the environment.
    direct: Slot,
    /// For everything else.
    usual: Slot,
}

/// The settings from which all clients of a transport are built.
struct Recipe {
    agent: String,
    connect: Duration,
    proxy: Option<::reqwest::Proxy>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    certificates: Vec<::reqwest::Certificate>,
    ping_interval: Duration,
    ping_timeout: Duration,
    connections: usize,
}

/// The current client.
#[derive(Default)]
struct Slot(Mutex<Current>);

#[derive(Default)]
struct Current {
    pooled: Option<Arc<PooledClient>>,
    /// The next request gets a new client.
    abandoned: bool,
}

/// A client and what is known about its hosts.
struct PooledClient {
    client: ::reqwest::Client,
    hosts: Mutex<Vec<Host>>,
}

struct Host {
    name: String,
    port: Option<u16>,
    /// When it last received a response.
    alive: Option<Instant>,
    /// Whether the last response came over HTTP/1; if so, no two requests share a connection.
    http1: bool,
}

/// Identifies the client that sends a request.
pub(super) struct Ticket {
    pooled: Arc<PooledClient>,
    host: usize,
    direct: bool,
}

impl Clients {
    /// Checks the options, and builds the client for requests to `first`.
    pub(super) fn new(options: &TransportOptions, connect: Duration, first: Option<&Url>) -> Result<Self> {
        let clients = Self { recipe: Recipe::new(options, connect)?, direct: Slot::default(), usual: Slot::default() };
        let direct = first.is_some_and(|url| clients.is_direct(url));
        clients.slot(direct).current(&clients.recipe, direct)?;
        Ok(clients)
    }

    /// Returns the client for a request.
    pub(super) fn pick(&self, url: &Url) -> Result<(::reqwest::Client, Ticket)> {
        let direct = self.is_direct(url);
        let pooled = self.slot(direct).current(&self.recipe, direct)?;
        let host = pooled.host(url);
        Ok((pooled.client.clone(), Ticket { pooled, host, direct }))
    }

    /// Abandons a client's connections after a request timed out. `since` is when the request's connection last showed
    /// activity.
    ///
    /// A connection shared by many requests can be dead and stay open, and the HTTP library would send all later
    /// requests over it. The library cannot drop a single connection, so the whole client is replaced: only if the host
    /// has not responded since, only once, and only if the host may speak HTTP/2.
    pub(super) fn abandon(&self, ticket: &Ticket, since: Instant) {
        let silent = ticket
            .pooled
            .hosts()
            .get(ticket.host)
            .is_none_or(|host| !host.http1 && host.alive.is_none_or(|alive| alive <= since));
        if !silent {
            return;
        }
        let mut current = self.slot(ticket.direct).lock();
        if current.pooled.as_ref().is_some_and(|current| Arc::ptr_eq(current, &ticket.pooled)) {
            current.abandoned = true;
        }
    }

    fn slot(&self, direct: bool) -> &Slot {
        if direct { &self.direct } else { &self.usual }
    }

    /// Returns whether a request bypasses the environment's proxies.
    fn is_direct(&self, url: &Url) -> bool {
        self.recipe.proxy.is_none() && url.host().is_some_and(|host| is_this_machine(&host))
    }
}

impl Slot {
    fn lock(&self) -> MutexGuard<'_, Current> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self, recipe: &Recipe, direct: bool) -> Result<Arc<PooledClient>> {
        let mut current = self.lock();
        if let Some(pooled) = &current.pooled
            && !current.abandoned
        {
            return Ok(Arc::clone(pooled));
        }
        let made = recipe.client(direct);
        current.abandoned = false;
        match (made, &current.pooled) {
            (Ok(client), _) => {
                let pooled = Arc::new(PooledClient { client, hosts: Mutex::default() });
                current.pooled = Some(Arc::clone(&pooled));
                Ok(pooled)
            }
            // The old client may still work.
            (Err(_), Some(before)) => Ok(Arc::clone(before)),
            (Err(error), None) => Err(error),
        }
    }
}

impl PooledClient {
    fn hosts(&self) -> MutexGuard<'_, Vec<Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn host(&self, url: &Url) -> usize {
        let (name, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default());
        let mut hosts = self.hosts();
        hosts.iter().position(|host| host.name == name && host.port == port).unwrap_or_else(|| {
            hosts.push(Host { name: name.to_owned(), port, alive: None, http1: false });
            hosts.len() - 1
        })
    }
}

impl Ticket {
    /// Records that the host responded.
    pub(super) fn alive(&self, now: Instant, http1: bool) {
        if let Some(host) = self.pooled.hosts().get_mut(self.host) {
            host.alive = Some(now);
            host.http1 = http1;
        }
    }
}

impl Recipe {
    fn new(options: &TransportOptions, connect: Duration) -> Result<Self> {
        let proxy = match &options.proxy {
            // reqwest's error prints the proxy's URL, which may contain a password, so it is dropped.
            Some(proxy) => {
                Some(::reqwest::Proxy::all(proxy).map_err(|_| Error::config("proxy", "is not a valid proxy URL"))?)
            }
            None => None,
        };
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let mut certificates = Vec::new();
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        for pem in &options.root_certificates {
            let wrong = || Error::config("root_certificate", "is not PEM");
            let read = ::reqwest::Certificate::from_pem_bundle(pem)
                .map_err(|error| wrong().with_source(error.without_url()))?;
            // A text without any certificate is an error; it would otherwise be ignored silently.
            if read.is_empty() {
                return Err(wrong());
            }
            certificates.extend(read);
        }
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        if !options.root_certificates.is_empty() {
            return Err(Error::config("root_certificate", "requires the feature `rustls` or `native-tls`"));
        }
        let agent = options.user_agent.as_deref().unwrap_or(concat!("leads-rs/", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            agent: agent.to_owned(),
            connect,
            proxy,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            certificates,
            ping_interval: options.ping_interval,
            ping_timeout: options.ping_timeout,
            connections: options.max_connections.max(1),
        })
    }

    fn client(&self, direct: bool) -> Result<::reqwest::Client> {
        let mut builder = ::reqwest::Client::builder()
            .redirect(::reqwest::redirect::Policy::none())
            .referer(false)
            .retry(::reqwest::retry::never())
            .connect_timeout(self.connect)
            .user_agent(&self.agent)
            .pool_max_idle_per_host(self.connections)
            .http1_max_headers(MOST_HEADERS)
            .http2_max_header_list_size(LARGEST_HEAD)
            // Bodies are decompressed in this crate. Another crate may have enabled reqwest's own decoders.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate();
        if !self.ping_interval.is_zero() {
            builder = builder
                .http2_keep_alive_interval(self.ping_interval)
                .http2_keep_alive_timeout(self.ping_timeout)
                .http2_keep_alive_while_idle(true);
        }
        if direct {
            builder = builder.no_proxy();
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        if !self.certificates.is_empty() {
            builder = builder.tls_certs_merge(self.certificates.iter().cloned());
        }
        builder
            .build()
            .map_err(|error| Error::config("transport", "could not be built").with_source(error.without_url()))
    }
}
