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
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// Several records with their companion data.
///
/// Derefs to the rows. Each row keeps its exact text: see [`Raw`].
///
/// # Examples
///
/// ```
/// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> nutshell::Result<()> {
/// # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"links":{},
/// #     "leads":[{"id":"1003-leads","name":"Car wash"},7],"owners":[{"id":"1-users"}]}"#)]);
/// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
/// #     .build()?;
/// use nutshell::api::leads::ListLeads;
///
/// let leads = client.send(&ListLeads::new()).await?;
/// for lead in leads.iter() {
///     println!("{}: {:?}", lead.id, lead.name);
/// }
/// assert_eq!((leads.len(), leads.unreadable().len()), (1, 1));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Records<T> {
    rows: Vec<Raw<T>>,
    unreadable: Vec<Unreadable>,
    envelope: Envelope,
}

/// One record with its companion data.
///
/// Derefs to the record, which keeps its exact text: see [`Raw`].
///
/// # Examples
///
/// ```
/// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> nutshell::Result<()> {
/// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
/// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
/// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
/// #     .build()?;
/// use nutshell::api::leads::GetLead;
///
/// let lead = client.send(&GetLead::new("1003-leads")).await?;
/// assert_eq!(lead.name.as_deref().map(String::as_str), Some("Car wash"));
/// assert_eq!(lead.record().text(), r#"{"id":"1003-leads","name":"Car wash"}"#);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct One<T> {
    record: Raw<T>,
    envelope: Envelope,
}

/// The data around the records: `meta`, link templates and companion arrays.
///
/// # Examples
///
/// ```
/// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> nutshell::Result<()> {
/// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
/// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
/// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
/// #     .build()?;
/// use nutshell::api::leads::GetLead;
///
/// let lead = client.send(&GetLead::new("1003-leads")).await?;
/// let companions: Vec<&str> = lead.envelope().companions().collect();
/// assert_eq!(companions, ["owners"]);
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Envelope {
    shape: Shape,
    /// Read when it is used for the first time, which most callers never do. Boxed, because it is large and most
    /// responses are moved several times.
    meta: OnceLock<Option<Box<Raw<EnvelopeMeta>>>>,
    /// The members in their order; the one that wraps the records has no text.
    members: Vec<(Name, Option<Bytes>)>,
}

/// The name of a member, a slice of the response's body unless it contains escapes.
#[derive(Clone)]
struct Name(Bytes);

impl Name {
    fn of(body: &Bytes, name: &str) -> Self {
        Self(slice_of(body, name))
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        // It was created from a text.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
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
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"links":{},
    /// #     "leads":[{"id":"1003-leads","name":"Car wash"},7],"owners":[{"id":"1-users"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::ListLeads;
    ///
    /// let leads = client.send(&ListLeads::new()).await?;
    /// let meta = leads.envelope().meta();
    /// assert_eq!(meta.and_then(|meta| meta.instance_id.as_deref()), Some("7"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn meta(&self) -> Option<&EnvelopeMeta> {
        self.meta_with_text().map(Raw::value)
    }

    fn meta_with_text(&self) -> Option<&Raw<EnvelopeMeta>> {
        let read = || {
            let mut metas =
                self.members.iter().filter(|(name, _)| &**name == "meta").filter_map(|(_, text)| text.as_ref());
            let text = metas.find(|text| text.starts_with(b"{"))?;
            Raw::whole(text).ok().map(Box::new)
        };
        self.meta.get_or_init(read).as_deref()
    }

    /// Returns whether the records were wrapped in an envelope. The vendor's document declares bare ones for some operations.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
    /// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::GetLead;
    ///
    /// let lead = client.send(&GetLead::new("1003-leads")).await?;
    /// assert!(lead.envelope().is_wrapped());
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn is_wrapped(&self) -> bool {
        matches!(self.shape, Shape::Wrapped | Shape::WrappedOne)
    }

    /// Returns the names of the companion arrays: all members except the records, `meta` and `links`.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
    /// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::GetLead;
    ///
    /// let lead = client.send(&GetLead::new("1003-leads")).await?;
    /// assert_eq!(lead.envelope().companions().collect::<Vec<_>>(), ["owners"]);
    /// # Ok(()) }
    /// ```
    pub fn companions(&self) -> impl Iterator<Item = &str> {
        self.members
            .iter()
            .filter(|(name, text)| text.is_some() && !matches!(&**name, "meta" | "links"))
            .map(|(name, _)| &**name)
    }

