//! A run that is interrupted at any point is resumed without sending a row twice.

use super::shop::{Fault, PutOrder, Server, SetOrder};
use super::{Lines, cut_off, requests, rows};
use leads_core::bulk::{BulkOptions, BulkReport, Requests, RowOutcome};
use leads_core::{ClientConfig, Resolution};
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn run_resumes_after_any_interruption() {
    for in_flight in [1, 3] {
        let mut points = 0;
        for polls in 0.. {
            let server = Server::new();
            let (pipeline, rows, log) = (server.pipeline(), rows(7), Lines::default());
            let how = || BulkOptions::new().in_flight(in_flight).log(&log);
            let done = cut_off(pipeline.apply_all(requests(&rows), how()), polls).await;
            let (known, sent_before) = (log.record(), server.all_sent());
            assert!(known.len() >= sent_before, "a row was sent without an event");
            let report = pipeline.apply_all(requests(&rows), how().resume(known.clone())).await.unwrap();
            assert_eq!(report.rows.len(), 7);
            for (at, row) in report.rows.iter().enumerate() {
                let (order, applied) = (format!("o{at}"), server.applied(&format!("o{at}")));
                assert!(applied <= 1 && server.sent(&order) <= 1, "{row:?}");
                assert_eq!(row.key.as_str(), format!("k{at}"));
                match row.outcome {
                    RowOutcome::Applied => assert_eq!(applied, 1, "{row:?}"),
                    // It was interrupted before it was applied, and no delay is known.
                    RowOutcome::Unknown => assert_eq!((applied, known.row(&row.key).is_some()), (0, true), "{row:?}"),
                    other => panic!("{other}"),
                }
            }
            let sent = server.all_sent();
            let third = pipeline.apply_all(requests(&rows), how().resume(log.record())).await.unwrap();
            assert_eq!((third.counts(), server.all_sent()), (report.counts(), sent));
            if let Some(whole) = done {
                assert!(whole.unwrap().is_complete() && report.is_complete());
                assert_eq!(sent_before, sent);
                break;
            }
            points += 1;
        }
        assert!(points > 10, "{points} points are too few to be meaningful");
    }
}

