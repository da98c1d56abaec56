//! What requests carry inside: activities, products of a lead, contact points, definitions of custom fields.
//!
//! Unlike the models of answers these are strict: they write exactly what was set, and refuse what they do not know
//! when they are read from a stored request.

mod activity;
mod contact_point;
mod custom_field;
mod product_map;

pub use activity::{ActivityInput, ActivityInputLinks};
pub use contact_point::{NewAddress, NewPhone, NewPlace, NewPoint};
pub use custom_field::CustomFieldBody;
pub use product_map::{ProductMap, ProductMapLinks};
