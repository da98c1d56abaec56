//! What is reported to observers.

#![allow(clippy::field_reassign_with_default)]

use crate::acme::{Does, GetThing, MakeThing, Script, pipeline};
use leads_core::http::limit::{AcquireErrorKind, Limiter, Priority, Window};
use leads_core::http::{RetryPolicy, Timeouts, TransportErrorKind};
use leads_core::observe::{
    AttemptInfo, CallInfo, CallSummary, DriftEvent, DriftKind, LimitEvent, LimitEventKind, Observer,
};
use leads_core::{CallOptions, ClientConfig, ErrorKind, WriteOutcome};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{advance, sleep, timeout};

/// Keeps everything that is reported, as text and by kind.
#[derive(Debug, Default)]
struct Notes {
    attempts: Mutex<Vec<AttemptInfo>>,
    calls: Mutex<Vec<CallSummary>>,
    limits: Mutex<Vec<String>>,
    drift: Mutex<Vec<(DriftKind, String)>>,
    text: Mutex<String>,
    wants_drift: bool,
    /// What was wrong: a panic of an observer is caught, so it cannot fail the test.
    problems: Mutex<Vec<String>>,
}

impl Drop for Notes {
    fn drop(&mut self) {
        let problems = std::mem::take(&mut *self.problems.lock().unwrap());
        assert!(std::thread::panicking() || problems.is_empty(), "{problems:?}");
    }
}

impl Notes {
    fn expect(&self, is: bool, what: &impl std::fmt::Debug) {
        if !is {
            self.problems.lock().unwrap().push(format!("{what:?}"));
        }
    }
    fn add(&self, text: String) {
        self.text.lock().unwrap().push_str(&text);
    }
    fn call(&self) -> CallSummary {
        let calls = self.calls.lock().unwrap();
        assert_eq!(calls.len(), 1, "each call ends once");
        calls[0]
    }
    fn attempts(&self) -> Vec<AttemptInfo> {
        self.attempts.lock().unwrap().clone()
    }
}

impl Observer for Notes {
    fn attempt_ended(&self, call: &CallInfo<'_>, attempt: &AttemptInfo) {
        self.add(format!("{call:?} {attempt:?}"));
        self.attempts.lock().unwrap().push(*attempt);
    }
    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        let (server, account) = ((call.server_address, call.server_port), (call.vendor, call.account));
        self.expect(server == (Some("api.acme.example"), Some(8443)) && account == ("acme", Some("north")), call);
        self.add(format!("{call:?} {summary:?}"));
        self.calls.lock().unwrap().push(*summary);
    }
    fn limiter(&self, event: &LimitEvent<'_>) {
        self.expect((event.vendor, event.account) == ("acme", Some("north")), event);
        self.add(format!("{event:?}"));
        self.limits.lock().unwrap().push(match event.kind {
            LimitEventKind::Waited { wait } => format!("waited {wait:?}"),
            LimitEventKind::Refused { class, reason, .. } => format!("refused {class} {}", reason.as_str()),
            LimitEventKind::Paused { length } => format!("paused {length:?}"),
            LimitEventKind::Learnt { class, calls, per } => format!("learnt {class} {calls} {per:?}"),
            LimitEventKind::Headroom { class, left, .. } => format!("headroom {class} {left}"),
            _ => "other".to_owned(),
        });
    }
    fn drift(&self, event: &DriftEvent<'_>) {
        self.drift.lock().unwrap().push((event.kind, format!("{}:{}", event.operation, event.path)));
    }
    fn wants_drift(&self) -> bool {
        self.wants_drift
    }
}

fn client(notes: &Arc<Notes>, script: &Arc<Script>) -> ClientConfig {
    ClientConfig::new().transport(script.clone()).account("north").observer(notes.clone())
}

