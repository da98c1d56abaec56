//! Activities: events in the history of a lead. Opportunities are activities too.

mod add_activity_attachment;
mod bulk_create_activities_by_lead_field;
mod bulk_create_activities_by_lead_id;
mod bulk_create_activities_by_opportunity_id;
mod bulk_update_activities;
mod create_activity;
mod create_activity_type;
mod create_lead_with_activity;
mod delete_activities;
mod get_activity;
mod get_activity_setting;
mod lead_with_activity;
mod list_activities_by_event;
mod list_activities_of_lead;
mod list_activity_changes;
mod list_activity_dropdown_options;
mod list_activity_types;
mod list_lead_references;
mod list_recently_modified_activities;
mod lock_activity;
mod update_activity;
mod update_activity_type;

pub use add_activity_attachment::{AddActivityAttachment, AddActivityAttachmentBody};
pub use bulk_create_activities_by_lead_field::{BulkCreateActivitiesByLeadField, BulkCreateActivitiesByLeadFieldBody};
pub use bulk_create_activities_by_lead_id::{BulkCreateActivitiesByLeadId, BulkCreateActivitiesByLeadIdBody};
pub use bulk_create_activities_by_opportunity_id::{
    BulkCreateActivitiesByOpportunityId, BulkCreateActivitiesByOpportunityIdBody,
};
pub use bulk_update_activities::{BulkUpdateActivities, BulkUpdateActivitiesBody};
pub(crate) use create_activity::activity_setters;
pub use create_activity::{CreateActivity, CreateActivityBody};
pub use create_activity_type::{CreateActivityType, CreateActivityTypeBody};
pub use create_lead_with_activity::CreateLeadWithActivity;
pub use delete_activities::{DeleteActivities, DeleteActivitiesBody};
pub use get_activity::GetActivity;
pub use get_activity_setting::GetActivitySetting;
pub use lead_with_activity::CreateLeadWithActivityBody;
pub(crate) use lead_with_activity::lead_with_activity_setters;
pub use list_activities_by_event::{ListActivitiesByEvent, ListActivitiesByEventBody};
pub use list_activities_of_lead::{ListActivitiesOfLead, ListActivitiesOfLeadBody};
pub use list_activity_changes::{ListActivityChanges, ListActivityChangesBody};
pub use list_activity_dropdown_options::{ListActivityDropdownOptions, ListActivityDropdownOptionsBody};
pub use list_activity_types::ListActivityTypes;
pub use list_lead_references::{ListLeadReferences, ListLeadReferencesBody};
pub use list_recently_modified_activities::{ListRecentlyModifiedActivities, ListRecentlyModifiedActivitiesBody};
pub use lock_activity::LockActivity;
pub use update_activity::{UpdateActivity, UpdateActivityBody};
pub use update_activity_type::{UpdateActivityType, UpdateActivityTypeBody};

leads_core::operations! { crate::LeadSquared;
    AddActivityAttachment body,
    BulkCreateActivitiesByLeadField body,
    BulkCreateActivitiesByLeadId body,
    BulkCreateActivitiesByOpportunityId body,
    BulkUpdateActivities body,
    CreateActivity body,
    CreateActivityType body,
    CreateLeadWithActivity body,
    DeleteActivities body,
    GetActivity,
    GetActivitySetting,
    ListActivitiesByEvent body: [crate::model::ActivityRow],
    ListActivitiesOfLead body: [crate::model::Activity],
    ListActivityChanges body: [crate::model::ActivityChange],
    ListActivityDropdownOptions body: [crate::model::DropdownOption],
    ListActivityTypes: [crate::model::ActivityType],
    ListLeadReferences body: [crate::model::ActivityRow],
    ListRecentlyModifiedActivities body: [crate::model::ActivityRow],
    LockActivity,
    UpdateActivity body resolve,
    UpdateActivityType body,
}
