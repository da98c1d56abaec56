//! Reads a single scalar in any spelling.

use super::any::any;
use crate::json::decode::is_struct;
use serde::de::{self, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A JSON scalar as it was read.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// Text.
    Text(&'a str),
    /// An integer.
    Integer(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
}

impl Scalar<'_> {
    /// Returns whether the value is exactly what was written. A float of 2^53 or more is not, because integers were
    /// rounded to it.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        !matches!(self, Self::Float(number) if !is_exact(*number))
    }
}

/// A type that can be read from a scalar in any spelling: `12`, `"12"`, `12.0`.
pub trait FromScalar: Sized {
    /// Reads the scalar; `None` if it is not a value of this type.
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self>;
}

impl FromScalar for String {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Text(text) => text.to_owned(),
            Scalar::Integer(number) => number.to_string(),
            Scalar::Unsigned(number) => number.to_string(),
            Scalar::Float(number) => number.to_string(),
            Scalar::Bool(value) => value.to_string(),
        })
    }
}

impl FromScalar for i64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Integer(number) => Some(number),
            Scalar::Text(text) => {
                let text = text.trim();
                text.parse().ok().or_else(|| whole(text.parse().ok()?))
            }
            Scalar::Float(number) => whole(number),
            Scalar::Unsigned(_) | Scalar::Bool(_) => None,
        }
    }
}

impl FromScalar for u64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Unsigned(number) => Some(number),
            other => i64::from_scalar(other).and_then(|number| Self::try_from(number).ok()),
        }
    }
}

impl FromScalar for i32 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        i64::from_scalar(scalar).and_then(|number| Self::try_from(number).ok())
    }
}

impl FromScalar for u32 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        i64::from_scalar(scalar).and_then(|number| Self::try_from(number).ok())
    }
}

impl FromScalar for f64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Float(number) => Some(number),
            #[allow(clippy::cast_precision_loss)]
            Scalar::Integer(number) => Some(number as Self),
            #[allow(clippy::cast_precision_loss)]
            Scalar::Unsigned(number) => Some(number as Self),
            Scalar::Text(text) => text.trim().parse().ok().filter(|number: &Self| number.is_finite()),
            Scalar::Bool(_) => None,
        }
    }
}

impl FromScalar for bool {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Bool(value) => Some(value),
            Scalar::Integer(0) => Some(false),
            Scalar::Integer(1) => Some(true),
            Scalar::Text(text) => match text.trim() {
                "0" => Some(false),
                "1" => Some(true),
                text if text.eq_ignore_ascii_case("true") => Some(true),
                text if text.eq_ignore_ascii_case("false") => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

fn whole(number: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation)]
    (number.fract() == 0.0 && is_exact(number)).then_some(number as i64)
}

/// Returns whether a float represents exactly one integer. From 2^53 on it does not: the integer after 2^53 is read as
/// 2^53.
fn is_exact(number: f64) -> bool {
    number.abs() < 9_007_199_254_740_992.0
}

/// Reads an optional scalar. `null`, an object or an array becomes `None`, and so does a scalar that is not a value of
/// the type, so that one malformed member never fails the record.
///
/// Use it with `#[serde(default, deserialize_with = "tolerant::scalar")]`.
///
/// # Errors
/// Returns an error only for invalid JSON.
pub fn scalar<'de, D: Deserializer<'de>, T: FromScalar>(deserializer: D) -> Result<Option<T>, D::Error> {
    let mut value = None;
    any(deserializer, ScalarVisitor(&mut |scalar| value = T::from_scalar(scalar)))?;
    Ok(value)
}

/// Passes a scalar on. The target type is behind a pointer on purpose: a parser's code for any value is compiled once
/// per visitor, and the models have a hundred types of scalars.
struct ScalarVisitor<'a>(&'a mut dyn FnMut(Scalar<'_>));

impl ScalarVisitor<'_> {
    fn take<E>(self, scalar: Scalar<'_>) -> Result<(), E> {
        (self.0)(scalar);
        Ok(())
    }
}

impl<'de> Visitor<'de> for ScalarVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        any(deserializer, self)
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.take(Scalar::Bool(value))
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.take(Scalar::Integer(value))
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.take(i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Integer))
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.take(Scalar::Float(value))
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.take(Scalar::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// An item of a list of scalars.
impl<'de> de::DeserializeSeed<'de> for ScalarVisitor<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        any(deserializer, self)
    }
}

