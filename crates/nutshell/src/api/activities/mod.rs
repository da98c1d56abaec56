//! Activities: meetings, calls and anything else that is planned or done.

mod create_activity;
mod get_activity;
mod list_activities;
mod update_activity;

pub use crate::input::{ActivityInput, ActivityInputLinks};
pub use create_activity::{ActivityBody, CreateActivity};
pub use get_activity::GetActivity;
pub use list_activities::{ActivityStatus, ListActivities};
pub use update_activity::UpdateActivity;

leads_core::operations! { crate::Nutshell;
    ListActivities: [crate::model::Activity],
    CreateActivity body,
    GetActivity,
    UpdateActivity body resolve,
}
