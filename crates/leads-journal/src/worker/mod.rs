//! Sending what the journal holds.

mod decide;
mod guard;
#[cfg(feature = "metrics")]
mod metrics;
mod observer;
mod policy;
mod process;
mod run;
mod send;

#[cfg(feature = "metrics")]
pub use metrics::JournalMetrics;
pub use observer::JournalObserver;

use crate::account::{Account, AccountSource, Fixed};
use crate::journal::Journal;
use crate::machine::{CannotTell, Rules, Watch};
use crate::report::EntryReport;
use leads_core::Error;
use policy::Policy;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How much longer the lease of an attempt is than its call, at most.
const LEASE_MARGIN: Duration = Duration::from_secs(5);

/// Sends the entries of a journal: in order for each stream, at most once unless sending again is proved safe or the
/// application assumes that it is, and within the limits of each account's client.
///
/// Several workers, also in several processes, can run on one journal.
///
/// ```no_run
/// # async fn run(journal: leads_journal::Journal, crm: nutshell::Client) -> leads_journal::Result<()> {
/// use leads_journal::{VendorAccount, Worker};
/// use std::time::Duration;
///
/// let worker = Worker::new(journal)
///     .account("crm", VendorAccount::new(nutshell::api::registry(), crm))
///     .patience(Duration::from_secs(600))
///     .on_end(|report| println!("{} is {}", report.operation, report.state));
/// // Until Ctrl-C; calls that are under way finish.
/// let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
/// # drop(stop);
/// worker.run_until(async { let _ = stopped.await; }).await
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Worker {
    pub(crate) journal: Journal,
    fixed: Fixed,
    source: Option<Arc<dyn AccountSource>>,
    pub(crate) rules: Rules,
    pub(crate) policies: Vec<Policy>,
    pub(crate) call: Duration,
    pub(crate) per_account: usize,
    pub(crate) total: usize,
    pub(crate) poll: Duration,
    pub(crate) retention: Duration,
    pub(crate) unblock: bool,
    pub(crate) observers: Vec<Arc<dyn JournalObserver>>,
    pub(crate) memory: Arc<Memory>,
}

/// What a worker has seen so far, by its own steady clock. It is lost with the process, which only makes the next one
/// wait longer.
pub(crate) struct Memory {
    pub(crate) origin: Instant,
    /// The attempts under way, by scope.
    pub(crate) watches: Mutex<HashMap<String, Looked>>,
    /// Since when the effect of an attempt is known to be unknown.
    pub(crate) unknown: Mutex<HashMap<(i64, u32), Instant>>,
}

/// The attempts under way in a scope, when they were looked at last.
#[derive(Default)]
pub(crate) struct Looked {
    pub(crate) watch: Watch,
    pub(crate) at: Duration,
    pub(crate) watched: bool,
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("accounts", &self.fixed.0.keys().collect::<Vec<_>>())
            .field("source", &self.source)
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}

impl Worker {
    /// Creates a worker without accounts.
    pub fn new(journal: Journal) -> Self {
        let memory = Memory { origin: Instant::now(), watches: Mutex::default(), unknown: Mutex::default() };
        Self {
            journal,
            fixed: Fixed::default(),
            source: None,
            rules: Rules::default(),
            policies: Vec::new(),
            call: Duration::from_secs(90),
            per_account: 8,
            total: 64,
            poll: Duration::from_secs(1),
            retention: Duration::from_secs(30 * 24 * 3600),
            unblock: false,
            observers: Vec::new(),
            memory: Arc::new(memory),
        }
    }

    /// Adds an account. Entries of accounts that no worker has wait.
    pub fn account(mut self, name: impl Into<String>, account: impl Account) -> Self {
        self.fixed.0.insert(name.into(), Arc::new(account));
        self
    }

    /// Sets where accounts come from, for programs whose accounts come and go. Accounts that were added by
    /// [`account`](Self::account) take precedence.
    pub fn accounts(mut self, source: Arc<dyn AccountSource>) -> Self {
        self.source = Some(source);
        self
    }

