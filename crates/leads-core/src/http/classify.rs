//! What a response means for the call: success, retry or error.

use super::auth::CredentialVersion;
use super::call::{Call, Inner, ResponseMeta, Success};
use super::limit::Window;
use super::redact::Scrubber;
use super::retry::RetryAction;
use super::retry::{http_date, retry_after};
use super::timeouts::MAX_WAIT;
use crate::error::{Error, ErrorKind, Result, WriteOutcome};
use crate::observe::LimitEventKind;
use crate::request::{Auth, Operation, Safety, SecretText};
use crate::response::HttpResponse;
use crate::vendor::{Classification, Failure};
use http::HeaderMap;
use std::time::{Duration, SystemTime};

/// The longest pause after a rate-limit response if no configured window is longer: a day, because the vendor may have
/// a daily quota that is not configured.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// The shortest pause of all callers after a rate-limit response.
pub(super) const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// The longest window of a reported limit that is accepted: a month.
pub(super) const LONGEST_WINDOW: Duration = Duration::from_secs(31 * 24 * 60 * 60);

impl Inner {
    /// Classifies a response. A body that is not JSON or UTF-8 because of a single member is repaired first. A 2xx
    /// response is repaired only if it is not classified as a success or, in [`read`](Self::read), cannot be read: the
    /// check whether a body needs a repair costs as much as reading it.
    pub(super) fn classified(&self, call: &Call<'_>, response: &mut HttpResponse) -> Classification {
        if !response.is_2xx() {
            response.repair();
            return self.erased.classify(call.operation, response);
        }
        match self.erased.classify(call.operation, response) {
            Classification::Failure(_) if response.repair() => self.erased.classify(call.operation, response),
            classification => classification,
        }
    }

    /// Reads a successful response, and again its repaired copy if it cannot be read. The classification of the repaired
    /// copy replaces the first one: it may turn out to be an error response, or to report less.
    pub(super) fn read<T>(
        &self,
        operation: &Operation,
        done: &mut Success,
        mut read: impl FnMut(&HttpResponse) -> Result<T>,
    ) -> Result<Result<T>, Box<Failure>> {
        match read(&done.response) {
            Err(error) if error.is_decode() && done.response.repair() => {
                self.classify_again(operation, done)?;
                Ok(read(&done.response))
            }
            result => Ok(result),
        }
    }

    /// Classifies a repaired copy. It does not depend on the type of the response, so it is compiled once.
    #[cold]
    fn classify_again(&self, operation: &Operation, done: &mut Success) -> Result<(), Box<Failure>> {
        match self.erased.classify(operation, &done.response) {
            Classification::Success { outcome, confirmed, mut warnings } => {
                done.outcome = done.earlier.then_succeeded(outcome);
                done.confirmed = confirmed;
                scrubber(operation, &done.response, done.secrets.clone()).codes(&mut warnings);
                warnings.retain(|warning| !done.warnings.contains(warning));
                done.warnings.append(&mut warnings);
                Ok(())
            }
            Classification::Failure(failure) => Err(Box::new(failure)),
        }
    }

    pub(super) fn failed(
        &self,
        call: &Call<'_>,
        mut failure: Failure,
        response: &HttpResponse,
        facts: ResponseMeta,
        generation: CredentialVersion,
        secrets: Vec<SecretText>,
    ) -> (Error, RetryAction) {
        let requested = response.header("retry-after").and_then(|value| retry_after(value, server_time(response)));
        if requested.is_some() && failure.retryable {
            failure.retry_after = failure.retry_after.max(requested);
        }
        // A vendor's body can contain any number of seconds, and callers add them to a time.
        failure.retry_after = failure.retry_after.map(|wait| wait.min(MAX_WAIT));
        let mut action = if failure.resend_once { RetryAction::RetryOnce } else { RetryAction::Backoff };
        // Rejected credentials are requested again if that can help, whatever the vendor calls the error.
        if (failure.refresh_credentials || failure.kind == ErrorKind::Unauthenticated) && call.sign {
            action =
                if self.auth.rejected(generation) { RetryAction::RefreshCredentials } else { RetryAction::Backoff };
        }
        if failure.kind == ErrorKind::RateLimited {
            self.apply_rate_limit(call, &mut failure, &facts);
        }
        // A vendor's message can repeat what it was sent.
        let scrubber = scrubber(call.operation, response, secrets);
        scrub(&scrubber, &mut failure);
        let error = failure
            .into_error()
            .with_http_status(response.status)
            .with_request_id(facts.request_id.map(|id| scrubber.short(&id)))
            .with_attempts(facts.attempts);
        let error = if call.redact_body { error } else { error.with_body(scrubber.excerpt(&response.body)) };
        (error, action)
    }

