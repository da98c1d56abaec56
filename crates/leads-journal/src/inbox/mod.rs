//! An inbox for webhooks: nothing that was acknowledged is lost, and nothing is handled twice without need.
//!
//! Vendors drop, repeat and reorder webhooks, and one switches a webhook off after ten failures. So the receiver stores
//! the body before it responds, and the application handles it later, from its own storage.
//!
//! ```no_run
//! # async fn serve(headers: http::HeaderMap, body: bytes::Bytes) -> leads_journal::Result<()> {
//! use dealerstudio::webhook::{Kind, Receiver};
//! use leads_journal::{Inbox, SqliteOptions, SqliteStore};
//! use std::sync::Arc;
//!
//! let store = Arc::new(SqliteStore::open(&SqliteOptions::new("leads.db"))?);
//! let inbox = Inbox::new(store, "clusters");
//! let receiver = Receiver::new(Kind::LeadCluster).token("a long random text");
//!
//! // In the handler of the web framework: the response says "accepted" only if the
//! // body is on the disk.
//! let response = inbox.receive(&receiver, &headers, None, body).await;
//!
//! // In another task, or another process:
//! let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
//! # drop(stop);
//! inbox.run_until(&receiver, async { let _ = stopped.await; }, |letter| async move {
//!     match letter.delivery.event() {
//!         Ok(event) => println!("{:?}", event.kind()),
//!         Err(error) => println!("kept {} bytes: {error}", letter.delivery.body().len()),
//!     }
//!     Ok::<(), std::convert::Infallible>(())
//! }).await?;
//! # let _ = response;
//! # Ok(()) }
//! ```
//!
//! # What is stored
//!
//! The body, not the headers and not the query, because they contain the sender's secret. With the feature `encryption`, `Inbox::encrypted` encrypts it
//! with a key of the application.

mod receive;
mod run;
mod store;

pub use receive::Identity;
pub use run::Letter;
pub use store::{InboxStore, NewDelivery, Settled, StoredDelivery};

use crate::error::Result;
use crate::seal::Sealer;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Stores webhooks and hands them on at least once, in order for each subject. Clones share one store.
///
/// See the [module's page](self).
///
/// ```
/// # #[cfg(not(feature = "sqlite"))] fn main() {}
/// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> leads_journal::Result<()> {
/// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
/// # let folder = tempfile::tempdir().unwrap();
/// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
/// use leads_journal::Inbox;
/// use std::{sync::Arc, time::Duration};
/// let inbox = Inbox::new(Arc::new(store), "clusters")
///     .attempts(10, Duration::from_secs(5))
///     .concurrency(4);
/// assert!(inbox.dead(0, 100).await?.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Inbox {
    store: Arc<dyn InboxStore>,
    name: String,
    sealer: Sealer,
    window: Duration,
    lease: Duration,
    attempts: u32,
    first_retry: Duration,
    at_once: usize,
    changes: Arc<watch::Sender<u64>>,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("name", &self.name).field("store", &self.store).finish_non_exhaustive()
    }
}

impl Inbox {
    /// Creates an inbox. Each webhook URL has a separate inbox, by name; all of them can share a store.
    pub fn new(store: Arc<dyn InboxStore>, name: impl Into<String>) -> Self {
        Self {
            store,
            name: name.into(),
            sealer: Sealer::default(),
            window: Duration::from_secs(3600),
            lease: Duration::from_secs(120),
            attempts: 20,
            first_retry: Duration::from_secs(1),
            at_once: 8,
            changes: Arc::new(watch::Sender::new(0)),
        }
    }

    /// Encrypts new bodies with a key. `older` keys open bodies that were encrypted before.
    #[cfg(feature = "encryption")]
    #[cfg_attr(docsrs, doc(cfg(feature = "encryption")))]
    #[must_use]
    pub fn encrypted(mut self, key: crate::BodyKey, older: impl IntoIterator<Item = crate::BodyKey>) -> Self {
        self.sealer = Sealer { keys: std::iter::once(key).chain(older).collect() };
        self
    }

    /// Sets for how long an identical body counts as a repetition, if the delivery has no id. The default is one
    /// hour. Later, the same body is a new event: a lead can be won a second time.
    #[must_use]
    pub fn duplicates_within(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Sets for how long a handler may take. After that, or after its process died, the delivery is handed on again. The
    /// default is two minutes.
    #[must_use]
    pub fn handler_timeout(mut self, timeout: Duration) -> Self {
        self.lease = timeout;
        self
    }

    /// Sets how often a delivery is handed on before it becomes a dead letter, and the delay before the second time, which
    /// doubles each time up to five minutes. The default is 20 times and one second.
    #[must_use]
    pub fn attempts(mut self, most: u32, first_retry: Duration) -> Self {
        (self.attempts, self.first_retry) = (most.max(1), first_retry);
        self
    }

    /// Sets the most deliveries that are handled at the same time, each of another subject. The default is 8.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # use leads_journal::Inbox;
    /// // One delivery after the other.
    /// let inbox = Inbox::new(std::sync::Arc::new(store), "clusters").concurrency(1);
    /// assert!(format!("{inbox:?}").contains("clusters"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn concurrency(mut self, most: usize) -> Self {
        self.at_once = most.max(1);
        self
    }

    /// Lists deliveries that failed too often, oldest first.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # use leads_journal::Inbox;
    /// # let inbox = Inbox::new(std::sync::Arc::new(store), "clusters");
    /// for letter in inbox.dead(0, 100).await? {
    ///     println!("{}: {}", letter.subject, letter.why.unwrap_or_default());
    /// }
    /// assert!(inbox.dead(0, 100).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the store failed.
    pub async fn dead(&self, after: i64, limit: usize) -> Result<Vec<StoredDelivery>> {
        let mut dead = self.store.dead_deliveries(&self.name, after, limit).await?;
        for delivery in &mut dead {
            delivery.body = self.open(&delivery.body).unwrap_or_default();
        }
        Ok(dead)
    }

    /// Hands a delivery on again that failed too often; `false` if it is not a dead letter.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # use leads_journal::Inbox;
    /// # let inbox = Inbox::new(std::sync::Arc::new(store), "clusters");
    /// assert!(!inbox.retry(7).await?, "there is no such dead letter");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the store failed.
    pub async fn retry(&self, delivery: i64) -> Result<bool> {
        let again = self.store.retry_delivery(&self.name, delivery).await?;
        self.changed();
        Ok(again)
    }

    /// Hands on everything again that was received since a time, and returns how much that is.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # use leads_journal::Inbox;
    /// # let inbox = Inbox::new(std::sync::Arc::new(store), "clusters");
    /// // The handler had a bug since Monday.
    /// let monday = "2026-03-02T00:00:00Z".parse().unwrap();
    /// assert_eq!(inbox.replay(monday).await?, 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the store failed.
    pub async fn replay(&self, since: chrono::DateTime<chrono::Utc>) -> Result<u64> {
        let again = self.store.replay_deliveries(&self.name, since.timestamp_millis()).await?;
        self.changed();
        Ok(again)
    }

    fn context(&self) -> String {
        format!("inbox {}", self.name)
    }

    fn open(&self, body: &[u8]) -> Result<Vec<u8>> {
        self.sealer.open(&self.context(), body)
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }
}
