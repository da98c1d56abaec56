//! Values in vendor-specific formats: dates with the day first, local times, post codes.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Implementations shared by values that keep their original text.
macro_rules! kept_text {
    ($name:ident) => {
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromScalar for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    Scalar::Text(text) if !text.is_empty() => Some(Self(text.to_owned())),
                    _ => None,
                }
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }
    };
}

/// A date as the vendor writes it, day first: `31/12/2023`. The text is kept and written back unchanged.
///
/// That the day comes first is documented by the finance and subscription guides and inferred for the others.
///
/// # Examples
///
/// ```
/// use dealerstudio::model::DayFirst;
/// let date = DayFirst::from("31/12/2023");
/// assert_eq!(date.date(), chrono::NaiveDate::from_ymd_opt(2023, 12, 31));
/// assert_eq!(DayFirst::from(date.date().unwrap()).as_str(), "31/12/2023");
/// assert!(DayFirst::from("soon").date().is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DayFirst(String);

impl DayFirst {
    /// Returns the text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the date, or `None` if the text is not one. `2023-12-31` is accepted too.
    #[must_use]
    pub fn date(&self) -> Option<NaiveDate> {
        let text = self.0.trim();
        ["%d/%m/%Y", "%Y-%m-%d"].into_iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
    }
}

impl From<NaiveDate> for DayFirst {
    fn from(date: NaiveDate) -> Self {
        Self(format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()))
    }
}
kept_text!(DayFirst);

/// A time as the vendor writes it. Without a zone, `2026-03-01 09:30:00`, it is local to the dealership; the vendor's
/// responses do not indicate the zone. Where no document shows the format, the text may include a zone.
///
/// According to the vendor's guide, a dealership without a zone is in Australia/Brisbane, ten hours ahead of UTC all
/// year: [`BRISBANE`](Self::BRISBANE) is that offset, for callers who know that it applies.
///
/// # Examples
///
/// ```
/// use dealerstudio::model::LocalTime;
/// let time = LocalTime::from("2026-03-01 09:30:00");
/// assert_eq!(time.at(LocalTime::BRISBANE).unwrap().to_rfc3339(), "2026-03-01T09:30:00+10:00");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LocalTime(String);

impl LocalTime {
    /// The offset of Brisbane, which has no daylight saving time.
    #[allow(clippy::panic, reason = "evaluated at compile time")]
    pub const BRISBANE: chrono::FixedOffset = match chrono::FixedOffset::east_opt(10 * 3600) {
        Some(offset) => offset,
        None => panic!("ten hours are an offset"),
    };

    /// Returns the text as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the local time of the dealership, or `None` if the text is not a time.
    #[must_use]
    pub fn naive(&self) -> Option<NaiveDateTime> {
        let text = self.0.trim();
        ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
            .into_iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
    }

    /// Returns the instant if the text includes a zone; `None` otherwise, because a guess could be half a day off.
    ///
    /// # Examples
    ///
    /// ```
    /// use dealerstudio::model::LocalTime;
    /// assert_eq!(
    ///     LocalTime::from("2026-03-01T09:30:00+10:00").utc().unwrap().to_rfc3339(),
    ///     "2026-02-28T23:30:00+00:00",
    /// );
    /// assert_eq!(LocalTime::from("2026-03-01 09:30:00").utc(), None);
    /// ```
    #[must_use]
    pub fn utc(&self) -> Option<DateTime<Utc>> {
        let text = self.0.trim();
        DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f %z"))
            .ok()
            .map(|time| time.to_utc())
    }

    /// Returns the instant in the given zone; a zone in the text takes precedence. `None` if the text is not a time.
    #[must_use]
    pub fn at(&self, offset: chrono::FixedOffset) -> Option<DateTime<chrono::FixedOffset>> {
        match self.utc() {
            Some(time) => Some(time.with_timezone(&offset)),
            None => self.naive()?.and_local_timezone(offset).single(),
        }
    }
}

impl From<NaiveDateTime> for LocalTime {
    /// `2026-03-01 09:30:00`.
    fn from(time: NaiveDateTime) -> Self {
        Self(time.format("%Y-%m-%d %H:%M:%S").to_string())
    }
}
kept_text!(LocalTime);

/// When a service sent a message: `2026-03-01T09:30:00.000`, without a zone (documented). Which time zone it is in is
/// not documented.
///
/// # Examples
///
/// ```
/// use dealerstudio::model::SentDate;
/// let time = chrono::NaiveDate::from_ymd_opt(2026, 3, 1)
///     .unwrap()
///     .and_hms_opt(9, 30, 0)
///     .unwrap();
/// assert_eq!(SentDate::from(time).as_str(), "2026-03-01T09:30:00.000");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SentDate(String);

impl SentDate {
    /// Returns the text as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<NaiveDateTime> for SentDate {
    /// `2026-03-01T09:30:00.000`.
    fn from(time: NaiveDateTime) -> Self {
        Self(time.format("%Y-%m-%dT%H:%M:%S%.3f").to_string())
    }
}
kept_text!(SentDate);

/// A post code, which the vendor's schema types as an integer.
///
/// A number cannot have the leading zero of the Northern Territory (`0800`), so a code with one is written as text, and
/// any other as a number. A code that was read is written back unchanged.
///
/// # Examples
///
/// ```
/// use dealerstudio::model::Postcode;
/// let json = |code: Postcode| serde_json::to_string(&code).unwrap();
/// assert_eq!(json(Postcode::from("3000")), "3000");
/// assert_eq!(json(Postcode::from(3000)), "3000");
/// assert_eq!(json(Postcode::from("0800")), "\"0800\"");
/// ```
#[derive(Clone)]
pub struct Postcode {
    text: String,
    number: bool,
}

impl Postcode {
    /// Returns the code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Postcode {
    /// A number and a text with the same code are equal.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for Postcode {}
impl From<&str> for Postcode {
    fn from(text: &str) -> Self {
        let text = text.trim();
        let number = !text.starts_with('0') && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        Self { text: text.to_owned(), number: number && text.parse::<u64>().is_ok() }
    }
}
impl From<String> for Postcode {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}
impl From<u32> for Postcode {
    fn from(number: u32) -> Self {
        Self { text: number.to_string(), number: true }
    }
}
impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl FromScalar for Postcode {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text("") | Scalar::Bool(_) | Scalar::Float(_) => None,
            Scalar::Text(text) => Some(Self { text: text.to_owned(), number: false }),
            other => String::from_scalar(other).map(|text| Self { text, number: true }),
        }
    }
}
impl Serialize for Postcode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.text.parse::<i64>() {
            Ok(number) if self.number => serializer.serialize_i64(number),
            _ => serializer.serialize_str(&self.text),
        }
    }
}
impl<'de> Deserialize<'de> for Postcode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        leads_core::vendor::tolerant::required(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn post_codes_round_trip() {
        for json in ["3000", "\"3000\"", "\"0800\"", "\"SW1A 1AA\""] {
            let code: Postcode = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&code).unwrap(), json);
        }
        assert!(serde_json::from_str::<Postcode>("\"\"").is_err());
    }

    #[test]
    fn invalid_date_is_kept_as_text() {
        assert!(DayFirst::from("31/02/2023").date().is_none());
        assert_eq!(DayFirst::from("2023-12-31").date(), NaiveDate::from_ymd_opt(2023, 12, 31));
        assert!(LocalTime::from("tomorrow").at(LocalTime::BRISBANE).is_none());
        assert!(LocalTime::from("2023-08-18T10:39:00.000").naive().is_some());
    }
}
