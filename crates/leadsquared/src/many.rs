//! Many single updates at the full speed of the account's plan.

use crate::api::opportunities::UpdateOpportunity;
use crate::bulk::{BulkReport, RowReport};
use crate::client::Client;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use leads_core::http::Lane;
use leads_core::{CallOptions, Outcome};
use std::time::Duration;

type OnRow<'a> = Box<dyn FnMut(&RowReport) + Send + 'a>;

/// How [`Client::update_many`] works.
///
/// ```
/// use leadsquared::UpdateMany;
/// let options = UpdateMany::new().in_flight(32).on_row(|row| println!("{}: {}", row.index, row.outcome));
/// ```
#[must_use]
pub struct UpdateMany<'a> {
    in_flight: usize,
    options: CallOptions,
    on_row: Option<OnRow<'a>>,
}

impl std::fmt::Debug for UpdateMany<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpdateMany").field("in_flight", &self.in_flight).finish_non_exhaustive()
    }
}

impl Default for UpdateMany<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> UpdateMany<'a> {
    /// 64 calls in flight, in the batch lane, so that a person's call never waits behind the batch; each with an hour
    /// to wait for its turn.
    pub fn new() -> Self {
        let options = CallOptions::new().lane(Lane::Batch).deadline(Duration::from_secs(60 * 60));
        Self { in_flight: 64, options, on_row: None }
    }

    /// Sets how many calls are in flight at once. The limiter decides how many are sent; this only has to be more than a
    /// window takes.
    pub fn in_flight(mut self, calls: usize) -> Self {
        self.in_flight = calls.max(1);
        self
    }

    /// Sets the options of each call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Calls back for each row as it ends, for a progress bar or a journal. Rows end out of order.
    pub fn on_row(mut self, call: impl FnMut(&RowReport) + Send + 'a) -> Self {
        self.on_row = Some(Box::new(call));
        self
    }
}

impl Client {
    /// Changes many opportunities, one call each, as fast as the account's plan allows, and reports each row exactly
    /// once.
    ///
    /// A row that fails does not end the batch. Once the day's allowance is spent, or the limiter has no permit before
    /// the calls' deadline, nothing more is sent; the rows left are [`NotApplied`](Outcome::NotApplied) and say so.
    ///
    /// # Cancellation
    /// When the future is dropped, no more calls are sent. Calls in flight are then unknown: keep a journal with
    /// [`UpdateMany::on_row`].
    ///
    /// ```no_run
    /// # async fn run(client: leadsquared::Client) -> leadsquared::Result<()> {
    /// use leadsquared::{UpdateMany, api::opportunities::UpdateOpportunity};
    /// let updates: Vec<_> = ["5ca5b042-51ea-4699-b6f0-84c40ab12770"]
    ///     .into_iter()
    ///     .map(|id| UpdateOpportunity::new(id).field("mx_Custom_2", "Negotiation"))
    ///     .collect();
    /// let report = client.update_many(&updates, UpdateMany::new()).await.require_all()?;
    /// # Ok(()) }
    /// ```
    pub async fn update_many(&self, updates: &[UpdateOpportunity], mut how: UpdateMany<'_>) -> BulkReport {
        let key = |update: &UpdateOpportunity| Some(update.opportunity().as_str().to_owned());
        let options = &how.options;
        let one = |index: usize, update: &UpdateOpportunity| {
            let (client, update, key) = (self.clone(), update.clone(), key(update));
            async move {
                match client.send_with(&update, options).await {
                    Ok(reply) => {
                        let mut row = RowReport::new(index, key, reply.meta().outcome);
                        row.id = reply.id().map(|id| id.as_str().to_owned());
                        (row, reply.meta().attempts, false)
                    }
                    Err(error) => {
                        // No permit comes in time, for this row or any other.
                        let spent = error.is_rate_limited() && error.attempts() == 0;
                        (RowReport::of_error(index, key, &error), error.attempts(), spent)
                    }
                }
            }
        };
        let mut rows: Vec<Option<RowReport>> = vec![None; updates.len()];
        let mut left = updates.iter().enumerate();
        let mut running = FuturesUnordered::new();
        let (mut calls, mut spent) = (0, None);
        loop {
            while spent.is_none() && running.len() < how.in_flight {
                let Some((index, update)) = left.next() else { break };
                running.push(one(index, update));
            }
            let Some((row, attempts, no_more)) = running.next().await else { break };
            calls += attempts;
            if no_more {
                spent = Some(row.clone());
            }
            if let Some(call) = &mut how.on_row {
                call(&row);
            }
            if let Some(place) = rows.get_mut(row.index) {
                *place = Some(row);
            }
        }
        let rows = rows.into_iter().zip(updates).enumerate().map(|(index, (row, update))| {
            row.unwrap_or_else(|| {
                let mut row = RowReport::new(index, key(update), Outcome::NotApplied);
                if let Some(spent) = &spent {
                    row.code.clone_from(&spent.code);
                    row.message.clone_from(&spent.message);
                }
                if let Some(call) = &mut how.on_row {
                    call(&row);
                }
                row
            })
        });
        BulkReport::new(rows.collect(), calls)
    }
}
