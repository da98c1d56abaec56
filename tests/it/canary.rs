//! Plants credentials and personal data in every operation, fault and log level; none may appear in any output.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use crate::observing::recorders::Recorder;
use async_trait::async_trait;
use http::HeaderMap;
use leads_core::http::{Progress, RetryPolicy, Transport, TransportError, TransportErrorKind, WireBody, WireRequest};
use leads_core::inspect::Entry;
use leads_core::observe::{AttemptInfo, CallInfo, CallSummary, DriftEvent, LimitEvent, Metrics, Observer};
use leads_core::vendor::Vendor;
use leads_core::{CallOptions, ClientConfig, HttpResponse, Pipeline};
use leads_testkit::faults::{self, NamedFault};
use leads_testkit::{Clock, Fake, FakeRequest, FakeResponse};
use memchr::memmem::Finder;
use std::error::Error as _;
use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

/// Long enough to be unique, with the characters that encodings change.
const USER: &str = "canary-user-8d1f";
const KEY: &str = "canary$key/8d1f+\"q";
const SECRET: &str = "canary$secret/77aa+\"q";

/// How the server treats a request.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Rejected(u16),
    Fields(u16),
    ItemStream(u16),
    Html(u16),
    EchoText(u16),
    EchoJson(u16),
    Empty(u16),
    Redirect,
    Broken(TransportErrorKind),
}

const FAULTS: &[Fault] = &[
    Fault::Rejected(400),
    Fault::Rejected(401),
    Fault::Rejected(429),
    Fault::Rejected(500),
    Fault::Rejected(200),
    Fault::Fields(422),
    Fault::ItemStream(200),
    Fault::Html(200),
    Fault::Html(502),
    Fault::EchoText(200),
    Fault::EchoText(403),
    Fault::EchoJson(200),
    Fault::EchoJson(422),
    Fault::Empty(200),
    Fault::Empty(204),
    Fault::Empty(503),
    Fault::Redirect,
    Fault::Broken(TransportErrorKind::Connect),
    Fault::Broken(TransportErrorKind::Exchange),
    Fault::Broken(TransportErrorKind::Body),
];

/// A server that echoes everything it receives, and keeps the last body.
#[derive(Debug)]
struct Echo {
    does: Fault,
    heard: Arc<Mutex<String>>,
}

fn echoed(method: &http::Method, target: &str, headers: &HeaderMap, body: &str) -> String {
    let mut echo = format!("{method} {target}\n");
    for (name, value) in headers {
        echo.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    }
    echo + body
}

#[async_trait]
impl Transport for Echo {
    async fn send(&self, wire: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let body = match &wire.body {
            WireBody::Full(body) => String::from_utf8_lossy(body).into_owned(),
            _ => String::new(),
        };
        self.heard.lock().unwrap().clone_from(&body);
        let echo = echoed(&wire.method, wire.url.as_str(), &wire.headers, &body);
        let quoted = serde_json::to_string(&echo).unwrap();
        let mut headers = HeaderMap::new();
        let (status, body) = match self.does {
            Fault::Rejected(status) => (
                status,
                format!(
                    r#"{{"errors":[{{"code":92001,"status":"{status}","title":{quoted},"message":{quoted}}}],
                        "Status":"Error","ExceptionType":"MXInvalidInputException","ExceptionMessage":{quoted},
                        "message":{quoted},"error":{quoted}}}"#
                ),
            ),
            Fault::Fields(status) => {
                (status, format!(r#"{{"errors":{{"email":[{quoted}],{quoted}:[{quoted}]}},"field":{quoted}}}"#))
            }
            Fault::ItemStream(status) => (
                status,
                format!(
                    r#"{{"Status":{{"TotalCount":2,"SuccessCount":1,"FailureCount":1,"Message":"Error"}},"Details":
                        {{"FailedLeads":[{{"Identifier":"EmailAddress","IdentifierValue":{quoted},"Reason":{quoted}}}]}}}}"#
                ),
            ),
            Fault::Html(status) => (status, format!("<html><title>x</title>{echo}</html>")),
            Fault::EchoText(status) => (status, echo),
            Fault::EchoJson(status) => (status, format!(r#"{{"you_said":{quoted}}}"#)),
            Fault::Empty(status) => (status, String::new()),
            Fault::Redirect => {
                headers.insert("location", "https://elsewhere.example/?key=x".parse().unwrap());
                (302, echo)
            }
            Fault::Broken(kind) => return Err(TransportError::new(kind)),
        };
        progress.head_received();
        Ok(HttpResponse::new(status, headers, body))
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Logs everything of one level and above, until the tracer is dropped.
    fn start(level: Level) -> (Self, crate::tracer::Tracer) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        (log, crate::tracer::trace(subscriber))
    }

