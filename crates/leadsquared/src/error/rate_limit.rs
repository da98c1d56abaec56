//! Recognition of rate-limit responses.

use super::envelope::{Envelope, codes_of};
use leads_core::error::ErrorKind;
use leads_core::vendor::{Failure, HttpResponse};
use std::time::Duration;

/// The shortest wait that clears a five-second window.
pub(super) const WINDOW: Duration = Duration::from_secs(5);

/// A text without an envelope is searched for the rate-limit message only if it is no longer than this.
const LONGEST_TEXT: usize = 4_096;

/// Returns whether a body without an envelope is, or contains, the rate-limit message.
pub(super) fn is_limit(response: &HttpResponse) -> bool {
    response.body.len() <= LONGEST_TEXT && limit_in(&String::from_utf8_lossy(&response.body)).is_some()
}

/// Creates the failure of a call that exceeded a rate limit.
pub(super) fn rate_limited(response: &HttpResponse, envelope: Option<&Envelope>) -> Failure {
    let named = match envelope.and_then(Envelope::message_text) {
        Some(words) => limit_in(words),
        None => limit_in(&String::from_utf8_lossy(&response.body)),
    };
    let codes = envelope.filter(|envelope| envelope.exception().is_some() || envelope.message_text().is_some());
    let limit = named.flatten();
    let wait = limit.map_or(WINDOW, |(_, per)| per.max(WINDOW));
    let failure = Failure::rejected(ErrorKind::RateLimited, "too many calls")
        .codes(codes.map(|envelope| codes_of(envelope, None)).unwrap_or_default())
        .retryable(true)
        .retry_after(wait)
        .help("set the account's plan and share one limiter between all its clients");
    match limit {
        Some((calls, per)) => failure.limit(calls, per),
        None => failure,
    }
}

/// Returns whether a text contains the rate-limit message, "API calls exceeded the limit of 25 in 5 second(s)", and its
/// numbers if they can be read.
#[allow(clippy::option_option)]
pub(super) fn limit_in(text: &str) -> Option<Option<(u32, Duration)>> {
    let lower = text.to_ascii_lowercase();
    let words = ["calls exceeded the limit", "call exceeded the limit", "requests exceeded the limit"];
    let at = words.iter().find_map(|words| Some(lower.find(words)? + words.len()))?;
    Some(numbers_in(lower.get(at..).unwrap_or_default()))
}

/// Parses the numbers of "of 25 in 5 second(s)".
fn numbers_in(text: &str) -> Option<(u32, Duration)> {
    let mut words = text.split_whitespace();
    if words.next()? != "of" {
        return None;
    }
    let calls: u32 = words.next()?.parse().ok()?;
    if words.next()? != "in" {
        return None;
    }
    let length: u64 = words.next()?.parse().ok()?;
    let seconds = match words.next()?.get(..3)? {
        "sec" => 1,
        "min" => 60,
        "hou" => 3_600,
        "day" => 86_400,
        _ => return None,
    };
    (calls > 0 && length > 0).then(|| (calls, Duration::from_secs(length.saturating_mul(seconds))))
}
