//! JSON of any shape, kept as its text.

use leads_core::Decimal;
use leads_core::vendor::model::FromJson;
use leads_core::vendor::same_json;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A JSON value of any shape, kept as its original text, so numbers keep their digits.
///
/// Custom fields, list items and event changes hold whatever the tenant or the vendor put there. `Debug` does not show
/// it.
///
/// # Examples
///
/// ```
/// use nutshell::Json;
/// let json = Json::from("Detroit, MI");
/// assert_eq!(
///     (json.text(), json.as_str().as_deref()),
///     ("\"Detroit, MI\"", Some("Detroit, MI")),
/// );
/// let number: Json = serde_json::from_str("12.50").unwrap();
/// assert_eq!(serde_json::to_string(&number).unwrap(), "12.50");
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Returns `null`.
    #[must_use]
    pub fn null() -> Self {
        Self(RawValue::NULL.to_owned())
    }

    /// Converts a value to JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if the value cannot be serialized.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// Returns the JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Returns whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.text() == "null"
    }

    /// Returns the contents of a JSON string, the digits of a number, `true` or `false`; `None` for anything else.
    #[must_use]
    pub fn as_str(&self) -> Option<String> {
        match self.text().bytes().next()? {
            b'"' => self.read().ok(),
            b'n' | b'[' | b'{' => None,
            _ => Some(self.text().to_owned()),
        }
    }

    /// Returns the value as serde_json's own type. Numbers that do not fit a float lose digits.
    #[must_use]
    pub fn value(&self) -> serde_json::Value {
        self.read().unwrap_or_default()
    }

    /// Deserializes the value.
    ///
    /// # Errors
    ///
    /// Returns a decode error with the JSON path.
    pub fn read<T: DeserializeOwned>(&self) -> leads_core::Result<T> {
        leads_core::vendor::decode::from_str(self.text())
    }

    /// Converts a value whose serialization cannot fail.
    fn sure<T: Serialize + ?Sized>(value: &T) -> Self {
        Self::of(value).unwrap_or_else(|_| Self::null())
    }
}

impl PartialEq for Json {
    /// Compares by value, numbers by their text.
    fn eq(&self, other: &Self) -> bool {
        same_json(self.text(), other.text())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.text().len())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

/// Reads a member, distinguishing `null` from absent; for use with `#[serde(default)]`.
pub(crate) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// A member of any shape; `null` is the same as absent.
impl FromJson for Json {
    fn from_json(text: Box<RawValue>) -> Option<Self> {
        Some(Self(text)).filter(|json| !json.is_null())
    }
}

macro_rules! from {
    ($($type:ty),*) => {
        $(
            impl From<$type> for Json {
                fn from(value: $type) -> Self {
                    Self::sure(&value)
                }
            }
        )*
    };
}
from!(
    &str,
    String,
    bool,
    i32,
    i64,
    u32,
    u64,
    Decimal,
    &Decimal,
    serde_json::Value,
    &serde_json::Value,
    Vec<String>,
    Vec<&str>
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_digits_are_preserved() {
        let json: Json = serde_json::from_str(r#"{"a": 1.50}"#).unwrap();
        assert_eq!(json.text(), r#"{"a": 1.50}"#);
        assert_eq!(json, serde_json::from_str::<Json>(r#"{"a":1.50}"#).unwrap());
        assert_ne!(Json::from(1), serde_json::from_str::<Json>("1.0").unwrap());
        assert_eq!(Json::from(true).as_str().as_deref(), Some("true"));
        assert!(Json::null().is_null() && Json::null().as_str().is_none());
        assert!(!format!("{:?}", Json::from("jane")).contains("jane"));
    }
}
