//! Requests for a page of a list, and the pages.

use super::history::Keys;
use crate::request::Request;
use crate::response::Unreadable;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A request that reads one page of a list.
///
/// # Lists that change while they are being read
///
/// The rows of a list that is paged by position move when rows are inserted or deleted. A request for such a list
/// declares this with [`window`](Self::window) and [`at`](Self::at), and gives each row a [`key`](Self::key). Its
/// streams then read each page with the last known row repeated, and step back by up to three pages if that row is
/// missing. So a row that exists throughout is delivered exactly once, or the stream reports a [`Gap`](super::Gap). This requires
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
