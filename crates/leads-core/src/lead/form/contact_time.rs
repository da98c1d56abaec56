//! When a person wants to be contacted.

use crate::lead::Personal;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// When a person wants to be contacted: a time, or the words of the form.
///
/// ```
/// use leads_core::lead::ContactTime;
/// let words = ContactTime::from("weekday afternoons");
/// assert_eq!(words.to_string(), "weekday afternoons");
/// assert_eq!(serde_json::to_string(&words).unwrap(), r#"{"words":"weekday afternoons"}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContactTime {
    /// At this time.
    At(DateTime<Utc>),
    /// As described by the person or by the options of the form.
    Words(Personal<String>),
}

impl From<DateTime<Utc>> for ContactTime {
    fn from(time: DateTime<Utc>) -> Self {
        Self::At(time)
    }
}

impl From<&str> for ContactTime {
    fn from(words: &str) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for ContactTime {
    fn from(words: String) -> Self {
        Self::Words(words.into())
    }
}

impl fmt::Display for ContactTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(time) => f.write_str(&time.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Self::Words(words) => words.fmt(f),
        }
    }
}
