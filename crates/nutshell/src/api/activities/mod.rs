//! Activities: meetings, calls and anything else that is planned or done.
//!
//! <!-- operations: begin -->
//!
//! | request | method and path | safety | reply | vendor |
//! |---|---|---|---|---|
//! | [`CreateActivity`] | POST `/rest/activities` | non-idempotent | [`Activity`](crate::model::Activity) | [page](https://developers.nutshell.com/reference) |
//! | [`GetActivity`] | GET `/rest/activities/{id}` | read | [`Activity`](crate::model::Activity) | [page](https://developers.nutshell.com/reference) |
//! | [`ListActivities`] | GET `/rest/activities` | read | list of [`Activity`](crate::model::Activity) | [page](https://developers.nutshell.com/reference) |
//! | [`UpdateActivity`] | PUT `/rest/activities/{id}` | idempotent | [`Activity`](crate::model::Activity) | [page](https://developers.nutshell.com/reference) |
//!
//! <!-- operations: end -->

mod create_activity;
mod get_activity;
mod list_activities;
mod update_activity;

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
