//! Lists: an envelope with a count, or a bare array.

use leads_core::vendor::HttpResponse;
use leads_core::vendor::decode;
use leads_core::vendor::{AllRows, Envelope as Page, JsonText, Unreadable};
use leads_core::{Error, ErrorKind, Raw, Result};
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

/// The rows of a list, each with its text, and the total count.
///
/// Dereferences to the rows. A list that came as a bare array has no count.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Listing<T> {
    /// The number of matching records, over all pages; `None` if the vendor did not report it.
    pub record_count: Option<u64>,
    /// The rows of this page.
    pub rows: Vec<Raw<T>>,
    /// Members of the envelope for which this crate has no field.
    pub other: BTreeMap<String, Box<RawValue>>,
    /// The rows that could not be read, each with its error and text; they are not in `rows`.
    pub unreadable: Vec<Unreadable>,
    /// The name of the rows in the envelope; empty for a bare array.
    name: &'static str,
    counted: CountSpelling,
}

/// How the count was written, so that it can be written back in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CountSpelling {
    Number,
    Text,
}

impl<T> Deref for Listing<T> {
    type Target = [Raw<T>];
    fn deref(&self) -> &[Raw<T>] {
        &self.rows
    }
}

impl<T> IntoIterator for Listing<T> {
    type Item = Raw<T>;
    type IntoIter = std::vec::IntoIter<Raw<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<T: Serialize> Serialize for Listing<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.name.is_empty() {
            return AllRows(&self.rows, &self.unreadable).serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        if let Some(count) = self.record_count {
            match self.counted {
                CountSpelling::Number => map.serialize_entry("RecordCount", &count)?,
                CountSpelling::Text => map.serialize_entry("RecordCount", &count.to_string())?,
            }
        }
        map.serialize_entry(self.name, &AllRows(&self.rows, &self.unreadable))?;
        for (name, value) in &self.other {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

struct Envelope<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Envelope<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EnvelopeVisitor;
        impl<'de> Visitor<'de> for EnvelopeVisitor {
            type Value = Envelope<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list's envelope")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<JsonText<'de>, _>()? {
                    members.push((name.into_string(), value));
                }
                Ok(Envelope(members))
            }
        }
        deserializer.deserialize_map(EnvelopeVisitor)
    }
}

impl<T: DeserializeOwned> Listing<T> {
    /// Reads a list. `names` are the members that can contain the rows, the documented one first. A bare array is
    /// accepted too, and one array around the array of rows is removed. A single object with the member `mark` is read
    /// as a list of one.
    ///
    /// A list without its rows is empty only if the count is 0. Anything else is an error: it must never be mistaken
    /// for an empty page.
    pub(crate) fn read(response: &HttpResponse, names: &[&'static str], mark: Option<&str>) -> Result<Self> {
        let body = &response.body;
        if let Some(found) = Self::wrapped(body, names) {
            return Ok(found);
        }
        if response.first_byte() == Some(b'[') {
            let rows = unwrap_once(response.json::<Vec<&RawValue>>()?);
            let is_foreign = rows.iter().all(|row| !row.get().starts_with('{'));
            let mut found = Self {
                record_count: None,
                rows: Vec::new(),
                other: BTreeMap::new(),
                unreadable: Vec::new(),
                name: "",
                counted: CountSpelling::Number,
            };
            found.fill(body, &rows, "");
            return match found.unreadable.first() {
                Some(first) if is_foreign => Err(first.error()),
                _ => Ok(found),
            };
        }
        let Envelope(members) = response.json()?;
        if mark.is_some_and(|mark| members.iter().any(|(name, _)| name == mark)) {
            return Ok(Self {
                record_count: None,
                rows: vec![Raw::whole(body)?],
                other: BTreeMap::new(),
                unreadable: Vec::new(),
                name: "",
                counted: CountSpelling::Number,
            });
        }
        let mut found = Self {
            record_count: None,
            rows: Vec::new(),
            other: BTreeMap::new(),
            unreadable: Vec::new(),
            name: names.first().copied().unwrap_or_default(),
            counted: CountSpelling::Number,
        };
        let mut listed = false;
        for (name, value) in members {
            let known = names.iter().find(|known| **known == name);
            match known {
                Some(_) if value.get() == "null" => {}
                Some(known) => {
                    let rows: Vec<&RawValue> = serde_json::from_str(value.get())
                        .map_err(|_| Error::new(ErrorKind::Decode, format!("`{known}` is not a list")))?;
                    found.fill(body, &unwrap_once(rows), known);
                    found.name = known;
                    listed = true;
                }
                None if name == "RecordCount" => found.count(value),
                None => {
                    found.other.insert(name, value.to_owned());
                }
            }
        }
        if !listed && found.record_count != Some(0) {
            return Err(decode::missing(found.name));
        }
        Ok(found)
    }
}

impl<T: DeserializeOwned> Listing<T> {
    /// Reads the usual form, one of the members with an array of objects, in one pass. Returns `None` for every other
    /// form and for every error; those are read, and reported, by the slow path.
    fn wrapped(body: &bytes::Bytes, names: &[&'static str]) -> Option<Self> {
        let mut page = Page::<T>::read_any(body, names).ok()?;
        let mut listed = None;
        let mut found = Self {
            record_count: None,
            rows: Vec::new(),
            other: BTreeMap::new(),
            unreadable: Vec::new(),
            name: "",
            counted: CountSpelling::Number,
        };
        for (name, text) in page.members() {
            match (names.iter().find(|known| **known == &**name), text) {
                (Some(known), None) if listed.is_none() => listed = Some(*known),
                (Some(_), _) => return None,
                (None, Some(text)) if name == "RecordCount" => found.count(text),
                (None, text) => {
                    found.other.insert(name.clone().into_owned(), (*text)?.to_owned());
                }
            }
        }
        found.name = listed?;
        found.rows = page.take_rows()?;
        found.unreadable = page.take_unreadable();
        let objects = found.rows.iter().all(|row| row.text().starts_with('{'));
        (objects && page.left_out() == 0).then_some(found)
    }

    fn fill(&mut self, page: &bytes::Bytes, rows: &[&RawValue], name: &str) {
        self.rows.clear();
        self.unreadable.clear();
        for (at, row) in rows.iter().enumerate() {
            match Raw::in_page(page, row) {
                Ok(row) => self.rows.push(row),
                Err(error) => {
                    let error = decode::inside(&format!("{name}[{at}]"), error);
                    let text = bytes::Bytes::copy_from_slice(row.get().as_bytes());
                    self.unreadable.push(Unreadable::new(self.rows.len(), error, text));
                }
            }
        }
    }

    fn count(&mut self, value: &RawValue) {
        self.record_count = serde_json::from_str::<Count>(value.get()).ok().and_then(|count| count.0);
        if value.get().starts_with('"') {
            self.counted = CountSpelling::Text;
        }
    }
}

impl<T> Listing<T> {
    /// Returns the first row, for reads that return a list of at most one.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) if the list is empty, a decode error if the row cannot be read.
    pub fn into_one(self) -> Result<Raw<T>> {
        if let (None, Some(row)) = (self.rows.first(), self.unreadable.first()) {
            return Err(row.error());
        }
        self.rows.into_iter().next().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "the vendor returned an empty list").for_operation("leadsquared", "")
        })
    }
}

