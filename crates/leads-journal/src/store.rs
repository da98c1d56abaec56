//! What a database does for a journal.
//!
//! Applications use [`Journal`](crate::Journal) and [`Worker`](crate::Worker). Implement [`Store`] to keep the journal in
//! another database.
//!
//! ```
//! use leads_journal::{State, store::Query};
//!
//! // What an operator wants to see first.
//! let query = Query::new().account("crm").state(State::Review);
//! assert_eq!((query.states.len(), query.page()), (1, 100));
//! ```

use crate::error::Result;
use crate::machine::{Progress, State};
use async_trait::async_trait;
use std::fmt;
use std::time::Duration;

/// A new entry for a store. `Debug` shows no body.
///
/// ```
/// use leads_journal::store::NewEntry;
/// let mut entry = NewEntry::new("crm", "create_lead", b"{}".to_vec());
/// entry.key = Some("order-7".to_owned());
/// assert!(!format!("{entry:?}").contains("order-7"));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct NewEntry {
    /// The account.
    pub account: String,
    /// The stream; `None` if its order does not matter.
    pub stream: Option<String>,
    /// The key against doubles.
    pub key: Option<String>,
    /// The operation's name.
    pub operation: String,
    /// The write as JSON, or sealed.
    pub body: Vec<u8>,
    /// Whether a later entry may replace it.
    pub replaceable: bool,
    /// The earliest time of sending, by the store's clock.
    pub not_before: Option<i64>,
}

impl fmt::Debug for NewEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEntry")
            .field("account", &self.account)
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl NewEntry {
    /// Creates an entry without a stream or a key.
    ///
    /// ```
    /// use leads_journal::store::NewEntry;
    /// let entry = NewEntry::new("crm", "create_lead", b"{}".to_vec());
    /// assert_eq!((entry.stream, entry.key, entry.replaceable), (None, None, false));
    /// ```
    #[must_use]
    pub fn new(account: impl Into<String>, operation: impl Into<String>, body: Vec<u8>) -> Self {
        Self {
            account: account.into(),
            stream: None,
            key: None,
            operation: operation.into(),
            body,
            replaceable: false,
            not_before: None,
        }
    }
}

/// An entry in a store. `Debug` shows no body.
///
/// ```
/// # #[cfg(not(feature = "sqlite"))] fn main() {}
/// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> leads_journal::Result<()> {
/// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
/// # let folder = tempfile::tempdir().unwrap();
/// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
/// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
/// # let record = store.list(&Query::new()).await?.remove(0);
/// assert_eq!(record.operation, "create_lead");
/// assert_eq!(record.progress.state, State::Ready);
/// assert!(!format!("{record:?}").contains("body"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Record {
    /// The number of the entry. Within a stream, later entries have larger numbers.
    pub id: i64,
    /// The number of changes; a change names the number that it saw.
    pub revision: i64,
    /// The account.
    pub account: String,
    /// The stream.
    pub stream: Option<String>,
    /// The key.
    pub key: Option<String>,
    /// The operation's name.
    pub operation: String,
    /// The write as JSON, or sealed.
    pub body: Vec<u8>,
    /// Its state, and what is known about it.
    pub progress: Progress,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("id", &self.id)
            .field("revision", &self.revision)
            .field("account", &self.account)
            .field("operation", &self.operation)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

/// The result of inserting an entry.
///
/// ```
/// # #[cfg(not(feature = "sqlite"))] fn main() {}
/// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> leads_journal::Result<()> {
/// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
/// # let folder = tempfile::tempdir().unwrap();
/// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
/// let mut entry = NewEntry::new("crm", "create_lead", b"{}".to_vec());
/// entry.key = Some("order-7".to_owned());
/// for result in store.insert(vec![entry.clone(), entry]).await? {
///     match result {
///         Inserted::New(id) => assert!(id > 0),
///         Inserted::Known(record) => assert_eq!(record.key.as_deref(), Some("order-7")),
///         _ => unreachable!(),
///     }
/// }
/// assert_eq!(store.list(&Query::new()).await?.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Inserted {
    /// It was stored under this number.
    New(i64),
    /// The account has an entry with the same key. Nothing was stored.
    Known(Box<Record>),
}

/// An attempt that is under way.
///
/// ```
/// use leads_journal::store::UnderWay;
/// use std::time::Duration;
/// let attempt = UnderWay::new(7, 1, Duration::from_secs(120));
/// assert_eq!((attempt.id, attempt.attempt), (7, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnderWay {
    /// The entry.
    pub id: i64,
    /// The attempt.
    pub attempt: u32,
    /// The length of its lease.
    pub lease: Duration,
}