#[tokio::test(start_paused = true)]
async fn measured_delay_completes_a_run_that_was_interrupted_anywhere() {
    for polls in (0..).step_by(3) {
        let server = Server::new();
        let pipeline = server.configured(ClientConfig::new().visible_within(Duration::from_secs(30)));
        let (rows, log) = (rows(5), Lines::default());
        let how = || BulkOptions::new().in_flight(2).log(&log);
        let done = cut_off(pipeline.apply_all(requests(&rows), how()), polls).await;
        let report = pipeline.apply_all(requests(&rows), how().resume(log.record())).await.unwrap();
        assert!(report.is_complete(), "{report:?}");
        for at in 0..5 {
            assert_eq!(server.applied(&format!("o{at}")), 1);
        }
        if done.is_some() {
            break;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn lost_rows_are_resolved_and_only_absent_ones_are_sent_again() {
    let server = Server::new();
    server.fault("o0", Fault::AppliedAndLost);
    server.fault("o1", Fault::Lost);
    server.fault("o2", Fault::Says(422));
    server.fault("o3", Fault::Down);
    let (pipeline, rows) = (server.pipeline(), rows(5));
    let first = pipeline.apply_all(requests(&rows), BulkOptions::new()).await.unwrap();
    let outcomes: Vec<_> = first.rows.iter().map(|row| row.outcome).collect();
    use RowOutcome::{Applied, NotTried, Rejected, Unknown};
    assert_eq!(outcomes, [Unknown, Unknown, Rejected, NotTried, Applied]);
    let error = first.rows[2].error.as_ref().unwrap();
    assert_eq!((error.codes.as_slice(), error.field.as_deref()), (&["E422".to_owned()][..], Some("status")));
    assert_eq!(first.rows[4].id.as_ref().map(|id| id.as_str()), Some("o4"));
    assert!(!first.is_settled());

    let stored = serde_json::to_string(&first).unwrap();
    assert!(!stored.contains("jane"), "{stored}");
    let stored = || serde_json::from_str::<BulkReport>(&stored).unwrap();
    let second = pipeline.apply_all(requests(&rows), BulkOptions::new().resume(stored())).await.unwrap();
    let found: Vec<_> = second.rows.iter().map(|row| (row.outcome, row.resolution)).collect();
    assert_eq!(
        found,
        [
            (Applied, Some(Resolution::Found)),
            (Unknown, Some(Resolution::CannotTell)),
            (Rejected, None),
            (Applied, None),
            (Applied, None),
        ]
    );
    assert_eq!((server.sent("o1"), server.sent("o2"), server.sent("o3")), (1, 1, 2));

    // The application knows how long a write can stay invisible.
    let measured = server.configured(ClientConfig::new().visible_within(Duration::from_secs(60)));
    let third = measured.apply_all(requests(&rows), BulkOptions::new().resume(stored())).await.unwrap();
    assert_eq!((third.rows[1].outcome, third.rows[1].resolution), (Applied, Some(Resolution::AssumedAbsent)));
    assert_eq!((server.sent("o0"), server.applied("o0"), server.applied("o1")), (1, 1, 1));

    // A corrected setting: rejected rows are sent again.
    let again = BulkOptions::new().resume(stored()).rejected_again(true);
    let fourth = server.pipeline().apply_all(requests(&rows), again).await.unwrap();
    assert_eq!((fourth.rows[2].outcome, server.sent("o2")), (Applied, 2));
}

/// Sent again, it would undo the later change of the same order.
#[tokio::test(start_paused = true)]
async fn rejected_row_is_not_sent_again_after_a_later_row_of_its_subject() {
    let server = Server::new();
    let changes = || {
        let rows =
            [("a", SetOrder::new("o0", "lost")), ("b", SetOrder::new("o0", "won")), ("c", SetOrder::new("o1", "x"))];
        Requests::new(rows).subject(|request| Some(request.id.clone()))
    };
    server.fault("o0", Fault::Says(422));
    server.fault("o1", Fault::Says(422));
    let first = server.pipeline().apply_all(changes(), BulkOptions::new()).await.unwrap();
    let again = BulkOptions::new().resume(first).rejected_again(true);
    let second = server.pipeline().apply_all(changes(), again).await.unwrap();
    let outcomes: Vec<_> = second.rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [RowOutcome::Rejected, RowOutcome::Applied, RowOutcome::Applied]);
    assert_eq!((server.sent("o0"), server.sent("o1")), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn idempotent_rows_are_sent_again_and_others_without_a_read_are_not() {
    let server = Server::new();
    let pipeline = server.pipeline();
    let put = || Requests::new([("a", PutOrder::new("o0", "done")), ("b", PutOrder::new("o1", "done"))]);
    server.fault("o0", Fault::Lost);
    let first = pipeline.apply_all(put(), BulkOptions::new()).await.unwrap();
    assert_eq!(first.rows[0].outcome, RowOutcome::Unknown);
    let second = pipeline.apply_all(put(), BulkOptions::new().resume(first)).await.unwrap();
    assert!(second.is_complete());
    assert_eq!((server.sent("o0"), server.sent("o1")), (2, 1));

    let set = || Requests::new([("a", SetOrder::new("o2", "done"))]);
    server.fault("o2", Fault::AppliedAndLost);
    let first = pipeline.apply_all(set(), BulkOptions::new()).await.unwrap();
    let second = pipeline.apply_all(set(), BulkOptions::new().resume(first)).await.unwrap();
    assert_eq!((second.rows[0].outcome, server.sent("o2")), (RowOutcome::Unknown, 1));

    // A rejection after a lost response does not prove that the first call was not applied.
    server.fault("o3", Fault::AppliedAndLost);
    server.fault("o3", Fault::Says(422));
    let put = || Requests::new([("a", PutOrder::new("o3", "done"))]);
    let first = pipeline.apply_all(put(), BulkOptions::new()).await.unwrap();
    let second = pipeline.apply_all(put(), BulkOptions::new().resume(first)).await.unwrap();
    assert_eq!((second.rows[0].outcome, server.sent("o3")), (RowOutcome::Unknown, 2));
}

#[tokio::test(start_paused = true)]
async fn record_of_other_rows_and_equal_keys_send_nothing() {
    let server = Server::new();
    let (pipeline, all) = (server.pipeline(), rows(3));
    let log = Lines::default();
    let report = pipeline.apply_all(requests(&all), BulkOptions::new().log(&log)).await.unwrap();
    let sent = server.all_sent();
    let mut changed = all.clone();
    changed[1].1.status = "other".to_owned();
    for other in [&changed[..], &all[..2]] {
        for record in [log.record(), report.clone().into()] {
            let error = pipeline.apply_all(requests(other), BulkOptions::new().resume(record)).await.unwrap_err();
            assert_eq!((error.field(), error.operation()), (Some("record"), "set_order"));
        }
    }
    let twice = [("k", SetOrder::new("o8", "a")), ("k", SetOrder::new("o9", "a"))];
    let error = pipeline.apply_all(Requests::new(twice), BulkOptions::new()).await.unwrap_err();
    assert_eq!((error.field(), server.all_sent()), (Some("key"), sent));
    // The order of the rows does not matter, and more rows can be added.
    let mut more = rows(4);
    more.reverse();
    let report = pipeline.apply_all(requests(&more), BulkOptions::new().resume(log.record())).await.unwrap();
    assert!(report.is_complete() && server.all_sent() == sent + 1);
    assert_eq!(report.rows[0].key.as_str(), "k3");
}
