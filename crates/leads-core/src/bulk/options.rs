//! Options of a run.

use super::{BulkPlan, BulkRecord, Progress, RowBegan, RowReport};
use crate::http::{CallOptions, Priority};
use async_trait::async_trait;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// An error of a callback or a [`BulkLog`]: any error of the application.
pub type LogError = Box<dyn std::error::Error + Send + Sync>;

pub(super) type Callback<'a, T> = Box<dyn FnMut(&T) -> Result<(), LogError> + Send + 'a>;
pub(super) type Notify<'a, T> = Box<dyn FnMut(&T) + Send + 'a>;
pub(super) type Condition<'a> = Box<dyn FnMut(&RowReport, &Progress) -> bool + Send + 'a>;
type Signal<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Stores the progress of a run, so that it can be resumed after a crash: see [`BulkRecord`].
/// [`JsonLines`](super::JsonLines) is one in a file.
///
/// Rows begin and end concurrently and out of order, so these methods can run at the same time. They have no deadline.
///
/// ```
/// use async_trait::async_trait;
/// use leads_core::bulk::{BulkEvent, BulkLog, LogError, RowBegan, RowReport};
/// /// A table of a database.
/// struct Table;
/// impl Table {
///     async fn insert(&self, key: &str, event: &BulkEvent) -> Result<(), LogError> {
///         let text = serde_json::to_string(event)?;
///         // INSERT INTO events (key, event) VALUES (?, ?), and wait until it is committed.
///         # let _ = (key, text);
///         Ok(())
///     }
/// }
/// #[async_trait]
/// impl BulkLog for Table {
///     async fn before(&self, row: &RowBegan) -> Result<(), LogError> {
///         self.insert(&row.key, &BulkEvent::Began(row.clone())).await
///     }
///     async fn after(&self, row: &RowReport) -> Result<(), LogError> {
///         self.insert(&row.key, &BulkEvent::Ended(Box::new(row.clone()))).await
///     }
/// }
/// ```
#[async_trait]
pub trait BulkLog: Send + Sync {
    /// Called before a row is sent. The event must be durable when this returns.
    ///
    /// # Errors
    /// An error stops the run: this row and those that have not begun are not sent.
    async fn before(&self, row: &RowBegan) -> Result<(), LogError>;

    /// Called after a row has ended, whatever its outcome.
    ///
    /// # Errors
    /// An error stops the run; the row keeps its outcome in the report.
    async fn after(&self, row: &RowReport) -> Result<(), LogError>;
}

/// Options of [`apply_all`](crate::LeadClientExt::apply_all).
///
/// ```
/// use leads_core::bulk::BulkOptions;
/// let options = BulkOptions::new()
///     .in_flight(16)
///     .on_plan(|plan| println!("{} rows, at least {:?}", plan.to_send, plan.shortest))
///     .on_progress(|progress| {
///         println!(
///             "{} of {}, {:?} left",
///             progress.ended, progress.rows, progress.remaining
///         )
///     })
///     .stop_when(|row, progress| progress.counts.failed() > 10 || row.attempts > 5);
/// ```
#[must_use]
pub struct BulkOptions<'a> {
    pub(super) in_flight: usize,
    pub(super) call: CallOptions,
    pub(super) record: BulkRecord,
    pub(super) rejected_again: bool,
    pub(super) keep_order: bool,
    pub(super) log: Option<&'a dyn BulkLog>,
    pub(super) before: Option<Callback<'a, RowBegan>>,
    pub(super) after: Option<Callback<'a, RowReport>>,
    pub(super) on_plan: Option<Notify<'a, BulkPlan>>,
    pub(super) on_progress: Option<Notify<'a, Progress>>,
    pub(super) stop_when: Option<Condition<'a>>,
    pub(super) shutdown: Option<Signal<'a>>,
}

impl fmt::Debug for BulkOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkOptions")
            .field("in_flight", &self.in_flight)
            .field("call", &self.call)
            .field("known_rows", &self.record.len())
            .finish_non_exhaustive()
    }
}

