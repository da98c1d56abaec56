//! A client-side rate limiter that keeps requests within the vendor's documented limits.
//!
//! A [`Limiter`] is a value. Its clones share their counts, and it can be given to several clients that share a rate
//! limit. It has any number of [`Window`]s; a call specifies its classes and acquires a [`Permit`] in all windows of
//! these classes at once, or waits without holding any.
//!
//! # Why a permit is returned one window after the response
//!
//! A vendor counts a call when it arrives, and the client cannot know when that is: only that it is between sending the
//! request and receiving the response. Limiters that go by the time of sending let through too many calls whenever an
//! earlier call travels slowly and a later one fast. Here a permit is in use from before sending until one window after
//! the head of the response, so two calls that use the same permit always arrive more than one window apart, and no
//! window of the vendor can contain more calls than there are permits. The cost is the duration of one call per window:
//! with windows of length `W`, the usable share of the rate limit is `W / (W + mean latency)`.
//!
//! # Priorities
//!
//! Callers of [`Priority::Interactive`] are served before those of [`Priority::Batch`], and within a priority in order
//! of arrival. A waiter is overtaken only by one that does not need the window it waits for. Interactive callers always
//! take precedence, so sustained interactive load can starve batch callers. Monitor [`Limiter::waiting`] to detect
//! this. A batch call with a deadline is rejected as soon as the deadline cannot be met.
//!
//! Each waiter has a separate wake-up. There is no background task: the waiters drive the timer for each other. Waiting
//! needs the timer of a tokio runtime; acquiring an available permit does not.
//!
//! # Futures that are not polled
//!
//! A waiting future can be kept without being polled, for example in a `buffer_unordered` whose consumer is busy. It
//! must not block others:
//!
//! * A permit that is granted to a waiter is taken back if the waiter is not polled within 250 ms. The waiter keeps its
//!   position and goes first as soon as it is polled again. The time doubles each time for this waiter, up to 16 s, so
//!   that a slow task gets its permit, too.
//! * A caller that is polled takes over a permit that was granted to a waiter behind it and has not been collected yet.
//! * If the waiter that drives the timer is not polled, another one takes over after 250 ms.
//! * A permit that was collected and not sent is returned after 16 s. One that was sent is returned one window and a
//!   second after the maximum duration of the call.
//!
//! # Pauses and limits reported by the vendor
//!
//! A pause of more than five minutes can be wrong, and so can a window of more than five minutes that a rejection
//! reported. Every five minutes one call is let through as a test. If the vendor accepts it, the pause ends and the
//! configured window is restored. [`Limiter::resume`] does the same immediately, and [`Limiter::replace`] opens a
//! single class.
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
//! permit.response_received();
//! # Ok(())
//! # }
//! ```

mod acquire_error;
mod clock;
mod counts;
mod decision;
mod headroom;
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

use crate::error::Error;

pub use acquire_error::{AcquireError, AcquireErrorKind};
pub use counts::{Denied, PermitRequest, PermitUse, SharedCounts};
pub use headroom::Headroom;
pub use permit::Permit;
pub(crate) use permit::Probe;
pub use snapshot::Snapshot;
pub use window::Window;

use clock::{Clock, Tick, millis_up};
use decision::{Cause, Grant, WaitResult, WindowMask};
use meter::Meter;
use queue::PendingWakes;
use state::{Admission, State};

/// The maximum duration of a call if it is not known: the default call timeout.
const FLIGHT: Duration = Duration::from_secs(90);

/// The order in which waiting callers get permits.
///
/// ```
/// use leads_core::{CallOptions, http::Priority};
/// let part_of_a_long_job = CallOptions::new().priority(Priority::Batch);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Priority {
    /// A user is waiting for the response. Served before every batch call.
    #[default]
    Interactive,
    /// Part of a long-running job. Served when no interactive call wants the same window.
    Batch,
}

/// The number of callers waiting for a permit.
///
/// ```
/// use leads_core::http::limit::{Limiter, Waiting};
/// let limiter = Limiter::unlimited();
/// assert_eq!(limiter.waiting(), Waiting::default());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// Waiting with [`Priority::Interactive`].
    pub interactive: usize,
    /// Waiting with [`Priority::Batch`].
    pub batch: usize,
}

