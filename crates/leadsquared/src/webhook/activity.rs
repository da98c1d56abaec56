//! Activity events.

use crate::model::{ActivityData, ActivityId, ActivityNote, EventCode, FieldRef, LeadId, Record, UserId};
use leads_core::Time;
use leads_core::vendor::decode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An activity, as delivered by a webhook: a flat row with its fields in `Data`, or in one account's deliveries in
/// `Fields`. `Debug` shows only ids and code.
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{ActivityEvent, Batch};
/// let body = br#"[{"ProspectActivityId":"4","ActivityEvent":"201","RelatedProspectId":"7",
///     "Data":{"Note":"called"}}]"#;
/// for event in &Batch::<ActivityEvent>::read(body)? {
///     assert_eq!(
///         (event.event_code(), event.detail("Note")),
///         (Some(201.into()), Some("called")),
///     );
/// }
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActivityEvent(Record);

impl fmt::Debug for ActivityEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivityEvent")
            .field("id", &self.id())
            .field("event_code", &self.event_code())
            .field("lead_id", &self.lead_id())
            .field("members", &self.0.len())
            .finish()
    }
}

impl ActivityEvent {
    /// Returns every member as it came.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.0
    }

    /// Returns a member's text, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field_text(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Returns the id of the activity; also an opportunity's id, if the code is an opportunity type.
    #[must_use]
    pub fn id(&self) -> Option<ActivityId> {
        self.0.read_first(&["ProspectActivityId", "ActivityId", "Id"])
    }

    /// Returns the code of the event.
    #[must_use]
    pub fn event_code(&self) -> Option<EventCode> {
        self.0.read_first(&["ActivityEvent", "EventCode"])
    }

    /// Returns the name of the event, as the tenant calls it.
    #[must_use]
    pub fn event_name(&self) -> Option<&str> {
        self.0.first_text(&["ActivityEventName", "EventName", "ActivityName"])
    }

    /// Returns the lead.
    #[must_use]
    pub fn lead_id(&self) -> Option<LeadId> {
        self.0.read_first(&["RelatedProspectId", "ProspectID", "ProspectId"])
    }

    /// Returns when it was posted, UTC.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.time("CreatedOn")
    }

    /// Returns when it was modified, UTC.
    #[must_use]
    pub fn modified_on(&self) -> Option<Time> {
        self.0.time("ModifiedOn")
    }

    /// Returns the user who posted it.
    #[must_use]
    pub fn created_by(&self) -> Option<UserId> {
        self.0.read("CreatedBy")
    }

    /// Returns the lead's e-mail address, if the delivery contains it.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.0.text("EmailAddress")
    }

    /// Returns the content of `Data`: an object by name here, while reads return a list of `Key` and `Value`; both are
    /// accepted.
    #[must_use]
    pub fn data(&self) -> Option<ActivityData> {
        match self.0.get("Data")? {
            FieldRef::Text(text) => decode::from_str(text).ok(),
            value => value.read_json(),
        }
    }

    /// Returns a field's text, or `None` if it is missing, null or empty. Searches `Data` and then `Fields`.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&str> {
        ["Data", "Fields"].iter().find_map(|member| match self.0.get(member)? {
            FieldRef::List(rows) => rows.iter().find_map(|row| match row.by_ref() {
                FieldRef::Object(pair) if names(pair, name) => pair.text("Value"),
                _ => None,
            }),
            FieldRef::Object(data) => data.text(name),
            _ => None,
        })
    }

    /// Returns the note.
    #[must_use]
    pub fn note(&self) -> Option<ActivityNote> {
        let note = self.detail("Note").or_else(|| self.detail("ActivityEvent_Note"));
        note.or_else(|| self.0.first_text(&["ActivityEvent_Note", "Note"])).map(ActivityNote::from)
    }
}

/// Whether a pair is of this field.
fn names(pair: &Record, field: &str) -> bool {
    ["Key", "SchemaName"].iter().any(|name| pair.get(name) == Some(FieldRef::Text(field)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use crate::webhook::{ActivityEvent, Batch};

    fn activity_create(text: &str) -> leads_core::Result<Batch<ActivityEvent>> {
        Batch::read(text.as_bytes())
    }

    #[test]
    fn batch_is_read_as_a_list() {
        let text = r#"[{"ProspectActivityId":"4","ActivityEvent":201,"ActivityEventName":"Visit","RelatedProspectId":"7","CreatedOn":"2026-07-31 05:33:50","CreatedBy":"9","Data":{"Note":"Hall{=}3","mx_Custom_1":"x","empty":""}},{"ProspectActivityId":"5","ActivityEvent":"12005","Data":[{"Key":"Note","Value":"n"}]}]"#;
        let events = activity_create(text).unwrap();
        let first = &events[0];
        assert_eq!(
            (first.id(), first.lead_id(), first.created_by()),
            (Some("4".into()), Some("7".into()), Some("9".into()))
        );
        assert_eq!(first.created_on().unwrap().utc().unwrap().timestamp(), 1_785_476_030);
        assert_eq!(first.note().unwrap().get("Hall"), Some("3"));
        assert_eq!((first.detail("mx_Custom_1"), first.detail("empty"), first.detail("none")), (Some("x"), None, None));
        assert_eq!(first.data().unwrap().record().len(), 3);
        let second = &events[1];
        assert!(second.event_code().unwrap().is_opportunity());
        assert_eq!(
            (second.detail("Note"), second.data().unwrap().text("Note").map(str::to_owned)),
            (Some("n"), Some("n".into()))
        );
        assert_eq!(serde_json::to_string(&events).unwrap(), text);
        assert!(!format!("{events:?}").contains("Hall"));
    }

    #[test]
    fn data_may_be_text_or_null() {
        let events = activity_create(r#"[{"Data":"{\"Note\":\"n\"}"},{"Data":null},{"Data":7},{}]"#).unwrap();
        assert_eq!(events[0].data().unwrap().text("Note"), Some("n"));
        assert!(events[1..].iter().all(|event| event.data().is_none() && event.note().is_none()));
    }

    #[test]
    fn fields_of_another_receiver_are_read() {
        let text = r#"{"ProspectID":"7","ActivityEvent":201,"ActivityName":"Form","EmailAddress":"ada@example.com","Fields":[{"SchemaName":"mx_Custom_1","Value":"Webinar"},{"SchemaName":"Note","Value":"n"}]}"#;
        let events = activity_create(text).unwrap();
        let event = &events[0];
        assert!(events.is_alone());
        assert_eq!((event.lead_id(), event.event_name()), (Some("7".into()), Some("Form")));
        assert_eq!((event.email(), event.detail("mx_Custom_1")), (Some("ada@example.com"), Some("Webinar")));
        assert_eq!((event.note().unwrap().text(), event.data().is_none()), ("n", true));
        assert_eq!(serde_json::to_string(&events).unwrap(), text);
    }
}
