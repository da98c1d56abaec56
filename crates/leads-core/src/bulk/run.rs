//! The run: begins, sends, resolves and reports rows.

use super::apply::{Apply, Resolved, RowInfo, Sent};
use super::options::{Callback, Condition, Notify};
use super::progress::Meter;
use super::queue::Queue;
use super::record::Next;
use super::{
    BulkLog, BulkOptions, BulkPlan, BulkReport, LogError, NotTried, Progress, RowBegan, RowOutcome, RowReport,
    StopReason,
};
use crate::error::{Error, ErrorKind, Result, WriteOutcome};
use crate::http::{CallOptions, Lost, Resolution, TimeoutKind, saturating_deadline};
use crate::lead::Personal;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// How much longer than its calls a row may take. A call ends itself at its deadline, with a more precise error.
const GRACE: Duration = Duration::from_secs(1);

/// A step of a row that has ended.
enum Step {
    /// A row of an earlier run was resolved.
    Resolved(usize, Result<Resolved>),
    /// A row has ended.
    Ended(Box<Ended>),
}

struct Ended {
    row: usize,
    report: RowReport,
    /// Why no more rows can be sent.
    stop: Option<StopReason>,
    log_error: Option<LogError>,
}

type Running<'a> = Pin<Box<dyn Future<Output = Step> + Send + 'a>>;

/// Applies the rows.
///
/// # Errors
/// Returns an error before anything is sent if two rows have the same key or the record is of other rows.
pub(super) async fn run(work: &dyn Apply, rows: &[RowInfo], options: BulkOptions<'_>) -> Result<BulkReport> {
    let mut places = HashMap::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        if let Some(earlier) = places.insert(row.key.as_str(), at) {
            return Err(Error::invalid("key", format!("of row {at} is that of row {earlier}; nothing was sent")));
        }
    }
    options.record.check(|key| Some(&rows.get(*places.get(key)?)?.digest))?;
    drop(places);
    let limit = options.call.deadline.unwrap_or_else(|| work.usual_deadline());
    let fixed = Fixed { work, rows, call: &options.call, log: options.log, limit, stopping: watch::Sender::new(None) };
    let mut run = Run::new(&fixed, &options);
    let BulkOptions { in_flight, keep_order, before, after, on_plan, mut on_progress, stop_when, shutdown, .. } =
        options;
    if let Some(mut call) = on_plan {
        call(&run.plan);
    }
    if let Some(call) = &mut on_progress {
        call(&run.progress());
    }
    let mut hooks = Hooks { before, after, on_progress, stop_when };
    let mut shutdown = shutdown;
    let mut running: FuturesUnordered<Running<'_>> = FuturesUnordered::new();
    loop {
        while run.stopped.is_none() && running.len() < in_flight {
            let Some(row) = run.queue.next() else { break };
            match run.doubtful.get(&row) {
                Some(report) => running.push(Box::pin(fixed.resolve(row, report.clone()))),
                None => running.extend(run.begin(row, None, &mut hooks)),
            }
        }
        let step = match &mut shutdown {
            Some(signal) if run.stopped.is_none() => match select(running.next(), signal).await {
                Either::Left((step, _)) => step,
                Either::Right(((), _)) => {
                    run.stop(StopReason::Shutdown);
                    continue;
                }
            },
            _ => running.next().await,
        };
        match step {
            None if run.stopped.is_some() || !run.has_ready() => break,
            None => {}
            Some(Step::Resolved(row, resolved)) => running.extend(run.resolved(row, resolved, &mut hooks)),
            Some(Step::Ended(ended)) => run.ended(*ended, keep_order, &mut hooks),
        }
    }
    drop(running);
    Ok(run.finish())
}

/// What does not change during a run.
struct Fixed<'a> {
    work: &'a dyn Apply,
    rows: &'a [RowInfo],
    call: &'a CallOptions,
    log: Option<&'a dyn BulkLog>,
    /// The deadline of a row.
    limit: Duration,
    /// Why no more rows are sent, if they are not.
    stopping: watch::Sender<Option<StopReason>>,
}

/// The callbacks that the run calls between two steps.
struct Hooks<'a> {
    before: Option<Callback<'a, RowBegan>>,
    after: Option<Callback<'a, RowReport>>,
    on_progress: Option<Notify<'a, Progress>>,
    stop_when: Option<Condition<'a>>,
}

/// What changes during a run.
struct Run<'a> {
    fixed: &'a Fixed<'a>,
    plan: BulkPlan,
    queue: Queue,
    meter: Meter,
    /// The rows that have ended.
    reports: Vec<Option<RowReport>>,
    /// The rows that may have been sent in an earlier run, and are not resolved yet.
    doubtful: HashMap<usize, RowReport>,
    stopped: Option<StopReason>,
    log_error: Option<LogError>,
}

