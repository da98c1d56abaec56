//! Many rows at full speed, and bulk calls.

use super::pair;
use leads_core::WriteOutcome;
use leads_core::bulk::{BulkOptions, RowOutcome, StopReason};
use leads_core::http::ClientConfig;
use leads_testkit::leadsquared::{BulkForm, FakeLeadSquared};
use leads_testkit::{Fake, Fault, Latency};
use leadsquared::api::leads::BulkUpdateLeadsV2;
use leadsquared::api::opportunities::{BulkAddOpportunities, OpportunityRow, UpdateOpportunity};
use leadsquared::{BulkRun, Plan};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

const ROWS: usize = 5_000;

#[tokio::test(start_paused = true)]
async fn five_thousand_updates_use_the_rate_limit_and_are_never_rejected() {
    let latency = Latency::uniform(Duration::from_millis(20), Duration::from_millis(400));
    let fake = Fake::builder(FakeLeadSquared::new()).seed(7).latency(latency).build();
    let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
    let ids: Vec<String> =
        (0..ROWS).map(|_| fake.handler().add_opportunity(&lead, &[("mx_Custom_2", "New")])).collect();
    // One response in a hundred is lost after the update was applied.
    let seen = Arc::new(AtomicU64::new(0));
    fake.faults().always_on(move |_| seen.fetch_add(1, Ordering::Relaxed) % 100 == 99, Fault::ResetAfterHandling);
    let updates: Vec<UpdateOpportunity> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| {
            let update = UpdateOpportunity::new(id.as_str()).field("mx_Custom_2", "Negotiation");
            // One row in twenty writes a stage into the status, which a rule of the vendor rejects.
            if at % 20 == 3 { update.field("Status", "Negotiation") } else { update.status("Won") }
        })
        .collect();
    let client = fake.client().unwrap();
    let mut seen = BTreeSet::new();
    let mut shortest = None;
    let started = Instant::now();
    let how = BulkOptions::new().in_flight(64).on_plan(|plan| shortest = plan.shortest).after(|row| {
        assert!(seen.insert(row.key.as_str().to_owned()), "row {} was reported twice", row.key.as_str());
        Ok(())
    });
    let report = client.update_many(&updates, how).await.unwrap();
    let took = started.elapsed().as_secs_f64();

    assert_eq!(fake.handler().rate_limited_count(), 0);
    let shortest = shortest.unwrap().as_secs_f64();
    assert!(shortest > 0.9 * (ROWS / 25 - 1) as f64 * 5.0 && shortest <= took, "{shortest} s, took {took} s");
    let calls = report.calls() as f64;
    let allowed = took / 5.0 * 25.0;
    let share = calls / allowed;
    println!("{calls} calls in {took:.1} s: {:.2} % of the rate limit", share * 100.0);
    assert!(share >= 0.95, "{share}");
    assert_eq!(report.calls(), fake.request_count());

    assert_eq!((seen.len(), report.rows.len()), (ROWS, ROWS));
    for (at, (row, id)) in report.rows.iter().zip(&ids).enumerate() {
        assert_eq!(row.key.as_str(), id);
        let status = fake.handler().field(id, "Status");
        if at % 20 == 3 {
            assert_eq!(status.as_deref(), Some("Open"), "row {at}");
            // A response lost before the rejection would leave it unknown; a rejected row changes nothing either way.
            assert!(matches!(row.outcome, RowOutcome::Rejected | RowOutcome::Unknown), "row {at}: {row:?}");
        } else {
            assert_eq!(status.as_deref(), Some("Won"), "row {at}");
            assert_eq!(row.outcome, RowOutcome::Applied, "row {at}: {row:?}");
        }
    }
    assert!(report.count(RowOutcome::Rejected) >= ROWS / 20 - 10);
    assert!(fake.write_count() as usize >= ROWS - ROWS / 20);
    let stored = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<leads_core::bulk::BulkReport>(&stored).unwrap(), report);
    assert_eq!(report.require_all().unwrap_err().outcome(), WriteOutcome::Partial);
}

