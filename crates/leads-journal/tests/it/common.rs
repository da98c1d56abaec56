//! What the tests share.

use leads_core::http::{RetryPolicy, Timeouts};
use leads_core::{CallOptions, ClientConfig, Lost, Resolution, Safety, WriteOutcome};
use leads_journal::machine::Knowledge;
use leads_journal::{Account, Entry, Journal, Sent, VendorAccount, Worker, Write};
use leads_testkit::{Fake, nutshell::FakeNutshell};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::{oneshot, watch};

/// A journal in a new folder.
pub(crate) async fn journal() -> (TempDir, Journal) {
    let folder = TempDir::new().unwrap();
    let journal = Journal::open(folder.path().join("leads.db")).await.unwrap();
    (folder, journal)
}

/// A client configuration whose calls do not wait for long.
pub(crate) fn config() -> ClientConfig {
    ClientConfig::new().retry(RetryPolicy::none()).timeouts(Timeouts::default().attempt(Duration::from_millis(500)))
}

/// A worker with short times.
pub(crate) fn worker(journal: &Journal) -> Worker {
    Worker::new(journal.clone())
        .retry_delays(Duration::from_millis(5), Duration::from_millis(50))
        .call_deadline(Duration::from_secs(2))
        .poll(Duration::from_millis(20))
}

pub(crate) fn nutshell(fake: &Fake<FakeNutshell>) -> VendorAccount<nutshell::Nutshell, nutshell::Client> {
    VendorAccount::new(nutshell::api::registry(), fake.client_with(config().transport(fake.transport())).unwrap())
}

/// A worker that runs until it is stopped.
pub(crate) struct Running {
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<leads_journal::Result<()>>,
}

impl Running {
    pub(crate) fn start(worker: Worker) -> Self {
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move { worker.run_until(async { drop(stopped.await) }).await });
        Self { stop, task }
    }

    /// Lets it finish what is under way.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        self.task.await.unwrap().unwrap();
    }

    /// Stops it at once.
    pub(crate) async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}

/// An account whose responses are scripted, and which records its calls.
#[derive(Clone, Debug)]
pub(crate) struct Scripted {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    knowledge: Knowledge,
    answers: Mutex<VecDeque<Act>>,
    found: Mutex<VecDeque<Resolution>>,
    sent: watch::Sender<Vec<String>>,
    verified: watch::Sender<u32>,
}

/// What a scripted account does with a send.
#[derive(Debug)]
pub(crate) enum Act {
    Fail(leads_core::Error),
    /// Never responds.
    Hang,
    /// Responds when the sender is dropped.
    After(oneshot::Receiver<()>),
}

impl Scripted {
    pub(crate) fn new(safety: Safety, resolvable: bool) -> Self {
        let inner = Inner {
            knowledge: Knowledge::new(safety, resolvable),
            answers: Mutex::default(),
            found: Mutex::default(),
            sent: watch::Sender::default(),
            verified: watch::Sender::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn then(self, act: Act) -> Self {
        self.inner.answers.lock().unwrap().push_back(act);
        self
    }

    pub(crate) fn finds(self, found: Resolution) -> Self {
        self.inner.found.lock().unwrap().push_back(found);
        self
    }

    /// The names of the leads of the writes that were sent.
    pub(crate) fn sent(&self) -> Vec<String> {
        self.inner.sent.borrow().clone()
    }

    pub(crate) async fn sent_count(&self, count: usize) {
        self.inner.sent.subscribe().wait_for(|sent| sent.len() >= count).await.unwrap();
    }

    pub(crate) fn verified(&self) -> u32 {
        *self.inner.verified.borrow()
    }
}

#[async_trait::async_trait]
impl Account for Scripted {
    fn check(&self, write: &Write) -> leads_core::Result<Knowledge> {
        match write {
            Write::Create(lead) if lead.name.is_none() => Err(leads_core::Error::invalid("name", "must not be empty")),
            Write::Request(_) => Err(leads_core::Error::unsupported("not of this version")),
            _ => Ok(self.inner.knowledge),
        }
    }

    async fn send(&self, write: &Write, _: &CallOptions) -> leads_core::Result<Sent> {
        let Write::Create(lead) = write else { panic!("{write:?}") };
        let name = lead.name.clone().unwrap().0;
        self.inner.sent.send_modify(|sent| sent.push(name.clone()));
        let act = self.inner.answers.lock().unwrap().pop_front();
        match act {
            Some(Act::Fail(error)) => return Err(error),
            Some(Act::Hang) => std::future::pending().await,
            Some(Act::After(end)) => drop(end.await),
            None => {}
        }
        Ok(Sent::new(WriteOutcome::Applied, Some(format!("id of {name}"))))
    }

    async fn resolve(&self, _: &Write, _: Lost, _: &CallOptions) -> leads_core::Result<Resolution> {
        self.inner.verified.send_modify(|count| *count += 1);
        Ok(self.inner.found.lock().unwrap().pop_front().unwrap_or(Resolution::CannotTell))
    }
}

/// An entry that a scripted account sends.
pub(crate) fn create(name: &str) -> Entry {
    Entry::create(leads_core::client::NewLead::new(name)).key(name)
}
