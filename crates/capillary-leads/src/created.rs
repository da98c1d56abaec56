//! The id of a created record, from a response without its type.

use leads_core::Operation;
use leads_core::registry::id_at;

/// Returns the id of the record that an operation created.
pub(crate) fn id(operation: &Operation, body: &bytes::Bytes) -> Option<String> {
    operation.name.starts_with("create_").then(|| id_at(body, &[&["data", "id"]]))?
}
