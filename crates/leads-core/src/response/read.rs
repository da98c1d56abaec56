//! Readers of whole responses; most requests implement `read` with one of these functions.
//!
//! ```
//! use leads_core::{HttpResponse, read};
//!
//! #[derive(serde::Deserialize)]
//! struct Deal { id: u64 }
//!
//! let response = HttpResponse::new(200, Default::default(), r#"{"id":7,"colour":"red"}"#);
//! let deal = read::whole::<Deal>(&response)?;
//! assert_eq!(deal.id, 7);
//! assert!(deal.text().contains("colour"), "members without a field are kept");
//! # Ok::<(), leads_core::Error>(())
//! ```

use super::{HttpResponse, Raw};
use crate::error::Result;
use crate::json::decode;
use serde::de::DeserializeOwned;

/// Reads the body into a typed value and drops the text.
///
/// ```
/// use leads_core::{HttpResponse, read};
/// let response = HttpResponse::new(200, Default::default(), "[1, 2]");
/// assert_eq!(read::json::<Vec<u64>>(&response)?, [1, 2]);
/// # Ok::<(), leads_core::Error>(())
/// ```
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
/// ```
/// use leads_core::{HttpResponse, read};
/// #[derive(Debug, serde::Deserialize)]
/// struct Deal { id: Option<u64> }
/// let busy = HttpResponse::new(200, Default::default(), r#"{"status":"busy"}"#);
/// assert!(read::whole::<Deal>(&busy).unwrap_err().is_decode(), "it is not a deal");
/// # let _ = Deal { id: None }.id;
/// ```
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
/// ```
/// use leads_core::{HttpResponse, read};
/// read::empty(&HttpResponse::new(204, Default::default(), ""))?;
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// Never returns an error; the signature matches the other readers.
pub fn empty(_response: &HttpResponse) -> Result<()> {
    Ok(())
}

/// Reads the body as text.
///
/// ```
/// use leads_core::{HttpResponse, read};
/// let response = HttpResponse::new(200, Default::default(), "accepted");
/// assert_eq!(read::text(&response)?, "accepted");
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// Returns an error if the body is not UTF-8.
pub fn text(response: &HttpResponse) -> Result<String> {
    std::str::from_utf8(&response.body).map(str::to_owned).map_err(|error| decode::not_utf8(&response.body, error))
}
