//! What proves that a write was applied.
//!
//! Only the response of creating a lead is documented. A record proves every write; for the others an empty response
//! counts as success too, which is inferred.

use crate::error::members;
use serde_json::value::RawValue;

/// The writes whose successful response the vendor does not document. An empty response with 200, 201 or 204 counts as
/// success (inferred).
const UNDOCUMENTED: &[&str] = &[
    "update_lead",
    "update_lead_cluster",
    "create_appointment",
    "create_lead_event_by_service",
    "create_car",
    "update_car",
];

/// The members that can wrap a record.
const WRAPPERS: &[&str] = &["lead", "lead_cluster", "lead_event", "car", "appointment"];

/// The members that prove a write by a positive integer.
const IDS: &[&str] = &["id", "lead_cluster_id"];

/// Whether an empty response with this status counts as success of the operation.
pub(crate) fn is_proved_by_empty_body(operation: &str, status: u16) -> bool {
    matches!(status, 200 | 201 | 204) && UNDOCUMENTED.contains(&operation)
}

/// Whether the members have an id in the vendor's form: a positive integer, possibly as text.
pub(crate) fn has_id(members: &[(std::borrow::Cow<'_, str>, &RawValue)]) -> bool {
    let is_id = |raw: &RawValue| {
        let text = raw.get();
        let digits = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits.bytes().any(|byte| byte != b'0')
    };
    members.iter().any(|(name, raw)| IDS.contains(&&**name) && is_id(raw))
}

/// Whether the members of a response, or the record wrapped in them, prove that a write was applied.
pub(crate) fn is_proof(found: &[(std::borrow::Cow<'_, str>, &RawValue)]) -> bool {
    has_id(found)
        || found
            .iter()
            .filter(|(name, raw)| WRAPPERS.contains(&&**name) && raw.get().starts_with('{'))
            .any(|(_, raw)| members(raw.get().as_bytes()).is_some_and(|inside| has_id(&inside)))
}
