//! Capillary's own objects.

mod lead;
mod status;

pub use lead::{Lead, LeadId, ReasonId, UserId};
pub use status::LeadStatus;