    /// Returns what was logged since the last call.
    fn take(&self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut *self.0.lock().unwrap())).into_owned()
    }
}

/// Which levels are enabled during a call.
#[derive(Clone, Copy)]
enum Enabled {
    /// All levels, each with its own log: what a subscriber of one level would log, from a single call.
    All,
    /// One level and those above it. Spans of other levels are disabled.
    One(Level),
}

/// Logs by level.
struct Logs(Vec<(Level, Log)>);

impl Logs {
    /// Logs until the tracer is dropped.
    fn start(enabled: Enabled) -> (Self, crate::tracer::Tracer) {
        match enabled {
            Enabled::One(level) => {
                let (log, tracer) = Log::start(level);
                (Self(vec![(level, log)]), tracer)
            }
            Enabled::All => {
                let logs = LEVELS.map(|level| (level, Log::default())).to_vec();
                let layer = |(level, log): &(Level, Log)| {
                    tracing_subscriber::fmt::layer()
                        .with_span_events(FmtSpan::FULL)
                        .with_ansi(false)
                        .with_writer(log.clone())
                        .with_filter(LevelFilter::from_level(*level))
                };
                let layers: Vec<_> = logs.iter().map(layer).collect();
                (Self(logs), crate::tracer::trace(tracing_subscriber::registry().with(layers)))
            }
        }
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The planted credentials in every encoding in which they are sent.
fn secrets() -> Vec<String> {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    let mut all = Vec::new();
    for secret in [KEY, SECRET] {
        all.push(secret.to_owned());
        all.push(serde_json::to_string(secret).unwrap().trim_matches('"').to_owned());
        all.push(percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string());
        all.push(engine.encode(format!("{USER}:{secret}")));
        all.push(md5_hex(secret));
        all.push(engine.encode(format!("{USER}:{}", md5_hex(secret))));
    }
    all
}

fn md5_hex(text: &str) -> String {
    md5::compute(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The addresses, phone numbers and personal names in a planned request: personal data.
fn people(planned: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(body) = planned.find("\n\n").and_then(|at| serde_json::from_str(planned[at..].trim()).ok()) {
        names(&body, &mut found);
    }
    let words = planned
        .split(|c: char| !(c.is_alphanumeric() || "@.+-_".contains(c)))
        .filter(|word| {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            (word.contains('@') && word.contains('.')) || (word.starts_with('+') && digits >= 7)
        })
        .map(str::to_owned);
    found.extend(words);
    found
}

/// The first and last names in a body, as members or as pairs of a field name and its value.
fn names(value: &serde_json::Value, found: &mut Vec<String>) {
    let is_name = |name: &str| {
        let name = name.to_lowercase().replace('_', "");
        name.ends_with("firstname") || name.ends_with("lastname")
    };
    match value {
        serde_json::Value::Array(rows) => rows.iter().for_each(|row| names(row, found)),
        serde_json::Value::Object(members) => {
            let pair = ["Attribute", "SchemaName"].iter().find_map(|name| members.get(*name)?.as_str());
            for (name, value) in members {
                match value.as_str() {
                    Some(text) if is_name(name) || (name == "Value" && pair.is_some_and(is_name)) => {
                        found.push(format!("\"{text}\""));
                    }
                    _ => names(value, found),
                }
            }
        }
        _ => {}
    }
}

#[derive(Default)]
struct Seen {
    hits: Vec<String>,
    secrets: Vec<Finder<'static>>,
    calls: usize,
    /// How many secrets of the requests themselves were checked.
    own: usize,
    /// What was reported to the observers.
    told: Arc<Mutex<String>>,
}

/// Prepares searches for personal data.
fn searched(people: Vec<String>) -> Vec<Finder<'static>> {
    people.iter().map(|person| finder(person)).collect()
}

/// Prepares a search for a text. Unlike `str::contains`, the search is fast in a build without optimization.
fn finder(text: &str) -> Finder<'static> {
    Finder::new(text).into_owned()
}

/// Writes down everything that is reported to observers.
#[derive(Debug)]
struct Listens(Arc<Mutex<String>>);

impl Listens {
    fn note(&self, what: &dyn fmt::Debug) {
        self.0.lock().unwrap().push_str(&format!("{what:?} "));
    }
}

impl Observer for Listens {
    fn attempt_ended(&self, call: &CallInfo<'_>, attempt: &AttemptInfo) {
        self.note(&(call, attempt));
    }
    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        self.note(&(call, summary));
    }
    fn limiter(&self, event: &LimitEvent<'_>) {
        self.note(event);
    }
    fn drift(&self, event: &DriftEvent<'_>) {
        self.note(event);
    }
    fn wants_drift(&self) -> bool {
        true
    }
}

impl Seen {
    /// Creates an empty record that searches for secrets.
    fn new(secrets: &[String]) -> Self {
        Self { secrets: secrets.iter().map(|secret| finder(secret)).collect(), ..Self::default() }
    }
    fn secrets(&mut self, place: impl fmt::Display, text: &str) {
        for secret in &self.secrets {
            if secret.find(text.as_bytes()).is_some() {
                self.hits.push(format!("a key in {place}"));
            }
        }
    }
    fn people(&mut self, place: impl fmt::Display, text: &str, people: &[Finder<'_>]) {
        for person in people {
            if person.find(text.as_bytes()).is_some() {
                self.hits.push(format!("a person in {place}"));
            }
        }
    }
}

/// The values of a body that its preview hides: secrets of the request itself.
fn hidden(planned: &serde_json::Value, sent: &serde_json::Value, found: &mut Vec<String>) {
    use serde_json::Value;
    match (planned, sent) {
        (Value::String(shown), Value::String(secret)) if shown == "[REDACTED]" => found.push(secret.clone()),
        (Value::Array(planned), Value::Array(sent)) => {
            planned.iter().zip(sent).for_each(|(planned, sent)| hidden(planned, sent, found));
        }
        (Value::Object(planned), Value::Object(sent)) => {
            for (name, planned) in planned {
                sent.get(name).into_iter().for_each(|sent| hidden(planned, sent, found));
            }
        }
        _ => {}
    }
}

/// An error's line without the vendor's text, which is shown on purpose and may echo what was sent.
fn own_words(error: &leads_core::Error) -> String {
    let words = error.codes().iter().flat_map(|code| [code.message.as_ref(), code.subject.as_ref(), Some(&code.code)]);
    // The line shows control characters escaped.
    let shown = |words: &str| -> String {
        let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
        words.chars().map(shown).collect()
    };
    words.flatten().fold(error.to_string(), |line, words| line.replace(&shown(words), ""))
}

const LEVELS: [Level; 5] = [Level::TRACE, Level::DEBUG, Level::INFO, Level::WARN, Level::ERROR];

/// What an operation's request shows before it is sent. It depends on neither the server nor the log level.
struct Planned<'a, V: Vendor> {
    entry: &'a Entry<V>,
    people: Vec<Finder<'static>>,
    /// The preview and the request's own `Debug`.
    shown: String,
    /// The body in the preview.
    body: String,
    stored: leads_core::Result<String>,
}

/// Plans every operation of a vendor, and checks what the plans show.
fn plan<'a, V: Vendor>(pipeline: &Pipeline<V>, catalog: &'a [Entry<V>], seen: &mut Seen) -> Vec<Planned<'a, V>> {
    let (log, _guard) = Log::start(Level::TRACE);
    let mut all = Vec::new();
    for entry in catalog {
        let name = entry.operation.name;
        let plan = entry.preview(pipeline).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (text, debug, request) = (plan.to_string(), format!("{plan:?}"), entry.debug());
        let people = searched(people(&text));
        seen.secrets(format_args!("plan of {name}"), &format!("{text} {debug}"));
        seen.people(format_args!("Debug of the plan of {name}"), &debug, &people);
        seen.people(format_args!("Debug of the request {name}"), &request, &people);
        let body = plan.body.unwrap_or_default();
        let stored = entry.stored();
        match (&stored, body.contains("[REDACTED]")) {
            (Ok(stored), false) => seen.secrets(format_args!("the stored form of {name}"), stored),
            // A secret of the request itself is never stored.
            (Err(_), true) => {}
            (stored, _) => panic!("the stored form of {name}: {stored:?}"),
        }
        let lines = log.take();
        seen.secrets(format_args!("log of the plan of {name}"), &lines);
        seen.people(format_args!("log of the plan of {name}"), &lines, &people);
        all.push(Planned { entry, people, shown: format!("{text} {request}"), body, stored });
    }
    all
}

