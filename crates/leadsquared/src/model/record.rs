//! A flat object of the vendor: every member kept, in order.

use super::record_data::{FieldValue, Member, Record, Slot, Span};
use super::value::{self, FieldRef, NotRead};
use leads_core::vendor::JsonText;
use leads_core::{Decimal, Time};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

impl Record {
    /// Creates a record with capacity for a typical lead, so that reading one takes two allocations.
    pub(crate) fn with_room() -> Self {
        Self { text: String::with_capacity(1000), members: Vec::with_capacity(48), others: Vec::new() }
    }

    /// Returns a member; if a name occurs twice, the last one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<FieldRef<'_>> {
        let found = self.members.iter().rev().find(|member| {
            // The length alone distinguishes most names.
            member.name.len() == name.len() && self.slice(member.name) == name
        });
        found.map(|member| self.value(member.value))
    }

    /// Returns a member's text, or `None` if it is missing, `null` or empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text().filter(|text| !text.is_empty())
    }

    /// Returns the first of several names that has a text.
    #[must_use]
    pub fn first_text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text(name))
    }

    /// Returns a member as a decimal number.
    #[must_use]
    pub fn decimal(&self, name: &str) -> Option<Decimal> {
        self.get(name)?.decimal()
    }

    /// Returns a member as a flag.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get(name)?.flag()
    }

    /// Returns a member as a time, UTC.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Time> {
        self.get(name)?.time()
    }

    /// Returns a member as any scalar type: an id, an open enum, a number.
    #[must_use]
    pub fn read<T: leads_core::vendor::tolerant::FromScalar>(&self, name: &str) -> Option<T> {
        self.get(name)?.read()
    }

    /// Returns the first of several members that is a value of a scalar type.
    pub(crate) fn read_first<T: leads_core::vendor::tolerant::FromScalar>(&self, names: &[&str]) -> Option<T> {
        names.iter().find_map(|name| self.read(name))
    }

    /// Returns every member in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, FieldRef<'_>)> {
        self.members.iter().map(|member| (self.slice(member.name), self.value(member.value)))
    }

    /// Returns every name in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| self.slice(member.name))
    }

    /// Returns the number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn value(&self, slot: Slot) -> FieldRef<'_> {
        match slot {
            Slot::Null => FieldRef::Null,
            Slot::Text(span) => FieldRef::Text(self.slice(span)),
            Slot::Other(at) => self.others.get(at as usize).map_or(FieldRef::Null, FieldValue::by_ref),
        }
    }

    /// Stores a text; `None` if the record would be larger than 4 GiB.
    fn keep(&mut self, text: &str) -> Option<Span> {
        let start = u32::try_from(self.text.len()).ok()?;
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        self.text.push_str(text);
        Some(Span { start, end })
    }

    /// Appends a member; `None` if the record would be larger than 4 GiB.
    pub(crate) fn push(&mut self, name: &str, value: FieldValue) -> Option<()> {
        let name = self.keep(name)?;
        let value = self.keep_value(value);
        self.members.push(Member { name, value });
        Some(())
    }

    fn keep_value(&mut self, value: FieldValue) -> Slot {
        match value {
            FieldValue::Null => Slot::Null,
            // If there is no room among the texts, it keeps its own.
            value => match value.by_ref().text().and_then(|text| self.keep(text)) {
                Some(span) => Slot::Text(span),
                None => {
                    let at = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
                    self.others.push(value);
                    Slot::Other(at)
                }
            },
        }
    }

    /// Reads every member of an object. A member whose name is among `lists` contains pairs of `Attribute` and `Value`,
    /// which become members; returns which of them was present.
    pub(crate) fn fill<'de, A: MapAccess<'de>>(
        &mut self,
        mut map: A,
        lists: &[&'static str],
    ) -> Result<Option<&'static str>, A::Error> {
        let mut listed = None;
        while let Some(name) = map.next_key_seed(Text(self))? {
            match lists.iter().find(|list| **list == self.slice(name)) {
                Some(list) => {
                    self.text.truncate(name.start as usize);
                    map.next_value_seed(Pairs(self, PairNames::ATTRIBUTE))?;
                    listed = Some(*list);
                }
                None => {
                    let value = map.next_value_seed(Value(self))?;
                    self.members.push(Member { name, value });
                }
            }
        }
        Ok(listed)
    }

    /// Reads a list of pairs.
    pub(crate) fn fill_pairs<'de, A: SeqAccess<'de>>(&mut self, mut seq: A, names: PairNames) -> Result<(), A::Error> {
        while seq.next_element_seed(Pair(self, names))?.is_some() {}
        Ok(())
    }

    /// Writes the record as a list of pairs.
    pub(crate) fn pairs(&self, names: PairNames) -> impl Serialize {
        struct Shown<'a>(&'a Record, PairNames);
        struct ShownPair<'a>(&'a str, FieldRef<'a>, PairNames);
        impl Serialize for Shown<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.0.iter().map(|(name, value)| ShownPair(name, value, self.1)))
            }
        }
        impl Serialize for ShownPair<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut pair = serializer.serialize_struct("Pair", 2)?;
                pair.serialize_field(self.2.name, self.0)?;
                pair.serialize_field(self.2.value, &self.1)?;
                pair.end()
            }
        }
        Shown(self, names)
    }
}

impl Span {
    const EMPTY: Self = Self { start: 0, end: 0 };

    fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// The names of the two members of a pair.
#[derive(Clone, Copy)]
pub(crate) struct PairNames {
    name: &'static str,
    value: &'static str,
}

impl PairNames {
    pub(crate) const ATTRIBUTE: Self = Self { name: "Attribute", value: "Value" };
    pub(crate) const KEY: Self = Self { name: "Key", value: "Value" };
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<N: Into<String>, V: Into<FieldValue>> FromIterator<(N, V)> for Record {
    /// # Panics
    ///
    /// Fails if names and texts exceed 4 GiB.
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut record = Self::default();
        for (name, value) in members {
            let kept = record.push(&name.into(), value.into());
            assert!(kept.is_some(), "a record of more than 4 GiB");
        }
        record
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} members)", self.members.len())
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, &value)?;
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
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Record, A::Error> {
                let mut record = Record::default();
                record.fill(map, &[])?;
                Ok(record)
            }
        }
        deserializer.deserialize_map(RecordVisitor)
    }
}

/// Reads a text into a record.
struct Text<'r>(&'r mut Record);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = Span;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Span, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = Span;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Span, E> {
        self.0.keep(text).ok_or_else(|| E::custom("a record of more than 4 GiB"))
    }
}

/// Reads any value into a record. It is read from its text, because a visitor is given floats, which lose digits.
struct Value<'r>(&'r mut Record);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Slot;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot, D::Error> {
        let text = JsonText::deserialize(deserializer)?;
        match text.get().as_bytes().first() {
            Some(b'n') => Ok(Slot::Null),
            Some(b'"') => {
                let text = value::string(text.get()).map_err(D::Error::custom)?;
                self.0.keep(&text).map(Slot::Text).ok_or_else(|| D::Error::custom(NotRead::TooLarge))
            }
            _ => FieldValue::of_json(text.get()).map(|value| self.0.keep_value(value)).map_err(D::Error::custom),
        }
    }
}

/// Reads a list of pairs into a record.
struct Pairs<'r>(&'r mut Record, PairNames);

impl<'de> DeserializeSeed<'de> for Pairs<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Pairs<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of pairs")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.0.fill_pairs(seq, self.1)
    }
}

/// Reads a pair into a record. Members of a pair other than name and value are kept in the text of the row.
struct Pair<'r>(&'r mut Record, PairNames);

impl<'de> DeserializeSeed<'de> for Pair<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Pair<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pair")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(record, names) = self;
        let mut member = Member { name: Span::EMPTY, value: Slot::Null };
        while let Some(part) = map.next_key_seed(Part(names))? {
            match part {
                PartOf::Name => member.name = map.next_value_seed(Text(record))?,
                PartOf::Value => member.value = map.next_value_seed(Value(record))?,
                PartOf::Neither => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        record.members.push(member);
        Ok(())
    }
}

/// Reads the name of a member of a pair.
struct Part(PairNames);

enum PartOf {
    Name,
    Value,
    Neither,
}

impl<'de> DeserializeSeed<'de> for Part {
    type Value = PartOf;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<PartOf, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Part {
    type Value = PartOf;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }
    fn visit_str<E: Error>(self, name: &str) -> Result<PartOf, E> {
        Ok(match name {
            _ if name == self.0.name => PartOf::Name,
            _ if name == self.0.value => PartOf::Value,
            _ => PartOf::Neither,
        })
    }
}

/// Defines a type that wraps a [`Record`] with accessors. Reads and writes the record's object; `Debug` shows the
/// listed accessors and the number of members.
macro_rules! record_type {
    ($(#[$meta:meta])* $name:ident; shows $($shown:ident),*) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name($crate::model::Record);

        impl $name {
            /// Returns every member as it came.
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
    fn every_member_round_trips() {
        let text =
            r#"{"b":"1","a":null,"c":{"d":[1,"x"]},"e":2.5,"f":true,"g":"","h":-7,"b\u0001":"\"ö\u0001","b":"2"}"#;
        let record: Record = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), text);
        assert_eq!(record.text("a"), None);
        assert_eq!(record.first_text(&["a", "b"]), Some("2"));
        assert_eq!(record.get("a"), Some(FieldRef::Null));
        assert_eq!(record.get("missing"), None);
        assert_eq!(record.text("b\u{1}"), Some("\"ö\u{1}"));
        assert_eq!(format!("{record:?}"), "Record(9 members)");
        assert!(serde_json::from_str::<Record>("[]").is_err());
    }

    #[test]
    fn records_with_the_same_members_are_equal() {
        let members = [("a", FieldValue::from("1")), ("b", FieldValue::Null), ("c", FieldValue::Flag(true))];
        let made: Record = members.clone().into_iter().collect();
        let read: Record = serde_json::from_str(r#"{"a":"1","b":null,"c":true}"#).unwrap();
        assert_eq!(made, read);
        assert_ne!(made, members.into_iter().rev().collect());
        let again: Record = read.iter().map(|(name, value)| (name, value.to_value())).collect();
        assert_eq!(again, read);
    }

    #[test]
    fn pair_is_read_in_any_order_and_with_missing_parts() {
        let mut record = Record::default();
        let text = r#"[{"Value":"1","Key":"a"},{"Key":"b","Type":{"x":[1]}},{"Value":7},{}]"#;
        let mut reader = serde_json::Deserializer::from_str(text);
        Pairs(&mut record, PairNames::KEY).deserialize(&mut reader).unwrap();
        let members: Vec<_> = record.iter().map(|(name, value)| (name, value.read::<i64>())).collect();
        assert_eq!(members, [("a", Some(1)), ("b", None), ("", Some(7)), ("", None)]);
        let again = serde_json::to_string(&record.pairs(PairNames::KEY)).unwrap();
        assert!(again.starts_with(r#"[{"Key":"a","Value":"1"},{"Key":"b","Value":null},"#), "{again}");
    }
}
