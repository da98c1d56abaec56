//! Nested values in requests: activities, products of a lead, contact points, custom field definitions.
//!
//! Unlike the response models, these are strict: they write exactly what was set, and reject unknown members when read
//! from a stored request.

mod activity;
mod contact_point;
mod custom_field;
mod product_map;

pub use activity::{ActivityInput, ActivityInputLinks};
pub use contact_point::{NewAddress, NewPhone, NewPoint, NewPostalLocation};
pub use custom_field::CustomFieldBody;
pub use product_map::{ProductMap, ProductMapLinks};