#[derive(Deserialize)]
struct Count(#[serde(deserialize_with = "leads_core::vendor::tolerant::scalar")] Option<u64>);

/// `[[row, row]]` is read as `[row, row]`.
fn unwrap_once(rows: Vec<&RawValue>) -> Vec<&RawValue> {
    match rows.as_slice() {
        [only] if only.get().starts_with('[') => serde_json::from_str(only.get()).unwrap_or(rows),
        _ => rows,
    }
}

#[cfg(any(test, feature = "test-util"))]
impl<T> Listing<T> {
    /// Creates a page for tests.
    #[must_use]
    pub fn for_test(record_count: Option<u64>, rows: Vec<Raw<T>>) -> Self {
        Self {
            record_count,
            rows,
            other: BTreeMap::new(),
            unreadable: Vec::new(),
            name: "List",
            counted: CountSpelling::Number,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::Record;
    use http::HeaderMap;

    fn list(body: &'static str) -> Result<Listing<Record>> {
        Listing::read(&HttpResponse::new(200, HeaderMap::new(), body.as_bytes()), &["List", "Leads"], None)
    }

    #[test]
    fn bare_wrapped_nested_and_empty_lists_are_read() {
        for (body, rows, count) in [
            (r#"[{"a":"1"},{"a":"2"}]"#, 2, None),
            (r#"[[{"a":"1"},{"a":"2"}]]"#, 2, None),
            (r#"{"RecordCount":7,"List":[{"a":"1"}]}"#, 1, Some(7)),
            (r#"{"RecordCount":"7","Leads":[{"a":"1"}]}"#, 1, Some(7)),
            (r#"{"RecordCount":0}"#, 0, Some(0)),
            (r#"{"RecordCount":0,"List":null}"#, 0, Some(0)),
            (r#"{"List":[]}"#, 0, None),
        ] {
            let page = list(body).unwrap();
            assert_eq!((page.len(), page.record_count), (rows, count), "{body}");
        }
    }

    #[test]
    fn missing_list_is_not_an_empty_list() {
        for body in [r#"{"RecordCount":3}"#, r#"{}"#, r#"{"Rows":[]}"#, r#"{"RecordCount":3,"List":null}"#] {
            assert!(list(body).unwrap_err().is_decode(), "{body}");
        }
        assert!(list(r#"{"RecordCount":1,"List":{}}"#).unwrap_err().is_decode());
        let page = list(r#"{"List":[{},[],{"a":"1"}]}"#).unwrap();
        let [row] = page.unreadable.as_slice() else { panic!("one row") };
        assert_eq!((page.rows.len(), row.error().decode_error().unwrap().path.as_str()), (2, "List[1]"));
        assert_eq!(serde_json::to_string(&page).unwrap(), r#"{"List":[{},[],{"a":"1"}]}"#);
        assert!(list(r#"[[1],"x"]"#).unwrap_err().is_decode());
    }

    #[test]
    fn envelope_round_trips() {
        let text = r#"{"RecordCount":"1","Leads":[{"a":"1"}],"More":true}"#;
        assert_eq!(serde_json::to_string(&list(text).unwrap()).unwrap(), text);
    }
}
