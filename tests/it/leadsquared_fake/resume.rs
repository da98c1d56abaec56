//! Runs of many rows that are interrupted at every point and resumed from their log.

use super::pair_once;
use async_trait::async_trait;
use leads_core::WriteOutcome;
use leads_core::bulk::{self, BulkEvent, BulkLog, BulkOptions, BulkRecord, NotTried, RowBegan, RowOutcome, StopReason};
use leads_testkit::Fake;
use leads_testkit::leadsquared::FakeLeadSquared;
use leadsquared::api::opportunities::{BulkAddOpportunities, OpportunityRow, UpdateOpportunity};
use leadsquared::{BulkRun, Client, LogError, RowEvent, RowLog, RowReport, RowStart, RunRecord};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;
use std::task::Poll;

/// An in-memory log, one JSON object per line, like a file after the process was killed.
#[derive(Default)]
struct Lines {
    text: Mutex<String>,
    /// The row whose start cannot be stored.
    full_at: Option<usize>,
}

impl Lines {
    async fn write(&self, event: &RowEvent) {
        tokio::task::yield_now().await;
        let line = serde_json::to_string(event).unwrap() + "\n";
        self.text.lock().unwrap().push_str(&line);
        tokio::task::yield_now().await;
    }

    fn record(&self) -> RunRecord {
        RunRecord::from_json_lines(&self.text.lock().unwrap()).unwrap()
    }
}

#[async_trait]
impl RowLog for Lines {
    async fn before(&self, row: &RowStart) -> Result<(), LogError> {
        if self.full_at == Some(row.index) {
            return Err("the disk is full".into());
        }
        self.write(&serde_json::from_value(serde_json::json!({ "started": row })).unwrap()).await;
        Ok(())
    }

    async fn after(&self, row: &RowReport) -> Result<(), LogError> {
        self.write(&serde_json::from_value(serde_json::json!({ "ended": row })).unwrap()).await;
        Ok(())
    }
}

/// The same for runs with one row a call.
#[derive(Default)]
struct Events {
    text: Mutex<String>,
    /// The row whose start cannot be stored.
    full_at: Option<String>,
}

impl Events {
    async fn write(&self, event: &BulkEvent) {
        tokio::task::yield_now().await;
        let line = serde_json::to_string(event).unwrap() + "\n";
        self.text.lock().unwrap().push_str(&line);
        tokio::task::yield_now().await;
    }

    fn record(&self) -> BulkRecord {
        BulkRecord::from_json_lines(&self.text.lock().unwrap()).unwrap()
    }
}

#[async_trait]
impl BulkLog for Events {
    async fn before(&self, row: &RowBegan) -> Result<(), LogError> {
        if self.full_at.as_deref() == Some(row.key.as_str()) {
            return Err("the disk is full".into());
        }
        self.write(&BulkEvent::Began(row.clone())).await;
        Ok(())
    }

    async fn after(&self, row: &bulk::RowReport) -> Result<(), LogError> {
        self.write(&BulkEvent::Ended(Box::new(row.clone()))).await;
        Ok(())
    }
}

