//! A reader for every response shape of Nutshell: wrapped and bare, one record and many.
//!
//! Live responses wrap their records in a member named after the type, for one record as well as many:
//! `{"meta":{...},"links":{...},"leads":[{...}],"<companions>":[...]}`. The vendor's document declares bare objects and
//! bare arrays for many operations. All of these are read: the plural member with an array or with one object, a bare
//! object, and a bare array.

use crate::model::{EnvelopeMeta, Link};
pub use crate::record::Record;
use bytes::Bytes;
use leads_core::vendor::{AllRows, Envelope as Page, JsonText, Unreadable, decode};
use leads_core::{HttpResponse, Raw, Result};
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

/// Several records with their companion data.
///
/// Derefs to the rows. Each row keeps its exact text: see [`Raw`].
#[derive(Clone)]
pub struct Records<T> {
    rows: Vec<Raw<T>>,
    unreadable: Vec<Unreadable>,
    envelope: Envelope,
}

/// One record with its companion data.
///
/// Derefs to the record, which keeps its exact text: see [`Raw`].
#[derive(Clone)]
pub struct One<T> {
    record: Raw<T>,
    envelope: Envelope,
}

/// The data around the records: `meta`, link templates and companion arrays.
#[derive(Clone, Default)]
pub struct Envelope {
    shape: Shape,
    /// Boxed, because it is large and most responses are moved several times.
    meta: Option<Box<Raw<EnvelopeMeta>>>,
    /// The members in their order; the one that wraps the records has no text.
    members: Vec<(String, Option<Bytes>)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    /// The plural member with an array.
    #[default]
    Wrapped,
    /// The plural member with one object.
    WrappedOne,
    /// One object without an envelope.
    Bare,
    /// An array without an envelope.
    BareList,
}

impl Envelope {
    /// Returns the instance, counters and cursors. `None` if the response has no such member.
    ///
    /// Do not rely on the counters: `count` is not the number of rows of the page.
    #[must_use]
    pub fn meta(&self) -> Option<&EnvelopeMeta> {
        self.meta.as_deref().map(Raw::value)
    }

    /// Returns whether the records were wrapped in an envelope. The vendor's document declares bare ones for some operations.
    #[must_use]
    pub fn is_wrapped(&self) -> bool {
        matches!(self.shape, Shape::Wrapped | Shape::WrappedOne)
    }

    /// Returns the names of the companion arrays: all members except the records, `meta` and `links`.
    pub fn companions(&self) -> impl Iterator<Item = &str> {
        self.members
            .iter()
            .filter(|(name, text)| text.is_some() && name != "meta" && name != "links")
            .map(|(name, _)| name.as_str())
    }

    /// Returns the records of a companion array: `related::<User>("owners")`. Empty if there is none of that name.
    ///
    /// # Errors
    ///
    /// Returns a decode error if a record is not of that type.
    pub fn related<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<Raw<T>>> {
        let Some(text) = self.text_of(name) else { return Ok(Vec::new()) };
        let rows = match text.first() {
            Some(b'[') => decode::borrowed::<Vec<&RawValue>>(text)?,
            Some(b'{') => vec![decode::borrowed::<&RawValue>(text)?],
            _ => Vec::new(),
        };
        rows.into_iter()
            .enumerate()
            .map(|(at, row)| Raw::in_page(text, row).map_err(|error| decode::inside(&format!("{name}[{at}]"), error)))
            .collect()
    }

    /// Like [`related`](Self::related), but skips entries that are not such records.
    pub(crate) fn readable<T: DeserializeOwned>(&self, name: &str) -> Vec<Raw<T>> {
        let Some(text) = self.text_of(name) else { return Vec::new() };
        let rows = match text.first() {
            Some(b'[') => decode::borrowed::<Vec<&RawValue>>(text).unwrap_or_default(),
            Some(b'{') => decode::borrowed::<&RawValue>(text).into_iter().collect(),
            _ => Vec::new(),
        };
        rows.into_iter().filter_map(|row| Raw::in_page(text, row).ok()).collect()
    }

    /// Returns the document's link templates, by `type.relation`. See [`Link::fill`].
    #[must_use]
    pub fn links(&self) -> BTreeMap<String, Link> {
        self.text_of("links").and_then(|text| decode::from_slice(text).ok()).unwrap_or_default()
    }

