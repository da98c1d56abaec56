//! What is left of each window.

use std::time::Duration;

use super::Limiter;
use super::clock::Tick;
use super::meter::Meter;
use super::state::{State, last_of};
use super::window::Window;

/// What is left of one window of a [`Limiter`].
///
/// ```
/// use leads_core::http::limit::{Limiter, Window};
/// use std::time::Duration;
/// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
/// let [calls] = limiter.headroom().try_into().unwrap();
/// assert_eq!((calls.window.class.as_ref(), calls.left, calls.more_in), ("calls", 25, None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Headroom {
    /// The window as it is now, including what the vendor reported.
    pub window: Window,
    /// The number of calls that can be sent now. 0 during a pause.
    pub left: u32,
    /// The time until [`left`](Self::left) rises next. `None` if nothing is used, or if the only calls that count have no
    /// response yet.
    pub more_in: Option<Duration>,
    /// Whether the limiter or this class is paused, because the vendor rejected a call for its rate or because the
    /// application paused it.
    pub is_paused: bool,
}

impl Headroom {
    fn of(meter: &Meter, state: &State, now: Tick) -> Self {
        let paused_until = state.paused_until().max(meter.pause.until());
        let paused = paused_until > now;
        let more_at = if paused { Some(paused_until) } else { meter.more_at(now) };
        Self {
            window: meter.window.clone(),
            left: if paused { 0 } else { meter.left() },
            more_in: more_at.map(|at| Duration::from_millis(at.saturating_sub(now))),
            is_paused: paused,
        }
    }
}

