//! Requests as values.
//!
//! A request is validated when it is split into [`Parts`], so a request from a file is checked as one from code.
//!
//! ```
//! # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
//! # use acme::*;
//! use leads_core::Request;
//! let request: GetThing = serde_json::from_str(r#"{"id":0}"#).unwrap();
//! assert_eq!(request.parts().unwrap_err().field(), Some("id"));
//! ```

mod file;
mod multipart;
mod operation;
mod parts;
mod secret;

#[cfg(feature = "registry")]
pub(crate) use multipart::with_content;
pub use multipart::{FileSource, Multipart, OpenBody};
pub use operation::{Auth, Evidence, Host, Method, Operation, Safety};
pub use parts::{Body, Parts, is_blank};
pub use secret::SecretText;

#[cfg(feature = "inspect")]
pub(crate) use secret::Reveal;

use crate::error::Result;
use crate::response::{FromResponse, HttpResponse};
use crate::vendor::Vendor;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A call to a vendor's API as a value: it can be compared, stored, loaded, previewed and sent.
///
/// A request's own serde form is the *stored form*: this crate's names with the body inside, for journals and replay.
/// The form sent over the wire is its [`Body`](HasBody::Body), spelled as the vendor spells it.
///
/// ```
/// use leads_core::vendor::{Parts, op};
/// use leads_core::{Operation, Raw, Request, Result, Safety};
/// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
/// # use acme::*;
///
/// /// Reads a thing by its name.
/// struct FindThing { name: String }
///
/// impl Request for FindThing {
///     type Vendor = Acme;
///     type Response = Raw<Thing>;
///     const OPERATION: Operation = op::get("find_thing", "/v1/find", Safety::Read);
///
///     fn parts(&self) -> Result<Parts> {
///         let name = self.name.trim();
///         Parts::new()
///             .require(!name.is_empty(), "name", "must not be empty")
///             .query("name", name)
///             .empty()
///     }
/// }
///
/// let preview = client()?.preview(&FindThing { name: "lamp".to_owned() })?;
/// assert!(preview.to_string().starts_with("GET https://api.acme.example/v1/find?name=lamp"));
/// # Ok::<(), leads_core::Error>(())
/// ```
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
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::Request;
    /// let parts = GetThing { id: 7 }.parts()?;
    /// assert_eq!(parts.render(GetThing::OPERATION.path)?, "/v1/things/7");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an invalid-request error that names the field.
    fn parts(&self) -> Result<Parts>;

    /// Returns how safe it is to retry this particular request; never less strict than the operation's own safety.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{Request, Safety};
    /// let rename = RenameThing { id: 7, name: "lantern".to_owned() };
    /// assert_eq!(rename.safety(), Safety::Idempotent);
    /// ```
    fn safety(&self) -> Safety {
        Self::OPERATION.safety
    }

    /// Returns a sentence that describes how this request's effect can be found at the vendor if the outcome of a write
    /// is unknown. It is used for [`Error::help`](crate::Error::help) and evaluated only then. It must not contain
    /// secrets or personal data.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::Request;
    /// // This request can be resolved, so its author wrote no advice for doing it by hand.
    /// assert_eq!(RenameThing { id: 7, name: "lantern".to_owned() }.trace(), None);
    /// ```
    fn trace(&self) -> Option<String> {
        None
    }

    /// Reads a successful response. The default is the [reader of the response type](FromResponse); operations that
    /// share a response type but not its form implement it themselves.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{HttpResponse, Request};
    /// let body = r#"{"id":7,"name":"lamp"}"#;
    /// let thing = GetThing::read(&HttpResponse::new(200, Default::default(), body))?;
    /// assert_eq!(thing.name, "lamp");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns a decode error with the JSON path.
    fn read(response: &HttpResponse) -> Result<Self::Response> {
        Self::Response::from_response(&Self::OPERATION, response)
    }
}

/// A request with a JSON body, described by its wire type.
///
/// ```
/// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
/// # use acme::*;
/// use leads_core::{HasBody, Operation, Raw, Request, Result, vendor::Parts};
/// #[derive(serde::Serialize, serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct NewThing { display_name: String }
///
/// struct CreateThing { body: NewThing }
/// leads_core::has_body!(CreateThing => NewThing);
/// # impl Request for CreateThing {
/// #     type Vendor = Acme;
/// #     type Response = Raw<Thing>;
/// #     const OPERATION: Operation = leads_core::vendor::op::post(
/// #         "create_thing", "/v1/things", leads_core::Safety::NonIdempotent,
/// #     );
/// #     fn parts(&self) -> Result<Parts> { Parts::new().json(&self.body) }
/// # }
///
/// let create = CreateThing { body: NewThing { display_name: "lamp".to_owned() } };
/// let wire = serde_json::to_string(create.body()).unwrap();
/// assert_eq!(wire, r#"{"displayName":"lamp"}"#);
/// ```
pub trait HasBody: Request {
    /// The type of the body, as the vendor spells it.
    type Body: Serialize + DeserializeOwned;

    /// Returns the body.
    fn body(&self) -> &Self::Body;
}
