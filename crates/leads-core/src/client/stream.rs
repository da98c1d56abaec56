//! Streams over pages of leads.

use super::{LeadClient, LeadPage, LeadQuery, PageToken};
use crate::error::{Error, ErrorKind, Result};
use crate::http::CallOptions;
use crate::lead::Lead;
use crate::paging::{Backoff, CycleDetector, PageHistory};
use crate::response::Reply;
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

type PageFuture<'a> = Pin<Box<dyn Future<Output = Result<Reply<LeadPage>>> + Send + 'a>>;

/// A stream of leads over the pages of any vendor. It implements [`Stream`]; [`next`](Self::next) can be used without
/// another crate.
///
/// A repeated page token is an error, and so is a page of the same leads under a different token, so that the stream
/// cannot loop forever. To detect this, the stream keeps an eight-byte hash of each of the last 1,024 pages.
///
/// # Errors
///
/// All streams of these crates follow the same rules:
///
/// - An error for a whole page that is not [retryable](Error::is_retryable) ends the stream;
///   [`position`](Self::position) returns where to resume.
/// - After a retryable error, the next call of `next` waits first (250 ms, doubled after each consecutive error up to
///   30 s, or as long as the vendor requested, up to five minutes), and then reads the same page again.
/// - A lead that cannot be read and a [gap](Error::gap) in the list are returned as separate errors; the stream
///   continues.
///
/// ```
/// use leads_core::{
///     LeadClient, LeadClientExt, Result,
///     client::{LeadQuery, PageToken},
/// };
/// /// Resumes where the last run ended, and returns where the next one begins.
/// async fn some<C: LeadClient>(
///     client: &C,
///     from: Option<PageToken>,
/// ) -> Result<Option<PageToken>> {
///     let mut leads = client.list(LeadQuery::new());
///     if let Some(token) = from {
///         leads = leads.after(token);
///     }
///     for _ in 0..1_000 {
///         let Some(lead) = leads.next().await else { return Ok(None) };
///         println!("{:?}", lead?.id());
///     }
///     Ok(leads.position().cloned())
/// }
/// ```
pub struct LeadStream<'a> {
    client: &'a dyn LeadClient,
    query: LeadQuery,
    options: CallOptions,
    rows: VecDeque<Result<Box<dyn Lead>>>,
    next: Next,
    backoff: Backoff,
    cycle: CycleDetector<PageToken>,
    /// The fingerprints of the pages received.
    pages: PageHistory,
    running: Option<PageFuture<'a>>,
}

enum Next {
    First,
    After(PageToken),
    End,
    /// Reading the page after this position failed.
    Failed(Option<PageToken>),
}

impl fmt::Debug for LeadStream<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeadStream")
            .field("vendor", &self.client.vendor())
            .field("buffered_rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl<'a> LeadStream<'a> {
    /// Creates a stream over a query.
    #[must_use]
    pub fn new(client: &'a dyn LeadClient, query: LeadQuery, options: &CallOptions) -> Self {
        let cycle = CycleDetector::from(None);
        let (rows, pages) = (VecDeque::new(), PageHistory::default());
        let backoff = Backoff::default();
        Self { client, query, options: options.clone(), rows, next: Next::First, backoff, cycle, pages, running: None }
    }

    /// Resumes from a stored position.
    #[must_use]
    pub fn after(mut self, token: PageToken) -> Self {
        self.cycle = CycleDetector::from(Some(token.clone()));
        self.next = Next::After(token);
        self
    }

    /// Returns where the page after the current leads begins; `None` at the beginning and at the end. After a page that
    /// failed, this is where that page begins.
    #[must_use]
    pub fn position(&self) -> Option<&PageToken> {
        match &self.next {
            Next::After(token) | Next::Failed(Some(token)) => Some(token),
            Next::First | Next::End | Next::Failed(None) => None,
        }
    }

    /// Returns the next lead, or `None` at the end. Cancel-safe: a page request in progress is kept.
    pub async fn next(&mut self) -> Option<Result<Box<dyn Lead>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn fetch(&self, after: Option<PageToken>) -> PageFuture<'a> {
        let (client, query, options) = (self.client, self.query.clone(), self.options.clone());
        Box::pin(async move { client.list_page_with(&query, after.as_ref(), &options).await })
    }
}

/// Returns a fingerprint of a page: a hash of the ids of its leads. `None` for a page without leads, or with a lead
/// that has no id.
fn page_hash(leads: &[Box<dyn Lead>]) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for lead in leads {
        lead.id()?.as_str().hash(&mut hasher);
    }
    (!leads.is_empty()).then(|| hasher.finish())
}

impl Stream for LeadStream<'_> {
    type Item = Result<Box<dyn Lead>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.pop_front() {
                return Poll::Ready(Some(row));
            }
            let after = match &self.next {
                Next::End | Next::Failed(_) => return Poll::Ready(None),
                Next::First => None,
                Next::After(token) => Some(token.clone()),
            };
            ready!(self.backoff.poll_ready(context));
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
                    self.backoff.succeeded();
                    let LeadPage { leads, next, problems } = page.into_inner();
                    // Consecutive or not, the same token leads to the same page.
                    let repeated = next.is_some() && next == after;
                    if repeated || next.as_ref().is_some_and(|next| self.cycle.revisits(next)) {
                        self.next = Next::Failed(after);
                        let error = Error::new(ErrorKind::Decode, "the list returned the same page token again")
                            .for_operation(self.client.vendor(), "list");
                        return Poll::Ready(Some(Err(error)));
                    }
                    if page_hash(&leads).is_some_and(|hash| self.pages.contains(hash)) {
                        self.next = Next::Failed(after);
                        let error = Error::new(ErrorKind::Decode, "the list returned the same page again")
                            .with_help(
                                "the stream ended, because continuing would loop forever; report this to the vendor",
                            )
                            .for_operation(self.client.vendor(), "list");
                        return Poll::Ready(Some(Err(error)));
                    }
                    self.rows = problems.into_iter().map(Err).chain(leads.into_iter().map(Ok)).collect();
                    self.next = next.map_or(Next::End, Next::After);
                }
                Err(error) => {
                    if !self.backoff.failed(&error) {
                        self.next = Next::Failed(after);
                    }
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}