impl Limiter {
    /// Returns what is left of each window now, and when more comes.
    ///
    /// Counts of [other processes](super::SharedCounts) are not included.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Priority, Window};
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), leads_core::http::limit::AcquireError> {
    /// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    /// let _permit = limiter.acquire(&["calls"], Priority::Interactive, None).await?;
    /// assert_eq!(limiter.headroom()[0].left, 24);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn headroom(&self) -> Vec<Headroom> {
        self.shared.with(|state, now, _| {
            state.meters.iter_mut().for_each(|meter| meter.expire(now));
            state.meters.iter().filter(|meter| meter.is_limit()).map(|meter| Headroom::of(meter, state, now)).collect()
        })
    }

    /// Returns how long all classes are still [paused](Self::pause); `None` if they are not. A pause of one class shows in
    /// its [`headroom`](Self::headroom).
    ///
    /// ```
    /// use leads_core::http::limit::Limiter;
    /// use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let limiter = Limiter::unlimited();
    /// assert_eq!(limiter.paused_for(), None);
    /// limiter.pause_for(Duration::from_secs(60));
    /// assert!(limiter.paused_for() >= Some(Duration::from_secs(60)));
    /// # }
    /// ```
    #[must_use]
    pub fn paused_for(&self) -> Option<Duration> {
        let left = self.shared.with(|state, now, _| state.paused_until().saturating_sub(now));
        (left > 0).then(|| Duration::from_millis(left))
    }

    /// Returns the shortest time in which `calls` more calls of these classes can be sent.
    ///
    /// This is a lower bound: each call also occupies its permit until its response arrives, and callers that are waiting
    /// now are served as well. A window that callers do not wait for counts with the time until it has room again, although
    /// such calls fail instead of waiting.
    ///
    /// ```
    /// use leads_core::http::limit::{Limiter, Window};
    /// use std::time::Duration;
    /// let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    /// assert_eq!(limiter.time_for(&["calls"], 25), Duration::ZERO);
    /// assert_eq!(limiter.time_for(&["calls"], 1_000).as_secs(), 39 * 5);
    /// ```
    #[must_use]
    pub fn time_for(&self, classes: &[&str], calls: u64) -> Duration {
        let Some(ahead) = calls.checked_sub(1) else { return Duration::ZERO };
        self.shared.with(|state, now, _| {
            state.meters.iter_mut().for_each(|meter| meter.expire(now));
            Duration::from_millis(last_of(state, classes, ahead, now).saturating_sub(now))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::limit::Priority;
    use tokio::time::advance;

    const WINDOW: Duration = Duration::from_secs(5);

    async fn call(limiter: &Limiter) {
        let mut permit = limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap();
        permit.sent();
        permit.response_received();
    }

    fn left(limiter: &Limiter) -> Vec<(u32, Option<Duration>)> {
        limiter.headroom().into_iter().map(|window| (window.left, window.more_in)).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn headroom_falls_with_each_call_and_rises_when_its_permit_returns() {
        let limiter = Limiter::new([Window::new("calls", 3, WINDOW)]);
        assert_eq!(left(&limiter), [(3, None)]);
        call(&limiter).await;
        advance(Duration::from_secs(2)).await;
        call(&limiter).await;
        assert_eq!(left(&limiter), [(1, Some(Duration::from_millis(3_001)))]);
        let in_flight = limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap();
        assert_eq!(left(&limiter), [(0, Some(Duration::from_millis(3_001)))]);
        advance(Duration::from_secs(3)).await;
        assert_eq!(left(&limiter), [(0, Some(Duration::from_millis(1)))]);
        advance(Duration::from_millis(1)).await;
        assert_eq!(left(&limiter), [(1, Some(Duration::from_secs(2)))]);
        drop(in_flight);
        assert_eq!(left(&limiter), [(2, Some(Duration::from_secs(2)))]);
    }

    #[tokio::test(start_paused = true)]
    async fn headroom_is_zero_during_a_pause() {
        let limiter = Limiter::new([Window::new("calls", 3, WINDOW), Window::new("bulk", 1, WINDOW)]);
        limiter.pause_for(Duration::from_secs(60));
        assert_eq!(left(&limiter), [(0, Some(Duration::from_millis(60_001))); 2]);
        assert_eq!(limiter.time_for(&["calls"], 1), Duration::from_millis(60_001));
        assert_eq!(limiter.paused_for(), Some(Duration::from_millis(60_001)));
        limiter.resume();
        assert_eq!(limiter.paused_for(), None);
        limiter.pause_class("bulk", tokio::time::Instant::now() + WINDOW);
        assert_eq!(left(&limiter), [(3, None), (0, Some(WINDOW))]);
        let paused: Vec<_> = limiter.headroom().into_iter().map(|window| window.is_paused).collect();
        assert_eq!(paused, [false, true]);
        limiter.pause_class("other", tokio::time::Instant::now() + WINDOW);
        assert_eq!(limiter.headroom().len(), 2, "a class that is only paused has no window");
    }

    #[tokio::test(start_paused = true)]
    async fn time_for_calls_is_reached_by_calls_without_latency() {
        let limiter = Limiter::new([Window::new("calls", 4, WINDOW), Window::new("daily", 1_000, WINDOW * 10_000)]);
        call(&limiter).await;
        advance(Duration::from_secs(1)).await;
        for calls in [1_u64, 3, 4, 5, 17] {
            let expected = limiter.time_for(&["calls", "daily"], calls);
            let copy = Limiter::new([Window::new("calls", 4, WINDOW)]);
            call(&copy).await;
            advance(Duration::from_secs(1)).await;
            let started = tokio::time::Instant::now();
            assert_eq!(copy.time_for(&["calls"], calls), expected);
            for _ in 0..calls {
                call(&copy).await;
            }
            let took = started.elapsed();
            assert!(
                took >= expected && took <= expected + Duration::from_millis(calls),
                "{calls}: {took:?}, {expected:?}"
            );
            // The clock moved for both limiters: start the first one afresh.
            advance(WINDOW * 2).await;
            call(&limiter).await;
            advance(Duration::from_secs(1)).await;
        }
        assert_eq!(limiter.time_for(&["calls"], 0), Duration::ZERO);
        assert_eq!(limiter.time_for(&["unlimited"], 1_000_000), Duration::ZERO);
        assert!(limiter.time_for(&["calls"], u64::MAX) > WINDOW * 1_000_000);
    }
}
