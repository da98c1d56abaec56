//! LeadSquared's own objects.

mod acknowledged;
mod advanced_search;
mod capture_fields;
mod captured;
mod field_definition;
mod ids;
mod lead;
mod lead_details;
mod list;
mod opportunity;
mod opportunity_details;
mod opportunity_group;
mod pairs;
mod query;
mod record;
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
pub use lead::Lead;
pub use lead_details::LeadDetails;
pub use list::Listing;
pub use opportunity::{Opportunity, OpportunityStatus};
pub use opportunity_details::OpportunityDetails;
pub use opportunity_group::{OpportunityFeature, OpportunityGroup};
pub use pairs::{Attribute, Attributes, Field, Fields};
pub use query::{Columns, Lookup, LookupName, OffsetPaging, Paging, Sorting, SqlOperator};
pub use record::Record;
pub use time::SentTime;
pub use value::{FieldValue, WireNumber};