    /// Applies a rate-limit response to the limiter. It pauses all callers. A reported limit replaces the configured
    /// window, because the configured plan may be wrong; without one, fewer calls are allowed for a while. The pause is
    /// at most a day, or the longest window if that is longer.
    pub(super) fn apply_rate_limit(&self, call: &Call<'_>, failure: &mut Failure, facts: &ResponseMeta) {
        // No vendor has windows longer than a month, so a longer one is not accepted.
        let named = failure.limit.filter(|(_, per)| *per <= LONGEST_WINDOW);
        if let Some((calls, per)) = named
            && let Some(class) = class_for_reported_limit(&self.limiter.windows(), call.operation.rate, calls, per)
        {
            self.limiter.learn(Window::new(class, calls, per));
            self.limit_event(call.operation, LimitEventKind::Learnt { class, calls, per });
        }
        if let (None, Some(sent)) = (named, facts.sent) {
            self.limiter.slow_down(call.operation.rate, sent);
        }
        // Repeated rate-limit responses without a wait use exponential backoff.
        let wait = failure
            .retry_after
            .filter(|wait| !wait.is_zero())
            .or(failure.limit.map(|(_, per)| per.min(MAX_WAIT)))
            .unwrap_or_else(|| self.policy(call).pause(facts.attempts.saturating_add(1), None).max(SHORTEST_PAUSE));
        failure.retry_after = Some(wait);
        // The error contains the whole wait. The limiter caps it: by then every window has restarted, and one wrong date
        // must not block the client for good.
        let windows = self.limiter.windows();
        let longest = windows.iter().map(|window| window.per).chain(named.map(|(_, per)| per)).max();
        let length = wait.min(longest.unwrap_or_default().max(LONGEST_PAUSE));
        self.limiter.pause_for(length);
        self.limit_event(call.operation, LimitEventKind::Paused { length });
    }

    pub(super) fn request_id(&self, headers: &HeaderMap) -> Option<String> {
        self.request_id_headers.iter().find_map(|name| headers.get(name)?.to_str().ok()).map(str::to_owned)
    }

    /// Builds the error of a response that was recognized as an error response only after it was repaired.
    #[cold]
    pub(super) fn rejection(
        &self,
        operation: &Operation,
        safety: Safety,
        mut failure: Failure,
        mut done: Success,
        redact_body: bool,
    ) -> Error {
        let mut hook = std::mem::take(&mut done.hook);
        let scrubber = scrubber(operation, &done.response, done.secrets);
        scrub(&scrubber, &mut failure);
        let error = failure.into_error();
        let outcome = match (safety.is_write(), error.outcome()) {
            (false, _) => WriteOutcome::NotApplied,
            // The effect of an earlier attempt is not known.
            (true, WriteOutcome::NotApplied) if done.meta.attempts > 1 => WriteOutcome::Unknown,
            (true, outcome) => outcome,
        };
        let error = error
            .with_outcome(outcome)
            .with_http_status(done.response.status)
            .with_request_id(done.meta.request_id.map(|id| scrubber.short(&id)))
            .with_attempts(done.meta.attempts)
            .for_operation(self.vendor, operation.name);
        hook.failed(&error);
        if redact_body {
            return error;
        }
        find_out(error, outcome).with_body(scrubber.excerpt(&done.response.body))
    }

    /// Builds the error of a successful response that cannot be read.
    #[cold]
    pub(super) fn unreadable(
        &self,
        operation: &Operation,
        safety: Safety,
        error: Error,
        mut done: Success,
        redact_body: bool,
    ) -> Error {
        let mut hook = std::mem::take(&mut done.hook);
        let outcome = match (safety.is_write(), done.confirmed) {
            (false, _) => WriteOutcome::NotApplied,
            (true, true) => done.outcome,
            (true, false) => WriteOutcome::Unknown,
        };
        let error = error
            .with_outcome(outcome)
            .with_http_status(done.response.status)
            .with_attempts(done.meta.attempts)
            .for_operation(self.vendor, operation.name);
        hook.failed(&error);
        let scrubber = scrubber(operation, &done.response, done.secrets);
        // A path consists of member names, which can repeat what was sent.
        let error = error
            .with_request_id(done.meta.request_id.map(|id| scrubber.short(&id)))
            .with_decode_path(|path| scrubber.short(path));
        if redact_body {
            return error;
        }
        find_out(error, outcome).with_body(scrubber.excerpt(&done.response.body))
    }
}

