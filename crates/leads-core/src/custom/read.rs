//! Reading a struct from the custom fields of a lead.

use super::probe::names_of;
use crate::error::{DecodeError, Error, Result};
use crate::lead::Decimal;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use std::cell::RefCell;

/// Reads a struct from fields, each looked up by its name as JSON text.
///
/// ```
/// use leads_core::custom;
/// #[derive(serde::Deserialize)]
/// struct MyFields {
///     seats: u32,
/// }
/// let mine: MyFields =
///     custom::read_fields(|name| (name == "seats").then(|| "\"12\"".to_owned()))?;
/// assert_eq!(mine.seats, 12);
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// Returns a decode error with the path of the first field that does not match its type, or that is missing; it never
/// contains the value. Returns a configuration error if the type is not a struct with named fields.
pub fn read_fields<T: DeserializeOwned>(lookup: impl Fn(&str) -> Option<String>) -> Result<T> {
    let (value, mut problems) = read_each(lookup)?;
    match problems.is_empty() {
        true => Ok(value),
        false => Err(problems.swap_remove(0)),
    }
}

/// Reads a struct from fields, as [`read_fields`], but omits those that do not match their types and returns an error
/// for each, so that one unreadable field does not hide the others.
///
/// # Errors
/// Returns an error if the struct cannot be read without the unreadable fields, because one of them is required.
pub fn read_each<T: DeserializeOwned>(lookup: impl Fn(&str) -> Option<String>) -> Result<(T, Vec<Error>)> {
    let names = names_of::<T>()?;
    let fields: Vec<(&'static str, String)> = names.iter().filter_map(|name| Some((*name, lookup(name)?))).collect();
    let first = match read(&fields) {
        Ok(value) => return Ok((value, Vec::new())),
        Err(first) => first,
    };
    let (mut readable, mut problems) = (Vec::new(), Vec::new());
    for (name, text) in fields {
        let one = [(name, text)];
        let failed = RefCell::new(None);
        // Only this field's own result counts: the struct is incomplete without the others.
        drop(T::deserialize(Fields { rest: one.iter(), value: None, failed: &failed }));
        let [field] = one;
        match failed.into_inner() {
            None => readable.push(field),
            Some(path) => problems.push(unreadable(&path)),
        }
    }
    match read(&readable) {
        Ok(value) => Ok((value, problems)),
        // A required field is missing or unreadable.
        Err(error) => Err(problems.into_iter().next().unwrap_or(if readable.is_empty() { first } else { error })),
    }
}

fn read<T: DeserializeOwned>(fields: &[(&'static str, String)]) -> Result<T> {
    let failed = RefCell::new(None);
    let read = T::deserialize(Fields { rest: fields.iter(), value: None, failed: &failed });
    read.map_err(|error| match failed.into_inner() {
        Some(path) => unreadable(&path),
        None => missing(&error),
    })
}

fn unreadable(path: &str) -> Error {
    Error::decode(DecodeError::new("data", path, 0, 0)).with_outcome(crate::WriteOutcome::NotApplied)
}

/// serde names a missing field between back quotes; its message contains no value then.
fn missing(error: &serde_json::Error) -> Error {
    let message = error.to_string();
    let name = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()).unwrap_or(".");
    Error::decode(DecodeError::new("missing", name, 0, 0)).with_outcome(crate::WriteOutcome::NotApplied)
}

/// The fields of a lead as a map.
struct Fields<'a> {
    rest: std::slice::Iter<'a, (&'static str, String)>,
    value: Option<&'a (&'static str, String)>,
    /// The path of the value that could not be read.
    failed: &'a RefCell<Option<String>>,
}

