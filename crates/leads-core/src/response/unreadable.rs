//! Rows of a list that could not be read.

use crate::error::{DecodeError, Error};
use crate::response::Raw;
use bytes::Bytes;
use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// A row of a list that could not be read as its type. The other rows of the page are not affected.
///
/// `Debug` shows the row's position and its error, but not its text.
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
    /// Creates an unreadable row that follows `before` readable rows of its page. `error` is a decode error that gives
    /// the path in the page; `text` is the row's JSON.
    #[must_use]
    pub fn new(before: usize, error: Error, text: Bytes) -> Self {
        let error = error.decode_error().cloned().unwrap_or_else(|| DecodeError::new("data", ".", 0, 0));
        Self { before, error, text }
    }

    /// Returns how many readable rows of the page precede it.
    #[must_use]
    pub fn rows_before(&self) -> usize {
        self.before
    }

    /// Returns why it could not be read, with its JSON path in the page: `leads[3].id`.
    #[must_use]
    pub fn error(&self) -> Error {
        Error::decode(self.error.clone())
    }

    /// Returns the exact JSON text of the row.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }
}

impl Serialize for Unreadable {
    /// Writes the text unchanged.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(self.text()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// A list as the vendor sent it: the rows that were read, and those that were not, at their original positions.
#[derive(Debug)]
pub struct AllRows<'a, T>(pub &'a [Raw<T>], pub &'a [Unreadable]);

impl<T: Serialize> Serialize for AllRows<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(rows, unreadable) = self;
        let mut list = serializer.serialize_seq(Some(rows.len() + unreadable.len()))?;
        let mut unreadable = unreadable.iter().peekable();
        for (at, row) in rows.iter().enumerate() {
            while let Some(row) = unreadable.next_if(|row| row.before <= at) {
                list.serialize_element(row)?;
            }
            list.serialize_element(row)?;
        }
        for row in unreadable {
            list.serialize_element(row)?;
        }
        list.end()
    }
}
