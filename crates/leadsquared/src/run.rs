//! Tracking a run of many rows, and resuming an interrupted one.

use crate::bulk::{Bulk, BulkReport, RowReport};
use crate::client::Client;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use leads_core::bulk::BulkPlan;
use leads_core::{CallOptions, Error, Personal, Result, WriteOutcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The code of a row that was started and whose end was not recorded.
pub(crate) const STARTED: &str = "started";
/// The code of a row that was not sent because the run was stopped.
const STOPPED: &str = "stopped";
/// The code of a row whose log failed.
const LOG_FAILED: &str = "log_failed";

/// An error of a [`RowLog`]: any error of the application.
pub type LogError = Box<dyn std::error::Error + Send + Sync>;

/// A row that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowStart {
    /// The row's position in the batch, from 0.
    pub index: usize,
    /// How the vendor identifies the row: an id, or the value that it is searched by.
    pub key: Option<Personal<String>>,
    /// When it was started, on this machine's clock.
    pub at: DateTime<Utc>,
}

impl RowStart {
    pub(crate) fn now(index: usize, key: Option<String>) -> Self {
        Self { index, key: key.map(Personal), at: Utc::now() }
    }
}

/// An entry in the log of a run: one event for the start of a row, and one for its end.
///
/// # Examples
///
/// ```
/// use leadsquared::{RowEvent, RunRecord};
/// // One JSON object a line; the process was killed in the middle of the last line.
/// let log = concat!(
///     r#"{"started":{"index":0,"key":"7","at":"2026-01-05T10:00:00Z"}}"#, "\n",
///     r#"{"started":{"index":1,"key":"8","at":"2026-01-05T10:00:00Z"}}"#, "\n",
///     r#"{"ended":{"index":0,"key":"7","outco"#,
/// );
/// let record = RunRecord::from_json_lines(log)?;
/// assert_eq!(record.unfinished().map(|row| row.index).collect::<Vec<_>>(), [0, 1]);
/// # Ok::<(), leadsquared::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowEvent {
    /// The row is about to be sent.
    Started(RowStart),
    /// The row has ended.
    Ended(RowReport),
}

impl RowEvent {
    fn index(&self) -> usize {
        match self {
            Self::Started(row) => row.index,
            Self::Ended(row) => row.index,
        }
    }

    fn key(&self) -> Option<&str> {
        let key = match self {
            Self::Started(row) => row.key.as_ref(),
            Self::Ended(row) => row.key.as_ref(),
        };
        key.map(|key| key.as_str())
    }
}

/// Records the progress of a run of many rows, so that an interrupted run (the process was killed, the future was
/// dropped) can be resumed: see [`RunRecord`].
///
/// For [`Client::send_all_run`], whose calls have many rows each. They are awaited outside the deadline of the call. Runs
/// with one row a call have a [`BulkLog`](leads_core::bulk::BulkLog).
///
/// # Examples
///
/// ```
/// use leadsquared::{LogError, RowEvent, RowLog, RowReport, RowStart};
/// use std::io::Write;
/// use std::sync::Mutex;
/// /// One JSON object a line in a file.
/// struct Lines(Mutex<std::fs::File>);
/// impl Lines {
///     fn write(&self, event: &RowEvent) -> Result<(), LogError> {
///         let mut line = serde_json::to_vec(event)?;
///         line.push(b'\n');
///         let mut file = self.0.lock().map_err(|_| "a write panicked")?;
///         file.write_all(&line)?;
///         Ok(file.sync_data()?)
///     }
/// }
/// #[async_trait::async_trait]
/// impl RowLog for Lines {
///     async fn before(&self, row: &RowStart) -> Result<(), LogError> {
///         self.write(&RowEvent::Started(row.clone()))
///     }
///     async fn after(&self, row: &RowReport) -> Result<(), LogError> {
///         self.write(&RowEvent::Ended(row.clone()))
///     }
/// }
/// ```
#[async_trait]
pub trait RowLog: Send + Sync {
    /// Called before a row is sent, once for each row. The event must be durable when this returns.
    ///
    /// # Errors
    ///
    /// An error stops the run: this row and all rows that have not started are not sent, and are reported as
    /// [`NotApplied`](WriteOutcome::NotApplied).
    async fn before(&self, row: &RowStart) -> std::result::Result<(), LogError>;

