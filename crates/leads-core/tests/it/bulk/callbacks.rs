//! Callbacks, the plan, the progress and the conditions to stop.

use super::shop::{Fault, Server, SetOrder};
use super::{Lines, requests, rows};
use async_trait::async_trait;
use leads_core::bulk::{
    BulkLog, BulkOptions, BulkPlan, LogError, NotTried, Progress, Requests, RowBegan, RowOutcome, RowReport, StopReason,
};
use std::sync::Mutex;
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn plan_and_progress_tell_how_long_the_run_takes() {
    let server = Server::new();
    let pipeline = server.limited(5, Duration::from_secs(5));
    let (plans, progress) = (Mutex::new(Vec::<BulkPlan>::new()), Mutex::new(Vec::<Progress>::new()));
    let began = Instant::now();
    let how = BulkOptions::new()
        .on_plan(|plan| {
            assert_eq!(server.all_sent(), 0, "the plan comes before the first call");
            plans.lock().unwrap().push(*plan);
        })
        .on_progress(|now| progress.lock().unwrap().push(*now));
    let report = pipeline.apply_all(requests(&rows(20)), how).await.unwrap();
    assert!(report.is_complete());
    let plans = plans.into_inner().unwrap();
    assert_eq!(plans.len(), 1);
    assert_eq!((plans[0].rows, plans[0].to_send, plans[0].done, plans[0].to_resolve), (20, 20, 0, 0));
    let shortest = plans[0].shortest.unwrap();
    assert!(shortest >= Duration::from_secs(15), "{shortest:?}");
    assert!(
        began.elapsed() >= shortest && began.elapsed() < shortest + Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    let progress = progress.into_inner().unwrap();
    assert_eq!(progress.iter().map(|now| now.ended).collect::<Vec<_>>(), (0..=20).collect::<Vec<_>>());
    assert_eq!(progress[0].remaining, Some(shortest));
    let halfway = progress[10].remaining.unwrap();
    assert!((5..=10).contains(&halfway.as_secs()), "{halfway:?}");
    assert_eq!((progress[20].remaining, progress[20].counts.applied), (Some(Duration::ZERO), 20));
}

#[tokio::test(start_paused = true)]
async fn rows_run_concurrently_and_those_of_one_record_in_order() {
    let server = Server::new();
    server.0.lock().unwrap().took = Duration::from_secs(1);
    // Three orders, ten changes each; the server rejects two writes of one order at once.
    let rows: Vec<_> =
        (0..30).map(|at| (format!("k{at}"), SetOrder::new(&format!("o{}", at % 3), &format!("s{}", at / 3)))).collect();
    let report = server.pipeline().apply_all(requests(&rows), BulkOptions::new().in_flight(8)).await.unwrap();
    assert!(report.is_complete());
    {
        let state = server.0.lock().unwrap();
        assert_eq!(state.most_in_flight, 3);
        for order in ["o0", "o1", "o2"] {
            let expected: Vec<String> = (0..10).map(|at| format!("s{at}")).collect();
            assert_eq!(state.orders[order], expected);
        }
    }
    let server = Server::new();
    let report =
        server.pipeline().apply_all(requests(&super::rows(40)), BulkOptions::new().in_flight(5)).await.unwrap();
    assert!(report.is_complete());
    assert_eq!(server.0.lock().unwrap().most_in_flight, 5);
}

#[tokio::test(start_paused = true)]
async fn row_that_may_be_on_its_way_is_not_overtaken() {
    let rows = [("k0", "o0"), ("k1", "o1"), ("k2", "o0"), ("k3", "o0")]
        .map(|(key, order)| (key.to_owned(), SetOrder::new(order, key)));
    for (fault, blocks) in [(Fault::Lost, true), (Fault::Down, true), (Fault::Says(422), false)] {
        let server = Server::new();
        server.fault("o0", fault);
        let pipeline = server.pipeline();
        let report = pipeline.apply_all(requests(&rows), BulkOptions::new().in_flight(1)).await.unwrap();
        assert_eq!(report.rows[1].outcome, RowOutcome::Applied);
        for row in &report.rows[2..] {
            let expected = if blocks { Some(NotTried::Blocked) } else { None };
            assert_eq!((row.reason, row.is_done()), (expected, !blocks), "{fault:?} {row:?}");
        }
        if blocks {
            server.fault("o0", fault);
            let anyway =
                server.pipeline().apply_all(requests(&rows), BulkOptions::new().keep_order(false)).await.unwrap();
            assert!(anyway.rows[2].is_done() && anyway.rows[3].is_done(), "{anyway:?}");
        }
        if fault == Fault::Down {
            // The order is kept in the next run.
            let server = Server::new();
            let report = server.pipeline().apply_all(requests(&rows), BulkOptions::new().resume(report)).await.unwrap();
            assert!(report.is_complete());
            assert_eq!(server.0.lock().unwrap().orders["o0"], ["k0", "k2", "k3"]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn callback_that_rejects_a_row_stops_the_run_before_it_is_sent() {
    let server = Server::new();
    let ended = Mutex::new(Vec::new());
    let how = BulkOptions::new()
        .in_flight(2)
        .before(|row| if row.key.as_str() == "k8" { Err("the disk is full".into()) } else { Ok(()) })
        .after(|row| {
            ended.lock().unwrap().push(row.key.as_str().to_owned());
            Ok(())
        });
    let report = server.pipeline().apply_all(requests(&rows(20)), how).await.unwrap();
    assert_eq!((report.stopped, report.log_error.as_deref()), (Some(StopReason::Log), Some("the disk is full")));
    assert_eq!((report.rows[8].reason, server.sent("o8")), (Some(NotTried::Log), 0));
    assert_eq!(report.rows[19].reason, Some(NotTried::Stopped));
    assert_eq!((report.counts().applied, report.counts().not_tried), (server.all_sent(), 20 - server.all_sent()));
    assert_eq!(ended.into_inner().unwrap().len(), server.all_sent());
    assert!((8..=9).contains(&server.all_sent()), "{}", server.all_sent());
    let after = BulkOptions::new().in_flight(1).after(|_| Err("the disk is full".into()));
    let report = server.pipeline().apply_all(requests(&rows(3)), after).await.unwrap();
    assert_eq!((report.rows[0].outcome, report.counts().not_tried), (RowOutcome::Applied, 2));
    let text = serde_json::to_string(&report).unwrap();
    assert!(!text.contains("disk"), "the application's text is not stored: {text}");
}

/// A log that cannot store the start of a row.
struct Full<'a>(&'a Lines, &'static str);

#[async_trait]
impl BulkLog for Full<'_> {
    async fn before(&self, row: &RowBegan) -> Result<(), LogError> {
        if row.key.as_str() == self.1 { Err("full".into()) } else { self.0.before(row).await }
    }
    async fn after(&self, row: &RowReport) -> Result<(), LogError> {
        self.0.after(row).await
    }
}

#[tokio::test(start_paused = true)]
async fn log_that_fails_stops_the_run_and_leaves_no_row_in_doubt() {
    let (server, lines) = (Server::new(), Lines::default());
    let (pipeline, rows) = (server.pipeline(), rows(12));
    let full = Full(&lines, "k4");
    let report = pipeline.apply_all(requests(&rows), BulkOptions::new().in_flight(6).log(&full)).await.unwrap();
    assert_eq!(report.stopped, Some(StopReason::Log));
    for (at, row) in report.rows.iter().enumerate() {
        assert_eq!(row.outcome == RowOutcome::Applied, server.sent(&format!("o{at}")) == 1, "{row:?}");
    }
    assert_eq!(lines.record().report().counts().unknown, 0);
    let report = pipeline.apply_all(requests(&rows), BulkOptions::new().resume(lines.record())).await.unwrap();
    assert!(report.is_complete() && server.all_sent() == 12);
    assert_eq!(server.0.lock().unwrap().reads, 0);
}

#[tokio::test(start_paused = true)]
async fn condition_and_shutdown_let_rows_in_flight_end() {
    let server = Server::new();
    for at in [3, 5, 6] {
        server.fault(&format!("o{at}"), Fault::Says(422));
    }
    let how = BulkOptions::new().in_flight(2).stop_when(|_, progress| progress.counts.failed() == 2);
    let report = server.pipeline().apply_all(requests(&rows(20)), how).await.unwrap();
    assert_eq!((report.stopped, report.counts().rejected), (Some(StopReason::Condition), 2));
    assert!(report.counts().not_tried >= 13 && server.all_sent() < 8);

    let server = Server::new();
    server.0.lock().unwrap().took = Duration::from_secs(10);
    let how = BulkOptions::new().in_flight(4).shutdown(tokio::time::sleep(Duration::from_secs(15)));
    let report = server.pipeline().apply_all(requests(&rows(100)), how).await.unwrap();
    assert_eq!(report.stopped, Some(StopReason::Shutdown));
    assert_eq!((report.counts().applied, report.counts().not_tried, server.all_sent()), (8, 92, 8));
    let report = server.pipeline().apply_all(requests(&rows(100)), BulkOptions::new().resume(report)).await.unwrap();
    assert!(report.is_complete() && server.all_sent() == 100);

    // A verification that waits is given up.
    server.fault("o0", Fault::Lost);
    let lost = server.pipeline().apply_all(requests(&rows(1)), BulkOptions::new()).await.unwrap();
    let patient = server.configured(leads_core::ClientConfig::new().visible_within(Duration::from_secs(3_600)));
    server.0.lock().unwrap().orders.clear();
    let began = Instant::now();
    let how = BulkOptions::new().resume(lost).shutdown(tokio::time::sleep(Duration::from_secs(5)));
    let report = patient.apply_all(requests(&rows(1)), how).await.unwrap();
    assert_eq!((report.rows[0].outcome, report.stopped), (RowOutcome::Unknown, Some(StopReason::Shutdown)));
    assert_eq!(began.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn run_of_no_rows_is_complete() {
    let server = Server::new();
    let none = Requests::new(Vec::<(String, SetOrder)>::new());
    let report = server.pipeline().apply_all(none, BulkOptions::new()).await.unwrap();
    assert!(report.is_complete() && report.is_settled() && report.stopped.is_none());
}
