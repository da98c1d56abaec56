//! The limiter: a client that keeps to it is never told to slow down.
//!
//! A [`Limiter`] is a value. Its clones share the counts, and it may be given to several clients
//! that share an allowance. It knows any number of [`Window`]s; a call names its classes and takes
//! a [`Permit`] in all windows of these classes at once, or waits and holds none.
//!
//! # Why a permit returns a window after the answer
//!
//! A vendor counts a call when it arrives, and the client cannot know when that is: only that it
//! lies between sending and answer. Limiters that go by the time of sending let through too much
//! whenever an earlier call travelled slowly and a later one fast. Here a permit is in use from
//! before sending until one window after the head of the answer, so two calls that use the same
//! permit always arrive more than one window apart, and no window of the vendor can hold more calls
//! than there are permits. That costs the time of one answer per window: with windows of length `W`
//! the share of the allowance that can be used is `W / (W + mean latency)`.
//!
//! # Who goes first
//!
//! Callers of [`Priority::Interactive`] go before those of [`Priority::Batch`], and within a priority who came
//! first. A waiter is overtaken only by one that does not need the window it waits for. As the
//! interactive priority always goes first, callers there that use up the allowance keep batch callers
//! waiting for as long as they do so. That is the rule, as a person is waiting there, but it need
//! not pass unseen: [`Limiter::waiting`] tells how many wait, and a batch call with a deadline is
//! refused as soon as the deadline is out of reach.
//!
//! Each waiter has its own wake-up. There is no background task: the waiters keep the time for
//! each other. Waiting needs the timer of a tokio runtime; acquiring what is free does not.
//!
//! # Futures that are not polled
//!
//! A future that waits can be kept without being polled, for example in a `buffer_unordered` whose consumer is busy.
//! It must not block others:
//!
//! * A permit that is granted to a waiter goes back if the waiter is not polled within 250 ms. The waiter keeps its
//!   place and goes first as soon as it is polled again. Each time the time is doubled for this waiter, up to 16 s, so
//!   that a slow task gets its permit, too.
//! * A caller that is polled takes over a permit that was granted to a waiter behind it and is not collected yet.
//! * If the waiter that keeps the time is not polled, another one takes its place after 250 ms.
//! * A permit that was collected and not sent returns after 16 s. One that was sent returns one window and a second
//!   after the longest time that the call can take.
//!
//! # Trust in what the vendor says
//!
//! A pause that is longer than five minutes, and a window longer than that which a refusal named, can be wrong. Every
//! five minutes one call is let through as a test. If the vendor accepts it, the pause ends and the configured window
//! is restored. [`Limiter::resume`] does the same at once, and [`Limiter::replace`] opens a single class.
//!
//! ```
//! use std::time::Duration;
//! use leads_core::http::limit::{Priority, Limiter, Window};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), leads_core::http::limit::AcquireError> {
//! let limiter = Limiter::new([
//!     Window::new("calls", 25, Duration::from_secs(5)),
//!     Window::new("bulk", 5, Duration::from_secs(5)),
//!     Window::new("daily", 10_000, Duration::from_secs(86_400)),
//! ]);
//! let mut permit = limiter.acquire(&["calls", "daily"], Priority::Interactive, None).await?;
//! permit.sent();
//! permit.answered();
//! # Ok(())
//! # }
//! ```

mod acquire_error;
mod clock;
mod counts;
mod meter;
mod permit;
mod queue;
mod snapshot;
mod state;
mod wait;
mod window;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

pub use acquire_error::{AcquireError, AcquireErrorKind};
pub use counts::{Denied, PermitRequest, PermitUse, SharedCounts};
pub use permit::Permit;
pub(crate) use permit::Probe;
pub use snapshot::Snapshot;
pub use window::Window;

use clock::{Clock, Tick, millis_up};
use meter::Meter;
use queue::{PendingWakes, WindowMask};
use state::{Admission, Cause, Grant, State, WaitResult};

/// How long a call takes at most if nothing else is known: the usual limit of a whole call.
const FLIGHT: Duration = Duration::from_secs(90);

/// Who goes first when permits are short.
///
/// ```
/// use leads_core::{CallOptions, http::Priority};
/// let part_of_a_long_job = CallOptions::new().priority(Priority::Batch);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Priority {
    /// Somebody waits for the answer. Goes before every batch call.
    #[default]
    Interactive,
    /// Part of a long job. Goes when no interactive call wants the same window.
    Batch,
}

/// How many callers wait for a permit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// In [`Priority::Interactive`].
    pub interactive: usize,
    /// In [`Priority::Batch`].
    pub batch: usize,
}

