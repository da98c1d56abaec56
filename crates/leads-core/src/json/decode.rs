//! Decodes JSON, with errors that name the position and never the value.
//!
//! ```
//! use leads_core::json::decode;
//!
//! let ids: Vec<u64> = decode::from_str("[1, 2]")?;
//! assert_eq!(ids, [1, 2]);
//! let error = decode::from_str::<Vec<u64>>(r#"[1, "jane@example.com"]"#).unwrap_err();
//! assert!(!error.to_string().contains("jane"));
//! # Ok::<(), leads_core::Error>(())
//! ```

use super::path;
use super::repair::{self, Repairs};
use crate::error::{DecodeError, Error, Result};
use bytes::Bytes;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_path_to_error::Path;
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

/// Encloses the path of an error inside a [`Raw`](crate::response::Raw), carried through serde's message.
const MARK: char = '\u{1}';

/// How many members that do not match their types are removed from a text one by one, before whole members of the
/// record are removed instead, and how many of those. Each removal needs another reading of the text.
const SINGLE: usize = 16;
const OUTERMOST: usize = 16;

/// Decodes JSON text.
///
/// The text is first decoded unchanged. If that fails, faults of individual members are repaired in a copy, which is
/// decoded again: half a surrogate pair becomes U+FFFD, a raw control character its escape, and a number outside the
/// range of floats `null`; of several members with the same name the last is kept; and a member that does not match its
/// type is removed. A required member that cannot be read, and text that is not JSON, remain errors.
///
/// ```
/// use leads_core::json::decode;
/// #[derive(serde::Deserialize)]
/// struct Deal { id: u64, value: Option<f64> }
/// // `value` does not match its type, so it is read as absent.
/// let deal: Deal = decode::from_str(r#"{"id": 7, "value": "a lot"}"#)?;
/// assert_eq!((deal.id, deal.value), (7, None));
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// Returns a decode error with category, path, line and column. serde's own message is dropped, because it prints the
/// value.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T> {
    of_json(text).or_else(|error| match repair::body(text.as_bytes()) {
        Some(copy) => of_json(&copy).map_err(|_| error),
        None => Err(error),
    })
}

/// Decodes JSON bytes.
///
/// Invalid UTF-8 is read as U+FFFD, and a byte order mark is skipped. Otherwise the same as [`from_str`].
///
/// ```
/// use leads_core::json::decode;
/// // With a byte order mark and a byte that is not UTF-8.
/// let name: String = decode::from_slice(b"\xEF\xBB\xBF\"Jan\xFF\"")?;
/// assert_eq!(name, "Jan\u{FFFD}");
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// See [`from_str`]; invalid UTF-8 in a text that is not JSON is an error with a separate category.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    match std::str::from_utf8(bytes) {
        Ok(text) => from_str(text),
        Err(error) => match repair::body(bytes) {
            Some(copy) => of_json(&copy),
            None => Err(not_utf8(bytes, error)),
        },
    }
}

/// Decodes JSON text without repairing anything; for text written by this crate's users, such as a request's body.
///
/// ```
/// use leads_core::json::decode;
/// assert_eq!(decode::strict::<Option<u64>>("7")?, Some(7));
/// assert!(decode::strict::<Option<u64>>("\"seven\"").unwrap_err().is_decode());
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// See [`from_str`].
pub fn strict<T: DeserializeOwned>(text: &str) -> Result<T> {
    read(text).map_err(|failure| failure.into_error())
}

/// Decodes JSON that borrows from the text; for envelopes whose rows are kept as `&RawValue`.
///
/// Nothing is repaired, because a repaired copy does not live long enough: for a whole response use
/// [`HttpResponse::json`](crate::response::HttpResponse::json).
///
/// ```
/// use leads_core::json::decode;
/// let words: Vec<&str> = decode::borrowed(br#"["won", "lost"]"#)?;
/// assert_eq!(words, ["won", "lost"]);
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// See [`from_str`].
pub fn borrowed<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error))?;
    read(text).map_err(|failure| failure.into_error())
}

