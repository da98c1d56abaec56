//! `POST /v2/ProspectActivity.svc/CreateCustom`

use crate::api::prelude::*;
use crate::model::{Acknowledged, ActivityId, Attributes, EventCode, FieldValue, Fields, SentTime};
use chrono::{DateTime, Utc};
use leads_core::Personal;

/// Creates or finds a lead and posts an activity on it, in one call.
///
/// `POST /v2/ProspectActivity.svc/CreateCustom`. The lead is found by the pseudo attribute `SearchBy`, which
/// [`search_by`](Self::search_by) sets; without it, the vendor's own rules decide.
///
/// If the response is lost, the outcome cannot be verified automatically: an activity has no client-supplied key. To
/// check by hand, list the lead's activities with `ListActivitiesOfLead`.
///
/// # Errors
///
/// A rejected request is [`NotApplied`](leads_core::WriteOutcome::NotApplied). If the response is lost, the outcome is
/// [`Unknown`](leads_core::WriteOutcome::Unknown) and the request is not retried.
///
/// # Examples
///
/// ```
/// use leadsquared::{api::activities::CreateLeadWithActivity, model::Attributes};
/// let request = CreateLeadWithActivity::new(Attributes::from([("EmailAddress", "jane@example.com")]), 201)
///     .search_by("EmailAddress")
///     .note("asked for a catalogue");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateLeadWithActivity {
    body: CreateLeadWithActivityBody,
}

/// The wire body of [`CreateLeadWithActivity`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct CreateLeadWithActivityBody {
    lead_details: Attributes,
    activity: LeadActivity,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct LeadActivity {
    activity_event: EventCode,
    activity_note: Option<Personal<String>>,
    activity_date_time: Option<SentTime>,
    fields: Option<Fields>,
}

impl CreateLeadWithActivity {
    /// Posts an activity of an event on the lead with these attributes.
    pub fn new(lead: impl Into<Attributes>, event: impl Into<EventCode>) -> Self {
        Self {
            body: CreateLeadWithActivityBody {
                lead_details: lead.into(),
                activity: LeadActivity {
                    activity_event: event.into(),
                    activity_note: None,
                    activity_date_time: None,
                    fields: None,
                },
            },
        }
    }

    setters! { body.activity;
        /// Replaces all fields of the activity.
        fields: Fields,
    }

    /// Sets the attribute by which the lead is found. The lead must have it.
    #[must_use]
    pub fn search_by(mut self, attribute: impl Into<String>) -> Self {
        self.body.lead_details.set("SearchBy", attribute.into());
        self
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.body.activity.activity_note = Some(Personal(note.into()));
        self
    }

    /// Sets when it happened. Defaults to the time of the call.
    #[must_use]
    pub fn at(mut self, time: DateTime<Utc>) -> Self {
        self.body.activity.activity_date_time = Some(time.into());
        self
    }

    /// Sets a field of the activity by its schema name.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<FieldValue>) -> Self {
        self.body.activity.fields.get_or_insert_default().set(name, value);
        self
    }
}

impl Request for CreateLeadWithActivity {
    type Vendor = LeadSquared;
    type Response = Raw<Acknowledged<ActivityId>>;
    const OPERATION: Operation =
        op::post("create_lead_with_activity", "/v2/ProspectActivity.svc/CreateCustom", Safety::NonIdempotent);

    fn parts(&self) -> Result<Parts> {
        let CreateLeadWithActivityBody { lead_details, activity } = &self.body;
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
            .json(&self.body)
    }

    fn trace(&self) -> Option<String> {
        Some("list the lead's activities with ListActivitiesOfLead".to_owned())
    }
}

has_body!(CreateLeadWithActivity => CreateLeadWithActivityBody);

sample!(CreateLeadWithActivity: Self::new([("EmailAddress", "jane@example.com"), ("FirstName", "Jane")], 201)
    .search_by("EmailAddress")
    .note("asked for a catalogue")
    .field("mx_Custom_1", "Kitchens"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::wire;

    #[test]
    fn serializes_to_the_vendors_wire_form() {
        let request = CreateLeadWithActivity::new([("Phone", "1")], 201).search_by("Phone").note("n").field("a", "b");
        assert_eq!(
            wire(&request),
            r#"POST /v2/ProspectActivity.svc/CreateCustom {"LeadDetails":[{"Attribute":"Phone","Value":"1"},{"Attribute":"SearchBy","Value":"Phone"}],"Activity":{"ActivityEvent":201,"ActivityNote":"n","Fields":[{"SchemaName":"a","Value":"b"}]}}"#
        );
        assert!(!format!("{request:?}").contains("\"n\""));
    }

    #[test]
    fn search_that_finds_nothing_is_rejected() {
        let request = |attributes: Attributes| CreateLeadWithActivity::new(attributes, 201);
        assert_eq!(request(Attributes::new()).search_by("Phone").parts().unwrap_err().field(), Some("lead"));
        let other = request(Attributes::from([("Phone", "1")]));
        assert_eq!(other.clone().search_by("EmailAddress").parts().unwrap_err().field(), Some("search_by"));
        assert!(other.parts().is_ok());
        assert!(request(Attributes::from([("ProspectID", "7")])).search_by("ProspectId").parts().is_ok());
    }
}
