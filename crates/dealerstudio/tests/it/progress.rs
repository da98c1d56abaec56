//! The attempt's time limit counts from the last progress of an upload. In process, on a paused clock.

use async_trait::async_trait;
use dealerstudio::Client;
use dealerstudio::api::leads::CreateLead;
use dealerstudio::model::LeadFile;
use leads_core::http::{Progress, RetryPolicy, TimeoutKind, Transport, TransportError, WireBody, WireRequest};
use leads_core::{ClientConfig, HttpResponse, WriteOutcome};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Takes one piece of the body every so often, then answers.
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
                progress.moved();
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
async fn a_slow_upload_that_moves_lives_longer_than_one_attempts_limit() {
    let started = Instant::now();
    client(Duration::from_secs(4)).send(&upload()).await.unwrap();
    // The usual limit of an attempt is 30 s.
    assert!(started.elapsed() > Duration::from_secs(60), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn one_that_stands_still_ends_and_says_what_to_look_for() {
    let started = Instant::now();
    let error = client(Duration::from_secs(31)).send(&upload()).await.unwrap_err();
    assert_eq!((error.timeout_kind(), error.outcome()), (Some(TimeoutKind::Attempt), WriteOutcome::Unknown));
    assert_eq!((error.attempts(), started.elapsed()), (1, Duration::from_secs(30)));
    let help = error.help().unwrap();
    assert!(help.contains("`example.com`") && help.contains("`enquiry-1`"), "{help}");
}

#[tokio::test(start_paused = true)]
async fn the_whole_call_still_has_its_deadline() {
    let started = Instant::now();
    let error = client(Duration::from_secs(20)).send(&upload()).await.unwrap_err();
    assert_eq!((error.timeout_kind(), started.elapsed()), (Some(TimeoutKind::Call), Duration::from_secs(90)));
    assert_eq!(error.outcome(), WriteOutcome::Unknown);
}
