//! Moves a pipeline of opportunities to another stage, in bulk, at the full rate of the account's plan and without a
//! rejection, with a progress bar.
//!
//! Runs offline against a fake on a paused clock, so that minutes pass instantly:
//!
//! ```text
//! cargo run --example move_pipeline
//! ```

#![allow(clippy::print_stdout)] // a program prints

use indicatif::{ProgressBar, ProgressStyle};
use leads_core::bulk::{BulkOptions, RowOutcome};
use leads_testkit::leadsquared::FakeLeadSquared;
use leads_testkit::{Fake, Latency};
use leadsquared::api::opportunities::{ListOpportunitiesOfLead, UpdateOpportunity};
use leadsquared::model::Paging;
use std::error::Error;
use std::time::Duration;

const ROWS: usize = 1_000;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), Box<dyn Error>> {
    // The account: 25 calls in 5 seconds, latencies of 20 to 400 ms, a thousand opportunities in the stage "New".
    let latency = Latency::uniform(Duration::from_millis(20), Duration::from_millis(400));
    let fake = Fake::builder(FakeLeadSquared::new()).seed(1).latency(latency).build();
    let lead = fake.handler().add_lead(&[("EmailAddress", "jane@example.com")]);
    for _ in 0..ROWS {
        fake.handler().add_opportunity(&lead, &[("mx_Custom_2", "New")]);
    }
    let client = fake.client()?;

    // Select the opportunities: all pages, ordered by a unique column, so that none is skipped between pages.
    let mut rows = client.items(ListOpportunitiesOfLead::new(lead.as_str()).paging(Paging::new(1, 200)));
    let mut updates = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row?;
        let id = row.id().ok_or("an opportunity without an id")?;
        let update = UpdateOpportunity::new(id).field("mx_Custom_2", "Negotiation");
        // A stage in place of a status: the vendor rejects such a row, and only that row fails.
        updates.push(if updates.len() % 250 == 7 { update.field("Status", "Negotiation") } else { update });
    }

    let bar = ProgressBar::new(updates.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}")?);
    let started = tokio::time::Instant::now();
    let how = BulkOptions::new()
        .in_flight(64)
        .on_plan(|plan| println!("{} rows, at least {} s", plan.to_send, plan.shortest.unwrap_or_default().as_secs()))
        .on_progress(|progress| {
            bar.set_message(format!("{} failed", progress.counts.failed()));
            bar.set_position(progress.ended as u64);
        });
    let report = client.update_many(&updates, how).await?;
    bar.finish();

    let took = started.elapsed().as_secs_f64();
    println!("{} rows in {took:.0} s by the vendor's clock, {} calls", report.rows.len(), report.calls());
    println!("share of the rate limit: {:.1} %", report.calls() as f64 / (took / 5.0 * 25.0) * 100.0);
    println!("rejected by the rate limit: {}", fake.handler().rate_limited_count());
    for outcome in [RowOutcome::Applied, RowOutcome::Rejected, RowOutcome::NotTried, RowOutcome::Unknown] {
        println!("{outcome}: {}", report.count(outcome));
    }
    for row in report.with_outcome(RowOutcome::Rejected) {
        let codes = row.error.as_ref().map(|error| error.codes.join(", ")).unwrap_or_default();
        println!("  {}: {codes}", row.key.as_str());
    }
    // The report can be stored with the job, to resume it later.
    println!("stored report: {} bytes", serde_json::to_string(&report)?.len());
    if fake.handler().rate_limited_count() > 0 {
        return Err("the limiter admitted a call that the vendor rejected".into());
    }
    Ok(())
}
