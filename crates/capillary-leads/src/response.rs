//! How each response type is read.

use crate::Capillary;
use crate::model::{Lead, Listing, SubStatus, one, written, written_lead};
use leads_core::Result;
use leads_core::vendor::{FromResponse, HttpResponse, Operation, Raw};
use serde::de::DeserializeOwned;

/// A lead, bare or in `data`. After a write, its id is the proof that the write was applied.
impl FromResponse<Capillary> for Raw<Lead> {
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self> {
        if operation.safety.is_write() { written_lead(response) } else { one(response, "id") }
    }
}

impl FromResponse<Capillary> for Raw<SubStatus> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        written(response, "subStatus", "the created sub-status")
    }
}

/// A list. After a write, its rows are the proof that the write was applied.
impl<T: DeserializeOwned + Send> FromResponse<Capillary> for Listing<T> {
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self> {
        if operation.safety.is_write() { Self::written(response) } else { Self::read(&response.body) }
    }
}
