//! The names and shapes of a struct's fields, from its `Deserialize` implementation.

use crate::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use std::cell::RefCell;
use std::fmt;

/// What a field of a struct reads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldShape {
    /// Text, or a type that is read from text, such as a time.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A flag.
    Flag,
    /// One of these words: an enum.
    Choice(&'static [&'static str]),
    /// A list.
    List,
    /// An object.
    Object,
    /// A type that decides by the value.
    Any,
}

impl fmt::Display for FieldShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Flag => "a flag",
            Self::Choice(_) => "one of several words",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Any => "any value",
        })
    }
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StructField {
    /// The name, as serde reads it.
    pub name: &'static str,
    /// What it reads.
    pub shape: FieldShape,
    /// Whether it can be missing or `null`.
    pub is_optional: bool,
}

/// Returns the fields of a struct in their order, from its `Deserialize` implementation. Nothing is read.
///
/// ```
/// use leads_core::custom::{FieldShape, fields_of};
/// #[derive(serde::Deserialize)]
/// struct MyFields {
///     #[serde(rename = "mx_Seats")]
///     seats: Option<u32>,
/// }
/// # fn read(fields: MyFields) -> Option<u32> { fields.seats }
/// let fields = fields_of::<MyFields>()?;
/// assert_eq!(
///     (fields[0].name, &fields[0].shape, fields[0].is_optional),
///     ("mx_Seats", &FieldShape::Integer, true)
/// );
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// Returns a configuration error if the type is not a struct with named fields: a map, or a struct with
/// `#[serde(flatten)]`.
pub fn fields_of<'de, T: Deserialize<'de>>() -> Result<Vec<StructField>> {
    let names = names_of::<T>()?;
    Ok(names.iter().map(|name| shape_of::<T>(name)).collect())
}

/// Returns the names of the fields of a struct.
pub(super) fn names_of<'de, T: Deserialize<'de>>() -> Result<&'static [&'static str]> {
    let mut names = None;
    // The probe always ends with an error: nothing is read.
    drop(T::deserialize(Names(&mut names)));
    names.ok_or_else(|| {
        Error::new(ErrorKind::Config, "the type of the custom fields is not a struct with named fields")
            .with_field("custom_fields")
            .with_help("use a struct without `#[serde(flatten)]`; a map has no names to read")
    })
}

fn shape_of<'de, T: Deserialize<'de>>(name: &'static str) -> StructField {
    let seen = RefCell::new(StructField { name, shape: FieldShape::Any, is_optional: false });
    drop(T::deserialize(OneField { name, seen: &seen }));
    seen.into_inner()
}

/// The end of a probe.
#[derive(Debug)]
struct Stop;

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a probe reads nothing")
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Records the names that a struct asks for.
struct Names<'a>(&'a mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Stop;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> std::result::Result<V::Value, Stop> {
        *self.0 = Some(fields);
        Err(Stop)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Stop> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, Stop> {
        Err(Stop)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

/// Offers a struct one field.
struct OneField<'a> {
    name: &'static str,
    seen: &'a RefCell<StructField>,
}

impl<'de> Deserializer<'de> for OneField<'_> {
    type Error = Stop;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Stop> {
        visitor.visit_map(OneEntry { name: Some(self.name), seen: self.seen })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Stop> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, Stop> {
        Err(Stop)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

struct OneEntry<'a> {
    name: Option<&'static str>,
    seen: &'a RefCell<StructField>,
}

impl<'de> MapAccess<'de> for OneEntry<'_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> std::result::Result<Option<K::Value>, Stop> {
        self.name.take().map(|name| seed.deserialize(StrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> std::result::Result<V::Value, Stop> {
        seed.deserialize(Shape(self.seen))
    }
}

/// Records what a field asks for.
struct Shape<'a>(&'a RefCell<StructField>);

impl Shape<'_> {
    fn is<T>(self, shape: FieldShape) -> std::result::Result<T, Stop> {
        self.0.borrow_mut().shape = shape;
        Err(Stop)
    }
}

macro_rules! shapes {
    ($($method:ident => $shape:ident),* $(,)?) => { $(
        fn $method<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, Stop> {
            self.is(FieldShape::$shape)
        }
    )* };
}

impl<'de> Deserializer<'de> for Shape<'_> {
    type Error = Stop;

    shapes! {
        deserialize_bool => Flag,
        deserialize_i8 => Integer,
        deserialize_i16 => Integer,
        deserialize_i32 => Integer,
        deserialize_i64 => Integer,
        deserialize_i128 => Integer,
        deserialize_u8 => Integer,
        deserialize_u16 => Integer,
        deserialize_u32 => Integer,
        deserialize_u64 => Integer,
        deserialize_u128 => Integer,
        deserialize_f32 => Number,
        deserialize_f64 => Number,
        deserialize_char => Text,
        deserialize_str => Text,
        deserialize_string => Text,
        deserialize_seq => List,
        deserialize_map => Object,
        deserialize_any => Any,
        deserialize_bytes => Any,
        deserialize_byte_buf => Any,
        deserialize_unit => Any,
        deserialize_identifier => Any,
        deserialize_ignored_any => Any,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Stop> {
        self.0.borrow_mut().is_optional = true;
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Stop> {
        // `RawValue` asks for the text of a value by a private name.
        if name.starts_with('$') { self.is(FieldShape::Any) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> std::result::Result<V::Value, Stop> {
        self.is(FieldShape::Any)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, _: V) -> std::result::Result<V::Value, Stop> {
        self.is(FieldShape::List)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        _: V,
    ) -> std::result::Result<V::Value, Stop> {
        self.is(FieldShape::List)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> std::result::Result<V::Value, Stop> {
        self.is(FieldShape::Object)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> std::result::Result<V::Value, Stop> {
        self.is(FieldShape::Choice(variants))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lead::{Decimal, Patch, Personal};
    use chrono::{DateTime, Utc};
    use std::collections::BTreeMap;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum Colour {
        Red,
        #[serde(rename = "light blue")]
        Blue,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    #[allow(dead_code)]
    struct Mine {
        text: String,
        seats: Option<u32>,
        share: f64,
        trial: Option<bool>,
        colour: Option<Colour>,
        tags: Vec<String>,
        budget: Option<Decimal>,
        owner: Personal<String>,
        since: DateTime<Utc>,
        note: Patch<String>,
        #[serde(default)]
        parts: BTreeMap<String, String>,
    }

    #[test]
    fn names_and_shapes_come_from_the_type() {
        let fields = fields_of::<Mine>().unwrap();
        let shown: Vec<_> = fields.iter().map(|field| (field.name, field.shape.clone(), field.is_optional)).collect();
        assert_eq!(
            shown,
            [
                ("Text", FieldShape::Text, false),
                ("Seats", FieldShape::Integer, true),
                ("Share", FieldShape::Number, false),
                ("Trial", FieldShape::Flag, true),
                ("Colour", FieldShape::Choice(&["Red", "light blue"]), true),
                ("Tags", FieldShape::List, false),
                ("Budget", FieldShape::Any, true),
                ("Owner", FieldShape::Text, false),
                ("Since", FieldShape::Text, false),
                ("Note", FieldShape::Text, true),
                ("Parts", FieldShape::Object, false),
            ]
        );
    }

    #[test]
    fn type_without_names_is_an_error() {
        #[derive(Debug, Deserialize)]
        #[allow(dead_code)]
        struct Flat {
            one: String,
            #[serde(flatten)]
            rest: BTreeMap<String, String>,
        }
        for error in [fields_of::<BTreeMap<String, String>>().unwrap_err(), fields_of::<Flat>().unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::Config);
        }
    }
}