impl UnderWay {
    /// Describes an attempt.
    ///
    /// ```
    /// use leads_journal::store::UnderWay;
    /// let lease = std::time::Duration::from_secs(120);
    /// assert_eq!(UnderWay::new(7, 2, lease).lease, lease);
    /// ```
    #[must_use]
    pub const fn new(id: i64, attempt: u32, lease: Duration) -> Self {
        Self { id, attempt, lease }
    }
}

/// A line for the audit: what was decided about an entry, by whom and why.
///
/// ```
/// use leads_journal::{AuditLine, State};
/// let line = AuditLine::new(7, "ann", "drop", "sent by hand", State::Review, State::Dropped);
/// assert_eq!((line.entry, line.to), (7, State::Dropped));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuditLine {
    /// The entry.
    pub entry: i64,
    /// When, in milliseconds since 1970 by the store's clock. Set by the store.
    pub at: i64,
    /// Who.
    pub by: String,
    /// What: the name of a [`Decision`](crate::machine::Decision), or `send_again` for a policy.
    pub action: String,
    /// Why.
    pub why: String,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
}

impl AuditLine {
    /// Creates a line. The store sets the time.
    ///
    /// ```
    /// use leads_journal::{AuditLine, State};
    /// let line = AuditLine::new(7, "ann", "drop", "sent by hand", State::Review, State::Dropped);
    /// assert_eq!(line.at, 0, "the store sets the time");
    /// ```
    #[must_use]
    pub fn new(entry: i64, by: &str, action: &str, why: &str, from: State, to: State) -> Self {
        Self { entry, at: 0, by: by.to_owned(), action: action.to_owned(), why: why.to_owned(), from, to }
    }
}

/// A change of an entry.
///
/// ```
/// # #[cfg(not(feature = "sqlite"))] fn main() {}
/// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> leads_journal::Result<()> {
/// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
/// # let folder = tempfile::tempdir().unwrap();
/// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
/// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
/// # let record = store.list(&Query::new()).await?.remove(0);
/// use leads_journal::machine::Progress;
/// let change = Change::of(&record, Progress::new(0));
/// assert_eq!((change.id, change.revision), (record.id, record.revision));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The entry.
    pub id: i64,
    /// The revision that the decision was made on. The change is refused if the entry has another one.
    pub revision: i64,
    /// The new progress.
    pub progress: Progress,
    /// A line for the audit, stored with the change.
    pub audit: Option<AuditLine>,
    /// Whether the stream goes on while the entry is in review.
    pub unblock: bool,
}

impl Change {
    /// Replaces the progress of a record.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// let later = record.progress.put_off(record.progress.due + 60_000).unwrap();
    /// let change = Change::of(&record, later);
    /// assert!(change.audit.is_none() && !change.unblock);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn of(record: &Record, progress: Progress) -> Self {
        Self { id: record.id, revision: record.revision, progress, audit: None, unblock: false }
    }
}

/// What to list.
///
/// ```
/// use leads_journal::{Query, State};
/// let query = Query::new().account("crm").state(State::Ready).state(State::Unknown).limit(20);
/// assert_eq!(query.states, [State::Ready, State::Unknown]);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Query {
    /// Only this account.
    pub account: Option<String>,
    /// Only this stream.
    pub stream: Option<String>,
    /// Only these states; all if empty.
    pub states: Vec<State>,
    /// Only entries with larger numbers.
    pub after: i64,
    /// At most this many; 100 if it is 0.
    pub limit: usize,
}

impl Query {
    /// Lists everything, 100 entries at a time.
    ///
    /// ```
    /// use leads_journal::Query;
    /// assert!(Query::new().states.is_empty(), "entries in every state");
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists the entries of one account only.
    ///
    /// ```
    /// use leads_journal::Query;
    /// assert_eq!(Query::new().account("crm").account.as_deref(), Some("crm"));
    /// ```
    #[must_use]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Lists the entries of one stream only.
    ///
    /// ```
    /// use leads_journal::Query;
    /// assert_eq!(Query::new().stream("customer-12").stream.as_deref(), Some("customer-12"));
    /// ```
    #[must_use]
    pub fn stream(mut self, stream: impl Into<String>) -> Self {
        self.stream = Some(stream.into());
        self
    }

    /// Lists entries in one more state.
    ///
    /// ```
    /// use leads_journal::{Query, State};
    /// assert_eq!(Query::new().state(State::Review).states, [State::Review]);
    /// ```
    #[must_use]
    pub fn state(mut self, state: State) -> Self {
        self.states.push(state);
        self
    }

