//! The connection that everything shares.

use std::time::Duration;

use leads_core::{Error, ErrorKind, Result};

use crate::counts::RedisCounts;
use crate::link::Link;
use crate::seal::SealingKey;
use crate::tokens::RedisTokens;

/// How long [`Shared::connect`] waits for the first connection.
const FIRST: Duration = Duration::from_secs(5);

/// One connection to a Redis or Valkey server, for the counts of any number of accounts and for tokens.
///
/// Clones are cheap and share the connection. It is made again in the background when it is lost. It belongs to the tokio
/// runtime in which it was created, which has to run as long as the connection is used.
///
/// ```no_run
/// # async fn run() -> leads_core::Result<()> {
/// let redis = leads_redis::Shared::connect("redis://cache.internal:6379/0").await?;
/// let counts = redis.counts("leadsquared/eu/acme");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Shared {
    link: Link,
}

impl Shared {
    /// Connects to a server: `redis://[user:password@]host[:port][/database]`, or `rediss://` for TLS with the feature
    /// `rustls` or `native-tls`.
    ///
    /// # Errors
    ///
    /// Returns a configuration error if the URL is malformed, and a connection error if the server does not accept the
    /// connection within 5 seconds. Neither contains the URL. To start while the server may be down, use
    /// [`connect_later`](Self::connect_later).
    pub async fn connect(url: &str) -> Result<Self> {
        let shared = Self::connect_later(url)?;
        shared.link.connected(FIRST).await?;
        Ok(shared)
    }

    /// Prepares a connection and makes it in the background. Until then the server counts as unreachable.
    ///
    /// # Errors
    ///
    /// Returns a configuration error if the URL is malformed.
    ///
    /// # Panics
    ///
    /// Panics outside a tokio runtime.
    pub fn connect_later(url: &str) -> Result<Self> {
        Ok(Self { link: Link::open(url)? })
    }

    /// Returns the counts of an account, for a [`Limiter`](leads_core::http::limit::Limiter).
    ///
    /// The name identifies the account on every machine: everything that the vendor counts together has the same name, and
    /// nothing else. The windows are those of the limiter; machines should configure the same ones.
    #[must_use]
    pub fn counts(&self, account: impl Into<String>) -> RedisCounts {
        RedisCounts::new(self.link.clone(), account.into())
    }

    /// Returns a store for the tokens of any number of accounts. They are encrypted with `key`, which every machine of the
    /// application needs and which the server never sees.
    #[must_use]
    pub fn tokens(&self, key: SealingKey) -> RedisTokens {
        RedisTokens::new(self.link.clone(), key)
    }

    /// Waits until everything that was reported so far has been sent: at the end of a program.
    ///
    /// # Errors
    ///
    /// Returns a connection error if the server cannot be reached within a second. Nothing is lost then: the permits return
    /// by themselves.
    pub async fn flush(&self) -> Result<()> {
        self.link
            .flush(Duration::from_secs(1))
            .await
            .map_err(|_| Error::new(ErrorKind::Connect, "the Redis server could not be reached").with_retryable(true))
    }
}
