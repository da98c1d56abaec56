//! Tests the pipeline with a scripted transport, in process and with a paused clock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderMap;
use leads_core::http::limit::{Denied, Limiter, PermitRequest, PermitUse, Priority, SharedCounts, Window};
use leads_core::http::{
    Authenticate, BaseUrl, ConcurrencyLimit, CredentialCache, CredentialVersion, Expired, Progress, RequestHead,
    RetryPolicy, TimeoutKind, Timeouts, TokenRequester, Transport, TransportError, TransportErrorKind, WireBody,
    WireRequest,
};
use leads_core::vendor::{Auth, Classification, Failure, FromResponse};
use leads_core::vendor::{Parts, Vendor, read};
use leads_core::{
    Body, CallOptions, ClientConfig, Code, CodeTable, CredentialProvider, ErrorKind, FileSource, HttpResponse, Method,
    Multipart, Operation, Pipeline, Raw, Request, Result, Safety, SecretText, VendorCode, WriteOutcome,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

// ---------------------------------------------------------------------------------------------- a small vendor

#[derive(Debug)]
enum Acme {}

impl Vendor for Acme {
    const NAME: &'static str = "acme";
    const PREFIXES: &'static [&'static str] = &["/v1"];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-acme-id"];
    type Settings = ();

    fn classify((): &(), _operation: &Operation, response: &HttpResponse) -> Classification {
        if response.contains(b"\"error\"") {
            #[derive(Deserialize)]
            struct Envelope {
                error: String,
            }
            if let Ok(Envelope { error }) = read::json::<Envelope>(response) {
                let failure = match error.as_str() {
                    "closed" => Failure::rejected(ErrorKind::State, "closed").help("make another one").field("status"),
                    "token" => Failure::rejected(ErrorKind::Unauthenticated, "token").refresh_credentials(),
                    "slow" => Failure::rejected(ErrorKind::RateLimited, "slow")
                        .retryable(true)
                        .limit(2, Duration::from_secs(5)),
                    "daily" => Failure::rejected(ErrorKind::RateLimited, "daily")
                        .retryable(true)
                        .limit(100, Duration::from_secs(86_400)),
                    "monthly" => Failure::rejected(ErrorKind::RateLimited, "monthly")
                        .retryable(true)
                        .limit(1, Duration::from_secs(30 * 86_400)),
                    "never" => Failure::rejected(ErrorKind::RateLimited, "never")
                        .retryable(true)
                        .retry_after(Duration::MAX)
                        .limit(25, Duration::from_secs(u64::MAX)),
                    _ => Failure::unknown(ErrorKind::Server, "failed").retryable(true),
                };
                return failure.codes(vec![Code::new(error)]).into();
            }
        }
        if response.contains(b"\"partial\"") && serde_json::from_slice::<serde_json::Value>(&response.body).is_ok() {
            let warnings = vec![Code::new("partial")];
            return Classification::Success { outcome: WriteOutcome::Partial, confirmed: true, warnings };
        }
        match response.status {
            200 if response.looks_like_json() => Classification::tentative(),
            204 => Classification::applied(),
            _ => Failure::from_status(response).into(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Thing {
    id: u64,
}

impl FromResponse<Acme> for Raw<Thing> {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::whole(response)
    }
}

macro_rules! request {
    ($name:ident, $safety:ident, $method:ident) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        struct $name {
            id: String,
        }
        impl Request for $name {
            type Vendor = Acme;
            type Response = Raw<Thing>;
            const OPERATION: Operation =
                Operation::new(stringify!($name), Method::$method, "/v1/things/{id}", Safety::$safety);
            fn parts(&self) -> Result<Parts> {
                let parts = Parts::new().path("id", &self.id);
                if Method::$method == Method::Get { parts.empty() } else { parts.json(&serde_json::json!({"note": "Jane"})) }
            }
        }
    };
}
/// A write with a file.
struct SendFile(FileSource);

impl Request for SendFile {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation = Operation::new("send_file", Method::Post, "/v1/files", Safety::NonIdempotent);
    fn parts(&self) -> Result<Parts> {
        Parts::new().multipart(Multipart::new().file("f", "x", "text/plain", self.0.clone()))
    }
}

request!(ReadThing, Read, Get);
request!(PutThing, Idempotent, Put);
request!(MakeThing, NonIdempotent, Post);

fn id() -> String {
    "7".to_owned()
}

// ---------------------------------------------------------------------------------------------- a scripted transport

#[derive(Clone)]
enum Step {
    Respond(u16, &'static [(&'static str, &'static str)], Vec<u8>),
    Break(TransportErrorKind),
    Never,
    After(Duration, u16, Vec<u8>),
}

fn ok() -> Step {
    Step::Respond(200, &[("x-acme-id", "r1")], br#"{"id":7}"#.to_vec())
}

fn error(word: &str) -> Step {
    Step::Respond(400, &[("x-acme-id", "r1")], format!("{{\"error\":\"{word}\"}}").into_bytes())
}

/// Method, URL, headers and body of a request as received.
type Seen = (String, String, HeaderMap, Vec<u8>);

#[derive(Default)]
struct Script {
    steps: Mutex<VecDeque<Step>>,
    seen: Mutex<Vec<Seen>>,
    at: Mutex<Vec<Instant>>,
    bodies: Mutex<Vec<Bytes>>,
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

impl Script {
    fn of(steps: impl IntoIterator<Item = Step>) -> Arc<Self> {
        Arc::new(Self { steps: Mutex::new(steps.into_iter().collect()), ..Self::default() })
    }
    fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, wire: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let body = match wire.body {
            WireBody::Full(bytes) => bytes,
            _ => Bytes::new(),
        };
        self.bodies.lock().unwrap().push(body.clone());
        let body = body.to_vec();
        self.at.lock().unwrap().push(Instant::now());
        self.seen.lock().unwrap().push((wire.method.to_string(), wire.url.to_string(), wire.headers, body));
        let step = self.steps.lock().unwrap().pop_front().expect("the script is exhausted");
        let response = |status, headers: &[(&'static str, &str)], body| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.insert(*name, value.parse().unwrap());
            }
            HttpResponse::new(status, map, body)
        };
        match step {
            Step::Respond(status, headers, body) => {
                progress.head_received();
                Ok(response(status, headers, body))
            }
            Step::After(wait, status, body) => {
                tokio::time::sleep(wait).await;
                progress.head_received();
                Ok(response(status, &[], body))
            }
            Step::Break(kind) => Err(TransportError::new(kind)),
            Step::Never => std::future::pending().await,
        }
    }
}

// ---------------------------------------------------------------------------------------------- credentials

/// Numbered tokens; `fetches` counts how often one was requested.
#[derive(Debug, Default)]
struct Tokens {
    current: AtomicU64,
    fetches: AtomicUsize,
}

#[async_trait]
impl Authenticate for Tokens {
    fn is_ready(&self) -> bool {
        self.current.load(Ordering::SeqCst) > 0
    }
    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        if !self.is_ready() {
            self.current.store(self.fetches.fetch_add(1, Ordering::SeqCst) as u64 + 1, Ordering::SeqCst);
        }
        Ok(())
    }
    fn sign(&self, _operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        let generation = self.current.load(Ordering::SeqCst);
        if generation == 0 {
            return Err(Expired);
        }
        head.bearer(&SecretString::from(format!("s3cret-{generation}"))).map_err(|_| Expired)?;
        Ok(CredentialVersion(generation))
    }
    fn rejected(&self, generation: CredentialVersion) -> bool {
        let _ = self.current.compare_exchange(generation.0, 0, Ordering::SeqCst, Ordering::SeqCst);
        true
    }
    fn preview(&self, _operation: &Operation, head: &mut RequestHead) {
        head.preview_header("authorization");
    }
}

/// A token request that goes through the pipeline, as a vendor's does.
#[derive(Debug)]
struct TokenCall;

#[derive(Debug, Deserialize)]
struct Token {
    access_token: String,
}

impl FromResponse<Acme> for Token {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::json(response)
    }
}

impl Request for TokenCall {
    type Vendor = Acme;
    type Response = Token;
    const OPERATION: Operation = Operation::new("make_token", Method::Get, "/v1/token", Safety::Read).auth(Auth::None);
    fn parts(&self) -> Result<Parts> {
        Parts::new().empty()
    }
}

/// Requests a token that is valid until it is rejected.
#[derive(Debug, Default)]
struct Fetched(Mutex<Option<String>>);

#[async_trait]
impl Authenticate for Fetched {
    fn is_ready(&self) -> bool {
        self.0.lock().unwrap().is_some()
    }
    async fn ready(&self, fetch: &TokenRequester<'_>) -> Result<()> {
        let token = fetch.send(&TokenCall).await?;
        *self.0.lock().unwrap() = Some(token.access_token);
        Ok(())
    }
    fn sign(&self, _operation: &Operation, head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        let token = self.0.lock().unwrap().clone().ok_or(Expired)?;
        head.bearer(&SecretString::from(token)).map_err(|_| Expired)?;
        Ok(CredentialVersion::default())
    }
    fn rejected(&self, _generation: CredentialVersion) -> bool {
        self.0.lock().unwrap().take().is_some()
    }
    fn preview(&self, _operation: &Operation, head: &mut RequestHead) {
        head.preview_header("authorization");
    }
}

fn client_that_fetches(script: &Arc<Script>, config: ClientConfig) -> Pipeline<Acme> {
    config
        .transport(Arc::clone(script) as Arc<dyn Transport>)
        .build(BaseUrl::new("https://acme.example/v1", &["/v1"], &[]).unwrap(), Arc::new(Fetched::default()), ())
        .unwrap()
}

fn client_with(script: &Arc<Script>, config: ClientConfig) -> Pipeline<Acme> {
    config
        .transport(Arc::clone(script) as Arc<dyn Transport>)
        .build(BaseUrl::new("https://acme.example/v1", &["/v1"], &[]).unwrap(), Arc::new(Tokens::default()), ())
        .unwrap()
}

fn client(script: &Arc<Script>) -> Pipeline<Acme> {
    client_with(script, ClientConfig::new())
}

// ---------------------------------------------------------------------------------------------- requests

#[tokio::test(start_paused = true)]
async fn request_is_sent_as_previewed() {
    let script = Script::of([ok()]);
    let pipeline = client(&script);
    let reply = pipeline.send(&PutThing { id: "a/b".into() }).await.unwrap();
    assert_eq!((reply.id, reply.text()), (7, r#"{"id":7}"#));
    assert_eq!((reply.meta().attempts, reply.meta().request_id.as_deref()), (1, Some("r1")));
    assert_eq!(reply.meta().outcome, WriteOutcome::Applied);
    let seen = script.seen.lock().unwrap();
    let (method, url, headers, body) = &seen[0];
    assert_eq!((method.as_str(), url.as_str()), ("PUT", "https://acme.example/v1/things/a%2Fb"));
    assert_eq!(headers["authorization"], "Bearer s3cret-1");
    assert!(headers["authorization"].is_sensitive());
    assert_eq!(
        (headers["content-type"].to_str().unwrap(), body.as_slice()),
        ("application/json", &br#"{"note":"Jane"}"#[..])
    );
    let plan = pipeline.preview(&PutThing { id: "a/b".into() }).unwrap();
    assert_eq!(
        plan.to_string(),
        "PUT https://acme.example/v1/things/a%2Fb\naccept: application/json\nauthorization: [REDACTED]\n\
         content-type: application/json\n\n{\"note\":\"Jane\"}"
    );
    assert!(!format!("{plan:?}").contains("Jane"));
}

#[tokio::test(start_paused = true)]
async fn invalid_request_sends_nothing_and_names_the_field() {
    let script = Script::of([]);
    let error = client(&script).send(&ReadThing { id: "..".into() }).await.unwrap_err();
    assert_eq!((error.kind(), error.field(), error.attempts()), (ErrorKind::InvalidRequest, Some("id"), 0));
    assert_eq!((error.vendor(), error.operation()), ("acme", "ReadThing"));
    assert_eq!(script.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn execute_follows_the_same_rules() {
    let script = Script::of([ok()]);
    let pipeline = client(&script);
    let operation = Operation::new("extra", Method::Post, "", Safety::NonIdempotent);
    let options = CallOptions::new().header("x-extra", "1").unwrap();
    let body = pipeline.execute(operation, "/v1/x?y=1", &options, Body::Empty).await.unwrap();
    assert_eq!(&**body, br#"{"id":7}"#);
    assert_eq!(body.meta().outcome, WriteOutcome::Unknown, "the body is not read, so it proves nothing");
    assert_eq!(script.seen.lock().unwrap()[0].1, "https://acme.example/v1/x?y=1");
    assert_eq!(script.seen.lock().unwrap()[0].2["x-extra"], "1");
    let rejected = pipeline.execute(operation, "https://evil.example/", &options, Body::Empty).await.unwrap_err();
    assert_eq!(rejected.field(), Some("path_and_query"));
    assert_eq!(script.count(), 1);
    assert!(CallOptions::new().header("Authorization", "x").is_err());
}

// ---------------------------------------------------------------------------------------------- retries

#[tokio::test(start_paused = true)]
async fn non_idempotent_call_is_retried_only_after_a_failed_connect() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::ConnectTimeout] {
        let script = Script::of([Step::Break(kind), ok()]);
        let reply = client(&script).send(&MakeThing { id: id() }).await.unwrap();
        assert_eq!(reply.meta().attempts, 2);
    }
    for step in [
        Step::Break(TransportErrorKind::Exchange),
        Step::Break(TransportErrorKind::Body),
        Step::Never,
        error("internal"),
        Step::Respond(502, &[], Vec::new()),
        Step::Respond(503, &[], b"<html>".to_vec()),
        Step::Respond(504, &[], Vec::new()),
        Step::Respond(408, &[], Vec::new()),
    ] {
        let script = Script::of([step]);
        let failed = client(&script).send(&MakeThing { id: id() }).await.unwrap_err();
        assert_eq!((failed.outcome(), failed.attempts(), script.count()), (WriteOutcome::Unknown, 1, 1), "{failed}");
    }
}

#[tokio::test(start_paused = true)]
async fn reads_and_idempotent_writes_are_retried() {
    for first in [
        Step::Break(TransportErrorKind::Connect),
        Step::Break(TransportErrorKind::Exchange),
        Step::Never,
        error("internal"),
        Step::Respond(503, &[], Vec::new()),
        error("slow"),
    ] {
        let script = Script::of([first.clone(), first.clone(), ok()]);
        assert_eq!(client(&script).send(&PutThing { id: id() }).await.unwrap().meta().attempts, 3);
        let script = Script::of([first.clone(), ok()]);
        assert_eq!(
            client(&script).send(&ReadThing { id: id() }).await.unwrap().meta().outcome,
            WriteOutcome::NotApplied
        );
    }
    let script = Script::of([error("closed")]);
    let rejected = client(&script).send(&PutThing { id: id() }).await.unwrap_err();
    assert_eq!(
        (rejected.kind(), rejected.outcome(), rejected.attempts()),
        (ErrorKind::State, WriteOutcome::NotApplied, 1)
    );
    assert_eq!(rejected.codes()[0].code, "closed");
}

#[tokio::test(start_paused = true)]
async fn lost_response_then_rejection_is_unknown_and_reports_both() {
    let script = Script::of([Step::Break(TransportErrorKind::Exchange), error("closed")]);
    let failed = client(&script).send(&PutThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.kind(), failed.outcome(), failed.attempts()), (ErrorKind::State, WriteOutcome::Unknown, 2));
    assert_eq!(failed.earlier().unwrap().kind(), ErrorKind::Transport);
    assert!(failed.to_string().ends_with("outcome unknown)"), "{failed}");
    // Creating another record would apply the change a second time.
    let help = failed.help().unwrap();
    assert!(help.contains("not known whether the change was made") && !help.contains("make another"), "{help}");
    let rejected = client(&Script::of([error("closed")])).send(&PutThing { id: id() }).await.unwrap_err();
    assert_eq!((rejected.help(), rejected.field()), (Some("make another one"), Some("status")));
}

#[derive(Debug, PartialEq)]
struct AcmeCode(String);

impl VendorCode for AcmeCode {
    const VENDOR: &'static str = "acme";
    fn table() -> &'static CodeTable {
        const { &CodeTable::new("acme", &[]) }
    }
    fn from_code(code: &str) -> Self {
        Self(code.to_owned())
    }
    fn as_code(&self) -> &str {
        &self.0
    }
}

#[tokio::test(start_paused = true)]
async fn error_reports_first_and_last_failure_with_name_and_code() {
    let script = Script::of([error("internal"), Step::Break(TransportErrorKind::Exchange), error("closed")]);
    let failed = client(&script).send(&PutThing { id: id() }).await.unwrap_err();
    let first = failed.earlier().unwrap();
    assert_eq!((first.kind(), first.attempts(), first.outcome()), (ErrorKind::Server, 1, WriteOutcome::Unknown));
    assert_eq!((first.vendor(), first.operation()), ("acme", "PutThing"));
    assert_eq!(first.code_as::<AcmeCode>(), Some(AcmeCode("internal".to_owned())));
}

/// Verification is about the write, so the error must be the write's, although the token request was the last to fail.
#[tokio::test(start_paused = true)]
async fn unknown_write_whose_retry_gets_no_token_keeps_the_writes_error() {
    let token = || Step::Respond(200, &[], br#"{"access_token":"t0ken"}"#.to_vec());
    let rejection = || Step::Respond(401, &[("retry-after", "7")], br#"{"error":"closed"}"#.to_vec());
    let steps = [token(), Step::Break(TransportErrorKind::Exchange), error("token"), rejection()];
    let script = Script::of(steps);
    let pipeline = client_that_fetches(&script, ClientConfig::new());
    let failed = pipeline.send(&PutThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.vendor(), failed.operation()), ("acme", "PutThing"));
    assert_eq!((failed.outcome(), failed.attempts(), failed.kind()), (WriteOutcome::Unknown, 2, ErrorKind::State));
    assert_eq!(failed.earlier().unwrap().kind(), ErrorKind::Transport);
    let source = std::error::Error::source(&failed).and_then(|source| source.downcast_ref::<leads_core::Error>());
    assert_eq!(source.unwrap().operation(), "make_token");

    // If nothing can have been changed, the token request is what failed, under its own name.
    let script = Script::of([token(), error("token"), rejection()]);
    let pipeline = client_that_fetches(&script, ClientConfig::new());
    let failed = pipeline.send(&PutThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.operation(), failed.outcome()), ("make_token", WriteOutcome::NotApplied));
}

#[tokio::test(start_paused = true)]
async fn lost_response_then_deadline_or_no_permit_is_unknown() {
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(60))]);
    let script = Script::of([Step::Break(TransportErrorKind::Exchange)]);
    let config = ClientConfig::new().limiter(limiter).timeouts(Timeouts::default().call(Duration::from_secs(9)));
    let failed = client_with(&script, config).send(&PutThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.kind(), failed.outcome()), (ErrorKind::RateLimited, WriteOutcome::Unknown));
    assert_eq!((failed.attempts(), script.count()), (1, 1));
    assert_eq!(failed.timeout_kind(), Some(TimeoutKind::Permit));
    assert!(failed.earlier().is_some());
}

