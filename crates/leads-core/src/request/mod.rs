//! Requests as values, and the reading of answers.

mod any;
mod backoff;
mod cycle;
pub mod decode;
mod envelope;
mod history;
mod http_response;
mod id;
mod item_stream;
mod json_path;
mod multipart;
mod open_enum;
mod operation;
mod parts;
mod raw;
mod repair;
mod reply;
mod scalar;
mod secret;
mod spelled;
mod unreadable;
mod vendor;
mod walker;
#[cfg(test)]
mod walker_model;

pub use any::{JsonText, same_json};
pub use backoff::Backoff;
pub use envelope::Envelope;
pub use http_response::HttpResponse;
pub(crate) use item_stream::step;
pub use item_stream::{Bookmark, EndReason, Gap, ItemStream, ListStep, NextPage, Numbering, Page, Paged, Window};
pub use multipart::{FileSource, Multipart, OpenBody};
pub use open_enum::{OpenEnum, UnknownValue};
pub use operation::{Auth, Evidence, Host, Method, Operation, Safety};
pub use parts::{Body, Parts};
pub use raw::Raw;
pub use reply::{Meta, Reply};
pub use scalar::{FromScalar, Scalar};
pub use secret::SecretText;
pub use spelled::{Spelled, Spellings};
pub use unreadable::{AllRows, Unreadable};
pub use vendor::{Classification, Failure, Vendor};

pub(crate) use cycle::{CycleDetector, PageHistory};
pub(crate) use raw::member;
#[cfg(feature = "inspect")]
pub(crate) use secret::revealed;

use crate::error::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Readers for the many ways in which vendors spell one value.
///
/// Plain visitors for `#[serde(default, deserialize_with = "tolerant::scalar")]`: they do not buffer, so they work
/// inside and over [`Raw`], and they read what they cannot understand as absent instead of failing the page.
pub mod tolerant {
    pub use super::any::any;
    pub use super::scalar::{FromScalar, Scalar, list, list_opt, object, required, scalar, scalars};
    pub use crate::lead::tolerant_decimal as decimal;
}

/// Readers for whole answers; most requests' [`read`](Request::read) is one of these lines.
pub mod read {
    use super::{HttpResponse, Raw, decode};
    use crate::error::Result;
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
}

/// One call of a vendor's API as a value: it can be compared, stored, read back, planned and sent.
///
/// A request's own serde form is the *stored form*: our names, the body inside, for journals and replay. What goes
/// over the wire is its [`Body`](HasBody::Body), spelled as the vendor spells it.
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

/// Writes `#[must_use]` setters for the optional members of a request's body: each takes anything that converts into
/// the member's type and sets it to `Some`.
///
/// ```
/// # #[derive(Default)] struct Body { note: Option<String>, year: Option<i32> }
/// # /// A request.
/// # #[derive(Default)] pub struct Request { body: Body }
/// impl Request {
///     leads_core::setters! { body;
///         /// The note.
///         note: String,
///         /// The year, four digits.
///         year: i32,
///     }
/// }
/// let request = Request::default().note("hello").year(2026);
/// # assert_eq!((request.body.note.as_deref(), request.body.year), (Some("hello"), Some(2026)));
/// ```
#[macro_export]
macro_rules! setters {
    ($($path:ident).+; $( $(#[$meta:meta])* $name:ident : $type:ty ),* $(,)?) => {
        $crate::setters! { @each ($($path).+) $( $(#[$meta])* $name : $type, )* }
    };
    (@each $path:tt) => {};
    (@each ($($path:ident).+) $(#[$meta:meta])* $name:ident : $type:ty, $($rest:tt)*) => {
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$($path).+.$name = Some($name.into());
            self
        }
        $crate::setters! { @each ($($path).+) $($rest)* }
    };
}

/// Makes a resource's list of operations: `OPERATIONS`, and behind the calling crate's feature `inspect` a
/// `catalog()` of `inspect::Entry`.
///
/// A line is a request type, then `body` when it has a JSON body, then `element Type` when its answer lists records
/// of that type. With `inspect` the request types implement `inspect::Sample`.
#[macro_export]
macro_rules! operations {
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*]) => {
        /// Every operation of this resource.
        pub const OPERATIONS: &[$crate::Operation] = &[ $( <$name as $crate::Request>::OPERATION ),* ];

        /// Every operation of this resource, for inspecting.
        #[cfg(feature = "inspect")]
        #[must_use]
        pub fn catalog() -> ::std::vec::Vec<$crate::inspect::Entry<$vendor>> {
            #[allow(unused_imports)] // where every request can be looked for
            use $crate::inspect::Unresolved as _;
            ::std::vec![ $($entry),* ]
        }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident body element $element:ty, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_looking($crate::inspect::Probe::<$request>::new().looking()).with_body::<$request>().with_element::<$element>();] $($rest)* }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident body, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_looking($crate::inspect::Probe::<$request>::new().looking()).with_body::<$request>();] $($rest)* }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident element $element:ty, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_looking($crate::inspect::Probe::<$request>::new().looking()).with_element::<$element>();] $($rest)* }
    };
    (@split $vendor:ty; [$($name:ident)*] [$($entry:expr;)*] $request:ident, $($rest:tt)*) => {
        $crate::operations! { @split $vendor; [$($name)* $request] [$($entry;)*
            $crate::inspect::Entry::of::<$request>().with_looking($crate::inspect::Probe::<$request>::new().looking());] $($rest)* }
    };
    ($vendor:ty; $($list:tt)*) => {
        $crate::operations! { @split $vendor; [] [] $($list)* }
    };
}
