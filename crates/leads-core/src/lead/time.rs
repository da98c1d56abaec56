//! Times that keep their original text.

use crate::json::{FromScalar, Scalar};
use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound as _, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A time as the vendor wrote it, and its instant.
///
/// The text is kept and written back. [`utc`](Self::utc) parses it, and is `None` if its format is not recognized. A text
/// without a time zone is read as UTC, as Capillary and LeadSquared document; a vendor with a different rule has a
/// separate type.
///
/// Recognized formats: RFC 3339 with any offset (also without a colon), `2026-07-31 05:33:50` with or without a
/// fraction and `T`, `7/31/2026 5:33:50 AM` (month first), `/Date(1751910591000+0000)/`, a date alone (midnight), and
/// Unix seconds as a number or as digits.
///
/// ```
/// use leads_core::Time;
/// let time = Time::from("2018-10-05T08:00:00+05:30");
/// assert_eq!(time.utc().unwrap().to_rfc3339(), "2018-10-05T02:30:00+00:00");
/// assert_eq!(time.as_str(), "2018-10-05T08:00:00+05:30");
/// assert!(Time::from("next week").utc().is_none());
/// ```
#[derive(Clone)]
pub struct Time {
    text: String,
    number: bool,
    /// The instant, if it does not have to be parsed from the text. A response has many times, and few are read.
    known: Option<DateTime<Utc>>,
}

impl Time {
    /// Returns the text as the vendor wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the instant; `None` if the format is not recognized. Parses the text each time it is called.
    #[must_use]
    pub fn utc(&self) -> Option<DateTime<Utc>> {
        self.known.or_else(|| parse(&self.text))
    }

    fn of_text(text: String) -> Self {
        Self { text, number: false, known: None }
    }

    /// Creates a time from an instant, with the text in the vendor's format. The text must represent that instant.
    pub fn with_text(utc: DateTime<Utc>, text: impl Into<String>) -> Self {
        Self { text: text.into(), number: false, known: Some(utc) }
    }
}

/// Parses a time in any recognized format.
fn parse(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    if let Some(inside) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        // The offset only indicates the server's time zone: the milliseconds count from the epoch.
        let end = inside.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-')).map_or(inside.len(), |(i, _)| i);
        return DateTime::from_timestamp_millis(inside.get(..end)?.parse().ok()?);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return DateTime::from_timestamp(text.parse().ok()?, 0);
    }
    for format in ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z"] {
        if let Ok(time) = DateTime::parse_from_str(text, format) {
            return Some(time.to_utc());
        }
    }
    for format in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M"] {
        if let Ok(time) = NaiveDateTime::parse_from_str(text, format) {
            return Some(time.and_utc());
        }
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0).map(|time| time.and_utc())
}

impl From<&str> for Time {
    fn from(text: &str) -> Self {
        Self::of_text(text.to_owned())
    }
}

impl From<String> for Time {
    fn from(text: String) -> Self {
        Self::of_text(text)
    }
}

impl From<DateTime<Utc>> for Time {
    /// Uses whole seconds and `Z`: `2026-07-31T05:33:50Z`. The fraction of a second is dropped, also from the instant,
    /// so that the text represents the same instant when it is read again.
    fn from(utc: DateTime<Utc>) -> Self {
        let utc = utc.trunc_subsecs(0);
        Self::with_text(utc, utc.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    }
}

impl PartialEq for Time {
    fn eq(&self, other: &Self) -> bool {
        match (self.utc(), other.utc()) {
            (Some(a), Some(b)) => a == b,
            _ => self.text == other.text,
        }
    }
}

impl Eq for Time {}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromScalar for Time {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text("") | Scalar::Bool(_) | Scalar::Unsigned(_) => None,
            Scalar::Text(text) => Some(Self::from(text)),
            Scalar::Integer(seconds) => {
                Some(Self { text: seconds.to_string(), number: true, known: DateTime::from_timestamp(seconds, 0) })
            }
            Scalar::Float(seconds) => {
                let text = serde_json::Number::from_f64(seconds)?.to_string();
                #[allow(clippy::cast_possible_truncation)]
                let known = DateTime::from_timestamp_millis((seconds * 1000.0) as i64);
                Some(Self { text, number: true, known })
            }
        }
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<&RawValue>(&self.text) {
            Ok(number) if self.number => number.serialize(serializer),
            _ => serializer.serialize_str(&self.text),
        }
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::json::tolerant::required(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-07-31T05:33:50Z")]
    #[case("2026-07-31T11:03:50+05:30")]
    #[case("2026-07-31T05:33:50+0000")]
    #[case("2026-07-31 05:33:50")]
    #[case("2026-07-31 05:33:50.000")]
    #[case("2026-07-31T05:33:50")]
    #[case("7/31/2026 5:33:50 AM")]
    #[case("/Date(1785476030000+0000)/")]
    #[case("/Date(1785476030000)/")]
    #[case("1785476030")]
    fn same_instant_is_parsed_from_many_formats(#[case] text: &str) {
        let time = Time::from(text);
        assert_eq!(time.utc().unwrap().to_rfc3339(), "2026-07-31T05:33:50+00:00");
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Time>(&json).unwrap()).unwrap(), json);
    }

    #[test]
    fn unix_seconds_stay_numbers() {
        for json in ["1785476030", "1785476030.5", "-1"] {
            let time: Time = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&time).unwrap(), json);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_kept_without_panic(text in ".+") {
            let time = Time::from(text.as_str());
            prop_assert_eq!(time.as_str(), text.as_str());
        }

        #[test]
        fn instants_round_trip(seconds in -62_135_596_800_i64..253_402_300_799) {
            let utc = DateTime::from_timestamp(seconds, 0).unwrap();
            prop_assert_eq!(Time::from(Time::from(utc).as_str()).utc(), Some(utc));
        }

        #[test]
        fn fraction_of_a_second_is_dropped_with_the_text(
            // Chrono represents a leap second at the end of a minute by more than a billion nanoseconds.
            seconds in -62_135_596_800_i64..253_402_300_799, nanos in 0_u32..1_000_000_000, leap in any::<bool>(),
        ) {
            let at = if leap { DateTime::from_timestamp(seconds.div_euclid(60) * 60 + 59, nanos + 1_000_000_000) }
                else { DateTime::from_timestamp(seconds, nanos) };
            let time = Time::from(at.unwrap());
            let again: Time = serde_json::from_str(&serde_json::to_string(&time).unwrap()).unwrap();
            prop_assert_eq!((again.as_str(), again.utc()), (time.as_str(), time.utc()));
            prop_assert_eq!(&again, &time);
            prop_assert_eq!(time.utc().unwrap().timestamp(), at.unwrap().timestamp());
        }
    }
}
