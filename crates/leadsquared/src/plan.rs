//! Rate limits of an account.

use leads_core::http::limit::{Limiter, Window};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The rate class of every call.
pub(crate) const CALLS: &str = "calls";
/// The rate class of bulk calls, which count as [`CALLS`] too.
pub(crate) const BULK: &str = "bulk";
/// The rate class of the daily limit.
pub(crate) const DAILY: &str = "daily";

/// The rate classes of an ordinary call.
pub(crate) const CALLS_ONLY: &[&str] = &[CALLS, DAILY];
/// The rate classes of a bulk call.
pub(crate) const BULK_CALLS: &[&str] = &[CALLS, BULK, DAILY];

const FIVE_SECONDS: Duration = Duration::from_secs(5);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The rate limits of an account, by the name of its plan.
///
/// The vendor has published two generations of plans and counts per account, so all clients of an account must share
/// one limiter: create it with [`Plan::limiter`] and pass it to each of them with
/// [`ClientConfig::limiter`](leads_core::http::ClientConfig::limiter). Its counts can be [saved](Limiter::snapshot) and
/// [loaded](Limiter::load), so that a restart does not lose the day's count. An error response that names its limit
/// replaces the window of the same length.
///
/// Accounts were observed with other limits than their plan's, for example 72 calls in 5 s, and one rejected calls at less
/// than one per second. Use a [`Limiter`] with own windows for such an account.
///
/// # Examples
///
/// ```
/// use leadsquared::Plan;
/// let limiter = Plan::Super { users: 40 }.limiter();
/// assert_eq!(limiter.windows().len(), 3);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Plan {
    /// The plan is unknown: the short windows of the smallest current plan (10 calls and 5 bulk calls in 5 s), and no
    /// daily limit.
    #[default]
    Unstated,
    /// Current plan Pro: 10 calls and 5 bulk calls in 5 s; 10,000 a day plus 1,000 for each user, at most 250,000.
    Pro {
        /// The number of users of the account.
        users: u32,
    },
    /// Current plan Super: 20 calls and 10 bulk calls in 5 s; 100,000 a day plus 1,000 for each user, at most
    /// 1,000,000.
    Super {
        /// The number of users of the account.
        users: u32,
    },
    /// The limits on the page of every operation: 25 calls in 5 s. The page does not mention bulk calls, so those of
    /// the older plans apply: 1 in 5 s. No daily limit.
    EndpointPages,
    /// Older plan Lite: 2 calls and 1 bulk call in 5 s, 34,560 a day.
    OlderLite,
    /// Older plan Pro: 5 calls and 1 bulk call in 5 s, 86,400 a day.
    OlderPro,
    /// Older plan Super: 10 calls and 1 bulk call in 5 s, 172,800 a day.
    OlderSuper,
    /// Older plan Basic: 10 calls and 1 bulk call in 5 s, 172,800 a day.
    OlderBasic,
    /// Older plan Standard: 15 calls and 1 bulk call in 5 s, 259,200 a day.
    OlderStandard,
    /// Older plan Enterprise: 25 calls and 1 bulk call in 5 s, 432,000 a day.
    OlderEnterprise,
    /// A custom agreement.
    Custom {
        /// Calls in 5 s.
        calls: u32,
        /// Bulk calls in 5 s.
        bulk: u32,
        /// Calls a day; `None` for no daily limit.
        daily: Option<u32>,
    },
}

/// The numbers of calls that a plan allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Allowance {
    /// Calls in 5 s.
    pub calls: u32,
    /// Bulk calls in 5 s; they count as calls too.
    pub bulk: u32,
    /// Calls a day; `None` for no daily limit.
    pub daily: Option<u32>,
}

impl Plan {
    /// Returns how many calls the plan allows.
    #[must_use]
    pub const fn allowance(self) -> Allowance {
        let (calls, bulk, daily) = match self {
            Self::Unstated => (10, 5, None),
            Self::Pro { users } => (10, 5, Some(per_user(10_000, users, 250_000))),
            Self::Super { users } => (20, 10, Some(per_user(100_000, users, 1_000_000))),
            Self::EndpointPages => (25, 1, None),
            Self::OlderLite => (2, 1, Some(34_560)),
            Self::OlderPro => (5, 1, Some(86_400)),
            Self::OlderSuper | Self::OlderBasic => (10, 1, Some(172_800)),
            Self::OlderStandard => (15, 1, Some(259_200)),
            Self::OlderEnterprise => (25, 1, Some(432_000)),
            Self::Custom { calls, bulk, daily } => (calls, bulk, daily),
        };
        Allowance { calls, bulk, daily }
    }

    /// Returns the windows of the limiter. An exhausted daily limit is an error at once; a full short window is waited for.
    #[must_use]
    pub fn windows(self) -> Vec<Window> {
        let Allowance { calls, bulk, daily } = self.allowance();
        let mut windows = vec![Window::new(CALLS, calls, FIVE_SECONDS), Window::new(BULK, bulk, FIVE_SECONDS)];
        windows.extend(daily.map(|daily| Window::new(DAILY, daily, DAY)));
        windows
    }

    /// Creates a limiter for this plan, to be shared by all clients of the account.
    #[must_use]
    pub fn limiter(self) -> Limiter {
        let Allowance { calls, bulk, daily } = self.allowance();
        let [calls, bulk] = [Window::new(CALLS, calls, FIVE_SECONDS), Window::new(BULK, bulk, FIVE_SECONDS)];
        match daily {
            Some(daily) => Limiter::new([calls, bulk, Window::new(DAILY, daily, DAY)]),
            None => Limiter::new([calls, bulk]),
        }
    }
}

const fn per_user(base: u32, users: u32, most: u32) -> u32 {
    let daily = base.saturating_add(users.saturating_mul(1_000));
    if daily > most { most } else { daily }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limiter_has_the_windows_of_its_plan() {
        for plan in [Plan::Pro { users: 3 }, Plan::OlderEnterprise, Plan::Custom { calls: 1, bulk: 2, daily: None }] {
            assert_eq!(plan.limiter().windows(), plan.windows(), "{plan:?}");
        }
    }

    #[test]
    fn limits_match_the_published_numbers() {
        let numbers = |plan: Plan| {
            let Allowance { calls, bulk, daily } = plan.allowance();
            (calls, bulk, daily)
        };
        assert_eq!(numbers(Plan::Pro { users: 3 }), (10, 5, Some(13_000)));
        assert_eq!(numbers(Plan::Pro { users: 5_000_000 }), (10, 5, Some(250_000)));
        assert_eq!(numbers(Plan::Super { users: 2_000 }), (20, 10, Some(1_000_000)));
        assert_eq!(numbers(Plan::OlderEnterprise), (25, 1, Some(432_000)));
        let daily = Plan::OlderLite.windows().into_iter().find(|window| window.class == DAILY);
        assert!(daily.is_some_and(|window| window.quota && window.calls == 34_560));
        assert_eq!(Plan::EndpointPages.windows().len(), 2);
    }
}
