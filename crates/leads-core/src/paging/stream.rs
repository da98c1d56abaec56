//! Lists that are read page by page.

use super::history::{Keys, Print};
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
/// # Lists that change while they are read
///
/// A list whose pages are addressed by position moves when rows are inserted or deleted. A request of such a list says
/// so with [`window`](Self::window) and [`at`](Self::at), and gives each row a [`key`](Self::key). Its streams then read
/// each page with the last known row repeated, and step back by up to three pages when that row is not there. So a row
/// that exists throughout is delivered exactly once, or the stream reports a [`Gap`]. The conditions: the order is
/// stable, and the key is unique. A list without a window (one with cursors, for example) is read page by page.
pub trait Paged: Request + Clone + PartialEq + 'static {
    /// One row.
    type Item: Send;

    /// Takes the rows out of a response and says how the list goes on.
    ///
    /// A page that is shorter than requested ends the list only where the vendor documents that. Everywhere else only
    /// a page without rows does, or a count or a mark of the vendor.
    fn page(&self, response: Self::Response) -> Page<Self>;

    /// What tells one row from another, where rows have such a thing. A row with a known key is not delivered again.
    ///
    /// Without a window, "known" means: on the page before. There a page with no new row and a page that came before
    /// are errors: at once if it is one of the last 1,024, and otherwise when the list has turned in that circle for a
    /// while.
    fn key(item: &Self::Item) -> Option<String> {
        let _ = item;
        None
    }

    /// The position of this page, for lists that are paged by position. `None` for every other list, and where the
    /// position is not known.
    fn window(&self) -> Option<Window> {
        None
    }

    /// The page of the same list that begins behind `start` rows. `limit` is its size; `None` leaves that as it is.
    /// Called only if [`window`](Self::window) is there. With [`Numbering::Pages`], `start` is a multiple of `limit`.
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
    /// How many rows of the list lie before the page.
    pub start: u64,
    /// How many rows the page has at most; `None` if the vendor decides. [`Numbering::Pages`] needs it.
    pub limit: Option<u64>,
}

/// How a request names a page of a list that is paged by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Numbering {
    /// By the number of rows before it.
    Items,
    /// By the number of pages of the same size before it, so that it begins at a multiple of its size.
    Pages,
}

/// A place in a list where rows may be missing. Returned by [`Error::gap`]; the list goes on behind it.
///
/// It is reported when the row that was delivered last, and every row of up to three pages before it, is gone: more rows
/// were deleted between two calls than those pages hold, or their order changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// The key of the row before the gap.
    pub after: Option<String>,
    /// The key of the row behind the gap; `None` at the end of the list.
    pub before: Option<String>,
}

/// The rows of a page, and how the list goes on.
pub struct Page<R: Paged> {
    /// The rows in the vendor's order.
    pub items: Vec<R::Item>,
    /// How the list goes on.
    pub next: NextPage<R>,
    /// The rows that their type could not read, each with its place among the readable rows of the page. A stream
    /// returns an error for each in its place, and goes on.
    pub unreadable: Vec<Unreadable>,
}

impl<R: Paged> fmt::Debug for Page<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("items", &self.items.len()).finish_non_exhaustive()
    }
}

impl<R: Paged> Page<R> {
    /// A page.
    #[must_use]
    pub fn new(items: Vec<R::Item>, next: NextPage<R>) -> Self {
        Self { items, next, unreadable: Vec::new() }
    }

    /// Adds the rows that their type could not read, in their order.
    #[must_use]
    pub fn with_unreadable(mut self, rows: Vec<Unreadable>) -> Self {
        self.unreadable = rows;
        self
    }
}

/// How a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage<R> {
    /// With the page of this request.
    Next(R),
    /// It does not.
    End(EndReason),
}

/// Why a list ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// A page without rows came.
    EmptyPage,
    /// A page with fewer rows than were asked for came.
    ShortPage,
    /// The vendor said that there is no further page.
    LastPage,
    /// A page failed; the stream gave out its error.
    Failed,
}

type Fetching<R> = Pin<Box<dyn Future<Output = Result<Reply<<R as Request>::Response>>> + Send>>;

/// A stream over the rows of a list, page by page. [`next`](Self::next) needs no other crate; it is a [`Stream`] too.
///
/// Memory stays flat: one page is held at a time, eight bytes for each of the last 1,024 pages, and a hash for each row of
/// the last five pages (for 4,096 rows at least). [`bookmark`](Self::bookmark) says where the stream is, to the row, and
/// [`position`](Self::position) is the request of the next page; both can be stored and given to a new stream, also in
/// another run.
///
/// What it guarantees for a list that changes meanwhile is said at [`Paged`].
///
/// # Errors
///
/// The rule is the same for every stream of these crates:
///
/// - An error of a whole page that is not [retryable](Error::is_retryable) ends the stream: `next` returns `None` from
///   then on and sends nothing. [`bookmark`](Self::bookmark) and [`position`](Self::position) still say where to go on.
/// - After a retryable error, the next call of `next` waits first (250 ms, doubled with every error in a row up to 30 s, or
///   as long as the vendor asked, up to five minutes), and then reads the same page again.
/// - A row that cannot be read and a [gap](Error::gap) are errors in their place; the stream goes on.
/// - A list that does not move on, or that turns in a circle, ends the stream.
pub struct ItemStream<R: Paged> {
    pipeline: Pipeline<R::Vendor>,
    options: CallOptions,
    walker: Walker<R>,
    /// The rows in hand.
    rows: VecDeque<NewRow<R::Item>>,
    /// What is reported before them.
    gap: Option<Gap>,
    /// The key of the row that was delivered last.
    last: Option<String>,
    /// The next page by its position, where the list knows it.
    position: Option<R>,
    backoff: Backoff,
    fetching: Option<Fetching<R>>,
}

