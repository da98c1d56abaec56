//! LeadSquared's own objects.

mod acknowledged;
mod advanced_search;
mod capture_fields;
mod captured;
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
mod opportunity;
mod opportunity_details;
mod opportunity_group;
mod pairs;
mod query;
mod queued;
mod record;
mod task;
mod time;
mod value;

pub use acknowledged::{Acknowledged, Message};
pub use advanced_search::{AdvancedSearch, Condition};
pub use capture_fields::CaptureFields;
pub use captured::{AdditionalDetail, CaptureEffect, Captured};
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
pub use opportunity::{Opportunity, OpportunityStatus};
pub use opportunity_details::OpportunityDetails;
pub use opportunity_group::{OpportunityFeature, OpportunityGroup};
pub use pairs::{Attribute, Attributes, Field, Fields};
pub use query::{Columns, Lookup, LookupName, OffsetPaging, Paging, Sorting, SqlOperator};
pub use queued::{AsyncMetrics, Queued, QueuedState, QueuedStatus, TaskState};
pub use record::Record;
pub use task::{Task, TaskStatus};
pub use time::SentTime;
pub use value::{FieldValue, WireNumber};

pub(crate) use lead_details::check_search_by;
