//! The worker's loop.

use super::Worker;
use crate::error::Result;
use crate::store::{Record, Scope};
use futures_util::FutureExt as _;
use futures_util::future::{Fuse, FusedFuture as _};
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::PoisonError;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// How often ended entries are swept.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);

/// How often to check for attempts whose processes died.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Returns whether nothing more may begin. Waits for nothing.
fn is_stopped(shutdown: &mut Pin<&mut Fuse<impl Future<Output = ()>>>) -> bool {
    shutdown.is_terminated() || shutdown.as_mut().now_or_never().is_some()
}

/// The entries that a loop has in its hands.
#[derive(Default)]
struct Hands {
    tasks: JoinSet<(i64, String)>,
    entries: HashSet<i64>,
    by_account: HashMap<String, usize>,
}

impl Hands {
    fn take(&mut self, worker: &Worker, record: Record) {
        let (id, account) = (record.id, record.account.clone());
        self.entries.insert(id);
        *self.by_account.entry(account.clone()).or_default() += 1;
        let worker = worker.clone();
        self.tasks.spawn(async move {
            // A panic of an account or an observer ends this step, like a crash: its entry stays begun, and is found by the
            // watch. The account's place must be free again.
            drop(AssertUnwindSafe(worker.process(record)).catch_unwind().await);
            (id, account)
        });
    }

    fn release(&mut self, done: std::result::Result<(i64, String), tokio::task::JoinError>) {
        let Ok((id, account)) = done else { return };
        self.entries.remove(&id);
        if let Some(count) = self.by_account.get_mut(&account) {
            *count = count.saturating_sub(1);
        }
    }

    /// Releases a task that ended, and all others that have ended too.
    fn release_all(&mut self, done: std::result::Result<(i64, String), tokio::task::JoinError>) {
        self.release(done);
        while let Some(done) = self.tasks.try_join_next() {
            self.release(done);
        }
    }

    fn free(&self, worker: &Worker, account: &str) -> usize {
        let used = self.by_account.get(account).copied().unwrap_or_default();
        let all = worker.total.saturating_sub(self.entries.len());
        worker.per_account.saturating_sub(used).min(all)
    }
}

impl Worker {
    /// Sends entries until `shutdown` completes. Then nothing more begins; calls that are under way finish, and their
    /// responses are stored.
    ///
    /// Failures of the store are reported to the observer and tried again, so this does not return because of them.
    /// Dropping the future stops at once, like a crash: nothing is lost or doubled, and what was under way is verified by
    /// the next worker.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the store cannot be read at the start.
    pub async fn run_until(&self, shutdown: impl Future<Output = ()> + Send) -> Result<()> {
        self.journal.inner.store.now().await?;
        let mut shutdown = pin!(shutdown.fuse());
        let mut changes = self.journal.inner.changes.subscribe();
        let mut hands = Hands::default();
        let mut swept: Option<Instant> = None;
        while !is_stopped(&mut shutdown) {
            changes.mark_unchanged();
            let names = self.accounts_now().await;
            let scopes: Vec<Scope> = names.into_iter().map(Scope::account).collect();
            let wait = match self.round(&scopes, &mut hands, &mut shutdown).await {
                Ok(wait) => wait.min(self.poll),
                Err(error) => {
                    self.observe_failure(&error);
                    self.poll
                }
            };
            if swept.is_none_or(|swept| swept.elapsed() > SWEEP_EVERY) {
                swept = Some(Instant::now());
                if let Err(error) = self.journal.sweep(self.retention).await {
                    self.observe_failure(&error);
                }
            }
            tokio::select! {
                () = &mut shutdown => {}
                Some(done) = hands.tasks.join_next() => hands.release_all(done),
                _ = changes.changed() => {}
                () = sleep(wait) => {}
            }
        }
        while let Some(done) = hands.tasks.join_next().await {
            hands.release(done);
        }
        Ok(())
    }

