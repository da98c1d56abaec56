//! Forms and their fields.

use super::call::{Answered, Call};
use super::reads;

/// Returns a form with its fields, or a field, by the suffix of the id.
pub(super) fn get(call: &mut Call<'_>) -> Answered {
    call.kind = if super::kinds::of(&call.id) == Some("wfFields") { "wfFields" } else { "wfForms" };
    reads::one(call)
}
