//! Members that a vendor spells in several ways.

use super::any::{JsonText, Text};
use serde::de::value::CowStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Spellings of a member: each with the name of the type's field.
pub type Spellings = &'static [(&'static str, &'static str)];

/// A deserializer that lets a struct read members with several spellings. Of the spellings that an object contains, the
/// first whose value is not `null` is used; `#[serde(alias)]` fails on the second. See
/// [`spellings!`](crate::spellings).
#[derive(Clone, Copy, Debug)]
pub struct Spelled<D> {
    deserializer: D,
    names: Spellings,
}

impl<D> Spelled<D> {
    /// Wraps a deserializer with these spellings.
    pub fn new(deserializer: D, names: Spellings) -> Self {
        Self { deserializer, names }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Spelled<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserializer.deserialize_any(visitor)
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        // As a map, because more names are read than the struct's own fields, and a list must not be read as a struct.
        self.deserializer.deserialize_map(Members { visitor, names: self.names })
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Members<V> {
    visitor: V,
    names: Spellings,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Members<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Renamed::new(map, self.names))
    }
}

/// The members of an object, each with the name of its field.
pub(super) struct Renamed<'de, A> {
    map: A,
    names: Spellings,
    /// The members that were passed on, with the field's name and the spelling used in the object.
    seen: Vec<(&'static str, Cow<'de, str>)>,
    /// The value of such a member, read to determine whether it is `null`.
    value: Option<JsonText<'de>>,
}

impl<A> Renamed<'_, A> {
    pub(super) fn new(map: A, names: Spellings) -> Self {
        Self { map, names, seen: Vec::new(), value: None }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Renamed<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(Text(key)) = self.map.next_key()? {
            let Some((_, field)) = self.names.iter().find(|(other, field)| key == *other || key == *field) else {
                return seed.deserialize(CowStrDeserializer::new(key)).map(Some);
            };
            let value: JsonText<'de> = self.map.next_value()?;
            let other = self.seen.iter().find(|(known, _)| known == field).map(|(_, spelling)| spelling);
            // The same spelling twice is a duplicate member, for which the struct has its own error.
            if value.get() == "null" || other.is_some_and(|other| *other != key) {
                continue;
            }
            self.value = Some(value);
            self.seen.push((field, key));
            return seed.deserialize(CowStrDeserializer::new(Cow::Borrowed(*field))).map(Some);
        }
        Ok(None)
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let Some(value) = self.value.take() else { return self.map.next_value_seed(seed) };
        match value.into_inner() {
            Cow::Borrowed(text) => seed.deserialize(&mut serde_json::Deserializer::from_str(text)),
            Cow::Owned(text) => {
                serde_json::from_str::<serde_json::Value>(&text).and_then(|value| seed.deserialize(value))
            }
        }
        .map_err(A::Error::custom)
    }
}

/// Makes a struct read members with several spellings: of those that an object contains, the first whose value is not
/// `null` is used.
///
/// The struct derives `Serialize` and `Deserialize` with `#[serde(remote = "Self")]`, and is written with the field's
/// own spelling.
///
/// ```
/// #[derive(serde::Serialize, serde::Deserialize)]
/// #[serde(remote = "Self")]
/// struct Thing {
///     #[serde(rename = "ID")]
///     id: u64,
/// }
/// leads_core::spellings! { Thing; "Id" => "ID", "ThingId" => "ID" }
///
/// for text in [r#"{"ID":7}"#, r#"{"Id":7}"#, r#"{"ID":null,"ThingId":7,"Id":8}"#] {
///     let thing: Thing = serde_json::from_str(text)?;
///     assert_eq!(serde_json::to_string(&thing)?, r#"{"ID":7}"#);
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! spellings {
    ($name:ident; $($other:literal => $field:literal),+ $(,)?) => {
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                // The function that `remote = "Self"` derives.
                Self::deserialize($crate::json::Spelled::new(deserializer, &[$(($other, $field)),+]))
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(remote = "Self")]
    struct Thing {
        #[serde(rename = "ID")]
        id: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    }
    crate::spellings! { Thing; "Id" => "ID", "title" => "name" }

    #[test]
    fn first_spelling_that_is_not_null_counts() {
        for (text, wanted) in [
            (r#"{"Id":1}"#, r#"{"ID":1}"#),
            (r#"{"Id":1,"ID":2}"#, r#"{"ID":1}"#),
            (r#"{"Id":null,"name":"a","ID":2,"title":7,"other":[]}"#, r#"{"ID":2,"name":"a"}"#),
            (r#"{"title":null,"ID":2,"name":null}"#, r#"{"ID":2}"#),
        ] {
            let thing: Thing = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&thing).unwrap(), wanted);
            let value = serde_json::from_str::<serde_json::Value>(text).unwrap();
            let thing: Thing = serde_json::from_value(value).unwrap();
            assert!(thing.id > 0);
        }
        assert!(serde_json::from_str::<Thing>(r#"{"Id":null}"#).is_err());
        assert!(serde_json::from_str::<Thing>("[1]").is_err());
        // A repeated spelling is repaired like any duplicate member: the last one counts.
        assert!(serde_json::from_str::<Thing>(r#"{"Id":1,"Id":2}"#).is_err());
        let thing: Thing = crate::json::decode::from_str(r#"{"Id":1,"Id":2}"#).unwrap();
        assert_eq!(thing.id, 2);
    }
}