    /// Returns the records of a companion array: `related::<User>("owners")`. Empty if there is none of that name.
    ///
    /// # Errors
    ///
    /// Returns a decode error if a record is not of that type.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
    /// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::{api::leads::GetLead, model::User};
    ///
    /// let lead = client.send(&GetLead::new("1003-leads")).await?;
    /// let owners = lead.envelope().related::<User>("owners")?;
    /// assert_eq!(owners[0].id.as_str(), "1-users");
    /// assert!(lead.envelope().related::<User>("watchers")?.is_empty());
    /// # Ok(()) }
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","links":{"owner":"1-users"}}],
    /// #     "links":{"leads.owner":{"type":"users","href":"https://app.nutshell.com/rest/users/{leads.owner}"}}}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::GetLead;
    ///
    /// let lead = client.send(&GetLead::new("1003-leads")).await?;
    /// let links = lead.envelope().links();
    /// assert_eq!(links["leads.owner"].kind.as_deref(), Some("users"));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn links(&self) -> BTreeMap<String, Link> {
        self.text_of("links").and_then(|text| decode::from_slice(text).ok()).unwrap_or_default()
    }

    fn text_of(&self, name: &str) -> Option<&Bytes> {
        self.members.iter().rev().find(|(known, _)| **known == *name)?.1.as_ref()
    }
}

impl<T> Records<T> {
    /// Returns the rows in the vendor's order.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"links":{},
    /// #     "leads":[{"id":"1003-leads","name":"Car wash"},7],"owners":[{"id":"1-users"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::ListLeads;
    ///
    /// let leads = client.send(&ListLeads::new()).await?;
    /// assert_eq!(leads.rows()[0].id.as_str(), "1003-leads");
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn rows(&self) -> &[Raw<T>] {
        &self.rows
    }

    /// Returns the rows that could not be read, each with its error and text. They are not among the [rows](Self::rows).
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"links":{},
    /// #     "leads":[{"id":"1003-leads","name":"Car wash"},7],"owners":[{"id":"1-users"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::ListLeads;
    ///
    /// let leads = client.send(&ListLeads::new()).await?;
    /// for row in leads.unreadable() {
    ///     eprintln!("skipped: {}", row.error());
    /// }
    /// assert_eq!(leads.unreadable().len(), 1);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Removes and returns the rows that could not be read.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"links":{},
    /// #     "leads":[{"id":"1003-leads","name":"Car wash"},7],"owners":[{"id":"1-users"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::ListLeads;
    ///
    /// let mut leads = client.send(&ListLeads::new()).await?.into_inner();
    /// assert_eq!(leads.take_unreadable().len(), 1);
    /// assert!(leads.unreadable().is_empty());
    /// # Ok(()) }
    /// ```
    pub fn take_unreadable(&mut self) -> Vec<Unreadable> {
        std::mem::take(&mut self.unreadable)
    }

    /// Returns the data around the rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"links":{},
    /// #     "leads":[{"id":"1003-leads","name":"Car wash"},7],"owners":[{"id":"1-users"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::ListLeads;
    ///
    /// let leads = client.send(&ListLeads::new()).await?;
    /// assert!(leads.envelope().is_wrapped());
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Returns only the rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"meta":{"instanceId":"7"},"links":{},
    /// #     "leads":[{"id":"1003-leads","name":"Car wash"},7],"owners":[{"id":"1-users"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::ListLeads;
    ///
    /// let leads = client.send(&ListLeads::new()).await?;
    /// let rows = leads.into_inner().into_rows();
    /// assert_eq!(rows.len(), 1);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn into_rows(self) -> Vec<Raw<T>> {
        self.rows
    }
}

impl<T> One<T> {
    /// Returns the record with its text.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
    /// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::GetLead;
    ///
    /// let lead = client.send(&GetLead::new("1003-leads")).await?;
    /// assert_eq!(lead.record().id.as_str(), "1003-leads");
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn record(&self) -> &Raw<T> {
        &self.record
    }

