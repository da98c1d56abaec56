//! When a call is retried, and after what delay.

use super::timeouts::MAX_WAIT;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// How often, and with what delays, a call is retried.
///
/// The policy never overrides safety: a non-idempotent call is retried only if the previous attempt is known to have
/// had no effect.
///
/// Delays are random between zero and a limit that doubles with each retry ("full jitter"), so that clients that failed
/// together do not retry together. A vendor's `Retry-After` is the minimum delay.
///
/// ```
/// use leads_core::http::RetryPolicy;
/// assert_eq!(RetryPolicy::default().max_attempts, 3);
/// assert_eq!(RetryPolicy::none().max_attempts, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The total number of attempts, including the first.
    pub max_attempts: u32,
    /// The maximum delay before the first retry.
    pub initial_backoff: Duration,
    /// The maximum backoff. A longer `Retry-After` still takes precedence.
    pub max_backoff: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts with delays of up to 250 ms, then 500 ms, and at most 20 s.
    fn default() -> Self {
        Self { max_attempts: 3, initial_backoff: Duration::from_millis(250), max_backoff: Duration::from_secs(20) }
    }
}

impl RetryPolicy {
    /// Returns a policy with a single attempt.
    ///
    /// ```
    /// use leads_core::http::RetryPolicy;
    /// assert_eq!(RetryPolicy::none().max_attempts, 1);
    /// ```
    #[must_use]
    pub const fn none() -> Self {
        Self { max_attempts: 1, initial_backoff: Duration::ZERO, max_backoff: Duration::ZERO }
    }

    /// Sets the total number of attempts; 0 counts as 1.
    ///
    /// ```
    /// use leads_core::http::RetryPolicy;
    /// // A nightly job can wait.
    /// assert_eq!(RetryPolicy::default().max_attempts(8).max_attempts, 8);
    /// ```
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the maximum delay before the first retry.
    ///
    /// ```
    /// use leads_core::http::RetryPolicy;
    /// use std::time::Duration;
    /// let policy = RetryPolicy::default().initial_backoff(Duration::from_secs(1));
    /// assert_eq!(policy.initial_backoff.as_secs(), 1);
    /// ```
    #[must_use]
    pub const fn initial_backoff(mut self, initial_backoff: Duration) -> Self {
        self.initial_backoff = initial_backoff;
        self
    }

    /// Sets the maximum backoff.
    ///
    /// ```
    /// use leads_core::http::RetryPolicy;
    /// use std::time::Duration;
    /// let policy = RetryPolicy::default().max_backoff(Duration::from_secs(60));
    /// assert_eq!(policy.max_backoff.as_secs(), 60);
    /// ```
    #[must_use]
    pub const fn max_backoff(mut self, max_backoff: Duration) -> Self {
        self.max_backoff = max_backoff;
        self
    }

    /// Returns the delay before attempt `attempt + 1`.
    pub(crate) fn pause(&self, attempt: u32, retry_after: Option<Duration>) -> Duration {
        let limit = self.initial_backoff.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(self.max_backoff);
        let jittered = limit.mul_f64(fastrand::f64());
        // Callers that received the same `Retry-After` must not all retry at the same instant.
        retry_after.map_or(jittered, |wait| {
            wait.saturating_add(limit.min(Duration::from_millis(250)).mul_f64(fastrand::f64()))
        })
    }
}

/// The number of retries that a client may spend while its calls fail, so that a vendor in trouble does not receive
/// three times the load. Every retry has a cost, and every success returns a small part of it.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    tokens: AtomicU32,
}

impl RetryBudget {
    const CAPACITY: u32 = 500;
    const RETRY: u32 = 5;
    const TIMEOUT_RETRY: u32 = 10;
    const REFUND: u32 = 1;

    pub(crate) const fn new() -> Self {
        Self { tokens: AtomicU32::new(Self::CAPACITY) }
    }

    /// Withdraws the cost of a retry; returns `false` if the budget is exhausted.
    pub(crate) fn withdraw(&self, timed_out: bool) -> bool {
        let price = if timed_out { Self::TIMEOUT_RETRY } else { Self::RETRY };
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(price)).is_ok()
    }

    /// Records a successful call.
    pub(crate) fn deposit(&self, retried: bool) {
        let back = if retried { Self::RETRY } else { Self::REFUND };
        if self.tokens.load(Ordering::Relaxed) < Self::CAPACITY {
            let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                Some(tokens.saturating_add(back).min(Self::CAPACITY))
            });
        }
    }
}

