//! Times in the five formats that Nutshell uses.

use chrono::{DateTime, SecondsFormat, Utc};
use leads_core::vendor::model::{self, Member, Model};
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A time as Nutshell wrote it, with the instant that it represents.
///
/// The same member is sent as Unix seconds (number or digits), as ISO text with `Z` or an offset (with or without a
/// colon), or as an object with a `timestamp`. Each is read, and written back unchanged. For an object only the
/// timestamp is read: its texts depend on the language of the instance and can be as vague as "Yesterday". A text
/// without a zone has no instant, because the vendor does not document its zone.
///
/// # Examples
///
/// ```
/// use nutshell::model::Time;
/// let time: Time =
///     serde_json::from_str(r#"{"value":"Yesterday","timestamp":"1755113219"}"#).unwrap();
/// assert_eq!(time.timestamp(), Some(1755113219));
/// assert_eq!(time.localized(), Some("Yesterday"));
/// let same: Time = serde_json::from_str("1755113219").unwrap();
/// assert_eq!(time, same);
/// ```
#[derive(Clone)]
pub struct Time {
    form: Form,
    utc: Option<DateTime<Utc>>,
}

#[derive(Clone)]
enum Form {
    Number(Stamp),
    Text(String),
    Object(Object),
}

leads_core::model! { "camelCase";
    /// The object form.
    struct Object {
        absolute_localized_string: scalar String,
        from_now_localized_string: scalar String,
        timestamp: scalar Stamp,
        value: scalar String,
    }
}

/// Unix seconds as they were sent.
#[derive(Clone, Debug)]
enum Stamp {
    /// A whole number, as almost always.
    Whole(i64),
    /// The digits of any other number.
    Number(String),
    Text(String),
}

impl Stamp {
    fn utc(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Whole(seconds) => DateTime::from_timestamp(*seconds, 0),
            Self::Number(text) | Self::Text(text) => seconds(text),
        }
    }
}

impl FromScalar for Stamp {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text("") | Scalar::Bool(_) => None,
            Scalar::Text(text) => Some(Self::Text(text.to_owned())),
            Scalar::Integer(seconds) => Some(Self::Whole(seconds)),
            // A float keeps the digits of a JSON number.
            Scalar::Float(seconds) => Some(Self::Number(serde_json::Number::from_f64(seconds)?.to_string())),
            other => String::from_scalar(other).map(Self::Number),
        }
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Whole(seconds) => serializer.serialize_i64(*seconds),
            Self::Number(text) => match serde_json::from_str::<&RawValue>(text) {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(text),
            },
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// Returns the instant of digits with an optional fraction.
fn seconds(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(whole) = text.parse::<i64>() {
        return DateTime::from_timestamp(whole, 0);
    }
    let exact: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
    #[allow(clippy::cast_possible_truncation)]
    DateTime::from_timestamp_millis((exact * 1000.0).round() as i64)
}

/// Returns the whole seconds of a time. Parts that are not written are dropped, so that a request equals its stored
/// form and the vendor's echo of it.
fn whole(utc: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(utc.timestamp(), 0).unwrap_or(utc)
}

/// Returns the instant of an ISO text with a zone, or of digits.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    for format in ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z"] {
        if let Ok(time) = DateTime::parse_from_str(text, format) {
            return Some(time.to_utc());
        }
    }
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') { seconds(text) } else { None }
}

impl Time {
    /// Returns the instant, or `None` if the time is in an unknown format or a text without a zone.
    #[must_use]
    pub fn utc(&self) -> Option<DateTime<Utc>> {
        self.utc
    }

    /// Returns the instant in Unix seconds.
    #[must_use]
    pub fn timestamp(&self) -> Option<i64> {
        self.utc.map(|utc| utc.timestamp())
    }

    /// Returns the display text, in the language of the instance: an object's `absoluteLocalizedString`,
    /// `fromNowLocalizedString` or `value`, otherwise the text itself. Do not parse it.
    #[must_use]
    pub fn localized(&self) -> Option<&str> {
        match &self.form {
            Form::Number(_) => None,
            Form::Text(text) => Some(text),
            Form::Object(object) => object
                .absolute_localized_string
                .as_deref()
                .or(object.from_now_localized_string.as_deref())
                .or(object.value.as_deref()),
        }
    }

    /// Creates a time in Unix seconds, written as a number. As for every time that is written, only whole seconds
    /// count: the vendor accepts no more.
    #[must_use]
    pub fn seconds(utc: DateTime<Utc>) -> Self {
        let utc = whole(utc);
        Self { form: Form::Number(Stamp::Whole(utc.timestamp())), utc: Some(utc) }
    }

    /// Creates a time in Unix seconds, written as text.
    #[must_use]
    pub fn seconds_text(utc: DateTime<Utc>) -> Self {
        let utc = whole(utc);
        Self { form: Form::Text(utc.timestamp().to_string()), utc: Some(utc) }
    }

    /// Creates a time as ISO text with an offset without a colon: `2026-01-01T00:00:00+0000`, as used by installments.
    #[must_use]
    pub fn iso(utc: DateTime<Utc>) -> Self {
        let utc = whole(utc);
        Self { form: Form::Text(utc.format("%Y-%m-%dT%H:%M:%S+0000").to_string()), utc: Some(utc) }
    }