/// Returns a copy of a body that is valid JSON and UTF-8, if the body is invalid only because of individual members.
///
/// A byte order mark is dropped, invalid UTF-8 becomes U+FFFD, a raw control character in a string becomes its escape,
/// a backslash that does not begin an escape is doubled, and a bare word or number that is not JSON becomes `null`.
///
/// ```
/// use bytes::Bytes;
/// use leads_core::json::decode;
/// let body = Bytes::from_static(b"{\"value\": NaN}");
/// assert_eq!(decode::readable(&body).as_deref(), Some(&b"{\"value\": null}"[..]));
/// assert_eq!(decode::readable(&Bytes::from_static(b"<html>")), None);
/// ```
#[must_use]
pub fn readable(body: &Bytes) -> Option<Bytes> {
    repair::body(body).map(Bytes::from)
}

/// Reads a body, and then its [`readable`] copy if the body cannot be read and such a copy exists.
///
/// For readers that keep parts of the body. A client's calls do this automatically; webhooks do not.
///
/// ```
/// use bytes::Bytes;
/// use leads_core::json::decode;
/// let body = Bytes::from_static(b"{\"value\": NaN}");
/// let value: serde_json::Value = decode::with_repair(&body, |body| decode::borrowed(body))?;
/// assert!(value["value"].is_null());
/// # Ok::<(), leads_core::Error>(())
/// ```
///
/// # Errors
/// Returns the errors of `read`.
pub fn with_repair<T>(body: &Bytes, read: impl Fn(&Bytes) -> Result<T>) -> Result<T> {
    read(body).or_else(|error| match readable(body) {
        Some(copy) => read(&copy),
        None => Err(error),
    })
}

/// Decodes text that is known to be valid JSON; see [`from_str`].
pub(crate) fn of_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    if is_list_for_struct::<T>(text) {
        return Err(Error::decode(DecodeError::new("data", ".", 1, 1)));
    }
    read(text).or_else(|failure| {
        let mut found = None;
        match decode_repaired(text, &failure, &mut |copy| read(copy).map(|value| found = Some(value))) {
            true => found.ok_or(failure),
            false => Err(failure),
        }
        .map_err(|failure| failure.into_error())
    })
}

/// Why a text could not be read.
struct Failure {
    error: serde_json::Error,
    /// The path of the value that does not match its type.
    path: Option<Path>,
}

/// Reads a text; only if that fails, the path is found by reading it again.
fn read<'de, T: Deserialize<'de>>(text: &'de str) -> std::result::Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| {
        let path = if error.is_data() { path::of_failure::<T>(text) } else { None };
        Failure { error, path }
    })
}

/// Decodes repaired copies of a text until one can be read; returns whether one could.
#[cold]
fn decode_repaired(
    text: &str,
    first: &Failure,
    decode: &mut dyn FnMut(&str) -> std::result::Result<(), Failure>,
) -> bool {
    let mut repairs = Repairs::default();
    let mut copy = Cow::Borrowed(text);
    let mut last = None;
    for removed in 0..SINGLE + OUTERMOST {
        let Failure { error, path } = last.as_ref().unwrap_or(first);
        let message = error.to_string();
        let repaired = if repairs.add(&message) { repair::text(&copy, repairs) } else { None };
        // An unexpected member indicates that the text is of a different type.
        let path = path.as_ref().filter(|_| !message.starts_with("unknown field"));
        let next = repaired.or_else(|| path::without(&copy, path?, removed >= SINGLE));
        let Some(next) = next else { break };
        copy = Cow::Owned(next);
        match decode(&copy) {
            Ok(()) => return true,
            Err(failure) => last = Some(failure),
        }
    }
    false
}

