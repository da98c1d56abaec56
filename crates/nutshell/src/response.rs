//! How each response type is read.

use crate::Nutshell;
use crate::envelope::{self, One, Record, Records};
use crate::evidence::{self, Identified};
use crate::model::FieldSet;
use leads_core::vendor::{FromResponse, HttpResponse, Operation, Raw, decode, read};
use leads_core::{Personal, Result};
use serde::de::DeserializeOwned;

/// One record: wrapped, bare or in a list of one. After a write, its id is the proof that the write was applied.
impl<T: Identified + DeserializeOwned + Send> FromResponse<Nutshell> for One<T> {
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self> {
        if operation.safety.is_write() { evidence::record(response) } else { envelope::one(response) }
    }
}

/// The record of a write whose response may lack it.
impl<T: Identified + DeserializeOwned + Send> FromResponse<Nutshell> for Option<One<T>> {
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self> {
        evidence::record_or_nothing(operation, response)
    }
}

/// A list.
impl<T: Record + DeserializeOwned + Send> FromResponse<Nutshell> for Records<T> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        envelope::list(response)
    }
}

/// The records of a write of several, whose response may lack them.
impl<T: Identified + DeserializeOwned + Send> FromResponse<Nutshell> for Option<Records<T>> {
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self> {
        evidence::records_or_nothing(operation, response)
    }
}

/// The fields of a type of record, which are in the member `properties`.
impl FromResponse<Nutshell> for Raw<FieldSet> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        let fields: Self = read::whole(response)?;
        match fields.field("properties") {
            Some(properties) if properties.get() != "null" => Ok(fields),
            _ => Err(decode::missing("properties")),
        }
    }
}

/// A file as text. The vendor's envelope in place of the file is not the file.
impl FromResponse<Nutshell> for Personal<String> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        if response.is_blank() || response.looks_like_json() {
            return Err(decode::missing("."));
        }
        read::text(response).map(Personal)
    }
}
