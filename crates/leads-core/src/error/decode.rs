//! Errors of reading a response.

use super::escape;

/// Where and how a response could not be read. It never contains the value itself.
///
/// ```
/// #[derive(Debug, serde::Deserialize)]
/// struct Deal { id: u64 }
/// let error = leads_core::Raw::<Deal>::parse(r#"{"id":[]}"#).unwrap_err();
/// let at = error.decode_error().expect("the error is of this kind");
/// assert_eq!((at.path.as_str(), at.line), ("id", 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{category} at {} (line {line}, column {column})", escape::Escaped(.path))]
#[non_exhaustive]
pub struct DecodeError {
    /// `syntax`, `data`, `end of input` or `missing`.
    pub category: &'static str,
    /// The JSON path, `leads[3].value`; `.` is the whole body.
    pub path: String,
    /// The line in the body, from 1; 0 when it is not known.
    pub line: usize,
    /// The column in the line, from 1; 0 when it is not known.
    pub column: usize,
}

impl DecodeError {
    /// Creates a decode error of a category at a path.
    pub fn new(category: &'static str, path: impl Into<String>, line: usize, column: usize) -> Self {
        Self { category, path: path.into(), line, column }
    }
}
