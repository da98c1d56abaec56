//! The attempt timeout counts from the last progress of an upload. In-process, on a paused clock.

use async_trait::async_trait;
use dealerstudio::Client;
use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::LeadFile;
use leads_core::http::{Progress, RetryPolicy, TimeoutKind, Transport, TransportError, WireBody, WireRequest};
use leads_core::{ClientConfig, HttpResponse, WriteOutcome};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Reads one piece of the body at intervals, then responds.
#[derive(Debug)]
struct Slow {
    between: Duration,
}

#[async_trait]
impl Transport for Slow {
    async fn send(&self, request: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        if let WireBody::Stream(mut body) = request.body {
            while let Some(piece) = body.next().await {
                piece.unwrap();
                sleep(self.between).await;
                progress.bytes_transferred();
            }
        }
        progress.head_received();
        Ok(HttpResponse::new(201, Default::default(), &br#"{"id":12,"lead_cluster_id":34}"#[..]))
    }
}

fn client(between: Duration) -> Client {
    let config = ClientConfig::new().transport(Arc::new(Slow { between })).retry(RetryPolicy::none().max_attempts(3));
    Client::builder().base_url("http://localhost").api_key("made-up-key").config(config).build().unwrap()
}

fn upload() -> CreateLead {
    CreateLead::new("north", "General Enquiry", "Website", "jo@example.com", "0400000000")
        .provider("example.com")
        .provider_id("enquiry-1")
        .file(LeadFile::bytes("a", vec![1; 10]))
}

#[tokio::test(start_paused = true)]
async fn slow_upload_with_progress_outlives_the_attempt_timeout() {
    let started = Instant::now();
    client(Duration::from_secs(4)).send(&upload()).await.unwrap();
    // The default attempt timeout is 30 s.
    assert!(started.elapsed() > Duration::from_secs(60), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn stalled_upload_times_out_with_help() {
    let started = Instant::now();
    let error = client(Duration::from_secs(31)).send(&upload()).await.unwrap_err();
    assert_eq!((error.timeout_kind(), error.outcome()), (Some(TimeoutKind::Attempt), WriteOutcome::Unknown));
    assert_eq!((error.attempts(), started.elapsed()), (1, Duration::from_secs(30)));
    let help = error.help().unwrap();
    assert!(help.contains("`example.com`") && help.contains("`enquiry-1`"), "{help}");
}

#[tokio::test(start_paused = true)]
async fn call_timeout_limits_an_upload() {
    let started = Instant::now();
    let error = client(Duration::from_secs(20)).send(&upload()).await.unwrap_err();
    assert_eq!((error.timeout_kind(), started.elapsed()), (Some(TimeoutKind::Call), Duration::from_secs(90)));
    assert_eq!(error.outcome(), WriteOutcome::Unknown);
}
