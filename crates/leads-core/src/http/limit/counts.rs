//! Counts shared by several processes that use the same rate limit.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::Priority;
use super::window::Window;

/// Counts outside this process, for applications on several machines that share a rate limit.
///
/// A [`Limiter`](super::Limiter) always counts in process: this takes one lock and a few additions, and keeps the order
/// of its own callers. Shared counts are checked *in addition*, once it is a caller's turn: they are asked for the same
/// windows and can deny the permit. The limiter then returns the permit it holds and pauses the exhausted window, so
/// that callers do not ask repeatedly. By default there are no shared counts, which costs nothing: counting in process
/// through an asynchronous trait would add an allocation to every call.
///
/// The limiter waits for the counts no longer than the call's deadline. Counts that cannot be reached return
/// [`Denied::Unreachable`]; the call then waits and asks again until its deadline. An implementation that grants
/// permits while the counts are unreachable allows each process the whole limit, so it must document this.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
/// use leads_core::http::limit::{
///     Denied, Limiter, PermitRequest, PermitUse, SharedCounts, Window,
/// };
///
/// #[derive(Debug)]
/// struct Ours;
///
/// #[async_trait::async_trait]
/// impl SharedCounts for Ours {
///     async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied> {
///         // one round trip that takes a permit in all of `request.windows` or in none of them
///         Ok(1)
///     }
///     fn settle(&self, ticket: u64, how: PermitUse) {
///         // record it for the next round trip
///     }
/// }
///
/// let window = Window::new("calls", 25, Duration::from_secs(5));
/// let limiter = Limiter::with_counts([window], Arc::new(Ours));
/// ```
#[async_trait]
pub trait SharedCounts: Debug + Send + Sync + 'static {
    /// Takes a permit in all of the request's windows or in none, and returns its number.
    ///
    /// The future may be dropped at any point, and a process may end without settling, so a permit must expire by
    /// itself: one window after [`flight`](PermitRequest::flight).
    ///
    /// # Errors
    ///
    /// Returns [`Denied`], which indicates what blocks the permit and for how long.
    async fn take(&self, request: PermitRequest<'_>) -> Result<u64, Denied>;

    /// Reports how a permit was used. This is called from `Drop`: it must neither block nor panic.
    fn settle(&self, ticket: u64, how: PermitUse);

    /// Reports that this process's limiter was paused for `length`: all classes, or one. A length of zero ends a pause.
    ///
    /// Does nothing by default. An implementation that propagates pauses makes [`take`](Self::take) return
    /// [`Denied::Paused`] to other processes. It must neither block nor panic.
    fn pause(&self, class: Option<&str>, length: Duration) {
        let _ = (class, length);
    }

    /// Reports that this process's limiter replaced the window of a class, because the vendor reported a different
    /// limit or the application set one.
    ///
    /// Does nothing by default. It must neither block nor panic.
    fn learn(&self, window: &Window) {
        let _ = window;
    }
}

/// A request for a permit from [`SharedCounts`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct PermitRequest<'a> {
    /// The windows in which the call counts.
    pub windows: &'a [Window],
    /// The call's priority.
    pub priority: Priority,
    /// The call's deadline. After it, the limiter no longer waits for the response of the counts.
    pub deadline: Option<Instant>,
    /// The maximum remaining duration of the call: the rest of its deadline, or 90 seconds without one.
    pub flight: Duration,
}

impl<'a> PermitRequest<'a> {
    /// Creates a request for an interactive call without a deadline, for testing an implementation.
    #[must_use]
    pub fn new(windows: &'a [Window]) -> Self {
        Self { windows, priority: Priority::Interactive, deadline: None, flight: super::FLIGHT }
    }

    /// Sets the priority.
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// Sets the deadline, and the flight time remaining until then.
    #[must_use]
    pub fn deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self.flight = deadline.saturating_duration_since(Instant::now());
        self
    }
}

/// Why [`SharedCounts`] denied a permit. This process does not ask again before `wait` has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denied {
    /// A window is exhausted.
    Exhausted {
        /// The index of the window in the request.
        window: usize,
        /// The minimum time until the window has room.
        wait: Duration,
    },
    /// Another process paused the calls.
    Paused {
        /// The remaining duration of the pause.
        wait: Duration,
    },
    /// The counts cannot be reached, so their state is unknown.
    Unreachable {
        /// How long to wait before asking again.
        wait: Duration,
    },
}

/// How a permit was used, which determines when it is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PermitUse {
    /// Nothing was sent: the permit is returned at once.
    Unused,
    /// The head of the response just arrived: the permit is returned one window from now.
    WithResponse,
    /// The call was sent and no response will be received: the permit is returned one window and one second from now.
    WithoutResponse,
}
