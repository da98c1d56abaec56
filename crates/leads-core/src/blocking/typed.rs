//! The calls of a vendor crate's client.

use super::{Blocking, Items};
use crate::error::Result;
use crate::http::{CallOptions, Lost, Pipeline, RequestPreview, Resolution, Resolve};
use crate::paging::{Bookmark, Paged};
use crate::request::{Body, Operation, Request};
use crate::response::Reply;
use crate::vendor::Vendor;
use bytes::Bytes;

/// The calls of a typed client. They are those of the async client, with the same errors.
impl<C> Blocking<C> {
    /// Sends a request and reads the response.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::blocking::Blocking;
    /// let client = Blocking::new(client()?)?;
    /// assert_eq!(client.send(&GetThing { id: 7 })?.name, "lamp");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an [`Error`](crate::Error) that states the [outcome](crate::Error::outcome) of a write.
    pub fn send<R: Request>(&self, request: &R) -> Result<Reply<R::Response>>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().send(request))
    }

    /// Sends a request with per-call options.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{CallOptions, blocking::Blocking};
    /// # let client = Blocking::new(client()?)?;
    /// let options = CallOptions::new().deadline(std::time::Duration::from_secs(5));
    /// assert_eq!(client.send_with(&GetThing { id: 7 }, &options)?.name, "lamp");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_with<R: Request>(&self, request: &R, options: &CallOptions) -> Result<Reply<R::Response>>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().send_with(request, options))
    }

    /// Determines whether a write took effect: see [`Pipeline::resolve`].
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{Resolution, blocking::Blocking};
    /// # let client = Blocking::new(client()?)?;
    /// let rename = RenameThing { id: 404, name: "lantern".to_owned() };
    /// let error = client.send(&rename).unwrap_err();
    /// // The vendor rejected it, so nothing is read.
    /// assert_eq!(client.resolve(&rename, &error)?, Resolution::Absent);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the verification read fails; the outcome of the write is then still unknown.
    pub fn resolve<R: Resolve>(&self, request: &R, lost: impl Into<Lost>) -> Result<Resolution>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().resolve(request, lost))
    }

    /// [`resolve`](Self::resolve) with per-call options for the verification read.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{CallOptions, Resolution, blocking::Blocking};
    /// # let client = Blocking::new(client()?)?;
    /// # let started: chrono::DateTime<chrono::Utc> = std::time::SystemTime::now().into();
    /// let rename = RenameThing { id: 7, name: "lamp".to_owned() };
    /// let options = CallOptions::new().deadline(std::time::Duration::from_secs(5));
    /// assert_eq!(client.resolve_with(&rename, started, &options)?, Resolution::Found);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`resolve`](Self::resolve).
    pub fn resolve_with<R: Resolve>(
        &self,
        request: &R,
        lost: impl Into<Lost>,
        options: &CallOptions,
    ) -> Result<Resolution>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.thread.block_on(self.client.as_ref().resolve_with(request, lost, options))
    }

    /// Returns an iterator over the items of a list, beginning with the page of `request`.
    ///
    /// Each page is read when its first item is asked for, and each item can be an error: see
    /// [`ItemStream`](crate::ItemStream).
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{Result, blocking::Blocking};
    /// # let client = Blocking::new(client()?)?;
    /// let things = client.items(ListThings { after: 0 }).collect::<Result<Vec<_>>>()?;
    /// assert_eq!(things.len(), 3);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    pub fn items<R: Paged>(&self, request: R) -> Items<R>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        Items::new(&self.thread, self.client.as_ref().items(request))
    }

    /// [`items`](Self::items) with per-call options for each page.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{CallOptions, blocking::Blocking, http::Priority};
    /// # let client = Blocking::new(client()?)?;
    /// let nightly = CallOptions::new().priority(Priority::Batch);
    /// let mut things = client.items_with(ListThings { after: 8 }, &nightly);
    /// assert_eq!(things.next().transpose()?.unwrap().name, "chair");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    pub fn items_with<R: Paged>(&self, request: R, options: &CallOptions) -> Items<R>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        Items::new(&self.thread, self.client.as_ref().items_with(request, options))
    }

    /// Returns an iterator that continues after the last item of the one that `bookmark` was taken from.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # use leads_core::blocking::Blocking;
    /// # let client = Blocking::new(client()?)?;
    /// let mut things = client.items(ListThings { after: 0 });
    /// assert_eq!(things.next().transpose()?.unwrap().name, "lamp");
    /// let mut rest = client.resume(things.bookmark().unwrap());
    /// assert_eq!(rest.next().transpose()?.unwrap().name, "desk");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    pub fn resume<R: Paged>(&self, bookmark: Bookmark<R>) -> Items<R>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        Items::new(&self.thread, self.client.as_ref().resume(bookmark))
    }

    /// Shows the exact HTTP request that [`send`](Self::send) would make, with credentials redacted. Sends nothing.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # use leads_core::blocking::Blocking;
    /// # let client = Blocking::new(client()?)?;
    /// let preview = client.preview(&ListThings { after: 8 })?.to_string();
    /// assert!(preview.starts_with("GET https://api.acme.example/v1/things?after=8"));
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an invalid-request error that names the field.
    pub fn preview<R: Request>(&self, request: &R) -> Result<RequestPreview>
    where
        C: AsRef<Pipeline<R::Vendor>>,
    {
        self.client.as_ref().preview(request)
    }

    /// Sends a call for which the vendor crate has no request type: see [`Pipeline::execute`].
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{Body, CallOptions, Safety, blocking::Blocking, vendor::op};
    /// # let client = Blocking::new(client()?)?;
    /// let search = op::get("search_things", "/v1/things", Safety::Read);
    /// let reply = client.execute(search, "/v1/things?after=9", &CallOptions::new(), Body::Empty)?;
    /// assert_eq!(&reply[..], br#"{"things":[]}"#);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn execute<V: Vendor>(
        &self,
        operation: Operation,
        path_and_query: &str,
        options: &CallOptions,
        body: Body,
    ) -> Result<Reply<Bytes>>
    where
        C: AsRef<Pipeline<V>>,
    {
        self.thread.block_on(self.client.as_ref().execute(operation, path_and_query, options, body))
    }
}