    /// Continues after an entry.
    ///
    /// ```
    /// use leads_journal::Query;
    /// // The next page, after the last entry of this one.
    /// assert_eq!(Query::new().after(1_200).after, 1_200);
    /// ```
    #[must_use]
    pub fn after(mut self, id: i64) -> Self {
        self.after = id;
        self
    }

    /// Sets the most entries to list.
    ///
    /// ```
    /// use leads_journal::Query;
    /// assert_eq!(Query::new().limit(20).page(), 20);
    /// ```
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Returns the most entries to list.
    ///
    /// ```
    /// use leads_journal::Query;
    /// assert_eq!(Query::new().page(), 100);
    /// ```
    #[must_use]
    pub fn page(&self) -> i64 {
        i64::try_from(if self.limit == 0 { 100 } else { self.limit }).unwrap_or(i64::MAX)
    }
}

/// What a purge did.
///
/// ```
/// use leads_journal::Purged;
/// let purged = Purged::new(3, 1);
/// assert!(purged.kept > 0, "purge again when that attempt has ended");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Purged {
    /// Entries that were removed, with everything that was stored about them.
    pub removed: u64,
    /// Entries that are being sent or verified, and were kept. Purge again when they have ended.
    pub kept: u64,
}

impl Purged {
    /// Describes the result of a purge.
    ///
    /// ```
    /// use leads_journal::Purged;
    /// assert_eq!(Purged::new(0, 0), Purged::default());
    /// ```
    #[must_use]
    pub const fn new(removed: u64, kept: u64) -> Self {
        Self { removed, kept }
    }
}

/// The part of a journal that a worker looks after.
///
/// ```
/// use leads_journal::store::Scope;
/// assert_eq!(Scope::account("crm").shard(2).shard, Some(2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope {
    /// The account.
    pub account: String,
    /// One shard of the account, for stores that have shards.
    pub shard: Option<i32>,
}

impl Scope {
    /// Selects the whole account.
    ///
    /// ```
    /// use leads_journal::store::Scope;
    /// let scope = Scope::account("crm");
    /// assert_eq!((scope.account.as_str(), scope.shard), ("crm", None));
    /// ```
    #[must_use]
    pub fn account(account: impl Into<String>) -> Self {
        Self { account: account.into(), shard: None }
    }

    /// Selects one shard of the account.
    ///
    /// ```
    /// use leads_journal::store::Scope;
    /// assert_ne!(Scope::account("crm").shard(0), Scope::account("crm"));
    /// ```
    #[must_use]
    pub fn shard(mut self, shard: i32) -> Self {
        self.shard = Some(shard);
        self
    }
}

