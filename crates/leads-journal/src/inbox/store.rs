//! What a database does for an inbox.

use crate::error::Result;
use async_trait::async_trait;
use std::fmt;
use std::time::Duration;

/// A delivery to store. `Debug` shows no body.
#[derive(Clone)]
#[non_exhaustive]
pub struct NewDelivery {
    /// The inbox.
    pub inbox: String,
    /// The key against doubles.
    pub key: String,
    /// The subject, whose deliveries are handled in order.
    pub subject: String,
    /// The body, possibly sealed.
    pub body: Vec<u8>,
    /// For how long the key counts; `None` as long as the delivery is kept.
    pub window: Option<Duration>,
}

impl fmt::Debug for NewDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewDelivery")
            .field("inbox", &self.inbox)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A delivery in a store. `Debug` shows no body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredDelivery {
    /// The number of the delivery.
    pub id: i64,
    /// The subject.
    pub subject: String,
    /// The body. Empty if it cannot be decrypted.
    pub body: Vec<u8>,
    /// When it was received, in milliseconds since 1970.
    pub received: i64,
    /// How often it was handed on.
    pub attempts: u32,
    /// Why it failed last.
    pub why: Option<String>,
}

impl StoredDelivery {
    /// Describes a delivery.
    #[must_use]
    pub const fn new(
        id: i64,
        subject: String,
        body: Vec<u8>,
        received: i64,
        attempts: u32,
        why: Option<String>,
    ) -> Self {
        Self { id, subject, body, received, attempts, why }
    }
}

impl fmt::Debug for StoredDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredDelivery")
            .field("id", &self.id)
            .field("bytes", &self.body.len())
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// What a handler made of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Settled {
    /// It was handled.
    Done,
    /// It is handed on again after a delay.
    Later {
        /// The delay.
        after: Duration,
        /// Why it failed.
        why: String,
    },
    /// It failed too often.
    Dead {
        /// Why it failed.
        why: String,
    },
}

/// A database that keeps deliveries. What a method returned is durable.
#[async_trait]
pub trait InboxStore: fmt::Debug + Send + Sync + 'static {
    /// Stores a delivery; `false` if its key is known, and nothing was stored.
    async fn receive(&self, new: NewDelivery) -> Result<bool>;

    /// Takes waiting deliveries that are due, each the first of its subject. They are not taken again before the lease is
    /// over.
    async fn take(&self, inbox: &str, lease: Duration, limit: usize) -> Result<Vec<StoredDelivery>>;

    /// Stores the result of a delivery; `false` if it was taken again meanwhile.
    async fn settle(&self, delivery: i64, attempts: u32, settled: Settled) -> Result<bool>;

    /// Returns how long it is until a delivery is due; `None` if none waits.
    async fn next_delivery(&self, inbox: &str) -> Result<Option<Duration>>;

    /// Lists deliveries that failed too often.
    async fn dead_deliveries(&self, inbox: &str, after: i64, limit: usize) -> Result<Vec<StoredDelivery>>;

    /// Lets a delivery wait again that failed too often.
    async fn retry_delivery(&self, inbox: &str, delivery: i64) -> Result<bool>;

    /// Lets every delivery wait again that was received at a time or later and does not wait.
    async fn replay_deliveries(&self, inbox: &str, since: i64) -> Result<u64>;
}
