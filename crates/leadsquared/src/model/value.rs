//! Values of fields, and numbers that are sometimes text.

use super::record_data::{FieldValue, Record};
use leads_core::vendor::JsonText;
use leads_core::vendor::model::{Absent, TextSlot};
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use leads_core::{Decimal, Time};
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

impl FieldValue {
    /// Borrows the value.
    #[must_use]
    pub fn by_ref(&self) -> FieldRef<'_> {
        match self {
            Self::Null => FieldRef::Null,
            Self::Text(text) => FieldRef::Text(text),
            Self::Number(number) => FieldRef::Number(number),
            Self::Flag(flag) => FieldRef::Flag(*flag),
            Self::List(values) => FieldRef::List(values),
            Self::Object(record) => FieldRef::Object(record),
        }
    }

    /// Returns the text, or `None` for `null` and for anything that is not text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.by_ref().text()
    }

    /// Returns whether it is blank: `null` or empty text.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.by_ref().is_blank()
    }

    /// Returns the value as a decimal number; [`Decimal::plain`] removes thousands separators.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        self.by_ref().decimal()
    }

    /// Returns the value as a flag: `"1"`, `"0"`, `"true"` and `"false"` in any case.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        self.read()
    }

    /// Returns the value as a time, in any of the vendor's five forms, all UTC. `None` if there is none; a text in an
    /// unknown form is a [`Time`] without an instant.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        self.read()
    }

    /// Returns the value as any scalar type.
    #[must_use]
    pub fn read<T: FromScalar>(&self) -> Option<T> {
        self.by_ref().read()
    }

    /// Reads a list or an object as another type; `None` for anything else and for what that type rejects.
    #[must_use]
    pub fn read_json<T: DeserializeOwned>(&self) -> Option<T> {
        self.by_ref().read_json()
    }

    /// Reads the text of a JSON value.
    pub(super) fn of_json(text: &str) -> Result<Self, NotRead> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        parser.value()
    }
}

/// A [`FieldValue`] borrowed from a [`Record`](super::Record). `Debug` shows no value.
///
/// # Examples
///
/// ```
/// use leadsquared::model::{FieldRef, Record};
/// let record: Record =
///     serde_json::from_str(r#"{"FirstName":"Jane","LastName":null}"#).unwrap();
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
    Number(&'a Decimal),
    /// A JSON flag.
    Flag(bool),
    /// A list.
    List(&'a [FieldValue]),
    /// An object.
    Object(&'a Record),
}

impl<'a> FieldRef<'a> {
    /// Returns the text, or `None` for `null` and for anything that is not text.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns whether it is blank: `null` or empty text.
    #[must_use]
    pub fn is_blank(self) -> bool {
        matches!(self, Self::Null | Self::Text(""))
    }

    /// Returns the value as a decimal number; [`Decimal::plain`] removes thousands separators.
    #[must_use]
    pub fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Number(number) => Some(number.clone()),
            _ => None,
        }
    }

    /// Returns the value as a flag: `"1"`, `"0"`, `"true"` and `"false"` in any case.
    #[must_use]
    pub fn flag(self) -> Option<bool> {
        self.read()
    }

    /// Returns the value as a time, in any of the vendor's five forms, all UTC. `None` if there is none; a text in an
    /// unknown form is a [`Time`] without an instant.
    #[must_use]
    pub fn time(self) -> Option<Time> {
        self.read()
    }

    /// Returns the value as any scalar type.
    #[must_use]
    pub fn read<T: FromScalar>(self) -> Option<T> {
        match self {
            Self::Text(text) => T::from_scalar(Scalar::Text(text)),
            Self::Flag(flag) => T::from_scalar(Scalar::Bool(flag)),
            Self::Number(number) => {
                let text = number.as_str();
                if let Ok(number) = text.parse() {
                    return T::from_scalar(Scalar::Integer(number));
                }
                if let Ok(number) = text.parse() {
                    return T::from_scalar(Scalar::Unsigned(number));
                }
                let number = text.parse().ok().filter(|number: &f64| number.is_finite())?;
                T::from_scalar(Scalar::Float(number))
            }
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Reads a list or an object as another type; `None` for anything else and for what that type rejects.
    #[must_use]
    pub fn read_json<T: DeserializeOwned>(self) -> Option<T> {
        match self {
            Self::List(_) | Self::Object(_) => {
                leads_core::vendor::decode::from_str(&serde_json::to_string(&self).ok()?).ok()
            }
            _ => None,
        }
    }

    /// Returns an owned copy of the value.
    #[must_use]
    pub fn to_value(self) -> FieldValue {
        match self {
            Self::Null => FieldValue::Null,
            Self::Text(text) => FieldValue::Text(text.to_owned()),
            Self::Number(number) => FieldValue::Number(number.clone()),
            Self::Flag(flag) => FieldValue::Flag(flag),
            Self::List(values) => FieldValue::List(values.to_vec()),
            Self::Object(record) => FieldValue::Object(record.clone()),
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
    /// Writes `"true"` or `"false"`. Filters require `"1"` and `"0"` instead.
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
    /// `YYYY-MM-DD HH:MM:SS` in UTC, the only form that the vendor accepts.
    fn from(time: chrono::DateTime<chrono::Utc>) -> Self {
        Self::Text(super::SentTime::from(time).as_str().to_owned())
    }
}

impl FromScalar for FieldValue {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Text(text) => Self::Text(text.to_owned()),
            Scalar::Integer(number) => Self::Number(number.into()),
            Scalar::Unsigned(number) => Self::Number(Decimal::of_json(&number.to_string())?),
            Scalar::Float(number) => {
                Self::Number(Decimal::of_json(&serde_json::Number::from_f64(number)?.to_string())?)
            }
            Scalar::Bool(flag) => Self::Flag(flag),
            _ => return None,
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
            Self::List(values) => values.serialize(serializer),
            Self::Object(record) => record.serialize(serializer),
        }
    }
}

impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_ref().serialize(serializer)
    }
}

