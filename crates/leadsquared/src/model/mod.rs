//! LeadSquared's own objects.

mod acknowledged;
mod activity;
mod activity_details;
mod activity_note;
mod bulk_activity;
mod captured;
mod company;
mod company_type;
mod field_definition;
mod ids;
mod lead;
mod list;
pub(crate) mod offset_unit;
mod opportunity;
mod opportunity_details;
mod pairs;
mod query;
mod record;
mod subscription;
mod task;
pub(crate) mod task_fields;
mod time;
mod user;
mod user_condition;
mod value;
mod webhook_fields;

pub use acknowledged::{Acknowledged, Message};
pub use activity::{Activity, ActivityData, ActivityDirection, ActivityRow};
pub use activity_details::{
    ActivityChange, ActivityDetails, ActivitySetting, ActivityType, DropdownOption, SalesActivitySetting,
};
pub use activity_note::ActivityNote;
pub use bulk_activity::BulkActivity;
pub use captured::{AdditionalDetail, CaptureEffect, Captured};
pub use company::Company;
pub use company_type::{CollisionResolution, CompanyType};
pub use field_definition::{FieldDefinition, FieldOption, TypeMetadata};
pub use ids::{
    ActivityId, CompanyId, EventCode, LeadId, ListId, NoteId, OpportunityId, OpportunityRef, RequestId, TaskId, UserId,
    WebhookId,
};
pub use lead::Lead;
pub use list::Listing;
pub use offset_unit::OffsetUnit;
pub use opportunity::{Opportunity, OpportunityStatus};
pub use opportunity_details::OpportunityDetails;
pub use pairs::{Attribute, Attributes, Field, Fields};
pub use query::{Columns, LookupName, OffsetPaging, Paging, Sorting};
pub use record::Record;
pub use subscription::{ContentType, Subscription, WebhookEvent, WebhookState};
pub use task::{Task, TaskStatus};
pub use task_fields::{TaskFields, TaskNotice};
pub use time::SentTime;
pub use user::{Role, User};
pub use user_condition::{Junction, UserCondition, UserGroup, UserOperator};
pub use value::{FieldValue, WireNumber};
pub use webhook_fields::WebhookFields;
