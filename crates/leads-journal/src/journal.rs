//! The journal.

use crate::entry::{Entry, Write};
use crate::error::{JournalError, Result};
use crate::machine::{Decision, State};
use crate::report::{DeadLetter, EntryReport};
use crate::seal::Sealer;
use crate::store::{AuditLine, Change, Inserted, NewEntry, Purged, Query, Record, Store};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often [`Journal::wait`] checks for changes of other processes.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// A durable journal of writes. Clones share one store.
///
/// See the [crate's page](crate) for the whole picture.
#[derive(Clone, Debug)]
pub struct Journal {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sealer: Sealer,
    /// Counts the changes that this process made.
    pub(crate) changes: watch::Sender<u64>,
}

/// The entry that was enqueued.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// Its number.
    pub entry: i64,
    /// Whether it was there already, with the same key and the same body.
    pub known: bool,
}

impl Receipt {
    /// Describes an entry.
    #[must_use]
    pub const fn new(entry: i64, known: bool) -> Self {
        Self { entry, known }
    }
}

impl Journal {
    /// Opens a journal in one SQLite file, and creates the file if it is missing.
    ///
    /// # Errors
    ///
    /// As [`SqliteStore::open`](crate::SqliteStore::open).
    #[cfg(feature = "sqlite")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sqlite")))]
    pub async fn open(path: impl Into<std::path::PathBuf>) -> Result<Self> {
        Self::open_with(crate::SqliteOptions::new(path)).await
    }

    /// Opens a journal in one SQLite file with options.
    ///
    /// # Errors
    ///
    /// As [`SqliteStore::open`](crate::SqliteStore::open).
    #[cfg(feature = "sqlite")]
    #[cfg_attr(docsrs, doc(cfg(feature = "sqlite")))]
    pub async fn open_with(options: crate::SqliteOptions) -> Result<Self> {
        let opened = tokio::task::spawn_blocking(move || crate::SqliteStore::open(&options)).await;
        let store = opened.map_err(|error| crate::StoreError::new("the file could not be opened", error))??;
        Ok(Self::new(Arc::new(store)))
    }

