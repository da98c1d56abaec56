//! Lead events.

use crate::model::{FieldRef, FieldValue, Lead, Record};
use leads_core::Raw;
use leads_core::vendor::decode;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;

const BEFORE: &str = "Before";

/// A lead event: the lead after the event and, if the vendor sends it, before.
///
/// The vendor sends the lead flat, or in a member of an object: `Current`, `After` or `Data`, with or without the previous
/// state in `Before`. All of these are read; if there are several, the lead is the first of them in this order. An
/// object that has neither a lead's id nor a lead in one of these members is not a lead: the error is then `missing` at
/// `ProspectID`. If such a member is of another type, such as a list, the lead has no id, and the members of the object
/// are its attributes.
///
/// `Debug` shows only ids and stages.
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{Batch, LeadEvent};
/// let body = br#"{"Before":{"ProspectID":"a31","Score":"1"},"After":{"ProspectID":"a31",
///     "Score":"2"}}"#;
/// let events = Batch::<LeadEvent>::read(body)?;
/// assert_eq!(events[0].changed().collect::<Vec<_>>(), ["Score"]);
///
/// let events =
///     Batch::<LeadEvent>::read(br#"{"ProspectID":"a31","FirstName":"Jo","mx_City":null}"#)?;
/// assert_eq!(events[0].lead().first_name(), Some("Jo"));
///
/// let events =
///     Batch::<LeadEvent>::read(br#"{"Current":{"ProspectID":"a31","FirstName":"Jo"}}"#)?;
/// assert_eq!(events[0].lead().first_name(), Some("Jo"));
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LeadEvent {
    before: Option<Raw<Lead>>,
    lead: Raw<Lead>,
    /// The member that the lead was in; `None` if it came flat.
    wrapper: Option<&'static str>,
    others: Record,
}

impl LeadEvent {
    /// Returns the lead after the event.
    #[must_use]
    pub fn lead(&self) -> &Raw<Lead> {
        &self.lead
    }

    /// Returns the lead before the event, if the vendor sends it.
    #[must_use]
    pub fn before(&self) -> Option<&Raw<Lead>> {
        self.before.as_ref()
    }

    /// Returns the name of the member that the lead was in, or `None` if it came flat.
    #[must_use]
    pub fn wrapper(&self) -> Option<&str> {
        self.wrapper
    }

    /// Returns the members next to the lead's. None if the lead came flat: all members are then its attributes.
    #[must_use]
    pub fn others(&self) -> &Record {
        &self.others
    }

    /// Returns the comment on a change of the stage.
    #[must_use]
    pub fn stage_comment(&self) -> Option<&str> {
        self.lead.attribute("StageChangeComment")
    }

    /// Returns the names of the attributes that changed; none if the vendor did not send the previous state. Null,
    /// empty text and a missing attribute are equal.
    pub fn changed(&self) -> impl Iterator<Item = &str> {
        self.before.iter().flat_map(move |before| {
            // If a name occurs twice, the last one counts, as in `Record::get`.
            let old: HashMap<&str, FieldRef<'_>> = before.record().iter().collect();
            let new: HashMap<&str, FieldRef<'_>> = self.lead.record().iter().collect();
            let left = before.record().iter().map(|(name, _)| name);
            let right = self.lead.record().iter().map(|(name, _)| name);
            let changed = |name: &&str| {
                let (old, new) = (old.get(name).copied(), new.get(name).copied());
                let blank = |value: Option<FieldRef<'_>>| value.is_none_or(FieldRef::is_blank);
                old != new && !(blank(old) && blank(new))
            };
            let added = right.filter(|name| !old.contains_key(name));
            left.chain(added).filter(changed).collect::<Vec<_>>()
        })
    }
}

impl Serialize for LeadEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(wrapper) = self.wrapper else { return self.lead.serialize(serializer) };
        let mut map = serializer.serialize_map(None)?;
        if let Some(before) = &self.before {
            map.serialize_entry(BEFORE, before)?;
        }
        map.serialize_entry(wrapper, &self.lead)?;
        for (name, value) in self.others.iter() {
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}