    /// Sets for how long the effect of a lost write is verified before it is given up. The default is ten minutes.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.rules.patience = patience;
        self
    }

    /// Sets the delays between repetitions of a write that was proved not applied: the first, which doubles each time, and
    /// the longest. A longer delay that the vendor or the limiter states takes precedence. The default is 1 s to 5 min.
    pub fn retry_delays(mut self, first: Duration, longest: Duration) -> Self {
        (self.rules.first_retry, self.rules.longest_retry) = (first, longest);
        self
    }

    /// Sets for how long after it was enqueued a write is repeated at most. Then it is a dead letter. The default is three
    /// days.
    pub fn keep_trying(mut self, time: Duration) -> Self {
        self.rules.keep_trying = time;
        self
    }

    /// Lets writes be sent again whose effect cannot be determined: those of one account and operation, or of all.
    ///
    /// The change can then be made twice. So this needs a person's word: `by` and `why` are written into the audit of each
    /// entry that relied on it.
    pub fn send_again(
        mut self,
        account: Option<&str>,
        operation: Option<&str>,
        after: Duration,
        by: &str,
        why: &str,
    ) -> Self {
        self.policies.push(Policy {
            account: account.map(str::to_owned),
            operation: operation.map(str::to_owned),
            cannot_tell: CannotTell::SendAgain { after },
            by: by.to_owned(),
            why: why.to_owned(),
        });
        self
    }

    /// Sets the deadline of a call, with all its retries. The default is 90 s. An attempt holds its lease a quarter
    /// longer, five seconds at most, and an attempt of a process that died counts as lost a second after that.
    pub fn call_deadline(mut self, deadline: Duration) -> Self {
        self.call = deadline;
        self
    }

    /// Sets the most calls under way: for each account, and together. The default is 8 and 64.
    pub fn concurrency(mut self, per_account: usize, total: usize) -> Self {
        (self.per_account, self.total) = (per_account.max(1), total.max(1));
        self
    }

    /// Sets how often to look for entries that other processes enqueued. The default is one second. Entries of this
    /// process are seen at once.
    pub fn poll(mut self, every: Duration) -> Self {
        self.poll = every.max(Duration::from_millis(1));
        self
    }

    /// Sets for how long ended entries and their keys are kept. The default is 30 days.
    pub fn retention(mut self, time: Duration) -> Self {
        self.retention = time;
        self
    }

    /// Lets a stream go on while an entry of it is in review. By default it waits for the person's decision.
    pub fn skip_reviews(mut self, skip: bool) -> Self {
        self.unblock = skip;
        self
    }

    /// Calls a function with each entry that ended or needs a person. It must not block.
    pub fn on_end(self, call: impl Fn(&EntryReport) + Send + Sync + 'static) -> Self {
        self.observer(Arc::new(observer::OnEnd(Box::new(call))))
    }

    /// Adds an observer. Each observer of a worker sees everything.
    pub fn observer(mut self, observer: Arc<dyn JournalObserver>) -> Self {
        self.observers.push(observer);
        self
    }

    /// Returns the length of the lease of an attempt.
    pub(crate) fn lease(&self) -> Duration {
        self.call + self.margin()
    }

    /// The time in which a response is stored within the lease.
    pub(crate) fn margin(&self) -> Duration {
        (self.call / 4).min(LEASE_MARGIN)
    }

    /// Returns the names of the accounts that it has now.
    pub async fn accounts_now(&self) -> Vec<String> {
        let mut names = self.fixed.names().await;
        if let Some(source) = &self.source {
            // A source that hangs must stop neither the other accounts nor the shutdown.
            names.extend(timeout(self.call, source.names()).await.unwrap_or_default());
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    pub(crate) async fn find_account(&self, name: &str) -> leads_core::Result<Arc<dyn Account>> {
        match &self.source {
            Some(source) if !self.fixed.0.contains_key(name) => {
                let connected = timeout(self.call, source.account(name)).await;
                connected.unwrap_or_else(|_| Err(Error::config("account", "was not connected in time")))
            }
            _ => self.fixed.account(name).await,
        }
    }
}