fn span(length: Duration) -> TimeDelta {
    TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX)
}

fn later(at: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    at.checked_add_signed(span(by)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

impl<'a> Fixed<'a> {
    fn not_tried(&self, row: usize, reason: NotTried) -> Option<RowReport> {
        let RowInfo { key, digest, .. } = self.rows.get(row)?;
        Some(RowReport::not_tried(key, digest, reason))
    }

    /// Resolves a row that may have been sent.
    async fn resolve(&self, row: usize, report: RowReport) -> Step {
        let lost = match (report.began_at, report.sent_until) {
            (Some(at), Some(until)) => Lost::since(at).sent_within((until - at).to_std().unwrap_or_default()),
            (Some(at), None) => Lost::since(at),
            (None, _) => Lost::since(Utc::now()),
        };
        let mut stopping = self.stopping.subscribe();
        // A verification only reads, and can wait for long.
        match select(self.work.resolve(row, lost, self.call), pin!(stopping.wait_for(Option::is_some))).await {
            Either::Left((resolved, _)) => Step::Resolved(row, resolved),
            Either::Right(_) => Step::Resolved(row, Err(Error::new(ErrorKind::Other, "the run was stopped"))),
        }
    }

    /// Sends a row that has begun. `earlier` is what an earlier run knows about it.
    async fn send(&self, row: usize, began: RowBegan, started: Instant, earlier: Option<RowReport>) -> Step {
        let mut report = unsent(&began, earlier, NotTried::Log);
        if let Some(log) = self.log
            && let Err(error) = log.before(&began).await
        {
            return Step::Ended(Box::new(Ended { row, report, stop: Some(StopReason::Log), log_error: Some(error) }));
        }
        // Another row may have stopped the run while this one was logged.
        let stopped = *self.stopping.borrow();
        if let Some(reason) = stopped {
            report.reason = report.reason.map(|_| not_tried(reason));
            return self.end(row, report, None).await;
        }
        let was_unknown = report.outcome == RowOutcome::Unknown;
        report.began_at = Some(began.at);
        report.sent_until = Some(began.until);
        let options = self.call.clone().deadline(self.limit.saturating_sub(started.elapsed()));
        let ends = saturating_deadline(started, self.limit.saturating_add(GRACE));
        let sent = timeout_at(ends, self.work.send(row, &options)).await.unwrap_or_else(|_| {
            Err(Error::new(ErrorKind::Timeout, "the calls of the row did not end in time")
                .with_timeout_kind(TimeoutKind::Call)
                .with_outcome(WriteOutcome::Unknown))
        });
        let stop = fill(&mut report, sent);
        if was_unknown && matches!(report.outcome, RowOutcome::Rejected | RowOutcome::NotTried) {
            // The call of the earlier run may have been applied: a later rejection does not prove that it was not.
            report.outcome = RowOutcome::Unknown;
            report.reason = None;
        }
        self.end(row, report, stop).await
    }

    /// Stores how a row ended.
    async fn end(&self, row: usize, report: RowReport, stop: Option<StopReason>) -> Step {
        let log_error = match self.log {
            Some(log) => log.after(&report).await.err(),
            None => None,
        };
        let stop = stop.or(log_error.is_some().then_some(StopReason::Log));
        Step::Ended(Box::new(Ended { row, report, stop, log_error }))
    }
}

/// Returns the report of a row that begins, as long as it is not sent: it was not tried, or it stays as unknown as it was.
fn unsent(began: &RowBegan, earlier: Option<RowReport>, reason: NotTried) -> RowReport {
    match earlier {
        Some(report) if !report.resolution.is_some_and(Resolution::is_absent) => report,
        earlier => {
            let resolution = earlier.and_then(|report| report.resolution);
            RowReport { resolution, ..RowReport::not_tried(&began.key, &began.digest, reason) }
        }
    }
}

/// Returns why the rows that had not begun were not tried.
fn not_tried(reason: StopReason) -> NotTried {
    match reason {
        StopReason::Limit => NotTried::Limit,
        StopReason::Setup => NotTried::Setup,
        StopReason::Condition | StopReason::Shutdown | StopReason::Log => NotTried::Stopped,
    }
}

/// Returns why no other row can be sent after this error.
fn stop_for(error: &Error) -> Option<StopReason> {
    match error.kind() {
        ErrorKind::Unauthenticated | ErrorKind::Config => Some(StopReason::Setup),
        // No permit will be available in time, for this row or any other.
        ErrorKind::QuotaExhausted => Some(StopReason::Limit),
        ErrorKind::RateLimited if error.attempts() == 0 => Some(StopReason::Limit),
        _ => None,
    }
}

/// Fills in the result of a row's calls, and returns why no other row can be sent.
fn fill(report: &mut RowReport, sent: Result<Sent>) -> Option<StopReason> {
    let error = match sent {
        Ok(sent) => {
            report.outcome = match sent.outcome {
                WriteOutcome::Accepted => RowOutcome::Accepted,
                WriteOutcome::Partial => RowOutcome::Partial,
                WriteOutcome::Unknown => RowOutcome::Unknown,
                // A read, or an upsert that found the lead, changes nothing.
                WriteOutcome::Applied | WriteOutcome::NotApplied => RowOutcome::Applied,
            };
            report.reason = None;
            report.id = sent.id;
            report.effect = sent.effect;
            report.written = sent.written;
            report.warn(&sent.warnings);
            report.attempts = sent.attempts;
            report.error = sent.error.as_ref().map(Error::report);
            return None;
        }
        Err(error) => error,
    };
    report.attempts = error.attempts();
    report.error = Some(error.report());
    let (outcome, reason, stop) = match error.outcome() {
        WriteOutcome::Applied => (RowOutcome::Applied, None, None),
        WriteOutcome::Accepted => (RowOutcome::Accepted, None, None),
        WriteOutcome::Partial => (RowOutcome::Partial, None, None),
        WriteOutcome::Unknown => (RowOutcome::Unknown, None, None),
        WriteOutcome::NotApplied => match stop_for(&error) {
            Some(stop) => (RowOutcome::NotTried, Some(not_tried(stop)), Some(stop)),
            None if error.kind() == ErrorKind::RateLimited || error.is_retryable() => {
                (RowOutcome::NotTried, Some(NotTried::Failed), None)
            }
            None => (RowOutcome::Rejected, None, None),
        },
    };
    report.outcome = outcome;
    report.reason = reason;
    stop
}

impl<'a> Run<'a> {
    fn new(fixed: &'a Fixed<'a>, options: &BulkOptions<'_>) -> Self {
        let rows = fixed.rows;
        let mut reports: Vec<Option<RowReport>> = Vec::with_capacity(rows.len());
        let mut meter = Meter::new(rows.len());
        let (mut doubtful, mut first, mut fresh) = (HashMap::new(), Vec::new(), Vec::new());
        // Subjects with a later row that was sent: an earlier one that was rejected would undo it.
        let mut overtaken = vec![false; rows.len()];
        let mut sent_subjects = HashSet::new();
        for (at, row) in rows.iter().enumerate().rev() {
            let Some(subject) = row.subject.as_deref() else { continue };
            if let Some(place) = overtaken.get_mut(at) {
                *place = sent_subjects.contains(subject);
            }
            let may_be_applied = |report: &RowReport| report.is_done() || report.outcome == RowOutcome::Unknown;
            if options.record.row(&row.key).is_some_and(may_be_applied) {
                sent_subjects.insert(subject);
            }
        }
        for (at, row) in rows.iter().enumerate() {
            let again = options.rejected_again && overtaken.get(at) != Some(&true);
            let known = match options.record.next(&row.key, again) {
                Next::Done(report) => {
                    meter.known(&report);
                    Some(report)
                }
                Next::Resolve(report) => {
                    doubtful.insert(at, report);
                    first.push(at);
                    None
                }
                Next::Send => {
                    fresh.push(at);
                    None
                }
            };
            reports.push(known);
        }
        let plan = BulkPlan {
            rows: rows.len(),
            done: rows.len() - first.len() - fresh.len(),
            to_resolve: first.len(),
            to_send: fresh.len(),
            shortest: fixed.work.time_for(u64::try_from(first.len() + fresh.len()).unwrap_or(u64::MAX)),
        };
        let subjects = rows.iter().map(|row| row.subject.as_deref());
        let queue = Queue::new(first.into_iter().chain(fresh), subjects);
        Self { fixed, plan, queue, meter, reports, doubtful, stopped: None, log_error: None }
    }

    fn progress(&self) -> Progress {
        self.meter.progress(|rows| self.fixed.work.time_for(rows))
    }

    fn has_ready(&self) -> bool {
        self.queue.has_ready()
    }

    fn stop(&mut self, reason: StopReason) {
        let first = *self.stopped.get_or_insert(reason);
        self.fixed.stopping.send_replace(Some(first));
    }

    /// Begins a row, unless a callback rejects it. `earlier` is what an earlier run knows about it.
    fn begin(&mut self, row: usize, earlier: Option<RowReport>, hooks: &mut Hooks<'_>) -> Option<Running<'a>> {
        let info = self.fixed.rows.get(row)?;
        let (now, started) = (Utc::now(), Instant::now());
        let began = RowBegan {
            key: Personal(info.key.clone()),
            digest: info.digest.clone(),
            // If the call of the earlier run may have been applied, the row begins with it.
            at: earlier
                .as_ref()
                .filter(|report| !report.resolution.is_some_and(Resolution::is_absent))
                .and_then(|report| report.began_at)
                .unwrap_or(now),
            until: later(now, self.fixed.limit.saturating_add(GRACE)),
        };
        let Some(Err(error)) = hooks.before.as_mut().map(|call| call(&began)) else {
            return Some(Box::pin(self.fixed.send(row, began, started, earlier)));
        };
        self.log_error.get_or_insert(error);
        self.stop(StopReason::Log);
        let had_begun = earlier.is_some();
        let report = unsent(&began, earlier, NotTried::Log);
        if had_begun {
            // The log learns whether it may still be on its way.
            return Some(Box::pin(self.fixed.end(row, report, None)));
        }
        self.keep(row, report, true);
        None
    }

    /// Continues with a row that was resolved.
    fn resolved(&mut self, row: usize, resolved: Result<Resolved>, hooks: &mut Hooks<'_>) -> Option<Running<'a>> {
        let mut report = self.doubtful.remove(&row)?;
        let (resolution, id) = match resolved {
            Ok(Resolved { resolution, id }) => (Some(resolution), id),
            // The read failed, which says nothing about the row. The next one may fail for the same reason.
            Err(error) => {
                if let Some(reason) = stop_for(&error) {
                    self.stop(reason);
                }
                (None, None)
            }
        };
        report.resolution = resolution;
        report.attempts = 0;
        match resolution {
            Some(Resolution::Found) => {
                report.outcome = RowOutcome::Applied;
                report.id = id.or(report.id);
                report.error = None;
            }
            resolution if resolution.is_some_and(Resolution::is_absent) || self.fixed.work.is_idempotent(row) => {
                if self.stopped.is_none() {
                    return self.begin(row, Some(report), hooks);
                }
                if resolution.is_some_and(Resolution::is_absent) {
                    report.outcome = RowOutcome::NotTried;
                    report.reason = self.stopped.map(not_tried);
                    report.error = None;
                }
            }
            _ => {}
        }
        Some(Box::pin(self.fixed.end(row, report, None)))
    }

    /// Keeps how a row ended.
    fn keep(&mut self, row: usize, report: RowReport, keep_order: bool) {
        self.meter.add(&report);
        self.queue.ended(row, keep_order && report.is_open());
        if let Some(place) = self.reports.get_mut(row) {
            *place = Some(report);
        }
    }

    fn ended(&mut self, ended: Ended, keep_order: bool, hooks: &mut Hooks<'_>) {
        let Ended { row, report, stop, log_error } = ended;
        if let Some(error) = log_error {
            self.log_error.get_or_insert(error);
        }
        if let Some(reason) = stop {
            self.stop(reason);
        }
        self.keep(row, report.clone(), keep_order);
        if let Some(call) = &mut hooks.after
            && let Err(error) = call(&report)
        {
            self.log_error.get_or_insert(error);
            self.stop(StopReason::Log);
        }
        if hooks.on_progress.is_none() && hooks.stop_when.is_none() {
            return;
        }
        let progress = self.progress();
        if let Some(call) = &mut hooks.on_progress {
            call(&progress);
        }
        if let Some(condition) = &mut hooks.stop_when
            && self.stopped.is_none()
            && condition(&report, &progress)
        {
            self.stop(StopReason::Condition);
        }
    }

    /// Reports the rows that did not begin, too.
    fn finish(mut self) -> BulkReport {
        let reason = self.stopped.map_or(NotTried::Stopped, not_tried);
        let reports = std::mem::take(&mut self.reports).into_iter().enumerate();
        let rows = reports.filter_map(|(row, report)| match (report, self.doubtful.remove(&row)) {
            (Some(report), _) | (None, Some(report)) => Some(report),
            (None, None) => {
                self.fixed.not_tried(row, if self.queue.is_blocked(row) { NotTried::Blocked } else { reason })
            }
        });
        let mut report = BulkReport::new(rows.collect());
        report.stopped = self.stopped;
        report.log_error = self.log_error.map(|error| error.to_string());
        report
    }
}
