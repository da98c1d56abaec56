//! How each response type is read.

use crate::LeadSquared;
use crate::bulk::BulkResponse;
use crate::model::{
    Acknowledged, Activity, ActivityChange, ActivityDetails, ActivityRow, ActivitySetting, ActivityType, AsyncMetrics,
    Captured, Company, DropdownOption, KeyOwner, Lead, LeadField, LeadList, LeadOwner, Listing, Note, Opportunity,
    OpportunityDetails, OpportunityFeature, OpportunityGroup, Queued, QueuedState, ResponseId, SalesActivity,
    SalesActivitySetting, SentEmail, ShareState, StoredFile, Subscription, Task, TaskType, TypeMetadata, User,
};
use leads_core::Result;
use leads_core::vendor::{FromResponse, HttpResponse, Operation, Raw, decode, read};
use serde::de::DeserializeOwned;

/// An object that is the whole response.
///
/// The type, or this check, returns an error for an object that is not the vendor's: a foreign object must not be read
/// as a response without members.
pub trait WholeResponse: DeserializeOwned + Send {
    /// Checks that the response has what every response of this type has. The default is for types that cannot be read
    /// without it.
    ///
    /// # Errors
    ///
    /// Returns a decode error that names the missing member.
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

impl<T: WholeResponse> FromResponse<LeadSquared> for Raw<T> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        let whole: Self = read::whole(response)?;
        whole.check()?;
        Ok(whole)
    }
}

/// A row of a list.
pub trait Row: DeserializeOwned + Send {
    /// The members that can contain the rows, the documented one first. A bare array is read too.
    const MEMBERS: &'static [&'static str];

    /// The member by which a single object is recognised as the only row, for lists that can come as one.
    const SINGLE: Option<&'static str> = None;
}

impl<T: Row> FromResponse<LeadSquared> for Listing<T> {
    fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
        Self::read(response, T::MEMBERS, T::SINGLE)
    }
}

impl Row for Company {
    const MEMBERS: &'static [&'static str] = &["Companies", "List"];
}

impl Row for User {
    const MEMBERS: &'static [&'static str] = &["Users", "List"];
}

impl Row for OpportunityGroup {
    const MEMBERS: &'static [&'static str] = &["List"];
}

impl Row for Opportunity {
    const MEMBERS: &'static [&'static str] = &["List"];
}

impl Row for TypeMetadata {
    const MEMBERS: &'static [&'static str] = &["List", "OpportunityTypes"];
}

impl Row for Task {
    const MEMBERS: &'static [&'static str] = &["List", "TaskList"];
}

impl Row for TaskType {
    const MEMBERS: &'static [&'static str] = &["List"];
}

impl Row for Lead {
    const MEMBERS: &'static [&'static str] = &["Leads", "List"];
    const SINGLE: Option<&'static str> = Some("ProspectID");
}

impl Row for LeadList {
    const MEMBERS: &'static [&'static str] = &["List"];
}

impl Row for LeadField {
    const MEMBERS: &'static [&'static str] = &["List"];
}

impl Row for Note {
    const MEMBERS: &'static [&'static str] = &["List"];
    const SINGLE: Option<&'static str> = Some("ProspectNoteId");
}

impl Row for LeadOwner {
    const MEMBERS: &'static [&'static str] = &["List", "Users"];
}

impl Row for ActivityType {
    const MEMBERS: &'static [&'static str] = &["List"];
}

impl Row for Activity {
    const MEMBERS: &'static [&'static str] = &["ProspectActivities"];
}

impl Row for ActivityChange {
    const MEMBERS: &'static [&'static str] = &["Activities"];
}

impl Row for ActivityRow {
    const MEMBERS: &'static [&'static str] = &["ProspectActivities", "LeadReferences", "Activities", "List"];
}

impl Row for SalesActivity {
    const MEMBERS: &'static [&'static str] = &["List"];
}

impl Row for DropdownOption {
    const MEMBERS: &'static [&'static str] = &["Options"];
}

impl Row for Subscription {
    const MEMBERS: &'static [&'static str] = &["Response"];
}

impl<I: ResponseId + Send> WholeResponse for Acknowledged<I> {}

impl WholeResponse for BulkResponse {}

impl WholeResponse for Queued {}

impl WholeResponse for User {}

impl WholeResponse for OpportunityFeature {}

impl WholeResponse for KeyOwner {}

impl WholeResponse for AsyncMetrics {}

impl WholeResponse for ActivityDetails {}

impl WholeResponse for ActivitySetting {
    fn check(&self) -> Result<()> {
        present(self.name.is_some() || self.display_name.is_some(), "DisplayName")
    }
}

impl WholeResponse for SalesActivity {
    fn check(&self) -> Result<()> {
        present(self.id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty()), "ID")
    }
}

impl WholeResponse for SalesActivitySetting {
    fn check(&self) -> Result<()> {
        present(self.name.is_some() || self.display_name.is_some(), "DisplayName")
    }
}

impl WholeResponse for OpportunityDetails {
    fn check(&self) -> Result<()> {
        present(self.id.is_some(), "ID")
    }
}

impl WholeResponse for SentEmail {
    fn check(&self) -> Result<()> {
        present(self.id.is_some(), "ID")
    }
}

impl WholeResponse for ShareState {
    fn check(&self) -> Result<()> {
        present(self.status.is_some() || self.share_status.is_some(), "ShareStatus")
    }
}

impl WholeResponse for StoredFile {
    fn check(&self) -> Result<()> {
        present(self.s3_file_path.is_some() || self.uploaded_file.is_some(), "s3FilePath")
    }
}

impl WholeResponse for TypeMetadata {
    fn check(&self) -> Result<()> {
        present(self.event_code.is_some() || self.display_name.is_some(), "EventCode")
    }
}

impl WholeResponse for QueuedState {
    fn check(&self) -> Result<()> {
        present(self.request_id.is_some() || self.task_status.is_some() || self.message.is_some(), "TaskStatus")
    }
}

impl WholeResponse for Captured {
    fn check(&self) -> Result<()> {
        present(
            self.status.is_some()
                || self.opportunity_id().is_some()
                || self.related_prospect_id.is_some()
                || self.request_id.is_some(),
            "Status",
        )
    }
}

fn present(is_present: bool, member: &str) -> Result<()> {
    if is_present { Ok(()) } else { Err(decode::missing(member)) }
}
