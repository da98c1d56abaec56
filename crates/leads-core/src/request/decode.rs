//! Reading JSON with errors that name the place and never the value.

use super::place::{Blame, Print, offset_of, path_at, path_of};
use crate::error::{DecodeError, Error, Result};
use serde::de::DeserializeOwned;

/// Between the marks stands the path of a mistake inside a [`Raw`](super::Raw), carried through serde's message.
const MARK: char = '\u{1}';

/// Reads JSON text.
///
/// Decoding is plain; only when it fails the text is gone over to find the path, because keeping track of the path
/// costs nearly as much as reading.
///
/// # Errors
/// A decode error with category, path, line and column. serde's own message is dropped: it prints the value.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| locate(text, &error))
}

/// Reads JSON bytes.
///
/// # Errors
/// As [`from_str`]; bytes that are not UTF-8 are an error of their own category.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    from_str(std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error))?)
}

/// Reads JSON that borrows from the text; for envelopes whose rows are kept as `&RawValue`.
///
/// # Errors
/// As [`from_str`].
pub fn borrowed<'de, T: serde::Deserialize<'de>>(bytes: &'de [u8]) -> Result<T> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error))?;
    serde_json::from_str(text).map_err(|error| locate(text, &error))
}

/// An answer without the record or member that it must have.
#[must_use]
pub fn missing(path: impl Into<String>) -> Error {
    Error::decode(DecodeError::new("missing", path, 0, 0))
}

/// The same error for a value that stands at `prefix` of its document.
#[must_use]
pub fn inside(prefix: &str, error: Error) -> Error {
    let Some(decode) = error.decode_error() else { return error };
    let path = join(prefix, &decode.path);
    // Line and column are those of the row's own text: they would mislead in the page.
    Error::decode(DecodeError::new(decode.category, path, 0, 0))
}

#[cold]
pub(crate) fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> Error {
    let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    Error::decode(DecodeError::new("not UTF-8", ".", line, column))
}

/// Carries a mistake inside a [`Raw`](super::Raw) through the outer deserializer.
#[cold]
pub(crate) fn carry<E: serde::de::Error>(text: &str, error: Error) -> E {
    let Print { length, sum } = Print::of(text.as_bytes());
    match error.decode_error() {
        Some(decode) => {
            E::custom(format_args!("{MARK}{}{MARK}{}{MARK}{length}{MARK}{sum}{MARK}", decode.category, decode.path))
        }
        None => E::custom("cannot be read"),
    }
}

/// Not generic, so that the reader of a model is compiled once.
#[cold]
fn locate(text: &str, error: &serde_json::Error) -> Error {
    let message = error.to_string();
    let at = || path_at(text, offset_of(text, error.line(), error.column()), Blame::of(&message));
    let carried: Vec<&str> = message.split(MARK).skip(1).collect();
    let decode = match carried.as_slice() {
        [inner_category, inner_path, length, sum, ..] => {
            let print = length.parse().ok().zip(sum.parse().ok()).map(|(length, sum)| Print { length, sum });
            let outer = print.and_then(|print| path_of(text, print)).unwrap_or_else(at);
            DecodeError::new(known(inner_category), join(&outer, inner_path), error.line(), error.column())
        }
        _ if error.is_data() => DecodeError::new(category(error), at(), error.line(), error.column()),
        _ => DecodeError::new(category(error), ".", error.line(), error.column()),
    };
    Error::decode(decode)
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
    fn places_are_named_and_values_are_not() {
        let error = from_str::<Vec<u8>>("[1,\n 2, \"secret\"]").unwrap_err();
        let decode = error.decode_error().unwrap();
        assert_eq!((decode.path.as_str(), decode.line, decode.category), ("[2]", 2, "data"));
        assert!(!format!("{error:?}{error}").contains("secret"));
        assert_eq!(from_str::<Vec<u8>>("[1").unwrap_err().decode_error().unwrap().category, "end of input");
        assert_eq!(inside("leads[3]", error).decode_error().unwrap().path, "leads[3][2]");
    }
}