/// Parses `Retry-After`: a number of seconds, or a date in any of HTTP's three formats.
///
/// Fractions of a second are rounded up. A date in the past is a zero delay. The delay is capped at ten years,
/// regardless of the number of digits, so that adding it to the current time cannot overflow. Anything else returns
/// `None`, as if the header were absent.
///
/// ```
/// use leads_core::vendor::retry_after;
/// use std::time::{Duration, SystemTime};
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 60);
/// assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
/// assert_eq!(retry_after("299.997", now), Some(Duration::from_secs(300)));
/// assert_eq!(
///     retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now),
///     Some(Duration::from_secs(60))
/// );
/// assert_eq!(retry_after("soon", now), None);
/// ```
#[must_use]
pub fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Some(wait) = seconds(value) {
        return Some(wait);
    }
    let then = http_date(value)?;
    Some(then.duration_since(now).unwrap_or_default().min(MAX_WAIT))
}

/// Parses a decimal number of seconds, rounded up to a whole one and at most [`MAX_WAIT`].
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let up = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    // Only digits remain, so a number that cannot be parsed is too large.
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(u64::MAX) };
    Some(Duration::from_secs(whole.saturating_add(up)).min(MAX_WAIT))
}

/// Parses a date in any of HTTP's three formats.
pub(crate) fn http_date(value: &str) -> Option<SystemTime> {
    let date = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(value.trim(), format).ok())?;
    Some(SystemTime::from(date.and_utc()))
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RetryAction {
    /// Retry after a backoff, if the error and the policy allow it.
    Backoff,
    /// Retry once with new credentials.
    RefreshCredentials,
    /// Retry once with a changed setting.
    RetryOnce,
    /// Do not retry.
    GiveUp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn backoff_grows_and_respects_retry_after() {
        let policy = RetryPolicy::default();
        for _ in 0..200 {
            assert!(policy.pause(1, None) <= Duration::from_millis(250));
            assert!(policy.pause(2, None) <= Duration::from_millis(500));
            assert!(policy.pause(60, None) <= Duration::from_secs(20));
            assert!(policy.pause(1, Some(Duration::from_secs(7))) >= Duration::from_secs(7));
        }
    }

    #[test]
    fn retry_budget_is_exhausted_and_refilled() {
        let budget = RetryBudget::new();
        let paid = (0..1000).filter(|_| budget.withdraw(false)).count();
        assert_eq!(paid, 100);
        assert!(!budget.withdraw(false));
        for _ in 0..5 {
            budget.deposit(false);
        }
        assert!(budget.withdraw(false) && !budget.withdraw(false));
        budget.deposit(true);
        assert!(budget.withdraw(false));
    }

    #[test]
    fn dates_are_parsed_in_three_formats() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_717);
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(retry_after(text, now), Some(Duration::from_secs(60)), "{text}");
        }
        assert_eq!(retry_after("Sat, 05 Nov 1994 08:49:37 GMT", now), Some(Duration::ZERO));
        for far in [
            "18446744073709551615",
            "99999999999999999999",
            &"9".repeat(400),
            &format!("{}.5", u64::MAX),
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ] {
            assert_eq!(retry_after(far, now), Some(MAX_WAIT), "{far}");
        }
    }

    #[test]
    fn fractions_of_seconds_are_rounded_up() {
        let read = |text: &str| retry_after(text, SystemTime::UNIX_EPOCH).map(|wait| wait.as_secs());
        for (text, seconds) in
            [("299.997", 300), ("300.0", 300), ("0.25", 1), (".5", 1), ("5.", 5), ("0", 0), (" 007 ", 7), ("0.000", 0)]
        {
            assert_eq!(read(text), Some(seconds), "{text}");
        }
        for text in ["-1", "-0.5", "+5", "1e3", "1,5", "1.5.2", ".", "", "5s", "NaN", "inf", "0x10", "٣"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn huge_waits_do_not_overflow() {
        let policy = RetryPolicy::default().initial_backoff(Duration::MAX).max_backoff(Duration::MAX);
        assert_eq!(policy.pause(1, Some(Duration::MAX)), Duration::MAX);
        assert!(policy.pause(u32::MAX, None) <= Duration::MAX);
    }

    proptest! {
        #[test]
        fn retry_after_of_any_text_is_read_without_a_panic(text in ".*") {
            let _ = retry_after(&text, SystemTime::UNIX_EPOCH);
        }
    }
}