/// Keeps calls within the windows that a vendor allows.
///
/// Clones are cheap and share the counts. All windows count as free at the start, so that a short
/// program never waits; a worker that restarts under load says
/// [`assume_used`](Self::assume_used) or [loads](Self::load) saved counts. See the
/// [module](self) for the rule and an example.
///
/// ```
/// use leads_core::ClientConfig;
/// use leads_core::http::limit::{Limiter, Window};
/// use std::time::Duration;
/// // Two clients of one account: together they keep to its allowance.
/// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
/// let (web, nightly) = (ClientConfig::new().limiter(limiter.clone()), ClientConfig::new().limiter(limiter.clone()));
/// assert!(web.has_limiter() && nightly.has_limiter());
/// assert_eq!(limiter.waiting().batch, 0);
/// ```
#[derive(Clone)]
pub struct Limiter {
    shared: Arc<Shared>,
}

/// What the clones of a limiter share.
struct Shared {
    clock: Clock,
    /// There is nothing to ask for: no window, no pause, nobody waiting.
    open: AtomicBool,
    counts: Option<Arc<dyn SharedCounts>>,
    state: Mutex<State>,
}

impl Shared {
    fn counts(&self) -> Option<&dyn SharedCounts> {
        self.counts.as_deref()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on the state, and wakes whom it concerns once the lock is free again.
    fn with<R>(&self, work: impl FnOnce(&mut State, Tick, &mut PendingWakes) -> R) -> R {
        self.with_later(PendingWakes::default(), work)
    }

    fn with_later<R>(&self, mut wakes: PendingWakes, work: impl FnOnce(&mut State, Tick, &mut PendingWakes) -> R) -> R {
        let mut state = self.lock();
        // Read under the lock, so that for the counts time never goes backwards.
        let done = work(&mut state, self.clock.now(), &mut wakes);
        drop(state);
        wakes.run();
        done
    }

    fn settle(&self, grant: Grant, how: PermitUse) {
        self.with(|state, now, wakes| state.settle(grant, how, now, wakes));
    }

    /// The first tick that begins at or after an instant.
    fn tick_up(&self, at: Instant) -> Tick {
        let tick = self.clock.tick(at);
        if self.clock.instant(tick) < at { tick.saturating_add(1) } else { tick }
    }

    fn refused(&self, cause: Cause, classes: &[&str]) -> AcquireError {
        let first = || Cow::Owned(classes.first().copied().unwrap_or_default().to_owned());
        let retry_at = self.clock.instant(cause.retry_at);
        let wait = retry_at.saturating_duration_since(Instant::now());
        AcquireError { class: cause.class.unwrap_or_else(first), reason: cause.reason, retry_at, wait }
    }
}

impl Limiter {
    /// A limiter that keeps to all of `windows`.
    ///
    /// There is room for 64 windows; from then on the last stands for all that follow and for
    /// every class, at the strictest limit of them.
    pub fn new(windows: impl IntoIterator<Item = Window>) -> Self {
        Self::build(windows, None)
    }

    /// A limiter that also keeps to counts shared with other processes. See [`SharedCounts`].
    pub fn with_counts(windows: impl IntoIterator<Item = Window>, counts: Arc<dyn SharedCounts>) -> Self {
        Self::build(windows, Some(counts))
    }

    /// A limiter without windows: calls go at once, unless there is a [pause](Self::pause).
    ///
    /// As long as nothing is paused, acquiring costs neither a lock nor an allocation.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::new([])
    }

    fn build(windows: impl IntoIterator<Item = Window>, counts: Option<Arc<dyn SharedCounts>>) -> Self {
        let mut state = State::default();
        windows.into_iter().for_each(|window| state.add(Meter::new(window), 0));
        let open = AtomicBool::new(state.is_open(0));
        Self { shared: Arc::new(Shared { clock: Clock::start(), open, counts, state: Mutex::new(state) }) }
    }

    /// Takes a permit in all windows of `classes` at once, waiting for it in `priority` if need be.
    ///
    /// Classes without a window are free. While it waits a caller holds nothing; the future may be
    /// dropped at any time, and whoever is next gets what it would have got.
    ///
    /// # Errors
    ///
    /// [`AcquireErrorKind::Deadline`] as soon as it is known that no permit comes before `deadline`, which
    /// takes into account who is in front: mostly at once. [`AcquireErrorKind::QuotaExhausted`] when a window
    /// that nobody waits for is full. [`AcquireErrorKind::Unreachable`] when shared counts do not answer before `deadline`.
    pub async fn acquire(
        &self,
        classes: &[&str],
        priority: Priority,
        deadline: Option<Instant>,
    ) -> Result<Permit, AcquireError> {
        if self.shared.open.load(Ordering::Acquire) {
            return Ok(Permit::free());
        }
        let mut seq = None;
        loop {
            let mut permit = self.turn(classes, priority, deadline, &mut seq).await?;
            let Some((counts, grant)) = self.shared.counts().zip(permit.grant().filter(|grant| grant.need != 0)) else {
                return Ok(permit);
            };
            let windows = self.shared.lock().windows(grant.need);
            let mut request = PermitRequest::new(&windows).priority(priority);
            if let Some(deadline) = deadline {
                request = request.deadline(deadline);
            }
            let asking = counts.take(request);
            // A store that does not answer must not hold the call, nor the permit that it has here already.
            let taken = match deadline {
                Some(deadline) => {
                    timeout_at(deadline, asking).await.map_err(|_| self.unreachable(deadline, classes))?
                }
                None => asking.await,
            };
            match taken {
                Ok(ticket) => {
                    permit.count(ticket);
                    return Ok(permit);
                }
                Err(denied) => self.denied(grant, denied, classes, deadline)?,
            }
        }
    }

