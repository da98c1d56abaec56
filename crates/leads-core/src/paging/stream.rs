//! Lists that are read page by page.

use super::backoff::Backoff;
use super::gap::Gap;
use super::page::{EndReason, Paged, Seen, Skip};
use super::walker::{NewRow, Taken, Walker};
use crate::error::{Error, Result};
use crate::http::{CallOptions, Pipeline};
use crate::request::Request;
use crate::response::Reply;
use futures_core::Stream;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

type Fetching<R> = Pin<Box<dyn Future<Output = Result<Reply<<R as Request>::Response>>> + Send>>;

/// A stream over the rows of a list, page by page. It implements [`Stream`]; [`next`](Self::next) can be used without
/// another crate.
///
/// Memory use is bounded: one page at a time, eight bytes for each of the last 1,024 pages, and a hash for each row of
/// the last five pages (for at least 4,096 rows). [`bookmark`](Self::bookmark) identifies the exact row, and
/// [`position`](Self::position) is the request for the next page. Both are serializable, so a later process can resume
/// the stream.
///
/// See [`Paged`] for the guarantees for a list that changes in the meantime.
///
/// # Errors
///
/// All streams of these crates follow the same rules:
///
/// - An error for a whole page that is not [retryable](Error::is_retryable) ends the stream: from then on `next`
///   returns `None` and sends nothing. [`bookmark`](Self::bookmark) and [`position`](Self::position) still identify
///   where to resume.
/// - After a retryable error, the next call of `next` waits first (250 ms, doubled after each consecutive error up to
///   30 s, or as long as the vendor requested, up to five minutes), and then reads the same page again.
/// - A row that cannot be read and a [gap](Error::gap) are returned as errors at their position; the stream continues.
/// - A list that does not advance, or that repeats, ends the stream with an error.
pub struct ItemStream<R: Paged> {
    pipeline: Pipeline<R::Vendor>,
    options: CallOptions,
    walker: Walker<R>,
    /// The rows not delivered yet.
    rows: VecDeque<NewRow<R::Item>>,
    /// Reported before them.
    gap: Option<Gap>,
    /// The key of the last delivered row.
    last: Option<String>,
    /// The next page by its position, if the list knows it.
    position: Option<R>,
    backoff: Backoff,
    fetching: Option<Fetching<R>>,
}

impl<R: Paged> fmt::Debug for ItemStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("operation", &R::OPERATION.name)
            .field("buffered_rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

/// The exact row at which a stream is. Returned by [`ItemStream::bookmark`]; serializable if the request is.
///
/// Rows with a [key](Paged::key) are found again by it, so the list may have changed in the meantime. A bookmark of a
/// list that is paged by position contains hashes of the keys of the newest rows (eight characters for each row of five
/// pages: at least 512 rows, at most 4,096), so that a stream in another process has the guarantees of [`Paged`] too.
/// Rows without a key are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bookmark<R> {
    page: R,
    #[serde(default)]
    skip: Skip,
    #[serde(default)]
    seen: Seen,
}

impl<R> Bookmark<R> {
    /// Returns the request for the page on which the next row is expected.
    #[must_use]
    pub fn page(&self) -> &R {
        &self.page
    }
}

impl<R: Paged> ItemStream<R> {
    /// Creates a stream that continues after the last row that another stream delivered.
    #[must_use]
    pub(crate) fn resume(pipeline: &Pipeline<R::Vendor>, bookmark: Bookmark<R>, options: CallOptions) -> Self {
        let Bookmark { page, skip, seen } = bookmark;
        // Until a row is delivered, a bookmark of this stream is the same one.
        let last = skip.after.clone();
        Self { last, ..Self::over(pipeline, Walker::resume(page, skip, seen), options) }
    }

    /// Returns the exact row at which the stream is; `None` at the end. [`resume`](Self::resume) continues from there,
    /// also after an error.
    #[must_use]
    pub fn bookmark(&self) -> Option<Bookmark<R>> {
        let (page, skip, seen) = self.walker.saved(&self.rows, self.last.as_deref())?;
        Some(Bookmark { page, skip, seen })
    }

