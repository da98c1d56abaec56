//! Lists that are read page by page.

use super::{Pages, Reply, Request, Turning, Unreadable};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{CallOptions, Core};
use futures_core::Stream;
use serde::{Deserialize, Serialize};
use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A request that reads one page of a list.
pub trait Paged: Request + Clone + PartialEq + 'static {
    /// One row.
    type Item: Send;

    /// Takes the rows out of an answer and says how the list goes on.
    fn page(&self, response: Self::Response) -> Page<Self>;

    /// What tells one row from another, where rows have such a thing. A row that also stood on the page before is then
    /// not given out again; a page of which every row stood on the page before, and a page that came before, are errors:
    /// at once if it is one of the last 1,024, and otherwise when the list has turned in that circle for a while.
    fn key(item: &Self::Item) -> Option<String> {
        let _ = item;
        None
    }
}

/// The rows of a page, and how the list goes on.
pub struct Page<R: Paged> {
    /// The rows in the vendor's order.
    pub items: Vec<R::Item>,
    /// How the list goes on.
    pub next: Step<R>,
    /// The rows that their type could not read; a stream gives out an error for each and goes on.
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
    pub fn new(items: Vec<R::Item>, next: Step<R>) -> Self {
        Self { items, next, unreadable: Vec::new() }
    }

    /// Adds the rows that their type could not read.
    #[must_use]
    pub fn with_unreadable(mut self, rows: Vec<Unreadable>) -> Self {
        self.unreadable = rows;
        self
    }
}

/// How a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<R> {
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
/// Memory stays flat: one page is held at a time, and a number of eight bytes of each of the last 1,024 pages.
/// [`bookmark`](Self::bookmark) says where the stream stands, to the row, and [`position`](Self::position) is the request
/// of the next page; both can be stored and given to a new stream, also in another run.
pub struct Rows<R: Paged> {
    core: Core<R::Vendor>,
    options: CallOptions,
    /// The rows in hand, each with its place in its page.
    rows: VecDeque<(usize, Result<R::Item, Unreadable>)>,
    before: HashSet<String>,
    /// The prints of the pages that came, where rows have keys.
    pages: Pages,
    /// The page that the rows in hand are of.
    current: Option<R>,
    /// How many rows of that page were given out or left out.
    taken: usize,
    /// The key of the row that was given out last.
    last: Option<String>,
    /// What the first page begins with that an earlier stream has given out.
    skip: Option<Skip>,
    position: Step<R>,
    turning: Turning<R>,
    /// The page at which a list that does not move on was given up.
    stopped_at: Option<R>,
    fetching: Option<Fetching<R>>,
}

impl<R: Paged> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("operation", &R::OPERATION.name)
            .field("rows_in_hand", &self.rows.len())
            .finish_non_exhaustive()
    }
}

/// Where a stream stands, to the row. Made by [`Rows::bookmark`]; it can be stored where the request can.
///
/// Rows with a [key](Paged::key) are found again by it, so the list may have grown or shrunk before them in the
/// meantime, as far as the last row is still on its page. Otherwise the rows of the page are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bookmark<R> {
    page: R,
    #[serde(default)]
    skip: Skip,
}

impl<R> Bookmark<R> {
    /// The request of the page that the next row is looked for on.
    #[must_use]
    pub fn page(&self) -> &R {
        &self.page
    }
}

