//! The `tracing` events of calls. They contain no text of a vendor and no personal data.

use super::{LimitEventKind, Who};
use crate::error::ErrorKind;
use std::time::Duration;
use tracing::{debug, error, info, warn};

/// The longest wait for the limiter that is not logged.
const UNREMARKABLE: Duration = Duration::from_millis(100);

/// Logs that a call is sent again.
#[cold]
pub(crate) fn retry(who: Who<'_>, error: ErrorKind, status: Option<u16>, attempts: u32, reason: &str, delay: Duration) {
    let Who { vendor, operation, account } = who;
    info!(
        leads.vendor = vendor,
        leads.operation = operation,
        leads.account = account,
        leads.tries = attempts,
        leads.retry.reason = reason,
        leads.retry.delay = delay.as_secs_f64(),
        error.type = error.as_str(),
        http.response.status_code = status,
        "the call is sent again"
    );
}

/// Logs that it is unknown whether a write was applied.
#[cold]
pub(crate) fn unknown_outcome(who: Who<'_>, error: &str, status: Option<u16>, attempts: u32) {
    let Who { vendor, operation, account } = who;
    error!(
        leads.vendor = vendor,
        leads.operation = operation,
        leads.account = account,
        leads.tries = attempts,
        leads.outcome = "unknown",
        error.type = error,
        http.response.status_code = status,
        "it is unknown whether the write was applied; resolve it before it is sent again"
    );
}

/// Logs that a token was requested.
#[cold]
pub(crate) fn token_obtained(who: Who<'_>) {
    let Who { vendor, operation, account } = who;
    info!(leads.vendor = vendor, leads.operation = operation, leads.account = account, "new credentials were obtained");
}

/// Logs that credentials could not be obtained.
#[cold]
pub(crate) fn no_credentials(who: Who<'_>, error: ErrorKind) {
    let Who { vendor, operation, account } = who;
    warn!(
        leads.vendor = vendor,
        leads.operation = operation,
        leads.account = account,
        error.type = error.as_str(),
        "no credentials could be obtained; nothing was sent"
    );
}

/// Logs that an observer panicked. The panic's own message is printed by the panic hook.
#[cold]
pub(crate) fn observer_panicked() {
    error!("an observer panicked; the call continues");
}

/// Logs a member of a response that does not match the types.
#[cfg(feature = "inspect")]
#[cold]
pub(crate) fn drift(who: Who<'_>, kind: super::DriftKind, path: &str) {
    let Who { vendor, operation, account } = who;
    info!(
        leads.vendor = vendor,
        leads.operation = operation,
        leads.account = account,
        leads.drift.kind = kind.as_str(),
        leads.drift.path = path,
        "a member of the response does not match the types"
    );
}

/// Logs what happened to the limiter.
pub(crate) fn limit(who: Who<'_>, kind: LimitEventKind<'_>) {
    let Who { vendor, operation, account } = who;
    match kind {
        LimitEventKind::Waited { wait } if wait > UNREMARKABLE => info!(
            leads.vendor = vendor,
            leads.operation = operation,
            leads.account = account,
            leads.limiter.wait = wait.as_secs_f64(),
            "the call waited for the limiter"
        ),
        LimitEventKind::Waited { .. } => {}
        LimitEventKind::Refused { class, reason, wait, retry_in } => warn!(
            leads.vendor = vendor,
            leads.operation = operation,
            leads.account = account,
            leads.limiter.class = class,
            leads.limiter.reason = reason.as_str(),
            leads.limiter.wait = wait.as_secs_f64(),
            leads.limiter.retry_in = retry_in.as_secs_f64(),
            "the limiter refused the call; nothing was sent"
        ),
        LimitEventKind::Paused { length } => warn!(
            leads.vendor = vendor,
            leads.operation = operation,
            leads.account = account,
            leads.limiter.pause = length.as_secs_f64(),
            "the vendor rejected the call for its rate; all calls pause"
        ),
        LimitEventKind::Learnt { class, calls, per } => warn!(
            leads.vendor = vendor,
            leads.operation = operation,
            leads.account = account,
            leads.limiter.class = class,
            leads.limiter.calls = calls,
            leads.limiter.window = per.as_secs_f64(),
            "the vendor reported a limit other than the configured one, which replaces it"
        ),
        LimitEventKind::Headroom { class, per, calls, left } => debug!(
            leads.vendor = vendor,
            leads.account = account,
            leads.limiter.class = class,
            leads.limiter.calls = calls,
            leads.limiter.window = per.as_secs_f64(),
            leads.limiter.headroom = left,
            "what a rate limit leaves"
        ),
    }
}
