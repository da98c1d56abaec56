//! The id of a created record, from a response without its type.

use leads_core::Operation;
use leads_core::registry::id_at;

/// Returns the id of the record that an operation created, bare or wrapped.
pub(crate) fn id(operation: &Operation, body: &bytes::Bytes) -> Option<String> {
    if !operation.name.starts_with("create_") {
        return None;
    }
    id_at(body, &[&["id"], &["lead", "id"], &["car", "id"], &["appointment", "id"], &["lead_event", "id"]])
}
