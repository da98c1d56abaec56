//! Requests as values.

mod multipart;
mod operation;
mod parts;
mod secret;

pub use multipart::{FileSource, Multipart, OpenBody};
pub use operation::{Auth, Evidence, Host, Method, Operation, Safety};
pub use parts::{Body, Parts};
pub use secret::SecretText;

#[cfg(feature = "inspect")]
pub(crate) use secret::revealed;

use crate::error::Result;
use crate::response::{FromResponse, HttpResponse};
use crate::vendor::Vendor;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A call to a vendor's API as a value: it can be compared, stored, loaded, previewed and sent.
///
/// A request's own serde form is the *stored form*: this crate's names with the body inside, for journals and replay.
/// The form sent over the wire is its [`Body`](HasBody::Body), spelled as the vendor spells it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "does not implement `Request`",
    note = "the request types of a vendor are in its crate's `api` module; pass a reference to one"
)]
pub trait Request: Send + Sync {
    /// The vendor. A request of one vendor does not compile with another vendor's client.
    type Vendor: Vendor;
    /// The type that a successful response is read into.
    type Response: FromResponse<Self::Vendor>;
    /// The operation's properties.
    const OPERATION: Operation;

    /// Validates the request and splits it into parts for the wire. All validation happens here, so that a request
    /// loaded from a file is validated too. Performs no I/O.
    ///
    /// # Errors
    /// Returns an invalid-request error that names the field.
    fn parts(&self) -> Result<Parts>;

    /// Returns how safe it is to retry this particular request; never less strict than the operation's own safety.
    fn safety(&self) -> Safety {
        Self::OPERATION.safety
    }

    /// Returns a sentence that describes how this request's effect can be found at the vendor if the outcome of a write
    /// is unknown. It is used for [`Error::help`](crate::Error::help) and evaluated only then. It must not contain
    /// secrets or personal data.
    fn trace(&self) -> Option<String> {
        None
    }

    /// Reads a successful response. The default is the [reader of the response type](FromResponse); operations that
    /// share a response type but not its form implement it themselves.
    ///
    /// # Errors
    /// Returns a decode error with the JSON path.
    fn read(response: &HttpResponse) -> Result<Self::Response> {
        Self::Response::from_response(&Self::OPERATION, response)
    }
}

/// A request with a JSON body, described by its wire type.
pub trait HasBody: Request {
    /// The type of the body, as the vendor spells it.
    type Body: Serialize + DeserializeOwned;

    /// Returns the body.
    fn body(&self) -> &Self::Body;
}
