//! Rows of a list that their type cannot read.

use crate::error::{DecodeError, Error};
use bytes::Bytes;
use std::fmt;

/// A row of a list that its type could not read. The other rows of the page are not affected.
///
/// `Debug` shows where the row stands and what is wrong with it, never its text.
#[derive(Clone)]
pub struct Unreadable {
    before: usize,
    error: DecodeError,
    text: Bytes,
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreadable").field("error", &self.error).finish_non_exhaustive()
    }
}

impl Unreadable {
    /// A row that stands behind `before` readable rows of its page. `error` is a decode error that names the place in
    /// the page; `text` is the row's JSON.
    #[must_use]
    pub fn new(before: usize, error: Error, text: Bytes) -> Self {
        let error = error.decode_error().cloned().unwrap_or_else(|| DecodeError::new("data", ".", 0, 0));
        Self { before, error, text }
    }

    /// How many rows of the page that could be read stand before it.
    #[must_use]
    pub fn rows_before(&self) -> usize {
        self.before
    }

    /// Why it could not be read, with its JSON path in the page: `leads[3].id`.
    #[must_use]
    pub fn error(&self) -> Error {
        Error::decode(self.error.clone())
    }

    /// The exact JSON text of the row.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }
}