impl From<Vec<FieldValue>> for FieldValue {
    fn from(values: Vec<FieldValue>) -> Self {
        Self::List(values)
    }
}

impl From<Record> for FieldValue {
    fn from(record: Record) -> Self {
        Self::Object(record)
    }
}

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read from its text: a visitor is given floats, which lose digits.
        let text = JsonText::deserialize(deserializer)?;
        Self::of_json(text.get()).map_err(D::Error::custom)
    }
}

/// A member of any type.
impl TextSlot for FieldValue {
    fn take(&mut self, text: &str) -> serde_json::Result<()> {
        *self = Self::of_json(text).map_err(serde_json::Error::custom)?;
        Ok(())
    }
}

/// Only `null` counts as absent: an empty text is what the vendor sends for a field without a value.
impl Absent for FieldValue {
    fn is_absent(&self) -> bool {
        *self == Self::Null
    }
}

/// Why the text of a value cannot be read. The messages begin like those of `serde_json`, so that they trigger the same
/// repair.
pub(super) enum NotRead {
    Text(serde_json::Error),
    TooDeep,
    TooLarge,
    Broken,
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => error.fmt(f),
            Self::TooDeep => f.write_str("nested too deeply"),
            Self::TooLarge => f.write_str("a record of more than 4 GiB"),
            Self::Broken => f.write_str("not JSON"),
        }
    }
}

/// Returns the string of a JSON text; borrowed if it has no escapes.
pub(super) fn string(quoted: &str) -> Result<Cow<'_, str>, NotRead> {
    let inside = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).ok_or(NotRead::Broken)?;
    if !inside.contains('\\') {
        return Ok(Cow::Borrowed(inside));
    }
    serde_json::from_str(quoted).map(Cow::Owned).map_err(NotRead::Text)
}

/// The maximum nesting depth of lists and objects, as in `serde_json`.
const DEEPEST: usize = 128;