/// Keeps calls within the rate limits that a vendor allows.
///
/// Clones are cheap and share the counts. All windows start empty, so a short program never waits. A worker that
/// restarts under load calls [`assume_used`](Self::assume_used) or [loads](Self::load) saved counts. See the
/// [module](self) for the rules and an example.
///
/// ```
/// use leads_core::ClientConfig;
/// use leads_core::http::limit::{Limiter, Window};
/// use std::time::Duration;
/// // Two clients of one account: together they stay within its rate limit.
/// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
/// let (web, nightly) = (
///     ClientConfig::new().limiter(limiter.clone()),
///     ClientConfig::new().limiter(limiter.clone()),
/// );
/// assert!(web.has_limiter() && nightly.has_limiter());
/// assert_eq!(limiter.waiting().batch, 0);
/// ```
#[derive(Clone)]
pub struct Limiter {
    shared: Arc<Shared>,
}

/// The state shared by the clones of a limiter.
struct Shared {
    clock: Clock,
    /// There is nothing to acquire: no window, no pause, no waiters.
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

    /// Runs a closure on the state, and wakes the affected waiters once the lock is released.
    fn with<R>(&self, work: impl FnOnce(&mut State, Tick, &mut PendingWakes) -> R) -> R {
        self.with_wakes(PendingWakes::default(), work)
    }

    fn with_wakes<R>(&self, mut wakes: PendingWakes, work: impl FnOnce(&mut State, Tick, &mut PendingWakes) -> R) -> R {
        let mut state = self.lock();
        // Read under the lock, so that time never goes backwards for the counts.
        let done = work(&mut state, self.clock.now(), &mut wakes);
        drop(state);
        wakes.run();
        done
    }

    fn settle(&self, grant: Grant, how: PermitUse) {
        self.with(|state, now, wakes| state.settle(grant, how, now, wakes));
    }

    /// Returns the first tick that begins at or after an instant.
    fn tick_up(&self, at: Instant) -> Tick {
        let tick = self.clock.tick(at);
        if self.clock.instant(tick) < at { tick.saturating_add(1) } else { tick }
    }

    fn acquire_error(&self, cause: Cause, classes: &[&str]) -> AcquireError {
        let first = || Cow::Owned(classes.first().copied().unwrap_or_default().to_owned());
        let retry_at = self.clock.instant(cause.retry_at);
        let wait = retry_at.saturating_duration_since(Instant::now());
        AcquireError { class: cause.class.unwrap_or_else(first), reason: cause.reason, retry_at, wait }
    }
}

impl Limiter {
    /// The maximum number of windows of a limiter.
    pub const MAX_WINDOWS: usize = state::WINDOWS;

    /// Creates a limiter that enforces all of `windows`.
    ///
    /// An array of more than [`MAX_WINDOWS`](Self::MAX_WINDOWS) windows does not compile. For windows whose number is
    /// known only at run time, use [`try_new`](Self::try_new).
    ///
    /// ```compile_fail
    /// use leads_core::http::limit::{Limiter, Window};
    /// let window = Window::new("calls", 25, std::time::Duration::from_secs(5));
    /// Limiter::new(std::array::from_fn::<_, 65, _>(|_| window.clone()));
    /// ```
    #[must_use]
    pub fn new<const N: usize>(windows: [Window; N]) -> Self {
        const { assert!(N <= Self::MAX_WINDOWS, "a limiter has at most 64 windows") };
        Self::build(windows, None)
    }