/// Returns whether the text is a list but a derived struct is expected: serde would read its items as the fields in
/// order.
pub(crate) fn is_list_for_struct<T: DeserializeOwned>(text: &str) -> bool {
    text.trim_ascii_start().starts_with('[') && is_struct::<T>()
}

/// Returns whether a type is read as a struct with named fields, determined by asking the type.
pub(crate) fn is_struct<T: DeserializeOwned>() -> bool {
    fields::<T>().is_some()
}

/// Returns the names of the members that a struct is read from; `None` for any other type.
fn fields<T: DeserializeOwned>() -> Option<&'static [&'static str]> {
    let mut fields = None;
    let _ = T::deserialize(Asked(&mut fields));
    fields
}

/// Returns an error if the type is a struct and the object contains none of its members: if every member is optional,
/// any object would otherwise pass as a record.
///
/// ```
/// use leads_core::json::decode;
/// #[derive(serde::Deserialize)]
/// struct Deal { id: Option<u64> }
/// assert!(decode::check_recognised::<Deal>(r#"{"id": 7}"#).is_ok());
/// // Every member is optional, so this would be read as an empty deal.
/// assert!(decode::check_recognised::<Deal>(r#"{"error": "busy"}"#).is_err());
/// # let _ = Deal { id: None }.id;
/// ```
///
/// # Errors
/// Returns a decode error with the category `missing`.
pub fn check_recognised<T: DeserializeOwned>(text: &str) -> Result<()> {
    fields::<T>().map_or(Ok(()), |fields| check_names(text, fields))
}

fn check_names(text: &str, fields: &[&str]) -> Result<()> {
    let known = Cell::new(fields.is_empty());
    let read = serde_json::Deserializer::from_str(text).deserialize_map(Names { known: &known, fields });
    match read {
        Ok(()) if !known.get() => Err(missing(".")),
        _ => Ok(()),
    }
}

/// Checks the names of an object's members.
struct Names<'a> {
    known: &'a Cell<bool>,
    fields: &'a [&'a str],
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(name) = map.next_key::<&'de RawValue>()? {
            if self.fields.contains(&repair::name(name.get()).as_ref()) {
                self.known.set(true);
                // One is sufficient.
                return Err(serde::de::Error::custom("known"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// A deserializer that only records which struct is requested.
struct Asked<'a>(&'a mut Option<&'static [&'static str]>);

#[derive(Debug)]
struct NothingHere;

impl fmt::Display for NothingHere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing to read")
    }
}

impl std::error::Error for NothingHere {}