    fn text_of(&self, name: &str) -> Option<&Bytes> {
        self.members.iter().rev().find(|(known, _)| known == name)?.1.as_ref()
    }
}

impl<T> Records<T> {
    /// Returns the rows in the vendor's order.
    #[must_use]
    pub fn rows(&self) -> &[Raw<T>] {
        &self.rows
    }

    /// Returns the rows that could not be read, each with its error and text. They are not among the [rows](Self::rows).
    #[must_use]
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Removes and returns the rows that could not be read.
    pub fn take_unreadable(&mut self) -> Vec<Unreadable> {
        std::mem::take(&mut self.unreadable)
    }

    /// Returns the data around the rows.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Returns only the rows.
    #[must_use]
    pub fn into_rows(self) -> Vec<Raw<T>> {
        self.rows
    }
}

impl<T> One<T> {
    /// Returns the record with its text.
    #[must_use]
    pub fn record(&self) -> &Raw<T> {
        &self.record
    }

    /// Returns the data around the record.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Returns only the record.
    #[must_use]
    pub fn into_record(self) -> Raw<T> {
        self.record
    }
}

impl<T> Deref for Records<T> {
    type Target = [Raw<T>];
    fn deref(&self) -> &[Raw<T>] {
        &self.rows
    }
}

impl<T> Deref for One<T> {
    type Target = Raw<T>;
    fn deref(&self) -> &Raw<T> {
        &self.record
    }
}

impl<T> IntoIterator for Records<T> {
    type Item = Raw<T>;
    type IntoIter = std::vec::IntoIter<Raw<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Records<T> {
    type Item = &'a Raw<T>;
    type IntoIter = std::slice::Iter<'a, Raw<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").field("rows", &self.rows).field("envelope", &self.envelope).finish()
    }
}

impl<T: fmt::Debug> fmt::Debug for One<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("One").field("record", &self.record).field("envelope", &self.envelope).finish()
    }
}

impl fmt::Debug for Envelope {
    /// Names only, because companions contain personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("shape", &self.shape)
            .field("companions", &self.companions().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl<T: Serialize> Serialize for Records<T> {
    /// Serializes in the shape that was received.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        write(&self.envelope, &self.rows, &self.unreadable, serializer)
    }
}

impl<T: Serialize> Serialize for One<T> {
    /// Serializes in the shape that was received.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        write(&self.envelope, std::slice::from_ref(&self.record), &[], serializer)
    }
}

fn write<T: Serialize, S: Serializer>(
    envelope: &Envelope,
    rows: &[Raw<T>],
    unreadable: &[Unreadable],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match (envelope.shape, rows.first()) {
        (Shape::Bare, Some(row)) => return row.serialize(serializer),
        (Shape::BareList, _) => return AllRows(rows, unreadable).serialize(serializer),
        _ => {}
    }
    let mut map = serializer.serialize_map(Some(envelope.members.len()))?;
    for (name, text) in &envelope.members {
        match (text, &envelope.meta, rows.first()) {
            (None, _, Some(row)) if envelope.shape == Shape::WrappedOne => map.serialize_entry(name, row)?,
            (None, _, _) => map.serialize_entry(name, &AllRows(rows, unreadable))?,
            (Some(_), Some(meta), _) if name == "meta" => map.serialize_entry(name, meta)?,
            (Some(text), _, _) => {
                let raw: &RawValue = serde_json::from_slice(text).map_err(serde::ser::Error::custom)?;
                map.serialize_entry(name, raw)?;
            }
        }
    }
    map.end()
}