/// A database that keeps entries. It decides nothing: it compares, stores and lists.
///
/// Rules for implementations:
///
/// * What a method returned is durable: it survives a loss of power.
/// * The first open entry of a stream is its head. An entry begins only while it is the head of its stream, and a stream
///   never has two heads, whatever runs at the same time. An entry without a stream is always a head.
/// * [`replace`](Self::replace) changes nothing unless the revision is the stored one.
#[async_trait]
pub trait Store: fmt::Debug + Send + Sync + 'static {
    /// Returns the store's clock, in milliseconds since 1970.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// assert!(store.now().await? > 1_700_000_000_000);
    /// # Ok(())
    /// # }
    /// ```
    async fn now(&self) -> Result<i64>;

    /// Stores entries, all or none, in this order.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// let entry = |operation| NewEntry::new("crm", operation, b"{}".to_vec());
    /// let inserted = store.insert(vec![entry("create_lead"), entry("update_lead")]).await?;
    /// let [Inserted::New(first), Inserted::New(second)] = inserted[..] else { unreachable!() };
    /// assert!(first < second);
    /// # Ok(())
    /// # }
    /// ```
    async fn insert(&self, entries: Vec<NewEntry>) -> Result<Vec<Inserted>>;

    /// Returns an entry.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// assert_eq!(store.get(record.id).await?.unwrap().operation, "create_lead");
    /// assert!(store.get(record.id + 1).await?.is_none());
    /// # Ok(())
    /// # }
    /// ```
    async fn get(&self, id: i64) -> Result<Option<Record>>;

    /// Returns the entry of an account that has a key.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// let mut entry = NewEntry::new("crm", "create_lead", b"{}".to_vec());
    /// entry.key = Some("order-7".to_owned());
    /// store.insert(vec![entry]).await?;
    /// assert!(store.by_key("crm", "order-7").await?.is_some());
    /// assert!(store.by_key("other account", "order-7").await?.is_none());
    /// # Ok(())
    /// # }
    /// ```
    async fn by_key(&self, account: &str, key: &str) -> Result<Option<Record>>;

    /// Returns heads of streams that are ready or unknown and due at a time, the longest due first.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// for operation in ["create_lead", "update_lead"] {
    ///     let mut entry = NewEntry::new("crm", operation, b"{}".to_vec());
    ///     entry.stream = Some("customer-12".to_owned());
    ///     store.insert(vec![entry]).await?;
    /// }
    /// let due = store.due(&Scope::account("crm"), store.now().await?, 10).await?;
    /// assert_eq!(due.len(), 1, "only the head of the stream");
    /// assert_eq!(due[0].operation, "create_lead");
    /// # Ok(())
    /// # }
    /// ```
    async fn due(&self, scope: &Scope, now: i64, limit: usize) -> Result<Vec<Record>>;

    /// Returns when the next head of a stream is due.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// assert_eq!(store.next_due(&Scope::account("crm")).await?, None);
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// assert_eq!(store.next_due(&Scope::account("crm")).await?, Some(record.progress.due));
    /// # Ok(())
    /// # }
    /// ```
    async fn next_due(&self, scope: &Scope) -> Result<Option<i64>>;

    /// Returns the attempts that are under way.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// use std::time::Duration;
    /// let begun = record.progress.begin(store.now().await?, Duration::from_secs(120)).unwrap();
    /// assert!(store.replace(Change::of(&record, begun)).await?);
    /// assert_eq!(store.under_way(&Scope::account("crm")).await?[0].id, record.id);
    /// # Ok(())
    /// # }
    /// ```
    async fn under_way(&self, scope: &Scope) -> Result<Vec<UnderWay>>;

    /// Replaces the progress of an entry; `false` if its revision is another one, or if it is to begin and is not the head
    /// of its stream.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// let later = record.progress.put_off(record.progress.due + 60_000).unwrap();
    /// let change = Change::of(&record, later);
    /// assert!(store.replace(change.clone()).await?);
    /// assert!(!store.replace(change).await?, "the revision is another one now");
    /// # Ok(())
    /// # }
    /// ```
    async fn replace(&self, change: Change) -> Result<bool>;

    /// Lists entries by number.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// let ready = Query::new().account("crm").state(State::Ready);
    /// assert_eq!(store.list(&ready).await?.len(), 1);
    /// assert!(store.list(&ready.after(record.id)).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    async fn list(&self, query: &Query) -> Result<Vec<Record>>;

    /// Returns how many entries of an account are in each state.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// assert!(store.count(None).await?.contains(&(State::Ready, 1)));
    /// # let _ = record;
    /// # Ok(())
    /// # }
    /// ```
    async fn count(&self, account: Option<&str>) -> Result<Vec<(State, u64)>>;

    /// Removes everything that is stored about a lead: the entries of the stream, and those that created the record.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// let mut entry = NewEntry::new("crm", "update_lead", b"{}".to_vec());
    /// entry.stream = Some("1003-leads".to_owned());
    /// store.insert(vec![entry]).await?;
    /// assert_eq!(store.purge(Some("crm"), "1003-leads").await?, Purged::new(1, 0));
    /// # Ok(())
    /// # }
    /// ```
    async fn purge(&self, account: Option<&str>, lead: &str) -> Result<Purged>;

    /// Removes some entries and deliveries that ended before a time, with their keys; entries that a person should look at
    /// are kept. Returns how many were removed: 0 if none is left.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// let now = store.now().await?;
    /// assert_eq!(store.sweep(now).await?, 0, "no entry has ended yet");
    /// assert!(store.get(record.id).await?.is_some());
    /// # Ok(())
    /// # }
    /// ```
    async fn sweep(&self, before: i64) -> Result<u64>;

    /// Returns the audit of an entry, oldest first.
    ///
    /// ```
    /// # #[cfg(not(feature = "sqlite"))] fn main() {}
    /// # #[cfg(feature = "sqlite")] #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> leads_journal::Result<()> {
    /// # use leads_journal::{SqliteOptions, SqliteStore, State, Store, store::*};
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db")))?;
    /// # store.insert(vec![NewEntry::new("crm", "create_lead", b"{}".to_vec())]).await?;
    /// # let record = store.list(&Query::new()).await?.remove(0);
    /// let later = record.progress.put_off(record.progress.due + 60_000).unwrap();
    /// let mut change = Change::of(&record, later);
    /// let (from, to) = (State::Ready, State::Ready);
    /// change.audit = Some(AuditLine::new(record.id, "ann", "put_off", "holiday", from, to));
    /// store.replace(change).await?;
    /// assert_eq!(store.audit(record.id).await?[0].why, "holiday");
    /// # Ok(())
    /// # }
    /// ```
    async fn audit(&self, entry: i64) -> Result<Vec<AuditLine>>;
}
