//! Where counts are kept when several processes share one allowance.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::Priority;
use super::window::Window;

/// Counts outside of this process, for applications on several machines that share an allowance.
///
/// A [`Limiter`](super::Limiter) always counts in process: that is a lock and a few additions, and
/// it keeps the order of its own callers. Counts elsewhere come *on top*, once a caller has its
/// turn here: they are asked for the same windows and can say no. The limiter then returns what it
/// holds and pauses the window that is full, so that callers do not ask over and over. The default
/// is none, and costs nothing: counting in process through an asynchronous trait would put
/// an allocation into every call.
///
/// The limiter waits for counts no longer than the deadline of the call. Counts that cannot be reached return
/// [`Denied::Unreachable`]; the call then waits and asks again until its deadline. An implementation that grants
/// permits while it is unreachable allows each process the whole limit, so it must say so in its documentation.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
/// use leads_core::http::limit::{SharedCounts, Denied, Limiter, PermitRequest, PermitUse, Window};
///
/// #[derive(Debug)]
/// struct Ours;
///
/// #[async_trait::async_trait]
/// impl SharedCounts for Ours {
///     async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied> {
///         // one round trip that takes a permit in all of `request.windows` or in none
///         Ok(1)
///     }
///     fn settle(&self, ticket: u64, how: PermitUse) {
///         // note it for the next round trip
///     }
/// }
///
/// let window = Window::new("calls", 25, Duration::from_secs(5));
/// let limiter = Limiter::with_counts([window], Arc::new(Ours));
/// ```
#[async_trait]
pub trait SharedCounts: Debug + Send + Sync + 'static {
    /// Takes a permit in every one of the request's windows or in none, and returns its number.
    ///
    /// The future may be dropped at any point, and a process may end without settling, so a permit must return by
    /// itself: one window after [`flight`](PermitRequest::flight).
    ///
    /// # Errors
    ///
    /// [`Denied`] says what is in the way and for how long.
    async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied>;

    /// Says how a permit was used. Called from `Drop`: it must neither block nor panic.
    fn settle(&self, ticket: u64, how: PermitUse);

    /// The limiter of this process was paused for `length`: all classes, or one. A length of zero ends a pause.
    ///
    /// Does nothing by default. Counts that pass it on make [`take`](Self::take) return [`Denied::Paused`] to other
    /// processes. It must neither block nor panic.
    fn pause(&self, class: Option<&str>, length: Duration) {
        let _ = (class, length);
    }

    /// The limiter of this process replaced the window of a class, because the vendor named another limit or because
    /// the application set one.
    ///
    /// Does nothing by default. It must neither block nor panic.
    fn learn(&self, window: &Window) {
        let _ = window;
    }
}

/// What is asked of shared [`SharedCounts`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct PermitRequest<'a> {
    /// The windows in which the call counts.
    pub windows: &'a [Window],
    /// Who goes first.
    pub priority: Priority,
    /// When the call ends at the latest. After this time nobody waits for the response of the counts.
    pub deadline: Option<Instant>,
    /// The longest time that the call can take from now on: the rest of its deadline, or 90 seconds without one.
    pub flight: Duration,
}

impl<'a> PermitRequest<'a> {
    /// A request of an interactive call without a deadline, for tests of an implementation.
    #[must_use]
    pub fn new(windows: &'a [Window]) -> Self {
        Self { windows, priority: Priority::Interactive, deadline: None, flight: super::FLIGHT }
    }

    /// Sets who goes first.
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// Sets the deadline, and the flight time that is left until then.
    #[must_use]
    pub fn deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self.flight = deadline.saturating_duration_since(Instant::now());
        self
    }
}

/// Why shared [`SharedCounts`] gave no permit. Nobody in this process asks again before `wait` has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denied {
    /// A window is full.
    Exhausted {
        /// Which of the windows asked for, from 0.
        window: usize,
        /// How long it stays full at least.
        wait: Duration,
    },
    /// Another process paused the calls.
    Paused {
        /// How long the pause lasts.
        wait: Duration,
    },
    /// The counts cannot be reached, so nothing is known.
    Unreachable {
        /// When to ask again.
        wait: Duration,
    },
}

/// What became of a permit, which decides when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PermitUse {
    /// Nothing was sent: it returns at once.
    Unused,
    /// The head of the answer came just now: it returns one window from now.
    Answered,
    /// Sent, and no answer will be seen: it returns one window and one second from now.
    Unanswered,
}
