//! Many single updates at the full speed of the account's plan.

use crate::api::opportunities::UpdateOpportunity;
use crate::bulk::{BulkReport, RowReport};
use crate::client::Client;
use crate::run::{self, Next, RowLog, RowStart, RunRecord};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use leads_core::http::Priority;
use leads_core::{CallOptions, Error, ErrorKind, Request, Resolution, WriteOutcome};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

type OnRow<'a> = Box<dyn FnMut(&RowReport) + Send + 'a>;

/// Options of [`Client::update_many`].
///
/// # Examples
///
/// ```
/// use leadsquared::UpdateManyOptions;
/// let options = UpdateManyOptions::new().in_flight(32).on_row(|row| println!("{}: {}", row.index, row.outcome));
/// ```
#[must_use]
pub struct UpdateManyOptions<'a> {
    in_flight: usize,
    options: CallOptions,
    on_row: Option<OnRow<'a>>,
    log: Option<&'a dyn RowLog>,
    record: RunRecord,
}

impl std::fmt::Debug for UpdateManyOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpdateManyOptions").field("in_flight", &self.in_flight).finish_non_exhaustive()
    }
}

impl Default for UpdateManyOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> UpdateManyOptions<'a> {
    /// Creates the default options: 64 calls in flight, in the batch priority, so that interactive calls never wait
    /// behind the batch; each call waits up to an hour for its turn.
    pub fn new() -> Self {
        let options = CallOptions::new().priority(Priority::Batch).deadline(Duration::from_secs(60 * 60));
        Self { in_flight: 64, options, on_row: None, log: None, record: RunRecord::new() }
    }

    /// Sets how many calls are in flight at once. The limiter decides how many are sent; this only has to exceed the
    /// limit of a window.
    pub fn in_flight(mut self, calls: usize) -> Self {
        self.in_flight = calls.max(1);
        self
    }

    /// Sets the options of each call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sets a callback for each row that ends in this run, for a progress bar. Rows end out of order.
    pub fn on_row(mut self, call: impl FnMut(&RowReport) + Send + 'a) -> Self {
        self.on_row = Some(Box::new(call));
        self
    }

    /// Sets the log of the run, which is called before and after each row, so that an interrupted run can be resumed.
    pub fn log(mut self, log: &'a dyn RowLog) -> Self {
        self.log = Some(log);
        self
    }

    /// Resumes an interrupted run, from the events of its log or from its stored report.
    ///
    /// Rows that have ended are not sent again. Each row that may have been sent is verified once: if it is found, it
    /// is applied; if it is proven not written, it is sent; otherwise it stays unknown.
    pub fn resume(mut self, record: impl Into<RunRecord>) -> Self {
        self.record = record.into();
        self
    }
}

