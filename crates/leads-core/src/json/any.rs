//! Reads a value of any type, independent of the features of `serde_json` that other crates of the application enable.

use serde::Deserialize;
use serde::de::value::{CowStrDeserializer, MapAccessDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// How `serde_json` with `arbitrary_precision` passes a number to a reader of any value: as a map with this single key
/// and the number's text.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// How the text of a value is requested from `serde_json`.
const RAW: &str = "$serde_json::private::RawValue";

/// Lets a visitor read a value of any type: [`Deserializer::deserialize_any`] for code that must behave the same with
/// all features of `serde_json`.
///
/// With `arbitrary_precision`, which any crate of an application can enable for all, `serde_json` passes fractions and
/// large numbers to `visit_map`. Here they reach `visit_f64`, as they do without the feature; a number outside the
/// range of floats reaches `visit_unit`.
///
/// # Errors
/// Returns the errors of the deserializer and the visitor.
pub fn any<'de, D: Deserializer<'de>, V: Visitor<'de>>(deserializer: D, visitor: V) -> Result<V::Value, D::Error> {
    deserializer.deserialize_any(Numbers(visitor))
}

struct Numbers<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Numbers<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }
    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        any(deserializer, self.0)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        any(deserializer, self.0)
    }
    fn visit_bool<E: de::Error>(self, value: bool) -> Result<V::Value, E> {
        self.0.visit_bool(value)
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<V::Value, E> {
        self.0.visit_i64(value)
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<V::Value, E> {
        self.0.visit_u64(value)
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<V::Value, E> {
        self.0.visit_f64(value)
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<V::Value, E> {
        self.0.visit_str(value)
    }
    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.0.visit_borrowed_str(value)
    }
    fn visit_string<E: de::Error>(self, value: String) -> Result<V::Value, E> {
        self.0.visit_string(value)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(seq)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        let first = map.next_key::<Text<'de>>()?;
        if first.as_ref().is_some_and(|key| key.0 == NUMBER) {
            let text = map.next_value::<Text<'de>>()?;
            return number(&text.0, self.0);
        }
        self.0.visit_map(Again { first, map })
    }
}

/// Passes the text of a number to a visitor as `serde_json` does without `arbitrary_precision`.
pub(super) fn number<'de, V: Visitor<'de>, E: de::Error>(text: &str, visitor: V) -> Result<V::Value, E> {
    if let Ok(number) = text.parse::<u64>() {
        return visitor.visit_u64(number);
    }
    match text.parse::<i64>() {
        Ok(number) if number != 0 => return visitor.visit_i64(number),
        _ => {}
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => visitor.visit_f64(number),
        _ => visitor.visit_unit(),
    }
}

/// A map whose first key has already been read.
struct Again<'de, A> {
    first: Option<Text<'de>>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Again<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(CowStrDeserializer::new(key.0)).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint().map(|rest| rest + usize::from(self.first.is_some()))
    }
}

/// A string, borrowed if possible.
pub(crate) struct Text<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E: de::Error>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// The JSON text of a value, borrowed if possible; for types that keep the digits of numbers.
///
/// Combines `&RawValue` and `Box<RawValue>` in one type that borrows from a text and does not fail on a
/// `serde_json::Value`.
#[derive(Clone, Debug)]
pub struct JsonText<'de>(Cow<'de, str>);

impl<'de> JsonText<'de> {
    /// Returns the text, without surrounding white space.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }

    /// Returns the decoded string, for a text that is a member's name. A string that cannot be decoded keeps its
    /// escapes; anything else keeps its text.
    #[must_use]
    pub fn into_string(self) -> String {
        if self.0.starts_with('"') { crate::json::repair::name(&self.0).into_owned() } else { self.0.into_owned() }
    }

    /// Returns the text.
    #[must_use]
    pub fn into_inner(self) -> Cow<'de, str> {
        self.0
    }
}

impl<'de> Deserialize<'de> for JsonText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = JsonText<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonText<'de>, A::Error> {
                let first = map.next_key::<Text<'de>>()?;
                if first.as_ref().is_some_and(|key| key.0 == RAW) {
                    return map.next_value::<Text<'de>>().map(|text| JsonText(text.0));
                }
                of_value(MapAccessDeserializer::new(Again { first, map }))
            }
            // For a deserializer other than `serde_json`'s.
            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonText<'de>, D::Error> {
                of_value(deserializer)
            }
        }
        deserializer.deserialize_newtype_struct(RAW, TextVisitor)
    }
}

fn of_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<JsonText<'de>, D::Error> {
    serde_json::Value::deserialize(deserializer).map(|value| JsonText(Cow::Owned(value.to_string())))
}

/// Returns whether two JSON texts represent the same value. White space, the order of members and the spelling of
/// strings are ignored; numbers are compared by their text. Values that are nested too deeply are equal only if their
/// texts are.
#[must_use]
pub fn same_json(a: &str, b: &str) -> bool {
    a == b || same(a, b, 0).unwrap_or(false)
}

