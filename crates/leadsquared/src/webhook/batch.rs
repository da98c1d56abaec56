//! The records of one delivery.

use bytes::Bytes;
use leads_core::vendor::decode;
use leads_core::vendor::{AllRows, Unreadable};
use leads_core::{Raw, Result};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::ops::Deref;

/// The records of one delivery, each with its text. Dereferences to a slice of them.
///
/// Some events are delivered alone and some as a list of a minute's events; both are accepted, and written back as they
/// came.
#[derive(Clone, Debug)]
pub struct Batch<T> {
    records: Vec<Raw<T>>,
    unreadable: Vec<Unreadable>,
    /// Whether the delivery was one record, not a list.
    alone: bool,
}

impl<T: DeserializeOwned> Batch<T> {
    /// Reads the bytes of a delivery.
    ///
    /// # Errors
    ///
    /// Returns a decode error if the bytes are not JSON, or no record is of this type. A record of another type in a
    /// list is among the [unreadable](Self::unreadable) ones.
    pub fn read(body: &[u8]) -> Result<Self> {
        // Some senders put a byte order mark in front of UTF-8.
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        decode::with_repair(&Bytes::copy_from_slice(body.trim_ascii()), Self::read_json)
    }

    fn read_json(page: &Bytes) -> Result<Self> {
        let whole: &RawValue = decode::borrowed(page)?;
        if !whole.get().starts_with('[') {
            return Ok(Self { records: vec![Raw::whole(page)?], unreadable: Vec::new(), alone: true });
        }
        let rows: Vec<&RawValue> = decode::borrowed(page)?;
        let (mut records, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
        for (at, row) in rows.into_iter().enumerate() {
            match Raw::in_page(page, row) {
                Ok(record) => records.push(record),
                Err(error) => {
                    let error = decode::inside(&format!("[{at}]"), error);
                    unreadable.push(Unreadable::new(records.len(), error, page.slice_ref(row.get().as_bytes())));
                }
            }
        }
        match unreadable.first() {
            Some(first) if records.is_empty() => Err(first.error()),
            _ => Ok(Self { records, unreadable, alone: false }),
        }
    }
}

impl<T> Batch<T> {
    /// Returns the records of a list that could not be read, each with its error and text.
    #[must_use]
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Returns whether the delivery was one record, not a list.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.alone
    }
}

impl<T> Deref for Batch<T> {
    type Target = [Raw<T>];
    fn deref(&self) -> &[Raw<T>] {
        &self.records
    }
}

impl<T> IntoIterator for Batch<T> {
    type Item = Raw<T>;
    type IntoIter = std::vec::IntoIter<Raw<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.records.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Batch<T> {
    type Item = &'a Raw<T>;
    type IntoIter = std::slice::Iter<'a, Raw<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.records.iter()
    }
}

impl<T: Serialize> Serialize for Batch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.records.as_slice() {
            [only] if self.alone => only.serialize(serializer),
            records => AllRows(records, &self.unreadable).serialize(serializer),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Batch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        // The error message is ours; it contains the path, and no value.
        Self::read(text.get().as_bytes()).map_err(D::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::model::Record;

    #[test]
    fn text_order_and_form_are_kept() {
        for text in [r#"{ "a" : 1.50, "b":null }"#, r#"[{ "a" : 1.50 },{"a":"x"}]"#, "[]", r#"[{"a":1}]"#] {
            let batch = Batch::<Record>::read(format!("\u{feff} {text}\r\n").as_bytes()).unwrap();
            assert_eq!(serde_json::to_string(&batch).unwrap(), text);
            assert_eq!(batch.is_alone(), text.starts_with('{'));
            let again: Batch<Record> = serde_json::from_str(text).unwrap();
            assert_eq!(again.len(), batch.len());
            assert_eq!(batch.into_iter().count(), again.into_iter().count());
        }
    }

    #[test]
    fn decode_errors_name_the_path() {
        let batch = Batch::<Record>::read(br#"[{},{"secret":"x"},7]"#).unwrap();
        let [row] = batch.unreadable() else { panic!("one record") };
        assert_eq!((batch.len(), row.error().decode_error().unwrap().path.as_str()), (2, "[2]"));
        assert_eq!(serde_json::to_string(&batch).unwrap(), r#"[{},{"secret":"x"},7]"#);
        let error = Batch::<Record>::read(br#"["secret"]"#).unwrap_err();
        assert_eq!(error.decode_error().unwrap().path, "[0]");
        assert!(!format!("{error:?}").contains("secret"));
    }
}
