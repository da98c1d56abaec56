//! Errors of queued calls.

use super::codes::Rejection;
use super::codes::is_final;
use super::envelope::Envelope;
use super::subjects::subjects_of;
use leads_core::error::{Code, ErrorKind};
use leads_core::vendor::{Operation, Raw, decode};
use leads_core::{Error, WriteOutcome};
use serde::de::IgnoredAny;

/// Creates the error of a queued call that the vendor made and that failed: `word` is its state, `reason` the vendor's
/// message, `state` the whole response, `job` the id of the request.
pub(crate) fn failed_job(
    operation: Option<&Operation>,
    word: &str,
    reason: Option<&str>,
    state: &str,
    job: &str,
) -> Error {
    // The response to the call itself may be included.
    let nested = nested_response(state);
    let name = reason.and_then(exception_in).or_else(|| nested.as_ref()?.exception());
    let words = reason.or_else(|| nested.as_ref()?.message_text()).unwrap_or_default();
    let row = name.and_then(|name| Rejection::find(name, words, operation));
    let outcome = match (row, name) {
        (Some(row), _) => row.outcome,
        // Unless the vendor rejected it, the call may have been made, up to ten times.
        (None, Some(name)) if is_final(name, None) => WriteOutcome::NotApplied,
        _ => WriteOutcome::Unknown,
    };
    let mut code = Code::new(name.unwrap_or(word)).subject(job);
    if !words.is_empty() {
        code = code.message(words);
    }
    let mut error = Error::new(row.map_or(ErrorKind::Rejected, |row| row.entry.kind), "the queued call failed")
        .with_codes(vec![code])
        .with_outcome(outcome);
    if let Some(field) = subjects_of(words).into_iter().next() {
        error = error.with_field(field);
    }
    match row {
        Some(row) if outcome != WriteOutcome::Unknown => error.with_help(row.entry.remedy),
        None if outcome != WriteOutcome::Unknown => error,
        _ => {
            error.with_help("the vendor may have applied the change: read the record before sending the request again")
        }
    }
}

/// Returns the response to the queued call itself, if its state includes it.
fn nested_response(state: &str) -> Option<Envelope> {
    let open = |text: &str| Raw::<IgnoredAny>::parse(text).ok();
    let read = |state: &Raw<IgnoredAny>| {
        let message = state.field("Message").filter(|message| message.get().starts_with('{'))?;
        decode::from_str(message.get()).ok()
    };
    let state = open(state)?;
    let task = state.field("TaskStatus").and_then(|task| open(task.get()));
    task.as_ref().and_then(read).or_else(|| read(&state))
}

/// Returns the name of an exception in a sentence.
fn exception_in(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| word.len() > 9 && word.ends_with("Exception"))
}