    /// Returns the data around the record.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
    /// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::GetLead;
    ///
    /// let lead = client.send(&GetLead::new("1003-leads")).await?;
    /// assert!(lead.envelope().meta().is_none(), "this response has none");
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Returns only the record.
    ///
    /// # Examples
    ///
    /// ```
    /// # mod offline { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/offline.rs")); }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> nutshell::Result<()> {
    /// # let config = offline::responses([(200, r#"{"leads":[{"id":"1003-leads","name":"Car wash"}],
    /// #     "owners":[{"id":"1-users","name":"Ada"}]}"#)]);
    /// # let client = nutshell::Client::builder().basic("agent@example.com", "key").config(config)
    /// #     .build()?;
    /// use nutshell::api::leads::GetLead;
    ///
    /// let lead = client.send(&GetLead::new("1003-leads")).await?;
    /// let record = lead.into_inner().into_record();
    /// assert_eq!(record.id.as_str(), "1003-leads");
    /// # Ok(()) }
    /// ```
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
        let name: &str = name;
        let meta = if name == "meta" { envelope.meta_with_text() } else { None };
        match (text, meta, rows.first()) {
            (None, _, Some(row)) if envelope.shape == Shape::WrappedOne => map.serialize_entry(name, row)?,
            (None, _, _) => map.serialize_entry(name, &AllRows(rows, unreadable))?,
            // Another `meta` is written as it came.
            (Some(text), Some(meta), _) if meta.text().as_bytes() == &text[..] => map.serialize_entry(name, meta)?,
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
    let shape = rows.as_ref().map_or(Shape::Wrapped, |(_, shape)| *shape);
    let kept = members
        .iter()
        .map(|(name, value)| {
            let wraps = key.as_ref() == Some(name);
            let text = (!wraps || first_byte(value) == Some(b'n')).then(|| slice_of(body, value.get()));
            (Name(Bytes::copy_from_slice(name.as_bytes())), text)
        })
        .collect();
    Ok(Opened {
        rows: rows.map(|(rows, _)| rows),
        key: wanted.plural,
        envelope: Envelope { shape, meta: OnceLock::new(), members: kept },
    })
}

/// Returns a text of a body; a copy if it is not a slice of the body, as in a repaired one.
fn slice_of(body: &Bytes, text: &str) -> Bytes {
    let (text, range) = (text.as_bytes(), body.as_ptr_range());
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
    in_one_pass(body, Page::<T>::read(body, T::PLURAL).ok()?)
}

fn in_one_pass<T: Record>(body: &Bytes, mut page: Page<'_, T>) -> Option<Records<T>> {
    if page.left_out() > 0 {
        return None;
    }
    let shape = if page.is_single() { Shape::WrappedOne } else { Shape::Wrapped };
    let envelope = around(body, page.members(), shape, Key::of::<T>())?;
    let rows = page.take_rows()?;
    let unreadable = page.take_unreadable();
    if rows.is_empty() && !unreadable.is_empty() {
        // The form of the list is not certain here.
        return None;
    }
    rows.iter().all(|row| row.text().starts_with('{')).then_some(Records { rows, unreadable, envelope })
}

/// Returns the envelope of a list whose rows were read, or `None` unless exactly one member contains them.
fn around(body: &Bytes, members: &[(Cow<'_, str>, Option<&RawValue>)], shape: Shape, key: Key) -> Option<Envelope> {
    let mut wrapping = members.iter().filter(|(name, _)| key.is(name)).map(|(_, text)| text.is_none());
    if (wrapping.next(), wrapping.next()) != (Some(true), None) {
        return None;
    }
    let kept = |(name, text): &(Cow<'_, str>, Option<&RawValue>)| {
        (Name::of(body, name), text.map(|text| slice_of(body, text.get())))
    };
    Some(Envelope { shape, meta: OnceLock::new(), members: members.iter().map(kept).collect() })
}

/// Reads the usual forms of one record in one pass: in the plural member, alone or in an array, or bare. Returns `None`
/// for every other form and for every error, as [`wrapped`] does.
fn single<T: Record + DeserializeOwned>(response: &HttpResponse) -> Option<One<T>> {
    let body = &response.body;
    if is_bare(response, Key::of::<T>()) {
        let record = Raw::whole(body).ok()?;
        return Some(One { record, envelope: Envelope { shape: Shape::Bare, ..Envelope::default() } });
    }
    let Records { mut rows, unreadable, envelope } = in_one_pass(body, Page::read_one(body, &[T::PLURAL]).ok()?)?;
    match (rows.pop(), rows.is_empty() && unreadable.is_empty()) {
        (Some(record), true) => Some(One { record, envelope }),
        _ => None,
    }
}

/// Returns whether a body is a record for certain: it begins with an id and nowhere has a member with the name that
/// wraps records.
fn is_bare(response: &HttpResponse, key: Key) -> bool {
    response.begins_with_member("id")
        && ![key.plural].iter().chain(key.aliases).any(|name| response.may_have_member(name))
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
            Err(error) => unreadable.push(Unreadable::new(rows.len(), error, slice_of(&response.body, text.get()))),
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
    single(response).map_or_else(|| by_member(response), |one| Ok(Some(one)))
}

/// Reads one record in any form.
fn by_member<T: Record + DeserializeOwned>(response: &HttpResponse) -> Result<Option<One<T>>> {
    let Opened { rows, key, envelope } = open(response, Key::of::<T>())?;
    let rows = rows.or_else(|| envelope.meta().is_some().then(Vec::new)).ok_or_else(|| decode::missing(T::PLURAL))?;
    match rows.as_slice() {
        // Any service can respond with `[]`: it does not identify this vendor.
        [] if !envelope.is_wrapped() => Err(decode::missing(format!("{}[0]", T::PLURAL))),
        [] => Ok(None),
        [text] => Ok(Some(One { record: row(&response.body, key, 0, text)?, envelope })),
        _ => Err(decode::missing(format!("{key}[0] alone"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lead;
    use rstest::rstest;

    #[rstest]
    #[case(r#"{"meta":{"count":3},"leads":[{"id":"1-leads","name":"a"}],"contacts":[{}]}"#, true)]
    #[case(r#" {"le\u0061ds":{"id":"1-leads"} , "meta":7,"m\u0065ta":{"count":3}}"#, true)]
    #[case(r#" {"id" : "1-leads","type":"leads","links":{"contacts":["2-contacts"]}} "#, true)]
    #[case(r#"{"type":"leads","id":"1-leads"}"#, false)]
    #[case(r#"{"id":"1-leads","links":{"leads":[]}}"#, false)]
    #[case(r#"{"id":"1-leads","name":"\u0061"}"#, false)]
    #[case(r#"{"id":"9-x","leads":[{"id":"1-leads"}]}"#, true)]
    #[case(r#"{"id":"9-x","l\u0065ads":{"id":"1-leads"}}"#, true)]
    #[case(r#"{"leads":[{"id":"7-leads"}],"leads":[{"id":"1-leads"}]}"#, false)]
    #[case(r#"[{"id":"1-leads"}]"#, false)]
    fn record_is_the_same_in_one_pass_and_by_member(#[case] body: &'static str, #[case] in_one_pass: bool) {
        let response = HttpResponse::new(200, Default::default(), body);
        let read = single::<Lead>(&response);
        assert_eq!(read.is_some(), in_one_pass);
        if let Some(read) = read {
            let other = by_member::<Lead>(&response).unwrap().unwrap();
            assert_eq!((read.record(), read.envelope().shape), (other.record(), other.envelope().shape));
            assert_eq!(serde_json::to_string(&read).unwrap(), serde_json::to_string(&other).unwrap());
            assert_eq!(format!("{:?}", read.envelope()), format!("{:?}", other.envelope()));
        }
    }

    #[rstest]
    #[case(r#"{"leads":[{"id":"1-leads"},{"id":"2-leads"}]}"#)]
    #[case(r#"{"leads":[{"id":"1-leads"},null]}"#)]
    #[case(r#"{"leads":[],"meta":{}}"#)]
    #[case(r#"{"leads":[{"name":"a"}]}"#)]
    #[case(r#"{"leads":[["1-leads"]]}"#)]
    #[case(r#"{"leads":{"name":"a"}}"#)]
    #[case(r#"{"id":null,"leads":null}"#)]
    #[case(r#"{"id":["1-leads"]}"#)]
    #[case(r#"{"id":"1-leads""#)]
    fn anything_but_one_record_is_read_by_member(#[case] body: &'static str) {
        assert!(single::<Lead>(&HttpResponse::new(200, Default::default(), body)).is_none());
    }

    #[test]
    fn meta_is_read_when_it_is_used() {
        let body = r#"{"meta":7,"leads":[{"id":"1-leads"}],"meta":{"count":3,"new":1}}"#;
        let read: One<Lead> = one(&HttpResponse::new(200, Default::default(), body)).unwrap();
        assert!(read.envelope().meta.get().is_none());
        assert!(read.envelope().meta().is_some_and(|meta| meta.count.is_some()));
        assert!(read.envelope().meta.get().is_some());
        let copy = read.clone();
        assert!(copy.envelope().meta.get().is_some());
    }
}
