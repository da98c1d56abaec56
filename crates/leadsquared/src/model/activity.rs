//! Activities, in the forms that reads return.

use super::record::{PairNames, record_type};
use super::{ActivityId, ActivityNote, EventCode, LeadId, OpportunityId, Record, UserId};
use leads_core::vendor::tolerant;
use leads_core::{Decimal, Time, open_enum};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

open_enum! {
    /// The direction of an activity. Not reliable: the vendor was seen to report `Inbound` for calls made by its user.
    pub enum ActivityDirection {
        /// From the lead.
        Inbound = "Inbound",
        /// To the lead.
        Outbound = "Outbound",
        /// Neither.
        Information = "Information",
    }
}

/// An activity in a lead's history, as returned by `list_activities_of_lead` and similar reads.
///
/// System events, such as a change of stage (3002) or of owner (3001), have no fields. Times are UTC.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Activity {
    /// The id; also an opportunity's id, if the code is an opportunity type.
    pub id: ActivityId,
    /// The code of the event.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_code: Option<EventCode>,
    /// The name of the event, as the tenant calls it.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub event_name: Option<String>,
    /// How much the activity adds to the lead's score.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub activity_score: Option<Decimal>,
    /// When it happened, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub created_on: Option<Time>,
    /// When it was modified, UTC.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub modified_on: Option<Time>,
    /// The kind of activity. The vendor does not document the numbers; 2 was seen for custom activities.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub activity_type: Option<i64>,
    /// Whether it is an e-mail.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub is_email_type: Option<bool>,
    /// The direction.
    #[serde(rename = "Type", default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub direction: Option<ActivityDirection>,
    /// The lead.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub related_prospect_id: Option<LeadId>,
    /// The opportunity that it was posted on.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub related_opportunity_id: Option<OpportunityId>,
    /// The visit to the tenant's site during which it happened.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// Whether the location is tracked; a number on the wire.
    #[serde(default, deserialize_with = "tolerant::scalar", skip_serializing_if = "Option::is_none")]
    pub track_location: Option<i64>,
    /// Where it happened.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub latitude: Option<Decimal>,
    /// Where it happened.
    #[serde(default, deserialize_with = "tolerant::decimal", skip_serializing_if = "Option::is_none")]
    pub longitude: Option<Decimal>,
    /// Details by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<ActivityData>,
    /// The fields of the event's type by schema name, text or null. Times in them are in another form (`7/31/2026
    /// 5:33:50 AM`), UTC like all others.
    #[serde(default, deserialize_with = "tolerant::object", skip_serializing_if = "Option::is_none")]
    pub activity_fields: Option<Record>,
}

impl Activity {
    /// Returns a field by its schema name, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field_text(&self, name: &str) -> Option<&str> {
        self.activity_fields.as_ref()?.text(name)
    }

    /// Returns a detail by its key, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn detail(&self, key: &str) -> Option<&str> {
        self.data.as_ref()?.text(key)
    }

    /// Returns the note.
    #[must_use]
    pub fn note(&self) -> Option<ActivityNote> {
        self.field_text("ActivityEvent_Note").or_else(|| self.detail("Note")).map(ActivityNote::from)
    }

    /// Returns the status, if the event's type has one.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.field_text("Status")
    }

    /// Returns the owner.
    #[must_use]
    pub fn owner_id(&self) -> Option<UserId> {
        self.field_text("Owner").map(UserId::from)
    }
}

#[cfg(any(test, feature = "test-util"))]
impl Activity {
    /// Creates an activity with only an id and a code, for tests.
    pub fn for_test(id: impl Into<ActivityId>, code: impl Into<EventCode>) -> Self {
        Self {
            id: id.into(),
            event_code: Some(code.into()),
            event_name: None,
            activity_score: None,
            created_on: None,
            modified_on: None,
            activity_type: None,
            is_email_type: None,
            direction: None,
            related_prospect_id: None,
            related_opportunity_id: None,
            session_id: None,
            track_location: None,
            latitude: None,
            longitude: None,
            data: None,
            activity_fields: None,
        }
    }
}

/// Details of an activity by name. Reads return a list of `Key` and `Value`, webhooks an object; both are accepted and
/// written back as they came. `Debug` shows how many there are.
#[derive(Clone, Default, PartialEq)]
pub struct ActivityData {
    record: Record,
    listed: bool,
}

impl ActivityData {
    /// Returns a detail's text, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.record.text(key)
    }

    /// Returns every detail as it came.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }
}

impl fmt::Debug for ActivityData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActivityData({} members)", self.record.len())
    }
}

