//! Ranges of time that overlap, with each row given once.

use crate::client::{Client, LeadSquared};
use chrono::{DateTime, Duration, Utc};
use leads_core::vendor::{EndReason, ItemStream, Paged, Request};
use leads_core::{CallOptions, Error, Result};
use std::collections::HashSet;
use std::fmt;

/// A read of rows that were changed in a range of time.
pub trait Ranged: Paged + Request<Vendor = LeadSquared> {
    /// The same read of another range, both ends included.
    #[must_use]
    fn in_range(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Self;

    /// What tells two states of one row apart: when it was changed. A row that was changed again while the list was read
    /// is then given again. `None` where the columns do not hold it; a row is then given once.
    fn version(item: &Self::Item) -> Option<String> {
        let _ = item;
        None
    }
}

/// How far each range reaches back into the one before.
///
/// The vendor takes ranges at full seconds while its times are finer, so adjacent ranges lose rows between them.
const OVERLAP: Duration = Duration::seconds(2);

/// Rows of a long range of time, read in shorter ones that overlap. Each row is given once for each of its states.
///
/// The first range reaches back two seconds, too, and may give rows from just before the asked time: it continues a run
/// that ended there, whose rows at its end would be lost otherwise. Who wants none of them holds each row's time against
/// the asked one.
///
/// Memory: the keys of the rows of two ranges.
pub struct Ranges<R: Ranged> {
    client: Client,
    options: CallOptions,
    request: R,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    step: Duration,
    rows: Option<ItemStream<R>>,
    /// An error ended the read.
    ended: bool,
    before: HashSet<(String, Option<String>)>,
    now: HashSet<(String, Option<String>)>,
}

impl<R: Ranged> fmt::Debug for Ranges<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ranges")
            .field("operation", &R::OPERATION.name)
            .field("from", &self.from)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

impl<R: Ranged> Ranges<R> {
    /// The next row; `None` at the end. Errors follow the rule of [`ItemStream`](leads_core::vendor::ItemStream#errors): one that is
    /// not retryable ends the stream, and [`position`](Self::position) says where to go on.
    pub async fn next(&mut self) -> Option<Result<R::Item>> {
        loop {
            let Some(rows) = &mut self.rows else {
                if self.ended || self.from >= self.to {
                    return None;
                }
                let end = self.to.min(self.from + self.step);
                let request = self.request.in_range(self.from - OVERLAP, end);
                self.rows = Some(self.client.items_with(request, &self.options));
                continue;
            };
            match rows.next().await {
                Some(Ok(row)) => {
                    if let Some(key) = R::key(&row) {
                        let key = (key, R::version(&row));
                        if self.before.contains(&key) || !self.now.insert(key) {
                            continue;
                        }
                    }
                    return Some(Ok(row));
                }
                Some(Err(error)) => {
                    if rows.end_reason() == Some(EndReason::Failed) {
                        (self.rows, self.ended) = (None, true);
                    }
                    return Some(Err(error));
                }
                None => {
                    self.rows = None;
                    self.from = self.to.min(self.from + self.step);
                    self.before = std::mem::take(&mut self.now);
                }
            }
        }
    }

    /// Where the range in hand begins: everything before it was given. A later run can begin here: it reaches back
    /// by itself, and gives rows of the last two seconds again.
    #[must_use]
    pub fn position(&self) -> DateTime<Utc> {
        self.from
    }

    /// Takes every row that is left into a list.
    ///
    /// # Errors
    /// The first page that fails.
    pub async fn collect(mut self) -> Result<Vec<R::Item>> {
        let mut all = Vec::new();
        while let Some(row) = self.next().await {
            all.push(row?);
        }
        Ok(all)
    }
}

impl Client {
    /// Reads a long range of time in steps that overlap, so that no row is lost between them and none is given twice. The
    /// first step reaches two seconds back before `from`, for a run that ended there: see [`Ranges`].
    ///
    /// The request's own range is replaced; its columns, order and page size hold for each step. Writes show in reads
    /// only some seconds later: let `to` lie a little in the past, or begin the next run a little before this one's end.
    ///
    /// # Errors
    /// A step that is shorter than a second, or a range that ends before it begins.
    ///
    /// ```no_run
    /// # async fn run(client: leadsquared::Client) -> leadsquared::Result<()> {
    /// use chrono::{Duration, Utc};
    /// use leadsquared::api::leads::ListRecentlyModifiedLeads;
    /// let (from, to) = (Utc::now() - Duration::days(7), Utc::now());
    /// let mut leads = client.ranges(ListRecentlyModifiedLeads::new(from, to), from, to, Duration::hours(6))?;
    /// while let Some(lead) = leads.next().await {
    ///     println!("{:?}", lead?.id());
    /// }
    /// # Ok(()) }
    /// ```
    pub fn ranges<R: Ranged>(
        &self,
        request: R,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        step: Duration,
    ) -> Result<Ranges<R>> {
        if step < Duration::seconds(1) {
            return Err(Error::invalid("step", "must be at least a second"));
        }
        if from > to {
            return Err(Error::invalid("from", "must not be after `to`"));
        }
        Ok(Ranges {
            client: self.clone(),
            options: CallOptions::new(),
            request,
            from,
            to,
            step,
            rows: None,
            ended: false,
            before: HashSet::new(),
            now: HashSet::new(),
        })
    }
}