/// Sends every operation of a vendor to one server.
async fn try_each<V: Vendor>(
    pipeline: &Pipeline<V>,
    planned: &[Planned<'_, V>],
    heard: &Mutex<String>,
    fault: &str,
    enabled: Enabled,
    seen: &mut Seen,
) {
    let (logs, _guard) = Logs::start(enabled);
    let recorder = Recorder::default();
    let _local = metrics::set_default_local_recorder(&recorder);
    for Planned { entry, people, shown: plan, body: planned, stored } in planned {
        let name = entry.operation.name;
        heard.lock().unwrap().clear();
        let mut shown = String::new();
        match entry.send(pipeline, &CallOptions::new()).await {
            Ok(reply) => shown.push_str(&reply),
            Err(error) => {
                seen.secrets(
                    format_args!("error of {name} after {fault}"),
                    &format!("{error} {:?} {:?} {:?} {:?}", error.body(), error.help(), error.codes(), error.field()),
                );
                seen.people(format_args!("Display of the error of {name} after {fault}"), &own_words(&error), people);
                let report = serde_json::to_string(&error.report()).unwrap();
                seen.people(format_args!("report of the error of {name} after {fault}"), &report, people);
                shown.push_str(&format!("{error:?} {report}"));
                let mut cause = error.source();
                while let Some(error) = cause {
                    shown.push_str(&format!("{error} {error:?}"));
                    cause = error.source();
                }
            }
        }
        seen.secrets(format_args!("reply or chain of {name} after {fault}"), &shown);
        seen.people(format_args!("reply or chain of {name} after {fault}"), &shown, people);
        let mut logged = String::new();
        for (level, log) in &logs.0 {
            let lines = log.take();
            assert_eq!(lines.contains("leads.call"), *level >= Level::INFO, "{level}: {lines}");
            assert_eq!(lines.contains("leads.attempt{"), *level >= Level::DEBUG, "{level}: {lines}");
            seen.secrets(format_args!("{level} log of {name} after {fault}"), &lines);
            seen.people(format_args!("{level} log of {name} after {fault}"), &lines, people);
            logged.push_str(&lines);
        }

        let told = std::mem::take(&mut *seen.told.lock().unwrap());
        let measured = std::mem::take(&mut recorder.0.lock().unwrap().text);
        for (place, text) in [("observers", &told), ("metrics", &measured)] {
            assert!(text.contains(name), "{place} are told of {name}: {text}");
            seen.secrets(format_args!("what {place} are told of {name} after {fault}"), text);
            seen.people(format_args!("what {place} are told of {name} after {fault}"), text, people);
        }

        // A secret of the request itself is hidden everywhere.
        if let Err(rejected) = stored {
            let sent = heard.lock().unwrap().clone();
            let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text.trim()).unwrap_or_default();
            let mut own = Vec::new();
            hidden(&parsed(planned), &parsed(&sent), &mut own);
            let everything = format!("{shown} {logged} {plan} {rejected} {rejected:?} {told} {measured}");
            let shows = own.iter().any(|secret| everything.contains(secret.as_str()));
            seen.hits.extend(shows.then(|| format!("a secret of the request {name} after {fault}")));
            seen.own += own.len();
        }
        seen.calls += 1;
    }
}

