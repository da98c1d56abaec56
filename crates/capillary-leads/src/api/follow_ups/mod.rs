//! Follow-ups of a lead.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`AddFollowUp`] | POST `/v2/leads/{leadId}/followup` | non-idempotent | [`Lead`](crate::model::Lead) | [page](https://docs.capillarytech.com/reference/update-lead-followups) |
//! | [`ListFollowUps`] | GET `/v2/leads/{leadId}/followups` | read | list of [`FollowUp`](crate::model::FollowUp) | [page](https://docs.capillarytech.com/reference/get-lead-follow-ups) |
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
