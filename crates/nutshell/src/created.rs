//! The id of a created record, from a response without its type.

use leads_core::Operation;
use leads_core::registry::id_at;

/// Returns the id of the record that an operation created, wrapped in the plural member or bare.
pub(crate) fn id(operation: &Operation, body: &bytes::Bytes) -> Option<String> {
    if !operation.name.starts_with("create_") {
        return None;
    }
    // The wrapping member has the name of the resource, which is the end of the path.
    let plural = operation.path.rsplit('/').next()?;
    id_at(body, &[&[plural, "0", "id"], &[plural, "id"], &["id"], &["0", "id"]])
}
