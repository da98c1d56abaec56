//! A flat object of the vendor: every member kept, in order.

use super::value::FieldValue;
use leads_core::{Decimal, Time};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// The members of a flat object, in the order they came, each kept as it was.
///
/// Leads, opportunities and activities have other members in every account, so they are read to this. `Debug` shows
/// how many there are and no value.
///
/// ```
/// use leadsquared::model::Record;
/// let record: Record = serde_json::from_str(r#"{"FirstName":"Jane","Score":"54","mx_City":null}"#).unwrap();
/// assert_eq!(record.text("FirstName"), Some("Jane"));
/// assert_eq!(record.decimal("Score").unwrap().as_str(), "54");
/// assert_eq!(record.names().collect::<Vec<_>>(), ["FirstName", "Score", "mx_City"]);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Record(Vec<(String, FieldValue)>);

impl Record {
    /// A record of members.
    pub(crate) fn from_members(members: Vec<(String, FieldValue)>) -> Self {
        Self(members)
    }

    /// A member; the last one where a name stands twice.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// A member's text; `None` when it is missing, `null` or empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text().filter(|text| !text.is_empty())
    }

    /// The first of several names that has a text.
    #[must_use]
    pub fn first_text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text(name))
    }

    /// A member as a decimal number.
    #[must_use]
    pub fn decimal(&self, name: &str) -> Option<Decimal> {
        self.get(name)?.decimal()
    }

    /// A member as a flag.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.flag()
    }

    /// A member as a time, UTC.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Time> {
        self.get(name)?.time()
    }

    /// A member as any scalar type: an id, an open enum, a number.
    #[must_use]
    pub fn read<T: leads_core::tolerant::FromScalar>(&self, name: &str) -> Option<T> {
        self.get(name)?.read()
    }

    /// Every member in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FieldValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Every name in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<FieldValue>> FromIterator<(N, V)> for Record {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        Self(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} members)", self.0.len())
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RecordVisitor;
        impl<'de> Visitor<'de> for RecordVisitor {
            type Value = Record;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut members = Vec::with_capacity(map.size_hint().unwrap_or(0).min(256));
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Record(members))
            }
        }
        deserializer.deserialize_map(RecordVisitor)
    }
}

/// Makes a type that is a [`Record`] with accessors of its own. Reads and writes the record's object; `Debug` shows
/// the listed accessors and the number of members.
macro_rules! record_type {
    ($(#[$meta:meta])* $name:ident; shows $($shown:ident),*) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name($crate::model::Record);

        impl $name {
            /// Every member as it came.
            #[must_use]
            pub fn record(&self) -> &$crate::model::Record {
                &self.0
            }
        }

        impl From<$crate::model::Record> for $name {
            fn from(record: $crate::model::Record) -> Self {
                Self(record)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $( .field(stringify!($shown), &self.$shown()) )*
                    .field("members", &self.0.len())
                    .finish()
            }
        }
    };
}
pub(crate) use record_type;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_written_back() {
        let text = r#"{"b":"1","a":null,"c":{"d":[1,"x"]},"e":2.5,"f":true}"#;
        let record: Record = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), text);
        assert_eq!(record.text("a"), None);
        assert_eq!(record.first_text(&["a", "b"]), Some("1"));
        assert_eq!(format!("{record:?}"), "Record(5 members)");
        assert!(serde_json::from_str::<Record>("[]").is_err());
    }
}
