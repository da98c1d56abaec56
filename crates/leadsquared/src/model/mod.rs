//! LeadSquared's own objects.

mod acknowledged;
mod captured;
mod field_definition;
mod ids;
mod lead;
mod list;
mod opportunity;
mod opportunity_details;
mod pairs;
mod query;
mod record;
mod time;
mod value;

pub use acknowledged::{Acknowledged, Message};
pub use captured::{AdditionalDetail, CaptureEffect, Captured};
pub use field_definition::{FieldDefinition, FieldOption, TypeMetadata};
pub use ids::{
    ActivityId, CompanyId, EventCode, LeadId, ListId, NoteId, OpportunityId, OpportunityRef, RequestId, TaskId, UserId,
    WebhookId,
};
pub use lead::Lead;
pub use list::Listing;
pub use opportunity::{Opportunity, OpportunityStatus};
pub use opportunity_details::OpportunityDetails;
pub use pairs::{Attribute, Attributes, Field, Fields};
pub use query::{Columns, LookupName, OffsetPaging, Paging, Sorting};
pub use record::Record;
pub use time::SentTime;
pub use value::{FieldValue, WireNumber};