impl Serialize for ActivityData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.listed {
            return self.record.serialize(serializer);
        }
        self.record.pairs(PairNames::KEY).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ActivityData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DataVisitor;
        impl<'de> Visitor<'de> for DataVisitor {
            type Value = ActivityData;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("details")
            }
            // Anything that is neither a list nor an object contains no details; it remains in the text of the row.
            fn visit_unit<E: de::Error>(self) -> Result<ActivityData, E> {
                Ok(ActivityData::default())
            }
            fn visit_str<E: de::Error>(self, _: &str) -> Result<ActivityData, E> {
                Ok(ActivityData::default())
            }
            fn visit_bool<E: de::Error>(self, _: bool) -> Result<ActivityData, E> {
                Ok(ActivityData::default())
            }
            fn visit_i64<E: de::Error>(self, _: i64) -> Result<ActivityData, E> {
                Ok(ActivityData::default())
            }
            fn visit_u64<E: de::Error>(self, _: u64) -> Result<ActivityData, E> {
                Ok(ActivityData::default())
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<ActivityData, E> {
                Ok(ActivityData::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<ActivityData, A::Error> {
                let mut record = Record::default();
                record.fill_pairs(seq, PairNames::KEY)?;
                Ok(ActivityData { record, listed: true })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ActivityData, A::Error> {
                let record = Record::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(ActivityData { record, listed: false })
            }
        }
        tolerant::any(deserializer, DataVisitor)
    }
}

record_type! {
    /// An activity as a flat row, as returned by reads by event and window. Values are text or null; which fields a row
    /// has depends on the event's type. `Debug` shows only ids and code.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::model::ActivityRow;
    /// let row: ActivityRow =
    ///     serde_json::from_str(r#"{"ProspectActivityId":"4","ActivityEvent":"201",
    ///         "mx_Custom_1":"Fair"}"#).unwrap();
    /// assert_eq!(row.event_code(), Some(201.into()));
    /// assert_eq!(row.field_text("mx_Custom_1"), Some("Fair"));
    /// ```
    ActivityRow; shows id, lead_id, event_code
}

impl ActivityRow {
    /// Returns a field by its schema name, or `None` if it is missing, null or empty.
    #[must_use]
    pub fn field_text(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> Option<ActivityId> {
        self.0.read_first(&["ProspectActivityId", "ActivityId", "ActivityID", "Id", "ID"])
    }

    /// Returns the lead.
    #[must_use]
    pub fn lead_id(&self) -> Option<LeadId> {
        self.0.read_first(&["RelatedProspectId", "ProspectId", "ProspectID"])
    }

    /// Returns the code of the event.
    #[must_use]
    pub fn event_code(&self) -> Option<EventCode> {
        self.0.read_first(&["ActivityEvent", "EventCode", "ActivityEventCode"])
    }

    /// Returns the note.
    #[must_use]
    pub fn note(&self) -> Option<ActivityNote> {
        self.0.first_text(&["ActivityEvent_Note", "ActivityNote", "Note"]).map(ActivityNote::from)
    }

    /// Returns the status, if the event's type has one.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.field_text("Status")
    }

    /// Returns the owner.
    #[must_use]
    pub fn owner_id(&self) -> Option<UserId> {
        self.0.read("Owner")
    }

    /// Returns when it happened, UTC.
    #[must_use]
    pub fn created_on(&self) -> Option<Time> {
        self.0.time("CreatedOn")
    }

    /// Returns when it was modified, UTC. Windows apply to this time.
    #[must_use]
    pub fn modified_on(&self) -> Option<Time> {
        self.0.time("ModifiedOn")
    }

    /// Returns the name of the user who posted it.
    #[must_use]
    pub fn created_by_name(&self) -> Option<&str> {
        self.field_text("CreatedByName")
    }

    /// Returns the e-mail address of the user who posted it.
    #[must_use]
    pub fn created_by_email(&self) -> Option<&str> {
        self.field_text("CreatedByEmailAddress")
    }

    /// Returns a field as a time, UTC.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Time> {
        self.0.time(name)
    }

    /// Returns a field as a decimal number.
    #[must_use]
    pub fn decimal(&self, name: &str) -> Option<Decimal> {
        self.0.decimal(name)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use leads_core::Raw;

    #[test]
    fn details_in_both_forms_round_trip() {
        for text in
            [r#"[{"Key":"CreatedByName","Value":"Jo"},{"Key":"Note","Value":null}]"#, r#"{"CreatedByName":"Jo"}"#]
        {
            let data: ActivityData = serde_json::from_str(text).unwrap();
            assert_eq!(data.text("CreatedByName"), Some("Jo"));
            assert_eq!(serde_json::to_string(&data).unwrap(), text);
            assert!(!format!("{data:?}").contains("Jo"));
        }
        for malformed in ["\"\"", "7", "true", "1.5", "[]", "{}"] {
            assert!(serde_json::from_str::<ActivityData>(malformed).unwrap().record().is_empty(), "{malformed}");
        }
    }

    #[test]
    fn system_event_has_no_fields_and_malformed_data_is_tolerated() {
        let text = r#"{"Id":"4","EventCode":"3002","ActivityScore":"","IsEmailType":[],"Type":7,"Data":"","ActivityFields":[]}"#;
        let activity: Raw<Activity> = Raw::parse(text).unwrap();
        assert_eq!(activity.event_code, Some(3002.into()));
        assert!(activity.field_text("Status").is_none() && activity.note().is_none() && activity.owner_id().is_none());
        assert_eq!(activity.direction.as_ref().map(ActivityDirection::as_str), Some("7"));
    }
}
