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
    #[must_use = "a stream does nothing unless polled"]
    pub fn items<R: Paged + Request<Vendor = V>>(&self, request: R) -> ItemStream<R> {
        ItemStream::new(self, request, CallOptions::new())
    }

    /// [`items`](Self::items) with per-call options for each page.
    #[must_use = "a stream does nothing unless polled"]
    pub fn items_with<R: Paged + Request<Vendor = V>>(&self, request: R, options: &CallOptions) -> ItemStream<R> {
        ItemStream::new(self, request, options.clone())
    }

    /// Returns a stream that continues after the last item of the stream that `bookmark` was taken from.
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
