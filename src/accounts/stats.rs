//! The state of accounts, for dashboards.

use super::calls::CallStats;
use crate::config::Connection;
use leads_core::http::ConcurrencyLimit;
use leads_core::http::limit::{Headroom, Limiter, Waiting};
use serde::Serialize;
use std::time::Duration;

/// The state of an account. It contains no credentials.
///
/// ```
/// use leads::Accounts;
/// fn print(accounts: &Accounts) {
///     for account in accounts.stats() {
///         println!(
///             "{}: {} calls, {} failed, {} in flight, {} waiting",
///             account.account,
///             account.calls.ended,
///             account.calls.failed,
///             account.in_flight,
///             account.waiting,
///         );
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AccountStats {
    /// The account's name.
    pub account: String,
    /// The vendor's name; empty if no client was built yet.
    pub vendor: &'static str,
    /// Whether the account has a client now. An idle one is dropped.
    pub connected: bool,
    /// The numbers of calls since the account was first used.
    pub calls: CallStats,
    /// How long the client has used its access token, in milliseconds. `None` without a client, and for vendors without
    /// tokens. Only Capillary's OAuth has them.
    pub token_age_ms: Option<u64>,
    /// How long ago a caller last asked for the account, in milliseconds.
    pub idle_ms: u64,
    /// The number of requests in flight.
    pub in_flight: usize,
    /// The number of requests that wait for one in flight to end.
    pub waiting: usize,
    /// The number of interactive calls that wait for the rate limit.
    pub waiting_interactive: usize,
    /// The number of batch calls that wait for the rate limit.
    pub waiting_batch: usize,
    /// How long all calls are still paused, in milliseconds, because the vendor rejected one for its rate or because the
    /// application paused them.
    pub paused_ms: Option<u64>,
    /// What is left of each window of the rate limit.
    pub windows: Vec<WindowStats>,
}

/// The state of one window of a rate limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WindowStats {
    /// The class of calls, such as `calls`, `bulk` or `daily`.
    pub class: String,
    /// The number of calls in one window.
    pub calls: u32,
    /// The length of the window, in milliseconds.
    pub per_ms: u64,
    /// The number of calls that can be sent now; 0 during a pause.
    pub left: u32,
    /// The time until more can be sent, in milliseconds.
    pub more_in_ms: Option<u64>,
    /// Whether the limiter pauses these calls, for example because the vendor rejected one for its rate.
    pub paused: bool,
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl From<Headroom> for WindowStats {
    fn from(headroom: Headroom) -> Self {
        let Headroom { window, left, more_in, is_paused: paused, .. } = headroom;
        let (class, per_ms) = (window.class.into_owned(), millis(window.per));
        Self { class, calls: window.calls, per_ms, left, more_in_ms: more_in.map(millis), paused }
    }
}

/// What the statistics of an account are read from.
pub(super) struct Sources<'a> {
    pub(super) account: &'a str,
    pub(super) vendor: &'static str,
    pub(super) client: Option<&'a Connection>,
    pub(super) idle: Duration,
    pub(super) concurrency: &'a ConcurrencyLimit,
    pub(super) limiter: Option<&'a Limiter>,
    pub(super) calls: CallStats,
}

impl AccountStats {
    pub(super) fn read(from: &Sources<'_>) -> Self {
        let Waiting { interactive, batch, .. } = from.limiter.map(Limiter::waiting).unwrap_or_default();
        let headroom = from.limiter.map(Limiter::headroom).unwrap_or_default();
        Self {
            account: from.account.to_owned(),
            vendor: from.vendor,
            connected: from.client.is_some(),
            calls: from.calls,
            token_age_ms: from.client.and_then(|client| client.typed.token_age()).map(millis),
            idle_ms: millis(from.idle),
            in_flight: from.concurrency.in_flight(),
            waiting: from.concurrency.waiting(),
            waiting_interactive: interactive,
            waiting_batch: batch,
            paused_ms: from.limiter.and_then(Limiter::paused_for).map(millis),
            windows: headroom.into_iter().map(WindowStats::from).collect(),
        }
    }
}