impl<'de> Deserializer<'de> for Fields<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Self::Error> {
        visitor.visit_map(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> std::result::Result<Option<K::Value>, Self::Error> {
        self.value = self.rest.next();
        self.value.map(|(name, _)| seed.deserialize(StrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> std::result::Result<V::Value, Self::Error> {
        let Some((name, text)) = self.value.take() else { return Err(serde_json::Error::custom("no value")) };
        let mut track = serde_path_to_error::Track::new();
        seed.deserialize(serde_path_to_error::Deserializer::new(FieldText(text), &mut track)).inspect_err(|_| {
            let inner = track.path().to_string();
            let path = match inner.as_str() {
                "." => (*name).to_owned(),
                inner if inner.starts_with('[') => format!("{name}{inner}"),
                inner => format!("{name}.{inner}"),
            };
            *self.failed.borrow_mut() = Some(path);
        })
    }
}

/// The JSON text of a field. Numbers and flags can also be read from text, because vendors write them so.
struct FieldText<'a>(&'a str);

impl FieldText<'_> {
    /// Returns the content if the value is a text.
    fn content(&self) -> Option<String> {
        self.0.trim_start().starts_with('"').then(|| serde_json::from_str(self.0).ok()).flatten()
    }

    /// Returns the number in a text, without separators between groups of digits.
    fn number(&self) -> Option<String> {
        self.content()?.parse::<Decimal>().ok()?.plain()
    }
}

type Json<'a> = serde_json::Deserializer<serde_json::de::StrRead<'a>>;

macro_rules! numbers {
    ($($method:ident, $visit:ident: $number:ty;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Self::Error> {
            match self.number().and_then(|text| text.parse::<$number>().ok()) {
                Some(number) => visitor.$visit(number),
                None => Json::from_str(self.0).$method(visitor),
            }
        }
    )* };
}

macro_rules! unchanged {
    ($($method:ident($($name:ident: $type:ty),*))*) => { $(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> std::result::Result<V::Value, Self::Error> {
            Json::from_str(self.0).$method($($name,)* visitor)
        }
    )* };
}

/// Reads a number or a flag as its text.
fn as_text(text: &str) -> Option<&str> {
    let text = text.trim();
    let first = text.bytes().next()?;
    (matches!(first, b'-' | b'0'..=b'9') || matches!(text, "true" | "false")).then_some(text)
}

impl<'de> Deserializer<'de> for FieldText<'de> {
    type Error = serde_json::Error;

    numbers! {
        deserialize_i8, visit_i8: i8;
        deserialize_i16, visit_i16: i16;
        deserialize_i32, visit_i32: i32;
        deserialize_i64, visit_i64: i64;
        deserialize_i128, visit_i128: i128;
        deserialize_u8, visit_u8: u8;
        deserialize_u16, visit_u16: u16;
        deserialize_u32, visit_u32: u32;
        deserialize_u64, visit_u64: u64;
        deserialize_u128, visit_u128: u128;
        deserialize_f32, visit_f32: f32;
        deserialize_f64, visit_f64: f64;
    }

    unchanged! {
        deserialize_any() deserialize_char() deserialize_bytes() deserialize_byte_buf() deserialize_unit()
        deserialize_unit_struct(name: &'static str) deserialize_seq() deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize) deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier() deserialize_ignored_any()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Self::Error> {
        let content = self.content();
        match content.as_deref().unwrap_or(self.0).trim().to_ascii_lowercase().as_str() {
            "1" | "true" => visitor.visit_bool(true),
            "0" | "false" => visitor.visit_bool(false),
            _ => Err(serde_json::Error::custom("not a flag")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Self::Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Self::Error> {
        match as_text(self.0) {
            Some(text) => visitor.visit_string(text.to_owned()),
            None => Json::from_str(self.0).deserialize_string(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Self::Error> {
        let is_empty = self.0.trim() == "null" || self.content().is_some_and(|text| text.is_empty());
        if is_empty { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Self::Error> {
        // `RawValue` asks for the text of a value by a private name.
        match name.starts_with('$') {
            true => Json::from_str(self.0).deserialize_newtype_struct(name, visitor),
            false => visitor.visit_newtype_struct(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Point {
        x: u8,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    enum Colour {
        Red,
        Blue,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Mine {
        seats: Option<u32>,
        trial: Option<bool>,
        budget: Option<Decimal>,
        name: Option<String>,
        colour: Option<Colour>,
        points: Option<Vec<Point>>,
        share: Option<f64>,
    }

    fn all(fields: &[(&str, &str)]) -> Result<(Mine, Vec<Error>)> {
        let fields: BTreeMap<&str, &str> = fields.iter().copied().collect();
        read_each(|name| fields.get(name).map(|text| (*text).to_owned()))
    }

    #[test]
    fn text_is_read_as_number_and_flag() {
        let (mine, problems) = all(&[
            ("seats", "\"1,200\""),
            ("trial", "\"1\""),
            ("budget", "\"54.10\""),
            ("name", "12.50"),
            ("colour", "\"Blue\""),
            ("points", r#"[{"x":1},{"x":2}]"#),
            ("share", "\"0.5\""),
        ])
        .unwrap();
        assert!(problems.is_empty());
        assert_eq!((mine.seats, mine.trial, mine.share), (Some(1200), Some(true), Some(0.5)));
        assert_eq!(mine.budget.unwrap().as_str(), "54.10");
        assert_eq!((mine.name.as_deref(), mine.colour), (Some("12.50"), Some(Colour::Blue)));
        assert_eq!(mine.points.unwrap().len(), 2);
        let (json, _) = all(&[("seats", "7"), ("trial", "false"), ("budget", "1.10"), ("share", "2")]).unwrap();
        assert_eq!((json.seats, json.trial, json.share), (Some(7), Some(false), Some(2.0)));
        assert_eq!(json.budget.unwrap().as_str(), "1.10");
    }

    #[test]
    fn empty_text_and_null_are_none() {
        let (mine, problems) =
            all(&[("seats", "\"\""), ("trial", "null"), ("budget", "\"\""), ("name", "\"\""), ("colour", "null")])
                .unwrap();
        assert!(problems.is_empty());
        assert_eq!((mine.seats, mine.trial, mine.budget, mine.name, mine.colour), (None, None, None, None, None));
    }

    #[test]
    fn unreadable_fields_are_named_and_hide_no_others() {
        let fields =
            [("seats", "\"secret\""), ("name", "\"Jo\""), ("points", r#"[{"x":1},{"x":999}]"#), ("trial", "\"maybe\"")];
        let (mine, problems) = all(&fields).unwrap();
        assert_eq!((mine.name.as_deref(), mine.seats), (Some("Jo"), None));
        let shown: Vec<String> = problems.iter().map(|error| format!("{error} {error:?}")).collect();
        for (problem, path) in shown.iter().zip(["seats", "trial", "points[1].x"]) {
            assert!(problem.contains(path) && !problem.contains("secret") && !problem.contains("999"), "{problem}");
        }
        assert_eq!(shown.len(), 3);
        let fields: BTreeMap<&str, &str> = fields.into_iter().collect();
        let strict = read_fields::<Mine>(|name| fields.get(name).map(|text| (*text).to_owned())).unwrap_err();
        assert!(strict.to_string().contains("seats"), "{strict}");
    }

    #[test]
    fn missing_required_field_is_named() {
        #[derive(Debug, Deserialize)]
        #[allow(dead_code)]
        struct Required {
            seats: u32,
        }
        let error = read_fields::<Required>(|_| None).unwrap_err();
        assert!(error.to_string().contains("missing at seats"), "{error}");
        let error = read_fields::<Required>(|_| Some("\"x\"".to_owned())).unwrap_err();
        assert!(error.to_string().contains("data at seats"), "{error}");
    }
}
