//! What stops a run, and what does not.

use super::shop::{Fault, Server};
use super::{requests, rows};
use leads_core::bulk::{BulkOptions, NotTried, RowOutcome, StopReason};
use leads_core::http::limit::{Limiter, Window};
use leads_core::{CallOptions, ClientConfig, ErrorKind};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn wrong_credentials_and_exhausted_limits_stop_the_run() {
    let server = Server::new();
    server.fault("o2", Fault::Says(401));
    let report = server.pipeline().apply_all(requests(&rows(10)), BulkOptions::new().in_flight(1)).await.unwrap();
    assert_eq!((report.stopped, server.all_sent()), (Some(StopReason::Setup), 3));
    assert!(report.rows[2..].iter().all(|row| row.reason == Some(NotTried::Setup)), "{report:?}");
    assert_eq!(report.rows[2].error.as_ref().unwrap().kind, ErrorKind::Unauthenticated);
    // The key was corrected.
    let report = server.pipeline().apply_all(requests(&rows(10)), BulkOptions::new().resume(report)).await.unwrap();
    assert!(report.is_complete());

    let server = Server::new();
    let daily = Limiter::new([Window::new("calls", 4, Duration::from_secs(86_400)).quota()]);
    let pipeline = server.configured(ClientConfig::new().limiter(daily));
    let report = pipeline.apply_all(requests(&rows(10)), BulkOptions::new()).await.unwrap();
    assert_eq!((report.stopped, report.counts().applied, server.all_sent()), (Some(StopReason::Limit), 4, 4));
    assert!(report.rows[4..].iter().all(|row| row.reason == Some(NotTried::Limit)), "{report:?}");

    // No permit before the deadline of a row.
    let server = Server::new();
    let pipeline = server.limited(4, Duration::from_secs(600));
    let began = Instant::now();
    let report = pipeline.apply_all(requests(&rows(10)), BulkOptions::new()).await.unwrap();
    assert_eq!((report.stopped, report.counts().applied), (Some(StopReason::Limit), 4));
    assert!(began.elapsed() < Duration::from_secs(90));
    let patient = BulkOptions::new().options(CallOptions::new().deadline(Duration::from_secs(3_600))).resume(report);
    assert!(pipeline.apply_all(requests(&rows(10)), patient).await.unwrap().is_complete());
}

#[tokio::test(start_paused = true)]
async fn row_that_hangs_ends_at_its_deadline_and_is_unknown() {
    let server = Server::new();
    server.fault("o1", Fault::Hangs);
    let began = Instant::now();
    let how = BulkOptions::new().options(CallOptions::new().deadline(Duration::from_secs(20)));
    let report = server.pipeline().apply_all(requests(&rows(5)), how).await.unwrap();
    assert_eq!((report.rows[1].outcome, report.counts().applied), (RowOutcome::Unknown, 4));
    assert!(began.elapsed() <= Duration::from_secs(21), "{:?}", began.elapsed());
    let (from, until) = (report.rows[1].began_at.unwrap(), report.rows[1].sent_until.unwrap());
    assert_eq!((until - from).num_seconds(), 21);
}