/// Reads a required scalar; for the derived `Deserialize` of newtypes.
///
/// # Errors
/// Returns an error if the value is not a scalar or not a value of the type.
pub fn required<'de, D: Deserializer<'de>, T: FromScalar>(deserializer: D) -> Result<T, D::Error> {
    scalar(deserializer)?.ok_or_else(|| de::Error::custom("not a value of this type"))
}

/// Reads an optional object. Anything that is not an object becomes `None`, including `[]`, which PHP back ends send
/// for an empty map, and a list that serde would read as the fields of a struct in order.
///
/// # Errors
/// Returns an error for invalid JSON, or for an object that does not match its type: [`decode`](crate::json::decode)
/// removes it and reads again.
pub fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    any(deserializer, ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
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
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(de::value::MapAccessDeserializer::new(map)).map(Some)
    }
}

/// An item of a list of objects.
impl<'de, T: DeserializeOwned> de::DeserializeSeed<'de> for ObjectVisitor<T> {
    type Value = Option<T>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        any(deserializer, self)
    }
}

/// Reads a list. `null`, a missing member and anything that is not an array become an empty list. Rows that are `null`
/// are skipped, and so are rows that are not objects if the type is a struct; all others are read as the type.
///
/// # Errors
/// Returns an error for invalid JSON, or for a row that does not match its type.
pub fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(list_opt(deserializer)?.unwrap_or_default())
}

/// Reads an optional list: `null` and anything that is not an array become `None`; `[]` stays an empty list.
///
/// # Errors
/// See [`list`].
pub fn list_opt<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    struct ListVisitor<T>(PhantomData<T>);
    impl<'de, T: DeserializeOwned> Visitor<'de> for ListVisitor<T> {
        type Value = Option<Vec<T>>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
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
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut rows = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(1024));
            if is_struct::<T>() {
                while let Some(row) = seq.next_element_seed(ObjectVisitor(PhantomData))? {
                    rows.extend(row);
                }
            } else {
                while let Some(row) = seq.next_element::<Option<T>>()? {
                    rows.extend(row);
                }
            }
            Ok(Some(rows))
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(None)
        }
    }
    any(deserializer, ListVisitor(PhantomData))
}

/// Reads a list of scalars; `null` rows and rows that are not values of the type are skipped.
///
/// # Errors
/// Returns an error only for invalid JSON.
pub fn scalars<'de, D: Deserializer<'de>, T: FromScalar>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let mut values = Vec::new();
    any(deserializer, ScalarsVisitor(&mut |scalar| values.extend(T::from_scalar(scalar))))?;
    Ok(values)
}