impl Client {
    /// Updates many opportunities, one call each, as fast as the account's plan allows, and reports each row exactly
    /// once.
    ///
    /// A row that fails does not end the batch. Once the daily limit is exhausted, or the limiter has no permit before
    /// the calls' deadline, nothing more is sent; the remaining rows are [`NotApplied`](WriteOutcome::NotApplied), with
    /// the reason.
    ///
    /// If [`UpdateManyOptions::resume`] was given a record of another batch, every row is an error and nothing is sent.
    /// Verification reads for rows of an interrupted run are not counted in [`BulkReport::calls`].
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, no more calls are sent. The outcome of calls in flight is then unknown. With an
    /// [`UpdateManyOptions::log`], the run can be resumed.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: leadsquared::Client) -> leadsquared::Result<()> {
    /// use leadsquared::{UpdateManyOptions, api::opportunities::UpdateOpportunity};
    /// let updates: Vec<_> = ["5ca5b042-51ea-4699-b6f0-84c40ab12770"]
    ///     .into_iter()
    ///     .map(|id| UpdateOpportunity::new(id).field("mx_Custom_2", "Negotiation"))
    ///     .collect();
    /// let report = client.update_many(&updates, UpdateManyOptions::new()).await.require_all()?;
    /// # Ok(()) }
    /// ```
    pub async fn update_many(&self, updates: &[UpdateOpportunity], mut settings: UpdateManyOptions<'_>) -> BulkReport {
        let key = |update: &UpdateOpportunity| Some(update.opportunity().as_str().to_owned());
        let checked = settings.record.check(updates.len(), |row| key(updates.get(row)?));
        if let Err(error) = checked {
            let error = error.for_operation("leadsquared", UpdateOpportunity::OPERATION.name);
            let rows =
                updates.iter().enumerate().map(|(index, update)| RowReport::of_error(index, key(update), &error));
            return BulkReport::new(rows.collect(), 0);
        }
        let (options, log) = (&settings.options, settings.log);
        let stop = AtomicBool::new(false);
        let one = |index: usize, update: &UpdateOpportunity, doubtful: Option<RowReport>| {
            let (client, update, key, stop) = (self.clone(), update.clone(), key(update), &stop);
            async move {
                let verified = match doubtful {
                    Some(row) => client.verify_row(&update, row, options).await,
                    None => None,
                };
                let mut end = match verified {
                    Some(end) => end,
                    None => {
                        if let Some(log) = log
                            && let Err(error) = log.before(&RowStart::now(index, key.clone())).await
                        {
                            stop.store(true, Ordering::Relaxed);
                            let mut row = RowReport::new(index, key, WriteOutcome::NotApplied);
                            run::log_failed(&mut row, &error);
                            return End { row, calls: 0, spent: false };
                        }
                        // The log of another row may have failed in the meantime.
                        match stop.load(Ordering::Relaxed) {
                            true => End { row: run::stopped(index, key), calls: 0, spent: false },
                            false => client.update_row(&update, index, key, options).await,
                        }
                    }
                };
                if let Some(log) = log
                    && let Err(error) = log.after(&end.row).await
                {
                    stop.store(true, Ordering::Relaxed);
                    run::log_failed(&mut end.row, &error);
                }
                end
            }
        };
        let mut rows: Vec<Option<RowReport>> = vec![None; updates.len()];
        let mut left = updates.iter().enumerate();
        let mut running = FuturesUnordered::new();
        let (mut calls, mut spent) = (0, None);
        loop {
            while spent.is_none() && !stop.load(Ordering::Relaxed) && running.len() < settings.in_flight {
                let Some((index, update)) = left.next() else { break };
                match settings.record.next(index) {
                    Next::Send => running.push(one(index, update, None)),
                    Next::Doubtful(row) => running.push(one(index, update, Some(row))),
                    Next::Done(row) => {
                        if let Some(place) = rows.get_mut(index) {
                            *place = Some(row);
                        }
                    }
                }
            }
            let Some(End { row, calls: sent, spent: no_more }) = running.next().await else { break };
            calls += sent;
            if no_more {
                spent = Some(row.clone());
            }
            if let Some(call) = &mut settings.on_row {
                call(&row);
            }
            if let Some(place) = rows.get_mut(row.index) {
                *place = Some(row);
            }
        }
        let record = &settings.record;
        let rows = rows.into_iter().zip(updates).enumerate().map(|(index, (row, update))| {
            row.unwrap_or_else(|| {
                let row = match (record.next(index), &spent) {
                    (Next::Done(row) | Next::Doubtful(row), _) => row,
                    (Next::Send, None) => run::stopped(index, key(update)),
                    (Next::Send, Some(spent)) => {
                        let mut row = RowReport::new(index, key(update), WriteOutcome::NotApplied);
                        row.code.clone_from(&spent.code);
                        row.message.clone_from(&spent.message);
                        row
                    }
                };
                if let Some(call) = &mut settings.on_row {
                    call(&row);
                }
                row
            })
        });
        BulkReport::new(rows.collect(), calls)
    }

    /// Sends one row.
    async fn update_row(
        &self,
        update: &UpdateOpportunity,
        index: usize,
        key: Option<String>,
        options: &CallOptions,
    ) -> End {
        let (mut row, calls, spent) = match self.send_with(update, options).await {
            Ok(reply) => {
                let mut row = RowReport::new(index, key, reply.meta().outcome);
                row.id = reply.id().map(|id| id.as_str().to_owned());
                (row, reply.meta().attempts, false)
            }
            Err(error) => {
                // No permit will be available in time, for this row or any other.
                let spent = error.is_rate_limited() && error.attempts() == 0;
                (RowReport::of_error(index, key, &error), error.attempts(), spent)
            }
        };
        row.attempts = calls;
        End { row, calls, spent }
    }

    /// Verifies whether a row that may have been sent was written. Returns `None` if it was proven not written, so that
    /// it can be sent.
    async fn verify_row(&self, update: &UpdateOpportunity, row: RowReport, options: &CallOptions) -> Option<End> {
        let name = UpdateOpportunity::OPERATION.name;
        let lost = Error::new(ErrorKind::Transport, "the run was interrupted")
            .with_outcome(WriteOutcome::Unknown)
            .for_operation("leadsquared", name);
        match self.resolve_with(update, &lost, options).await {
            Ok(Resolution::Absent) => None,
            Ok(Resolution::Found) => {
                let row = RowReport { outcome: WriteOutcome::Applied, code: None, message: None, ..row };
                Some(End { row, calls: 0, spent: false })
            }
            // The outcome cannot be determined, or the verification read failed, which says nothing about the row.
            _ => Some(End { row, calls: 0, spent: false }),
        }
    }
}

/// A row that has ended in this run.
struct End {
    row: RowReport,
    /// How many calls this run sent for it.
    calls: u32,
    /// Whether no permit will be available in time for any row.
    spent: bool,
}
