//! Fields of a lead form.

mod address;
mod consent;
mod contact_time;

pub use address::Address;
pub use consent::{Consent, ConsentChannel};
pub use contact_time::ContactTime;
