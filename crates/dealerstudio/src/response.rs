//! Reads the record of a write.

use crate::DealerStudio;
use crate::error::members;
use crate::model::{AppointmentRecord, CarRecord, LeadClusterRecord, LeadEventRecord, LeadRecord};
use crate::proof::{has_id, is_proved_by_empty_body};
use bytes::Bytes;
use leads_core::vendor::{FromResponse, HttpResponse, Operation, Raw, decode};
use leads_core::{DecodeError, Error, Result};
use serde::de::DeserializeOwned;

const WANTED: &str = "a record with an integer `id`";

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
