//! Times as this crate writes them.

use chrono::{DateTime, NaiveDateTime, Utc};
use leads_core::vendor::tolerant::{FromScalar, Scalar};
use leads_core::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const FORMAT: &str = "%Y-%m-%d %H:%M:%S";

/// A time in the only form that the vendor accepts: `YYYY-MM-DD HH:MM:SS`, UTC, 24 hours, no zone.
///
/// It is created from a UTC time only: a filter in local time matches nothing, without an error. Fractions of a second
/// are truncated. The text of a stored request is kept, and rejected before sending if it is in another form.
///
/// # Examples
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use leadsquared::model::SentTime;
/// let time = SentTime::from(Utc.with_ymd_and_hms(2024, 4, 2, 12, 13, 44).unwrap());
/// assert_eq!(time.as_str(), "2024-04-02 12:13:44");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SentTime(String);

impl SentTime {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the instant, or `None` if a stored text is in another form.
    #[must_use]
    pub fn utc(&self) -> Option<DateTime<Utc>> {
        NaiveDateTime::parse_from_str(&self.0, FORMAT).ok().map(|time| time.and_utc())
    }

    /// Rejects a text in another form.
    pub(crate) fn check(time: Option<&Self>, field: &'static str) -> Result<()> {
        match time {
            Some(time) if time.utc().is_none() || time.0.len() != 19 => {
                Err(Error::invalid(field, "must be UTC in the form YYYY-MM-DD HH:MM:SS"))
            }
            _ => Ok(()),
        }
    }
}

impl From<DateTime<Utc>> for SentTime {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.format(FORMAT).to_string())
    }
}

impl fmt::Display for SentTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromScalar for SentTime {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Some(Self(text.to_owned())),
            _ => None,
        }
    }
}

impl Serialize for SentTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SentTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_time_forms_are_rejected() {
        let read = |text: &str| serde_json::from_value::<SentTime>(text.into()).unwrap();
        assert!(SentTime::check(Some(&read("2024-04-02 12:13:44")), "x").is_ok());
        assert!(SentTime::check(None, "x").is_ok());
        for bad in ["2024-04-02T12:13:44", "4/2/2024 12:13:44", "2024-04-02", "2024-04-02 12:13:44Z", "2024-4-2 1:1:1"]
        {
            assert_eq!(SentTime::check(Some(&read(bad)), "from").unwrap_err().field(), Some("from"), "{bad}");
        }
    }
}
