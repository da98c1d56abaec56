//! Open bodies: typed members first, any other members are kept.

use leads_core::vendor::model::FromText;
use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;

/// Members by name, each kept as its JSON text, in their original order.
///
/// It holds the unknown members of a body, and objects whose members the caller chooses, such as the `fields` of a
/// lead. Numbers keep their digits. `Debug` shows the names only.
///
/// # Examples
///
/// ```
/// use dealerstudio::model::OpenMap;
/// let mut map = OpenMap::new();
/// map.set("document_type", "ppsr");
/// map.set("seats", 5);
/// assert_eq!(map.text("document_type").as_deref(), Some("ppsr"));
/// assert_eq!(map.get("seats").unwrap().get(), "5");
/// assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"document_type":"ppsr","seats":5}"#);
/// ```
#[derive(Clone, Default)]
pub struct OpenMap {
    members: Vec<(String, Box<RawValue>)>,
    /// The index of each name, once there are too many members for a linear search.
    places: Option<HashMap<String, usize>>,
}

/// The maximum number of members for a linear search; with more, an index is kept.
const FEW: usize = 32;

impl OpenMap {
    /// Creates an empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a member, replacing one with the same name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        // A `Value` is always JSON, so the text is too.
        if let Ok(text) = serde_json::value::to_raw_value(&value.into()) {
            self.set_raw(name, text);
        }
    }

    /// Sets a member to a JSON text, which is written unchanged.
    pub fn set_raw(&mut self, name: impl Into<String>, text: Box<RawValue>) {
        let name = name.into();
        if let Some(at) = self.place(&name) {
            if let Some((_, value)) = self.members.get_mut(at) {
                *value = text;
            }
            return;
        }
        if self.members.len() == FEW {
            self.places = Some(self.members.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect());
        }
        if let Some(places) = &mut self.places {
            places.insert(name.clone(), self.members.len());
        }
        self.members.push((name, text));
    }

    fn place(&self, name: &str) -> Option<usize> {
        if let Some(places) = &self.places {
            return places.get(name).copied();
        }
        self.members.iter().position(|(known, _)| known == name)
    }

    /// Returns a member's JSON text.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        self.members.get(self.place(name)?).map(|(_, text)| &**text)
    }

    /// Returns a member that is a string; `None` if it is missing or something else.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// Returns every member in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.members.iter().map(|(name, text)| (name.as_str(), &**text))
    }

    /// Returns the number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Returns whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

impl PartialEq for OpenMap {
    /// Equal if the members have the same order and text.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|((a, x), (b, y))| a == b && x.get() == y.get())
    }
}

impl Eq for OpenMap {}

