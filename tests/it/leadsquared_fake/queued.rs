//! Queued calls, on a paused clock.

use super::pair;
use leads_core::{ErrorKind, WriteOutcome};
use leadsquared::api::asynchronous::{
    CaptureLeadAsync, CaptureOpportunityAsync, GetAsyncMetrics, UpdateLeadAsync, UpdateOpportunityAsync,
};
use leadsquared::api::opportunities::UpdateOpportunity;
use leadsquared::model::LeadDetails;
use leadsquared::{ErrorCode, PollPolicy};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn queued_capture_is_polled_to_its_typed_result() {
    for separate in [false, true] {
        let (fake, client) = pair();
        fake.handler().set(|settings| settings.job_result_separate = separate);
        let started = Instant::now();
        let request = CaptureLeadAsync::new([("EmailAddress", "jane@example.com")]).search_by("EmailAddress");
        let done = client.submit(&request, PollPolicy::new()).await.unwrap();
        let id = done.response.as_ref().unwrap().id().unwrap().clone();
        assert_eq!(fake.handler().attribute(&id, "EmailAddress").as_deref(), Some("jane@example.com"));
        // 1 + 2 + 4 + 8 + 16 seconds: the pauses grow, so the host was polled five times in all.
        assert_eq!((started.elapsed().as_secs(), fake.request_count()), (31, 6));
    }
}

#[tokio::test(start_paused = true)]
async fn rejected_job_reports_the_vendor_code() {
    let (_fake, client) = pair();
    let request = UpdateLeadAsync::new("no-such-lead", [("mx_City", "Springfield")]);
    let error = client.submit(&request, PollPolicy::new()).await.unwrap_err();
    assert_eq!(error.code_as::<ErrorCode>(), Some(ErrorCode::InvalidEntity));
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NotFound, WriteOutcome::NotApplied));
}

#[tokio::test(start_paused = true)]
async fn slow_job_stays_accepted_and_can_be_polled_again() {
    let (fake, client) = pair();
    fake.handler().set(|settings| settings.job_time = Duration::from_secs(3_600));
    let poll = PollPolicy::new().timeout(Duration::from_secs(60));
    let error = client.submit(&CaptureLeadAsync::new([("Phone", "+15550100")]), poll).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, WriteOutcome::Accepted));
    let id = error.codes()[0].subject.clone().unwrap();
    // A timeout that no clock can represent is the same as none.
    let done = client.follow(&id.into(), PollPolicy::new().timeout(Duration::MAX)).await.unwrap();
    assert!(done.response.is_some());
    assert_eq!(fake.handler().leads(), 1);
}

#[tokio::test(start_paused = true)]
async fn request_id_is_returned_if_polling_is_impossible() {
    let (_fake, client) = pair();
    let capture = CaptureOpportunityAsync::new(LeadDetails::by("EmailAddress", "jane@example.com"), 12_005);
    let queued = client.send(&capture).await.unwrap();
    assert_eq!(queued.meta().outcome, WriteOutcome::Accepted);
    assert!(!queued.request_id.as_str().is_empty());
    let update = UpdateOpportunityAsync::from(UpdateOpportunity::new("5").note("x"));
    assert_eq!(client.send(&update).await.unwrap().meta().outcome, WriteOutcome::Accepted);
    assert_eq!(client.send(&GetAsyncMetrics::new()).await.unwrap().pending_messages, Some(2));
}
