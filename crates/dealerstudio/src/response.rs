//! Reading the responses of writes: what proves success, and the record in it.
//!
//! Only the response of a create of a lead is documented. A record proves every write; for the others an empty response
//! is taken for a success too, which is inferred.

use crate::error::members;
use bytes::Bytes;
use leads_core::vendor::decode;
use leads_core::{DecodeError, Error, HttpResponse, Raw, Request, Result};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The writes whose successful response the vendor does not document. An empty response with 200, 201 or 204 is taken
/// for a success (inferred).
const UNDOCUMENTED: &[&str] = &[
    "update_lead",
    "update_lead_cluster",
    "create_appointment",
    "create_lead_event_by_service",
    "create_car",
    "update_car",
];

/// The members in which a record can be wrapped.
const WRAPPERS: &[&str] = &["lead", "lead_cluster", "lead_event", "car", "appointment"];

/// The members that prove a write by an integer above zero.
const IDS: &[&str] = &["id", "lead_cluster_id"];

const WANTED: &str = "a record with an integer `id`";

/// Whether an empty response with this status is taken for a success of the operation.
pub(crate) fn is_proved_by_nothing(operation: &str, status: u16) -> bool {
    matches!(status, 200 | 201 | 204) && UNDOCUMENTED.contains(&operation)
}

/// Whether members hold an id of the vendor's form: an integer above zero, also as text.
fn has_id(members: &[(std::borrow::Cow<'_, str>, &RawValue)]) -> bool {
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

/// The record of a write's response, bare or in its wrapper; `None` for an empty response that is taken for a success.
///
/// # Errors
/// A decode error: a response that does not prove the write, with its status and form.
pub(crate) fn record<R: Request, T: DeserializeOwned>(
    response: &HttpResponse,
    wrapper: &str,
) -> Result<Option<Raw<T>>> {
    if response.is_blank() {
        let proved = is_proved_by_nothing(R::OPERATION.name, response.status);
        return if proved { Ok(None) } else { Err(response.unproved("id", WANTED)) };
    }
    if response.first_byte() != Some(b'{') {
        return Err(response.unproved("id", WANTED));
    }
    let Some(found) = members(&response.body) else {
        // It is no JSON; what is wrong is told by its place.
        return object(&response.body).map(Some);
    };
    let inside = found.iter().find(|(name, raw)| **name == *wrapper && raw.get().starts_with('{'));
    if let Some((_, inside)) = inside
        && members(inside.get().as_bytes()).is_some_and(|inside| has_id(&inside))
    {
        return Raw::in_page(&response.body, inside).map(Some).map_err(|error| decode::inside(wrapper, error));
    }
    if has_id(&found) { object(&response.body).map(Some) } else { Err(response.unproved("id", WANTED)) }
}

/// Reads an object. A derived type would also be read from an array, member by member in order, which nobody means.
///
/// # Errors
/// A decode error with the JSON path.
pub(crate) fn object<T: DeserializeOwned>(body: &Bytes) -> Result<Raw<T>> {
    let read: Raw<T> = Raw::whole(body)?;
    // A type of its own kind may read a list.
    if read.text().starts_with('{') { Ok(read) } else { Err(Error::decode(DecodeError::new("data", ".", 1, 1))) }
}
