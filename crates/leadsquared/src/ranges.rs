//! Overlapping time ranges, with each row yielded once.

use crate::LeadSquared;
use crate::client::Client;
use chrono::{DateTime, Duration, Utc};
use leads_core::vendor::{EndReason, ItemStream, Paged, Request};
use leads_core::{CallOptions, Error, Result};
use std::collections::HashSet;
use std::fmt;

/// A read of rows that were modified in a time range.
pub trait Ranged: Paged + Request<Vendor = LeadSquared> {
    /// Returns the same read for another range, both ends included.
    #[must_use]
    fn in_range(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Self;

    /// Returns what distinguishes two states of a row: when it was modified. A row that is modified again while the
    /// list is read is then yielded again. Returns `None` if the columns do not contain it; a row is then yielded once.
    fn version(item: &Self::Item) -> Option<String> {
        let _ = item;
        None
    }
}

/// How far each range reaches back into the preceding one.
///
/// The vendor accepts ranges at full seconds while its times are finer, so adjacent ranges lose rows between them.
const OVERLAP: Duration = Duration::seconds(2);

/// The rows of a long time range, read in shorter, overlapping ones. Each row is yielded once for each of its states.
///
/// The first range also reaches back two seconds, and may yield rows from just before the requested time: it continues
/// a run that ended there, whose last rows would be lost otherwise. To exclude them, compare each row's time with the
/// requested one.
///
/// Memory use: the keys of the rows of two ranges.
pub struct Ranges<R: Ranged> {
    client: Client,
    options: CallOptions,
    request: R,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    step: Duration,
    rows: Option<ItemStream<R>>,
    /// Whether an error ended the read.
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
    /// Returns the next row, or `None` at the end. Errors follow the rule of
    /// [`ItemStream`](leads_core::vendor::ItemStream#errors): an error that is not retryable ends the stream, and
    /// [`position`](Self::position) returns where to resume.
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

    /// Returns the start of the current range: everything before it was yielded. A later run can begin here: it reaches
    /// back by itself, and yields rows of the last two seconds again.
    #[must_use]
    pub fn position(&self) -> DateTime<Utc> {
        self.from
    }

    /// Collects all remaining rows.
    ///
    /// # Errors
    ///
    /// Returns the error of the first page that fails.
    pub async fn collect(mut self) -> Result<Vec<R::Item>> {
        let mut all = Vec::new();
        while let Some(row) = self.next().await {
            all.push(row?);
        }
        Ok(all)
    }
}

impl Client {
    /// Reads a long time range in overlapping steps, so that no row is missed between them and none is yielded twice.
    /// The first step reaches back two seconds before `from`, for a run that ended there: see [`Ranges`].
    ///
    /// The request's own range is replaced; its columns, order and page size apply to each step. Writes become visible
    /// in reads only some seconds later: let `to` be slightly in the past, or begin the next run slightly before the
    /// end of this one.
    ///
    /// # Errors
    ///
    /// Returns an error if a step is shorter than a second, or if the range ends before it begins.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: leadsquared::Client) -> leadsquared::Result<()> {
    /// use chrono::{Duration, Utc};
    /// use leadsquared::api::leads::ListRecentlyModifiedLeads;
    /// let (from, to) = (Utc::now() - Duration::days(7), Utc::now());
    /// let mut leads =
    ///     client.ranges(ListRecentlyModifiedLeads::new(from, to), from, to, Duration::hours(6))?;
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
