//! Where counts are kept when several processes share one allowance.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;

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
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
/// use leads_core::http::limit::{Counts, Full, Limiter, Settled, Window};
///
/// #[derive(Debug)]
/// struct Ours;
///
/// #[async_trait::async_trait]
/// impl Counts for Ours {
///     async fn take(&self, windows: &[Window]) -> Result<u64, Full> {
///         // one round trip that takes a permit in all of `windows` or in none
///         Ok(1)
///     }
///     fn settle(&self, ticket: u64, how: Settled) {
///         // note it for the next round trip
///     }
/// }
///
/// let window = Window::new("calls", 25, Duration::from_secs(5));
/// let limiter = Limiter::with_counts([window], Arc::new(Ours));
/// ```
#[async_trait]
pub trait Counts: Debug + Send + Sync + 'static {
    /// Takes a permit in every one of `windows` or in none, and says under which number.
    ///
    /// The future may be dropped at any point, and a process may end without settling, so a permit
    /// has to run out by itself: a window after the longest time that a call can take. Counts
    /// that cannot be reached should say yes, for the limiter keeps to its own in any case.
    ///
    /// # Errors
    ///
    /// [`Full`] names the window that is in the way and for how long.
    async fn take(&self, windows: &[Window]) -> Result<u64, Full>;

    /// Says what became of a permit. Called from `Drop`: it must neither block nor panic.
    fn settle(&self, ticket: u64, how: Settled);
}

/// A window of shared [`Counts`] is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full {
    /// Which of the windows asked for, from 0.
    pub window: usize,
    /// How long it stays so at the least.
    pub wait: Duration,
}

/// What became of a permit, which decides when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Settled {
    /// Nothing was sent: it returns at once.
    Unused,
    /// The head of the answer came just now: it returns one window from now.
    Answered,
    /// Sent, and no answer will be seen: it returns one window and one second from now.
    Unanswered,
}
