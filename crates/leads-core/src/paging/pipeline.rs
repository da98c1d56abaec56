//! The list methods of the pipeline.

use super::page::Paged;
use super::step::{self, ListStep};
use super::stream::{Bookmark, ItemStream};
use super::token::PageToken;
use crate::error::Result;
use crate::http::{CallOptions, Pipeline};
use crate::request::Request;
use crate::response::Reply;
use crate::vendor::Vendor;

impl<V: Vendor> Pipeline<V> {
    /// Returns a stream over the items of a list, beginning with the page of `request`.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// let mut things = client.items(ListThings { after: 0 });
    /// let mut names = Vec::new();
    /// while let Some(thing) = things.next().await {
    ///     names.push(thing?.name);
    /// }
    /// assert_eq!(names, ["lamp", "desk", "chair"]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "a stream does nothing unless polled"]
    pub fn items<R: Paged + Request<Vendor = V>>(&self, request: R) -> ItemStream<R> {
        ItemStream::new(self, request, CallOptions::new())
    }

    /// [`items`](Self::items) with per-call options for each page.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// use leads_core::{CallOptions, http::Priority};
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// let nightly = CallOptions::new().priority(Priority::Batch);
    /// let things = client.items_with(ListThings { after: 7 }, &nightly).collect().await?;
    /// assert_eq!(things.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "a stream does nothing unless polled"]
    pub fn items_with<R: Paged + Request<Vendor = V>>(&self, request: R, options: &CallOptions) -> ItemStream<R> {
        ItemStream::new(self, request, options.clone())
    }

    /// Returns a stream that continues after the last item of the stream that `bookmark` was taken from.
    ///
    /// ```
    /// # mod acme { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/doctest/acme.rs")); }
    /// # use acme::*;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> leads_core::Result<()> {
    /// # let client = client()?;
    /// let mut things = client.items(ListThings { after: 0 });
    /// assert_eq!(things.next().await.transpose()?.unwrap().name, "lamp");
    /// let bookmark = things.bookmark().expect("the list has not ended");
    /// // Later, perhaps in another process.
    /// let mut rest = client.resume(bookmark);
    /// assert_eq!(rest.next().await.transpose()?.unwrap().name, "desk");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "a stream does nothing unless polled"]
    pub fn resume<R: Paged + Request<Vendor = V>>(&self, bookmark: Bookmark<R>) -> ItemStream<R> {
        ItemStream::resume(self, bookmark, CallOptions::new())
    }

    /// [`resume`](Self::resume) with per-call options for each page.
    #[must_use = "a stream does nothing unless polled"]
    pub fn resume_with<R: Paged + Request<Vendor = V>>(
        &self,
        bookmark: Bookmark<R>,
        options: &CallOptions,
    ) -> ItemStream<R> {
        ItemStream::resume(self, bookmark, options.clone())
    }

    /// Reads one page of a list that is paged by position, for a caller that keeps no state between two pages, such as an
    /// adapter. `request` is the first page, `after` the position that the previous page returned. Items that were
    /// already returned are skipped, and no item is skipped when others are deleted.
    ///
    /// # Errors
    /// Returns an error if the call fails or `after` is not a position of this list.
    pub async fn list_step<R: Paged + Request<Vendor = V>>(
        &self,
        request: R,
        after: Option<&PageToken>,
        options: &CallOptions,
    ) -> Result<Reply<ListStep<R::Item>>> {
        step::step(self, request, after, options).await
    }
}