    /// Creates a journal over a store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        let inner = Inner { store, sealer: Sealer::default(), changes: watch::Sender::new(0) };
        Self { inner: Arc::new(inner) }
    }

    /// Encrypts the bodies of new entries with a key. `older` keys open bodies that were encrypted before.
    #[cfg(feature = "encryption")]
    #[cfg_attr(docsrs, doc(cfg(feature = "encryption")))]
    #[must_use]
    pub fn encrypted(self, key: crate::BodyKey, older: impl IntoIterator<Item = crate::BodyKey>) -> Self {
        let sealer = Sealer { keys: std::iter::once(key).chain(older).collect() };
        let inner = Inner { store: Arc::clone(&self.inner.store), sealer, changes: watch::Sender::new(0) };
        Self { inner: Arc::new(inner) }
    }

    /// Returns the store.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.inner.store
    }

    /// Stores a write. When this returns, the write is on the disk, and a worker will send it.
    ///
    /// If the account has an entry with the same key and the same write, nothing is stored and its number is returned.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Invalid`] if the request contains a secret, [`JournalError::KeyReused`] if the key belongs
    /// to another write, and [`JournalError::Store`] if the store failed; with a key, it can be enqueued again safely.
    pub async fn enqueue(&self, account: &str, entry: Entry) -> Result<Receipt> {
        let receipts = self.enqueue_all([(account, entry)]).await?;
        receipts.into_iter().next().ok_or(JournalError::NotFound)
    }

    /// Stores writes of one or several accounts in their order, in one transaction.
    ///
    /// ```
    /// # async fn run(journal: leads_journal::Journal) -> leads_journal::Result<()> {
    /// use leads_core::client::NewLead;
    /// use leads_journal::Entry;
    /// let lead = || {
    ///     Entry::create(NewLead::new("Jane Doe").email("jane@example.com")).key("enquiry-17")
    /// };
    /// journal.enqueue_all([("till", lead()), ("crm", lead())]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`enqueue`](Self::enqueue). If the store fails, none is stored. If one of them is
    /// [`KeyReused`](JournalError::KeyReused), the others are stored; with keys, the corrected batch can be enqueued again.
    pub async fn enqueue_all<'a>(
        &self,
        entries: impl IntoIterator<Item = (&'a str, Entry)> + Send,
    ) -> Result<Vec<Receipt>> {
        let prepared = entries.into_iter().map(|(account, entry)| self.prepare(account, entry));
        let new: Vec<_> = prepared.collect::<Result<_>>()?;
        let (writes, new): (Vec<Write>, Vec<NewEntry>) = new.into_iter().unzip();
        let inserted = self.inner.store.insert(new).await?;
        self.changed();
        let receipt = |(write, inserted): (&Write, Inserted)| match inserted {
            Inserted::New(entry) => Ok(Receipt { entry, known: false }),
            // One that cannot be read may be the same write: another key would send it twice.
            Inserted::Known(known) => match self.write_of(&known)? == *write {
                true => Ok(Receipt { entry: known.id, known: true }),
                false => Err(JournalError::KeyReused { entry: known.id }),
            },
        };
        writes.iter().zip(inserted).map(receipt).collect()
    }

    /// Converts an entry into a row, for stores that insert it within a transaction of the application.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Invalid`] if the request contains a secret or a field is blank.
    pub fn prepare(&self, account: &str, entry: Entry) -> Result<(Write, NewEntry)> {
        let Entry { write, key, stream, replaceable, not_before } = entry;
        let write = write.map_err(JournalError::Invalid)?;
        for (field, text) in [("account", Some(account)), ("key", key.as_deref()), ("stream", stream.as_deref())] {
            if text.is_some_and(|text| text.trim().is_empty() || text.contains('\0')) {
                return Err(JournalError::Invalid(leads_core::Error::invalid(field, "must not be blank")));
            }
        }
        let body = serde_json::to_vec(&write).map_err(|error| {
            JournalError::Invalid(leads_core::Error::invalid("write", "cannot be stored").with_source(error))
        })?;
        let mut new = NewEntry::new(account, write.operation(), self.inner.sealer.seal(account, body)?);
        (new.key, new.stream, new.replaceable) = (key, stream, replaceable);
        new.not_before = not_before.map(|time| time.timestamp_millis());
        Ok((write, new))
    }

    /// Reads the write of a record.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Sealed`] without its key, and [`JournalError::Invalid`] if this version cannot read it.
    pub fn write_of(&self, record: &Record) -> Result<Write> {
        let body = self.inner.sealer.open(&record.account, &record.body)?;
        serde_json::from_slice(&body).map_err(|error| {
            let unreadable = leads_core::Error::unsupported("this version cannot read the stored write");
            let help = "use the version that stored it, or a newer one";
            JournalError::Invalid(unreadable.with_field("request").with_help(help).with_source(error))
        })
    }

    /// Returns what is known about an entry.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::NotFound`] if there is no such entry, or it was removed after its retention.
    pub async fn report(&self, entry: i64) -> Result<EntryReport> {
        Ok(EntryReport::from(&self.record(entry).await?))
    }

    /// Returns what is known about the entry that has a key.
    ///
    /// # Errors
    ///
    /// As [`report`](Self::report).
    pub async fn find(&self, account: &str, key: &str) -> Result<EntryReport> {
        let record = self.inner.store.by_key(account, key).await?.ok_or(JournalError::NotFound)?;
        Ok(EntryReport::from(&record))
    }

    /// Waits until the entry with a key has ended or needs a person, and returns what is known about it.
    ///
    /// Dropping the future changes nothing. An entry in review counts as ended here, because only a person moves it.
    ///
    /// # Errors
    ///
    /// As [`report`](Self::report).
    pub async fn wait(&self, account: &str, key: &str) -> Result<EntryReport> {
        let mut changes = self.inner.changes.subscribe();
        loop {
            changes.mark_unchanged();
            let report = self.find(account, key).await?;
            if !report.state.is_open() || report.state == State::Review {
                return Ok(report);
            }
            // An error means that there is no sender, but this journal holds it.
            let _ = tokio::time::timeout(LOOK_AGAIN, changes.changed()).await;
        }
    }

    /// Lists the entries that a person should look at: in review, refused, or partly applied.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`] if the store failed.
    pub async fn dead(&self, mut query: Query) -> Result<Vec<DeadLetter>> {
        if query.states.is_empty() {
            query.states = State::ALL.into_iter().filter(|state| state.is_dead()).collect();
        }
        let records = self.inner.store.list(&query).await?;
        let letter = |record: &Record| DeadLetter { report: record.into(), write: self.write_of(record).ok() };
        Ok(records.iter().map(letter).collect())
    }

    /// Lists entries.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`] if the store failed.
    pub async fn list(&self, query: Query) -> Result<Vec<EntryReport>> {
        Ok(self.inner.store.list(&query).await?.iter().map(EntryReport::from).collect())
    }

    /// Returns how many entries are in each state.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`] if the store failed.
    pub async fn count(&self, account: Option<&str>) -> Result<Vec<(State, u64)>> {
        self.inner.store.count(account).await
    }

    /// Sends an entry again that is in review or was refused, and writes who decided it and why into the audit.
    ///
    /// An entry in review may have taken effect. Look at the vendor's data first: if the change is there, use
    /// [`mark_applied`](Self::mark_applied).
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::NotAllowed`] in any other state, and [`JournalError::Changed`] if another caller changed the
    /// entry at the same time.
    pub async fn retry(&self, entry: i64, by: &str, why: &str) -> Result<EntryReport> {
        self.decide(entry, Decision::Retry, by, why).await
    }

    /// Ends an entry without sending it (again), and writes who decided it and why into the audit.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::NotAllowed`] if the entry is being sent or has ended well, and [`JournalError::Changed`] if
    /// another caller changed it at the same time.
    pub async fn drop(&self, entry: i64, by: &str, why: &str) -> Result<EntryReport> {
        self.decide(entry, Decision::Drop, by, why).await
    }

    /// Ends an entry whose change a person has seen at the vendor, and writes who decided it and why into the audit.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::NotAllowed`] unless the entry is unknown, in review, refused or partly applied, and
    /// [`JournalError::Changed`] if another caller changed it at the same time.
    pub async fn mark_applied(&self, entry: i64, by: &str, why: &str) -> Result<EntryReport> {
        self.decide(entry, Decision::MarkApplied, by, why).await
    }

    /// Returns what was decided about an entry, oldest first.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`] if the store failed.
    pub async fn audit(&self, entry: i64) -> Result<Vec<AuditLine>> {
        self.inner.store.audit(entry).await
    }

    /// Removes everything that is stored about a lead: the entries of this stream, and those that created this record, of
    /// one account or of all.
    ///
    /// Entries that were not sent are removed too, and will not be sent. Those that are being sent or verified are kept:
    /// purge again when they have ended.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`] if the store failed.
    pub async fn purge(&self, account: Option<&str>, lead: &str) -> Result<Purged> {
        let purged = self.inner.store.purge(account, lead).await;
        self.changed();
        purged
    }

    /// Removes entries and deliveries that ended longer ago than the retention, with their keys, and returns how many.
    /// Workers do this too; a program with an [`Inbox`](crate::Inbox) and no worker must call it.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`] if the store failed.
    pub async fn sweep(&self, retention: Duration) -> Result<u64> {
        let now = self.inner.store.now().await?;
        let before = now.saturating_sub(i64::try_from(retention.as_millis()).unwrap_or(i64::MAX));
        let mut removed = 0;
        loop {
            let some = self.inner.store.sweep(before).await?;
            removed += some;
            if some == 0 {
                return Ok(removed);
            }
        }
    }

    async fn record(&self, entry: i64) -> Result<Record> {
        self.inner.store.get(entry).await?.ok_or(JournalError::NotFound)
    }

    async fn decide(&self, entry: i64, decision: Decision, by: &str, why: &str) -> Result<EntryReport> {
        for (field, text) in [("by", by), ("why", why)] {
            if text.trim().is_empty() {
                return Err(JournalError::Invalid(leads_core::Error::invalid(field, "must not be blank")));
            }
        }
        let record = self.record(entry).await?;
        let progress = record.progress.decided(decision, self.inner.store.now().await?)?;
        let audit = AuditLine::new(entry, by, decision.as_str(), why, record.progress.state, progress.state);
        let change = Change { audit: Some(audit), ..Change::of(&record, progress) };
        if !self.inner.store.replace(change).await? {
            return Err(JournalError::Changed);
        }
        self.changed();
        self.report(entry).await
    }

    /// Wakes those who wait in this process.
    pub(crate) fn changed(&self) {
        self.inner.changes.send_modify(|count| *count = count.wrapping_add(1));
    }
}
