//! Streams over pages.

use super::{LeadClient, LeadPage, LeadQuery, PageToken};
use crate::error::{Error, ErrorKind, Result};
use crate::http::CallOptions;
use crate::lead::Lead;
use crate::request::Reply;
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

type PageFuture<'a> = Pin<Box<dyn Future<Output = Result<Reply<LeadPage>>> + Send + 'a>>;

/// A stream of leads over the pages of any vendor. [`next`](Self::next) needs no other crate; it is a
/// [`Stream`] too.
///
/// A page that fails ends the stream after its error; [`position`](Self::position) says where to go on. A page token
/// that comes twice in a row is an error, so that a list cannot turn for ever.
pub struct LeadStream<'a> {
    client: &'a dyn LeadClient,
    query: LeadQuery,
    options: CallOptions,
    rows: VecDeque<Box<dyn Lead>>,
    next: Next,
    running: Option<PageFuture<'a>>,
}

enum Next {
    First,
    After(PageToken),
    End,
}

impl fmt::Debug for LeadStream<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeadStream")
            .field("vendor", &self.client.vendor())
            .field("rows_in_hand", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl<'a> LeadStream<'a> {
    /// A stream over a query.
    #[must_use]
    pub fn new(client: &'a dyn LeadClient, query: LeadQuery, options: CallOptions) -> Self {
        Self { client, query, options, rows: VecDeque::new(), next: Next::First, running: None }
    }

    /// Goes on from a kept position.
    #[must_use]
    pub fn after(mut self, token: PageToken) -> Self {
        self.next = Next::After(token);
        self
    }

    /// Where the page after the rows in hand begins; `None` at the beginning and at the end.
    #[must_use]
    pub fn position(&self) -> Option<&PageToken> {
        match &self.next {
            Next::After(token) => Some(token),
            Next::First | Next::End => None,
        }
    }

    /// The next lead; `None` at the end. Cancel-safe: a page that is under way is kept.
    pub async fn next(&mut self) -> Option<Result<Box<dyn Lead>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn fetch(&self, after: Option<PageToken>) -> PageFuture<'a> {
        let (client, query, options) = (self.client, self.query.clone(), self.options.clone());
        Box::pin(async move { client.list_page_with(&query, after.as_ref(), options).await })
    }
}

impl Stream for LeadStream<'_> {
    type Item = Result<Box<dyn Lead>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            let after = match &self.next {
                Next::End => return Poll::Ready(None),
                Next::First => None,
                Next::After(token) => Some(token.clone()),
            };
            let running = match &mut self.running {
                Some(running) => running,
                None => {
                    let started = self.fetch(after.clone());
                    self.running.insert(started)
                }
            };
            let page = ready!(running.as_mut().poll(context));
            self.running = None;
            match page {
                Ok(page) => {
                    let LeadPage { leads, next } = page.into_inner();
                    if next.is_some() && next == after {
                        self.next = Next::End;
                        let error = Error::new(ErrorKind::Decode, "the list's position does not move on")
                            .for_operation(self.client.vendor(), "list");
                        return Poll::Ready(Some(Err(error)));
                    }
                    self.rows = leads.into();
                    self.next = next.map_or(Next::End, Next::After);
                }
                Err(error) => {
                    // The position stays: `position` tells where to go on, but this stream is over.
                    let ended = std::mem::replace(&mut self.next, Next::End);
                    if let Next::After(_) = &ended {
                        self.rows.clear();
                    }
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}
