//! The vendor-independent view of a lead, and its value types.

mod form;
mod id;
pub(crate) mod money;
mod patch;
mod personal;
mod time;
mod view;

pub use form::{Address, Consent, ConsentChannel, ContactTime};
pub use id::LeadId;
pub use money::{Decimal, Money, NotDecimal};
pub use patch::Patch;
pub use personal::Personal;
#[doc(hidden)]
pub use personal::masked;
pub use time::Time;
pub use view::{Lead, LeadView};