/// The members of an object in order, as text.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(8);
                while let Some((name, value)) = map.next_entry::<JsonText<'de>, &'de RawValue>()? {
                    members.push((name.into_string(), value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// The detected shape of a response.
struct Opened<'a> {
    /// The texts of the records, or `None` if the response has no member for them.
    rows: Option<Vec<&'a RawValue>>,
    /// The member that wraps the records, for paths in errors.
    key: &'a str,
    envelope: Envelope,
}

fn first_byte(raw: &RawValue) -> Option<u8> {
    raw.get().bytes().next()
}

/// The member that contains the records, and its other spellings.
#[derive(Clone, Copy)]
struct Key {
    plural: &'static str,
    aliases: &'static [&'static str],
}

impl Key {
    fn of<T: Record>() -> Self {
        Self { plural: T::PLURAL, aliases: T::ALIASES }
    }

    fn is(self, name: &str) -> bool {
        name == self.plural || self.aliases.contains(&name)
    }
}

fn open(response: &HttpResponse, wanted: Key) -> Result<Opened<'_>> {
    let body = &response.body;
    let bare = |shape| Envelope { shape, ..Envelope::default() };
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => return Err(decode::missing(wanted.plural)),
        Some(b'[') => {
            let rows = response.json::<Vec<&RawValue>>()?;
            return Ok(Opened { rows: Some(rows), key: "", envelope: bare(Shape::BareList) });
        }
        Some(_) => {}
    }
    let Members(members) = response.json()?;
    let wrapping = members
        .iter()
        .find(|(name, value)| wanted.is(name) && matches!(first_byte(value), Some(b'[' | b'{')))
        .or_else(|| members.iter().find(|(name, _)| wanted.is(name)));
    let is_record = || members.iter().any(|(name, value)| name == "id" && first_byte(value) != Some(b'n'));
    let rows = match wrapping.map(|(_, value)| (first_byte(value), *value)) {
        Some((Some(b'['), list)) => Some((decode::borrowed::<Vec<&RawValue>>(list.get().as_bytes())?, Shape::Wrapped)),
        Some((Some(b'{'), one)) => Some((vec![one], Shape::WrappedOne)),
        // A record with a member of this name, or an envelope in which the member is null.
        _ if is_record() => {
            let whole = response.json::<&RawValue>()?;
            return Ok(Opened { rows: Some(vec![whole]), key: "", envelope: bare(Shape::Bare) });
        }
        Some((Some(b'n'), _)) => Some((Vec::new(), Shape::Wrapped)),
        _ => None,
    };
    let key = wrapping.filter(|_| rows.is_some()).map(|(name, _)| name.clone());
    let meta = members
        .iter()
        .find(|(name, value)| name == "meta" && first_byte(value) == Some(b'{'))
        .and_then(|(_, value)| Raw::in_page(body, value).ok())
        .map(Box::new);
    let shape = rows.as_ref().map_or(Shape::Wrapped, |(_, shape)| *shape);
    let kept = members
        .iter()
        .map(|(name, value)| {
            let wraps = key.as_ref() == Some(name);
            let text = (!wraps || first_byte(value) == Some(b'n')).then(|| slice_of(body, value));
            (name.clone(), text)
        })
        .collect();
    Ok(Opened {
        rows: rows.map(|(rows, _)| rows),
        key: wanted.plural,
        envelope: Envelope { shape, meta, members: kept },
    })
}

/// Returns the text of a member; a copy if it is not a slice of the body, as in a repaired one.
fn slice_of(body: &Bytes, raw: &RawValue) -> Bytes {
    let text = raw.get().as_bytes();
    let range = body.as_ptr_range();
    if range.start <= text.as_ptr() && text.as_ptr_range().end <= range.end {
        body.slice_ref(text)
    } else {
        Bytes::copy_from_slice(text)
    }
}

fn row<T: DeserializeOwned>(body: &Bytes, key: &str, at: usize, text: &RawValue) -> Result<Raw<T>> {
    // A record is an object: serde would also accept an array for one, member by member.
    let read = match first_byte(text) {
        Some(b'{') => Raw::in_page(body, text),
        _ => decode::borrowed::<Members<'_>>(text.get().as_bytes()).and_then(|_| Raw::in_page(body, text)),
    };
    read.map_err(|error| decode::inside(&format!("{key}[{at}]"), error))
}

/// Reads the usual form of a list, the plural member with an array of records, in one pass. Returns `None` for every
/// other form and for every error, which the slower path reads and reports.
fn wrapped<T: Record + DeserializeOwned>(body: &Bytes) -> Option<Records<T>> {
    let mut page = Page::<T>::read(body, T::PLURAL).ok()?;
    if page.left_out() > 0 {
        return None;
    }
    let envelope = around(body, &mut page.members(), Key::of::<T>())?;
    let rows = page.take_rows()?;
    let unreadable = page.take_unreadable();
    if rows.is_empty() && (page.left_out() > 0 || !unreadable.is_empty()) {
        // The form of the list is not certain here.
        return None;
    }
    rows.iter().all(|row| row.text().starts_with('{')).then_some(Records { rows, unreadable, envelope })
}

