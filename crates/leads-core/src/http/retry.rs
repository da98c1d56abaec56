//! When a call is sent again, and after how long.

use super::timeouts::MAX_WAIT;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// How often and after what pauses a call is sent again.
///
/// Whether it may be sent again at all is never a matter of policy: a call that can make a change twice is repeated
/// only when it is proved that nothing was changed.
///
/// Pauses are drawn at random between zero and a limit that doubles ("full jitter"), so that many clients that
/// failed together do not come back together. A vendor's `Retry-After` is the least pause.
///
/// ```
/// use leads_core::http::RetryPolicy;
/// assert_eq!(RetryPolicy::default().max_attempts, 3);
/// assert_eq!(RetryPolicy::none().max_attempts, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first included.
    pub max_attempts: u32,
    /// The limit of the first pause.
    pub base: Duration,
    /// The limit that no pause passes, but for a longer `Retry-After`.
    pub cap: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts, pauses up to 250 ms, then 500 ms, at most 20 s.
    fn default() -> Self {
        Self { max_attempts: 3, base: Duration::from_millis(250), cap: Duration::from_secs(20) }
    }
}

impl RetryPolicy {
    /// One attempt only.
    #[must_use]
    pub const fn none() -> Self {
        Self { max_attempts: 1, base: Duration::ZERO, cap: Duration::ZERO }
    }

    /// Sets the number of attempts in all; 0 counts as 1.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the limit of the first pause.
    #[must_use]
    pub const fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the limit that no pause passes.
    #[must_use]
    pub const fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// The pause before attempt `attempt + 1`.
    pub(crate) fn pause(&self, attempt: u32, retry_after: Option<Duration>) -> Duration {
        let limit = self.base.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(self.cap);
        let jittered = limit.mul_f64(fastrand::f64());
        // Callers that were told the same wait must not all come back in the same instant.
        retry_after.map_or(jittered, |wait| {
            wait.saturating_add(limit.min(Duration::from_millis(250)).mul_f64(fastrand::f64()))
        })
    }
}

/// How many retries a client may spend while its calls fail, so that a vendor in trouble is not given three times
/// the load. Every retry costs, every success gives a little back.
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

    /// Takes the price of a retry; `false` when it cannot be paid.
    pub(crate) fn withdraw(&self, timed_out: bool) -> bool {
        let price = if timed_out { Self::TIMEOUT_RETRY } else { Self::RETRY };
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(price)).is_ok()
    }

    /// A call worked.
    pub(crate) fn deposit(&self, retried: bool) {
        let back = if retried { Self::RETRY } else { Self::REFUND };
        if self.tokens.load(Ordering::Relaxed) < Self::CAPACITY {
            let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                Some(tokens.saturating_add(back).min(Self::CAPACITY))
            });
        }
    }
}

/// Reads `Retry-After`: seconds, or a date in any of the three forms of HTTP.
///
/// A fraction of a second is rounded up. A date in the past is no wait. No wait is longer than ten years, however many
/// digits it has, so that it can be added to any time of today. Anything else gives `None`, as if there were no header.
///
/// ```
/// use leads_core::http::retry_after;
/// use std::time::{Duration, SystemTime};
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 60);
/// assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
/// assert_eq!(retry_after("299.997", now), Some(Duration::from_secs(300)));
/// assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(60)));
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

/// Reads a number of seconds in decimal digits, rounded up to a whole one and at most [`MAX_WAIT`].
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let up = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    // Only digits are left, so what cannot be read is too large.
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(u64::MAX) };
    Some(Duration::from_secs(whole.saturating_add(up)).min(MAX_WAIT))
}

/// Reads a date in any of the three forms of HTTP.
pub(crate) fn http_date(value: &str) -> Option<SystemTime> {
    let date = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .iter()
        .find_map(|format| chrono::NaiveDateTime::parse_from_str(value.trim(), format).ok())?;
    Some(SystemTime::from(date.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pauses_grow_and_honour_the_server() {
        let policy = RetryPolicy::default();
        for _ in 0..200 {
            assert!(policy.pause(1, None) <= Duration::from_millis(250));
            assert!(policy.pause(2, None) <= Duration::from_millis(500));
            assert!(policy.pause(60, None) <= Duration::from_secs(20));
            assert!(policy.pause(1, Some(Duration::from_secs(7))) >= Duration::from_secs(7));
        }
    }

    #[test]
    fn the_quota_runs_dry_and_refills() {
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
    fn dates_come_in_three_forms() {
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
    fn no_wait_is_too_long_for_a_pause() {
        let policy = RetryPolicy::default().base(Duration::MAX).cap(Duration::MAX);
        assert_eq!(policy.pause(1, Some(Duration::MAX)), Duration::MAX);
        assert!(policy.pause(u32::MAX, None) <= Duration::MAX);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*") {
            let _ = retry_after(&text, SystemTime::UNIX_EPOCH);
        }
    }
}
