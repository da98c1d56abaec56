//! Iterators over lists.

use super::thread::Thread;
use crate::client::{LeadStream, PageToken};
use crate::error::Result;
use crate::lead::Lead;
use crate::paging::{Bookmark, EndReason, ItemStream, Paged};
use std::sync::Arc;

/// An iterator over the items of a list. Returned by [`Blocking::items`](super::Blocking::items).
///
/// An error does not always end it: see [`ItemStream`]. Once it has returned `None`, it sends nothing more.
#[derive(Debug)]
#[must_use = "an iterator does nothing unless it is advanced"]
pub struct Items<R: Paged> {
    thread: Arc<Thread>,
    stream: ItemStream<R>,
}

impl<R: Paged> Items<R> {
    pub(super) fn new(thread: &Arc<Thread>, stream: ItemStream<R>) -> Self {
        Self { thread: Arc::clone(thread), stream }
    }

    /// Returns the exact item at which the iterator is, for [`resume`](super::Blocking::resume): see
    /// [`ItemStream::bookmark`].
    #[must_use]
    pub fn bookmark(&self) -> Option<Bookmark<R>> {
        self.stream.bookmark()
    }

    /// Returns why the list ended; `None` while it continues.
    #[must_use]
    pub fn end_reason(&self) -> Option<EndReason> {
        self.stream.end_reason()
    }
}

impl<R: Paged> Iterator for Items<R> {
    type Item = Result<R::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { thread, stream } = self;
        thread.block_on(stream.next())
    }
}

/// An iterator over leads. Returned by [`Blocking::list`](super::Blocking::list).
///
/// An error does not always end it: see [`LeadStream`].
#[derive(Debug)]
#[must_use = "an iterator does nothing unless it is advanced"]
pub struct Leads<'a> {
    thread: Arc<Thread>,
    stream: LeadStream<'a>,
}

impl<'a> Leads<'a> {
    pub(super) fn new(thread: &Arc<Thread>, stream: LeadStream<'a>) -> Self {
        Self { thread: Arc::clone(thread), stream }
    }

    /// Resumes from a stored position.
    pub fn after(mut self, token: PageToken) -> Self {
        self.stream = self.stream.after(token);
        self
    }

    /// Returns where the page after the current leads begins: see [`LeadStream::position`].
    #[must_use]
    pub fn position(&self) -> Option<&PageToken> {
        self.stream.position()
    }
}

impl Iterator for Leads<'_> {
    type Item = Result<Box<dyn Lead>>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { thread, stream } = self;
        thread.block_on(stream.next())
    }
}
