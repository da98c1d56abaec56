//! Extended fields: the custom fields that an organisation defines for its leads.

use leads_core::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

/// The extended fields of a lead by their names. `Debug` shows the names only.
///
/// The vendor's samples have text values only, but other resources have numbers, times and lists too, so a value can be
/// any JSON and is kept as it is written.
///
/// # Examples
///
/// ```
/// use capillary_leads::model::ExtendedFields;
/// let fields: ExtendedFields =
///     serde_json::from_str(r#"{"trial_status":"Not Done","budget":1.50}"#).unwrap();
/// assert_eq!(fields["trial_status"].as_text().as_deref(), Some("Not Done"));
/// assert_eq!(fields["budget"].json(), "1.50");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExtendedFields(BTreeMap<String, ExtendedValue>);

impl ExtendedFields {
    /// Creates an empty set of fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<ExtendedValue>) -> Self {
        self.insert(name, value);
        self
    }

    /// Sets a field.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<ExtendedValue>) {
        self.0.insert(name.into(), value.into());
    }
}

impl Deref for ExtendedFields {
    type Target = BTreeMap<String, ExtendedValue>;
    fn deref(&self) -> &BTreeMap<String, ExtendedValue> {
        &self.0
    }
}

impl<K: Into<String>, V: Into<ExtendedValue>> FromIterator<(K, V)> for ExtendedFields {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for ExtendedFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The value of an extended field: any JSON, kept as it is written.
///
/// Values are equal if their JSON text is equal. `Debug` redacts the value.
#[derive(Clone)]
pub struct ExtendedValue(Box<RawValue>);

impl ExtendedValue {
    /// Returns the value as JSON text.
    #[must_use]
    pub fn json(&self) -> &str {
        self.0.get()
    }

    /// Returns the text if the value is a string.
    #[must_use]
    pub fn as_text(&self) -> Option<String> {
        serde_json::from_str(self.json()).ok()
    }

    /// Returns whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.json() == "null"
    }

    /// Wraps JSON written by serde_json, which is always valid.
    fn written(text: serde_json::Result<Box<RawValue>>) -> Self {
        Self(text.unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }
}

impl PartialEq for ExtendedValue {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl Eq for ExtendedValue {}

impl fmt::Debug for ExtendedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[PERSONAL]")
    }
}

macro_rules! from {
    ($($type:ty),*) => {
        $(
            impl From<$type> for ExtendedValue {
                fn from(value: $type) -> Self {
                    Self::written(serde_json::value::to_raw_value(&value))
                }
            }
        )*
    };
}
from!(&str, String, i64, bool, Decimal, Value, &Value);

impl Serialize for ExtendedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ExtendedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}
