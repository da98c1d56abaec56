//! Three-state update fields.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update does with a field: keep it, clear it, or set it.
///
/// Use it in a body with `#[serde(default, skip_serializing_if = "Patch::is_keep")]`: `Keep` is omitted, `Clear` is
/// `null`, `Set` is the value. Serializing `Keep` itself is an error, so that a forgotten `skip_serializing_if` fails
/// the first test and can never write `null`.
///
/// ```
/// use leads_core::Patch;
/// #[derive(serde::Serialize, serde::Deserialize, Default)]
/// struct Body {
///     #[serde(default, skip_serializing_if = "Patch::is_keep")]
///     note: Patch<String>,
/// }
/// assert_eq!(serde_json::to_string(&Body { note: Patch::Keep }).unwrap(), "{}");
/// assert_eq!(
///     serde_json::to_string(&Body { note: Patch::Clear }).unwrap(),
///     r#"{"note":null}"#
/// );
/// assert_eq!(
///     serde_json::to_string(&Body { note: Patch::set("x") }).unwrap(),
///     r#"{"note":"x"}"#
/// );
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// Leave the field unchanged.
    #[default]
    Keep,
    /// Clear the field.
    Clear,
    /// Set the field to this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Creates a patch that sets a value.
    ///
    /// ```
    /// use leads_core::Patch;
    /// assert_eq!(Patch::<String>::set("jane").value().map(String::as_str), Some("jane"));
    /// ```
    pub fn set(value: impl Into<T>) -> Self {
        Self::Set(value.into())
    }

    /// Returns whether the field is left unchanged.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Returns whether the field is cleared.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// Returns the value to set.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// Converts the value to set.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(f(value)),
        }
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => Err(serde::ser::Error::custom("`Patch::Keep` must be skipped, not serialized")),
            Self::Clear => serializer.serialize_none(),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keep_cannot_be_serialized() {
        assert!(serde_json::to_string(&Patch::<u8>::Keep).is_err());
        assert_eq!(serde_json::from_str::<Patch<u8>>("null").unwrap(), Patch::Clear);
        assert_eq!(serde_json::from_str::<Patch<u8>>("1").unwrap(), Patch::Set(1));
        assert_eq!(Patch::Set(1).map(|x| x + 1), Patch::Set(2));
    }
}
