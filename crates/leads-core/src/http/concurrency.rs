//! A limit on concurrent requests.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// A limit on the number of requests that are in flight at the same time.
///
/// Clones share the limit. A limit can be [within](Self::within) another one: an account can have 16 requests in flight,
/// and all accounts together 512. An account that reaches its own limit waits there and does not take slots from the
/// others.
///
/// A request waits for a slot after it has its permit of the [`Limiter`](super::Limiter), in order of arrival and until
/// the call's deadline. A call that gets no slot in time was not sent. The slot is free again when the response was read,
/// when the request failed, or when the call's future is dropped.
///
/// ```
/// use leads_core::ClientConfig;
/// use leads_core::http::ConcurrencyLimit;
/// let total = ConcurrencyLimit::new(512);
/// let account = ConcurrencyLimit::new(16).within(&total);
/// let config = ClientConfig::new().concurrency(account.clone());
/// assert_eq!((account.in_flight(), account.waiting(), account.limit()), (0, 0, 16));
/// ```
#[derive(Clone)]
pub struct ConcurrencyLimit {
    gate: Arc<Gate>,
}

struct Gate {
    limit: usize,
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    outer: Option<ConcurrencyLimit>,
}

/// The slots of one request: its own limit's and those of the limits around it. Dropping frees them.
pub(crate) struct Slots {
    _held: Vec<OwnedSemaphorePermit>,
}

/// Counts a waiting request until it is dropped.
struct WaitGuard<'a>(&'a AtomicUsize);

impl<'a> WaitGuard<'a> {
    fn new(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(waiting)
    }
}

impl Drop for WaitGuard<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl ConcurrencyLimit {
    /// Creates a limit of this many concurrent requests; 0 counts as 1.
    #[must_use]
    pub fn new(requests: usize) -> Self {
        Self::with_outer(requests.clamp(1, Semaphore::MAX_PERMITS), None)
    }

    /// Returns a new limit of the same number of requests that also count in `outer`.
    #[must_use]
    pub fn within(self, outer: &Self) -> Self {
        Self::with_outer(self.gate.limit, Some(outer.clone()))
    }

    fn with_outer(limit: usize, outer: Option<Self>) -> Self {
        let gate = Gate { limit, free: Arc::new(Semaphore::new(limit)), waiting: AtomicUsize::new(0), outer };
        Self { gate: Arc::new(gate) }
    }

    /// Returns this limit and those around it.
    fn chain(&self) -> impl Iterator<Item = &Self> + Send {
        std::iter::successors(Some(self), |limit| limit.gate.outer.as_ref())
    }

    /// Returns the maximum number of concurrent requests.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.gate.limit
    }

    /// Returns the number of requests that have a slot.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.gate.limit.saturating_sub(self.gate.free.available_permits())
    }

    /// Returns the number of requests that wait for a slot of this limit.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.gate.waiting.load(Ordering::Relaxed)
    }

    /// Takes a slot of this limit and of those around it, if all are free now.
    pub(crate) fn try_acquire(&self) -> Option<Slots> {
        let held =
            self.chain().map(|limit| Arc::clone(&limit.gate.free).try_acquire_owned().ok()).collect::<Option<_>>()?;
        Some(Slots { _held: held })
    }

    /// Waits for a slot of this limit, then for one of each limit around it. Returns `None` at the deadline.
    pub(crate) async fn acquire(&self, deadline: Instant) -> Option<Slots> {
        let mut held = Vec::new();
        for limit in self.chain() {
            held.push(limit.wait(deadline).await?);
        }
        Some(Slots { _held: held })
    }

    async fn wait(&self, deadline: Instant) -> Option<OwnedSemaphorePermit> {
        let _waits = WaitGuard::new(&self.gate.waiting);
        timeout_at(deadline, Arc::clone(&self.gate.free).acquire_owned()).await.ok()?.ok()
    }
}

impl fmt::Debug for ConcurrencyLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConcurrencyLimit")
            .field("limit", &self.limit())
            .field("in_flight", &self.in_flight())
            .field("waiting", &self.waiting())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::task::yield_now;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[tokio::test(start_paused = true)]
    async fn slots_are_counted_in_both_limits_and_freed_on_drop() {
        let total = ConcurrencyLimit::new(3);
        let [a, b] = [ConcurrencyLimit::new(2).within(&total), ConcurrencyLimit::new(2).within(&total)];
        let first = a.try_acquire().unwrap();
        let second = a.acquire(soon()).await.unwrap();
        assert!(a.try_acquire().is_none(), "the account's own limit");
        let third = b.try_acquire().unwrap();
        assert!(b.try_acquire().is_none(), "the limit of all");
        assert_eq!((a.in_flight(), b.in_flight(), total.in_flight()), (2, 1, 3), "a failed attempt keeps no slot");
        drop((first, second, third));
        assert_eq!((a.in_flight(), b.in_flight(), total.in_flight()), (0, 0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn request_without_a_slot_waits_until_its_deadline() {
        let limit = ConcurrencyLimit::new(0);
        assert_eq!(limit.limit(), 1);
        let held = limit.try_acquire().unwrap();
        let started = Instant::now();
        assert!(limit.acquire(soon()).await.is_none());
        assert_eq!((started.elapsed(), limit.waiting()), (Duration::from_secs(5), 0));
        let waiter = tokio::spawn({
            let limit = limit.clone();
            async move { limit.acquire(soon()).await.is_some() }
        });
        yield_now().await;
        assert_eq!(limit.waiting(), 1);
        drop(held);
        assert!(waiter.await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn busy_account_waits_in_its_own_limit_and_leaves_slots_to_others() {
        let total = ConcurrencyLimit::new(4);
        let [busy, quiet] = [ConcurrencyLimit::new(2).within(&total), ConcurrencyLimit::new(2).within(&total)];
        let _held = [busy.try_acquire().unwrap(), busy.try_acquire().unwrap()];
        let waiters: Vec<_> = (0..50)
            .map(|_| {
                let busy = busy.clone();
                tokio::spawn(async move { busy.acquire(soon()).await.is_some() })
            })
            .collect();
        yield_now().await;
        assert_eq!((busy.waiting(), total.waiting()), (50, 0));
        assert!(quiet.try_acquire().is_some());
        waiters.iter().for_each(tokio::task::JoinHandle::abort);
        yield_now().await;
        assert_eq!(busy.waiting(), 0, "a dropped call no longer waits");
    }
}