    /// Sends what is due in one part of the journal until nothing more is due, and returns how long to wait for the rest;
    /// `None` if nothing is open. For engines that decide elsewhere which worker runs when.
    ///
    /// After `shutdown` completes, nothing more begins.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the store failed.
    pub async fn drain(&self, scope: &Scope, shutdown: impl Future<Output = ()> + Send) -> Result<Option<Duration>> {
        let mut shutdown = pin!(shutdown.fuse());
        let mut hands = Hands::default();
        let scopes = [scope.clone()];
        let result = loop {
            let stopped = is_stopped(&mut shutdown);
            let round = if stopped { Ok(Duration::ZERO) } else { self.round(&scopes, &mut hands, &mut shutdown).await };
            if round.is_err() || hands.entries.is_empty() {
                break round;
            }
            tokio::select! {
                Some(done) = hands.tasks.join_next() => hands.release_all(done),
                () = &mut shutdown, if !stopped => {}
                else => break round,
            }
        };
        while let Some(done) = hands.tasks.join_next().await {
            hands.release(done);
        }
        let wait = result?;
        let store = &self.journal.inner.store;
        let open = store.next_due(scope).await?.is_some() || !store.under_way(scope).await?.is_empty();
        Ok(open.then_some(wait))
    }

    /// Removes ended entries whose retention is over. [`run_until`](Self::run_until) does this by itself.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](crate::JournalError::Store) if the store failed.
    pub async fn sweep(&self) -> Result<u64> {
        self.journal.sweep(self.retention).await
    }

    /// Takes lost attempts from their owners, starts what is due, and returns how long to wait for more.
    ///
    /// Starts nothing once `shutdown` is complete, also if that happened while this waited for the store.
    async fn round(
        &self,
        scopes: &[Scope],
        hands: &mut Hands,
        shutdown: &mut Pin<&mut Fuse<impl Future<Output = ()>>>,
    ) -> Result<Duration> {
        let store = &self.journal.inner.store;
        let mut wait = Duration::from_secs(3600);
        for scope in scopes {
            if self.look_for_lost(scope).await? {
                wait = wait.min(Duration::from_millis(250));
            }
            let free = hands.free(self, &scope.account);
            if free == 0 {
                continue;
            }
            let now = store.now().await?;
            let due = store.due(scope, now, free + hands.entries.len()).await?;
            let due: Vec<Record> = due.into_iter().filter(|record| !hands.entries.contains(&record.id)).collect();
            let some_left = due.len() > free;
            if is_stopped(shutdown) {
                // The loop must see it at once, and what is due stays due.
                return Ok(Duration::ZERO);
            }
            for record in due.into_iter().take(free) {
                hands.take(self, record);
            }
            if let (false, Some(next)) = (some_left, store.next_due(scope).await?) {
                // What is due now is in our hands, or was taken by another caller a moment ago.
                let left = u64::try_from(next.saturating_sub(now)).unwrap_or_default().max(20);
                wait = wait.min(Duration::from_millis(left));
            }
        }
        Ok(wait)
    }

    /// Finds attempts whose processes died, and returns whether any attempt is being watched.
    async fn look_for_lost(&self, scope: &Scope) -> Result<bool> {
        let store = &self.journal.inner.store;
        let key = format!("{}\0{:?}", scope.account, scope.shard);
        let now = self.memory.origin.elapsed();
        {
            let watches = self.memory.watches.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(looked) = watches.get(&key).filter(|looked| now.saturating_sub(looked.at) < LOOK_EVERY) {
                return Ok(looked.watched);
            }
        }
        let under_way = store.under_way(scope).await?;
        let watched = !under_way.is_empty();
        let lost = {
            let mut watches = self.memory.watches.lock().unwrap_or_else(PoisonError::into_inner);
            let looked = watches.entry(key).or_default();
            (looked.at, looked.watched) = (now, watched);
            let attempts = under_way.into_iter().map(|attempt| (attempt.id, attempt.attempt, attempt.lease));
            looked.watch.lost(attempts, now)
        };
        for (entry, attempt) in lost {
            let Some(record) = store.get(entry).await? else { continue };
            if let Ok(progress) = record.progress.lost(attempt, store.now().await?) {
                self.replace(&record, progress, None).await?;
            }
        }
        Ok(watched)
    }
}
