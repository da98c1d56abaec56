//! Readers of whole responses; the `read` of most requests is one of these lines.

use super::{HttpResponse, Raw};
use crate::error::Result;
use crate::json::decode;
use serde::de::DeserializeOwned;

/// Reads the body into a typed value, dropping the text.
///
/// # Errors
/// A decode error with the JSON path; also for an object that has no member of the type.
pub fn json<T: DeserializeOwned>(response: &HttpResponse) -> Result<T> {
    let value = decode::from_slice(&response.body)?;
    recognised::<T>(&response.body)?;
    Ok(value)
}

/// Reads the body into a typed value that keeps its text.
///
/// # Errors
/// A decode error with the JSON path; also for an object that has no member of the type.
pub fn whole<T: DeserializeOwned>(response: &HttpResponse) -> Result<Raw<T>> {
    let value = Raw::whole(&response.body)?;
    recognised::<T>(&response.body)?;
    Ok(value)
}

fn recognised<T: DeserializeOwned>(body: &[u8]) -> Result<()> {
    std::str::from_utf8(body).map_or(Ok(()), decode::check_recognised::<T>)
}

/// Takes an answer whose body says nothing, or is empty.
///
/// # Errors
/// None; the signature is that of the other readers.
pub fn empty(_answer: &HttpResponse) -> Result<()> {
    Ok(())
}

/// Reads the body as text.
///
/// # Errors
/// A body that is not UTF-8.
pub fn text(response: &HttpResponse) -> Result<String> {
    std::str::from_utf8(&response.body).map(str::to_owned).map_err(|error| decode::not_utf8(&response.body, error))
}