impl fmt::Debug for OpenMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for OpenMap {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        members.into_iter().fold(Self::new(), |mut map, (name, value)| {
            map.set(name, value);
            map
        })
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for OpenMap {
    fn from(members: [(K, V); N]) -> Self {
        members.into_iter().collect()
    }
}

impl Serialize for OpenMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for OpenMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = OpenMap;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OpenMap, A::Error> {
                let mut members = OpenMap::new();
                while let Some((name, text)) = map.next_entry::<String, Box<RawValue>>()? {
                    members.set_raw(name, text);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// Anything but an object is `None`.
impl FromText for OpenMap {
    fn from_text(text: &str) -> serde_json::Result<Option<Self>> {
        if text.starts_with('{') { serde_json::from_str(text).map(Some) } else { Ok(None) }
    }
}

/// How a typed member of an open body is read and written.
pub(crate) trait Member: Sized {
    /// The type read from the wire.
    type Wire: DeserializeOwned;
    /// Returns the value of a missing member; `None` if the member is required.
    fn absent() -> Option<Self>;
    /// Returns whether the member is omitted.
    fn is_absent(&self) -> bool;
    /// Converts a value to the member; `Err` for a `null` that the member cannot express, which is kept in `extra`.
    fn present(value: Option<Self::Wire>) -> Result<Self, Null>;
}

/// A `null` for a member that does not accept it.
pub(crate) struct Null;

impl<T: DeserializeOwned> Member for Option<T> {
    type Wire = T;
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    fn present(value: Option<T>) -> Result<Self, Null> {
        value.map(Some).ok_or(Null)
    }
}

impl<T: DeserializeOwned> Member for leads_core::Patch<T> {
    type Wire = T;
    fn absent() -> Option<Self> {
        Some(Self::Keep)
    }
    fn is_absent(&self) -> bool {
        self.is_keep()
    }
    fn present(value: Option<T>) -> Result<Self, Null> {
        Ok(value.map_or(Self::Clear, Self::Set))
    }
}

/// A required member.
macro_rules! required_members {
    ($($type:ty),* $(,)?) => {
        $(
            impl Member for $type {
                type Wire = Self;
                fn absent() -> Option<Self> {
                    None
                }
                fn is_absent(&self) -> bool {
                    false
                }
                fn present(value: Option<Self>) -> Result<Self, Null> {
                    value.ok_or(Null)
                }
            }
        )*
    };
}
required_members!(String, leads_core::Decimal, super::CarId, super::FamilyId, super::ManufacturerId);

/// Stores a member that was read; a `null` that it cannot express is stored in `extra`.
pub(crate) fn read_member<'de, A: MapAccess<'de>, M: Member>(
    map: &mut A,
    name: &'static str,
    place: &mut Option<M>,
    extra: &mut OpenMap,
) -> Result<(), A::Error> {
    if place.is_some() {
        return Err(de::Error::duplicate_field(name));
    }
    match M::present(map.next_value::<Option<M::Wire>>()?) {
        Ok(value) => *place = Some(value),
        Err(Null) => extra.set(name, Value::Null),
    }
    Ok(())
}

/// Returns the member that was read, or its value if it is missing.
pub(crate) fn finish_member<M: Member, E: de::Error>(place: Option<M>, name: &'static str) -> Result<M, E> {
    match place {
        Some(value) => Ok(value),
        None => M::absent().ok_or_else(|| E::missing_field(name)),
    }
}

/// Writes one member unless it is omitted.
pub(crate) fn write_member<S: SerializeMap, M: Member + Serialize>(
    map: &mut S,
    name: &'static str,
    value: &M,
) -> Result<(), S::Error> {
    if value.is_absent() { Ok(()) } else { map.serialize_entry(name, value) }
}

/// Defines an open body: a struct with typed members and `extra`, read by a plain visitor (no buffering, no `flatten`)
/// and written with the typed members first.
///
/// `NAMES` are the wire names of the members. `check_extra`, which every request calls before it is sent, finds a name
/// in `extra` that is one of them.
macro_rules! open_struct {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident : $type:ty ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )+
            /// Members that this crate has no field for, written after the others. The name of a typed field is
            /// rejected before anything is sent.
            pub extra: $crate::model::OpenMap,
        }

        impl $name {
            /// The wire names of the typed members.
            pub const NAMES: &'static [&'static str] = &[ $( stringify!($field) ),+ ];

