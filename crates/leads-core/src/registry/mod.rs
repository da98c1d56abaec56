//! Requests that were stored, and are checked, sent or resolved later by their names.
//!
//! A [`Stored`] request is data: a journal writes it to disk before anything is sent. A [`Registry`] has every operation of
//! a vendor by name, and does with a stored request what the typed client does with the request itself. Vendor crates
//! return theirs from `api::registry()`, with the feature `registry`.
//!
//! Any binary that links a registry contains the code of all operations of its vendor. Programs that send a few
//! operations use the typed client.
//!
//! ```
//! # use leads_core::vendor::{Classification, Failure, FromResponse, HttpResponse, Operation, Parts, Vendor};
//! # use leads_core::{CallOptions, Method, Request, Result, Safety};
//! # use serde::{Deserialize, Serialize};
//! # #[derive(Debug)] pub enum Acme {}
//! # impl Vendor for Acme {
//! #     const NAME: &'static str = "acme";
//! #     const PREFIXES: &'static [&'static str] = &[];
//! #     const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
//! #     type Settings = ();
//! #     fn classify(_: &(), _: &Operation, response: &HttpResponse) -> Classification {
//! #         Failure::from_status(response).into()
//! #     }
//! # }
//! # #[derive(Serialize, Deserialize)]
//! # #[serde(deny_unknown_fields)]
//! # struct DeleteThing { id: u64 }
//! # struct Done;
//! # impl FromResponse<Acme> for Done {
//! #     fn from_response(_: &Operation, _: &HttpResponse) -> Result<Self> { Ok(Done) }
//! # }
//! # impl Request for DeleteThing {
//! #     type Vendor = Acme;
//! #     type Response = Done;
//! #     const OPERATION: Operation = Operation::new("delete_thing", Method::Delete, "/things/{id}", Safety::Idempotent);
//! #     fn parts(&self) -> Result<Parts> { Ok(Parts::new()) }
//! # }
//! use leads_core::registry::{Entry, Registry, Stored};
//!
//! let registry = Registry::<Acme>::new([Entry::of::<DeleteThing>()]);
//! let line = serde_json::to_string(&Stored::new(&DeleteThing { id: 7 })?)?;
//! assert_eq!(line, r#"{"vendor":"acme","operation":"delete_thing","request":{"id":7}}"#);
//!
//! let stored: Stored = serde_json::from_str(&line)?;
//! assert_eq!(registry.check(&stored)?.safety, Safety::Idempotent);
//!
//! // A request of a newer version is refused before anything is sent.
//! let newer: Stored = serde_json::from_str(&line.replace("7}", "7,\"force\":true}"))?;
//! assert!(registry.check(&newer).unwrap_err().is_unsupported());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod entry;
mod id;
mod kept;
mod stored;

pub use entry::{Checked, Entry};
pub use id::id_at;
pub use stored::Stored;

use crate::error::{Error, Result};
use crate::http::{CallOptions, Lost, Pipeline, RequestPreview, Resolution};
use crate::request::Operation;
use crate::response::Meta;
use crate::vendor::Vendor;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::fmt;

/// Reads the id of the created record from a response: see [`Registry::ids`].
type ReadId = fn(&Operation, &Bytes) -> Option<String>;

/// The response to a stored request.
///
/// ```
/// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
/// # use acme::*;
/// use leads_core::CallOptions;
/// use leads_core::registry::{Entry, Registry, Stored};
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> leads_core::Result<()> {
/// # let client = client()?;
/// let registry = Registry::<Acme>::new([Entry::of::<GetThing>()]);
/// let stored = Stored::new(&GetThing { id: 7 })?;
/// let reply = registry.send(&client, &stored, &CallOptions::new()).await?;
/// assert_eq!(&reply.body[..], br#"{"id":7,"name":"lamp"}"#);
/// assert_eq!((reply.meta.http_status, reply.id), (200, None));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct ErasedReply {
    /// What is known about the call: its outcome, attempts, warnings.
    pub meta: Meta,
    /// The id of the record that the operation created, if the response contains it. After a capture it can be the id of a
    /// record that existed before.
    pub id: Option<String>,
    /// The body as it came. It may contain personal data: `Debug` shows its length.
    pub body: Bytes,
}

