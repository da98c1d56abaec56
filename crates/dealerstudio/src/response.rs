//! Parsing the responses of writes: the proof of success, and the record.
//!
//! Only the response of creating a lead is documented. A record proves every write; for the others an empty response
//! counts as success too, which is inferred.

use crate::DealerStudio;
use crate::error::members;
use crate::model::{AppointmentRecord, CarRecord, LeadClusterRecord, LeadEventRecord, LeadRecord};
use bytes::Bytes;
use leads_core::vendor::{FromResponse, HttpResponse, Operation, Raw, decode};
use leads_core::{DecodeError, Error, Result};
use serde::de::DeserializeOwned;
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

const WANTED: &str = "a record with an integer `id`";

/// Whether an empty response with this status counts as success of the operation.
pub(crate) fn is_proved_by_empty_body(operation: &str, status: u16) -> bool {
    matches!(status, 200 | 201 | 204) && UNDOCUMENTED.contains(&operation)
}

/// Whether the members have an id in the vendor's form: a positive integer, possibly as text.
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

/// A record that a write returns, possibly wrapped.
pub trait Wrapped: DeserializeOwned + Send {
    /// The member that wraps the record.
    const WRAPPER: &'static str;
}

impl Wrapped for AppointmentRecord {
    const WRAPPER: &'static str = "appointment";
}

impl Wrapped for CarRecord {
    const WRAPPER: &'static str = "car";
}

impl Wrapped for LeadClusterRecord {
    const WRAPPER: &'static str = "lead_cluster";
}

impl Wrapped for LeadEventRecord {
    const WRAPPER: &'static str = "lead_event";
}

impl Wrapped for LeadRecord {
    const WRAPPER: &'static str = "lead";
}

/// The record of a write whose response is always the record.
impl<T: Wrapped> FromResponse<DealerStudio> for Raw<T> {
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self> {
        record(operation, response)?.ok_or_else(|| decode::missing("id"))
    }
}

/// The record of a write, or `None` for an empty response that counts as success.
impl<T: Wrapped> FromResponse<DealerStudio> for Option<Raw<T>> {
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self> {
        record(operation, response)
    }
}

/// Parses the record of a write's response, bare or in its wrapper. Returns `None` for an empty response that counts as
/// success.
///
/// # Errors
///
/// Returns a decode error with the status and form of the response if it does not prove the write.
fn record<T: Wrapped>(operation: &Operation, response: &HttpResponse) -> Result<Option<Raw<T>>> {
    let wrapper = T::WRAPPER;
    if response.is_blank() {
        let proved = is_proved_by_empty_body(operation.name, response.status);
        return if proved { Ok(None) } else { Err(response.unproved("id", WANTED)) };
    }
    if response.first_byte() != Some(b'{') {
        return Err(response.unproved("id", WANTED));
    }
    let Some(found) = members(&response.body) else {
        // The body is not valid JSON; the error has its position.
        return object(&response.body).map(Some);
    };
    let inside = found.iter().find(|(name, raw)| *name == wrapper && raw.get().starts_with('{'));
    if let Some((_, inside)) = inside
        && members(inside.get().as_bytes()).is_some_and(|inside| has_id(&inside))
    {
        return Raw::in_page(&response.body, inside).map(Some).map_err(|error| decode::inside(wrapper, error));
    }
    if has_id(&found) { object(&response.body).map(Some) } else { Err(response.unproved("id", WANTED)) }
}

/// Parses an object. A derived `Deserialize` would also accept an array, member by member, which is never intended.
///
/// # Errors
///
/// Returns a decode error with the JSON path.
pub(crate) fn object<T: DeserializeOwned>(body: &Bytes) -> Result<Raw<T>> {
    let read: Raw<T> = Raw::whole(body)?;
    // A type with a custom `Deserialize` may accept a list.
    if read.text().starts_with('{') { Ok(read) } else { Err(Error::decode(DecodeError::new("data", ".", 1, 1))) }
}
