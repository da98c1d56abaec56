//! Activities: events in the history of a lead. Opportunities are activities too.

mod bulk_create_activities_by_lead_field;
mod bulk_create_activities_by_lead_id;
mod bulk_create_activities_by_opportunity_id;
mod create_activity;
mod create_activity_type;
mod create_lead_with_activity;
mod get_activity;
mod get_activity_setting;
mod get_sales_activity_setting;
mod lead_with_activity;
mod list_activities_by_event;
mod list_activities_of_lead;
mod list_activity_changes;
mod list_activity_dropdown_options;
mod list_activity_types;
mod list_lead_references;
mod list_recently_modified_activities;

pub use bulk_create_activities_by_lead_field::{BulkCreateActivitiesByLeadField, BulkCreateActivitiesByLeadFieldBody};
pub use bulk_create_activities_by_lead_id::{BulkCreateActivitiesByLeadId, BulkCreateActivitiesByLeadIdBody};
pub use bulk_create_activities_by_opportunity_id::{
    BulkCreateActivitiesByOpportunityId, BulkCreateActivitiesByOpportunityIdBody,
};
pub(crate) use create_activity::activity_setters;
pub use create_activity::{CreateActivity, CreateActivityBody};
pub use create_activity_type::{CreateActivityType, CreateActivityTypeBody};
pub use create_lead_with_activity::CreateLeadWithActivity;
pub use get_activity::GetActivity;
pub use get_activity_setting::GetActivitySetting;
pub use get_sales_activity_setting::GetSalesActivitySetting;
pub use lead_with_activity::CreateLeadWithActivityBody;
pub(crate) use lead_with_activity::lead_with_activity_setters;
pub use list_activities_by_event::{ListActivitiesByEvent, ListActivitiesByEventBody};
pub use list_activities_of_lead::{ListActivitiesOfLead, ListActivitiesOfLeadBody};
pub use list_activity_changes::{ListActivityChanges, ListActivityChangesBody};
pub use list_activity_dropdown_options::{ListActivityDropdownOptions, ListActivityDropdownOptionsBody};
pub use list_activity_types::ListActivityTypes;
pub use list_lead_references::{ListLeadReferences, ListLeadReferencesBody};
pub use list_recently_modified_activities::{ListRecentlyModifiedActivities, ListRecentlyModifiedActivitiesBody};

leads_core::operations! { crate::LeadSquared;
    BulkCreateActivitiesByLeadField body,
    BulkCreateActivitiesByLeadId body,
    BulkCreateActivitiesByOpportunityId body,
    CreateActivity body,
    CreateActivityType body,
    CreateLeadWithActivity body,
    GetActivity,
    GetActivitySetting,
    GetSalesActivitySetting,
    ListActivitiesByEvent body: [crate::model::ActivityRow],
    ListActivitiesOfLead body: [crate::model::Activity],
    ListActivityChanges body: [crate::model::ActivityChange],
    ListActivityDropdownOptions body: [crate::model::DropdownOption],
    ListActivityTypes: [crate::model::ActivityType],
    ListLeadReferences body: [crate::model::ActivityRow],
    ListRecentlyModifiedActivities body: [crate::model::ActivityRow],
}