    /// Called after a row has ended, whatever its outcome.
    ///
    /// # Errors
    ///
    /// An error stops the run; the row keeps its outcome in the report.
    async fn after(&self, row: &RowReport) -> std::result::Result<(), LogError>;
}

/// The known state of an interrupted run, from which the next run resumes. It can be stored.
///
/// Create it from the events of a [`RowLog`] in their order, or from the [`BulkReport`] of a run that was stopped. If a
/// row has several events, the last one counts, so one log can serve several runs. In the next run
///
/// * a row that ended as applied, queued or rejected is not sent again, and is reported as it ended;
/// * a row that started but did not end, or ended as [`Unknown`](WriteOutcome::Unknown), is not sent again and is
///   reported as unknown;
/// * a row that was never sent is sent.
///
/// To send a rejected row again, leave its event out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    rows: BTreeMap<usize, RowEvent>,
}

/// What the next run does with a row.
pub(crate) enum Next {
    /// It is sent.
    Send,
    /// It has ended.
    Done(RowReport),
    /// It may have been sent.
    Doubtful(RowReport),
}

impl RunRecord {
    /// Creates an empty record: every row is sent.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event, which replaces the row's previous state.
    pub fn record(&mut self, event: RowEvent) {
        self.rows.insert(event.index(), event);
    }

    /// Reads events from text with one JSON object per line. Blank lines are skipped, and so is an incomplete last
    /// line: the process was killed while writing it.
    ///
    /// # Errors
    ///
    /// Returns an error if a line is not a [`RowEvent`]; the error contains the line's number, not its text.
    pub fn from_json_lines(text: &str) -> Result<Self> {
        let mut record = Self::new();
        for (at, line) in text.split_inclusive('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(event) => record.record(event),
                Err(_) if !line.ends_with('\n') => {}
                Err(_) => {
                    return Err(Error::invalid("record", format!("does not contain an event in line {}", at + 1)));
                }
            }
        }
        Ok(record)
    }

    /// Returns whether the record is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the last event of each row, in the order of the batch.
    pub fn events(&self) -> impl Iterator<Item = &RowEvent> {
        self.rows.values()
    }

    /// Returns the rows that started but did not end.
    pub fn unfinished(&self) -> impl Iterator<Item = &RowStart> {
        self.rows.values().filter_map(|event| match event {
            RowEvent::Started(row) => Some(row),
            RowEvent::Ended(_) => None,
        })
    }

    /// Rejects a record of another batch: a row that the batch does not have, or has under another key.
    pub(crate) fn check(&self, rows: usize, key: impl Fn(usize) -> Option<String>) -> Result<()> {
        let other = |event: &RowEvent| event.index() >= rows || key(event.index()).as_deref() != event.key();
        match self.rows.values().find(|event| other(event)) {
            None => Ok(()),
            Some(event) => {
                Err(Error::invalid("record", format!("belongs to another batch: row {} differs", event.index())))
            }
        }
    }

    pub(crate) fn next(&self, index: usize) -> Next {
        match self.rows.get(&index) {
            None => Next::Send,
            Some(RowEvent::Started(row)) => {
                let key = row.key.as_ref().map(|key| key.as_str().to_owned());
                let mut report = RowReport::new(index, key, WriteOutcome::Unknown);
                report.code = Some(STARTED.to_owned());
                report.message =
                    Some(Personal("the row was started, and the run was interrupted before it ended".to_owned()));
                Next::Doubtful(report)
            }
            Some(RowEvent::Ended(row)) => match row.outcome {
                WriteOutcome::NotApplied if row.attempts == 0 => Next::Send,
                WriteOutcome::Applied | WriteOutcome::Accepted | WriteOutcome::NotApplied => Next::Done(row.clone()),
                _ => Next::Doubtful(row.clone()),
            },
        }
    }
}

impl FromIterator<RowEvent> for RunRecord {
    fn from_iter<I: IntoIterator<Item = RowEvent>>(events: I) -> Self {
        let mut record = Self::new();
        events.into_iter().for_each(|event| record.record(event));
        record
    }
}

