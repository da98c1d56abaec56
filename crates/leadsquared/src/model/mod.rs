//! LeadSquared's objects.

mod acknowledged;
mod activity;
mod activity_details;
mod activity_note;
mod advanced_search;
mod bulk_activity;
mod capture_fields;
mod captured;
mod company;
mod company_type;
mod field_definition;
mod ids;
mod key_owner;
mod lead;
mod lead_details;
mod lead_field;
mod lead_list;
mod lead_owner;
mod list;
mod note;
pub(crate) mod offset_unit;
mod opportunity;
mod opportunity_details;
mod opportunity_group;
mod pairs;
mod query;
mod queued;
mod record;
mod subscription;
mod task;
pub(crate) mod task_fields;
mod time;
mod user;
mod user_condition;
mod value;
mod webhook_event_name;
mod webhook_fields;

pub use acknowledged::{Acknowledged, Message, ResponseId};
pub use activity::{Activity, ActivityData, ActivityDirection, ActivityRow};
pub use activity_details::{
    ActivityChange, ActivityDetails, ActivitySetting, ActivityType, DropdownOption, SalesActivitySetting,
};
pub use activity_note::ActivityNote;
pub use advanced_search::{AdvancedSearch, Condition};
pub use bulk_activity::BulkActivity;
pub use capture_fields::CaptureFields;
pub use captured::{AdditionalDetail, CaptureEffect, Captured};
pub use company::Company;
pub use company_type::{CollisionResolution, CompanyType};
pub use field_definition::{FieldDefinition, FieldOption, TypeMetadata};
pub use ids::{
    ActivityId, CompanyId, EventCode, LeadId, ListId, NoteId, OpportunityId, OpportunityRef, RequestId, TaskId, UserId,
    WebhookId,
};
pub use key_owner::KeyOwner;
pub use lead::Lead;
pub use lead_details::LeadDetails;
pub use lead_field::{LeadField, LeadFieldOption};
pub use lead_list::{LeadList, ListType};
pub use lead_owner::LeadOwner;
pub use list::Listing;
pub use note::Note;
pub use offset_unit::OffsetUnit;
pub use opportunity::{Opportunity, OpportunityStatus};
pub use opportunity_details::OpportunityDetails;
pub use opportunity_group::{OpportunityFeature, OpportunityGroup};
pub use pairs::{Attribute, Attributes, Field, Fields};
pub use query::{Columns, Lookup, LookupName, OffsetPaging, Paging, Sorting, SqlOperator};
pub use queued::{AsyncMetrics, Queued, QueuedState, QueuedStatus, TaskState};
pub use record::Record;
pub use subscription::{ContentType, Subscription, WebhookEvent, WebhookState};
pub use task::{Task, TaskStatus};
pub use task_fields::{TaskFields, TaskNotice};
pub use time::SentTime;
pub use user::{Role, User};
pub use user_condition::{Junction, UserCondition, UserGroup, UserOperator};
pub use value::{FieldRef, FieldValue, WireNumber};
pub use webhook_event_name::WebhookEventName;
pub use webhook_fields::WebhookFields;

pub(crate) use ids::{check_id, is_guid};
pub(crate) use lead_details::check_search_by;