/// The rows of a page that were given out: up to the one with this key, or else this many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Skip {
    #[serde(default)]
    taken: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl<R: Paged> Rows<R> {
    /// A stream that goes on behind the last row that another stream gave out.
    #[must_use]
    pub fn resume(core: &Core<R::Vendor>, bookmark: Bookmark<R>, options: CallOptions) -> Self {
        let Bookmark { page, skip } = bookmark;
        // Until a row is given out, a bookmark of this stream is the same one.
        let last = skip.after.clone();
        Self { last, skip: Some(skip), ..Self::new(core, page, options) }
    }

    /// Where the stream stands, to the row; `None` at the end. [`resume`](Self::resume) goes on from there.
    #[must_use]
    pub fn bookmark(&self) -> Option<Bookmark<R>> {
        let after = self.last.clone();
        match &self.current {
            Some(page) if !self.rows.is_empty() => {
                Some(Bookmark { page: page.clone(), skip: Skip { taken: self.taken, after } })
            }
            _ => {
                let taken = self.skip.as_ref().map_or(0, |skip| skip.taken);
                self.position().map(|page| Bookmark { page: page.clone(), skip: Skip { taken, after } })
            }
        }
    }

    /// A stream that begins with the page of `request`.
    #[must_use]
    pub fn new(core: &Core<R::Vendor>, request: R, options: CallOptions) -> Self {
        Self {
            core: core.clone(),
            options,
            rows: VecDeque::new(),
            before: HashSet::new(),
            pages: Pages::default(),
            current: None,
            taken: 0,
            last: None,
            skip: None,
            turning: Turning::from(Some(request.clone())),
            position: Step::Next(request),
            stopped_at: None,
            fetching: None,
        }
    }

    /// The request of the next page to be read; `None` at the end. Rows in hand come before it. After an error it is
    /// the request of the page that failed. A stream that begins there leaves out the rows in hand, and gives a row out
    /// again that stands on the border of two pages: [`bookmark`](Self::bookmark) does neither.
    #[must_use]
    pub fn position(&self) -> Option<&R> {
        match &self.position {
            Step::Next(request) => Some(request),
            Step::End(_) => self.stopped_at.as_ref(),
        }
    }

    /// Why the list ended; `None` while it goes on.
    #[must_use]
    pub fn end_reason(&self) -> Option<EndReason> {
        match &self.position {
            Step::End(reason) => Some(*reason),
            Step::Next(_) => None,
        }
    }

    /// The next row; `None` at the end. Cancel-safe: a page that is under way is kept.
    ///
    /// After an error the same page is tried again by the next call. A list that does not move on, or that turns in a
    /// circle, is an error too; after that one the list is at its end. A row that its type cannot read is an error of
    /// its own, with its JSON path; the next call goes on with the row behind it.
    pub async fn next(&mut self) -> Option<Result<R::Item>> {
        std::future::poll_fn(|context| self.poll_row(context)).await
    }

    /// Takes every row that is left into a list.
    ///
    /// # Errors
    /// The first page that fails or row that cannot be read; the rows before it are dropped, so use
    /// [`next`](Self::next) where they matter.
    pub async fn collect(mut self) -> Result<Vec<R::Item>> {
        let mut all = Vec::new();
        while let Some(row) = self.next().await {
            all.push(row?);
        }
        Ok(all)
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Item>>> {
        loop {
            if let Some((at, row)) = self.rows.pop_front() {
                return Poll::Ready(Some(match row {
                    Ok(row) => {
                        self.taken = at + 1;
                        self.last = R::key(&row);
                        Ok(row)
                    }
                    Err(row) => Err(row.error().for_operation(<R::Vendor as super::Vendor>::NAME, R::OPERATION.name)),
                }));
            }
            let Step::Next(request) = &self.position else { return Poll::Ready(None) };
            let fetching = self.fetching.get_or_insert_with(|| {
                let (core, request, options) = (self.core.clone(), request.clone(), self.options.clone());
                Box::pin(async move { core.send_with(&request, &options).await })
            });
            let answer = ready!(fetching.as_mut().poll(context));
            self.fetching = None;
            let page = match answer {
                Ok(reply) => request.page(reply.into_inner()),
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            if let Err(error) = self.take(page) {
                let ended = Step::End(EndReason::Failed);
                if let Step::Next(request) = std::mem::replace(&mut self.position, ended) {
                    self.stopped_at = Some(request);
                }
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn take(&mut self, page: Page<R>) -> Result<()> {
        let standing = |message: &'static str| {
            Error::new(ErrorKind::Decode, message)
                .with_help("the vendor gave the same page again; going on would never end")
                .for_operation(<R::Vendor as super::Vendor>::NAME, R::OPERATION.name)
        };
        let came = page.items.len() + page.unreadable.len();
        let mut keys = HashSet::new();
        let mut fresh = VecDeque::with_capacity(came);
        let mut print = DefaultHasher::new();
        // The first row that an earlier stream has not given out.
        let mut begin = self.skip.as_ref().map_or(0, |skip| skip.taken);
        let after = self.skip.as_ref().and_then(|skip| skip.after.as_ref());
        for (at, item) in in_order(page.items, page.unreadable) {
            let key = match &item {
                Ok(item) => R::key(item),
                // Its text tells it from the others.
                Err(row) => Some(format!("\0{}", row.text())),
            };
            match key {
                Some(key) => {
                    key.hash(&mut print);
                    if after == Some(&key) {
                        begin = at + 1;
                    }
                    let repeated = self.before.contains(&key);
                    if keys.insert(key) && !repeated {
                        fresh.push_back((at, item));
                    }
                }
                None => fresh.push_back((at, item)),
            }
        }
        // Only where every row has a key that no other row of its page has does the print stand for the page.
        let known = came > 0 && keys.len() == came && self.pages.came_before(print.finish());
        if let Step::Next(next) = &page.next {
            if Some(next) == self.position() {
                return Err(standing("the list's position does not move on"));
            }
            if self.turning.comes_back_to(next) {
                return Err(standing("the list comes back to a position that it had before"));
            }
            if came > 0 && fresh.is_empty() {
                return Err(standing("every row of the page stood on the page before"));
            }
        }
        if known && !fresh.is_empty() {
            return Err(standing("the page came before"));
        }
        if self.skip.take().is_some() {
            fresh.retain(|(at, _)| *at >= begin);
        }
        self.rows = fresh;
        self.taken = 0;
        // A page without rows says nothing of which rows came last.
        if came > 0 {
            self.before = keys;
        }
        self.current = match std::mem::replace(&mut self.position, page.next) {
            Step::Next(request) => Some(request),
            Step::End(_) => None,
        };
        Ok(())
    }
}

/// The rows of a page in the vendor's order, each with the number of readable rows before it.
fn in_order<T>(items: Vec<T>, unreadable: Vec<Unreadable>) -> impl Iterator<Item = (usize, Result<T, Unreadable>)> {
    let mut unreadable = unreadable.into_iter().peekable();
    let mut items = items.into_iter().enumerate().peekable();
    std::iter::from_fn(move || {
        let at = items.peek().map(|(at, _)| *at);
        match unreadable.next_if(|row| at.is_none_or(|at| row.rows_before() <= at)) {
            Some(row) => Some((row.rows_before(), Err(row))),
            None => items.next().map(|(at, item)| (at, Ok(item))),
        }
    })
}

// Nothing in it is pinned in place: the one future is boxed.
impl<R: Paged> Unpin for Rows<R> {}

impl<R: Paged> Stream for Rows<R> {
    type Item = Result<R::Item>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_row(context)
    }
}
