//! A vendor's limit: a number of calls of a class per length of time.

use std::borrow::Cow;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Windows of this length or longer are quotas: waiting for them makes no sense.
const QUOTA_FROM: Duration = Duration::from_secs(60 * 60);

/// A vendor's limit: at most `calls` calls of a class in any period of length `per`.
///
/// Several windows can have the same class (25 per 5 s *and* 100,000 per day), and a call can specify several classes;
/// it then acquires a permit in all of their windows at once.
///
/// Serialized as `{"class":"calls","calls":25,"per_ms":5000,"quota":false}`; `quota` is optional.
///
/// ```
/// use std::time::Duration;
/// use leads_core::http::limit::Window;
///
/// let calls = Window::new("calls", 25, Duration::from_secs(5));
/// assert!(!calls.quota);
/// let daily = Window::new("daily", 10_000, Duration::from_secs(86_400));
/// assert!(daily.quota);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Config", into = "Config")]
#[non_exhaustive]
pub struct Window {
    /// The name by which calls refer to this window, for example `calls`, `bulk` or `daily`.
    pub class: Cow<'static, str>,
    /// The number of calls in one window. 0 closes the class: every call is rejected at once.
    pub calls: u32,
    /// The length of the window, in whole milliseconds, rounded up.
    pub per: Duration,
    /// Whether a full window is an immediate error instead of a wait.
    ///
    /// A caller can wait for five seconds but not for an exhausted day, and should get the error at once.
    pub quota: bool,
}

impl Window {
    /// Allows at most `calls` calls of `class` per `per`. Windows of an hour and more are quotas.
    pub fn new(class: impl Into<Cow<'static, str>>, calls: u32, per: Duration) -> Self {
        Self { class: class.into(), calls, per, quota: per >= QUOTA_FROM }
    }

    /// Rejects calls immediately when the window is full, however short it is.
    #[must_use]
    pub fn quota(mut self) -> Self {
        self.quota = true;
        self
    }

    /// Lets callers wait when the window is full, however long it is.
    #[must_use]
    pub fn waited(mut self) -> Self {
        self.quota = false;
        self
    }
}

/// The serialized form of a [`Window`].
#[derive(Serialize, Deserialize)]
struct Config {
    class: Cow<'static, str>,
    calls: u32,
    per_ms: u64,
    quota: Option<bool>,
}

impl From<Config> for Window {
    fn from(config: Config) -> Self {
        let mut window = Self::new(config.class, config.calls, Duration::from_millis(config.per_ms));
        window.quota = config.quota.unwrap_or(window.quota);
        window
    }
}

impl From<Window> for Config {
    fn from(window: Window) -> Self {
        let per_ms = super::clock::millis_up(window.per);
        Self { class: window.class, calls: window.calls, per_ms, quota: Some(window.quota) }
    }
}