#[tokio::test(start_paused = true)]
async fn unreadable_success_response_is_unknown_for_a_write() {
    let script = Script::of([Step::Respond(200, &[], br#"{"name":"Jane"}"#.to_vec())]);
    let failed = client(&script).send(&PutThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.kind(), failed.outcome()), (ErrorKind::Decode, WriteOutcome::Unknown));
    assert!(!format!("{failed} {failed:?}").contains("Jane"));
    assert!(failed.body().unwrap().contains("Jane"));
    let script = Script::of([Step::Respond(200, &[], br#"{"name":"Jane"}"#.to_vec())]);
    let failed = client(&script).send(&ReadThing { id: id() }).await.unwrap_err();
    assert_eq!(failed.outcome(), WriteOutcome::NotApplied);
}

#[tokio::test(start_paused = true)]
async fn credentials_are_refreshed_once() {
    let script = Script::of([error("token"), ok()]);
    let reply = client(&script).send(&MakeThing { id: id() }).await.unwrap();
    assert_eq!(reply.meta().attempts, 2);
    let sent = |at: usize| script.seen.lock().unwrap()[at].2["authorization"].clone();
    assert_eq!((sent(0), sent(1)), ("Bearer s3cret-1".parse().unwrap(), "Bearer s3cret-2".parse().unwrap()));
    let script = Script::of([error("token"), error("token")]);
    let failed = client(&script).send(&ReadThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.kind(), script.count()), (ErrorKind::Unauthenticated, 2));
}

#[tokio::test(start_paused = true)]
async fn failed_token_request_is_retried_only_as_the_policy_allows() {
    let busy = || Script::of(std::iter::repeat_n(Step::Respond(503, &[], Vec::new()), 500));
    for (policy, calls) in [(RetryPolicy::default(), 3), (RetryPolicy::none(), 1)] {
        let script = busy();
        let pipeline = client_that_fetches(&script, ClientConfig::new().retry(policy));
        let failed = pipeline.send(&PutThing { id: id() }).await.unwrap_err();
        assert_eq!((script.count(), failed.attempts(), failed.operation()), (calls, 0, "make_token"));
        assert_eq!((failed.outcome(), failed.is_retryable()), (WriteOutcome::NotApplied, true));

        // Per-call options apply to the call's token request, too.
        let script = busy();
        let options = CallOptions::new().retry(policy);
        let pipeline = client_that_fetches(&script, ClientConfig::new());
        pipeline.send_with(&PutThing { id: id() }, &options).await.unwrap_err();
        assert_eq!(script.count(), calls);
    }
}

// ---------------------------------------------------------------------------------------------- time

#[tokio::test(start_paused = true)]
async fn error_names_the_timeout_that_elapsed() {
    let limits = Timeouts::default().attempt(Duration::from_secs(3)).call(Duration::from_secs(10));
    let config = || ClientConfig::new().timeouts(limits).retry(RetryPolicy::none());
    let script = Script::of([Step::Never]);
    let began = Instant::now();
    let failed = client_with(&script, config()).send(&ReadThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.kind(), failed.timeout_kind()), (ErrorKind::Timeout, Some(TimeoutKind::Attempt)));
    assert_eq!(began.elapsed(), Duration::from_secs(3));

    let script = Script::of([Step::Never]);
    let options = CallOptions::new().deadline(Duration::from_secs(2));
    let failed = client_with(&script, config()).send_with(&ReadThing { id: id() }, &options).await.unwrap_err();
    assert_eq!(failed.timeout_kind(), Some(TimeoutKind::Call));

    let script = Script::of([Step::Break(TransportErrorKind::ConnectTimeout)]);
    let failed = client_with(&script, config()).send(&ReadThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.timeout_kind(), failed.outcome()), (Some(TimeoutKind::Connect), WriteOutcome::NotApplied));
}

#[tokio::test(start_paused = true)]
async fn call_never_outlives_its_deadline() {
    let script = Script::of(std::iter::repeat_n(Step::Never, 10));
    let policy = RetryPolicy::default().max_attempts(10);
    let config = ClientConfig::new().retry(policy);
    let began = Instant::now();
    let failed = client_with(&script, config).send(&ReadThing { id: id() }).await.unwrap_err();
    assert!(began.elapsed() <= Duration::from_secs(90), "{:?}", began.elapsed());
    assert!(failed.is_timeout());
    assert_eq!(script.count(), 3);
}

/// Credentials that block the task's thread, so that no timer fires before they are ready.
#[derive(Debug)]
struct Slow(Duration);

#[async_trait]
impl Authenticate for Slow {
    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        tokio::time::advance(self.0).await;
        Ok(())
    }
    fn sign(&self, _operation: &Operation, _head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        Ok(CredentialVersion::default())
    }
    fn preview(&self, _operation: &Operation, _head: &mut RequestHead) {}
}

#[tokio::test(start_paused = true)]
async fn call_past_its_deadline_sends_nothing() {
    let options = CallOptions::new().deadline(Duration::ZERO);
    let (script, limiter) = (Script::of([]), Limiter::new([Window::new("calls", 1, Duration::from_secs(60))]));
    let pipeline = client_with(&script, ClientConfig::new().limiter(limiter.clone()));
    let failed = pipeline.send_with(&MakeThing { id: id() }, &options).await.unwrap_err();
    assert_eq!((failed.timeout_kind(), failed.outcome()), (Some(TimeoutKind::Call), WriteOutcome::NotApplied));
    assert_eq!((failed.attempts(), script.count()), (0, 0));
    // The permit has been returned: nothing was sent.
    drop(limiter.acquire(&["calls"], Priority::Interactive, Some(Instant::now())).await.unwrap());

    let base = BaseUrl::new("https://acme.example/v1", &["/v1"], &[]).unwrap();
    let config = ClientConfig::new().transport(Arc::clone(&script) as Arc<dyn Transport>);
    let pipeline: Pipeline<Acme> = config.build(base, Arc::new(Slow(Duration::from_secs(90))), ()).unwrap();
    let failed = pipeline.send(&MakeThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.timeout_kind(), failed.outcome()), (Some(TimeoutKind::Call), WriteOutcome::NotApplied));
    assert_eq!((failed.attempts(), script.count()), (0, 0));
}

