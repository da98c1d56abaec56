//! The reader behind [`Deserialize`](derive@crate::vendor::Deserialize): compiled once per deserializer, not per type.

use erased_serde::Deserializer as Erased;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// The members of a struct.
#[derive(Debug)]
pub struct Members {
    pub name: &'static str,
    pub names: &'static [&'static str],
    /// The names and the aliases.
    pub known: &'static [&'static str],
    /// The index of the member of each known name.
    pub indices: &'static [usize],
    /// Whether a member has a default.
    pub defaults: &'static [bool],
    pub deny_unknown: bool,
}

/// Where a member's value goes.
pub trait Slot<'de> {
    /// Reads the value.
    fn read(&mut self, from: &mut dyn Erased<'de>) -> Result<(), erased_serde::Error>;

    /// Reads what the member is if it is missing.
    fn read_missing(&mut self, name: &'static str) -> Result<(), erased_serde::Error>;

    /// Returns whether there is no value yet.
    fn is_empty(&self) -> bool;
}

impl<'de, T: Deserialize<'de>> Slot<'de> for Option<T> {
    fn read(&mut self, from: &mut dyn Erased<'de>) -> Result<(), erased_serde::Error> {
        T::deserialize(from).map(|value| *self = Some(value))
    }

    fn read_missing(&mut self, name: &'static str) -> Result<(), erased_serde::Error> {
        self.read(&mut <dyn Erased<'_>>::erase(Missing(name)))
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// The slot of a member that a function reads.
#[derive(Debug)]
pub struct With<'de, T> {
    pub value: Option<T>,
    read: fn(&mut dyn Erased<'de>) -> Result<T, erased_serde::Error>,
}

impl<'de, T> With<'de, T> {
    pub fn new(read: fn(&mut dyn Erased<'de>) -> Result<T, erased_serde::Error>) -> Self {
        Self { value: None, read }
    }
}

impl<'de, T> Slot<'de> for With<'de, T> {
    fn read(&mut self, from: &mut dyn Erased<'de>) -> Result<(), erased_serde::Error> {
        (self.read)(from).map(|value| self.value = Some(value))
    }

    fn read_missing(&mut self, name: &'static str) -> Result<(), erased_serde::Error> {
        Err(de::Error::missing_field(name))
    }

    fn is_empty(&self) -> bool {
        self.value.is_none()
    }
}

/// Reads the members of an object.
pub fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    members: &'static Members,
    slots: &mut [&mut dyn Slot<'de>],
) -> Result<(), D::Error> {
    deserializer.deserialize_struct(members.name, members.known, Object { members, slots })
}

/// Returns the value of a member without a default.
pub fn required<T, E: de::Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}

struct Object<'a, 'b, 'de> {
    members: &'static Members,
    slots: &'a mut [&'b mut dyn Slot<'de>],
}

impl<'de> Visitor<'de> for Object<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", self.members.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { members, slots } = self;
        while let Some(found) = map.next_key_seed(members)? {
            match found.and_then(|index| Some((members.names.get(index)?, slots.get_mut(index)?))) {
                Some((name, slot)) if !slot.is_empty() => return Err(de::Error::duplicate_field(name)),
                Some((_, slot)) => map.next_value_seed(Value(&mut **slot))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        for ((slot, name), default) in slots.iter_mut().zip(members.names).zip(members.defaults) {
            if slot.is_empty() && !default {
                slot.read_missing(name).map_err(|_| de::Error::missing_field(name))?;
            }
        }
        Ok(())
    }
}

/// Reads a name as the index of its member; `None` for a name that is skipped.
impl<'de> DeserializeSeed<'de> for &'static Members {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &'static Members {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Option<usize>, E> {
        match self.known.iter().position(|known| *known == name) {
            Some(at) => Ok(self.indices.get(at).copied()),
            None if self.deny_unknown => Err(E::unknown_field(name, self.known)),
            None => Ok(None),
        }
    }
}

/// A member's value.
struct Value<'a, 'de>(&'a mut dyn Slot<'de>);

impl<'de> DeserializeSeed<'de> for Value<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.read(&mut <dyn Erased<'de>>::erase(deserializer)).map_err(de::Error::custom)
    }
}

/// What a type reads if a member is missing: an option is `None`.
struct Missing(&'static str);

impl<'de> Deserializer<'de> for Missing {
    type Error = erased_serde::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