    #[cold]
    fn unreachable(&self, deadline: Instant, classes: &[&str]) -> AcquireError {
        let at = self.shared.tick_up(deadline);
        let cause = Cause { class: None, reason: AcquireErrorKind::Unreachable, retry_at: at, soonest: at };
        self.shared.refused(cause, classes)
    }

    /// Waits for a permit of this process. A caller that comes again keeps its place by `seq`.
    async fn turn(
        &self,
        classes: &[&str],
        priority: Priority,
        deadline: Option<Instant>,
        seq: &mut Option<u64>,
    ) -> Result<Permit, AcquireError> {
        let shared = &self.shared;
        let due = deadline.map(|deadline| shared.clock.tick(deadline));
        loop {
            let response = shared.with(|state, now, wakes| {
                let response = state.enter(classes, priority, due, *seq, now, wakes);
                if state.is_open(now) {
                    shared.open.store(true, Ordering::Release);
                }
                response
            });
            let place = match response {
                Admission::Granted(grant) => return Ok(Permit::new(shared, grant)),
                Admission::Refused(cause) => return Err(shared.refused(cause, classes)),
                Admission::Wait(place) => place,
            };
            *seq = Some(place.seq);
            match wait::wait(shared, place, due).await {
                WaitResult::Granted(grant) => return Ok(Permit::new(shared, grant)),
                WaitResult::Refused(cause) => return Err(shared.refused(cause, classes)),
                WaitResult::AskAgain => {}
            }
        }
    }

    /// Counts elsewhere said no: nobody here asks again before the time they named.
    fn denied(
        &self,
        grant: Grant,
        denied: Denied,
        classes: &[&str],
        deadline: Option<Instant>,
    ) -> Result<(), AcquireError> {
        let (Denied::Exhausted { wait, .. } | Denied::Paused { wait } | Denied::Unreachable { wait }) = denied;
        let wait = millis_up(wait);
        let cause = self.shared.with(|state, now, wakes| {
            let until = now.saturating_add(wait).saturating_add(1);
            match denied {
                Denied::Exhausted { window, .. } => state.pause_window(grant.need, window, until, now, wakes),
                Denied::Paused { .. } => {
                    Some(state.pause_all(grant.need, AcquireErrorKind::Deadline, until, now, wakes))
                }
                Denied::Unreachable { .. } => {
                    Some(state.pause_all(grant.need, AcquireErrorKind::Unreachable, until, now, wakes))
                }
            }
        });
        let hopeless = |cause: &Cause| match cause.reason {
            AcquireErrorKind::QuotaExhausted => true,
            _ => deadline.is_some_and(|deadline| self.shared.clock.instant(cause.soonest) > deadline),
        };
        cause.filter(hopeless).map_or(Ok(()), |cause| Err(self.shared.refused(cause, classes)))
    }

    /// Changes the state in a way after which calls may have to ask.
    fn change(&self, work: impl FnOnce(&mut State, Tick, &mut PendingWakes)) {
        self.shared.with(|state, now, wakes| {
            work(state, now, wakes);
            self.shared.open.store(state.is_open(now), Ordering::Release);
        });
    }

    /// No caller of any class gets a permit before `until`.
    ///
    /// For a 429, or an answer of 200 that means one: whatever the counts say, the vendor is the
    /// judge. Callers whose deadline comes before are refused now. A pause is only ever made
    /// longer; [`resume`](Self::resume) ends it. In a pause longer than five minutes one call is let through every five
    /// minutes, to test it.
    pub fn pause(&self, until: Instant) {
        let length = until.saturating_duration_since(Instant::now());
        let until = self.shared.tick_up(until);
        self.change(|state, now, wakes| state.pause(until, now, wakes));
        self.tell(|counts| counts.pause(None, length));
    }

    /// [Pauses](Self::pause) all classes for a length of time from now.
    pub fn pause_for(&self, length: Duration) {
        let millis = millis_up(length);
        self.change(|state, now, wakes| state.pause(now.saturating_add(millis).saturating_add(1), now, wakes));
        self.tell(|counts| counts.pause(None, length));
    }

