//! The conformance suite against the fake of every vendor, in process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod benches;

use leads_testkit::conformance::{self, Bench};

/// Runs the suite; `skipped` are the cases that this vendor's capabilities leave out, so that none is lost unseen.
async fn conforms(bench: &dyn Bench, skipped: &[&str]) {
    let report = conformance::run(bench).await;
    println!("{report}");
    assert!(report.passed(), "\n{report}");
    assert_eq!(report.skipped(), skipped);
}

#[tokio::test(start_paused = true)]
async fn capillary() {
    conforms(&benches::capillary(), &[]).await;
}
