//! Readers of whole responses; most requests implement `read` with one of these functions.

use super::{HttpResponse, Raw};
use crate::error::Result;
use crate::json::decode;
use serde::de::DeserializeOwned;

/// Reads the body into a typed value and drops the text.
///
/// # Errors
/// Returns a decode error with the JSON path, also for an object that has no member of the type.
pub fn json<T: DeserializeOwned>(response: &HttpResponse) -> Result<T> {
    let value = decode::from_slice(&response.body)?;
    recognised::<T>(&response.body)?;
    Ok(value)
}

/// Reads the body into a typed value that keeps its text.
///
/// # Errors
/// Returns a decode error with the JSON path, also for an object that has no member of the type.
pub fn whole<T: DeserializeOwned>(response: &HttpResponse) -> Result<Raw<T>> {
    let value = Raw::whole(&response.body)?;
    recognised::<T>(&response.body)?;
    Ok(value)
}

fn recognised<T: DeserializeOwned>(body: &[u8]) -> Result<()> {
    std::str::from_utf8(body).map_or(Ok(()), decode::check_recognised::<T>)
}

/// Accepts a response whose body is empty or carries no information.
///
/// # Errors
/// Never returns an error; the signature matches the other readers.
pub fn empty(_response: &HttpResponse) -> Result<()> {
    Ok(())
}

/// Reads the body as text.
///
/// # Errors
/// Returns an error if the body is not UTF-8.
pub fn text(response: &HttpResponse) -> Result<String> {
    std::str::from_utf8(&response.body).map(str::to_owned).map_err(|error| decode::not_utf8(&response.body, error))
}