impl<R: Paged> fmt::Debug for ItemStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("operation", &R::OPERATION.name)
            .field("rows_in_hand", &self.rows.len())
            .finish_non_exhaustive()
    }
}

/// Where a stream is, to the row. Made by [`ItemStream::bookmark`]; it can be stored where the request can.
///
/// Rows with a [key](Paged::key) are found again by it, so the list may have changed in the meantime. A bookmark of a
/// list that is paged by position holds hashes of the keys of the newest rows (eight characters for each row of five
/// pages: 512 rows at least, 4,096 at most), so that a stream in another process has the guarantee of [`Paged`] too.
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
    /// The request of the page that the next row is looked for on.
    #[must_use]
    pub fn page(&self) -> &R {
        &self.page
    }
}

/// The rows of a page that were delivered: up to the one with this key, or else this many.
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
    /// How many rows lie behind, for a list that is paged by position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<u64>,
    /// The page size that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<u64>,
    /// The most rows that a page had.
    pub(crate) widest: u64,
    /// Whether the keys are those of every row from the beginning of the list.
    pub(crate) whole: bool,
    pub(crate) keys: Keys,
}

impl<R: Paged> ItemStream<R> {
    /// A stream that goes on behind the last row that another stream delivered.
    #[must_use]
    pub(crate) fn resume(pipeline: &Pipeline<R::Vendor>, bookmark: Bookmark<R>, options: CallOptions) -> Self {
        let Bookmark { page, skip, seen } = bookmark;
        // Until a row is delivered, a bookmark of this stream is the same one.
        let last = skip.after.clone();
        Self { last, ..Self::over(pipeline, Walker::resume(page, skip, seen), options) }
    }

    /// Where the stream is, to the row; `None` at the end. [`resume`](Self::resume) goes on from there, also after an
    /// error.
    #[must_use]
    pub fn bookmark(&self) -> Option<Bookmark<R>> {
        let (page, skip, seen) = self.walker.saved(&self.rows, self.last.as_deref())?;
        Some(Bookmark { page, skip, seen })
    }

    /// A stream that begins with the page of `request`.
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

    /// The request of the next page to be read; `None` at the end. Rows in hand come before it. After an error it is
    /// the request of the page that failed. A stream that begins there leaves out the rows in hand, and has none of the
    /// guarantees for a list that has changed: [`bookmark`](Self::bookmark) has both.
    #[must_use]
    pub fn position(&self) -> Option<&R> {
        self.position.as_ref()
    }

    /// Why the list ended; `None` while it goes on. Rows in hand may still come.
    #[must_use]
    pub fn end_reason(&self) -> Option<EndReason> {
        self.walker.end_reason()
    }

    /// The next row; `None` at the end. Cancel-safe: a page that is under way is kept.
    ///
    /// Which errors end the stream is said at [`ItemStream`](Self#errors).
    pub async fn next(&mut self) -> Option<Result<R::Item>> {
        std::future::poll_fn(|context| self.poll_row(context)).await
    }

    /// Takes every row that is left into a list.
    ///
    /// # Errors
    /// The first error, a [gap](Error::gap) too; the rows before it are dropped, so use [`next`](Self::next) where they
    /// matter.
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
                // A row without a key, or that could not be read, cannot be found again.
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

// Nothing in it is pinned in place: the one future is boxed.
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

/// One page of a list for a caller that keeps nothing between two pages, such as an adapter of a vendor.
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

/// Reads the page behind `after` of a list that is paged by position, with the guarantee of [`Paged`]. `request` is the
/// first page. It may take several calls, when rows were deleted or inserted meanwhile.
///
/// # Errors
/// As any call; and an `after` that is no position of this list.
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
                .ok_or_else(|| Error::invalid("after", "is no position of this list"))
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
        // A page further back is read next, or one behind rows that were delivered.
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

/// `next.widest.whole.keys.last`
fn write_token(skip: &Skip, seen: &Seen) -> PageToken {
    let Seen { next, widest, whole, keys, .. } = seen;
    let keys = Print::join(keys.0.iter().copied());
    let (next, whole, last) = (next.unwrap_or(0), u8::from(*whole), skip.after.as_deref().unwrap_or_default());
    PageToken::new(format!("{next}.{widest}.{whole}.{keys}.{last}"))
}

fn read_token(text: &str) -> Option<(Skip, Seen)> {
    let mut parts = text.splitn(5, '.');
    let next = Some(parts.next()?.parse().ok()?);
    let widest = parts.next()?.parse().ok()?;
    let whole = parts.next()? == "1";
    let keys = Keys(Print::split(parts.next()?)?);
    let after = Some(parts.next()?).filter(|last| !last.is_empty()).map(str::to_owned);
    Some((Skip { taken: 0, after }, Seen { next, limit: None, widest, whole, keys }))
}