#[tokio::test(start_paused = true)]
async fn exhausted_daily_quota_ends_the_batch_and_is_reported_per_row() {
    let fake = Fake::new(FakeLeadSquared::new());
    let lead = fake.handler().add_lead(&[("Phone", "+15550100")]);
    let ids: Vec<String> = (0..100).map(|_| fake.handler().add_opportunity(&lead, &[])).collect();
    let limiter = Plan::Custom { calls: 25, bulk: 5, daily: Some(40) }.limiter();
    let client = fake.client_with(ClientConfig::new().limiter(limiter)).unwrap();
    let updates: Vec<_> = ids.iter().map(|id| UpdateOpportunity::new(id.as_str()).note("x")).collect();
    let report = client.update_many(&updates, BulkOptions::new()).await.unwrap();
    assert_eq!((report.count(RowOutcome::Applied), report.count(RowOutcome::NotTried)), (40, 60));
    assert_eq!((fake.request_count(), report.stopped), (40, Some(StopReason::Limit)));
    let reasons: BTreeSet<_> =
        report.with_outcome(RowOutcome::NotTried).map(|row| format!("{:?}", row.reason.unwrap())).collect();
    assert_eq!(reasons.into_iter().collect::<Vec<_>>(), ["Limit"]);
}

#[tokio::test(start_paused = true)]
async fn bulk_rows_are_reported_for_every_response_format() {
    for form in [BulkForm::Response, BulkForm::Bare, BulkForm::Counts] {
        let (fake, client) = pair();
        fake.handler().set(|settings| settings.bulk_form = form);
        for at in 0..60 {
            if at % 10 != 4 {
                fake.handler().add_lead(&[("EmailAddress", &format!("p{at}@example.com"))]);
            }
        }
        let rows = (0..60).map(|at| OpportunityRow::new(format!("p{at}@example.com"), 12_005).status("Open"));
        let plan = std::sync::Mutex::new(None);
        let run = BulkRun::new().on_plan(|now| *plan.lock().unwrap() = Some((fake.request_count(), *now)));
        let report = client.send_all_run(&BulkAddOpportunities::new("EmailAddress", rows), run).await.unwrap();
        let (sent, plan) = plan.lock().unwrap().unwrap();
        assert_eq!(
            (sent, plan.rows, plan.to_send, plan.shortest.is_some()),
            (0, 60, 60, true),
            "before the first call"
        );
        assert_eq!((report.rows.len(), report.calls), (60, 3), "{form:?}");
        for row in &report.rows {
            let expected = if row.index % 10 == 4 { WriteOutcome::NotApplied } else { WriteOutcome::Applied };
            assert_eq!(row.outcome, expected, "{form:?} {row:?}");
        }
        assert_eq!(fake.handler().opportunities(), 54, "{form:?}");
        assert_eq!(fake.write_count(), 54);
    }
}

#[tokio::test(start_paused = true)]
async fn lost_bulk_response_is_unknown_and_not_retried() {
    let (fake, client) = pair();
    for at in 0..30 {
        fake.handler().add_lead(&[("Phone", &format!("+1555{at:04}"))]);
    }
    fake.faults().next(Fault::ResetAfterHandling);
    let rows = (0..30).map(|at| OpportunityRow::new(format!("+1555{at:04}"), 12_005));
    let report = client.send_all(&BulkAddOpportunities::new("Phone", rows)).await.unwrap();
    assert_eq!((report.count(WriteOutcome::Unknown), report.count(WriteOutcome::Applied)), (25, 5));
    assert_eq!((fake.request_count(), fake.handler().opportunities()), (2, 30));
}

/// The retry of a batch reports a row as rejected; the attempt whose response was lost may have changed it.
#[tokio::test(start_paused = true)]
async fn row_rejected_after_a_lost_response_is_unknown() {
    let row = |email| [("EmailAddress", email), ("mx_City", "Springfield")];
    let request = BulkUpdateLeadsV2::by("EmailAddress", [row("jane@example.com"), row("nobody@example.com")]);
    for lost in [false, true] {
        let fake = Fake::new(FakeLeadSquared::new());
        fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
        let client = fake.client().unwrap();
        let expected = if lost { WriteOutcome::Unknown } else { WriteOutcome::NotApplied };
        let lose = || {
            if lost {
                fake.faults().next(Fault::ResetAfterHandling);
            }
        };

        lose();
        let report = client.send_bulk(&request).await.unwrap();
        let outcomes: Vec<WriteOutcome> = report.rows.iter().map(|row| row.outcome).collect();
        assert_eq!((outcomes, report.calls), (vec![WriteOutcome::Applied, expected], 1 + u32::from(lost)));
        assert!(report.rows[1].code.is_some(), "{report:?}");

        lose();
        let error = client.send(&request).await.unwrap_err();
        assert_eq!(error.outcome(), if lost { WriteOutcome::Unknown } else { WriteOutcome::Partial });
        assert_eq!(error.codes().len(), 1, "{error:?}");
    }
}
