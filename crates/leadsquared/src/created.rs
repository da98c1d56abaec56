//! The id of a created record, from a response without its type.

use leads_core::Operation;
use leads_core::registry::id_at;

/// Returns the id of the record that an operation created or found.
pub(crate) fn id(operation: &Operation, body: &bytes::Bytes) -> Option<String> {
    let creates = operation.name.starts_with("create_") || operation.name.starts_with("capture_");
    creates.then(|| id_at(body, &[&["Message", "Id"], &["CreatedOpportunityId"]]))?
}
