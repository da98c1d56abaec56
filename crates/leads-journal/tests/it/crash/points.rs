//! Points at which a process dies.

use super::script::Fakes;
use leads_core::HttpResponse;
use leads_core::http::{HttpTransport, Progress, Transport, TransportError, WireRequest};
use leads_journal::store::{AuditLine, Change, Inserted, NewEntry, Purged, Query, Record, Scope, Store, UnderWay};
use leads_journal::{Result, State};
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

static REACHED: AtomicU64 = AtomicU64::new(0);
static FATAL: AtomicU64 = AtomicU64::new(0);

/// More points than the script reaches.
pub(crate) const BEYOND: u64 = 260;

/// Lets this process die at the n-th point.
pub(crate) fn arm(fatal: u64) {
    FATAL.store(fatal, Ordering::SeqCst);
}

/// Returns the point at which this process dies, and 0 if there is none.
pub(crate) fn armed_at() -> u64 {
    FATAL.load(Ordering::SeqCst)
}

fn point() {
    if REACHED.fetch_add(1, Ordering::SeqCst) + 1 == FATAL.load(Ordering::SeqCst) {
        // No destructor runs, and nothing is flushed.
        std::process::abort();
    }
}

/// Returns the command of a worker that dies at a point.
pub(crate) fn command(point: u64, fakes: &Fakes) -> tokio::process::Command {
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap());
    child.env("LEADS_CRASH_AT", point.to_string()).env("LEADS_CRASH_URLS", fakes.urls().join(" "));
    child.env("RUST_BACKTRACE", "0").kill_on_drop(true);
    child
}

/// Returns whether it died at the point; `false` if it came to its end.
pub(crate) fn was_killed(output: &Output) -> bool {
    if output.status.success() {
        return false;
    }
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.signal().is_some(), "{}\n{text}", String::from_utf8_lossy(&output.stderr));
    }
    true
}

/// A store in which every change is preceded and followed by a point.
#[derive(Debug)]
pub(crate) struct Failing<S>(pub(crate) S);

#[async_trait::async_trait]
impl<S: Store> Store for Failing<S> {
    async fn now(&self) -> Result<i64> {
        self.0.now().await
    }
    async fn insert(&self, entries: Vec<NewEntry>) -> Result<Vec<Inserted>> {
        self.0.insert(entries).await
    }
    async fn get(&self, id: i64) -> Result<Option<Record>> {
        self.0.get(id).await
    }
    async fn by_key(&self, account: &str, key: &str) -> Result<Option<Record>> {
        self.0.by_key(account, key).await
    }
    async fn due(&self, scope: &Scope, now: i64, limit: usize) -> Result<Vec<Record>> {
        self.0.due(scope, now, limit).await
    }
    async fn next_due(&self, scope: &Scope) -> Result<Option<i64>> {
        self.0.next_due(scope).await
    }
    async fn under_way(&self, scope: &Scope) -> Result<Vec<UnderWay>> {
        self.0.under_way(scope).await
    }
    async fn replace(&self, change: Change) -> Result<bool> {
        point();
        let replaced = self.0.replace(change).await;
        point();
        replaced
    }
    async fn list(&self, query: &Query) -> Result<Vec<Record>> {
        self.0.list(query).await
    }
    async fn count(&self, account: Option<&str>) -> Result<Vec<(State, u64)>> {
        self.0.count(account).await
    }
    async fn purge(&self, account: Option<&str>, lead: &str) -> Result<Purged> {
        self.0.purge(account, lead).await
    }
    async fn sweep(&self, before: i64) -> Result<u64> {
        self.0.sweep(before).await
    }
    async fn audit(&self, entry: i64) -> Result<Vec<AuditLine>> {
        self.0.audit(entry).await
    }
}

/// A transport in which every exchange is preceded and followed by a point.
#[derive(Debug)]
pub(crate) struct FailingTransport(pub(crate) HttpTransport);

#[async_trait::async_trait]
impl Transport for FailingTransport {
    async fn send(&self, request: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        point();
        let response = self.0.send(request, progress).await;
        point();
        response
    }
}
