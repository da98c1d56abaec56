//! Lists that are read page by page.

use super::history::{KeyHash, Keys};
use super::walker::{NewRow, Taken, Walker};
use crate::client::PageToken;
use crate::error::{Error, Result};
use crate::http::{CallOptions, Pipeline};
use crate::paging::Backoff;
use crate::request::Request;
use crate::response::{Reply, Unreadable};
use futures_core::Stream;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A request that reads one page of a list.
///
/// # Lists that change while they are being read
///
/// The rows of a list that is paged by position move when rows are inserted or deleted. A request for such a list
/// declares this with [`window`](Self::window) and [`at`](Self::at), and gives each row a [`key`](Self::key). Its
/// streams then read each page with the last known row repeated, and step back by up to three pages if that row is
/// missing. So a row that exists throughout is delivered exactly once, or the stream reports a [`Gap`]. This requires
/// that the order is stable and the key is unique. A list without a window (for example one with cursors) is read page
/// by page.
pub trait Paged: Request + Clone + PartialEq + 'static {
    /// The type of a row.
    type Item: Send;

    /// Extracts the rows from a response, and determines how the list continues.
    ///
    /// A page that is shorter than requested ends the list only if the vendor documents this. Otherwise only a page
    /// without rows ends it, or a count or marker from the vendor.
    fn page(&self, response: Self::Response) -> Page<Self>;

    /// Returns a key that distinguishes a row from all others, if rows have one. A row with a known key is not
    /// delivered again.
    ///
    /// Without a window, "known" means: on the previous page. In that case, a page without a new row and a repeated
    /// page are errors: immediately if it is one of the last 1,024 pages, and otherwise after the list has repeated for
    /// a while.
    fn key(item: &Self::Item) -> Option<String> {
        let _ = item;
        None
    }

    /// Returns the position of this page, for lists that are paged by position. `None` for every other list, and if the
    /// position is not known.
    fn window(&self) -> Option<Window> {
        None
    }

    /// Returns the page of the same list that begins after `start` rows. `limit` is its size; `None` leaves the size
    /// unchanged. Called only if [`window`](Self::window) returns a position. With [`Numbering::Pages`], `start` is a
    /// multiple of `limit`.
    #[must_use]
    fn at(&self, start: u64, limit: Option<u64>) -> Self {
        let _ = (start, limit);
        self.clone()
    }
}

/// The position of a page in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// What the request counts.
    pub numbering: Numbering,
    /// The number of rows of the list before the page.
    pub start: u64,
    /// The maximum number of rows in the page; `None` if the vendor decides. Required for [`Numbering::Pages`].
    pub limit: Option<u64>,
}

/// How a request identifies a page of a list that is paged by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Numbering {
    /// By the number of rows before it.
    Items,
    /// By the number of pages of the same size before it, so that it begins at a multiple of its size.
    Pages,
}

/// A position in a list where rows may be missing. Returned by [`Error::gap`]; the list continues after it.
///
/// Reported when the last delivered row, and every row of up to three pages before it, is gone: more rows were deleted
/// between two calls than those pages contain, or their order changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The key of the row before the gap.
    pub after: Option<String>,
    /// The key of the row after the gap; `None` at the end of the list.
    pub before: Option<String>,
}

/// The rows of a page, and how the list continues.
#[non_exhaustive]
pub struct Page<R: Paged> {
    /// The rows in the vendor's order.
    pub items: Vec<R::Item>,
    /// How the list continues.
    pub next: NextPage<R>,
    /// The rows that could not be read, each with its position among the readable rows of the page. A stream returns an
    /// error for each at its position, and continues.
    pub unreadable: Vec<Unreadable>,
}

impl<R: Paged> fmt::Debug for Page<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("items", &self.items.len()).finish_non_exhaustive()
    }
}

impl<R: Paged> Page<R> {
    /// Creates a page.
    #[must_use]
    pub fn new(items: Vec<R::Item>, next: NextPage<R>) -> Self {
        Self { items, next, unreadable: Vec::new() }
    }

    /// Sets the rows that could not be read, in order.
    #[must_use]
    pub fn with_unreadable(mut self, rows: Vec<Unreadable>) -> Self {
        self.unreadable = rows;
        self
    }
}

/// How a list continues.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage<R> {
    /// With the page of this request.
    Next(R),
    /// The list has ended.
    End(EndReason),
}