fn same(a: &str, b: &str, depth: usize) -> Option<bool> {
    if depth > 128 {
        return Some(a == b);
    }
    let (first, other) = (a.bytes().next()?, b.bytes().next()?);
    Some(match (first, other) {
        (b'{', b'{') => {
            let a: BTreeMap<String, &RawValue> = serde_json::from_str(a).ok()?;
            let b: BTreeMap<String, &RawValue> = serde_json::from_str(b).ok()?;
            a.len() == b.len()
                && a.iter().zip(&b).all(|((name, one), (other_name, other))| {
                    name == other_name && same(one.get(), other.get(), depth + 1) == Some(true)
                })
        }
        (b'[', b'[') => {
            let a: Vec<&RawValue> = serde_json::from_str(a).ok()?;
            let b: Vec<&RawValue> = serde_json::from_str(b).ok()?;
            a.len() == b.len()
                && a.iter().zip(&b).all(|(one, other)| same(one.get(), other.get(), depth + 1) == Some(true))
        }
        (b'"', b'"') if a != b => serde_json::from_str::<String>(a).ok()? == serde_json::from_str::<String>(b).ok()?,
        _ => a == b,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// The value that a visitor received.
    #[derive(Debug, PartialEq)]
    enum Seen {
        Unit,
        Unsigned(u64),
        Signed(i64),
        Float(f64),
        Text(String),
        Map(BTreeMap<String, Value>),
    }

    struct See;

    impl<'de> Visitor<'de> for See {
        type Value = Seen;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Seen, E> {
            Ok(Seen::Unit)
        }
        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Seen, E> {
            Ok(Seen::Unsigned(number))
        }
        fn visit_i64<E: de::Error>(self, number: i64) -> Result<Seen, E> {
            Ok(Seen::Signed(number))
        }
        fn visit_f64<E: de::Error>(self, number: f64) -> Result<Seen, E> {
            Ok(Seen::Float(number))
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Seen, E> {
            Ok(Seen::Text(text.to_owned()))
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Seen, A::Error> {
            BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(Seen::Map)
        }
    }

    fn see(text: &str) -> Seen {
        any(&mut serde_json::Deserializer::from_str(text), See).unwrap()
    }

    #[test]
    fn numbers_read_the_same_with_arbitrary_precision() {
        // The form in which that feature passes them.
        let precise = |text: &str| {
            let map = de::value::MapDeserializer::<_, serde_json::Error>::new([(NUMBER, text)].into_iter());
            Numbers(See).visit_map(map).unwrap()
        };
        for (text, wanted) in [
            ("12.5", Seen::Float(12.5)),
            ("1785476030.5", Seen::Float(1_785_476_030.5)),
            ("7.0", Seen::Float(7.0)),
            ("-0", Seen::Float(-0.0)),
            ("-7", Seen::Signed(-7)),
            ("0", Seen::Unsigned(0)),
            ("18446744073709551615", Seen::Unsigned(u64::MAX)),
            ("18446744073709551616", Seen::Float(18_446_744_073_709_551_616.0)),
            ("-9223372036854775809", Seen::Float(-9_223_372_036_854_775_808.0)),
            ("1e3", Seen::Float(1000.0)),
        ] {
            assert_eq!(precise(text), wanted, "{text}");
            assert_eq!(see(text), wanted, "{text}");
        }
        assert_eq!(precise("1e400"), Seen::Unit);
    }

    #[test]
    fn objects_keep_their_first_member() {
        let members = |value: Value| Seen::Map(serde_json::from_value(value).unwrap());
        assert_eq!(see("{}"), members(json!({})));
        assert_eq!(see(r#"{"a":1,"b":{"c":[2]}}"#), members(json!({"a":1,"b":{"c":[2]}})));
        assert_eq!(see(r#""a""#), Seen::Text("a".into()));
    }

    #[test]
    fn json_text_keeps_digits_and_borrows() {
        let text = r#"{"a": 1.50 ,"b":[1e400,"x\ud83d"],"c":12345678901234567890123.4500}"#;
        let read: BTreeMap<String, JsonText<'_>> = serde_json::from_str(text).unwrap();
        assert_eq!(read["a"].get(), "1.50");
        assert_eq!(read["b"].get(), r#"[1e400,"x\ud83d"]"#);
        assert_eq!(read["c"].get(), "12345678901234567890123.4500");
        assert!(read.into_values().all(|value| matches!(value.into_inner(), Cow::Borrowed(_))));
        let value: BTreeMap<String, JsonText<'_>> = Deserialize::deserialize(json!({"a":[1,{"b":null}]})).unwrap();
        assert_eq!(value["a"].get(), r#"[1,{"b":null}]"#);
    }

    #[test]
    fn different_texts_of_one_value_are_equal() {
        for (a, b, wanted) in [
            (r#"{"a": 1, "b":[1.0 ,"\u0041"]}"#, r#"{"b":[1.0,"A"],"a":1}"#, true),
            ("1.0", "1", false),
            ("9007199254740993.0", "9007199254740992.0", false),
            ("[1]", "[1,2]", false),
            (r#"{"a":1}"#, r#"{"b":1}"#, false),
            (r#""a""#, "1", false),
            ("", "", true),
        ] {
            assert_eq!(same_json(a, b), wanted, "{a} {b}");
        }
        let deep = |end: &str| format!("{}{end}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(same_json(&deep("1"), &deep("1")) && !same_json(&deep("1"), &deep("2")));
    }
}
