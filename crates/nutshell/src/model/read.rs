//! Readers for members that this vendor spells in several ways, and the macro that generates the models.

use crate::json::skip_seq;
use leads_core::vendor::tolerant::{FromScalar, Scalar, any};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// Reads a list of objects. Rows that are not objects are skipped, so that one malformed row never fails the record.
pub(crate) fn rows<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Row<T>(Option<T>);
    impl<'de, T: DeserializeOwned> de::Deserialize<'de> for Row<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            leads_core::vendor::tolerant::object(deserializer).map(Row)
        }
    }
    let rows: Vec<Row<T>> = leads_core::vendor::tolerant::list(deserializer)?;
    Ok(rows.into_iter().filter_map(|row| row.0).collect())
}

/// Reads the related records of a record: an object or, as declared for stages, an array with one.
pub(crate) fn links<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    struct Links<T>(PhantomData<T>);
    impl<'de, T: DeserializeOwned> Visitor<'de> for Links<T> {
        type Value = Option<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("relations")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map)).map(Some)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            let found: Vec<T> = rows(SeqAccessDeserializer::new(seq))?;
            Ok(found.into_iter().next())
        }
    }
    any(deserializer, Links(PhantomData))
}

/// Reads a value that is sent as an object or as a plain scalar.
pub(crate) fn either<'de, D: Deserializer<'de>, T: DeserializeOwned + FromScalar>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    struct Either<T>(PhantomData<T>);
    impl<'de, T: DeserializeOwned + FromScalar> Visitor<'de> for Either<T> {
        type Value = Option<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or a scalar")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
            Ok(T::from_scalar(Scalar::Bool(value)))
        }
        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(T::from_scalar(Scalar::Integer(value)))
        }
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
            Ok(T::from_scalar(i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Integer)))
        }
        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
            Ok(T::from_scalar(Scalar::Float(value)))
        }
        fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
            Ok((!value.is_empty()).then(|| T::from_scalar(Scalar::Text(value))).flatten())
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            skip_seq(seq).map(|()| None)
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map)).map(Some)
        }
    }
    any(deserializer, Either(PhantomData))
}

/// Reads a list of scalars that may also be sent as a single scalar.
pub(crate) fn several<'de, D: Deserializer<'de>, T: FromScalar>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Several<T>(PhantomData<T>);
    impl<'de, T: FromScalar> Visitor<'de> for Several<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of scalars or a scalar")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }
        fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
            Ok(T::from_scalar(Scalar::Bool(value)).into_iter().collect())
        }
        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(T::from_scalar(Scalar::Integer(value)).into_iter().collect())
        }
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
            let scalar = i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Integer);
            Ok(T::from_scalar(scalar).into_iter().collect())
        }
        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
            Ok(T::from_scalar(Scalar::Float(value)).into_iter().collect())
        }
        fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
            Ok((!value.is_empty()).then(|| T::from_scalar(Scalar::Text(value))).flatten().into_iter().collect())
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Vec::new())
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            leads_core::vendor::tolerant::scalars(SeqAccessDeserializer::new(seq))
        }
    }
    any(deserializer, Several(PhantomData))
}

/// Reads a map of objects; `[]`, which the server writes for an empty map, is an empty one.
pub(crate) fn map<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    struct Value<T>(Option<T>);
    impl<'de, T: DeserializeOwned> de::Deserialize<'de> for Value<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            leads_core::vendor::tolerant::object(deserializer).map(Value)
        }
    }
    let read: Option<BTreeMap<String, Value<T>>> = leads_core::vendor::tolerant::object(deserializer)?;
    Ok(read.unwrap_or_default().into_iter().filter_map(|(name, value)| Some((name, value.0?))).collect())
}

/// Reads a boolean map: `{"canExport":true}`. Values that are not booleans are skipped.
pub(crate) fn flags<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, bool>, D::Error> {
    struct Flag(Option<bool>);
    impl<'de> de::Deserialize<'de> for Flag {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            leads_core::vendor::tolerant::scalar(deserializer).map(Flag)
        }
    }
    let read: Option<BTreeMap<String, Flag>> = leads_core::vendor::tolerant::object(deserializer)?;
    Ok(read.unwrap_or_default().into_iter().filter_map(|(name, flag)| Some((name, flag.0?))).collect())
}

