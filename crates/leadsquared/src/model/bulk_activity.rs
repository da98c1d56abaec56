//! One activity of a bulk call.

use super::{EventCode, FieldValue, Fields, LeadId, SentTime};
use chrono::{DateTime, Utc};
use leads_core::vendor::{Deserialize, skip_serializing_none};
use leads_core::{Personal, Result};
use serde::Serialize;

/// One activity of a bulk call.
///
/// # Examples
///
/// ```
/// use leadsquared::model::BulkActivity;
/// let visit = BulkActivity::of_lead("2bf6a491-c144-4ac9-90f9-f52b6fc44413", 320)
///     .field("mx_Custom_1", "First");
/// let call = BulkActivity::by_value("jane@example.com", 320).note("called");
/// let on_the_opportunity = BulkActivity::new(320).owner_email("owner@example.com");
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct BulkActivity {
    related_prospect_id: Option<LeadId>,
    search_by_value: Option<Personal<String>>,
    activity_event: EventCode,
    activity_note: Option<Personal<String>>,
    activity_owner_email: Option<Personal<String>>,
    activity_date_time: Option<SentTime>,
    fields: Option<Fields>,
}

impl BulkActivity {
    /// Creates an activity without a lead, for [`BulkCreateActivitiesByOpportunityId`].
    ///
    /// [`BulkCreateActivitiesByOpportunityId`]: crate::api::activities::BulkCreateActivitiesByOpportunityId
    pub fn new(event: impl Into<EventCode>) -> Self {
        Self {
            related_prospect_id: None,
            search_by_value: None,
            activity_event: event.into(),
            activity_note: None,
            activity_owner_email: None,
            activity_date_time: None,
            fields: None,
        }
    }

    /// Creates an activity of a lead, for
    /// [`BulkCreateActivitiesByLeadId`](crate::api::activities::BulkCreateActivitiesByLeadId).
    pub fn of_lead(lead: impl Into<LeadId>, event: impl Into<EventCode>) -> Self {
        Self { related_prospect_id: Some(lead.into()), ..Self::new(event) }
    }

    /// Creates an activity of the lead whose field has this value, for [`BulkCreateActivitiesByLeadField`]. The member
    /// `SearchByValue` is that of the bulk call for opportunities (inferred).
    ///
    /// [`BulkCreateActivitiesByLeadField`]: crate::api::activities::BulkCreateActivitiesByLeadField
    pub fn by_value(value: impl Into<String>, event: impl Into<EventCode>) -> Self {
        Self { search_by_value: Some(Personal(value.into())), ..Self::new(event) }
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.activity_note = Some(Personal(note.into()));
        self
    }

    /// Sets the owner, by e-mail address.
    #[must_use]
    pub fn owner_email(mut self, email: impl Into<String>) -> Self {
        self.activity_owner_email = Some(Personal(email.into()));
        self
    }

    /// Sets when it happened.
    #[must_use]
    pub fn at(mut self, time: DateTime<Utc>) -> Self {
        self.activity_date_time = Some(time.into());
        self
    }

    /// Sets a field by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.fields.get_or_insert_default().set(name, value);
        self
    }

    pub(crate) fn lead_id(&self) -> Option<&str> {
        self.related_prospect_id.as_ref().map(LeadId::as_str).filter(|id| !id.trim().is_empty())
    }

    pub(crate) fn value(&self) -> Option<&str> {
        self.search_by_value.as_deref().map(String::as_str).filter(|value| !value.trim().is_empty())
    }

    pub(crate) fn check(&self) -> Result<()> {
        SentTime::check(self.activity_date_time.as_ref(), "at")?;
        self.fields.as_ref().map_or(Ok(()), |fields| fields.check("fields"))
    }
}