impl Default for BulkOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> BulkOptions<'a> {
    /// Returns the defaults: 8 rows in flight, in the [batch](Priority::Batch) priority, so that interactive calls never
    /// wait behind the run; each row with the deadline of a call.
    pub fn new() -> Self {
        Self {
            in_flight: 8,
            call: CallOptions::new().priority(Priority::Batch),
            record: BulkRecord::new(),
            rejected_again: false,
            keep_order: true,
            log: None,
            before: None,
            after: None,
            on_plan: None,
            on_progress: None,
            stop_when: None,
            shutdown: None,
        }
    }

    /// Sets how many rows are in flight at once, at least one. The limiter decides how many are sent; this only has to
    /// exceed the number of calls that arrive during one response.
    pub fn in_flight(mut self, rows: usize) -> Self {
        self.in_flight = rows.max(1);
        self
    }

    /// Sets the options of each call. The deadline is that of a whole row, with all its calls; if none is set, it is that of
    /// a typed client's [`Timeouts::call`](crate::http::Timeouts::call), and 90 s for the common client. A priority that is
    /// not set is [`Batch`](Priority::Batch).
    ///
    /// ```
    /// use leads_core::{CallOptions, bulk::BulkOptions};
    /// use std::time::Duration;
    /// let patient =
    ///     BulkOptions::new().options(CallOptions::new().deadline(Duration::from_secs(600)));
    /// ```
    pub fn options(mut self, options: CallOptions) -> Self {
        let priority = options.priority.unwrap_or(Priority::Batch);
        self.call = options.priority(priority);
        self
    }

    /// Sets the log of the run, which is called before and after each row, so that the run can be resumed after a crash.
    pub fn log(mut self, log: &'a dyn BulkLog) -> Self {
        self.log = Some(log);
        self
    }

    /// Resumes from the events of a log or from the report of an earlier run: see [`BulkRecord`].
    ///
    /// ```
    /// use leads_core::bulk::{BulkOptions, BulkReport};
    /// # fn stored() -> String { "{\"rows\":[]}".to_owned() }
    /// let report: BulkReport = serde_json::from_str(&stored())?;
    /// let options = BulkOptions::new().resume(report);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn resume(mut self, record: impl Into<BulkRecord>) -> Self {
        self.record = record.into();
        self
    }

    /// Sets whether rows that an earlier run reports as rejected are sent again, after a setting at the vendor was
    /// corrected, for example. They are not by default, and never if a later row of the same lead was sent meanwhile: it would
    /// be undone.
    pub fn rejected_again(mut self, again: bool) -> Self {
        self.rejected_again = again;
        self
    }

    /// Sets whether later rows of a lead wait for a row of which the outcome is unknown or that was not tried; they are
    /// then not tried either. This is the default. Without it, a row that is still on its way can overtake a later one.
    pub fn keep_order(mut self, keep: bool) -> Self {
        self.keep_order = keep;
        self
    }

    /// Sets a callback that is called before each row is sent. Its error rejects the row and stops the run.
    ///
    /// It runs on the task of the run; to wait for a database, use a [log](Self::log).
    pub fn before(mut self, call: impl FnMut(&RowBegan) -> Result<(), LogError> + Send + 'a) -> Self {
        self.before = Some(Box::new(call));
        self
    }

    /// Sets a callback that is called after each row has ended in this run, out of order. Its error stops the run.
    pub fn after(mut self, call: impl FnMut(&RowReport) -> Result<(), LogError> + Send + 'a) -> Self {
        self.after = Some(Box::new(call));
        self
    }

    /// Sets a callback that gets the number of rows to be sent and the shortest time that this takes, before the first
    /// call. To ask a person before starting, reject in [`before`](Self::before).
    pub fn on_plan(mut self, call: impl FnMut(&BulkPlan) + Send + 'a) -> Self {
        self.on_plan = Some(Box::new(call));
        self
    }

    /// Sets a callback for the progress, called once before the first row and after each row.
    pub fn on_progress(mut self, call: impl FnMut(&Progress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }

    /// Sets a condition, checked after each row, on which no more rows begin. Rows in flight end first.
    ///
    /// ```
    /// use leads_core::ErrorKind;
    /// use leads_core::bulk::BulkOptions;
    /// let options = BulkOptions::new().stop_when(|row, _| {
    ///     row.error.as_ref().is_some_and(|error| error.kind == ErrorKind::Forbidden)
    /// });
    /// ```
    pub fn stop_when(mut self, condition: impl FnMut(&RowReport, &Progress) -> bool + Send + 'a) -> Self {
        self.stop_when = Some(Box::new(condition));
        self
    }

    /// Sets a future that ends when the program is to shut down. No more rows begin then, and rows in flight end.
    ///
    /// ```
    /// use leads_core::bulk::BulkOptions;
    /// let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    /// let options = BulkOptions::new().shutdown(async { _ = stopped.await });
    /// # drop(stop);
    /// ```
    pub fn shutdown(mut self, signal: impl Future<Output = ()> + Send + 'a) -> Self {
        self.shutdown = Some(Box::pin(signal));
        self
    }
}
