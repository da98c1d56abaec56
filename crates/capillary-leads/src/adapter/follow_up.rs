//! Writing texts as follow-ups of a lead.

use super::Leads;
use crate::api::follow_ups::AddFollowUp;
use crate::model::{EntityId, Lead, LeadId};
use chrono::{DateTime, SecondsFormat, Utc};
use leads_core::error::Code;
use leads_core::vendor::note_not_written;
use leads_core::{CallOptions, Personal, Time};

/// A text to be written as a follow-up after the lead was written.
pub(super) struct FollowUpText<'a> {
    /// The builder's field.
    pub(super) field: &'static str,
    pub(super) text: &'a Personal<String>,
    /// Who records it.
    pub(super) by: EntityId,
    /// When it happened, if not now.
    pub(super) at: Option<DateTime<Utc>>,
    /// The staff member who followed up, if it is known.
    pub(super) of: Option<EntityId>,
}

impl FollowUpText<'_> {
    /// Builds the follow-up. It keeps the lead's next planned follow-up, which the vendor takes from the latest entry
    /// (inferred).
    pub(super) fn request(&self, lead: LeadId, next: Option<&Time>) -> AddFollowUp {
        let at = self.at.unwrap_or_else(Utc::now).to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut request = AddFollowUp::new(lead, at, self.by).notes(self.text.clone());
        if let Some(next) = next {
            request = request.next_follow_up(next.clone());
        }
        match self.of {
            Some(staff) => request.followed_up_by(staff),
            None => request,
        }
    }
}

impl Leads {
    /// Writes a text as a follow-up of a lead that was already written. A failure is only a warning.
    pub(super) async fn follow_up(
        &self,
        text: &FollowUpText<'_>,
        id: LeadId,
        lead: &Lead,
        options: &CallOptions,
    ) -> Option<Code> {
        let request = text.request(id, lead.next_follow_up.as_ref());
        let error = self.client.send_with(&request, options).await.err()?;
        Some(note_not_written(text.field, &error))
    }
}
