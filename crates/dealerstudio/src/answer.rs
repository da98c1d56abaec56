//! Reading answers whose form nobody documents: empty, bare, or wrapped in the request's own member.

use bytes::Bytes;
use leads_core::{Answer, DecodeError, Error, Raw, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The record of an answer; `None` when the body is empty or `null`.
///
/// # Errors
/// A decode error with the JSON path.
pub(crate) fn record<T: DeserializeOwned>(answer: &Answer, wrapper: &str) -> Result<Option<Raw<T>>> {
    if answer.is_blank() || answer.body.trim_ascii() == b"null" {
        return Ok(None);
    }
    if answer.contains(wrapper.as_bytes()) {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Members<'a>(#[serde(borrow)] BTreeMap<std::borrow::Cow<'a, str>, &'a RawValue>);
        let members: Members<'_> = answer.json()?;
        if let Some(inside) = members.0.get(wrapper).filter(|inside| inside.get().starts_with('{')) {
            return Raw::in_page(&answer.body, inside).map(Some);
        }
    }
    object(&answer.body).map(Some)
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
