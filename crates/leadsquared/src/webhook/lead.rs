//! Lead events.

use crate::model::{FieldRef, Lead};
use leads_core::Raw;
use leads_core::vendor::decode;
use serde::de::{self, DeserializeOwned, Deserializer};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::HashMap;

const BEFORE: &str = "Before";
const AFTER: &str = "After";

/// A lead event: the lead after the event and, if the vendor sends it, before.
///
/// `Debug` shows only ids and stages.
///
/// # Examples
///
/// ```
/// use leadsquared::webhook::{Batch, LeadEvent};
/// let body = br#"{"Before":{"ProspectID":"a31","Score":"1"},"After":{"ProspectID":"a31","Score":"2"}}"#;
/// let events = Batch::<LeadEvent>::read(body)?;
/// assert_eq!(events[0].changed().collect::<Vec<_>>(), ["Score"]);
///
/// let events = Batch::<LeadEvent>::read(br#"{"ProspectID":"a31","FirstName":"Jo","mx_City":null}"#)?;
/// assert_eq!(events[0].lead().first_name(), Some("Jo"));
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LeadEvent {
    before: Option<Raw<Lead>>,
    lead: Raw<Lead>,
    /// Whether the lead was in a separate member.
    paired: bool,
}

impl LeadEvent {
    /// The lead after the event.
    #[must_use]
    pub fn lead(&self) -> &Raw<Lead> {
        &self.lead
    }

    /// The lead before the event, if the vendor sends it.
    #[must_use]
    pub fn before(&self) -> Option<&Raw<Lead>> {
        self.before.as_ref()
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
        if !self.paired {
            return self.lead.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        if let Some(before) = &self.before {
            map.serialize_entry(BEFORE, before)?;
        }
        map.serialize_entry(AFTER, &self.lead)?;
        map.end()
    }
}

#[derive(Deserialize)]
struct Pair {
    #[serde(rename = "Before", default)]
    before: Option<Box<RawValue>>,
    #[serde(rename = "After", default)]
    after: Option<Box<RawValue>>,
}

/// An object; `None` for anything else.
fn object<T: DeserializeOwned, E: de::Error>(value: Option<&RawValue>) -> Result<Option<Raw<T>>, E> {
    match value {
        Some(value) if value.get().starts_with('{') => Raw::parse(value.get()).map(Some).map_err(E::custom),
        _ => Ok(None),
    }
}

impl<'de> Deserialize<'de> for LeadEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        // A member that occurs twice counts once: the last.
        let pair: Pair = decode::from_str(text.get()).map_err(|_| de::Error::custom("not a lead"))?;
        // A tenant's custom attribute of that name would be text: only objects are leads.
        match object::<Lead, D::Error>(pair.after.as_deref())? {
            Some(lead) => Ok(Self { before: object(pair.before.as_deref())?, lead, paired: true }),
            None => {
                let lead = Raw::parse(text.get()).map_err(de::Error::custom)?;
                Ok(Self { before: None, lead, paired: false })
            }
        }
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
        let events = lead_update(r#"[{"Before":null,"After":{"ProspectID":"7"}}]"#).unwrap();
        assert_eq!(events[0].lead().id(), Some("7".into()));
        assert!(lead_update(r#"{"After":{}}"#).is_err(), "an empty object is not a lead");
    }
}
