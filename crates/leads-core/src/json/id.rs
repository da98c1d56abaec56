//! Newtypes for ids, so that ids of different vendors or records cannot be confused.

/// Defines a newtype for an id that is text on the wire. An integer of up to 64 bits is read as its digits and written
/// back as a number.
///
/// A number with a point or an exponent becomes text. A float of 2^53 or more has lost digits, so it is not a valid id,
/// and neither is an integer that does not fit into 64 bits: it would be the id of another record.
///
/// ```
/// leads_core::text_id! {
///     /// The id of a door.
///     pub struct DoorId;
/// }
/// let id = DoorId::from("3-doors");
/// assert_eq!(id.as_str(), "3-doors");
/// let number: DoorId = serde_json::from_str("7").unwrap();
/// assert_eq!((number.as_str(), serde_json::to_string(&number).unwrap().as_str()), ("7", "7"));
/// let large: DoorId = serde_json::from_str("18446744073709551615").unwrap();
/// assert_eq!(serde_json::to_string(&large).unwrap(), "18446744073709551615");
/// assert!(serde_json::from_str::<DoorId>("18446744073709551616").is_err());
/// ```
#[macro_export]
macro_rules! text_id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone)]
        $vis struct $name {
            text: String,
            number: bool,
        }

        // An id can be a person's e-mail address, which is not shown.
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("text", &$crate::__private::masked(&self.text))
                    .field("number", &self.number)
                    .finish()
            }
        }

        impl $name {
            /// Creates an id from its text.
            pub fn new(id: impl Into<String>) -> Self {
                Self { text: id.into(), number: false }
            }

            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        // An id is the same whether it was read as a number or as text.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }
        impl Eq for $name {}
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.text.cmp(&other.text)
            }
        }
        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self::new(id)
            }
        }
        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self::new(id)
            }
        }
        impl From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }
        impl ::core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.text
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.text
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(id: &str) -> ::core::result::Result<Self, Self::Err> {
                Ok(Self::new(id))
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&self.text)
            }
        }
        impl $crate::vendor::tolerant::FromScalar for $name {
            fn from_scalar(scalar: $crate::vendor::tolerant::Scalar<'_>) -> Option<Self> {
                let number = matches!(
                    scalar,
                    $crate::vendor::tolerant::Scalar::Integer(_) | $crate::vendor::tolerant::Scalar::Unsigned(_)
                );
                if !scalar.is_exact()
                    || matches!(scalar, $crate::vendor::tolerant::Scalar::Bool(_) | $crate::vendor::tolerant::Scalar::Text(""))
                {
                    return None;
                }
                <String as $crate::vendor::tolerant::FromScalar>::from_scalar(scalar).map(|text| Self { text, number })
            }
        }
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                if self.number {
                    if let Ok(number) = self.text.parse::<i64>() {
                        return serializer.serialize_i64(number);
                    }
                    if let Ok(number) = self.text.parse::<u64>() {
                        return serializer.serialize_u64(number);
                    }
                }
                serializer.serialize_str(&self.text)
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

/// Defines a newtype for an id that is an integer on the wire. Numeric text is read too; a number is written.
///
/// ```
/// leads_core::integer_id! {
///     /// The id of a window.
///     pub struct WindowId;
/// }
/// let id: WindowId = serde_json::from_str("\"-1\"").unwrap();
/// assert_eq!((id.get(), serde_json::to_string(&id).unwrap().as_str()), (-1, "-1"));
/// ```
#[macro_export]
macro_rules! integer_id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(i64);

        impl $name {
            /// Creates an id from its number.
            #[must_use]
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// Returns the id as a number.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.trim().parse().map(Self)
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
        impl $crate::vendor::tolerant::FromScalar for $name {
            fn from_scalar(scalar: $crate::vendor::tolerant::Scalar<'_>) -> Option<Self> {
                <i64 as $crate::vendor::tolerant::FromScalar>::from_scalar(scalar).map(Self)
            }
        }
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
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
