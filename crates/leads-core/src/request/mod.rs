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
use crate::response::HttpResponse;
use crate::vendor::Vendor;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One call of a vendor's API as a value: it can be compared, stored, read back, planned and sent.
///
/// A request's own serde form is the *stored form*: our names, the body inside, for journals and replay. What goes
/// over the wire is its [`Body`](HasBody::Body), spelled as the vendor spells it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "does not implement `Request`",
    note = "the request types of a vendor are in its crate's `api` module; pass a reference to one"
)]
pub trait Request: Send + Sync {
    /// The vendor; a request of one vendor does not compile on another's client.
    type Vendor: Vendor;
    /// What a successful answer is read into.
    type Response: Send;
    /// What is known of the operation.
    const OPERATION: Operation;

    /// Checks the request and takes it apart for the wire. All validation is here, so that a request that was read
    /// from a file is checked too. No I/O.
    ///
    /// # Errors
    /// An invalid request that names the field.
    fn parts(&self) -> Result<Parts>;

    /// How safe a repeat of this very value is; never laxer than the operation's own.
    fn safety(&self) -> Safety {
        Self::OPERATION.safety
    }

    /// What this very value can be found by at the vendor when nobody knows whether a write was applied: a sentence
    /// for [`Error::help`](crate::Error::help), asked for only then. It must hold no secret and no personal data.
    fn trace(&self) -> Option<String> {
        None
    }

    /// Reads a successful answer.
    ///
    /// # Errors
    /// A decode error with the JSON path.
    fn read(response: &HttpResponse) -> Result<Self::Response>;
}

/// A request with a JSON body, by its wire type.
pub trait HasBody: Request {
    /// The body as the vendor spells it.
    type Body: Serialize + DeserializeOwned;

    /// The body.
    fn body(&self) -> &Self::Body;
}