    /// Creates a stream that begins with the page of `request`.
    pub(crate) fn new(pipeline: &Pipeline<R::Vendor>, request: R, options: CallOptions) -> Self {
        Self::over(pipeline, Walker::new(request), options)
    }

    fn over(pipeline: &Pipeline<R::Vendor>, walker: Walker<R>, options: CallOptions) -> Self {
        Self {
            pipeline: pipeline.clone(),
            options,
            position: walker.onward_position(),
            walker,
            rows: VecDeque::new(),
            gap: None,
            last: None,
            backoff: Backoff::default(),
            fetching: None,
        }
    }

    /// Returns the request for the next page to be read; `None` at the end. Rows already received come before it. After
    /// an error it is the request for the page that failed. A stream that begins there skips the rows already received
    /// but not delivered, and has none of the guarantees for a list that has changed: use [`bookmark`](Self::bookmark)
    /// for both.
    #[must_use]
    pub fn position(&self) -> Option<&R> {
        self.position.as_ref()
    }

    /// Returns why the list ended; `None` while it continues. Rows already received may still be delivered.
    #[must_use]
    pub fn end_reason(&self) -> Option<EndReason> {
        self.walker.end_reason()
    }

    /// Returns the next row, or `None` at the end. Cancel-safe: a page request in progress is kept.
    ///
    /// [`ItemStream`](Self#errors) describes which errors end the stream.
    pub async fn next(&mut self) -> Option<Result<R::Item>> {
        std::future::poll_fn(|context| self.poll_row(context)).await
    }

    /// Collects all remaining rows into a list.
    ///
    /// # Errors
    /// Returns the first error, including a [gap](Error::gap). The rows before it are dropped, so use
    /// [`next`](Self::next) if they matter.
    pub async fn collect(mut self) -> Result<Vec<R::Item>> {
        let mut all = Vec::new();
        while let Some(row) = self.next().await {
            all.push(row?);
        }
        Ok(all)
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Item>>> {
        loop {
            if let Some(gap) = self.gap.take() {
                return Poll::Ready(Some(Err(gap.error::<R>())));
            }
            if let Some(NewRow { key, row, .. }) = self.rows.pop_front() {
                // A row without a key, or one that could not be read, cannot be found again.
                self.last = key.map(|(_, key)| key).or_else(|| self.last.take().filter(|_| row.is_err()));
                return Poll::Ready(Some(row));
            }
            let Some(request) = self.walker.request() else { return Poll::Ready(None) };
            ready!(self.backoff.poll_ready(context));
            let fetching = self.fetching.get_or_insert_with(|| {
                let (pipeline, request, options) = (self.pipeline.clone(), request.clone(), self.options.clone());
                Box::pin(async move { pipeline.send_with(&request, &options).await })
            });
            let response = ready!(fetching.as_mut().poll(context));
            self.fetching = None;
            let taken = match response {
                Ok(reply) => {
                    self.backoff.succeeded();
                    let page = request.page(reply.into_inner());
                    self.walker.take(page, self.last.as_deref())
                }
                Err(error) if self.backoff.failed(&error) => return Poll::Ready(Some(Err(error))),
                Err(error) => Err(error),
            };
            match taken {
                Ok(Taken { gap, rows }) => {
                    (self.gap, self.rows) = (gap, rows);
                    self.position = self.walker.request().and_then(|_| self.walker.onward_position());
                }
                Err(error) => {
                    self.walker.stop();
                    self.position = self.walker.onward_position();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

// Nothing in it is pinned in place: the only future is boxed.
impl<R: Paged> Unpin for ItemStream<R> {}

impl<R: Paged> Stream for ItemStream<R> {
    type Item = Result<R::Item>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_row(context)
    }
}

impl Gap {
    pub(crate) fn error<R: Paged>(self) -> Error {
        Error::list_gap(self).for_operation(<R::Vendor as crate::vendor::Vendor>::NAME, R::OPERATION.name)
    }
}
