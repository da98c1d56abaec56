//! Follow-ups of a lead.

mod add_follow_up;
mod list_follow_ups;

pub use add_follow_up::{AddFollowUp, AddFollowUpBody};
pub use list_follow_ups::ListFollowUps;

leads_core::operations! { crate::Capillary;
    AddFollowUp body,
    ListFollowUps: [crate::model::FollowUp],
}