/// Reads text that is known to be JSON, and keeps the digits of its numbers.
struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips the string that begins here, and returns it with its quotes.
    fn quoted(&mut self) -> Result<&'a str, NotRead> {
        let (start, bytes) = (self.at, self.text.as_bytes());
        if self.peek() != Some(b'"') {
            return Err(NotRead::Broken);
        }
        self.at += 1;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return self.text.get(start..self.at).map(str::trim_start).ok_or(NotRead::Broken);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        Err(NotRead::Broken)
    }

    /// Skips the comma (`true`) or the end of a list or object.
    fn more(&mut self, close: u8) -> Result<bool, NotRead> {
        let next = self.peek();
        self.at += 1;
        match next {
            Some(b',') => Ok(true),
            Some(byte) if byte == close => Ok(false),
            _ => Err(NotRead::Broken),
        }
    }

    fn is_empty(&mut self, close: u8) -> bool {
        self.at += 1;
        let empty = self.peek() == Some(close);
        self.at += usize::from(empty);
        empty
    }

    fn value(&mut self) -> Result<FieldValue, NotRead> {
        match self.peek() {
            Some(b'"') => self.quoted().and_then(string).map(|text| FieldValue::Text(text.into_owned())),
            Some(b'[' | b'{') if self.depth >= DEEPEST => Err(NotRead::TooDeep),
            Some(b'[') => {
                self.depth += 1;
                let mut values = Vec::new();
                if !self.is_empty(b']') {
                    loop {
                        values.push(self.value()?);
                        if !self.more(b']')? {
                            break;
                        }
                    }
                }
                self.depth -= 1;
                Ok(FieldValue::List(values))
            }
            Some(b'{') => {
                self.depth += 1;
                let mut record = Record::default();
                if !self.is_empty(b'}') {
                    loop {
                        let name = self.quoted().and_then(string)?;
                        if self.peek() != Some(b':') {
                            return Err(NotRead::Broken);
                        }
                        self.at += 1;
                        record.push(&name, self.value()?).ok_or(NotRead::TooLarge)?;
                        if !self.more(b'}')? {
                            break;
                        }
                    }
                }
                self.depth -= 1;
                Ok(FieldValue::Object(record))
            }
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let length =
                    rest.find(|c: char| matches!(c, ',' | ']' | '}') || c.is_ascii_whitespace()).unwrap_or(rest.len());
                self.at += length;
                match rest.get(..length).unwrap_or_default() {
                    "null" => Ok(FieldValue::Null),
                    "true" => Ok(FieldValue::Flag(true)),
                    "false" => Ok(FieldValue::Flag(false)),
                    number => Decimal::of_json(number).map(FieldValue::Number).ok_or(NotRead::Broken),
                }
            }
        }
    }
}

/// A whole number that some calls write as a number and some as text; kept as it came.
///
/// # Examples
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
    /// Creates a number that is written as a number.
    #[must_use]
    pub const fn number(value: i64) -> Self {
        Self { value, text: false }
    }

    /// Creates a number that is written as text.
    #[must_use]
    pub const fn text(value: i64) -> Self {
        Self { value, text: true }
    }

    /// Returns the number.
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
        leads_core::vendor::tolerant::required(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_round_trips() {
        let text = r#"[null,"","200,000",1,18446744073709551615,1.5,true,{"a":[1]},[]]"#;
        let digits = r#"[18446744073709551616,1.50,-0,0.1234567890123456789,1e400,{"b":[9007199254740993.0],"a":1E2}]"#;
        let values: Vec<FieldValue> = serde_json::from_str(digits).unwrap();
        assert_eq!(serde_json::to_string(&values).unwrap(), digits);
        assert_eq!(values[1].decimal().unwrap().as_str(), "1.50");
        assert_eq!((values[1].read::<f64>(), values[4].read::<f64>()), (Some(1.5), None));
        let values: Vec<FieldValue> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&values).unwrap(), text);
        assert!(!format!("{values:?}").contains("200"));
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(serde_json::from_str::<FieldValue>(&nested(128)).is_ok());
        assert!(serde_json::from_str::<FieldValue>(&nested(129)).is_err());
        assert!(leads_core::vendor::decode::from_str::<FieldValue>(&nested(100_000)).is_err());
        let spaced = " { \"a\\u0062\" : [ 1 , \"x\" , { } ] , \"c\" : null } ";
        let value: FieldValue = serde_json::from_str(spaced).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"ab":[1,"x",{}],"c":null}"#);
    }

    #[test]
    fn flags_and_times_are_written_in_the_vendors_form() {
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
