//! The body of a lead that is created with an activity, shared with the async host's request.

use crate::api::prelude::*;
use crate::model::{ActivityFields, Attributes, EventCode, FieldValue, SentTime};
use leads_core::Personal;

/// The wire body of [`CreateLeadWithActivity`](super::CreateLeadWithActivity) and of the async host's
/// [`CreateLeadWithActivityAsync`](crate::api::asynchronous::CreateLeadWithActivityAsync).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateLeadWithActivityBody {
    pub(crate) lead_details: Attributes,
    pub(crate) activity: LeadActivity,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct LeadActivity {
    pub(crate) activity_event: EventCode,
    pub(crate) activity_note: Option<Personal<String>>,
    pub(crate) activity_date_time: Option<SentTime>,
    pub(crate) fields: Option<ActivityFields>,
}

impl CreateLeadWithActivityBody {
    pub(crate) fn new(lead_details: Attributes, activity_event: EventCode) -> Self {
        let activity = LeadActivity { activity_event, activity_note: None, activity_date_time: None, fields: None };
        Self { lead_details, activity }
    }

    pub(crate) fn parts(&self) -> Result<Parts> {
        let Self { lead_details, activity } = self;
        let found_by = lead_details.get("SearchBy").and_then(FieldValue::text);
        Parts::new()
            .require(
                lead_details.pairs().iter().any(|pair| pair.name() != "SearchBy"),
                "lead",
                "must have an attribute",
            )
            .check(lead_details.check("lead"))
            // The attribute is `ProspectID`, but the value of `SearchBy` is `ProspectId`: the vendor requires both
            // spellings.
            .require(
                found_by
                    .is_none_or(|name| lead_details.pairs().iter().any(|pair| pair.name().eq_ignore_ascii_case(name))),
                "search_by",
                "must name an attribute of the lead",
            )
            .check(SentTime::check(activity.activity_date_time.as_ref(), "at"))
            .check(activity.fields.as_ref().map_or(Ok(()), |fields| fields.check("fields")))
            .json(self)
    }
}

/// The setters of a lead that is created with an activity.
macro_rules! lead_with_activity_setters {
    () => {
        /// Sets the attribute by which the lead is found. The lead must have it.
        #[must_use]
        pub fn search_by(mut self, attribute: impl Into<String>) -> Self {
            self.body.lead_details.set("SearchBy", attribute.into());
            self
        }

        /// Sets the note.
        #[must_use]
        pub fn note(mut self, note: impl Into<String>) -> Self {
            self.body.activity.activity_note = Some(leads_core::Personal(note.into()));
            self
        }

        /// Sets when it happened. Defaults to the time of the call.
        #[must_use]
        pub fn at(mut self, time: chrono::DateTime<chrono::Utc>) -> Self {
            self.body.activity.activity_date_time = Some(time.into());
            self
        }

        /// Replaces all fields of the activity.
        #[must_use]
        pub fn fields(mut self, fields: impl Into<crate::model::Fields>) -> Self {
            self.body.activity.fields = Some(fields.into().into());
            self
        }

        /// Sets a field of the activity by its schema name.
        #[must_use]
        pub fn field(mut self, name: impl Into<String>, value: impl Into<crate::model::FieldValue>) -> Self {
            self.body.activity.fields.get_or_insert_default().set(name, value);
            self
        }

        /// Sets a custom field set of the activity. The vendor's sample writes its inner fields as attributes.
        #[must_use]
        pub fn field_set(mut self, name: impl Into<String>, inner: impl Into<crate::model::Attributes>) -> Self {
            self.body.activity.fields.get_or_insert_default().set_composite(name, inner.into());
            self
        }
    };
}
pub(crate) use lead_with_activity_setters;