/// On the real clock. Files are opened on a thread pool, and this runtime's only such thread is kept busy: the file
/// opens as slowly as one on a network drive that does not respond.
#[test]
fn file_that_does_not_open_does_not_block_the_call() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
    let (release, busy) = std::sync::mpsc::channel::<()>();
    let path = std::env::temp_dir().join(format!("leads-core-slow-{}", std::process::id()));
    std::fs::write(&path, "x").unwrap();
    runtime.block_on(async {
        let thread = tokio::task::spawn_blocking(move || busy.recv());
        let (script, limiter) = (Script::of([ok()]), Limiter::new([Window::new("calls", 1, Duration::from_secs(60))]));
        let pipeline = client_with(&script, ClientConfig::new().limiter(limiter.clone()));
        let options = CallOptions::new().deadline(Duration::from_millis(50));
        let request = SendFile(FileSource::path(&path));
        let call = pipeline.send_with(&request, &options);
        let failed = tokio::time::timeout(Duration::from_secs(20), call).await.expect("the call outlives its deadline");
        let failed = failed.unwrap_err();
        assert_eq!((failed.timeout_kind(), failed.outcome()), (Some(TimeoutKind::Call), WriteOutcome::NotApplied));
        assert_eq!((failed.attempts(), script.count()), (0, 0));
        drop(limiter.acquire(&["calls"], Priority::Interactive, Some(Instant::now())).await.unwrap());
        drop(release);
        thread.await.unwrap().unwrap_err();
    });
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_the_minimum_delay_and_ends_the_call_if_past_the_deadline() {
    let busy = |wait: &'static [(&'static str, &'static str)]| Step::Respond(503, wait, Vec::new());
    let script = Script::of([busy(&[("retry-after", "7")]), ok()]);
    client(&script).send(&ReadThing { id: id() }).await.unwrap();
    let at = script.at.lock().unwrap().clone();
    assert!(at[1] - at[0] >= Duration::from_secs(7) && at[1] - at[0] < Duration::from_secs(8));
    let script = Script::of([busy(&[("retry-after", "3600")])]);
    let began = Instant::now();
    let failed = client(&script).send(&ReadThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.retry_after(), failed.attempts()), (Some(Duration::from_secs(3600)), 1));
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn user_timeouts_can_be_arbitrarily_long() {
    let limits = Timeouts::default().connect(Duration::MAX).attempt(Duration::MAX).call(Duration::MAX);
    let options = CallOptions::new().deadline(Duration::MAX).attempt(Duration::MAX);
    let late = || Step::After(Duration::from_secs(86_400), 200, br#"{"id":7}"#.to_vec());
    let script = Script::of([late(), late(), late()]);
    let limiter = Limiter::new([Window::new("calls", 3, Duration::MAX)]);
    let pipeline = client_with(&script, ClientConfig::new().timeouts(limits).limiter(limiter));
    pipeline.send(&ReadThing { id: id() }).await.unwrap();
    pipeline.send_with(&ReadThing { id: id() }, &options).await.unwrap();
    pipeline.send_with(&SendFile(FileSource::from(&b"x"[..])), &options).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn vendor_delays_can_be_arbitrarily_long() {
    for rejection in [
        Step::Respond(503, &[("retry-after", "9223372036854775807")], Vec::new()),
        Step::Respond(429, &[("retry-after", "18446744073709551615")], Vec::new()),
        Step::Respond(429, &[("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")], Vec::new()),
        error("never"),
    ] {
        let script = Script::of([rejection]);
        let failed = client(&script).send(&ReadThing { id: id() }).await.unwrap_err();
        let wait = failed.retry_after().unwrap();
        assert!(wait > Duration::from_secs(86_400 * 365), "{wait:?}");
        assert!(Instant::now().checked_add(wait).is_some() && failed.attempts() == 1, "{wait:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn rate_limit_response_pauses_all_callers_and_sets_the_limit() {
    let limiter = Limiter::new([Window::new("calls", 100, Duration::from_secs(5))]);
    let script = Script::of([error("slow"), ok(), ok()]);
    let pipeline = client_with(&script, ClientConfig::new().limiter(limiter.clone()));
    pipeline.send(&MakeThing { id: id() }).await.unwrap();
    pipeline.send(&ReadThing { id: id() }).await.unwrap();
    let at = script.at.lock().unwrap().clone();
    assert!(at[1] - at[0] >= Duration::from_secs(5));
    assert_eq!(limiter.windows()[0].calls, 2);
}

/// The rejected caller may never retry: the others still wait, although they have permits.
#[tokio::test(start_paused = true)]
async fn rate_limit_response_pauses_callers_that_were_not_rejected() {
    for (rejection, pause) in [(error("slow"), 5), (Step::Respond(429, &[("retry-after", "7")], Vec::new()), 7)] {
        let limiter = Limiter::new([Window::new("calls", 100, Duration::from_secs(1))]);
        let script = Script::of([rejection, ok(), ok()]);
        let pipeline = client_with(&script, ClientConfig::new().limiter(limiter));
        let once = CallOptions::new().retry(RetryPolicy::none());
        assert!(pipeline.send_with(&MakeThing { id: id() }, &once).await.unwrap_err().is_rate_limited());
        let (read, make) = (ReadThing { id: id() }, MakeThing { id: id() });
        let (one, two) = tokio::join!(pipeline.send_with(&read, &once), pipeline.send(&make));
        assert!(one.is_ok() && two.is_ok());
        let at = script.at.lock().unwrap().clone();
        assert_eq!(at.len(), 3);
        assert!(at[1..].iter().all(|later| *later - at[0] >= Duration::from_secs(pause)), "{at:?}");
    }
}

/// One wrong date must not block a client for years; the caller still receives the vendor's error.
#[tokio::test(start_paused = true)]
async fn long_pause_is_tested_every_five_minutes_and_ends_when_a_call_is_accepted() {
    const AGES: Step = Step::Respond(429, &[("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")], Vec::new());
    const TWO_HOURS: Step = Step::Respond(429, &[("retry-after", "7200")], Vec::new());
    let (short, day, probe) = (Duration::from_secs(5), Duration::from_secs(86_400), Duration::from_secs(300));
    let window = |per| Limiter::new([Window::new("calls", 100, short), Window::new("calls", 100, per).waited()]);
    for (limiter, rejection, wait) in [
        (Limiter::unlimited(), AGES, day),
        (window(short * 2), AGES, day),
        (window(day * 7), AGES, day * 7),
        (window(short * 2), error("never"), day),
        (window(short * 2), TWO_HOURS, Duration::from_secs(7200)),
        (window(short * 2), error("daily"), day),
    ] {
        let windows = limiter.windows();
        let script = Script::of([rejection.clone(), rejection.clone(), ok(), ok()]);
        let pipeline = client_with(&script, ClientConfig::new().limiter(limiter.clone()));
        let failed = pipeline.send(&ReadThing { id: id() }).await.unwrap_err();
        assert!(failed.retry_after().unwrap() >= wait, "{failed:?}");
        let learned = matches!(&rejection, Step::Respond(_, _, body) if body.ends_with(br#""daily"}"#));
        assert_eq!(limiter.windows() == windows, !learned, "a limit over a very long window is not learned");
        // During the pause the client rejects calls immediately, and reports its whole length.
        let began = Instant::now();
        let failed = pipeline.send(&ReadThing { id: id() }).await.unwrap_err();
        assert_eq!((began.elapsed(), failed.attempts()), (Duration::ZERO, 0));
        assert!(failed.is_rate_limited() && failed.retry_after().unwrap() >= wait, "{failed:?}");

        let options = CallOptions::new().deadline(probe * 2);
        pipeline.send_with(&ReadThing { id: id() }, &options).await.unwrap_err();
        pipeline.send_with(&ReadThing { id: id() }, &options).await.unwrap();
        assert_eq!(limiter.windows(), windows, "an accepted call restores what was configured");
        pipeline.send(&ReadThing { id: id() }).await.unwrap();
        let at = script.at.lock().unwrap().clone();
        let second = Duration::from_secs(1);
        assert!(at[1] - at[0] >= probe && at[1] - at[0] < probe + second, "{:?}", at[1] - at[0]);
        assert!(at[2] - at[1] >= probe && at[2] - at[1] < probe + second, "{:?}", at[2] - at[1]);
        assert_eq!(at[3], at[2]);
    }
}

/// A limit of one call in thirty days blocks a client, but it can recover.
#[tokio::test(start_paused = true)]
async fn reported_limit_that_blocks_the_client_is_tested_every_five_minutes() {
    for resumed in [false, true] {
        let limiter = Limiter::new([Window::new("calls", 100, Duration::from_secs(5))]);
        let script = Script::of([error("monthly"), error("monthly"), ok(), ok()]);
        let pipeline = client_with(&script, ClientConfig::new().limiter(limiter.clone()));
        let failed = pipeline.send(&ReadThing { id: id() }).await.unwrap_err();
        assert!(failed.retry_after().unwrap() >= Duration::from_secs(30 * 86_400));
        assert_eq!(limiter.windows()[0].calls, 1);
        if resumed {
            limiter.resume();
            assert_eq!(limiter.windows()[0].calls, 100);
            script.steps.lock().unwrap().pop_front();
        } else {
            for _ in 0..2 {
                let failed = pipeline.send(&ReadThing { id: id() }).await.unwrap_err();
                assert_eq!((failed.kind(), failed.attempts()), (ErrorKind::QuotaExhausted, 0));
                assert!(failed.retry_after().unwrap() > Duration::from_secs(29 * 86_400), "{failed:?}");
            }
            tokio::time::advance(Duration::from_secs(301)).await;
            assert_eq!(pipeline.send(&ReadThing { id: id() }).await.unwrap_err().attempts(), 1);
            assert_eq!(pipeline.send(&ReadThing { id: id() }).await.unwrap_err().attempts(), 0, "one call only");
            tokio::time::advance(Duration::from_secs(301)).await;
        }
        pipeline.send(&ReadThing { id: id() }).await.unwrap();
        pipeline.send(&ReadThing { id: id() }).await.unwrap();
        assert_eq!(limiter.windows()[0].calls, 100);
    }
}

#[tokio::test(start_paused = true)]
async fn rate_limited_call_waits_until_its_deadline() {
    let busy = || Step::Respond(429, &[("retry-after", "8")], Vec::new());
    let script = Script::of(std::iter::repeat_n(busy(), 9).chain([ok()]));
    let reply = client(&script).send(&MakeThing { id: id() }).await.unwrap();
    assert_eq!(reply.meta().attempts, 10);

    // A vendor that keeps rejecting is asked less and less often.
    for wait in [&[][..], &[("retry-after", "0")]] {
        let script = Script::of(std::iter::repeat_n(Step::Respond(429, wait, Vec::new()), 2000));
        let began = Instant::now();
        let failed = client(&script).send(&MakeThing { id: id() }).await.unwrap_err();
        assert_eq!((failed.kind(), failed.outcome()), (ErrorKind::RateLimited, WriteOutcome::NotApplied));
        assert!(began.elapsed() <= Duration::from_secs(90), "{:?}", began.elapsed());
        assert!(script.count() > 3 && script.count() < 60, "{}", script.count());
    }

    // Other failures still count, and a call that must not be retried is not.
    let busy = || Step::Respond(429, &[("retry-after", "1")], Vec::new());
    let trouble = || Step::Respond(503, &[], Vec::new());
    let script = Script::of([busy(), trouble(), busy(), trouble(), busy(), trouble()]);
    let failed = client(&script).send(&ReadThing { id: id() }).await.unwrap_err();
    assert_eq!((failed.attempts(), failed.kind()), (6, ErrorKind::Server));
    let script = Script::of([busy()]);
    let once = CallOptions::new().retry(RetryPolicy::none());
    let failed = client(&script).send_with(&MakeThing { id: id() }, &once).await.unwrap_err();
    assert_eq!((failed.attempts(), failed.kind()), (1, ErrorKind::RateLimited));
}

#[tokio::test(start_paused = true)]
async fn rate_limit_response_without_a_limit_allows_fewer_calls_for_a_while() {
    let limiter = Limiter::new([Window::new("calls", 4, Duration::from_secs(5))]);
    let busy = Step::Respond(429, &[("retry-after", "1")], Vec::new());
    let script = Script::of([busy].into_iter().chain(std::iter::repeat_n(ok(), 20)));
    let pipeline = client_with(&script, ClientConfig::new().limiter(limiter));
    let (one, two, three) = (ReadThing { id: id() }, ReadThing { id: id() }, ReadThing { id: id() });
    let (one, two, three) = tokio::join!(pipeline.send(&one), pipeline.send(&two), pipeline.send(&three));
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    let at = script.at.lock().unwrap().clone();
    // The first was rejected, the other two were sent at the same time; its retry finds a used-up limit of two.
    assert!(at[3] - at[0] >= Duration::from_secs(5), "{at:?}");
}

/// A component supplied by the application that never finishes.
#[derive(Debug, PartialEq)]
enum Hangs {
    Ready,
    TokenRequester,
    Transport,
    SharedCounts,
}

#[async_trait]
impl Authenticate for Hangs {
    async fn ready(&self, fetch: &TokenRequester<'_>) -> Result<()> {
        match self {
            Self::Ready => std::future::pending().await,
            Self::TokenRequester => fetch.send(&TokenCall).await.map(drop),
            _ => Ok(()),
        }
    }
    fn sign(&self, _operation: &Operation, _head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        Ok(CredentialVersion::default())
    }
    fn preview(&self, _operation: &Operation, _head: &mut RequestHead) {}
}

/// Shared counts that never respond.
#[derive(Debug)]
struct Silent;

#[async_trait]
impl SharedCounts for Silent {
    async fn take(&self, _request: PermitRequest<'_>) -> std::result::Result<u64, Denied> {
        std::future::pending().await
    }
    fn settle(&self, _ticket: u64, _how: PermitUse) {}
}

/// Credentials that never become ready.
#[derive(Debug)]
struct Nowhere(CredentialCache<String>);

#[async_trait]
impl CredentialProvider<String> for Silent {
    async fn credentials(&self) -> Result<String> {
        std::future::pending().await
    }
}

#[async_trait]
impl Authenticate for Nowhere {
    async fn ready(&self, _fetch: &TokenRequester<'_>) -> Result<()> {
        self.0.refresh(|_| Ok(())).await
    }
    fn sign(&self, _operation: &Operation, _head: &mut RequestHead) -> std::result::Result<CredentialVersion, Expired> {
        Err(Expired)
    }
    fn preview(&self, _operation: &Operation, _head: &mut RequestHead) {}
}

#[tokio::test(start_paused = true)]
async fn hanging_component_blocks_no_call_past_its_deadline() {
    let window = || [Window::new("calls", 1, Duration::from_secs(60))];
    let base = || BaseUrl::new("https://acme.example/v1", &["/v1"], &[]).unwrap();
    let hangs: [(Arc<dyn Authenticate>, bool, bool); 5] = [
        (Arc::new(Hangs::Ready), false, false),
        (Arc::new(Hangs::TokenRequester), false, true),
        (Arc::new(Nowhere(CredentialCache::provided(Arc::new(Silent)))), false, false),
        (Arc::new(Hangs::SharedCounts), true, false),
        (Arc::new(Hangs::Transport), false, true),
    ];
    for (auth, counts, sent) in hangs {
        let name = format!("{auth:?}");
        let limiter = if counts { Limiter::with_counts(window(), Arc::new(Silent)) } else { Limiter::new(window()) };
        let script = Script::of([Step::Never]);
        let config = ClientConfig::new().limiter(limiter.clone()).transport(Arc::clone(&script) as Arc<dyn Transport>);
        let limits = Timeouts::default().attempt(Duration::from_secs(60)).call(Duration::from_secs(20));
        let pipeline: Pipeline<Acme> = config.timeouts(limits).build(base(), auth, ()).unwrap();
        let began = Instant::now();
        let failed = pipeline.send(&MakeThing { id: id() }).await.unwrap_err();
        let took = began.elapsed();
        assert!(took <= Duration::from_millis(20_050), "{name}: {took:?}");
        assert!(failed.is_timeout() || failed.is_rate_limited(), "{name}: {failed}");
        let fetched = name == "TokenRequester";
        let unknown = sent && !fetched;
        assert_eq!(failed.outcome() == WriteOutcome::Unknown, unknown, "{name}");
        // The permit has been returned if nothing was sent.
        if !sent && !counts {
            drop(limiter.acquire(&["calls"], Priority::Interactive, Some(Instant::now())).await.unwrap());
        }
        if counts {
            let snapshot = serde_json::to_value(limiter.snapshot()).unwrap();
            assert_eq!(snapshot["windows"][0]["used"], serde_json::json!([]), "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn call_without_a_slot_is_not_sent() {
    let slots = ConcurrencyLimit::new(2);
    let script = Script::of([Step::Never, Step::Never, ok()]);
    let limiter = Limiter::new([Window::new("calls", 3, Duration::from_secs(60))]);
    let config = ClientConfig::new().concurrency(slots.clone()).limiter(limiter.clone());
    let pipeline = client_with(&script, config);
    let request = MakeThing { id: id() };
    let mut stalled: Vec<_> = (0..2).map(|_| Box::pin(pipeline.send(&request))).collect();
    for call in &mut stalled {
        let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx))).await;
        assert!(polled.is_pending());
    }
    assert_eq!((slots.in_flight(), script.count()), (2, 2));
    let began = Instant::now();
    let options = CallOptions::new().deadline(Duration::from_secs(3));
    let failed = pipeline.send_with(&request, &options).await.unwrap_err();
    assert_eq!((failed.timeout_kind(), failed.outcome()), (Some(TimeoutKind::Call), WriteOutcome::NotApplied));
    assert_eq!((failed.attempts(), script.count(), began.elapsed()), (0, 2, Duration::from_secs(3)));
    // Its permit of the limiter was not used either: one is left beside the two in flight.
    assert_eq!(limiter.headroom()[0].left, 1);

    // A slot is free as soon as a call's future is dropped.
    stalled.pop();
    pipeline.send(&request).await.unwrap();
    assert_eq!((slots.in_flight(), script.count()), (1, 3));
}

/// The limiter takes a permit back that is not sent within 16 seconds, so a call that waits longer for its slot needs
/// another one.
#[tokio::test(start_paused = true)]
async fn call_that_waited_long_for_a_slot_takes_a_new_permit() {
    let slots = ConcurrencyLimit::new(1);
    let script = Script::of([Step::Never, ok()]);
    let limiter = Limiter::new([Window::new("calls", 2, Duration::from_secs(5))]);
    let config = ClientConfig::new().concurrency(slots).limiter(limiter.clone()).retry(RetryPolicy::none());
    let pipeline = client_with(&script, config);
    let request = MakeThing { id: id() };
    let options = CallOptions::new().attempt(Duration::from_secs(20));
    let (first, second) = tokio::join!(pipeline.send_with(&request, &options), pipeline.send(&request));
    assert_eq!(first.unwrap_err().outcome(), WriteOutcome::Unknown);
    second.unwrap();
    // Both calls count: the first was sent without a response, the second has one.
    assert_eq!((script.count(), limiter.headroom()[0].left), (2, 0));
}

/// A request whose future is no longer polled returns its permit at its timeout plus a window.
#[tokio::test(start_paused = true)]
async fn sent_call_that_is_no_longer_polled_returns_its_permit() {
    let limiter = Limiter::new([Window::new("calls", 25, Duration::from_secs(5))]);
    let script = Script::of(std::iter::repeat_n(Step::Never, 25).chain([ok()]));
    let pipeline = client_with(&script, ClientConfig::new().limiter(limiter));
    let request = ReadThing { id: id() };
    let mut stalled: Vec<_> = (0..25).map(|_| Box::pin(pipeline.send(&request))).collect();
    for call in &mut stalled {
        let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx))).await;
        assert!(polled.is_pending());
    }
    let began = Instant::now();
    pipeline.send(&request).await.unwrap();
    let took = began.elapsed();
    assert!(took > Duration::from_secs(36) && took < Duration::from_millis(36_050), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn retry_after_date_is_read_by_the_vendors_clock() {
    let headers = &[("date", "Sun, 06 Nov 1994 08:49:30 GMT"), ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")];
    let script = Script::of([Step::Respond(503, headers, Vec::new()), ok()]);
    client(&script).send(&ReadThing { id: id() }).await.unwrap();
    let at = script.at.lock().unwrap().clone();
    assert!(at[1] - at[0] >= Duration::from_secs(7) && at[1] - at[0] < Duration::from_secs(8));
}

#[tokio::test(start_paused = true)]
async fn failing_client_stops_retrying() {
    let script = Script::of(std::iter::repeat_n(Step::Respond(503, &[], Vec::new()), 2000));
    let pipeline = client(&script);
    for _ in 0..300 {
        let _ = pipeline.send(&ReadThing { id: id() }).await;
    }
    // 300 first attempts, and the 100 retries that the budget allows.
    assert_eq!(script.count(), 400);
}

#[tokio::test(start_paused = true)]
async fn dropped_call_returns_its_permit_late() {
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(5))]);
    let script = Script::of([Step::Never, ok()]);
    let pipeline = client_with(&script, ClientConfig::new().limiter(limiter));
    let began = Instant::now();
    let request = ReadThing { id: id() };
    tokio::select! {
        _ = pipeline.send(&request) => panic!("the transport never responds"),
        () = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
    pipeline.send(&request).await.unwrap();
    let second = script.at.lock().unwrap()[1] - began;
    assert!(second >= Duration::from_secs(7) && second < Duration::from_millis(7100), "{second:?}");
}

#[tokio::test(start_paused = true)]
async fn failed_connect_uses_no_permit() {
    let limiter = Limiter::new([Window::new("calls", 1, Duration::from_secs(50))]);
    let script = Script::of([Step::Break(TransportErrorKind::Connect), ok()]);
    let began = Instant::now();
    client_with(&script, ClientConfig::new().limiter(limiter)).send(&ReadThing { id: id() }).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(1));
}

// ---------------------------------------------------------------------------------------------- redaction

#[tokio::test(start_paused = true)]
async fn echoed_secret_is_removed_from_the_error() {
    let body = br#"{"error":"closed","you_sent":"Bearer s3cret-1"}"#.to_vec();
    let script = Script::of([Step::Respond(400, &[], body)]);
    let failed = client(&script).send(&PutThing { id: id() }).await.unwrap_err();
    assert!(failed.body().unwrap().contains("Bearer [REDACTED]"), "{:?}", failed.body());
    let mut chain = format!("{failed} {failed:?}");
    let mut source = std::error::Error::source(&failed);
    while let Some(cause) = source {
        chain.push_str(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!chain.contains("s3cret"));
}

#[tokio::test(start_paused = true)]
async fn echoed_custom_header_is_removed_from_the_error() {
    let options = CallOptions::new().header("x-gateway-key", "gate/k3y-77").unwrap();
    let options = options.header("x-flag", "7").unwrap().header("accept", "application/json").unwrap();
    let body = br#"{"error":"gate\/k3y-77","you_sent":["gate/k3y-77","7","application/json"]}"#.to_vec();
    for status in [400, 200] {
        let script = Script::of([Step::Respond(status, &[], body.clone())]);
        let failed = client_with(&script, ClientConfig::new().retry(RetryPolicy::none()))
            .send_with(&ReadThing { id: id() }, &options)
            .await
            .unwrap_err();
        assert!(!shown(&failed).contains("k3y"), "{}", shown(&failed));
        assert!(failed.body().unwrap().ends_with(r#","7","application/json"]}"#), "{:?}", failed.body());
    }
}

/// Everything that an error can show.
fn shown(error: &leads_core::Error) -> String {
    let mut shown = format!("{error} {error:?} {:?} {:?} {:?}", error.body(), error.codes(), error.help());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        shown.push_str(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
    shown
}

#[tokio::test(start_paused = true)]
async fn token_in_a_response_is_never_shown() {
    const LIVE: &str = "l1ve-t0ken/77";
    for (status, body) in [
        (200, format!(r#"{{"data":{{"access_token":"{LIVE}"}}}}"#)),
        (200, format!(r#"{{"accessToken":"{LIVE}"}}"#)),
        (200, format!(r#"{{"access_token":"{LIVE}"#)),
        (400, format!(r#"{{"access_token":"{LIVE}","error":"not {LIVE}"}}"#)),
        (503, format!("access_token={LIVE}")),
    ] {
        let script = || Script::of([Step::Respond(status, &[], body.clone().into_bytes())]);
        let config = || ClientConfig::new().retry(RetryPolicy::none());
        let failed = client_that_fetches(&script(), config()).send(&ReadThing { id: id() }).await.unwrap_err();
        assert_eq!((failed.operation(), failed.body()), ("make_token", None));
        assert!(!shown(&failed).contains("l1ve"), "{body}: {}", shown(&failed));
        // A token request sent by the caller keeps its body, without the token.
        let failed = client_with(&script(), config()).send(&TokenCall).await.map(|_| ()).unwrap_err();
        assert!(failed.body().is_some() && !shown(&failed).contains("l1ve"), "{body}: {}", shown(&failed));
    }
}

impl FromResponse<Acme> for () {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::empty(response)
    }
}

#[tokio::test(start_paused = true)]
async fn secret_in_the_body_is_not_in_the_preview() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Login {
        secret: SecretText,
    }
    impl Request for Login {
        type Vendor = Acme;
        type Response = ();
        const OPERATION: Operation = Operation::new("login", Method::Post, "/v1/login", Safety::Read);
        fn parts(&self) -> Result<Parts> {
            Parts::new().json(self)
        }
    }
    let script = Script::of([Step::Respond(204, &[], Vec::new())]);
    let pipeline = client(&script);
    let login = Login { secret: "hu\"sh".into() };
    assert!(!pipeline.preview(&login).unwrap().to_string().contains("hu"));
    pipeline.send(&login).await.unwrap();
    assert_eq!(script.seen.lock().unwrap()[0].3, br#"{"secret":"hu\"sh"}"#);
}

#[tokio::test(start_paused = true)]
async fn classification_of_the_repaired_response_counts() {
    /// A response that is read without any repair.
    struct Strict;
    impl FromResponse<Acme> for Strict {
        fn from_response(_: &Operation, response: &HttpResponse) -> Result<Self> {
            let read = serde_json::from_slice::<serde_json::Value>(&response.body);
            read.map(|_| Self).map_err(|_| leads_core::Error::decode(leads_core::DecodeError::new("syntax", ".", 1, 1)))
        }
    }
    struct PutStrictly;
    impl Request for PutStrictly {
        type Vendor = Acme;
        type Response = Strict;
        const OPERATION: Operation = Operation::new("put", Method::Put, "/v1/things", Safety::Idempotent);
        fn parts(&self) -> Result<Parts> {
            Parts::new().empty()
        }
    }
    let malformed = b"{\"partial\":true,\"note\":\"a\x01\"}".to_vec();
    let script = Script::of([Step::Respond(200, &[], malformed)]);
    let reply = client(&script).send(&PutStrictly).await.unwrap();
    assert_eq!(reply.meta().outcome, WriteOutcome::Partial);
    assert_eq!(reply.meta().warnings, [Code::new("partial")]);
}

#[tokio::test(start_paused = true)]
async fn slow_responses_within_the_timeouts_succeed() {
    let script = Script::of([Step::After(Duration::from_secs(29), 200, br#"{"id":1}"#.to_vec())]);
    assert_eq!(client(&script).send(&ReadThing { id: id() }).await.unwrap().id, 1);
}

#[test]
fn bodies_are_shared_not_copied() {
    let body = Bytes::from_static(br#"{"id":1}"#);
    let raw = Raw::<Thing>::whole(&body).unwrap();
    assert_eq!(raw.text().as_ptr(), body.as_ptr());
}

/// A body that counts how often it is serialized.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicUsize>);

impl Serialize for Counted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        serializer.serialize_str("Jane")
    }
}

impl Request for Counted {
    type Vendor = Acme;
    type Response = Raw<Thing>;
    const OPERATION: Operation = Operation::new("counted", Method::Put, "/v1/things", Safety::Idempotent);
    fn parts(&self) -> Result<Parts> {
        Parts::new().json(self)
    }
}

#[tokio::test(start_paused = true)]
async fn body_is_serialized_once_and_shared_by_all_attempts() {
    let busy = Step::Respond(503, &[], Vec::new());
    let script = Script::of([busy.clone(), Step::Break(TransportErrorKind::Exchange), error("token"), ok()]);
    let config = ClientConfig::new().retry(RetryPolicy::default().max_attempts(5));
    let request = Counted::default();
    let done = client_with(&script, config).send(&request).await.unwrap();
    assert_eq!((done.meta().attempts, request.0.load(Ordering::SeqCst)), (4, 1));
    let bodies = script.bodies.lock().unwrap();
    assert_eq!(*bodies[0], *b"\"Jane\"");
    assert!(bodies.len() == 4 && bodies.iter().all(|body| body.as_ptr() == bodies[0].as_ptr()));
}
