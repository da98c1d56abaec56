//! Sending bulk calls.

use super::report::{BulkReport, RowReport, report};
use super::{Bulk, BulkResponse, REPORTED};
use crate::LeadSquared;
use crate::client::Client;
use crate::plan::{BULK, CALLS, DAILY};
use crate::run::BulkRun;
use leads_core::vendor::{HttpResponse, Operation, Parts, Raw, Request, Safety, read};
use leads_core::{CallOptions, Result, WriteOutcome};

const REPORTED_CALLS: &[&str] = &[CALLS, BULK, DAILY, REPORTED];

/// A bulk request whose failed rows do not make the call an error.
pub(super) struct Reported<'a, R>(&'a R);

impl<R: Bulk> Request for Reported<'_, R> {
    type Vendor = LeadSquared;
    type Response = Raw<BulkResponse>;
    const OPERATION: Operation = R::OPERATION.rate(REPORTED_CALLS);

    fn parts(&self) -> Result<Parts> {
        self.0.parts()
    }

    fn safety(&self) -> Safety {
        self.0.safety()
    }

    fn trace(&self) -> Option<String> {
        self.0.trace()
    }

    fn read(response: &HttpResponse) -> Result<Self::Response> {
        read::whole(response)
    }
}

impl Client {
    /// Sends a bulk request in one call and reports every row.
    ///
    /// # Errors
    ///
    /// Returns an error only if the request is invalid: an empty batch, more rows than the vendor accepts, an invalid
    /// row. Everything after that is in the report.
    pub async fn send_bulk<R: Bulk>(&self, request: &R) -> Result<BulkReport> {
        self.send_bulk_with(request, &CallOptions::new()).await
    }

    /// Sends a bulk request in one call, with per-call options, and reports every row.
    ///
    /// # Errors
    ///
    /// Same as [`send_bulk`](Self::send_bulk).
    pub async fn send_bulk_with<R: Bulk>(&self, request: &R, options: &CallOptions) -> Result<BulkReport> {
        // What is wrong before sending is an error, and what happens after that is in the report.
        request.parts().map_err(|error| error.for_operation("leadsquared", R::OPERATION.name))?;
        match self.pipeline.send_with(&Reported(request), options).await {
            Ok(reply) => {
                let (outcome, attempts) = (reply.meta().outcome, reply.meta().attempts);
                let report = report(request, &reply, attempts);
                let is_lost =
                    outcome == WriteOutcome::Unknown && (report.outcome() != WriteOutcome::Unknown || attempts > 1);
                Ok(if is_lost { report.in_doubt() } else { report }.counted())
            }
            Err(error) => {
                let rows = (0..request.rows()).map(|row| RowReport::of_error(row, request.key(row), &error));
                Ok(BulkReport::new(rows.collect(), error.attempts()).counted())
            }
        }
    }

    /// Sends any number of rows, in consecutive calls of the maximum size, and joins their reports.
    ///
    /// A call that fails does not end the batch: its rows are reported as failed and the next call is sent. Rows of
    /// calls that were never sent, because the daily limit is exhausted, are [`NotApplied`](WriteOutcome::NotApplied).
    ///
    /// To log each row and resume an interrupted run, use [`send_all_run`](Self::send_all_run).
    ///
    /// # Errors
    ///
    /// Returns an error before anything is sent if a row is invalid.
    pub async fn send_all<R: Bulk>(&self, request: &R) -> Result<BulkReport> {
        self.send_all_with(request, &CallOptions::new()).await
    }

    /// Like [`send_all`](Self::send_all), with options for each call.
    ///
    /// # Errors
    ///
    /// Returns an error before anything is sent if a row is invalid.
    pub async fn send_all_with<R: Bulk>(&self, request: &R, options: &CallOptions) -> Result<BulkReport> {
        self.send_all_run(request, BulkRun::new().options(options.clone())).await
    }
}
