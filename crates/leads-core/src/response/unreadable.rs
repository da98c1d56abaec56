//! Rows of a list that their type cannot read.

use crate::error::{DecodeError, Error};
use crate::response::Raw;
use bytes::Bytes;
use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
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

impl Serialize for Unreadable {
    /// Its text, as it came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(self.text()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// A list as the vendor sent it: the rows that were read and, in their places, those that were not.
#[derive(Debug)]
pub struct AllRows<'a, T>(pub &'a [Raw<T>], pub &'a [Unreadable]);

impl<T: Serialize> Serialize for AllRows<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(rows, unreadable) = self;
        let mut list = serializer.serialize_seq(Some(rows.len() + unreadable.len()))?;
        let mut unreadable = unreadable.iter().peekable();
        for (at, row) in rows.iter().enumerate() {
            while let Some(odd) = unreadable.next_if(|odd| odd.before <= at) {
                list.serialize_element(odd)?;
            }
            list.serialize_element(row)?;
        }
        for odd in unreadable {
            list.serialize_element(odd)?;
        }
        list.end()
    }
}
