//! Entries whose effect is unknown.

use super::{Worker, guard};
use crate::account::Account;
use crate::entry::Write;
use crate::error::Result;
use crate::machine::{Knowledge, Next, State};
use crate::store::{AuditLine, Record};
use chrono::Utc;
use leads_core::{CallOptions, Lost, Resolution};
use std::sync::PoisonError;
use std::time::Duration;
use tokio::time::Instant;

impl Worker {
    /// Decides what to do with an entry whose effect is unknown, and does it.
    pub(super) async fn decide(
        &self,
        account: &dyn Account,
        record: Record,
        write: &Write,
        mut knowledge: Knowledge,
    ) -> Result<()> {
        let rules = self.rules_of(&record);
        let attempt = record.progress.attempts;
        loop {
            let now = self.journal.inner.store.now().await?;
            match record.progress.next(now, knowledge, &rules)? {
                Next::Become(progress, by_policy) => {
                    let audit = self.policy(&record).filter(|_| by_policy).map(|policy| {
                        let (from, to) = (State::Unknown, progress.state);
                        AuditLine::new(record.id, &policy.by, "send_again", &policy.why, from, to)
                    });
                    self.replace(&record, *progress, audit).await?;
                    self.forget_unknown(record.id, attempt);
                    return Ok(());
                }
                Next::Verify => {}
            }
            let seen = self.first_seen_unknown(record.id, attempt);
            // By this process's steady clock. When it is seen, it is not being sent any more.
            let seen = seen.elapsed();
            // It was sent between the beginning of the attempt, by the store's clock, and then.
            let passed = record.progress.begun.map_or(0, |begun| now.saturating_sub(begun));
            let passed = Duration::from_millis(u64::try_from(passed).unwrap_or_default()).max(seen);
            let passed_by_clock = chrono::TimeDelta::from_std(passed).unwrap_or_default();
            let began = Utc::now().checked_sub_signed(passed_by_clock).unwrap_or_default();
            let lost = Lost::since(began).sent_within(passed.saturating_sub(seen));
            let options = CallOptions::new().deadline(self.call);
            // One that waits for a write to become visible is cut off, and continues with the next check.
            let found = match guard::until(Instant::now() + self.lease(), account.resolve(write, lost, &options)).await
            {
                Some(Ok(found)) => Some(found),
                Some(Err(error)) if error.is_unsupported() => {
                    knowledge.resolvable = false;
                    continue;
                }
                Some(Err(_)) | None => None,
            };
            let now = self.journal.inner.store.now().await?;
            let entry = record.id;
            self.record(record, |progress| progress.verified(attempt, found, now, &rules)).await?;
            if found.is_some_and(|found| found != Resolution::CannotTell) {
                self.forget_unknown(entry, attempt);
            }
            return Ok(());
        }
    }

    fn first_seen_unknown(&self, entry: i64, attempt: u32) -> Instant {
        let mut seen = self.memory.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        *seen.entry((entry, attempt)).or_insert_with(Instant::now)
    }

    fn forget_unknown(&self, entry: i64, attempt: u32) {
        let mut seen = self.memory.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        seen.remove(&(entry, attempt));
    }
}