impl From<BulkReport> for RunRecord {
    fn from(report: BulkReport) -> Self {
        report.rows.into_iter().map(RowEvent::Ended).collect()
    }
}

type OnPlan<'a> = Arc<dyn Fn(&BulkPlan) + Send + Sync + 'a>;

/// Options of [`Client::send_all_run`].
#[must_use]
#[derive(Clone, Default)]
pub struct BulkRun<'a> {
    options: CallOptions,
    log: Option<&'a dyn RowLog>,
    record: RunRecord,
    on_plan: Option<OnPlan<'a>>,
}

impl fmt::Debug for BulkRun<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkRun").field("known_rows", &self.record.rows.len()).finish_non_exhaustive()
    }
}

impl<'a> BulkRun<'a> {
    /// Creates options for a run from the first row, without a log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the options of each call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sets the log of the run, which is called before and after each row.
    pub fn log(mut self, log: &'a dyn RowLog) -> Self {
        self.log = Some(log);
        self
    }

    /// Sets a callback that gets the number of rows to be sent and the shortest time that this takes within the account's
    /// limits, before the first call.
    ///
    /// # Examples
    ///
    /// ```
    /// use leadsquared::BulkRun;
    /// let run = BulkRun::new()
    ///     .on_plan(|plan| println!("{} rows, at least {:?}", plan.to_send, plan.shortest));
    /// ```
    pub fn on_plan(mut self, call: impl Fn(&BulkPlan) + Send + Sync + 'a) -> Self {
        self.on_plan = Some(Arc::new(call));
        self
    }

    /// Resumes an interrupted run.
    pub fn resume(mut self, record: impl Into<RunRecord>) -> Self {
        self.record = record.into();
        self
    }
}

/// Creates the report of a row that was not sent because the run was stopped.
pub(crate) fn stopped(index: usize, key: Option<String>) -> RowReport {
    let mut row = RowReport::new(index, key, WriteOutcome::NotApplied);
    row.code = Some(STOPPED.to_owned());
    row.message = Some(Personal("the log of the run failed, so no more rows are sent".to_owned()));
    row
}

/// Marks a row whose log failed.
pub(crate) fn log_failed(row: &mut RowReport, error: &LogError) {
    row.code.get_or_insert_with(|| LOG_FAILED.to_owned());
    row.message.get_or_insert_with(|| Personal(format!("the log of the run failed: {error}")));
}

impl Client {
    /// Like [`send_all`](Self::send_all), with a log of its rows, and resuming where an earlier run was interrupted.
    ///
    /// All rows of a call are started before the call is sent. Rows that started but did not end cannot be verified
    /// here: they are [`Unknown`](WriteOutcome::Unknown).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: leadsquared::Client, log: &dyn leadsquared::RowLog, text: &str) -> leadsquared::Result<()> {
    /// use leadsquared::api::opportunities::{BulkAddOpportunities, OpportunityRow};
    /// use leadsquared::{BulkRun, RunRecord};
    /// let addresses = ["jane@example.com", "joe@example.com"];
    /// let rows = addresses.map(|address| OpportunityRow::new(address, 12_005));
    /// let request = BulkAddOpportunities::new("EmailAddress", rows);
    /// let run = BulkRun::new().log(log).resume(RunRecord::from_json_lines(text)?);
    /// let report = client.send_all_run(&request, run).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error before anything is sent if a row is invalid or the record is of another batch.
    pub async fn send_all_run<R: Bulk>(&self, request: &R, run: BulkRun<'_>) -> Result<BulkReport> {
        let named = |error: Error| error.for_operation("leadsquared", R::OPERATION.name);
        run.record.check(request.rows(), |row| request.key(row)).map_err(named)?;
        let mut rows = BTreeMap::new();
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for index in 0..request.rows() {
            match run.record.next(index) {
                Next::Done(row) | Next::Doubtful(row) => drop(rows.insert(index, row)),
                Next::Send => match pieces.last_mut() {
                    Some(last) if last.end == index && last.len() < R::MAX_ROWS => last.end += 1,
                    _ => pieces.push(index..index + 1),
                },
            }
        }
        let pieces: Vec<(Range<usize>, R)> =
            pieces.into_iter().map(|rows| (rows.clone(), request.slice(rows))).collect();
        for (_, piece) in &pieces {
            piece.parts().map_err(named)?;
        }
        if let Some(call) = &run.on_plan {
            let mut plan = BulkPlan::new(request.rows());
            plan.done = rows.len();
            plan.to_send = request.rows() - rows.len();
            let calls = u64::try_from(pieces.len()).unwrap_or(u64::MAX);
            plan.shortest = Some(self.pipeline().limiter().time_for(R::OPERATION.rate, calls));
            call(&plan);
        }
        let (mut calls, mut going, mut unmatched) = (0, true, Vec::new());
        for (places, piece) in pieces {
            if going {
                going = self.begin(request, places.clone(), run.log, &mut rows).await;
            }
            if !going {
                for index in places {
                    rows.entry(index).or_insert_with(|| stopped(index, request.key(index)));
                }
                continue;
            }
            let report = self.send_bulk_with(&piece, &run.options).await?;
            calls += report.calls;
            unmatched.extend(report.unmatched);
            for row in report.rows {
                let mut row = RowReport { index: row.index + places.start, ..row };
                if let Some(log) = run.log
                    && let Err(error) = log.after(&row).await
                {
                    log_failed(&mut row, &error);
                    going = false;
                }
                rows.insert(row.index, row);
            }
        }
        let report = BulkReport::new(rows.into_values().collect(), calls);
        Ok(BulkReport { unmatched, ..report })
    }

