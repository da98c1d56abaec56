//! Creates, reads, lists and updates activities: meetings, calls and anything else that is planned or done.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`CreateActivity`] ([vendor's page](https://developers.nutshell.com/reference))<br>POST `/rest/activities` | non-idempotent | [`Activity`](crate::model::Activity) |
//! | [`GetActivity`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/activities/{id}` | read | [`Activity`](crate::model::Activity) |
//! | [`ListActivities`] ([vendor's page](https://developers.nutshell.com/reference))<br>GET `/rest/activities` | read | list of [`Activity`](crate::model::Activity) |
//! | [`UpdateActivity`] ([vendor's page](https://developers.nutshell.com/reference))<br>PUT `/rest/activities/{id}` | idempotent | [`Activity`](crate::model::Activity) |
//!
//! <!-- operations: end -->

mod create_activity;
mod get_activity;
mod list_activities;
mod update_activity;

#[doc(inline)]
pub use crate::input::{ActivityInput, ActivityInputLinks};
pub use create_activity::CreateActivity;
pub use get_activity::GetActivity;
pub use list_activities::{ActivityStatus, ListActivities};
pub use update_activity::UpdateActivity;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::create_activity::ActivityBody;
}

leads_core::operations! { crate::Nutshell;
    ListActivities: [crate::model::Activity],
    CreateActivity body,
    GetActivity,
    UpdateActivity body resolve,
}
