//! Response types that know how they are read.

use super::HttpResponse;
use crate::error::Result;
use crate::request::Operation;
use crate::vendor::Vendor;

/// A type that a successful response of a vendor is read into.
///
/// The vendor is a parameter, so that a vendor crate can implement it for types of this crate, such as
/// [`Raw`](crate::Raw).
///
/// ```
/// # use leads_core::vendor::{Classification, Failure, Vendor};
/// # pub enum Acme {}
/// # impl Vendor for Acme {
/// #     const NAME: &'static str = "acme";
/// #     const PREFIXES: &'static [&'static str] = &[];
/// #     const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
/// #     type Settings = ();
/// #     fn classify(_: &(), _: &Operation, response: &HttpResponse) -> Classification {
/// #         Failure::from_status(response).into()
/// #     }
/// # }
/// use leads_core::vendor::{FromResponse, HttpResponse, Operation, Raw, read};
/// use serde::de::DeserializeOwned;
///
/// impl<T: DeserializeOwned + Send> FromResponse<Acme> for Raw<T> {
///     fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
///         read::whole(response)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response type of `{V}`",
    label = "does not implement `FromResponse<{V}>`",
    note = "implement `FromResponse` for the type in the vendor crate"
)]
pub trait FromResponse<V: Vendor>: Sized + Send {
    /// Reads a successful response of `operation`.
    ///
    /// A type that proves a write returns an error if the proof is missing; the pipeline then reports the outcome of
    /// the write as unknown unless the vendor's envelope has proved it.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path.
    fn from_response(operation: &Operation, response: &HttpResponse) -> Result<Self>;
}