/// Passes every scalar of a list on; behind a pointer as in [`ScalarVisitor`].
struct ScalarsVisitor<'a>(&'a mut dyn FnMut(Scalar<'_>));

impl<'de> Visitor<'de> for ScalarsVisitor<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of scalars")
    }
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(ScalarVisitor(&mut *self.0))?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct One<T: FromScalar> {
        #[serde(default = "none", deserialize_with = "scalar", bound = "T: FromScalar")]
        x: Option<T>,
    }
    fn none<T>() -> Option<T> {
        None
    }
    fn read<T: FromScalar>(text: &str) -> Option<T> {
        serde_json::from_str::<One<T>>(text).unwrap().x
    }

    #[rstest]
    #[case("{}", None)]
    #[case(r#"{"x":null}"#, None)]
    #[case(r#"{"x":7}"#, Some(7))]
    #[case(r#"{"x":"7"}"#, Some(7))]
    #[case(r#"{"x":" -1 "}"#, Some(-1))]
    #[case(r#"{"x":7.0}"#, Some(7))]
    #[case(r#"{"x":"7.0"}"#, Some(7))]
    #[case(r#"{"x":7.5}"#, None)]
    #[case(r#"{"x":""}"#, None)]
    #[case(r#"{"x":true}"#, None)]
    #[case(r#"{"x":[1]}"#, None)]
    #[case(r#"{"x":{"a":[1,{}]}}"#, None)]
    #[case(r#"{"x":18446744073709551615}"#, None)]
    #[case(r#"{"x":"9007199254740991.0"}"#, Some(9_007_199_254_740_991))]
    #[case(r#"{"x":"9007199254740993.0"}"#, None)]
    #[case(r#"{"x":-9007199254740993.0}"#, None)]
    #[case(r#"{"x":"9007199254740993"}"#, Some(9_007_199_254_740_993))]
    fn integers_are_read_in_many_spellings(#[case] text: &str, #[case] wanted: Option<i64>) {
        assert_eq!(read::<i64>(text), wanted);
    }

    #[test]
    fn other_scalars() {
        assert_eq!(read::<bool>(r#"{"x":"TRUE"}"#), Some(true));
        assert_eq!(read::<bool>(r#"{"x":0}"#), Some(false));
        assert_eq!(read::<bool>(r#"{"x":2}"#), None);
        assert_eq!(read::<String>(r#"{"x":12}"#).as_deref(), Some("12"));
        assert_eq!(read::<u64>(r#"{"x":18446744073709551615}"#), Some(u64::MAX));
    }

    #[test]
    fn lists_and_objects_tolerate_what_php_sends() {
        #[derive(Debug, Deserialize)]
        struct Many {
            #[serde(default, deserialize_with = "list")]
            rows: Vec<u8>,
            #[serde(default, deserialize_with = "scalars")]
            ids: Vec<i64>,
            #[serde(default, deserialize_with = "object")]
            map: Option<std::collections::BTreeMap<String, u8>>,
        }
        let many: Many = serde_json::from_str(r#"{"rows":{},"ids":["1",2,null,[]],"map":[]}"#).unwrap();
        assert_eq!((many.rows.len(), many.ids, many.map), (0, vec![1, 2], None));
        let many: Many = serde_json::from_str(r#"{"rows":[1],"ids":"x","map":{"a":1}}"#).unwrap();
        assert_eq!((many.rows, many.ids.len(), many.map.unwrap().len()), (vec![1], 0, 1));
    }

    #[test]
    fn list_is_never_read_as_a_struct() {
        #[derive(Debug, Deserialize)]
        struct Inner {
            id: u8,
        }
        #[derive(Debug, Deserialize)]
        struct Outer {
            #[serde(default, deserialize_with = "list")]
            rows: Vec<Inner>,
            #[serde(default, deserialize_with = "list")]
            pairs: Vec<Vec<u8>>,
            #[serde(default, deserialize_with = "object")]
            one: Option<Inner>,
        }
        let outer: Outer = serde_json::from_str(r#"{"rows":[[1],{"id":2},"x",null],"pairs":[[1]],"one":[1]}"#).unwrap();
        assert_eq!(outer.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [2]);
        assert_eq!((outer.pairs, outer.one.map(|one| one.id)), (vec![vec![1]], None));
    }

    #[test]
    fn nested_value_that_does_not_match_its_type_becomes_absent() {
        #[derive(Debug, Deserialize)]
        struct Inner {
            id: u8,
        }
        #[derive(Debug, Deserialize)]
        struct Outer {
            id: u8,
            #[serde(default, deserialize_with = "list")]
            rows: Vec<Inner>,
            #[serde(default, deserialize_with = "object")]
            one: Option<Inner>,
            #[serde(default)]
            plain: Option<String>,
            #[serde(default)]
            texts: Vec<String>,
        }
        let text =
            r#"{"rows":[{"id":1},{"id":"x"},{},{"id":3}],"one":{"name":[{}]},"plain":[7] ,"id":4,"texts":["a",1]}"#;
        let outer: Outer = crate::json::decode::from_str(text).unwrap();
        assert_eq!(outer.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 3]);
        assert_eq!((outer.id, outer.one.map(|one| one.id), outer.plain, outer.texts.len()), (4, None, None, 0));
        let many = format!(r#"{{"id":4,"rows":[{}{{"id":1}}],"one":{{"id":5}}}}"#, r#"{"id":"x"},"#.repeat(500));
        let outer: Outer = crate::json::decode::from_str(&many).unwrap();
        assert_eq!((outer.id, outer.rows.len(), outer.one.map(|one| one.id)), (4, 0, Some(5)));
        for rejected in [r#"{"id":"x"}"#, r#"{"one":{}}"#, "[4]"] {
            assert!(crate::json::decode::from_str::<Outer>(rejected).is_err(), "{rejected}");
        }
    }
}