#[derive(Deserialize)]
struct Wrapped {
    #[serde(rename = "Before", default)]
    before: Option<Box<RawValue>>,
    #[serde(rename = "Current", default)]
    current: Option<Box<RawValue>>,
    #[serde(rename = "After", default)]
    after: Option<Box<RawValue>>,
    #[serde(rename = "Data", default)]
    data: Option<Box<RawValue>>,
}

impl Wrapped {
    /// Returns the lead and the member that contains it.
    fn lead(&self) -> Option<(&'static str, Raw<Lead>)> {
        let members = [("Current", &self.current), ("After", &self.after), ("Data", &self.data)];
        members.into_iter().find_map(|(name, value)| Some((name, lead(value.as_deref()?)?)))
    }

    /// Reads the whole object if it has nothing but these members, and one of them should be the lead and is of another
    /// type: the malformed member is lost, and the others are not.
    fn malformed(&self, text: &RawValue) -> Option<Raw<Lead>> {
        let is_other =
            |value: &&Option<Box<RawValue>>| value.as_ref().is_some_and(|value| !value.get().starts_with('{'));
        [&self.current, &self.after, &self.data].into_iter().find(is_other)?;
        let others = Without(&[BEFORE, "Current", "After", "Data"])
            .deserialize(&mut serde_json::Deserializer::from_str(text.get()))
            .ok()?;
        if others.is_empty() { Raw::parse(text.get()).ok() } else { None }
    }
}

/// Reads a lead; `None` for anything else, such as a custom attribute or the data of an activity.
fn lead(value: &RawValue) -> Option<Raw<Lead>> {
    if !value.get().starts_with('{') {
        return None;
    }
    Raw::<Lead>::parse(value.get()).ok().filter(|lead| lead.id().is_some())
}

/// Reads all members of an object except these.
struct Without<'a>(&'a [&'a str]);

impl<'de> DeserializeSeed<'de> for Without<'_> {
    type Value = Record;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Without<'_> {
    type Value = Record;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::default();
        while let Some(name) = map.next_key::<String>()? {
            if self.0.contains(&name.as_str()) {
                map.next_value::<IgnoredAny>()?;
            } else {
                let kept = record.push(&name, map.next_value::<FieldValue>()?);
                kept.ok_or_else(|| de::Error::custom("a record of more than 4 GiB"))?;
            }
        }
        Ok(record)
    }
}