/// Returns a configuration with observers.
fn observed(told: &Arc<Mutex<String>>) -> ClientConfig {
    let listens = Arc::new(Listens(Arc::clone(told)));
    ClientConfig::new().retry(RetryPolicy::none()).observer(listens).observer(Arc::new(Metrics::new()))
}

async fn try_vendor<V: Vendor>(client: impl Fn(ClientConfig) -> (Pipeline<V>, String), catalog: &[Entry<V>]) {
    let mut seen = Seen::new(&secrets());
    let told = Arc::clone(&seen.told);
    let config = move || observed(&told).max_body(1 << 16);
    let heard = Arc::new(Mutex::new(String::new()));
    let (pipeline, _) = client(config());
    let planned = plan(&pipeline, catalog, &mut seen);
    let whole = std::env::var("LEADS_CANARY").is_ok_and(|which| which == "whole");
    // One call shows what each level logs. Spans of a level that is not enabled are not made, which depends on the level
    // and not on the kind of fault: four faults are tested with each level alone, and all of them in the long run.
    let alone =
        |at: usize| LEVELS.into_iter().enumerate().filter(move |(level, _)| whole || *level == at % LEVELS.len());
    let enabled = |at: usize| std::iter::once(Enabled::All).chain(alone(at).map(|(_, level)| Enabled::One(level)));
    for (at, fault) in FAULTS.iter().enumerate() {
        for enabled in enabled(at) {
            let echo = Echo { does: *fault, heard: Arc::clone(&heard) };
            let (pipeline, debug) = client(config().transport(Arc::new(echo)));
            seen.secrets("Debug of the client", &format!("{pipeline:?} {debug}"));
            try_each(&pipeline, &planned, &heard, &format!("{fault:?}"), enabled, &mut seen).await;
        }
    }
    // The fault catalogue, in front of a server that echoes the request.
    let last = Arc::clone(&heard);
    let fake = Fake::builder(move |request: &FakeRequest, _: &Clock| {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        last.lock().unwrap().clone_from(&body);
        let echo = echoed(&request.method, &request.path, &request.headers, &body);
        FakeResponse::json(200, &serde_json::json!({"you_said": echo, "message": echo}))
    })
    .keep(0)
    .build();
    let large = |fault: &NamedFault| matches!(fault.name, "huge-body" | "gzip-bomb" | "deep-nesting");
    let named: Vec<NamedFault> = faults::all().into_iter().filter(|fault| whole || !large(fault)).collect();
    for (at, fault) in named.iter().enumerate() {
        fake.faults().clear();
        fake.faults().always(fault.fault());
        for enabled in enabled(at).take(if whole { usize::MAX } else { 1 }) {
            let (pipeline, _) = client(config().transport(fake.transport()));
            try_each(&pipeline, &planned, &heard, fault.name, enabled, &mut seen).await;
        }
    }
    let sent = if whole { (FAULTS.len() + named.len()) * (1 + LEVELS.len()) } else { 2 * FAULTS.len() + named.len() };
    assert_eq!(seen.calls, sent * catalog.len());
    let secretive = catalog.iter().any(|entry| entry.stored().is_err());
    assert_eq!(seen.own > 0, secretive, "the secrets of requests are checked");
    seen.hits.sort();
    seen.hits.dedup();
    assert!(seen.hits.is_empty(), "{} hits:\n{}", seen.hits.len(), seen.hits.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn capillary_redacts_everything() {
    use capillary_leads::{Client, Credentials, Password, api};
    for credentials in [Credentials::basic(USER, Password::plain(SECRET)), Credentials::oauth(KEY, SECRET)] {
        let client = |config| {
            let client = Client::builder()
                .base_url("https://canary.example")
                .credentials(credentials.clone())
                .config(config)
                .build()
                .unwrap();
            (client.pipeline().clone(), format!("{client:?}"))
        };
        try_vendor(client, &api::catalog()).await;
    }
}

/// A live token in the response of the token call was never sent, so it is not among the planted secrets.
const TOKEN: &str = "canary-token/8d1f77aa.q+w==";

/// Returns the same response to every request, and keeps the last body.
#[derive(Debug)]
struct Says {
    status: u16,
    body: String,
    heard: Arc<Mutex<String>>,
}

#[async_trait]
impl Transport for Says {
    async fn send(&self, wire: WireRequest, progress: Arc<dyn Progress>) -> Result<HttpResponse, TransportError> {
        let WireBody::Full(body) = &wire.body else { panic!("{} is not a token call", wire.url.path()) };
        *self.heard.lock().unwrap() = String::from_utf8_lossy(body).into_owned();
        assert_eq!(wire.url.path(), "/v3/oauth/token/generate", "the token cannot be obtained");
        progress.head_received();
        Ok(HttpResponse::new(self.status, HeaderMap::new(), self.body.clone()))
    }
}

#[tokio::test(start_paused = true)]
async fn capillary_redacts_received_tokens() {
    use capillary_leads::{Client, Credentials, api};
    let mut seen = Seen::new(&secrets());
    seen.secrets.extend([finder(TOKEN), finder(&TOKEN.replace('/', "\\/"))]);
    for (status, body) in [
        (200, format!(r#"{{"data":{{"access_token":"{TOKEN}"}}}}"#)),
        (200, format!(r#"{{"accessToken":"{TOKEN}"}}"#)),
        (200, format!(r#"{{"data":{{"accessToken":"{TOKEN}""#)),
        (200, format!(r#"{{"data":{{"accessToken":["{TOKEN}"]}}}}"#)),
        (200, format!(r#"{{"data":{{"accessToken":"{TOKEN} "}},"errors":[]}}"#)),
        (200, format!(r#"{{"data":{{"accessToken":"{TOKEN}"}},"errors":[{{"code":92001,"message":"{TOKEN}"}}]}}"#)),
        (400, format!(r#"{{"data":{{"accessToken":"{TOKEN}"}},"errors":[{{"code":"{TOKEN}","message":"x"}}]}}"#)),
        (500, format!(r#"{{"data":{{"accessToken":"{TOKEN}"}}}}"#)),
        (403, format!("<p>access_token={TOKEN}</p>")),
    ] {
        let heard = Arc::new(Mutex::new(String::new()));
        for enabled in [Enabled::All, Enabled::One(Level::INFO)] {
            let says = Says { status, body: body.clone(), heard: Arc::clone(&heard) };
            let client = Client::builder()
                .base_url("https://canary.example")
                .credentials(Credentials::oauth(KEY, SECRET))
                .config(observed(&seen.told).transport(Arc::new(says)))
                .build()
                .unwrap();
            let catalog = api::catalog();
            let planned = plan(client.pipeline(), &catalog, &mut seen);
            try_each(client.pipeline(), &planned, &heard, &body, enabled, &mut seen).await;
        }
    }
    assert_eq!(seen.calls, 9 * 2 * api::catalog().len());
    seen.hits.sort();
    seen.hits.dedup();
    assert!(seen.hits.is_empty(), "{} hits:\n{}", seen.hits.len(), seen.hits.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn nutshell_redacts_everything() {
    use nutshell::{Client, api};
    let client = |config| {
        let client =
            Client::builder().base_url("https://canary.example").basic(USER, SECRET).config(config).build().unwrap();
        (client.pipeline().clone(), format!("{client:?}"))
    };
    try_vendor(client, &api::catalog()).await;
}

async fn leadsquared_with_its_keys_in(place: leadsquared::KeyLocation) {
    use leadsquared::{Client, api};
    let client = |config| {
        let client = Client::builder()
            .base_url("https://canary.example")
            .async_base_url("https://async.canary.example")
            .files_base_url("https://files.canary.example")
            .async_api_key(KEY)
            .keys(KEY, SECRET)
            .key_location(place)
            .config(config)
            .build()
            .unwrap();
        (client.pipeline().clone(), format!("{client:?}"))
    };
    try_vendor(client, &api::catalog()).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_redacts_keys_in_headers() {
    leadsquared_with_its_keys_in(leadsquared::KeyLocation::Headers).await;
}

#[tokio::test(start_paused = true)]
async fn leadsquared_redacts_keys_in_the_query() {
    leadsquared_with_its_keys_in(leadsquared::KeyLocation::Query).await;
}

#[tokio::test(start_paused = true)]
async fn dealerstudio_redacts_everything() {
    use dealerstudio::{Client, api};
    let client = |config| {
        let client =
            Client::builder().base_url("https://canary.example").api_key(SECRET).config(config).build().unwrap();
        (client.pipeline().clone(), format!("{client:?}"))
    };
    try_vendor(client, &api::catalog()).await;
}

/// A person used as an id, a user name or an owner.
const PERSON: &str = "canary.person@example.com";

/// Returns the planted credentials and personal data that a text contains.
fn shows(text: &str) -> Vec<String> {
    let mut planted = secrets();
    planted.extend([PERSON.to_owned(), "canary.person".to_owned(), "canary%2Eperson".to_owned()]);
    planted.into_iter().filter(|secret| text.contains(secret.as_str())).collect()
}

#[track_caller]
fn shows_nothing(place: &str, text: &str) {
    assert_eq!(shows(text), Vec::<String>::new(), "{place}: {text}");
}

/// Returns an error with its source chain.
fn whole(error: &leads_core::Error) -> String {
    let report = serde_json::to_string(&error.report()).unwrap();
    let mut text = format!("{error} {error:?} {error:#?} {:?} {:?} {report}", error.help(), error.field());
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    text
}

#[test]
fn configuration_errors_are_redacted() {
    use leads::VendorConfig;
    let secret = || serde_json::json!(SECRET);
    let number = 8_812_577_461_u64;
    // What a secret can be by mistake: a number, a list, a table, a text with a line break.
    let wrong = [
        serde_json::json!(number),
        serde_json::json!(8_812_577_461.5),
        serde_json::json!([SECRET]),
        serde_json::json!({ SECRET: SECRET }),
        serde_json::json!(format!("{SECRET}\n")),
        serde_json::Value::Null,
    ];
    for (vendor, fields) in [
        ("capillary", &["cluster", "base_url", "username", "password", "password_md5", "key", "secret", "adapter"][..]),
        ("nutshell", &["user", "api_key", "base_url", "adapter"]),
        ("leadsquared", &["region", "base_url", "access_key", "secret_key", "plan", "opportunities", "leads"]),
        ("dealerstudio", &["api_key", "base_url", "adapter"]),
    ] {
        for field in fields {
            for value in wrong.iter().cloned().chain([secret()]) {
                let mut config = serde_json::json!({ "vendor": vendor });
                for other in fields.iter().filter(|other| ["api_key", "access_key", "secret_key"].contains(*other)) {
                    config[other] = secret();
                }
                config["user"] = if vendor == "nutshell" { PERSON.into() } else { serde_json::Value::Null };
                config.as_object_mut().unwrap().retain(|_, value| !value.is_null());
                config[*field] = value;
                let text = config.to_string();
                let shown = match serde_json::from_str::<VendorConfig>(&text) {
                    Err(error) => format!("{error} {error:?}"),
                    // A list is read as the members of an adapter's settings, which contain no secret and are shown.
                    Ok(_) if ["adapter", "opportunities", "leads"].contains(field) => String::new(),
                    Ok(config) => {
                        let shown = format!("{config:?} {config:#?}");
                        shown + &config.connect().map_or_else(|error| whole(&error), |client| format!("{client:?}"))
                    }
                };
                assert!(!shown.contains("8812577461"), "{vendor}.{field}: {shown}");
                // A table's own names are the fields that an error names.
                if !text.contains(&format!("{{{}:", serde_json::to_string(SECRET).unwrap())) {
                    shows_nothing(&format!("{vendor}.{field}"), &shown);
                }
            }
        }
        for value in [SECRET.to_owned(), format!("{{{SECRET}"), format!("{SECRET}\n"), number.to_string()] {
            for field in fields {
                let variables = [("X_VENDOR".to_owned(), vendor.to_owned()), (format!("X_{field}"), value.clone())];
                let shown = match VendorConfig::from_variables("X_", variables).and_then(VendorConfig::connect) {
                    Err(error) => whole(&error),
                    Ok(client) => format!("{client:?}"),
                };
                assert!(!shown.contains("8812577461"), "{vendor}.{field}: {shown}");
                shows_nothing(&format!("variable {field} of {vendor}"), &shown);
            }
        }
    }
    shows_nothing(
        "vendor",
        &serde_json::from_value::<VendorConfig>(serde_json::json!({"vendor": SECRET})).unwrap_err().to_string(),
    );
}

#[test]
fn builders_and_credentials_are_redacted() {
    let url = format!("https://user:{}@canary.example/{}?key={}", secrets()[2], secrets()[2], secrets()[2]);
    let capillary = capillary_leads::Client::builder().base_url(&url);
    let (nutshell, leadsquared) = (nutshell::Client::builder().base_url(&url), leadsquared::Client::builder());
    let leadsquared =
        leadsquared.base_url(&url).async_base_url(&url).files_base_url(&url).async_api_key(KEY).keys(KEY, SECRET);
    let dealerstudio = dealerstudio::Client::builder().base_url(&url).api_key(SECRET);
    for shown in [
        format!("{:#?}", capillary.basic(PERSON, capillary_leads::Password::plain(SECRET))),
        format!("{:?}", capillary_leads::Client::builder().oauth(KEY, SECRET)),
        format!("{:?}", capillary_leads::Credentials::basic(PERSON, capillary_leads::Password::md5_hex(SECRET))),
        format!("{:#?}", nutshell.basic(PERSON, SECRET)),
        format!("{:?}", nutshell::Credentials::new(PERSON, SECRET)),
        format!("{leadsquared:#?}"),
        format!("{:?}", leadsquared::Credentials::new(KEY, SECRET)),
        format!("{dealerstudio:#?}"),
        format!("{:?}", dealerstudio::Credentials::api_key(SECRET)),
    ] {
        shows_nothing("a builder", &shown);
    }
    // And the errors of failed builds.
    let broken = format!("{SECRET}\n");
    for error in [
        capillary_leads::Client::builder().base_url(&url).oauth(KEY, SECRET).build().unwrap_err(),
        capillary_leads::Client::builder().base_url("https://h").oauth(KEY, &*broken).build().unwrap_err(),
        nutshell::Client::builder().base_url(&url).basic(PERSON, SECRET).build().unwrap_err(),
        nutshell::Client::builder().basic(format!("{PERSON}:x"), SECRET).build().unwrap_err(),
        nutshell::Client::builder().basic(PERSON, &*broken).build().unwrap_err(),
        leadsquared.build().unwrap_err(),
        leadsquared::Client::builder().base_url("https://h").keys(KEY, &*broken).build().unwrap_err(),
        dealerstudio.build().unwrap_err(),
        dealerstudio::Client::builder().api_key(&*broken).build().unwrap_err(),
    ] {
        shows_nothing("an error of a builder", &whole(&error));
    }
}

#[test]
fn common_builders_redact_users_and_owners() {
    use leads_core::client::{LeadQuery, LeadUpdate, NewLead, StatusChange};
    use leads_core::{LeadId, LeadState, Patch};
    for shown in [
        format!("{:#?}", NewLead::new(PERSON).owner(PERSON).email(PERSON).custom("a", PERSON)),
        format!("{:#?}", LeadUpdate::new().owner(Patch::set(PERSON)).email(Patch::set(PERSON.to_owned()))),
        format!("{:#?}", StatusChange::to(LeadState::Won).changed_by(PERSON).comment(PERSON)),
        format!("{:#?}", LeadQuery::new().owner(PERSON).email(PERSON).text(PERSON)),
        format!("{:?}", LeadId::new(PERSON)),
        format!("{:?}", capillary_leads::api::leads::UpdateLead::new(1).owner(PERSON)),
        format!(
            "{:?}",
            serde_json::from_value::<capillary_leads::model::Lead>(serde_json::json!({ "id": 1, "owner": PERSON }))
                .unwrap()
        ),
    ] {
        shows_nothing("a common builder", &shown);
    }
}

#[tokio::test(start_paused = true)]
async fn ids_with_an_address_are_redacted() {
    use leadsquared::model::{Acknowledged, LeadId, UserId};
    let echo =
        serde_json::json!({"Status": "Success", "Message": {"Id": PERSON, "RelatedId": PERSON, "Message": PERSON}});
    for shown in [
        format!("{:?}", LeadId::new(PERSON)),
        format!("{:#?}", UserId::new(PERSON)),
        format!("{:?}", nutshell::model::EntityId::new(PERSON)),
        format!("{:?}", serde_json::from_value::<Acknowledged>(echo.clone()).unwrap()),
        format!("{:?}", serde_json::from_value::<Acknowledged<LeadId>>(echo).unwrap()),
        format!("{:?}", leadsquared::api::leads::GetLead::new(PERSON)),
        format!("{:?}", nutshell::api::leads::GetLead::new(PERSON)),
    ] {
        shows_nothing("an id", &shown);
    }
    for level in LEVELS {
        let (log, _guard) = Log::start(level);
        for fault in FAULTS {
            let echo = || Arc::new(Echo { does: *fault, heard: Arc::default() });
            let config = || ClientConfig::new().retry(RetryPolicy::none()).transport(echo());
            let leadsquared =
                leadsquared::Client::builder().base_url("https://canary.example").keys(KEY, SECRET).config(config());
            let leadsquared = leadsquared.build().unwrap();
            let request = leadsquared::api::leads::GetLead::new(PERSON);
            shows_nothing("a plan", &format!("{:?}", leadsquared.preview(&request).unwrap()));
            if let Err(error) = leadsquared.send(&request).await {
                shows_nothing("an error", &format!("{error:?}"));
            }
            let nutshell = nutshell::Client::builder().basic(PERSON, SECRET).config(config()).build().unwrap();
            let request = nutshell::api::leads::GetLead::new(PERSON);
            shows_nothing("a plan", &format!("{:?}", nutshell.preview(&request).unwrap()));
            if let Err(error) = nutshell.send(&request).await {
                shows_nothing("an error", &format!("{error:?}"));
            }
        }
        shows_nothing("a log", &log.take());
    }
}

#[test]
fn receivers_are_redacted() {
    let nutshell = nutshell::webhook::Receiver::new();
    let leadsquared = leadsquared::webhook::Receiver::new(leadsquared::webhook::EventKind::LeadCreate);
    let dealerstudio = dealerstudio::webhook::Receiver::new(dealerstudio::webhook::Kind::LeadCluster);
    let broken = format!("{SECRET}\n");
    for shown in [
        format!("{:#?}", nutshell.clone().token(SECRET)),
        format!("{:?}", nutshell.clone().token(&*broken)),
        whole(&nutshell.token(&*broken).check().unwrap_err()),
        format!("{:#?}", leadsquared.clone().require_header("x-key", SECRET)),
        whole(&leadsquared.require_header("x-key", &*broken).check().unwrap_err()),
        format!("{:#?}", dealerstudio.clone().token(SECRET).basic(PERSON, SECRET).x_api_key(KEY)),
        whole(&dealerstudio.clone().basic(PERSON, &*broken).check().unwrap_err()),
        format!("{:?}", dealerstudio.token(SECRET).receive(&HeaderMap::new(), None, PERSON.into()).unwrap_err()),
    ] {
        shows_nothing("a receiver", &shown);
    }
}

#[test]
fn planted_data_is_detected() {
    assert_eq!(shows(&format!("{PERSON} {SECRET}")).len(), 3);
    let mut seen = Seen::new(&secrets());
    seen.secrets("a text", &format!("Basic {}", secrets()[3]));
    seen.people("a text", "to jane@example.com", &searched(people("{\"x\":\"jane@example.com\"}")));
    let planned = "POST /x\n\n{\"a\":[{\"Attribute\":\"FirstName\",\"Value\":\"Jane\"},{\"last_name\":\"Doe\"}]}";
    assert_eq!(people(planned), ["\"Jane\"", "\"Doe\""]);
    seen.people("a text", "Request { name: \"Jane\" }", &searched(people(planned)));
    assert_eq!(seen.hits.len(), 3);
}
