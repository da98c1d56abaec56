//! The retry loop: all attempts of one call.

use super::call::{Call, Inner, Success};
use super::classify::find_out;
use super::hook::Hook;
use super::retry::{RetryAction, RetryPolicy};
use super::timeouts::saturating_deadline;
use crate::error::{Error, ErrorKind, Result, WriteOutcome};
use crate::request::Safety;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The state of a call after the attempts so far.
pub(super) struct RetryState {
    pub(super) attempts: u32,
    /// How many of them exceeded a rate limit.
    pub(super) rate_limit_responses: u32,
    pub(super) outcome: WriteOutcome,
    pub(super) unknown: Option<Error>,
    pub(super) refreshed: bool,
    pub(super) resent: bool,
    pub(super) hook: Hook,
}

impl Default for RetryState {
    fn default() -> Self {
        Self {
            attempts: 0,
            rate_limit_responses: 0,
            outcome: WriteOutcome::NotApplied,
            unknown: None,
            refreshed: false,
            resent: false,
            hook: Hook::default(),
        }
    }
}

impl Inner {
    pub(super) async fn retry_loop(&self, call: Call<'_>, hook: Hook) -> Result<Success> {
        let mut state = RetryState { hook, ..RetryState::default() };
        in_a_runtime().map_err(|error| {
            let error = error.for_operation(self.vendor, call.operation.name);
            state.hook.failed(&error);
            error
        })?;
        loop {
            let (mut failed, action) = match self.attempt(&call, &mut state).await {
                Ok(mut done) => {
                    self.budget.deposit(state.attempts > 1);
                    done.hook = state.hook;
                    return Ok(done);
                }
                Err(failed) => failed,
            };
            if failed.kind() == ErrorKind::RateLimited && action == RetryAction::Backoff {
                state.rate_limit_responses += 1;
            }
            let outcome = if call.safety.is_write() { failed.outcome() } else { WriteOutcome::NotApplied };
            let total = state.outcome.then_failed(outcome);
            let may_repeat = call.safety != Safety::NonIdempotent || total == WriteOutcome::NotApplied;
            match self.pause_before_next(&call, &state, &failed, action, may_repeat) {
                Some(pause) => {
                    state.hook.retry(&failed, action, pause);
                    if action == RetryAction::RefreshCredentials {
                        state.refreshed = true;
                    }
                    if action == RetryAction::RetryOnce {
                        state.resent = true;
                    }
                    if outcome != WriteOutcome::NotApplied && state.unknown.is_none() {
                        let failed = failed.with_outcome(outcome);
                        state.unknown = Some(failed.for_operation(self.vendor, call.operation.name));
                    }
                    state.outcome = total;
                    if !pause.is_zero() {
                        sleep(pause).await;
                    }
                }
                None => {
                    if outcome == WriteOutcome::NotApplied
                        && let Some(earlier) = state.unknown.take()
                    {
                        // The help of this error does not apply to an earlier attempt that may have been applied: it would
                        // make the caller apply the change a second time.
                        failed = self.attribute_to_call(&call, failed).without_help().with_earlier(earlier);
                    }
                    if !call.redact_body {
                        failed = find_out(failed, total);
                    }
                    failed = failed
                        .with_outcome(total)
                        .with_attempts(state.attempts)
                        .for_operation(self.vendor, call.operation.name);
                    state.hook.failed(&failed);
                    return Err(failed);
                }
            }
        }
    }

    /// Attributes the error of a token call to the call that needed the token, because the outcome of an earlier attempt of
    /// that call is unknown and [`resolve`](super::Pipeline::resolve) checks the name of the operation.
    #[cold]
    pub(super) fn attribute_to_call(&self, call: &Call<'_>, failed: Error) -> Error {
        let named = |name: &str, own: &str| name.is_empty() || name == own;
        if named(failed.vendor(), self.vendor) && named(failed.operation(), call.operation.name) {
            return failed;
        }
        let mut error = Error::new(failed.kind(), "the call could not be sent again without credentials")
            .with_codes(failed.codes().to_vec())
            .with_retryable(failed.is_retryable());
        if let Some(wait) = failed.retry_after() {
            error = error.with_retry_after(wait);
        }
        if let Some(limit) = failed.timeout_kind() {
            error = error.with_timeout_kind(limit);
        }
        if let Some(help) = failed.help() {
            error = error.with_help(help.to_owned());
        }
        error.with_source(failed)
    }

    /// Returns the pause before the next attempt, or `None` if there is none.
    pub(super) fn pause_before_next(
        &self,
        call: &Call<'_>,
        state: &RetryState,
        failed: &Error,
        action: RetryAction,
        may_repeat: bool,
    ) -> Option<Duration> {
        if !may_repeat {
            return None;
        }
        match action {
            RetryAction::RefreshCredentials => return (!state.refreshed).then_some(Duration::ZERO),
            RetryAction::RetryOnce => return (!state.resent).then_some(Duration::ZERO),
            RetryAction::GiveUp => return None,
            RetryAction::Backoff => {}
        }
        let policy = self.policy(call);
        // A rate-limit response does not count as a failed attempt: the call waits until its deadline, unless it must
        // not be retried.
        let rate_limited = failed.kind() == ErrorKind::RateLimited;
        let tries = state.attempts.saturating_sub(if policy.max_attempts > 1 { state.rate_limit_responses } else { 0 });
        if !failed.is_retryable() || tries >= policy.max_attempts.max(1) {
            return None;
        }
        let pause = policy.pause(state.attempts, failed.retry_after());
        if saturating_deadline(Instant::now(), pause) >= call.deadline {
            return None;
        }
        (rate_limited || self.budget.withdraw(failed.is_timeout())).then_some(pause)
    }

    pub(super) fn policy(&self, call: &Call<'_>) -> RetryPolicy {
        call.options.and_then(|options| options.retry).unwrap_or(self.retry)
    }
}

/// Returns an error outside a tokio runtime, where waiting would panic.
pub(super) fn in_a_runtime() -> Result<()> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::config("runtime", "is missing: a call must be awaited inside a tokio runtime")),
    }
}
