//! Sending an entry.

use super::{Worker, guard};
use crate::account::Account;
use crate::entry::Write;
use crate::error::Result;
use crate::machine::AttemptResult;
use crate::store::Record;
use leads_core::{CallOptions, Error, ErrorKind, WriteOutcome};
use std::time::Duration;
use tokio::time::Instant;

/// The shortest time that is worth starting a call for.
const SHORTEST_CALL: Duration = Duration::from_millis(5);

impl Worker {
    /// Stores that the entry begins, sends it, and stores the response.
    pub(super) async fn send(&self, account: &dyn Account, record: Record, write: &Write) -> Result<()> {
        let store = &self.journal.inner.store;
        let lease = self.lease();
        // Measured from before the store's clock is asked, so that this process gives up first.
        let end = Instant::now() + lease;
        let begun = record.progress.begin(store.now().await?, lease)?;
        if !self.replace(&record, begun.clone(), None).await? {
            return Ok(());
        }
        let attempt = begun.attempts;
        let record = Record { revision: record.revision + 1, progress: begun, ..record };
        let answer = self.call(account, write, end).await;
        let rules = self.rules_of(&record);
        let now = match store.now().await {
            Ok(now) => now,
            // Only the delay of a repetition depends on it.
            Err(_) => record.progress.begun.unwrap_or_default(),
        };
        self.record(record, |progress| progress.attempt_ended(attempt, answer.clone(), now, &rules)).await
    }

    async fn call(&self, account: &dyn Account, write: &Write, end: Instant) -> AttemptResult {
        // The call ends before the lease, so that its response can be stored within it.
        let left = end.saturating_duration_since(Instant::now()).saturating_sub(self.margin() / 2);
        if left < SHORTEST_CALL {
            let error = Error::new(ErrorKind::Timeout, "the lease was over before anything was sent");
            return AttemptResult::failure(WriteOutcome::NotApplied, error.with_retryable(true).report());
        }
        let options = CallOptions::new().deadline(left.min(self.call));
        match guard::until(end, account.send(write, &options)).await {
            Some(Ok(sent)) => AttemptResult::success(sent.outcome, sent.id),
            Some(Err(error)) => AttemptResult::from(&error),
            None => {
                let error = Error::new(ErrorKind::Timeout, "the lease was over before the response arrived");
                AttemptResult::failure(WriteOutcome::Unknown, error.report())
            }
        }
    }
}
