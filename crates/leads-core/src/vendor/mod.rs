//! Everything needed to implement a vendor crate, in one place.
//!
//! A vendor crate implements [`Vendor`] once and [`Request`] for each operation. Applications do not need this module.

mod classification;
mod macros;
pub mod op;

pub use classification::{Classification, Failure, Vendor};

#[doc(no_inline)]
pub use serde::de::Deserialize;

/// # Examples
///
/// ```
/// use leads_core::vendor::{Deserialize, skip_serializing_none};
/// use serde::Serialize;
///
/// #[skip_serializing_none]
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// #[serde(rename_all = "camelCase", deny_unknown_fields)]
/// struct RenameThing {
///     thing_id: u64,
///     new_name: Option<String>,
/// }
///
/// let request: RenameThing = serde_json::from_str(r#"{"thingId":7}"#)?;
/// assert_eq!(request, RenameThing { thing_id: 7, new_name: None });
/// assert_eq!(serde_json::to_string(&request)?, r#"{"thingId":7}"#);
///
/// let unknown = serde_json::from_str::<RenameThing>(r#"{"thingId":7,"force":true}"#);
/// assert!(unknown.unwrap_err().to_string().starts_with("unknown field `force`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// An enum is a compile error:
///
/// ```compile_fail
/// # use leads_core::vendor::Deserialize;
/// #[derive(Deserialize)]
/// enum Stage { New, Won }
/// ```
#[doc(inline)]
pub use leads_derive::Deserialize;
#[doc(inline)]
pub use leads_derive::skip_serializing_none;

pub use crate::client::checks::{check_changed_custom, check_new_custom, ensure_known_fields, ensure_unset};
pub use crate::client::find::find_one;
pub use crate::client::resolve::{CreateSearch, FoundLeads};
pub use crate::client::warnings::{left_out, narrowed, note_not_written};
#[doc(inline)]
pub use crate::http::Absence;
pub use crate::http::redact::{REDACTED, shows_header};
pub use crate::http::retry::retry_after;
#[doc(inline)]
pub use crate::json::{
    FromScalar, JsonText, OpenEnum, Scalar, Spelled, Spellings, UnknownValue, decode, model, same_json, tolerant,
};
#[doc(inline)]
pub use crate::paging::{
    Backoff, Bookmark, EndReason, Gap, ItemStream, ListStep, NextPage, Numbering, Page, Paged, SeenKeys, Window,
};
#[doc(inline)]
pub use crate::request::{
    Auth, Body, Evidence, FileSource, HasBody, Host, Method, Multipart, OpenBody, Operation, Parts, Request, Safety,
    SecretText, is_blank,
};
#[doc(inline)]
pub use crate::response::{AllRows, Envelope, FromResponse, HttpResponse, Meta, Raw, Reply, Unreadable, read};