/// Polls a future this many times and drops it; returns `Some` if it completed before.
async fn cut_off<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let (mut future, mut polled) = (pin!(future), 0);
    std::future::poll_fn(move |context| {
        if polled == polls {
            return Poll::Ready(None);
        }
        polled += 1;
        match future.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if polled == polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

struct Pipeline {
    fake: Fake<FakeLeadSquared>,
    client: Client,
    ids: Vec<String>,
    updates: Vec<UpdateOpportunity>,
}

fn pipeline(rows: usize) -> Pipeline {
    let (fake, client) = pair_once();
    let lead = fake.handler().add_lead(&[("Phone", "+1-5550100")]);
    let ids: Vec<String> = (0..rows).map(|_| fake.handler().add_opportunity(&lead, &[])).collect();
    let updates =
        ids.iter().map(|id| UpdateOpportunity::new(id.as_str()).field("mx_Custom_2", "Negotiation")).collect();
    Pipeline { fake, client, ids, updates }
}

impl Pipeline {
    /// Returns how often each row was sent.
    fn sent(&self) -> Vec<usize> {
        let mut sent = BTreeMap::<String, usize>::new();
        for request in self.fake.requests().iter().filter(|request| request.path.ends_with(".svc/Update")) {
            let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
            *sent.entry(body["ProspectOpportunityId"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        self.ids.iter().map(|id| sent.get(id).copied().unwrap_or(0)).collect()
    }

    /// Resumes the run, and checks every row against the log.
    async fn resume(&self, log: &Events) -> bulk::BulkReport {
        let (record, before) = (log.record(), self.sent());
        for (index, sent) in before.iter().enumerate() {
            assert!(*sent == 0 || record.row(&self.ids[index]).is_some(), "row {index} was sent without a log entry");
        }
        // A stored report serves as well as the log.
        let stored = serde_json::to_string(&record.report()).unwrap();
        let stored: bulk::BulkReport = serde_json::from_str(&stored).unwrap();
        let how = BulkOptions::new().log(log).resume(stored);
        let report = self.client.update_many(&self.updates, how).await.unwrap();
        assert_eq!(report.rows.len(), self.ids.len());
        for (index, (row, after)) in report.rows.iter().zip(self.sent()).enumerate() {
            assert_eq!(row.key.as_str(), self.ids[index]);
            let applied = self.fake.handler().field(&self.ids[index], "mx_Custom_2").as_deref() == Some("Negotiation");
            match record.row(&self.ids[index]) {
                Some(ended) if ended.outcome == RowOutcome::Applied => {
                    assert_eq!((row, after), (ended, before[index]), "a completed row is not sent again");
                }
                // An update is idempotent: one that may have been sent is read, and sent again if it is not found.
                Some(known) if known.outcome == RowOutcome::Unknown => {
                    assert_eq!(row.outcome, RowOutcome::Applied, "{row:?}");
                    let found = row.resolution == Some(leads_core::Resolution::Found);
                    assert_eq!(after, before[index] + usize::from(!found), "{row:?}");
                }
                _ => assert_eq!((row.outcome, after), (RowOutcome::Applied, 1), "{row:?}"),
            }
            assert!(row.outcome != RowOutcome::Applied || applied, "{row:?}");
        }
        report
    }
}

#[tokio::test(start_paused = true)]
async fn updates_resume_after_any_interruption() {
    for in_flight in [1, 3] {
        let points = cut_off_everywhere(in_flight).await;
        assert!(points > 10, "{points} points are too few to be meaningful");
    }
}

async fn cut_off_everywhere(in_flight: usize) -> usize {
    let mut cut = 0;
    for polls in 0.. {
        let run = pipeline(7);
        let log = Events::default();
        let how = BulkOptions::new().in_flight(in_flight).log(&log);
        let done = cut_off(run.client.update_many(&run.updates, how), polls).await;
        let before = run.sent();
        let report = run.resume(&log).await;
        if let Some(whole) = done {
            let whole = whole.unwrap();
            assert!(whole.is_complete());
            assert_eq!(report.rows, whole.rows);
            assert_eq!(run.sent(), before);
            break;
        }
        cut += 1;
        // The log also serves the third run, which sends nothing.
        let sent = run.sent();
        let _ = run.resume(&log).await;
        assert_eq!(run.sent(), sent);
    }
    cut
}

#[tokio::test(start_paused = true)]
async fn five_hundred_interrupted_updates_are_classified() {
    let run = pipeline(500);
    let log = Events::default();
    let how = BulkOptions::new().in_flight(64).log(&log);
    tokio::select! {
        _ = run.client.update_many(&run.updates, how) => panic!("too fast"),
        () = tokio::time::sleep(std::time::Duration::from_secs(42)) => {}
    }
    let record = log.record();
    let (started, unfinished) = (record.len(), record.report().count(RowOutcome::Unknown));
    assert!((1..=64).contains(&unfinished), "{unfinished}");
    assert!((100..400).contains(&started), "{started}");
    let sent: usize = run.sent().iter().sum();
    let report = run.resume(&log).await;
    assert!(report.is_complete());
    assert!(run.sent().iter().sum::<usize>() - sent <= 500 - started + unfinished);
}

#[tokio::test(start_paused = true)]
async fn log_that_fails_stops_the_run_before_the_row_is_sent() {
    let run = pipeline(20);
    let log = Events { full_at: Some(run.ids[8].clone()), ..Events::default() };
    let how = BulkOptions::new().in_flight(2).log(&log);
    let report = run.client.update_many(&run.updates, how).await.unwrap();
    assert_eq!((report.rows.len(), report.stopped), (20, Some(StopReason::Log)));
    for (index, row) in report.rows.iter().enumerate() {
        let sent = run.sent()[index] == 1;
        assert_eq!(row.outcome == RowOutcome::Applied, sent, "{row:?}");
        assert_eq!(row.attempts > 0, sent, "{row:?}");
        assert!(index < 8 || index == 9 || !sent, "{row:?}");
    }
    assert_eq!(report.rows[8].reason, Some(NotTried::Log));
    assert!(report.log_error.as_ref().unwrap().contains("disk"));
    assert_eq!(report.rows[19].reason, Some(NotTried::Stopped));
    // The stored report serves as a record.
    let stored: bulk::BulkReport = serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap();
    let report = run.client.update_many(&run.updates, BulkOptions::new().resume(stored)).await.unwrap();
    assert!(report.is_complete());
    assert!(run.sent().iter().all(|sent| *sent == 1), "{:?}", run.sent());
}

#[tokio::test(start_paused = true)]
async fn record_of_another_batch_sends_nothing() {
    let run = pipeline(3);
    let log = Events::default();
    let _ = run.client.update_many(&run.updates, BulkOptions::new().log(&log)).await;
    let sent = run.fake.request_count();
    let mut others = run.updates.clone();
    others[1] = others[1].clone().field("mx_Custom_2", "Closed");
    for others in [&others[..], &run.updates[..2]] {
        let error = run.client.update_many(others, BulkOptions::new().resume(log.record())).await.unwrap_err();
        assert_eq!((error.field(), run.fake.request_count()), (Some("record"), sent));
    }
    let lines = Lines::default();
    let rows = ["c@example.com", "d@example.com"].map(|address| OpportunityRow::new(address, 12_005));
    let _ = run.client.send_all_run(&BulkAddOpportunities::new("EmailAddress", rows), BulkRun::new().log(&lines)).await;
    let sent = run.fake.request_count();
    let rows = ["a@example.com", "b@example.com"].map(|address| OpportunityRow::new(address, 12_005));
    let request = BulkAddOpportunities::new("EmailAddress", rows);
    let error = run.client.send_all_run(&request, BulkRun::new().resume(lines.record())).await.unwrap_err();
    assert_eq!((error.field(), run.fake.request_count()), (Some("record"), sent));
}

#[tokio::test(start_paused = true)]
async fn several_updates_of_one_opportunity_keep_their_order() {
    let run = pipeline(2);
    let stages = ["A", "B", "C"].map(|stage| UpdateOpportunity::new(run.ids[0].as_str()).field("mx_Custom_2", stage));
    let report = run.client.update_many(&stages, BulkOptions::new()).await.unwrap().require_all().unwrap();
    let id = &run.ids[0];
    assert_eq!(
        report.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(),
        [id.clone(), format!("{id}#2"), format!("{id}#3")]
    );
    assert_eq!(run.fake.handler().field(id, "mx_Custom_2").as_deref(), Some("C"));
}

fn address(row: usize) -> String {
    format!("p{row}@example.com")
}

#[tokio::test(start_paused = true)]
async fn interrupted_bulk_rows_are_never_sent_twice() {
    const ROWS: usize = 60;
    let request =
        BulkAddOpportunities::new("EmailAddress", (0..ROWS).map(|row| OpportunityRow::new(address(row), 12_005)));
    // Every seventh point: a row has several, and the rows of a call are alike.
    let mut ended = false;
    for polls in (0..).step_by(7) {
        let (fake, client) = pair_once();
        let leads: Vec<String> =
            (0..ROWS).map(|row| fake.handler().add_lead(&[("EmailAddress", &address(row))])).collect();
        let log = Lines::default();
        let done = cut_off(client.send_all_run(&request, BulkRun::new().log(&log)), polls).await;
        let record = log.record();
        let unfinished: Vec<usize> = record.unfinished().map(|row| row.index).collect();
        let report = client.send_all_run(&request, BulkRun::new().log(&log).resume(record)).await.unwrap();
        assert_eq!(report.rows.len(), ROWS);
        for row in &report.rows {
            let made = fake.handler().opportunities_of(&leads[row.index]);
            if unfinished.contains(&row.index) {
                assert_eq!((row.outcome, made <= 1), (WriteOutcome::Unknown, true), "{row:?}");
            } else {
                assert_eq!((row.outcome, made), (WriteOutcome::Applied, 1), "{row:?}");
            }
        }
        if done.is_some() {
            assert!(report.is_complete() && report.calls == 0);
            ended = true;
            break;
        }
    }
    assert!(ended);
}

#[tokio::test(start_paused = true)]
async fn bulk_log_that_fails_leaves_its_call_unsent() {
    let (fake, client) = pair_once();
    for row in 0..60 {
        fake.handler().add_lead(&[("EmailAddress", &address(row))]);
    }
    let request =
        BulkAddOpportunities::new("EmailAddress", (0..60).map(|row| OpportunityRow::new(address(row), 12_005)));
    let log = Lines { full_at: Some(30), ..Lines::default() };
    let report = client.send_all_run(&request, BulkRun::new().log(&log)).await.unwrap();
    assert_eq!((report.count(WriteOutcome::Applied), report.count(WriteOutcome::NotApplied)), (25, 35));
    assert_eq!((report.rows.len(), fake.request_count()), (60, 1));
    // Rows 25 to 29 had started and are known not to have been sent.
    assert_eq!(log.record().unfinished().count(), 0);
    let report = client.send_all_run(&request, BulkRun::new().resume(log.record())).await.unwrap();
    assert!(report.is_complete());
    assert_eq!(fake.handler().opportunities(), 60);
}
