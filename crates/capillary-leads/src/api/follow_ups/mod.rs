//! Adds and lists the follow-ups of a lead.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`AddFollowUp`] ([vendor's page](https://docs.capillarytech.com/reference/update-lead-followups))<br>POST `/v2/leads/{leadId}/followup` | non-idempotent | [`Lead`](crate::model::Lead) |
//! | [`ListFollowUps`] ([vendor's page](https://docs.capillarytech.com/reference/get-lead-follow-ups))<br>GET `/v2/leads/{leadId}/followups` | read | list of [`FollowUp`](crate::model::FollowUp) |
//!
//! <!-- operations: end -->

mod add_follow_up;
mod list_follow_ups;

pub use add_follow_up::AddFollowUp;
pub use list_follow_ups::ListFollowUps;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::add_follow_up::AddFollowUpBody;
}

leads_core::operations! { crate::Capillary;
    AddFollowUp body,
    ListFollowUps: [crate::model::FollowUp],
}