/// Reads a record inside another one. Anything else, including a record without an id, is `None`.
pub(crate) fn record<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    crate::json::optional(deserializer).map(|json| json.and_then(|json| json.read().ok()))
}

/// Generates a model: every member is public and optional, with the reader for its kind.
///
/// Kinds: `required T`; `scalar T`, `personal` (text about a person), `time`, `money`, `decimal`, `object T`, `record
/// T` (with its own id), `links T`, `json` and `either T` (an object or a plain scalar) become options; `scalars T`,
/// `several T` (a list or a single scalar), `list T`, `map T` and `flags` become collections, which are empty if the
/// vendor sent nothing.
macro_rules! model {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($fields:tt)* }) => {
        $crate::model::model! { @ [$(#[$meta])*] [$vis] [$name] [] [] [] $($fields)* }
    };
    (@ [$($meta:tt)*] [$vis:vis] [$name:ident] [$($done:tt)*] [$($req:ident : $reqty:ty,)*] [$($opt:ident)*]) => {
        $($meta)*
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        $vis struct $name { $($done)* }

        #[cfg(any(test, feature = "test-util"))]
        impl $name {
            /// Creates a value for tests, with only the required members set.
            #[must_use]
            pub fn for_test($($req: impl Into<$reqty>),*) -> Self {
                Self { $($req: $req.into(),)* $($opt: Default::default(),)* }
            }
        }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : required $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])* pub $f: $t,] [$($r)* $f : $t,] [$($o)*] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : scalar $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "leads_core::vendor::tolerant::scalar", skip_serializing_if = "Option::is_none")]
             pub $f: Option<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : personal, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "leads_core::vendor::tolerant::scalar", skip_serializing_if = "Option::is_none")]
             pub $f: Option<leads_core::Personal<String>>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : time, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::time::tolerant", skip_serializing_if = "Option::is_none")]
             pub $f: Option<crate::model::Time>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : money, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::money::tolerant", skip_serializing_if = "Option::is_none")]
             pub $f: Option<crate::model::Price>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : decimal, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "leads_core::vendor::tolerant::decimal", skip_serializing_if = "Option::is_none")]
             pub $f: Option<leads_core::Decimal>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : object $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "leads_core::vendor::tolerant::object", skip_serializing_if = "Option::is_none")]
             pub $f: Option<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : record $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::read::record", skip_serializing_if = "Option::is_none")]
             pub $f: Option<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : links $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::read::links", skip_serializing_if = "Option::is_none")]
             pub $f: Option<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : json, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::json::optional", skip_serializing_if = "Option::is_none")]
             pub $f: Option<crate::Json>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : flags, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::read::flags",
                 skip_serializing_if = "std::collections::BTreeMap::is_empty")]
             pub $f: std::collections::BTreeMap<String, bool>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : scalars $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "leads_core::vendor::tolerant::scalars", skip_serializing_if = "Vec::is_empty")]
             pub $f: Vec<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : list $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::read::rows", skip_serializing_if = "Vec::is_empty")]
             pub $f: Vec<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : either $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::read::either",
                 skip_serializing_if = "Option::is_none")]
             pub $f: Option<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : several $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::read::several",
                 skip_serializing_if = "Vec::is_empty")]
             pub $f: Vec<$t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
    (@ [$($m:tt)*] [$vis:vis] [$n:ident] [$($d:tt)*] [$($r:tt)*] [$($o:ident)*]
        $(#[$fm:meta])* $f:ident : map $t:ty, $($rest:tt)*) => {
        $crate::model::model! { @ [$($m)*] [$vis] [$n]
            [$($d)* $(#[$fm])*
             #[serde(default, deserialize_with = "crate::model::read::map",
                 skip_serializing_if = "std::collections::BTreeMap::is_empty")]
             pub $f: std::collections::BTreeMap<String, $t>,] [$($r)*] [$($o)* $f] $($rest)* }
    };
}
pub(crate) use model;