impl serde::de::Error for NothingHere {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = NothingHere;
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> std::result::Result<V::Value, NothingHere> {
        Err(NothingHere)
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> std::result::Result<V::Value, NothingHere> {
        *self.0 = Some(fields);
        Err(NothingHere)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, NothingHere> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, NothingHere> {
        visitor.visit_some(self)
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// Creates the error for a response without a record or member that it must have.
///
/// ```
/// use leads_core::json::decode;
/// let error = decode::missing("data.lead");
/// assert_eq!(error.decode_error().map(|at| at.path.as_str()), Some("data.lead"));
/// ```
#[must_use]
pub fn missing(path: impl Into<String>) -> Error {
    Error::decode(DecodeError::new("missing", path, 0, 0))
}

/// Returns the same error for a value at `prefix` in its document.
///
/// ```
/// use leads_core::json::decode;
/// let row = decode::from_str::<u64>("\"seven\"").unwrap_err();
/// let error = decode::inside("leads[3]", row);
/// assert_eq!(error.decode_error().map(|at| at.path.as_str()), Some("leads[3]"));
/// ```
#[must_use]
pub fn inside(prefix: &str, error: Error) -> Error {
    let Some(decode) = error.decode_error() else { return error };
    let path = join(prefix, &decode.path);
    // Line and column refer to the row's own text and would be misleading for the page.
    Error::decode(DecodeError::new(decode.category, path, 0, 0))
}

#[cold]
pub(crate) fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> Error {
    let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    Error::decode(DecodeError::new("not UTF-8", ".", line, column))
}

/// Carries a decode error through a deserializer: the resulting error has its category and path.
///
/// For types that read their own text, such as [`Raw`](crate::response::Raw): a tracked path ends there, so the path
/// inside it is in the message.
///
/// ```
/// use leads_core::json::decode;
/// /// A type that reads its own text.
/// struct Row;
/// impl<'de> serde::Deserialize<'de> for Row {
///     fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
///         let text = <&serde_json::value::RawValue>::deserialize(from)?;
///         decode::from_str::<u64>(text.get()).map(|_| Row).map_err(decode::carry)
///     }
/// }
/// assert!(decode::from_str::<Row>("7").is_ok());
/// let error = decode::from_str::<Row>("[]").err().unwrap();
/// assert_eq!(error.decode_error().map(|at| at.category), Some("data"));
/// ```
#[cold]
pub fn carry<E: serde::de::Error>(error: Error) -> E {
    match error.decode_error() {
        Some(decode) => E::custom(format_args!("{MARK}{}{MARK}{}{MARK}", decode.category, decode.path)),
        None => E::custom("cannot be read"),
    }
}

/// Returns the category and the path that were [carried](carry) through serde's message.
fn carried(message: &str) -> Option<(&str, &str)> {
    let mut parts = message.split(MARK).skip(1);
    Some((parts.next()?, parts.next()?))
}

impl Failure {
    #[cold]
    fn into_error(self) -> Error {
        let Self { error, path } = self;
        let message = error.to_string();
        let outer = path.as_ref().map_or_else(|| ".".to_owned(), path::text_of);
        let (category, path) = match carried(&message) {
            Some((category, inner)) => (known(category), join(&outer, inner)),
            None => (category(&error), outer),
        };
        Error::decode(DecodeError::new(category, path, error.line(), error.column()))
    }
}

fn join(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        (".", inner) => inner.to_owned(),
        (outer, ".") => outer.to_owned(),
        (outer, inner) if inner.starts_with('[') => format!("{outer}{inner}"),
        (outer, inner) => format!("{outer}.{inner}"),
    }
}

fn category(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Io => "io",
        serde_json::error::Category::Syntax => "syntax",
        serde_json::error::Category::Data => "data",
        serde_json::error::Category::Eof => "end of input",
    }
}

fn known(category: &str) -> &'static str {
    ["io", "syntax", "data", "end of input", "missing", "not UTF-8"]
        .into_iter()
        .find(|known| *known == category)
        .unwrap_or("data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_positions_but_not_values() {
        let error = from_str::<Vec<u8>>("[1,\n 2, \"secret\"]").unwrap_err();
        let decode = error.decode_error().unwrap();
        assert_eq!((decode.path.as_str(), decode.line, decode.category), ("[2]", 2, "data"));
        assert!(!format!("{error:?}{error}").contains("secret"));
        assert_eq!(from_str::<Vec<u8>>("[1").unwrap_err().decode_error().unwrap().category, "end of input");
        assert_eq!(inside("leads[3]", error).decode_error().unwrap().path, "leads[3][2]");
    }

    #[test]
    fn object_without_a_member_of_the_type_is_not_recognized() {
        #[derive(serde::Deserialize)]
        #[allow(dead_code)]
        struct Lead {
            id: Option<u64>,
            name: Option<String>,
        }
        for foreign in ["{}", r#"{"error":{"id":1}}"#] {
            assert!(check_recognised::<Lead>(foreign).unwrap_err().is_decode(), "{foreign}");
        }
        check_recognised::<Lead>(r#"{"x":1,"n\u0061me":null}"#).unwrap();
        check_recognised::<std::collections::BTreeMap<String, u8>>("{}").unwrap();
    }
}
