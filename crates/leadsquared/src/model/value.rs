//! Values of fields, and numbers that are sometimes text.

use leads_core::tolerant::{FromScalar, Scalar};
use leads_core::{Decimal, Time};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// The value of one field, kept as it came.
///
/// The vendor's values are text or null, also for numbers, flags and dates, and what this crate writes is text.
/// Anything else that a vendor or a stored request holds is kept and written back. `Debug` shows no value: it may be a
/// person's.
///
/// ```
/// use leadsquared::model::FieldValue;
/// let price = FieldValue::from("200,000");
/// assert_eq!(price.decimal().and_then(|price| price.plain()).as_deref(), Some("200000"));
/// assert_eq!(FieldValue::from("1").flag(), Some(true));
/// assert_eq!(FieldValue::from(true).text(), Some("true"));
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub enum FieldValue {
    /// `null`.
    #[default]
    Null,
    /// Text.
    Text(String),
    /// A JSON number.
    Number(serde_json::Number),
    /// A JSON flag.
    Flag(bool),
    /// An object or a list.
    Json(serde_json::Value),
}

impl FieldValue {
    /// The value, borrowed.
    #[must_use]
    pub fn by_ref(&self) -> FieldRef<'_> {
        match self {
            Self::Null => FieldRef::Null,
            Self::Text(text) => FieldRef::Text(text),
            Self::Number(number) => FieldRef::Number(number),
            Self::Flag(flag) => FieldRef::Flag(*flag),
            Self::Json(value) => FieldRef::Json(value),
        }
    }

    /// The text; `None` for `null` and for what is no text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.by_ref().text()
    }

    /// Whether there is nothing in it: `null` or empty text.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.by_ref().is_blank()
    }

    /// The value as a decimal number; thousands separators are taken out by [`Decimal::plain`].
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        self.by_ref().decimal()
    }

    /// The value as a flag: `"1"`, `"0"`, `"true"` and `"false"` in any case.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        self.read()
    }

    /// The value as a time, in any of the vendor's five forms, all UTC. `None` when there is none; a text in no known
    /// form is a [`Time`] without an instant.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        self.read()
    }

    /// The value as any scalar type.
    #[must_use]
    pub fn read<T: FromScalar>(&self) -> Option<T> {
        self.by_ref().read()
    }

    pub(super) fn visitor<'de>() -> impl Visitor<'de, Value = Self> {
        ValueVisitor
    }
}

/// A [`FieldValue`] that stands in a [`Record`](super::Record), borrowed from it. `Debug` shows no value.
///
/// ```
/// use leadsquared::model::{FieldRef, Record};
/// let record: Record = serde_json::from_str(r#"{"FirstName":"Jane","LastName":null}"#).unwrap();
/// assert_eq!(record.get("FirstName"), Some(FieldRef::Text("Jane")));
/// assert_eq!(record.get("LastName"), Some(FieldRef::Null));
/// ```
#[derive(Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum FieldRef<'a> {
    /// `null`.
    Null,
    /// Text.
    Text(&'a str),
    /// A JSON number.
    Number(&'a serde_json::Number),
    /// A JSON flag.
    Flag(bool),
    /// An object or a list.
    Json(&'a serde_json::Value),
}

impl<'a> FieldRef<'a> {
    /// The text; `None` for `null` and for what is no text.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether there is nothing in it: `null` or empty text.
    #[must_use]
    pub fn is_blank(self) -> bool {
        matches!(self, Self::Null | Self::Text(""))
    }

    /// The value as a decimal number; thousands separators are taken out by [`Decimal::plain`].
    #[must_use]
    pub fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(number) => number.to_string().parse().ok(),
            _ => None,
        }
    }

    /// The value as a flag: `"1"`, `"0"`, `"true"` and `"false"` in any case.
    #[must_use]
    pub fn flag(self) -> Option<bool> {
        self.read()
    }

    /// The value as a time, in any of the vendor's five forms, all UTC. `None` when there is none; a text in no known
    /// form is a [`Time`] without an instant.
    #[must_use]
    pub fn time(self) -> Option<Time> {
        self.read()
    }

    /// The value as any scalar type.
    #[must_use]
    pub fn read<T: FromScalar>(self) -> Option<T> {
        match self {
            Self::Text(text) => T::from_scalar(Scalar::Text(text)),
            Self::Flag(flag) => T::from_scalar(Scalar::Bool(flag)),
            Self::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(number), _, _) => T::from_scalar(Scalar::Integer(number)),
                (_, Some(number), _) => T::from_scalar(Scalar::Unsigned(number)),
                (_, _, Some(number)) => T::from_scalar(Scalar::Float(number)),
                _ => None,
            },
            Self::Null | Self::Json(_) => None,
        }
    }

    /// The value with an allocation of its own.
    #[must_use]
    pub fn to_value(self) -> FieldValue {
        match self {
            Self::Null => FieldValue::Null,
            Self::Text(text) => FieldValue::Text(text.to_owned()),
            Self::Number(number) => FieldValue::Number(number.clone()),
            Self::Flag(flag) => FieldValue::Flag(flag),
            Self::Json(value) => FieldValue::Json(value.clone()),
        }
    }
}

impl fmt::Debug for FieldRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Text("") => "Empty",
            _ => "[PERSONAL]",
        })
    }
}

impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.by_ref().fmt(f)
    }
}

impl<'a> From<&'a FieldValue> for FieldRef<'a> {
    fn from(value: &'a FieldValue) -> Self {
        value.by_ref()
    }
}

impl From<FieldRef<'_>> for FieldValue {
    fn from(value: FieldRef<'_>) -> Self {
        value.to_value()
    }
}

impl From<&str> for FieldValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for FieldValue {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for FieldValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for FieldValue {
    /// `"true"` or `"false"`, as flags are written. Filters want `"1"` and `"0"` instead.
    fn from(flag: bool) -> Self {
        Self::Text(flag.to_string())
    }
}

impl From<i64> for FieldValue {
    fn from(number: i64) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<i32> for FieldValue {
    fn from(number: i32) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<Decimal> for FieldValue {
    fn from(number: Decimal) -> Self {
        Self::Text(number.as_str().to_owned())
    }
}

impl From<chrono::DateTime<chrono::Utc>> for FieldValue {
    /// `YYYY-MM-DD HH:MM:SS` in UTC, the one form that the vendor takes.
    fn from(time: chrono::DateTime<chrono::Utc>) -> Self {
        Self::Text(super::SentTime::from(time).as_str().to_owned())
    }
}

impl FromScalar for FieldValue {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Text(text) => Self::Text(text.to_owned()),
            Scalar::Integer(number) => Self::Number(number.into()),
            Scalar::Unsigned(number) => Self::Number(number.into()),
            Scalar::Float(number) => Self::Number(serde_json::Number::from_f64(number)?),
            Scalar::Bool(flag) => Self::Flag(flag),
        })
    }
}

impl Serialize for FieldRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Json(value) => value.serialize(serializer),
        }
    }
}

impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_ref().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = FieldValue;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: de::Error>(self) -> Result<FieldValue, E> {
        Ok(FieldValue::Null)
    }
    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<FieldValue, E> {
        Ok(FieldValue::Flag(flag))
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<FieldValue, E> {
        Ok(FieldValue::Number(number.into()))
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<FieldValue, E> {
        Ok(FieldValue::Number(number.into()))
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<FieldValue, E> {
        Ok(serde_json::Number::from_f64(number).map_or(FieldValue::Null, FieldValue::Number))
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<FieldValue, E> {
        Ok(FieldValue::Text(text.to_owned()))
    }
    fn visit_string<E: de::Error>(self, text: String) -> Result<FieldValue, E> {
        Ok(FieldValue::Text(text))
    }
    fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<FieldValue, A::Error> {
        Deserialize::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(FieldValue::Json)
    }
    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<FieldValue, A::Error> {
        Deserialize::deserialize(de::value::MapAccessDeserializer::new(map)).map(FieldValue::Json)
    }
}

/// A whole number that some calls write as a number and some as text; kept as it came.
///
/// ```
/// use leadsquared::model::WireNumber;
/// assert_eq!(serde_json::to_string(&WireNumber::number(1)).unwrap(), "1");
/// assert_eq!(serde_json::to_string(&WireNumber::text(1)).unwrap(), "\"1\"");
/// assert_eq!(WireNumber::number(1), WireNumber::text(1));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct WireNumber {
    value: i64,
    text: bool,
}

impl WireNumber {
    /// A number that is written as a number.
    #[must_use]
    pub const fn number(value: i64) -> Self {
        Self { value, text: false }
    }

    /// A number that is written as text.
    #[must_use]
    pub const fn text(value: i64) -> Self {
        Self { value, text: true }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.value
    }
}

impl PartialEq for WireNumber {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for WireNumber {}

impl From<i64> for WireNumber {
    fn from(value: i64) -> Self {
        Self::number(value)
    }
}

impl From<u32> for WireNumber {
    fn from(value: u32) -> Self {
        Self::number(i64::from(value))
    }
}

impl fmt::Display for WireNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value, f)
    }
}

impl FromScalar for WireNumber {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let text = matches!(scalar, Scalar::Text(_));
        i64::from_scalar(scalar).map(|value| Self { value, text })
    }
}

impl Serialize for WireNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.text { serializer.collect_str(&self.value) } else { serializer.serialize_i64(self.value) }
    }
}

impl<'de> Deserialize<'de> for WireNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        leads_core::tolerant::required(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_written_back() {
        let text = r#"[null,"","200,000",1,18446744073709551615,1.5,true,{"a":[1]},[]]"#;
        let values: Vec<FieldValue> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&values).unwrap(), text);
        assert!(!format!("{values:?}").contains("200"));
    }

    #[test]
    fn flags_and_times() {
        for (text, flag) in [("1", Some(true)), ("False", Some(false)), ("yes", None), ("", None)] {
            assert_eq!(FieldValue::from(text).flag(), flag, "{text}");
        }
        for text in
            ["2026-07-31 05:33:50", "2026-07-31 05:33:50.000", "7/31/2026 5:33:50 AM", "/Date(1785476030000+0000)/"]
        {
            let time = FieldValue::from(text).time().unwrap();
            assert_eq!(time.utc().unwrap().to_rfc3339(), "2026-07-31T05:33:50+00:00");
            assert_eq!(time.as_str(), text);
        }
        assert!(FieldValue::from("next week").time().unwrap().utc().is_none());
    }
}