#[tokio::test(start_paused = true)]
async fn every_attempt_and_the_end_of_a_call_are_reported() {
    let notes = Arc::new(Notes::default());
    let script =
        Script::of([Does::Breaks(TransportErrorKind::Connect), Does::Late(Duration::from_secs(1), r#"{"id":7}"#)]);
    pipeline(client(&notes, &script)).send(&MakeThing::new()).await.unwrap();
    let [first, second] = notes.attempts().try_into().unwrap();
    assert_eq!((first.resend_count, first.error, first.http_status), (0, Some(ErrorKind::Connect), None));
    assert_eq!((first.outcome, first.request_bytes), (Some(WriteOutcome::NotApplied), 19));
    assert_eq!((second.resend_count, second.error, second.http_status), (1, None, Some(200)));
    assert_eq!((second.protocol_version, second.response_bytes), (Some("2"), Some(8)));
    assert_eq!(second.duration, Duration::from_secs(1));
    let call = notes.call();
    assert_eq!((call.outcome, call.error, call.attempts), (Some(WriteOutcome::Applied), None, 2));
    assert!(call.duration >= Duration::from_secs(1) + call.backoff && !call.is_cancelled);
    let text = notes.text.lock().unwrap().clone();
    for private in ["jane", "Jane", "Doe", "things/7", "id\":"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
    assert!(text.contains("/things/{owner}") && text.contains("make_thing"), "{text}");
    assert!(text.rfind("AttemptInfo") < text.find("CallSummary"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn call_that_is_not_sent_is_reported() {
    for (owner, options, kind) in [
        ("..", CallOptions::new(), ErrorKind::InvalidRequest),
        ("x", CallOptions::new().deadline(Duration::ZERO), ErrorKind::Timeout),
    ] {
        let (notes, script) = (Arc::new(Notes::default()), Script::of([]));
        pipeline(client(&notes, &script)).send_with(&MakeThing(owner.to_owned()), &options).await.unwrap_err();
        let call = notes.call();
        assert_eq!((call.error, call.attempts, call.outcome), (Some(kind), 0, Some(WriteOutcome::NotApplied)));
        assert_eq!((notes.attempts().len(), script.requests()), (0, 0));
    }
    let notes = Arc::new(Notes::default());
    let execute = pipeline(client(&notes, &Script::of([])));
    let operation = leads_core::Operation::new("x", leads_core::Method::Get, "/x", leads_core::Safety::Read);
    execute.execute(operation, "https://other", &CallOptions::new(), leads_core::Body::Empty).await.unwrap_err();
    assert_eq!((notes.call().error, notes.call().outcome), (Some(ErrorKind::InvalidRequest), None));
}

#[tokio::test(start_paused = true)]
async fn cancelled_call_is_reported_with_what_is_known() {
    for (does, outcome) in
        [(Does::Hangs { sent: true }, WriteOutcome::Unknown), (Does::Hangs { sent: false }, WriteOutcome::NotApplied)]
    {
        let (notes, script) = (Arc::new(Notes::default()), Script::of([does]));
        let pipeline = pipeline(client(&notes, &script));
        assert!(timeout(Duration::from_secs(2), pipeline.send(&MakeThing::new())).await.is_err());
        let (call, attempts) = (notes.call(), notes.attempts());
        assert!(call.is_cancelled && attempts[0].is_cancelled);
        assert_eq!((call.outcome, attempts[0].outcome), (Some(outcome), Some(outcome)));
        assert_eq!(
            (call.error, call.error_type(), call.is_unknown()),
            (None, Some("cancelled"), outcome == WriteOutcome::Unknown)
        );
        assert_eq!((call.duration, attempts.len()), (Duration::from_secs(2), 1));
    }
    // Before anything was sent: while it waits for the limiter.
    let (notes, script) = (Arc::new(Notes::default()), Script::of([]));
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(60))]);
    let _taken = limiter.acquire(&["calls"], Priority::Interactive, None).await.unwrap();
    let waits = pipeline(client(&notes, &script).limiter(limiter));
    assert!(timeout(Duration::from_secs(2), waits.send(&MakeThing::new())).await.is_err());
    let call = notes.call();
    assert_eq!((call.outcome, call.attempts, call.is_cancelled), (Some(WriteOutcome::NotApplied), 0, true));
    assert_eq!(call.limiter_wait, Duration::from_secs(2));
    // A future that was never polled is not a call.
    let notes = Arc::new(Notes::default());
    drop(pipeline(client(&notes, &script)).send(&MakeThing::new()));
    assert!(notes.calls.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn response_that_cannot_be_read_is_reported_as_the_error_of_the_call() {
    let notes = Arc::new(Notes::default());
    let error = pipeline(client(&notes, &Script::of([Does::Responds(200, "[]")])));
    let error = error.send(&MakeThing::new()).await.unwrap_err();
    let (call, attempts) = (notes.call(), notes.attempts());
    assert_eq!((call.error, call.outcome), (Some(error.kind()), Some(WriteOutcome::Unknown)));
    assert_eq!((attempts[0].error, attempts[0].http_status), (None, Some(200)));
}

/// Panics whenever it is called.
#[derive(Debug)]
struct Panics;

impl Observer for Panics {
    fn attempt_ended(&self, _: &CallInfo<'_>, _: &AttemptInfo) {
        panic!("an attempt");
    }
    fn call_ended(&self, _: &CallInfo<'_>, _: &CallSummary) {
        panic!("a call");
    }
    fn limiter(&self, _: &LimitEvent<'_>) {
        panic!("a limiter");
    }
}

#[tokio::test(start_paused = true)]
async fn observer_that_panics_changes_neither_the_call_nor_other_observers() {
    let notes = Arc::new(Notes::default());
    let config = ClientConfig::new().observer(Arc::new(Panics)).transport(Script::of([])).account("north");
    let limiter = Limiter::new([Window::new("calls", 5, Duration::from_secs(5))]);
    let one = pipeline(config.clone().observer(notes.clone()).observer(Arc::new(Panics)).limiter(limiter));
    assert_eq!(one.send(&MakeThing::new()).await.unwrap().meta().outcome, WriteOutcome::Applied);
    assert_eq!((notes.call().attempts, notes.attempts().len()), (1, 1));
    // Also while a call is dropped.
    let hangs = pipeline(config.transport(Script::of([Does::Hangs { sent: true }])));
    assert!(timeout(Duration::from_secs(1), hangs.send(&MakeThing::new())).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn limiter_events_are_reported_once_by_the_call_that_caused_them() {
    let (notes, other) = (Arc::new(Notes::default()), Arc::new(Notes::default()));
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(5))]);
    let one = pipeline(client(&notes, &Script::of([])).limiter(limiter.clone()));
    let idle = pipeline(client(&other, &Script::of([])).limiter(limiter.clone()));
    let get = GetThing { id: 7 };
    one.send(&get).await.unwrap();
    advance(Duration::from_secs(2)).await;
    one.send(&get).await.unwrap();
    let limits = std::mem::take(&mut *notes.limits.lock().unwrap());
    assert_eq!(limits.len(), 3, "{limits:?}");
    assert_eq!((limits[0].as_str(), limits[2].as_str()), ("headroom calls 0", "headroom calls 0"));
    let waited = limits[1].strip_prefix("waited ").unwrap();
    assert!(waited.starts_with("3.00"), "{waited}");
    assert_eq!(notes.calls.lock().unwrap()[1].limiter_wait, notes.attempts()[1].limiter_wait);

    // Refused.
    let error = one.send_with(&get, &CallOptions::new().deadline(Duration::from_secs(1))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    let refused = format!("refused calls {}", AcquireErrorKind::Deadline.as_str());
    assert_eq!(std::mem::take(&mut *notes.limits.lock().unwrap()), [refused]);
    assert!(other.limits.lock().unwrap().is_empty(), "a client that makes no call reports nothing");
    drop(idle);
}

#[tokio::test(start_paused = true)]
async fn pause_and_learnt_limit_are_reported() {
    let notes = Arc::new(Notes::default());
    let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    let slow = Script::of([Does::Responds(200, r#"{"error":"slow"}"#)]);
    pipeline(client(&notes, &slow).limiter(limiter)).send(&GetThing { id: 7 }).await.unwrap();
    let limits = notes.limits.lock().unwrap().clone();
    let without_headroom: Vec<&str> =
        limits.iter().map(String::as_str).filter(|event| !event.starts_with("headroom")).collect();
    assert_eq!(without_headroom[..2], ["learnt calls 2 5s", "paused 5s"]);
    assert!(limits.iter().any(|event| event == "headroom calls 24"), "{limits:?}");
    assert!(limits.iter().any(|event| event == "headroom calls 1"), "{limits:?}");
}

#[tokio::test(start_paused = true)]
async fn drift_is_reported_once_per_path_and_client_and_shows_no_data() {
    let drifted = r#"{"id":7,"colour":"blue","year":{"x":1},"jane@example.com":1,"parts":[{"id":1,"size":2},{"id":2,"size":3,"4711":1}]}"#;
    let mut notes = Notes::default();
    notes.wants_drift = true;
    let notes = Arc::new(notes);
    let script = Script::of([Does::Responds(200, drifted), Does::Responds(200, drifted)]);
    let one = pipeline(client(&notes, &script));
    let get = GetThing { id: 7 };
    one.send(&get).await.unwrap();
    one.clone().send(&get).await.unwrap();
    one.send(&get).await.unwrap();
    let mut seen = std::mem::take(&mut *notes.drift.lock().unwrap());
    seen.sort();
    let expected = [
        (DriftKind::Unknown, "get_thing:*"),
        (DriftKind::Unknown, "get_thing:colour"),
        (DriftKind::Unknown, "get_thing:parts[].*"),
        (DriftKind::Unknown, "get_thing:parts[].size"),
        (DriftKind::Mistyped, "get_thing:year"),
    ];
    assert_eq!(seen, expected.map(|(kind, path)| (kind, path.to_owned())));
    // Another client reports them again; one whose observer does not ask reports nothing.
    pipeline(client(&notes, &Script::of([Does::Responds(200, drifted)]))).send(&get).await.unwrap();
    assert_eq!(notes.drift.lock().unwrap().len(), 5);
    let quiet = Arc::new(Notes::default());
    pipeline(client(&quiet, &Script::of([Does::Responds(200, drifted)]))).send(&get).await.unwrap();
    assert!(quiet.drift.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn retry_delays_are_part_of_the_summary() {
    let notes = Arc::new(Notes::default());
    let steps = [Does::Responds(503, ""), Does::Responds(503, "")];
    let config = client(&notes, &Script::of(steps)).timeouts(Timeouts::default());
    pipeline(config.retry(RetryPolicy::default())).send(&GetThing { id: 7 }).await.unwrap();
    let call = notes.call();
    assert_eq!((call.attempts, call.outcome, call.http_status), (3, None, Some(200)));
    assert_eq!(call.duration, call.backoff.max(call.duration));
    sleep(Duration::ZERO).await;
}