impl<'de> Deserialize<'de> for LeadEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        // A member that occurs twice counts once: the last.
        let wrapped: Wrapped = decode::from_str(text.get()).map_err(|_| de::Error::custom("not a lead"))?;
        let Some((wrapper, lead)) = wrapped.lead() else {
            let flat = self::lead(&text).or_else(|| wrapped.malformed(&text));
            let lead = flat.ok_or_else(|| decode::carry(decode::missing("ProspectID")))?;
            return Ok(Self { before: None, lead, wrapper: None, others: Record::default() });
        };
        let before = wrapped.before.as_deref().and_then(self::lead);
        let read: &[&str] = if before.is_some() { &[BEFORE, wrapper] } else { &[wrapper] };
        let others = Without(read)
            .deserialize(&mut serde_json::Deserializer::from_str(text.get()))
            .map_err(de::Error::custom)?;
        Ok(Self { before, lead, wrapper: Some(wrapper), others })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use crate::webhook::{Batch, LeadEvent};

    fn lead_update(text: &str) -> leads_core::Result<Batch<LeadEvent>> {
        Batch::read(text.as_bytes())
    }

    #[test]
    fn before_and_after_are_compared() {
        let text = r#"{"Before":{"ProspectID":"7","A":"1","B":"","C":"x"},"After":{"ProspectID":"7","A":"2","B":null,"D":"y"}}"#;
        let events = lead_update(text).unwrap();
        let event = &events[0];
        assert_eq!(event.changed().collect::<Vec<_>>(), ["A", "C", "D"]);
        assert_eq!(event.before().unwrap().attribute("A"), Some("1"));
        assert_eq!(event.lead().id(), Some("7".into()));
        assert_eq!(serde_json::to_string(event.value()).unwrap(), text);
        assert!(!format!("{event:?}").contains("\"x\""));
    }

    #[test]
    fn flat_lead_has_no_previous_state() {
        let text = r#"{"ProspectID":"7","After":"a text of the tenant"}"#;
        let events = lead_update(text).unwrap();
        assert!(events[0].before().is_none());
        assert_eq!(events[0].changed().count(), 0);
        assert_eq!(events[0].lead().attribute("After"), Some("a text of the tenant"));
        assert_eq!(serde_json::to_string(&events).unwrap(), text);
    }

    #[test]
    fn previous_state_is_optional() {
        let text = r#"[{"Before":null,"After":{"ProspectID":"7"}}]"#;
        let events = lead_update(text).unwrap();
        assert_eq!(events[0].lead().id(), Some("7".into()));
        assert!(events[0].before().is_none());
        assert!(lead_update(r#"{"After":{}}"#).is_err(), "an empty object is not a lead");
    }

    #[test]
    fn lead_is_read_from_the_first_wrapper() {
        for (text, wrapper, stage, others) in [
            (r#"{"Current":{"ProspectID":"7","ProspectStage":"New"}}"#, "Current", "New", 0),
            (r#"{"Data":{"ProspectID":"7","ProspectStage":"New"}}"#, "Data", "New", 0),
            (
                r#"{"Before":{"ProspectID":"7"},"Current":{"ProspectID":"7","ProspectStage":"New"},"After":{"ProspectID":"7","ProspectStage":"Old"}}"#,
                "Current",
                "New",
                1,
            ),
            (
                r#"{"After":{"ProspectID":"7","ProspectStage":"New"},"Data":{"ProspectID":"8"},"eventType":"Lead_Post_Stage_Change"}"#,
                "After",
                "New",
                2,
            ),
            (r#"{"Data":{"ProspectID":"7","ProspectStage":"New"},"Current":{"Id":1}}"#, "Data", "New", 1),
        ] {
            let events = lead_update(text).unwrap();
            let event = &events[0];
            assert_eq!((event.wrapper(), event.lead().stage()), (Some(wrapper), Some(stage)), "{text}");
            assert_eq!(event.others().len(), others, "{text}");
            let written: serde_json::Value = serde_json::to_value(event.value()).unwrap();
            assert_eq!(written, serde_json::from_str::<serde_json::Value>(text).unwrap(), "every member is kept");
        }
        let comment =
            lead_update(r#"{"After":{"ProspectID":"7","StageChangeComment":"paid"},"eventType":"x"}"#).unwrap();
        assert_eq!((comment[0].stage_comment(), comment[0].others().text("eventType")), (Some("paid"), Some("x")));
    }

    #[test]
    fn other_objects_are_not_leads() {
        for text in [
            "{}",
            r#"{"FirstName":"secret"}"#,
            r#"{"Data":{"Note":"secret"},"RelatedProspectId":"7"}"#,
            r#"{"Before":{"ProspectID":"7"}}"#,
            r#"{"Current":{"FirstName":"secret"}}"#,
            r#"{"Current":"secret","eventType":"x"}"#,
            r#"{"Data":[{"Key":"Note","Value":"secret"}],"RelatedProspectId":"7"}"#,
        ] {
            let error = lead_update(text).unwrap_err();
            let found = error.decode_error().unwrap();
            assert_eq!((found.category, found.path.as_str()), ("missing", "ProspectID"), "{text}");
            assert!(!format!("{error:?}").contains("secret"), "{text}");
            let batch = lead_update(&format!(r#"[{{"ProspectID":"7"}},{text}]"#)).unwrap();
            assert_eq!((batch.len(), batch.unreadable().len()), (1, 1), "{text}");
            assert_eq!(batch.unreadable()[0].text(), text);
        }
    }

    #[test]
    fn malformed_wrapper_loses_only_itself() {
        for text in [r#"{"Before":{"ProspectID":"7"},"After":[1]}"#, r#"{"Current":[1]}"#, r#"{"Data":"x"}"#] {
            let events = lead_update(text).unwrap();
            let event = &events[0];
            assert_eq!((event.wrapper(), event.lead().id(), event.before()), (None, None, None), "{text}");
            assert_eq!(event.changed().count(), 0);
            assert_eq!(serde_json::to_string(event.value()).unwrap(), text);
        }
    }
}