    /// [Pauses](Self::pause) the calls that name one class, whether it has a window or not.
    pub fn pause_class(&self, class: &str, until: Instant) {
        let length = until.saturating_duration_since(Instant::now());
        let until = self.shared.tick_up(until);
        self.change(|state, now, wakes| state.pause_class(class, until, now, wakes));
        self.tell(|counts| counts.pause(Some(class), length));
    }

    /// Ends every pause, and restores configured windows that a refusal had replaced by ones longer than five minutes.
    ///
    /// For an operator who knows that the vendor accepts calls again.
    ///
    /// ```
    /// use leads_core::http::limit::{Priority, Limiter};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let limiter = Limiter::unlimited();
    /// limiter.pause_for(Duration::from_secs(86_400));
    /// limiter.resume();
    /// assert!(limiter.acquire(&["calls"], Priority::Interactive, None).await.is_ok());
    /// # }
    /// ```
    pub fn resume(&self) {
        self.change(State::resume);
        self.tell(|counts| counts.pause(None, Duration::ZERO));
    }

    /// Sets the limit of a class in the place of the configured one, and ends a pause of this class.
    ///
    /// The limit takes
    /// the place of the only window of its class, or of that of the same length; otherwise it is
    /// added. A longer or shorter window that a refusal named for the class is dropped. Calls that count keep counting:
    /// those in flight, those that return later, and, if
    /// the window becomes longer, as many earlier ones as may still lie in it.
    pub fn replace(&self, window: Window) {
        let told = self.shared.counts.is_some().then(|| window.clone());
        self.change(|state, now, wakes| state.replace(window, now, wakes));
        if let Some(window) = told {
            self.tell(|counts| counts.learn(&window));
        }
    }

    /// Puts the limit that a vendor named in a refusal in the place of the configured one, as far as it is trusted.
    pub(crate) fn learn(&self, window: Window) {
        let told = self.shared.counts.is_some().then(|| window.clone());
        self.change(|state, now, wakes| state.learn(window, now, wakes));
        if let Some(window) = told {
            self.tell(|counts| counts.learn(&window));
        }
    }

    /// Allows fewer calls for a while, after the vendor refused one for its rate without naming a limit.
    ///
    /// Halves the limit of the windows of `classes` that callers wait for, down to one call. After two windows it rises
    /// again by a sixteenth of the configured limit per window. A call that was sent before the limit was last lowered
    /// changes nothing, so that many refusals at once count as one. The pipeline does this by itself.
    pub fn slow_down(&self, classes: &[&str], sent: Instant) {
        let sent = self.shared.clock.tick(sent);
        self.change(|state, now, wakes| state.lower(classes, sent, now, wakes));
    }

    /// The vendor accepted a call that tested a pause or a named limit.
    pub(crate) fn accepted(&self, probe: Probe) {
        self.change(|state, now, wakes| state.accepted(probe.0, now, wakes));
        self.tell(|counts| counts.pause(None, Duration::ZERO));
    }

    fn tell(&self, tell: impl FnOnce(&dyn SharedCounts)) {
        if let Some(counts) = self.shared.counts() {
            tell(counts);
        }
    }

    /// Counts every window that callers wait for as fully used just now.
    ///
    /// For a worker that restarts under load and does not know what its predecessor used: it
    /// starts a window later and is safe. Quotas are left alone, as this would spend a day for
    /// good; what is known of them is to be [loaded](Self::load).
    pub fn assume_used(&self) {
        self.change(|state, now, wakes| {
            let waited = state.meters.iter_mut().filter(|meter| !meter.window.quota);
            waited.for_each(|meter| {
                meter.expire(now);
                meter.fill(now);
            });
            state.changed(now, wakes);
        });
    }

    /// The counts as they are now, to be written down. Calls in flight count as unanswered.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.shared.with(|state, now, _| Snapshot::of(state, now))
    }

    /// Adds saved counts to the windows of the same class and length; others are left out.
    ///
    /// For the start of a process: loading twice counts twice.
    pub fn load(&self, saved: &Snapshot) {
        self.change(|state, now, wakes| {
            saved.load(state, now);
            state.changed(now, wakes);
        });
    }

    /// The windows in force, replaced ones as they are now.
    #[must_use]
    pub fn windows(&self) -> Vec<Window> {
        self.shared.lock().windows(WindowMask::MAX)
    }

    /// How many callers wait, for a log or a gauge.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        let state = self.shared.lock();
        Waiting { interactive: state.queue.waiting(Priority::Interactive), batch: state.queue.waiting(Priority::Batch) }
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut limiter = f.debug_struct("Limiter");
        limiter.field("windows", &self.windows()).field("waiting", &self.waiting());
        limiter.field("counts", &self.shared.counts).finish()
    }
}
