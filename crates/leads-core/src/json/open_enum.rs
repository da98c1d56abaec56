//! Enums that accept unknown values of a vendor.

use super::scalar::Scalar;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A value that the crate does not know, kept as the vendor wrote it: text or a number.
///
/// Opaque on purpose: code that matches on the text would change its meaning when the value becomes a variant. Compare
/// with the enum's `as_str()` instead.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Kept);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kept {
    Text(String),
    Number(String),
    Bool(bool),
}

impl UnknownValue {
    /// Creates an unknown value from text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(Kept::Text(text.into()))
    }

    /// Keeps a scalar. A float keeps the shortest text that parses to the same number.
    #[must_use]
    pub fn from_scalar(scalar: Scalar<'_>) -> Self {
        Self(match scalar {
            Scalar::Text(text) => Kept::Text(text.to_owned()),
            Scalar::Integer(number) => Kept::Number(number.to_string()),
            Scalar::Unsigned(number) => Kept::Number(number.to_string()),
            Scalar::Float(number) => {
                Kept::Number(serde_json::Number::from_f64(number).map_or_else(String::new, |number| number.to_string()))
            }
            Scalar::Bool(value) => Kept::Bool(value),
        })
    }

    /// Returns the value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Kept::Text(text) | Kept::Number(text) => text,
            Kept::Bool(true) => "true",
            Kept::Bool(false) => "false",
        }
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for UnknownValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Kept::Text(text) => serializer.serialize_str(text),
            Kept::Number(text) => match serde_json::from_str::<&RawValue>(text) {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(text),
            },
            Kept::Bool(value) => serializer.serialize_bool(*value),
        }
    }
}

/// An enum defined by [`open_enum!`](crate::open_enum).
pub trait OpenEnum: Sized + Clone + 'static {
    /// Returns every known value with its text on the wire, in the vendor's order.
    fn known() -> &'static [(&'static str, Self)];

    /// Returns the variant for any other value.
    fn unknown(value: UnknownValue) -> Self;

    /// Reads a value: a known variant if the text matches exactly, otherwise the unknown one. Never fails.
    fn read(scalar: Scalar<'_>) -> Self {
        let Scalar::Text(text) = scalar else { return Self::unknown(UnknownValue::from_scalar(scalar)) };
        // A loop, because there are many enums, and each closure would be compiled for each.
        for (known, value) in Self::known() {
            if *known == text {
                return value.clone();
            }
        }
        Self::unknown(UnknownValue::text(text))
    }
}

/// Defines an open enum of a vendor's values: known variants plus `Unknown`, which keeps the text or number and writes
/// it back unchanged.
///
/// ```
/// leads_core::open_enum! {
///     /// Whether a door is open.
///     pub enum Door {
///         /// It is open.
///         Open = "OPEN",
///         /// It is closed.
///         Shut = "SHUT",
///     }
/// }
/// assert_eq!(Door::from("OPEN"), Door::Open);
/// let ajar: Door = serde_json::from_str("\"AJAR\"").unwrap();
/// assert_eq!(ajar.as_str(), "AJAR");
/// assert_eq!(serde_json::to_string(&ajar).unwrap(), "\"AJAR\"");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_meta])* #[doc = concat!("\n\nOn the wire: `", $text, "`.")] $variant, )+
            /// A value that this crate does not know, kept as the vendor wrote it.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// Returns the value as it is written on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Unknown(value) => value.as_str(),
                }
            }

            /// Returns every value that this crate knows, in the vendor's order.
            pub fn all() -> impl Iterator<Item = Self> {
                <Self as $crate::OpenEnum>::known().iter().map(|(_, value)| value.clone())
            }

            /// Returns whether this crate knows the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        impl $crate::OpenEnum for $name {
            fn known() -> &'static [(&'static str, Self)] {
                &[ $( ($text, Self::$variant), )+ ]
            }
            fn unknown(value: $crate::UnknownValue) -> Self {
                Self::Unknown(value)
            }
        }

        impl $crate::vendor::tolerant::FromScalar for $name {
            fn from_scalar(scalar: $crate::vendor::tolerant::Scalar<'_>) -> Option<Self> {
                Some(<Self as $crate::OpenEnum>::read(scalar))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::OpenEnum>::read($crate::vendor::tolerant::Scalar::Text(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    Self::Unknown(value) => $crate::__private::serde::Serialize::serialize(value, serializer),
                    known => serializer.serialize_str(known.as_str()),
                }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::vendor::tolerant::required(deserializer)
            }
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub)] // the macro's enum is public, the test's module is not
mod tests {
    use proptest::prelude::*;

    crate::open_enum! {
        /// A test.
        pub enum Colour {
            /// Red.
            Red = "RED",
            /// Blue.
            Blue = "BLUE",
        }
    }

    #[test]
    fn known_values_and_numbers() {
        assert_eq!(Colour::all().collect::<Vec<_>>(), [Colour::Red, Colour::Blue]);
        let values: Vec<Colour> = serde_json::from_str("[1,-2,3.5,true,\"red\",\"RED\"]").unwrap();
        assert_eq!(serde_json::to_string(&values).unwrap(), "[1,-2,3.5,true,\"red\",\"RED\"]");
        assert!(values[5].is_known() && !values[4].is_known());
        assert!(serde_json::from_str::<Colour>("null").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_written_back(text in ".*") {
            let json = serde_json::to_string(&text).unwrap();
            let read: Colour = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }

        #[test]
        fn any_integer_is_written_back(number in any::<i64>()) {
            let json = number.to_string();
            let read: Colour = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
    }
}