/// Why a list ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// A page without rows was received.
    EmptyPage,
    /// A page with fewer rows than requested was received.
    ShortPage,
    /// The vendor indicated that there is no further page.
    LastPage,
    /// A page failed; the stream returned its error.
    Failed,
}

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

/// The delivered rows of a page: up to the one with this key, otherwise this many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Skip {
    #[serde(default)]
    pub(crate) taken: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<String>,
}

/// What was delivered of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Seen {
    /// The number of rows already passed, for a list that is paged by position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<u64>,
    /// The requested page size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<u64>,
    /// The maximum number of rows that a page had.
    pub(crate) widest: u64,
    /// Whether the keys cover every row from the beginning of the list.
    pub(crate) whole: bool,
    pub(crate) keys: Keys,
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

/// One page of a list, for a caller that keeps no state between pages, such as a vendor's adapter.
#[derive(Debug)]
#[non_exhaustive]
pub struct ListStep<T> {
    /// The rows that were not delivered before.
    pub items: Vec<T>,
    /// Rows that could not be read, and a [gap](Error::gap).
    pub problems: Vec<Error>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<PageToken>,
}

/// Reads the page after `after` of a list that is paged by position, with the guarantees of [`Paged`]. `request` is the
/// first page. It may take several calls if rows were deleted or inserted in the meantime.
///
/// # Errors
/// Returns the errors of any call, and an error if `after` is not a position of this list.
pub(crate) async fn step<R: Paged>(
    pipeline: &Pipeline<R::Vendor>,
    request: R,
    after: Option<&PageToken>,
    options: &CallOptions,
) -> Result<Reply<ListStep<R::Item>>> {
    let (mut walker, last) = match after {
        None => (Walker::new(request), None),
        Some(token) => {
            let (skip, seen) = read_token(token.as_str())
                .ok_or_else(|| Error::invalid("after", "is not a position of this list"))
                .map_err(|error| error.for_operation(<R::Vendor as crate::vendor::Vendor>::NAME, R::OPERATION.name))?;
            let last = skip.after.clone();
            (Walker::resume(request, skip, seen), last)
        }
    };
    let mut attempts = 0;
    loop {
        let Some(request) = walker.request() else {
            return Err(Error::invalid("after", "is the end of this list"));
        };
        let (response, mut meta) = Reply::into_parts(pipeline.send_with(request, options).await?);
        attempts += meta.attempts;
        let page = request.page(response);
        let Taken { gap, rows } = walker.take(page, last.as_deref())?;
        // A page further back is read next, or one after rows already delivered.
        if rows.is_empty() && gap.is_none() && walker.request().is_some() {
            continue;
        }
        let mut step = ListStep { items: Vec::with_capacity(rows.len()), problems: Vec::new(), next: None };
        step.problems.extend(gap.map(Gap::error::<R>));
        let mut last = last;
        for NewRow { key, row, .. } in rows {
            last = key.map(|(_, key)| key).or(last);
            match row {
                Ok(item) => step.items.push(item),
                Err(error) => step.problems.push(error),
            }
        }
        if walker.request().is_some() {
            step.next = walker.saved::<R::Item>(&VecDeque::new(), last.as_deref()).map(|(page, skip, seen)| {
                let seen = Seen { next: seen.next.or(page.window().map(|window| window.start)), ..seen };
                write_token(&skip, &seen)
            });
        }
        meta.attempts = attempts;
        return Ok(Reply::new(step, meta));
    }
}

/// Format: `next.widest.whole.keys.last`
fn write_token(skip: &Skip, seen: &Seen) -> PageToken {
    let Seen { next, widest, whole, keys, .. } = seen;
    let keys = KeyHash::join(keys.0.iter().copied());
    let (next, whole, last) = (next.unwrap_or(0), u8::from(*whole), skip.after.as_deref().unwrap_or_default());
    PageToken::new(format!("{next}.{widest}.{whole}.{keys}.{last}"))
}

fn read_token(text: &str) -> Option<(Skip, Seen)> {
    let mut parts = text.splitn(5, '.');
    let next = Some(parts.next()?.parse().ok()?);
    let widest = parts.next()?.parse().ok()?;
    let whole = parts.next()? == "1";
    let keys = Keys(KeyHash::split(parts.next()?)?);
    let after = Some(parts.next()?).filter(|last| !last.is_empty()).map(str::to_owned);
    Some((Skip { taken: 0, after }, Seen { next, limit: None, widest, whole, keys }))
}