impl fmt::Debug for ErasedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErasedReply")
            .field("meta", &self.meta)
            .field("has_id", &self.id.is_some())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// Every operation of a vendor, by name.
///
/// ```
/// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
/// # use acme::*;
/// use leads_core::registry::{Entry, Registry};
/// let registry = Registry::<Acme>::new([Entry::of::<GetThing>(), Entry::of::<ListThings>()]);
/// assert_eq!(registry.operations().count(), 2);
/// ```
pub struct Registry<V: Vendor> {
    entries: BTreeMap<&'static str, Entry<V>>,
    read_id: Option<ReadId>,
}

impl<V: Vendor> fmt::Debug for Registry<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("vendor", &V::NAME).field("operations", &self.entries.len()).finish()
    }
}

impl<V: Vendor> Registry<V> {
    /// Creates a registry of some operations. Vendor crates return one of all their operations.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # use leads_core::registry::{Entry, Registry};
    /// let rename = Entry::of::<RenameThing>().resolvable::<RenameThing>();
    /// let registry = Registry::<Acme>::new([Entry::of::<GetThing>(), rename]);
    /// assert!(registry.get("rename_thing").unwrap().is_resolvable());
    /// ```
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = Entry<V>>) -> Self {
        let named = entries.into_iter().map(|entry| (entry.operation().name, entry));
        Self { entries: named.collect(), read_id: None }
    }

    /// Sets how [`ErasedReply::id`] is read from the body of a response.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::CallOptions;
    /// use leads_core::registry::{Entry, Registry, Stored};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// let registry = Registry::<Acme>::new([Entry::of::<GetThing>()]).ids(|_, body| {
    ///     let thing: Thing = serde_json::from_slice(body).ok()?;
    ///     Some(thing.id.to_string())
    /// });
    /// let stored = Stored::new(&GetThing { id: 7 })?;
    /// let reply = registry.send(&client, &stored, &CallOptions::new()).await?;
    /// assert_eq!(reply.id.as_deref(), Some("7"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn ids(mut self, read: fn(&Operation, &Bytes) -> Option<String>) -> Self {
        self.read_id = Some(read);
        self
    }

    /// Returns the entry of an operation; `None` if this version does not have it.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # use leads_core::registry::{Entry, Registry};
    /// let registry = Registry::<Acme>::new([Entry::of::<GetThing>()]);
    /// assert_eq!(registry.get("get_thing").unwrap().operation().path, "/v1/things/{id}");
    /// assert!(registry.get("delete_thing").is_none());
    /// ```
    #[must_use]
    pub fn get(&self, operation: &str) -> Option<&Entry<V>> {
        self.entries.get(operation)
    }

    /// Returns every operation, by name.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # use leads_core::registry::{Entry, Registry};
    /// let registry = Registry::<Acme>::new([Entry::of::<RenameThing>(), Entry::of::<GetThing>()]);
    /// let names: Vec<&str> = registry.operations().map(|operation| operation.name).collect();
    /// assert_eq!(names, ["get_thing", "rename_thing"]);
    /// ```
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.entries.values().map(Entry::operation)
    }

    /// Reads and validates a stored request, as before sending. Sends nothing.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # use leads_core::registry::{Entry, Registry, Stored};
    /// let registry = Registry::<Acme>::new([Entry::of::<GetThing>()]);
    /// assert!(registry.check(&Stored::new(&GetThing { id: 7 })?).is_ok());
    /// let invalid = registry.check(&Stored::new(&GetThing { id: 0 })?).unwrap_err();
    /// assert_eq!(invalid.field(), Some("id"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`Unsupported`](crate::ErrorKind::Unsupported) if this version cannot read the request; the field is
    /// `vendor` if it is another vendor's, `operation` if the operation is unknown, and `request` if the request has a
    /// member or a form that is unknown. Returns the request's own validation error if it is invalid.
    pub fn check(&self, stored: &Stored) -> Result<Checked> {
        self.entry(stored)?.check(stored)
    }

    /// Shows the exact HTTP request that [`send`](Self::send) would make, with credentials redacted. Sends nothing.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # use leads_core::registry::{Entry, Registry, Stored};
    /// # let client = client()?;
    /// let registry = Registry::<Acme>::new([Entry::of::<GetThing>()]);
    /// let preview = registry.preview(&client, &Stored::new(&GetThing { id: 7 })?)?;
    /// assert!(preview.to_string().starts_with("GET https://api.acme.example/v1/things/7"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub fn preview(&self, client: &impl AsRef<Pipeline<V>>, stored: &Stored) -> Result<RequestPreview> {
        self.entry(stored)?.preview(client.as_ref(), stored)
    }

    /// Sends a stored request and reads the response as the typed client does, so that the outcome has the same evidence.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::CallOptions;
    /// use leads_core::registry::{Entry, Registry, Stored};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// let registry = Registry::<Acme>::new([Entry::of::<GetThing>()]);
    /// let missing = Stored::new(&GetThing { id: 404 })?;
    /// let error = registry.send(&client, &missing, &CallOptions::new()).await.unwrap_err();
    /// assert!(error.is_not_found(), "the errors are those of the typed client");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), and the errors of the typed call.
    pub async fn send(
        &self,
        client: &impl AsRef<Pipeline<V>>,
        stored: &Stored,
        options: &CallOptions,
    ) -> Result<ErasedReply> {
        let entry = self.entry(stored)?;
        let (body, meta) = entry.send(client.as_ref(), stored, options).await?;
        let id = self.read_id.and_then(|read| read(entry.operation(), &body));
        Ok(ErasedReply { meta, id, body })
    }

    /// Determines whether a stored write took effect, as the typed client's `resolve` does. After a crash, `lost` is the
    /// time at which the call started.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{CallOptions, Resolution};
    /// use leads_core::registry::{Entry, Registry, Stored};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// let rename = Entry::of::<RenameThing>().resolvable::<RenameThing>();
    /// let registry = Registry::<Acme>::new([rename]);
    /// let stored = Stored::new(&RenameThing { id: 7, name: "lamp".to_owned() })?;
    /// // After a crash: the journal knows when the call started.
    /// # let started: chrono::DateTime<chrono::Utc> = std::time::SystemTime::now().into();
    /// let options = CallOptions::new();
    /// let seen = registry.resolve(&client, &stored, started, &options).await?;
    /// assert_eq!(seen, Resolution::Found);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check). Returns [`Unsupported`](crate::ErrorKind::Unsupported) with the field `operation` if the
    /// operation has no read that proves the write; nothing is sent then. Returns the error of the verification read if it
    /// fails; the outcome of the write is then still unknown.
    pub async fn resolve(
        &self,
        client: &impl AsRef<Pipeline<V>>,
        stored: &Stored,
        lost: impl Into<Lost>,
        options: &CallOptions,
    ) -> Result<Resolution> {
        self.entry(stored)?.resolve(client.as_ref(), stored, lost.into(), options)?.await
    }

    fn entry(&self, stored: &Stored) -> Result<&Entry<V>> {
        if stored.vendor() != V::NAME {
            return Err(Error::unsupported("the stored request belongs to another vendor")
                .with_field("vendor")
                .for_operation(V::NAME, ""));
        }
        self.get(stored.operation()).ok_or_else(|| {
            Error::unsupported("this version does not have the stored operation")
                .with_field("operation")
                .with_help("send it with the version that stored it, or a newer one")
                .for_operation(V::NAME, "")
        })
    }
}