    /// Creates a time as an object with only its `timestamp`, as used by the due time of a new lead.
    #[must_use]
    pub fn object(utc: DateTime<Utc>) -> Self {
        let utc = whole(utc);
        let timestamp = Some(Stamp::Whole(utc.timestamp()));
        Self { form: Form::Object(Object { timestamp, ..Object::blank() }), utc: Some(utc) }
    }
}

impl FromScalar for Time {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) if !text.trim().is_empty() => {
                Some(Self { form: Form::Text(text.to_owned()), utc: instant(text) })
            }
            Scalar::Text(_) | Scalar::Bool(_) => None,
            number => {
                let stamp = Stamp::from_scalar(number)?;
                let utc = stamp.utc();
                Some(Self { form: Form::Number(stamp), utc })
            }
        }
    }
}

impl PartialEq for Time {
    /// Times with the same instant are equal, however they are written.
    fn eq(&self, other: &Self) -> bool {
        match (self.utc, other.utc) {
            (Some(a), Some(b)) => a == b,
            (None, None) => self.localized() == other.localized(),
            _ => false,
        }
    }
}

impl Eq for Time {}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.utc {
            Some(utc) => f.write_str(&utc.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => fmt::Debug::fmt(&self.localized(), f),
        }
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.form {
            Form::Number(stamp) => stamp.serialize(serializer),
            Form::Text(text) => serializer.serialize_str(text),
            Form::Object(object) => object.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut time: Option<Self> = None;
        model::read_member(deserializer, Member::Either(&mut time))?;
        time.ok_or_else(|| de::Error::custom("not a time"))
    }
}

/// The object form is filled in place.
impl Model for Time {
    fn blank() -> Self {
        Self { form: Form::Object(Object::blank()), utc: None }
    }
    fn object(&mut self) -> Option<&mut dyn model::Object> {
        match &mut self.form {
            Form::Object(object) => Some(object),
            _ => None,
        }
    }
    fn complete(&mut self) {
        if let Form::Object(object) = &self.form {
            self.utc = object.timestamp.as_ref().and_then(Stamp::utc);
        }
    }
}

/// An end of a time range in a filter: an instant, written with `Z`, or a custom text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterTime(String);

impl From<DateTime<Utc>> for FilterTime {
    fn from(utc: DateTime<Utc>) -> Self {
        Self(utc.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl From<&str> for FilterTime {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for FilterTime {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for FilterTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("1755113219")]
    #[case("1755113219.0")]
    #[case("\"1755113219\"")]
    #[case("\"2025-08-13T19:26:59Z\"")]
    #[case("\"2025-08-13T19:26:59+0000\"")]
    #[case("\"2025-08-13T15:26:59-04:00\"")]
    #[case(r#"{"absoluteLocalizedString":"Aug 13, 2025","timestamp":1755113219,"value":"Yesterday"}"#)]
    #[case(r#"{"fromNowLocalizedString":"2 days ago","timestamp":"1755113219"}"#)]
    fn every_time_format_has_the_same_instant(#[case] json: &str) {
        let time: Time = serde_json::from_str(json).unwrap();
        assert_eq!(time.timestamp(), Some(1_755_113_219), "{json}");
        assert_eq!(serde_json::to_string(&time).unwrap(), json);
    }

    #[rstest]
    #[case("null", None)]
    #[case("\"\"", None)]
    #[case("true", None)]
    #[case("[]", None)]
    #[case("[{\"a\":1}]", None)]
    #[case("\"next week\"", Some(None))]
    #[case("\"2025-08-13T19:26:59\"", Some(None))]
    #[case("{}", Some(None))]
    #[case("{\"timestamp\":null}", Some(None))]
    #[case("18446744073709551615", Some(None))]
    fn unparsable_times_have_no_instant(#[case] json: &str, #[case] wanted: Option<Option<i64>>) {
        let read: Result<Time, _> = serde_json::from_str(json);
        assert_eq!(read.ok().map(|time| time.timestamp()), wanted, "{json}");
    }

    #[test]
    fn written_times_use_the_vendors_formats() {
        let utc: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
        let json = |time: &Time| serde_json::to_string(time).unwrap();
        assert_eq!(json(&Time::seconds(utc)), "1767225600");
        assert_eq!(json(&Time::seconds_text(utc)), "\"1767225600\"");
        assert_eq!(json(&Time::iso(utc)), "\"2026-01-01T00:00:00+0000\"");
        assert_eq!(json(&Time::object(utc)), r#"{"timestamp":1767225600}"#);
    }

    #[rstest]
    #[case("2026-01-01T00:00:00.987654321Z")]
    #[case("1969-12-31T23:59:59.5Z")]
    #[case("2016-12-31T23:59:60.5Z")]
    fn unwritten_precision_is_dropped(#[case] text: &str) {
        let utc: DateTime<Utc> = text.parse().unwrap();
        for time in [Time::seconds(utc), Time::seconds_text(utc), Time::iso(utc), Time::object(utc)] {
            let written = serde_json::to_string(&time).unwrap();
            let read: Time = serde_json::from_str(&written).unwrap();
            assert_eq!(time, read, "{written}");
            assert_eq!(time.utc(), DateTime::from_timestamp(utc.timestamp(), 0), "{written}");
        }
    }
}