    /// Starts the rows of a call, and returns whether it can be sent. Rows that had started when the log failed are
    /// ended as not sent.
    async fn begin<R: Bulk>(
        &self,
        request: &R,
        places: Range<usize>,
        log: Option<&dyn RowLog>,
        rows: &mut BTreeMap<usize, RowReport>,
    ) -> bool {
        let Some(log) = log else { return true };
        for index in places.clone() {
            let Err(error) = log.before(&RowStart::now(index, request.key(index))).await else { continue };
            for started in places.start..index {
                // Without this, the row would be unknown to the next run. If this fails too, it is.
                let _ = log.after(&stopped(started, request.key(started))).await;
            }
            let mut row = RowReport::new(index, request.key(index), WriteOutcome::NotApplied);
            log_failed(&mut row, &error);
            rows.insert(index, row);
            return false;
        }
        true
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn ended(index: usize, outcome: WriteOutcome, attempts: u32) -> RowEvent {
        let mut row = RowReport::new(index, Some(index.to_string()), outcome);
        row.attempts = attempts;
        RowEvent::Ended(row)
    }

    #[test]
    fn last_event_of_a_row_counts() {
        let started = |index: usize| RowEvent::Started(RowStart::now(index, Some(index.to_string())));
        let events = [
            started(0),
            ended(0, WriteOutcome::Applied, 1),
            started(1),
            ended(1, WriteOutcome::NotApplied, 0),
            started(2),
            ended(2, WriteOutcome::NotApplied, 1),
            started(3),
            ended(4, WriteOutcome::Unknown, 2),
            ended(5, WriteOutcome::NotApplied, 0),
            started(5),
        ];
        let lines: String = events.iter().map(|event| serde_json::to_string(event).unwrap() + "\n").collect();
        let record = RunRecord::from_json_lines(&lines).unwrap();
        assert_eq!(record, events.into_iter().collect());
        let next: String = (0..7)
            .map(|index| match record.next(index) {
                Next::Send => 's',
                Next::Done(_) => 'd',
                Next::Doubtful(_) => '?',
            })
            .collect();
        assert_eq!(next, "dsd???s");
        let stored = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<RunRecord>(&stored).unwrap(), record);
        assert!(record.check(6, |index| Some(index.to_string())).is_ok());
        assert!(record.check(5, |index| Some(index.to_string())).is_err(), "a row that is not there");
        assert!(record.check(6, |_| None).is_err(), "rows without a key");
    }

    #[test]
    fn only_an_incomplete_last_line_is_skipped() {
        assert!(RunRecord::from_json_lines("{\"started\":{\"ind").unwrap().is_empty());
        let error = RunRecord::from_json_lines("\n{\"started\":{\"ind\n").unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
