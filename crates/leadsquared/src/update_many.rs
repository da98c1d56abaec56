//! Many single updates at the full speed of the account's plan.

use crate::api::opportunities::UpdateOpportunity;
use crate::client::Client;
use leads_core::Result;
use leads_core::bulk::{BulkOptions, BulkReport, Requests};
use std::collections::HashMap;

impl Client {
    /// Updates many opportunities, one call each, within the account's limits, and reports each row exactly once.
    ///
    /// This is [`apply_all`](Self::apply_all) for updates of opportunities. The key of a row is the opportunity's id; a
    /// further update of the same opportunity has `#2` and so on behind it, and is sent after the first. Rows of an
    /// interrupted run are resolved by reading the opportunity. To use the whole rate of a plan, set
    /// [`BulkOptions::in_flight`] to the number of calls in its window.
    ///
    /// # Cancellation
    ///
    /// If the future is dropped, no more calls are sent. The outcome of calls in flight is then unknown. With a
    /// [log](BulkOptions::log), the run can be resumed.
    ///
    /// # Errors
    ///
    /// Returns an error, before anything is sent, if the record to resume from is of other updates. An update that fails is
    /// not an error; it is in the report.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: leadsquared::Client) -> leadsquared::Result<()> {
    /// use leadsquared::api::opportunities::UpdateOpportunity;
    /// use leadsquared::leads_core::bulk::BulkOptions;
    /// let updates: Vec<_> = ["5ca5b042-51ea-4699-b6f0-84c40ab12770"]
    ///     .into_iter()
    ///     .map(|id| UpdateOpportunity::new(id).field("mx_Custom_2", "Negotiation"))
    ///     .collect();
    /// let options = BulkOptions::new().on_plan(|plan| println!("at least {:?}", plan.shortest));
    /// let report = client.update_many(&updates, options).await?.require_all()?;
    /// # Ok(()) }
    /// ```
    pub async fn update_many(&self, updates: &[UpdateOpportunity], options: BulkOptions<'_>) -> Result<BulkReport> {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let rows = updates.iter().map(|update| {
            let id = update.opportunity().as_str();
            let count = seen.entry(id).and_modify(|count| *count += 1).or_insert(1);
            let key = if *count == 1 { id.to_owned() } else { format!("{id}#{count}") };
            (key, update.clone())
        });
        let requests = Requests::new(rows)
            .resolving()
            .subject(|update| Some(update.opportunity().as_str().to_owned()))
            .id(|reply| reply.id().map(|id| id.as_str().to_owned()));
        self.apply_all(requests, options).await
    }
}
