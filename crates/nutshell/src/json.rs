//! JSON of any shape, kept as its text.

use leads_core::Decimal;
use leads_core::vendor::same_json;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A JSON value of any shape, kept as the text it was written in: the digits of numbers stay.
///
/// Custom fields, list items and changes of events hold whatever the tenant or the vendor put there. `Debug` does not
/// show it.
///
/// ```
/// use nutshell::Json;
/// let json = Json::from("Detroit, MI");
/// assert_eq!((json.text(), json.as_str().as_deref()), ("\"Detroit, MI\"", Some("Detroit, MI")));
/// let number: Json = serde_json::from_str("12.50").unwrap();
/// assert_eq!(serde_json::to_string(&number).unwrap(), "12.50");
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// `null`.
    #[must_use]
    pub fn null() -> Self {
        Self(RawValue::NULL.to_owned())
    }

    /// A value that can be written as JSON.
    ///
    /// # Errors
    /// A value that cannot.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// The JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.text() == "null"
    }

    /// The text of a JSON text, the digits of a number, `true` or `false`; `None` for anything else.
    #[must_use]
    pub fn as_str(&self) -> Option<String> {
        match self.text().bytes().next()? {
            b'"' => self.read().ok(),
            b'n' | b'[' | b'{' => None,
            _ => Some(self.text().to_owned()),
        }
    }

    /// The value as serde_json's own type. Numbers that no float can hold lose digits there.
    #[must_use]
    pub fn value(&self) -> serde_json::Value {
        self.read().unwrap_or_default()
    }

    /// The value as a type.
    ///
    /// # Errors
    /// A decode error with the JSON path.
    pub fn read<T: DeserializeOwned>(&self) -> leads_core::Result<T> {
        leads_core::vendor::decode::from_str(self.text())
    }

    /// A value that cannot fail to be written.
    fn sure<T: Serialize + ?Sized>(value: &T) -> Self {
        Self::of(value).unwrap_or_else(|_| Self::null())
    }
}

impl PartialEq for Json {
    /// By value, numbers by their text.
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

/// Reads a member that keeps `null` apart from being absent; with `#[serde(default)]`.
pub(crate) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// Reads a member of any shape; `null` is the same as absent.
pub(crate) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(|json| (!json.is_null()).then_some(json))
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
    fn text_and_digits_are_kept() {
        let json: Json = serde_json::from_str(r#"{"a": 1.50}"#).unwrap();
        assert_eq!(json.text(), r#"{"a": 1.50}"#);
        assert_eq!(json, serde_json::from_str::<Json>(r#"{"a":1.50}"#).unwrap());
        assert_ne!(Json::from(1), serde_json::from_str::<Json>("1.0").unwrap());
        assert_eq!(Json::from(true).as_str().as_deref(), Some("true"));
        assert!(Json::null().is_null() && Json::null().as_str().is_none());
        assert!(!format!("{:?}", Json::from("jane")).contains("jane"));
    }
}
