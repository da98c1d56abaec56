//! One step of one entry.

use super::Worker;
use crate::error::{JournalError, Result};
use crate::machine::{NotAllowed, Progress, State};
use crate::report::EntryReport;
use crate::store::{AuditLine, Change, Record};
use leads_core::{Error, Safety};
use std::time::Duration;

/// How long an entry waits whose account cannot be connected, or whose body cannot be opened.
const SETUP_DELAY: i64 = 30_000;
/// How often a change is tried again while the store fails.
const STORE_TRIES: u32 = 60;

impl Worker {
    /// Does the next step of an entry that is due.
    pub(super) async fn process(&self, record: Record) {
        if let Err(error) = self.step(record).await {
            self.observe_failure(&error);
        }
    }

    async fn step(&self, record: Record) -> Result<()> {
        let store = &self.journal.inner.store;
        let account = match self.find_account(&record.account).await {
            Ok(account) => account,
            Err(_) => return self.put_off(&record).await,
        };
        let write = match self.journal.write_of(&record) {
            Ok(write) => write,
            // The application forgot a key; that does not concern the entry.
            Err(error @ JournalError::Sealed) => {
                self.observe_failure(&error);
                return self.put_off(&record).await;
            }
            Err(JournalError::Invalid(error)) => return self.unreadable(&record, &error).await,
            Err(other) => return Err(other),
        };
        let checked = account.check(&write).and_then(|knowledge| match knowledge.safety {
            Safety::Read => Err(Error::invalid("operation", "is a read; a journal sends writes only")),
            _ => Ok(knowledge),
        });
        match checked {
            Err(error) if error.is_unsupported() => self.unreadable(&record, &error).await,
            Err(error) => {
                let progress = record.progress.invalid(error.report(), store.now().await?)?;
                self.replace(&record, progress, None).await.map(drop)
            }
            Ok(_) if record.progress.state == State::Ready => self.send(&*account, record, &write).await,
            Ok(knowledge) => self.decide(&*account, record, &write, knowledge).await,
        }
    }

    async fn put_off(&self, record: &Record) -> Result<()> {
        let until = self.journal.inner.store.now().await?.saturating_add(SETUP_DELAY);
        self.replace(record, record.progress.put_off(until)?, None).await.map(drop)
    }

    async fn unreadable(&self, record: &Record, error: &Error) -> Result<()> {
        self.replace(record, record.progress.unreadable(error.report())?, None).await.map(drop)
    }

    /// Stores a change that was decided on a record; `false` if another caller changed it.
    pub(super) async fn replace(&self, record: &Record, progress: Progress, audit: Option<AuditLine>) -> Result<bool> {
        let changed = Record { progress: progress.clone(), ..record.clone() };
        let change = Change { audit, unblock: self.unblock, ..Change::of(record, progress) };
        if !self.journal.inner.store.replace(change).await? {
            return Ok(false);
        }
        self.journal.changed();
        self.observe(&EntryReport::from(&changed));
        Ok(true)
    }

    /// Stores a change that must not be lost: tries again while the store fails, and decides again if another caller
    /// changed the entry. What is not stored in the end is found by the next worker as an attempt without a response.
    pub(super) async fn record(
        &self,
        mut record: Record,
        decide: impl Fn(&Progress) -> Result<Progress, NotAllowed>,
    ) -> Result<()> {
        let mut delay = Duration::from_millis(50);
        for _ in 0..STORE_TRIES {
            // The entry has moved on without this response.
            let Ok(progress) = decide(&record.progress) else { return Ok(()) };
            match self.replace(&record, progress, None).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) => {
                    self.observe_failure(&error);
                    tokio::time::sleep(delay).await;
                    delay = (delay * 2).min(Duration::from_secs(5));
                }
            }
            // The change may have been stored although the store failed, so the entry is read again in both cases.
            match self.journal.inner.store.get(record.id).await {
                Ok(Some(now)) => record = now,
                Ok(None) => return Ok(()),
                Err(error) => self.observe_failure(&error),
            }
        }
        Ok(())
    }
}