            /// Rejects a member of `extra` that is a typed one.
            pub(crate) fn check_extra(&self) -> ::leads_core::Result<()> {
                $crate::model::open::check_extra(&self.extra, Self::NAMES)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $( $crate::model::open::write_member(&mut map, stringify!($field), &self.$field)?; )+
                for (name, text) in self.extra.iter() {
                    map.serialize_entry(name, text)?;
                }
                map.end()
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                struct Members;
                impl<'de> ::serde::de::Visitor<'de> for Members {
                    type Value = $name;
                    fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: ::serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> ::core::result::Result<$name, A::Error> {
                        let mut extra = $crate::model::OpenMap::new();
                        $( let mut $field: Option<$type> = None; )+
                        while let Some(name) = map.next_key::<::std::borrow::Cow<'de, str>>()? {
                            match &*name {
                                $(
                                    stringify!($field) => $crate::model::open::read_member(
                                        &mut map, stringify!($field), &mut $field, &mut extra,
                                    )?,
                                )+
                                _ => extra.set_raw(
                                    name.into_owned(),
                                    map.next_value::<::std::boxed::Box<::serde_json::value::RawValue>>()?,
                                ),
                            }
                        }
                        Ok($name {
                            $( $field: $crate::model::open::finish_member($field, stringify!($field))?, )+
                            extra,
                        })
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
}
pub(crate) use open_struct;

/// Rejects a member of `extra` that is a typed one: it would be sent twice, and which one counts is unknown.
pub(crate) fn check_extra(extra: &OpenMap, typed: &[&str]) -> leads_core::Result<()> {
    match extra.iter().find(|(name, _)| typed.contains(name)) {
        None => Ok(()),
        Some((name, _)) => Err(leads_core::Error::invalid(
            name.to_owned(),
            "is an extra member with the name of a typed one; use its setter, which does not accept null",
        )),
    }
}

#[cfg(test)]
#[allow(unreachable_pub)] // the macro's struct is public, the test module is not
mod tests {
    use leads_core::{Decimal, Patch, Personal};

    open_struct! {
        /// A test.
        pub struct Thing {
            /// Text.
            pub note: Option<Personal<String>>,
            /// A nullable number.
            pub seconds: Patch<i64>,
            /// Required.
            pub amount: Decimal,
        }
    }

    fn back(text: &str) -> String {
        serde_json::to_string(&serde_json::from_str::<Thing>(text).unwrap()).unwrap()
    }

    #[test]
    fn members_round_trip() {
        for text in [
            r#"{"amount":1}"#,
            r#"{"note":"x","seconds":null,"amount":1.50}"#,
            r#"{"seconds":7,"amount":"1.50","zebra":[1.50,null],"apple":{"b":1e2,"a":0.10}}"#,
            r#"{"amount":1,"note":null}"#,
        ] {
            assert_eq!(back(text), text);
        }
    }

    #[test]
    fn malformed_bodies_are_rejected() {
        assert!(serde_json::from_str::<Thing>(r#"{"note":"x"}"#).unwrap_err().to_string().contains("amount"));
        assert!(serde_json::from_str::<Thing>(r#"{"amount":1,"seconds":"x"}"#).is_err());
        assert!(
            serde_json::from_str::<Thing>(r#"{"amount":1,"amount":2}"#).unwrap_err().to_string().contains("duplicate")
        );
    }

    #[test]
    fn open_extra_member_cannot_shadow_a_typed_one() {
        let mut thing: Thing = serde_json::from_str(r#"{"amount":1,"other":2}"#).unwrap();
        assert!(thing.check_extra().is_ok());
        thing.extra.set("seconds", 3);
        assert_eq!(thing.check_extra().unwrap_err().field(), Some("seconds"));
        let null: Thing = serde_json::from_str(r#"{"amount":1,"note":null}"#).unwrap();
        assert_eq!((null.note.is_none(), null.check_extra().unwrap_err().field()), (true, Some("note")));
    }

    #[test]
    fn debug_redacts_values() {
        let thing: Thing = serde_json::from_str(r#"{"amount":1,"note":"jane","other":"doe"}"#).unwrap();
        let shown = format!("{thing:?}");
        assert!(!shown.contains("jane") && !shown.contains("doe") && shown.contains("other"), "{shown}");
        let _ = Patch::<i64>::Keep;
    }

    #[test]
    fn body_can_be_read_from_a_value() {
        let value = serde_json::json!({"amount": 1, "x": {"y": 2}});
        let thing: Thing = serde_json::from_value(value).unwrap();
        assert_eq!(thing.extra.get("x").unwrap().get(), r#"{"y":2}"#);
    }
}