    /// Creates a limiter that also respects counts shared with other processes. See [`SharedCounts`].
    ///
    /// The number of windows is checked as by [`new`](Self::new).
    ///
    /// To share one account's limit between processes, use the crate `leads-redis`, which implements [`SharedCounts`].
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, SharedCounts, Window};
    /// use std::{sync::Arc, time::Duration};
    /// /// `counts` is a connection that all processes of the account use.
    /// fn limiter(counts: Arc<dyn SharedCounts>) -> Limiter {
    ///     Limiter::with_counts([Window::new("calls", 25, Duration::from_secs(5))], counts)
    /// }
    /// ```
    #[must_use]
    pub fn with_counts<const N: usize>(windows: [Window; N], counts: Arc<dyn SharedCounts>) -> Self {
        const { assert!(N <= Self::MAX_WINDOWS, "a limiter has at most 64 windows") };
        Self::build(windows, Some(counts))
    }

    /// Creates a limiter with windows from a list, for example from a configuration file, and optionally with shared
    /// counts.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Window};
    /// let file = r#"[{"class":"calls","calls":25,"per_ms":5000}]"#;
    /// let windows: Vec<Window> = serde_json::from_str(file).unwrap();
    /// let limiter = Limiter::try_new(windows, None)?;
    /// assert_eq!(limiter.windows().len(), 1);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a configuration error if there are more than [`MAX_WINDOWS`](Self::MAX_WINDOWS) windows.
    pub fn try_new(
        windows: impl IntoIterator<Item = Window>,
        counts: Option<Arc<dyn SharedCounts>>,
    ) -> Result<Self, Error> {
        let windows: Vec<Window> = windows.into_iter().collect();
        if windows.len() > Self::MAX_WINDOWS {
            return Err(too_many_windows(windows.len()));
        }
        Ok(Self::build(windows, counts))
    }

    /// Creates a limiter without windows: calls are sent at once, unless there is a [pause](Self::pause).
    ///
    /// While nothing is paused, acquiring needs neither a lock nor an allocation.
    ///
    /// ```
    /// use leads_core::http::limit::Limiter;
    /// assert!(Limiter::unlimited().windows().is_empty());
    /// ```
    #[must_use]
    pub fn unlimited() -> Self {
        Self::new([])
    }

    fn build(windows: impl IntoIterator<Item = Window>, counts: Option<Arc<dyn SharedCounts>>) -> Self {
        let mut state = State::default();
        state.meters.extend(windows.into_iter().map(Meter::new));
        let open = AtomicBool::new(state.is_open(0));
        Self { shared: Arc::new(Shared { clock: Clock::start(), open, counts, state: Mutex::new(state) }) }
    }

    /// Acquires a permit in all windows of `classes` at once, waiting with `priority` if necessary.
    ///
    /// Classes without a window are not limited. A waiting caller holds no permit; the future may be dropped at any
    /// time, and its turn passes to the next caller.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Priority, Window};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), leads_core::http::limit::AcquireError> {
    /// let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(5))]);
    /// let mut permit = limiter.acquire(&["calls"], Priority::Interactive, None).await?;
    /// permit.sent();
    /// // … send the request …
    /// permit.response_received();
    ///
    /// // The window has room again five seconds later.
    /// let now = tokio::time::Instant::now();
    /// let soon = now + Duration::from_secs(1);
    /// let error = limiter.acquire(&["calls"], Priority::Batch, Some(soon)).await.unwrap_err();
    /// assert_eq!(error.class, "calls");
    /// assert_eq!(tokio::time::Instant::now(), now, "it fails at once, not at the deadline");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`AcquireErrorKind::Deadline`] as soon as it is known that no permit will be available before
    /// `deadline`, taking the callers ahead into account; usually this is immediately. Returns
    /// [`AcquireErrorKind::QuotaExhausted`] if a window that callers do not wait for is full, and
    /// [`AcquireErrorKind::Unreachable`] if shared counts do not respond before `deadline`.
    pub async fn acquire(
        &self,
        classes: &[&str],
        priority: Priority,
        deadline: Option<Instant>,
    ) -> Result<Permit, AcquireError> {
        self.acquire_noting(classes, priority, deadline, None).await
    }

    /// Acquires a permit, and notes since when the caller waits, if it does.
    pub(crate) async fn acquire_noting(
        &self,
        classes: &[&str],
        priority: Priority,
        deadline: Option<Instant>,
        mut waiting: Option<&mut Option<Instant>>,
    ) -> Result<Permit, AcquireError> {
        if self.shared.open.load(Ordering::Acquire) {
            return Ok(Permit::free());
        }
        let mut seq = None;
        loop {
            let mut permit = self.turn(classes, priority, deadline, &mut seq, waiting.as_deref_mut()).await?;
            let Some((counts, grant)) = self.shared.counts().zip(permit.grant().filter(|grant| grant.need != 0)) else {
                return Ok(permit);
            };
            let windows = self.shared.lock().windows(grant.need);
            let mut request = PermitRequest::new(&windows).priority(priority);
            if let Some(deadline) = deadline {
                request = request.deadline(deadline);
            }
            note(waiting.as_deref_mut());
            let (asked, flight) = (Instant::now(), request.flight);
            let asking = counts.take(request);
            // A store that does not respond must not block the call, nor the permit that it already holds here.
            let taken = match deadline {
                Some(deadline) => {
                    timeout_at(deadline, asking).await.map_err(|_| self.unreachable(deadline, classes))?
                }
                None => asking.await,
            };
            match taken {
                Ok(ticket) => {
                    permit.count(ticket, asked, flight);
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
        self.shared.acquire_error(cause, classes)
    }

    /// Waits for a permit of this process. A caller that asks again keeps its position through `seq`.
    async fn turn(
        &self,
        classes: &[&str],
        priority: Priority,
        deadline: Option<Instant>,
        seq: &mut Option<u64>,
        mut waiting: Option<&mut Option<Instant>>,
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
                Admission::Rejected(cause) => return Err(shared.acquire_error(cause, classes)),
                Admission::Wait(place) => place,
            };
            *seq = Some(place.seq);
            note(waiting.as_deref_mut());
            match wait::wait(shared, place, due).await {
                WaitResult::Granted(grant) => return Ok(Permit::new(shared, grant)),
                WaitResult::Rejected(cause) => return Err(shared.acquire_error(cause, classes)),
                WaitResult::AskAgain => {}
            }
        }
    }

    /// Handles a denial by the shared counts: no caller of this process asks again before the time they specified.
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
        let out_of_reach = |cause: &Cause| match cause.reason {
            AcquireErrorKind::QuotaExhausted => true,
            _ => deadline.is_some_and(|deadline| self.shared.clock.instant(cause.soonest) > deadline),
        };
        cause.filter(out_of_reach).map_or(Ok(()), |cause| Err(self.shared.acquire_error(cause, classes)))
    }

    /// Changes the state in a way after which calls may have to acquire permits.
    fn change(&self, work: impl FnOnce(&mut State, Tick, &mut PendingWakes)) {
        self.shared.with(|state, now, wakes| {
            work(state, now, wakes);
            self.shared.open.store(state.is_open(now), Ordering::Release);
        });
    }

    /// Pauses all classes: no caller gets a permit before `until`.
    ///
    /// For a 429, or a 200 response that means one: the vendor's response overrides the counts. Callers whose deadline
    /// is earlier are rejected now. A pause is only ever extended; [`resume`](Self::resume) ends it. During a pause of
    /// more than five minutes, one call is let through every five minutes as a test.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Priority};
    /// use std::time::Duration;
    /// use tokio::time::Instant;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let limiter = Limiter::unlimited();
    /// let until = Instant::now() + Duration::from_secs(30);
    /// limiter.pause(until);
    /// let soon = Some(Instant::now() + Duration::from_secs(1));
    /// assert!(limiter.acquire(&["calls"], Priority::Interactive, soon).await.is_err());
    /// assert!(limiter.acquire(&["calls"], Priority::Interactive, None).await.is_ok());
    /// assert!(Instant::now() >= until);
    /// # }
    /// ```
    pub fn pause(&self, until: Instant) {
        let length = until.saturating_duration_since(Instant::now());
        let until = self.shared.tick_up(until);
        self.change(|state, now, wakes| state.pause(until, now, wakes));
        self.notify_counts(|counts| counts.pause(None, length));
    }

    /// [Pauses](Self::pause) all classes for a length of time from now.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Priority};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let limiter = Limiter::unlimited();
    /// // The vendor's status page announces ten minutes of maintenance.
    /// limiter.pause_for(Duration::from_secs(600));
    /// let began = tokio::time::Instant::now();
    /// let permit = limiter.acquire(&["calls"], Priority::Batch, None).await;
    /// assert!(permit.is_ok() && began.elapsed() > Duration::from_secs(60));
    /// # }
    /// ```
    pub fn pause_for(&self, length: Duration) {
        let millis = millis_up(length);
        self.change(|state, now, wakes| state.pause(now.saturating_add(millis).saturating_add(1), now, wakes));
        self.notify_counts(|counts| counts.pause(None, length));
    }

    /// [Pauses](Self::pause) the calls of one class, whether or not it has a window.
    ///
    /// If it has none and the limiter already has [`MAX_WINDOWS`](Self::MAX_WINDOWS) windows and paused classes, all
    /// classes are paused.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Priority};
    /// use std::time::Duration;
    /// use tokio::time::Instant;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let limiter = Limiter::unlimited();
    /// limiter.pause_class("search", Instant::now() + Duration::from_secs(30));
    /// let soon = Some(Instant::now() + Duration::from_secs(1));
    /// assert!(limiter.acquire(&["search"], Priority::Interactive, soon).await.is_err());
    /// assert!(limiter.acquire(&["calls"], Priority::Interactive, soon).await.is_ok());
    /// # }
    /// ```
    pub fn pause_class(&self, class: &str, until: Instant) {
        let length = until.saturating_duration_since(Instant::now());
        let until = self.shared.tick_up(until);
        self.change(|state, now, wakes| state.pause_class(class, until, now, wakes));
        self.notify_counts(|counts| counts.pause(Some(class), length));
    }

    /// Ends every pause, and restores configured windows that a rejection had replaced with ones longer than five
    /// minutes.
    ///
    /// Use this when you know that the vendor accepts calls again.
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
        self.notify_counts(|counts| counts.pause(None, Duration::ZERO));
    }

    /// Replaces the configured limit of a class, and ends a pause of this class.
    ///
    /// The limit replaces the only window of its class, or the one of the same length; otherwise it is added. A longer
    /// or shorter window that a rejection reported for the class is dropped. Calls already counted stay counted: those
    /// in flight, those that return later, and, if the window becomes longer, as many earlier ones as may still be
    /// inside it.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Window};
    /// use std::time::Duration;
    /// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    /// // The account was upgraded.
    /// limiter.replace(Window::new("calls", 50, Duration::from_secs(5)))?;
    /// assert_eq!(limiter.windows().len(), 1);
    /// assert_eq!(limiter.windows()[0].calls, 50);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a configuration error if the window would be added to a limiter that has
    /// [`MAX_WINDOWS`](Self::MAX_WINDOWS) windows and paused classes. Nothing is changed then.
    pub fn replace(&self, window: Window) -> Result<(), Error> {
        let learned = self.shared.counts.is_some().then(|| window.clone());
        let mut replaced = true;
        self.change(|state, now, wakes| replaced = state.replace(window, now, wakes));
        if !replaced {
            return Err(too_many_windows(Self::MAX_WINDOWS + 1));
        }
        if let Some(window) = learned {
            self.notify_counts(|counts| counts.learn(&window));
        }
        Ok(())
    }

    /// Replaces the configured limit with one that the vendor reported in a rejection, as far as it is trusted.
    pub(crate) fn learn(&self, window: Window) {
        let learned = self.shared.counts.is_some().then(|| window.clone());
        self.change(|state, now, wakes| state.learn(window, now, wakes));
        if let Some(window) = learned {
            self.notify_counts(|counts| counts.learn(&window));
        }
    }

    /// Allows fewer calls for a while, after the vendor rejected one for its rate without reporting a limit.
    ///
    /// Halves the limit of those windows of `classes` that callers wait for, down to one call. After two windows it
    /// rises again by a sixteenth of the configured limit per window. A call that was sent before the limit was last
    /// lowered has no effect, so that many concurrent rejections count as one. The pipeline calls this automatically.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Window};
    /// use std::time::Duration;
    /// use tokio::time::Instant;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let limiter = Limiter::new([Window::new("calls", 20, Duration::from_secs(5))]);
    /// let sent = Instant::now();
    /// # tokio::time::advance(Duration::from_secs(1)).await;
    /// limiter.slow_down(&["calls"], sent);
    /// assert_eq!(limiter.headroom()[0].left, 10);
    /// # }
    /// ```
    pub fn slow_down(&self, classes: &[&str], sent: Instant) {
        let sent = self.shared.clock.tick(sent);
        self.change(|state, now, wakes| state.lower(classes, sent, now, wakes));
    }

    /// Records that the vendor accepted a call that tested a pause or a reported limit.
    pub(crate) fn accepted(&self, probe: Probe) {
        self.change(|state, now, wakes| state.accepted(probe.0, now, wakes));
        self.notify_counts(|counts| counts.pause(None, Duration::ZERO));
    }

    fn notify_counts(&self, notify: impl FnOnce(&dyn SharedCounts)) {
        if let Some(counts) = self.shared.counts() {
            notify(counts);
        }
    }

    /// Counts every window that callers wait for as fully used just now.
    ///
    /// For a worker that restarts under load and does not know what its predecessor used: it starts one window later,
    /// but safely. Quotas are left unchanged, because this would use up a whole day; [load](Self::load) what is known
    /// of them.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Window};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    /// limiter.assume_used();
    /// assert_eq!(limiter.headroom()[0].left, 0);
    /// # }
    /// ```
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

    /// Returns the current counts, to be stored. Calls in flight count as having received no response.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Snapshot, Window};
    /// use std::time::Duration;
    /// let limiter = Limiter::new([Window::new("calls", 1_000, Duration::from_secs(86_400))]);
    /// // When the process ends …
    /// let file = serde_json::to_string(&limiter.snapshot()).unwrap();
    /// // … and when it starts again.
    /// let saved: Snapshot = serde_json::from_str(&file).unwrap();
    /// limiter.load(&saved);
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.shared.with(|state, now, _| Snapshot::of(state, now))
    }

    /// Adds saved counts to the windows of the same class and length; others are ignored.
    ///
    /// Call this once, when a process starts: loading twice counts twice.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Window};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let windows = || [Window::new("calls", 25, Duration::from_secs(5))];
    /// let before = Limiter::new(windows());
    /// before.assume_used();
    ///
    /// let after = Limiter::new(windows());
    /// after.load(&before.snapshot());
    /// assert_eq!(after.headroom()[0].left, 0);
    /// # }
    /// ```
    pub fn load(&self, saved: &Snapshot) {
        self.change(|state, now, wakes| {
            saved.load(state, now);
            state.changed(now, wakes);
        });
    }

    /// Returns the current windows, including replacements.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Window};
    /// use std::time::Duration;
    /// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    /// let window = &limiter.windows()[0];
    /// assert_eq!((window.calls, window.per), (25, Duration::from_secs(5)));
    /// ```
    #[must_use]
    pub fn windows(&self) -> Vec<Window> {
        self.shared.lock().windows(WindowMask::MAX)
    }

    /// Returns the number of waiting callers, for logs or metrics.
    ///
    /// Sustained interactive load can keep batch callers waiting; this is how to notice it.
    ///
    /// ```
    /// use leads_core::http::limit::Limiter;
    /// let waiting = Limiter::unlimited().waiting();
    /// if waiting.batch > 100 {
    ///     println!("{} batch calls wait behind interactive ones", waiting.batch);
    /// }
    /// assert_eq!(waiting.interactive, 0);
    /// ```
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        let state = self.shared.lock();
        Waiting { interactive: state.queue.waiting(Priority::Interactive), batch: state.queue.waiting(Priority::Batch) }
    }
}

/// Notes that a caller waits from now on, unless it already does.
fn note(waiting: Option<&mut Option<Instant>>) {
    if let Some(waiting) = waiting {
        waiting.get_or_insert_with(Instant::now);
    }
}

#[cold]
fn too_many_windows(count: usize) -> Error {
    Error::config("limiter", format!("{count} windows are too many: at most {} are possible", Limiter::MAX_WINDOWS))
        .with_help("combine windows of the same class and length")
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut limiter = f.debug_struct("Limiter");
        limiter.field("windows", &self.windows()).field("waiting", &self.waiting());
        limiter.field("counts", &self.shared.counts).finish()
    }
}