/// Returns the envelope of a list whose rows were read, or `None` unless exactly one member contains them.
fn around<'a>(
    body: &Bytes,
    members: &mut dyn Iterator<Item = (&'a str, Option<&'a RawValue>)>,
    key: Key,
) -> Option<Envelope> {
    let members: Vec<_> = members.collect();
    let wrapping = members.iter().filter(|(name, _)| key.is(name)).map(|(_, text)| text.is_none());
    if wrapping.collect::<Vec<_>>() != [true] {
        return None;
    }
    let meta = members.iter().find(|(name, text)| *name == "meta" && text.and_then(first_byte) == Some(b'{'));
    let meta = meta.and_then(|(_, text)| Raw::in_page(body, (*text)?).ok());
    let text_of = |raw: &RawValue| slice_of(body, raw);
    let members = members.into_iter().map(|(name, text)| (name.to_owned(), text.map(text_of))).collect();
    Some(Envelope { shape: Shape::Wrapped, meta: meta.map(Box::new), members })
}

/// Reads a list, wrapped or bare.
///
/// # Errors
///
/// Returns a decode error if the response lacks the member that contains the records, or is a bare list without a
/// record.
pub(crate) fn list<T: Record + DeserializeOwned>(response: &HttpResponse) -> Result<Records<T>> {
    if let Some(records) = wrapped(&response.body) {
        return Ok(records);
    }
    let Opened { rows: texts, key, envelope } = open(response, Key::of::<T>())?;
    let texts = texts.ok_or_else(|| decode::missing(T::PLURAL))?;
    let (mut rows, mut unreadable) = (Vec::with_capacity(texts.len()), Vec::new());
    for (at, text) in texts.iter().enumerate() {
        match row(&response.body, key, at, text) {
            Ok(row) => rows.push(row),
            Err(error) => unreadable.push(Unreadable::new(rows.len(), error, slice_of(&response.body, text))),
        }
    }
    // Any service can respond with a list of something else, and a single unreadable record is not a list either.
    let is_foreign = envelope.shape != Shape::Wrapped || texts.iter().all(|text| first_byte(text) != Some(b'{'));
    match unreadable.first() {
        Some(first) if rows.is_empty() && is_foreign => Err(first.error()),
        _ => Ok(Records { rows, unreadable, envelope }),
    }
}

/// Reads a list like [`list`], or a document that has `meta` and `links` and lacks the member that contains the records:
/// a notification without any.
///
/// # Errors
///
/// The errors of [`list`], for everything else.
pub(crate) fn list_or_none<T: Record + DeserializeOwned>(response: &HttpResponse) -> Result<Records<T>> {
    let key = Key::of::<T>();
    list(response).or_else(|error| {
        let Ok(Opened { rows: None, envelope, .. }) = open(response, key) else { return Err(error) };
        let is_object = |name: &str| envelope.text_of(name).is_some_and(|text| text.starts_with(b"{"));
        if is_object("meta") && is_object("links") && !envelope.members.iter().any(|(name, _)| key.is(name)) {
            return Ok(Records { rows: Vec::new(), unreadable: Vec::new(), envelope });
        }
        Err(error)
    })
}

/// Reads one record, wrapped or bare.
///
/// # Errors
///
/// Returns a decode error if the response does not contain exactly one record.
pub(crate) fn one<T: Record + DeserializeOwned>(response: &HttpResponse) -> Result<One<T>> {
    maybe(response)?.ok_or_else(|| decode::missing(format!("{}[0]", T::PLURAL)))
}

/// Reads one record if the response may also lack it: deletes and updates, which respond with 204 or the record.
///
/// # Errors
///
/// Returns a decode error if the response is neither empty nor in Nutshell's format.
pub(crate) fn maybe<T: Record + DeserializeOwned>(response: &HttpResponse) -> Result<Option<One<T>>> {
    if response.is_blank() {
        return Ok(None);
    }
    let Opened { rows, key, envelope } = open(response, Key::of::<T>())?;
    let rows = rows.or_else(|| envelope.meta.is_some().then(Vec::new)).ok_or_else(|| decode::missing(T::PLURAL))?;
    match rows.as_slice() {
        // Any service can respond with `[]`: it does not identify this vendor.
        [] if !envelope.is_wrapped() => Err(decode::missing(format!("{}[0]", T::PLURAL))),
        [] => Ok(None),
        [text] => Ok(Some(One { record: row(&response.body, key, 0, text)?, envelope })),
        _ => Err(decode::missing(format!("{key}[0] alone"))),
    }
}
