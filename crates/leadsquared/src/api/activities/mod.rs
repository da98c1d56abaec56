//! Creates, reads, lists, updates and deletes activities, the events in the history of a lead, and their types.
//!
//! Opportunities are activities too.
//!
//! <!-- operations: begin -->
//!
//! | request | safety | reply |
//! |---|---|---|
//! | [`AddActivityAttachment`] ([vendor's page](https://apidocs.leadsquared.com/attach-a-file-to-activities/))<br>POST `/v2/ProspectActivity.svc/Attachment/Add` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`BulkCreateActivitiesByLeadField`]<br>POST `/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadField` | non-idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkCreateActivitiesByLeadId`] ([vendor's page](https://apidocs.leadsquared.com/post-bulk-activities-on-leads/))<br>POST `/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByLeadId` | non-idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkCreateActivitiesByOpportunityId`] ([vendor's page](https://apidocs.leadsquared.com/post-bulk-activities-on-opportunities/))<br>POST `/v2/ProspectActivity.svc/Bulk/CustomActivity/Add/ByOpportunityId` | non-idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`BulkUpdateActivities`] ([vendor's page](https://apidocs.leadsquared.com/bulk-update-activities/))<br>POST `/v2/ProspectActivity.svc/Bulk/CustomActivity/Update` | idempotent | [`BulkResponse`](crate::BulkResponse) |
//! | [`CreateActivity`] ([vendor's page](https://apidocs.leadsquared.com/post-an-activity-to-lead/))<br>POST `/v2/ProspectActivity.svc/Create` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateActivityType`] ([vendor's page](https://apidocs.leadsquared.com/create-new-activity-type-api/))<br>POST `/v2/ProspectActivity.svc/CreateType` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`CreateLeadWithActivity`]<br>POST `/v2/ProspectActivity.svc/CreateCustom` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`DeleteActivities`] ([vendor's page](https://apidocs.leadsquared.com/delete-activities/))<br>POST `/v2/ProspectActivity.svc/DeleteActivities` | non-idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`GetActivity`] ([vendor's page](https://apidocs.leadsquared.com/get-activity-details/))<br>GET `/v2/ProspectActivity.svc/GetActivityDetails` | read | [`ActivityDetails`](crate::model::ActivityDetails) |
//! | [`GetActivitySetting`]<br>GET `/v2/ProspectActivity.svc/CustomActivity/GetActivitySetting` | read | [`ActivitySetting`](crate::model::ActivitySetting) |
//! | [`ListActivitiesByEvent`]<br>POST `/v2/ProspectActivity.svc/CustomActivity/RetrieveByActivityEvent` | read | list of [`ActivityRow`](crate::model::ActivityRow) |
//! | [`ListActivitiesOfLead`] ([vendor's page](https://apidocs.leadsquared.com/get-activities-of-a-lead/))<br>POST `/v2/ProspectActivity.svc/Retrieve` | read | list of [`Activity`](crate::model::Activity) |
//! | [`ListActivityChanges`] ([vendor's page](https://apidocs.leadsquared.com/get-activity-change-history/))<br>POST `/v2/ProspectActivity.svc/RetrieveActivityChange` | read | list of [`ActivityChange`](crate::model::ActivityChange) |
//! | [`ListActivityDropdownOptions`]<br>POST `/v2/ProspectActivity.svc/ActivityField/Dropdown/Options/Get` | read | list of [`DropdownOption`](crate::model::DropdownOption) |
//! | [`ListActivityTypes`]<br>GET `/v2/ProspectActivity.svc/ActivityTypes.Get` | read | list of [`ActivityType`](crate::model::ActivityType) |
//! | [`ListLeadReferences`] ([vendor's page](https://apidocs.leadsquared.com/get-activities-by-lead-reference/))<br>POST `/v2/ProspectActivity.svc/GetLeadReferences` | read | list of [`ActivityRow`](crate::model::ActivityRow) |
//! | [`ListRecentlyModifiedActivities`]<br>POST `/v2/ProspectActivity.svc/RetrieveRecentlyModified` | read | list of [`ActivityRow`](crate::model::ActivityRow) |
//! | [`LockActivity`] ([vendor's page](https://apidocs.leadsquared.com/lock-an-activity/))<br>GET `/v2/ProspectActivity.svc/CustomActivity/Lock` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`UpdateActivity`] ([vendor's page](https://apidocs.leadsquared.com/update-activity/))<br>POST `/v2/ProspectActivity.svc/CustomActivity/Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//! | [`UpdateActivityType`] ([vendor's page](https://apidocs.leadsquared.com/update-activity-type/))<br>POST `/v2/ProspectActivity.svc/CustomActivityType/Update` | idempotent | [`Acknowledged`](crate::model::Acknowledged) |
//!
//! <!-- operations: end -->

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

pub use add_activity_attachment::AddActivityAttachment;
pub use bulk_create_activities_by_lead_field::BulkCreateActivitiesByLeadField;
pub use bulk_create_activities_by_lead_id::BulkCreateActivitiesByLeadId;
pub use bulk_create_activities_by_opportunity_id::BulkCreateActivitiesByOpportunityId;
pub use bulk_update_activities::BulkUpdateActivities;
pub use create_activity::CreateActivity;
pub(crate) use create_activity::activity_setters;
pub use create_activity_type::CreateActivityType;
pub use create_lead_with_activity::CreateLeadWithActivity;
pub use delete_activities::DeleteActivities;
pub use get_activity::GetActivity;
pub use get_activity_setting::GetActivitySetting;
pub(crate) use lead_with_activity::lead_with_activity_setters;
pub use list_activities_by_event::ListActivitiesByEvent;
pub use list_activities_of_lead::ListActivitiesOfLead;
pub use list_activity_changes::ListActivityChanges;
pub use list_activity_dropdown_options::ListActivityDropdownOptions;
pub use list_activity_types::ListActivityTypes;
pub use list_lead_references::ListLeadReferences;
pub use list_recently_modified_activities::ListRecentlyModifiedActivities;
pub use lock_activity::LockActivity;
pub use update_activity::UpdateActivity;
pub use update_activity_type::UpdateActivityType;

/// The JSON bodies of the requests above, as they are sent.
pub mod body {
    pub use super::add_activity_attachment::AddActivityAttachmentBody;
    pub use super::bulk_create_activities_by_lead_field::BulkCreateActivitiesByLeadFieldBody;
    pub use super::bulk_create_activities_by_lead_id::BulkCreateActivitiesByLeadIdBody;
    pub use super::bulk_create_activities_by_opportunity_id::BulkCreateActivitiesByOpportunityIdBody;
    pub use super::bulk_update_activities::BulkUpdateActivitiesBody;
    pub use super::create_activity::CreateActivityBody;
    pub use super::create_activity_type::CreateActivityTypeBody;
    pub use super::delete_activities::DeleteActivitiesBody;
    pub use super::lead_with_activity::CreateLeadWithActivityBody;
    pub use super::list_activities_by_event::ListActivitiesByEventBody;
    pub use super::list_activities_of_lead::ListActivitiesOfLeadBody;
    pub use super::list_activity_changes::ListActivityChangesBody;
    pub use super::list_activity_dropdown_options::ListActivityDropdownOptionsBody;
    pub use super::list_lead_references::ListLeadReferencesBody;
    pub use super::list_recently_modified_activities::ListRecentlyModifiedActivitiesBody;
    pub use super::update_activity::UpdateActivityBody;
    pub use super::update_activity_type::UpdateActivityTypeBody;
}

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
