//! Reading and writing JSON: decoding with paths, tolerant readers, open enums and ids.

mod any;
pub mod decode;
mod id;
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
