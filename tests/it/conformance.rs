//! The conformance suite against the fake of every vendor, in process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

use crate::harnesses;
use async_trait::async_trait;
use leads_core::client::{LeadClient, LeadUpdate, NewLead};
use leads_core::{LeadId, LeadState};
use leads_testkit::conformance::{self, CaseResult, Harness};

/// Runs the suite; `skipped` are the cases that this vendor's capabilities exclude, so that none is lost unnoticed.
async fn conforms(harness: &dyn Harness, skipped: &[&str]) {
    let report = conformance::run(harness).await;
    println!("{report}");
    assert!(report.passed(), "\n{report}");
    assert_eq!(report.skipped(), skipped);
    let can = harness.client().capabilities();
    if can.update_window.is_some() {
        assert!(harness.advance(std::time::Duration::ZERO), "the end of the update window is not tested");
    }
}

#[tokio::test(start_paused = true)]
async fn capillary() {
    conforms(&harnesses::capillary(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn capillary_with_follow_ups() {
    conforms(&harnesses::capillary_with_follow_ups(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn capillary_without_single_reads() {
    let skipped = ["status_code_round_trips", "update_window_is_enforced"];
    conforms(&harnesses::capillary_without_single_reads(), &skipped).await;
}

#[tokio::test(start_paused = true)]
async fn nutshell_with_contact_details() {
    conforms(&harnesses::nutshell_with_contact_details(), &["update_window_is_enforced"]).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_over_leads_without_stages() {
    conforms(&harnesses::leadsquared_leads_without_stages(), &["update_window_is_enforced"]).await;
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

/// A harness without any examples.
struct WithoutExamples<H>(H);

#[async_trait]
impl<H: Harness> Harness for WithoutExamples<H> {
    fn client(&self) -> &dyn LeadClient {
        self.0.client()
    }
    fn new_lead(&self, number: usize) -> NewLead {
        self.0.new_lead(number)
    }
    async fn fresh_lead(&self) -> LeadId {
        self.0.fresh_lead().await
    }
    fn missing_lead(&self) -> LeadId {
        self.0.missing_lead()
    }
    fn update(&self) -> LeadUpdate {
        self.0.update()
    }
    fn to_state(&self, state: LeadState) -> leads_core::client::StatusChange {
        self.0.to_state(state)
    }
    fn request_count(&self) -> Option<u64> {
        self.0.request_count()
    }
}

#[tokio::test(start_paused = true)]
async fn capability_without_an_example_fails_the_suite() {
    let report = conformance::run(&WithoutExamples(harnesses::nutshell())).await;
    for case in [
        "check_verifies_credentials",
        "filters_are_honored_or_rejected",
        "key_finds_exactly_one_lead",
        "status_details_are_readable",
        "upsert_creates_once_and_then_matches",
    ] {
        let result = report.rows.iter().find(|(name, _)| *name == case).map(|(_, result)| result);
        let Some(CaseResult::Failed(reason)) = result else { panic!("{case}: {result:?}") };
        assert!(reason.contains("not tested"), "{case}: {reason}");
    }
}
