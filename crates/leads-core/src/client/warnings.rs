//! Warnings of adapters: fields of a builder that were not written as given.

use crate::error::{Code, Error};
use crate::status::StatusWrite;

/// The warning code for a field that was not written. The subject is the builder's field.
pub const FIELD_LEFT_OUT: &str = "field_left_out";

/// The warning code for a state that was written less specifically than requested. The subject is `state`.
pub const STATE_NARROWED: &str = "state_narrowed";

/// The warning code for a text that the vendor stores in a separate call, and that call failed: the lead was written,
/// the text was not. The subject is the builder's field (`note` or `comment`), and the message contains the outcome of
/// the failed call. Unless that is `not_applied`, check before you write the text again.
pub const NOTE_NOT_WRITTEN: &str = "note_not_written";

/// Creates a warning that a note or comment was not written although the lead was.
///
/// ```
/// use leads_core::{
///     Error, ErrorKind, client::NOTE_NOT_WRITTEN, vendor::note_not_written,
/// };
/// let warning = note_not_written("comment", &Error::new(ErrorKind::Server, "down"));
/// assert_eq!(
///     (warning.code.as_str(), warning.subject.as_deref()),
///     (NOTE_NOT_WRITTEN, Some("comment"))
/// );
/// ```
pub fn note_not_written(field: impl Into<String>, error: &Error) -> Code {
    let field = field.into();
    let message = format!("the lead was written, its {field} was not: {} (outcome {})", error.kind(), error.outcome());
    Code::new(NOTE_NOT_WRITTEN).subject(field).message(message)
}

/// Creates a warning that `field` was not written.
///
/// ```
/// use leads_core::{client::FIELD_LEFT_OUT, vendor::left_out};
/// let warning = left_out("note", "the configuration ignores notes");
/// assert_eq!(
///     (warning.code.as_str(), warning.subject.as_deref()),
///     (FIELD_LEFT_OUT, Some("note"))
/// );
/// ```
pub fn left_out(field: impl Into<String>, reason: impl Into<String>) -> Code {
    Code::new(FIELD_LEFT_OUT).subject(field).message(reason)
}

/// Creates a warning for a state that was written less specifically than requested; `None` if it was written exactly.
///
/// ```
/// use leads_core::{LeadState, status::StatusWrite, vendor::narrowed};
/// assert!(
///     narrowed(&StatusWrite::new(Some(LeadState::New), LeadState::Open, "OPEN"))
///         .is_some()
/// );
/// assert!(
///     narrowed(&StatusWrite::new(Some(LeadState::Open), LeadState::Open, "OPEN"))
///         .is_none()
/// );
/// ```
#[must_use]
pub fn narrowed(written: &StatusWrite) -> Option<Code> {
    let requested = written.requested.filter(|_| written.is_narrowed())?;
    let message = format!("{requested} was written as {}, which reads back as {}", written.code, written.state);
    Some(Code::new(STATE_NARROWED).subject("state").message(message))
}
