//! The conformance suite against the fake of every vendor, in process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use crate::harnesses;
use leads_testkit::conformance::{self, Filter, Harness, StatusField};

/// Runs the suite; `skipped` are the cases that this vendor's capabilities exclude, so that none is lost unnoticed.
async fn conforms(harness: &dyn Harness, skipped: &[&str]) {
    let report = conformance::run(harness).await;
    println!("{report}");
    assert!(report.passed(), "\n{report}");
    assert_eq!(report.skipped(), skipped);
    // The harness must supply what the suite cannot create itself, so that every capability is tested.
    let can = harness.client().capabilities();
    for filter in [Filter::Owner, Filter::ChangedSince].into_iter().filter(|filter| filter.is_in(can)) {
        assert!(harness.filter_example(filter).await.is_some(), "{filter:?} is not tested");
    }
    for field in StatusField::ALL.into_iter().filter(|field| field.is_in(can)) {
        assert!(harness.status_change(field).is_some(), "{field:?} is not tested");
    }
    if can.update_window.is_some() {
        assert!(harness.advance(std::time::Duration::ZERO), "the end of the update window is not tested");
    }
}

#[tokio::test(start_paused = true)]
async fn capillary() {
    conforms(&harnesses::capillary(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn nutshell() {
    conforms(&harnesses::nutshell(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_over_opportunities() {
    conforms(&harnesses::leadsquared_opportunities(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_over_configured_opportunities() {
    conforms(&harnesses::leadsquared_configured_opportunities(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_over_leads() {
    conforms(&harnesses::leadsquared_leads(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn dealerstudio() {
    let skipped = [
        "status_code_round_trips",
        "list_ends_without_duplicates",
        "filters_are_honored_or_rejected",
        "upsert_creates_once_and_then_matches",
        "concurrent_upserts_create_one_lead",
        "upsert_with_a_lost_response_creates_one_lead",
        "deleted_lead_is_not_found",
    ];
    conforms(&harnesses::dealerstudio(), &skipped).await;
}
