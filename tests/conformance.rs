//! The conformance suite against the fake of every vendor, in process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod benches;

use leads_testkit::conformance::{self, Filter, Harness, StatusField};

/// Runs the suite; `skipped` are the cases that this vendor's capabilities leave out, so that none is lost unseen.
async fn conforms(bench: &dyn Harness, skipped: &[&str]) {
    let report = conformance::run(bench).await;
    println!("{report}");
    assert!(report.passed(), "\n{report}");
    assert_eq!(report.skipped(), skipped);
    // What the suite cannot make by itself must be given, so that no true capability goes unproved.
    let can = bench.client().capabilities();
    for filter in [Filter::Owner, Filter::ChangedSince].into_iter().filter(|filter| filter.is_in(can)) {
        assert!(bench.filtered(filter).await.is_some(), "{filter:?} is not proved");
    }
    for field in StatusField::ALL.into_iter().filter(|field| field.is_in(can)) {
        assert!(bench.detailed(field).is_some(), "{field:?} is not proved");
    }
    if can.update_window.is_some() {
        assert!(bench.advance(std::time::Duration::ZERO), "the end of the update window is not proved");
    }
}

#[tokio::test(start_paused = true)]
async fn capillary() {
    conforms(&benches::capillary(), &["update_window_is_kept"]).await;
}

#[tokio::test(start_paused = true)]
async fn nutshell() {
    conforms(&benches::nutshell(), &["update_window_is_kept"]).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_over_opportunities() {
    conforms(&benches::leadsquared_opportunities(), &["update_window_is_kept"]).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_over_configured_opportunities() {
    conforms(&benches::leadsquared_configured_opportunities(), &["update_window_is_kept"]).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_over_leads() {
    conforms(&benches::leadsquared_leads(), &["update_window_is_kept"]).await;
}

#[tokio::test(start_paused = true)]
async fn dealerstudio() {
    let skipped = [
        "a_status_can_be_written_back",
        "a_list_ends_and_repeats_nothing",
        "filters_are_kept_or_refused",
        "a_deleted_lead_is_gone",
    ];
    conforms(&benches::dealerstudio(), &skipped).await;
}
