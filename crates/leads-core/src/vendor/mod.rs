//! Everything needed to implement a vendor crate, in one place.
//!
//! A vendor crate implements [`Vendor`] once and [`Request`] for each operation. Applications do not need this module.

mod classification;
mod macros;
pub mod op;

pub use classification::{Classification, Failure, Vendor};

#[doc(no_inline)]
pub use serde::de::Deserialize;

#[doc(inline)]
pub use leads_derive::{Deserialize, skip_serializing_none};

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
