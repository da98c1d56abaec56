//! Reading and writing JSON: decoding with paths, tolerant readers, open enums and ids.
//!
//! ```
//! use leads_core::{Raw, open_enum, vendor::tolerant};
//!
//! open_enum! {
//!     /// The stage of a deal.
//!     pub enum Stage {
//!         /// Not worked on yet.
//!         New = "new",
//!     }
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct Deal {
//!     #[serde(default, deserialize_with = "tolerant::scalar")]
//!     id: Option<u64>,
//!     stage: Stage,
//! }
//!
//! // The id is a text today, and the stage is one of tomorrow's.
//! let deal = Raw::<Deal>::parse(r#"{"id":"7","stage":"parked"}"#)?;
//! assert_eq!(deal.id, Some(7));
//! assert_eq!(deal.stage.as_str(), "parked");
//! # Ok::<(), leads_core::Error>(())
//! ```

pub(crate) mod any;
pub mod decode;
mod id;
#[doc(hidden)]
pub mod members;
pub mod model;
mod open_enum;
mod path;
pub(crate) mod repair;
mod scalar;
mod spelled;

pub use any::{JsonText, same_json};
pub use open_enum::{OpenEnum, UnknownValue};
pub use scalar::{FromScalar, Scalar};
pub use spelled::{Spelled, Spellings};

/// Readers for the many ways in which vendors write a value.
///
/// Plain visitors for `#[serde(default, deserialize_with = "tolerant::scalar")]`. They do not buffer, so they work
/// inside and around [`Raw`](crate::Raw), and they read what they do not understand as absent instead of failing the
/// page.
pub mod tolerant {
    pub use super::any::any;
    pub use super::scalar::{FromScalar, Scalar, list, list_opt, object, required, scalar, scalars};
    pub use crate::lead::money::tolerant_decimal as decimal;
}