/// Returns a scrubber of the secrets that were sent, and for a token call of those in its response.
#[cold]
pub(super) fn scrubber(operation: &Operation, response: &HttpResponse, secrets: Vec<SecretText>) -> Scrubber {
    if operation.auth == Auth::None {
        Scrubber::with_tokens_of(secrets, &response.body)
    } else {
        Scrubber::new(&secrets)
    }
}

/// Removes secrets from every text of a failure, because a vendor can repeat what it was sent in any of them.
#[cold]
pub(super) fn scrub(scrubber: &Scrubber, failure: &mut Failure) {
    scrubber.codes(&mut failure.codes);
    failure.message = scrubber.message(&failure.message).into();
    failure.field = failure.field.take().map(|field| scrubber.short(&field).into());
    failure.help = failure.help.take().map(|help| scrubber.message(&help).into());
}

/// Returns the server's time, which its dates are relative to; its clock can differ from this machine's.
#[cold]
pub(super) fn server_time(response: &HttpResponse) -> SystemTime {
    response.header("date").and_then(http_date).unwrap_or_else(SystemTime::now)
}

/// Returns the class whose window a reported limit replaces: the last of the call's classes with a window of that length,
/// because a call lists its narrowest class last, or the first class if none has one. `None` if that limit is already
/// configured: the limit was then exceeded by calls made elsewhere.
pub(super) fn class_for_reported_limit(
    windows: &[Window],
    classes: &'static [&'static str],
    calls: u32,
    per: Duration,
) -> Option<&'static str> {
    let has = |class: &str, fits: fn(u32, u32) -> bool| {
        windows.iter().any(|window| window.class == class && window.per == per && fits(window.calls, calls))
    };
    if classes.iter().any(|class| has(class, |known, named| known == named)) {
        return None;
    }
    classes.iter().rev().find(|class| has(class, |_, _| true)).or(classes.first()).copied()
}

/// Advice for a write with an unknown outcome.
pub(super) const FIND_OUT: &str = "it is not known whether the change was made: before sending it again, read the record, or use \
                        `resolve` where the request supports it";

/// Prepends to the help of an error with an unknown outcome how to verify the write.
#[cold]
pub(super) fn find_out(error: Error, outcome: WriteOutcome) -> Error {
    if outcome != WriteOutcome::Unknown {
        return error;
    }
    let help = match error.help() {
        None => FIND_OUT.to_owned(),
        Some(help) => format!("{FIND_OUT}; {help}"),
    };
    error.with_help(help)
}

/// Adds to an error with an unknown outcome what the record can be found by.
#[cold]
pub(super) fn add_lookup_hint(error: Error, trace: &dyn Fn() -> Option<String>) -> Error {
    if error.outcome() != WriteOutcome::Unknown {
        return error;
    }
    match (trace(), error.help()) {
        (None, _) => error,
        (Some(trace), None) => error.with_help(trace),
        (Some(trace), Some(help)) => {
            let both = format!("{help}; {trace}");
            error.with_help(both)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Window, class_for_reported_limit};
    use std::time::Duration;

    #[test]
    fn reported_limit_replaces_the_window_of_its_length() {
        const BULK: &[&str] = &["calls", "bulk", "daily"];
        const ONE: &[&str] = &["calls", "daily"];
        let (short, day) = (Duration::from_secs(5), Duration::from_secs(86_400));
        let windows =
            [Window::new("calls", 10, short), Window::new("bulk", 5, short), Window::new("daily", 1_000, day)];
        assert_eq!(class_for_reported_limit(&windows, ONE, 4, short), Some("calls"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 4, short), Some("bulk"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 500, day), Some("daily"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 7, Duration::from_secs(60)), Some("calls"));
        assert_eq!(class_for_reported_limit(&windows, BULK, 10, short), None);
        assert_eq!(class_for_reported_limit(&[], &[], 10, short), None);
    }
}
