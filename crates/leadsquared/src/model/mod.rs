//! LeadSquared's own objects.

mod acknowledged;
mod captured;
mod ids;
mod lead;
mod list;
mod opportunity;
mod pairs;
mod query;
mod record;
mod time;
mod value;

pub use acknowledged::{Acknowledged, Message};
pub use captured::{AdditionalDetail, CaptureEffect, Captured};
pub use ids::{
    ActivityId, CompanyId, EventCode, LeadId, ListId, NoteId, OpportunityId, OpportunityRef, RequestId, TaskId, UserId,
    WebhookId,
};
pub use lead::Lead;
pub use list::Listing;
pub use opportunity::{Opportunity, OpportunityStatus};
pub use pairs::{Attribute, Attributes, Field, Fields};
pub use query::{Columns, LookupName, OffsetPaging, Paging, Sorting};
pub use record::Record;
pub use time::SentTime;
pub use value::{FieldValue, WireNumber};
