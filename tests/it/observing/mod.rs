//! `docs/observability.md` lists exactly the spans, events, metrics and fields that calls emit, and none of them shows
//! personal data.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod acme;
pub(crate) mod recorders;

use acme::{PutThing, Script, Token, client};
use leads_core::http::Limiter;
use leads_core::http::limit::Window;
use leads_core::observe::{CallInfo, CallSummary, DriftEvent, Metrics, Observer, Otel};
use leads_core::{CallOptions, ClientConfig};
use opentelemetry::metrics::MeterProvider as _;
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, PeriodicReader, SdkMeterProvider};
use recorders::{Recorder, Seen, Traced, Traces};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tracing_subscriber::layer::SubscriberExt as _;

const PAGE: &str = include_str!("../../../docs/observability.md");

/// Asks for drift, and panics at the end of some calls.
#[derive(Debug)]
struct Difficult;

impl Observer for Difficult {
    fn call_ended(&self, _: &CallInfo<'_>, summary: &CallSummary) {
        assert!(!summary.is_cancelled, "an observer that panics");
    }
    fn drift(&self, _: &DriftEvent<'_>) {}
    fn wants_drift(&self) -> bool {
        true
    }
}

/// Makes calls that meet everything that is reported.
async fn everything(config: impl Fn() -> ClientConfig) {
    let put = PutThing("canary.person@example.com".to_owned());
    let [calls, token] =
        [("calls", 25), ("token", 5)].map(|(class, calls)| Window::new(class, calls, Duration::from_secs(5)));
    let limited = || config().limiter(Limiter::new([calls.clone(), token.clone()]));
    // A member that no type has, a failed attempt, credentials that were rejected, and a limit.
    let drifted = r#"{"id":7,"colour":"Jane Canary","canary.person@example.com":1}"#;
    let steps = [(200, r#"{"id":1}"#), (401, ""), (200, r#"{"id":2}"#), (503, ""), (429, ""), (200, drifted)];
    let reply = client(limited(), Script::of(&steps), Token::default()).send(&put).await;
    assert_eq!(reply.unwrap().meta().attempts, 4);
    // An unknown outcome.
    let options = CallOptions::new().retry(leads_core::http::RetryPolicy::none());
    for lost in [(0, ""), (503, "")] {
        let lost = client(limited(), Script::of(&[(200, r#"{"id":1}"#), lost]), Token::default());
        lost.send_with(&put, &options).await.unwrap_err();
    }
    // A wait, and a refusal.
    let tight = config().limiter(Limiter::new([Window::new("calls", 1, Duration::from_secs(5))]));
    let tight = client(tight, Script::of(&[]), Token::default());
    tight.send(&put).await.unwrap();
    tight.send(&put).await.unwrap();
    tight.send_with(&put, &CallOptions::new().deadline(Duration::from_secs(1))).await.unwrap_err();
    // No credentials.
    client(config(), Script::of(&[]), Token { fails: true, ..Token::default() }).send(&put).await.unwrap_err();
    // A cancelled call.
    let hangs = client(config(), Script::of(&[(200, r#"{"id":1}"#), (1, "")]), Token::default());
    assert!(timeout(Duration::from_secs(1), hangs.send(&put)).await.is_err());
}

/// Runs the calls with a subscriber and an observer of the crate `metrics`.
async fn recorded() -> (Traced, Recorder) {
    let (traces, recorder) = (Traces::default(), Recorder::default());
    let subscriber = tracing_subscriber::registry().with(traces.clone());
    let _traced = crate::tracer::trace(subscriber);
    let _measured = metrics::set_default_local_recorder(&recorder);
    let config = || {
        let config = ClientConfig::new().observer(Arc::new(Metrics::new().with_account()));
        config.observer(Arc::new(Difficult))
    };
    everything(config).await;
    let traced = std::mem::take(&mut *traces.0.lock().unwrap());
    (traced, recorder.clone())
}

/// Returns the rows of a table on the page: its cells, without the marks of code.
fn table(marker: &str) -> Vec<Vec<String>> {
    let text = PAGE.split(&format!("<!-- {marker} -->")).nth(1).unwrap_or_else(|| panic!("no table `{marker}`"));
    let lines = text.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).skip(2);
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect();
    lines.map(cells).collect()
}

/// Returns the names on the page with their fields.
fn documented(marker: &str, name: [usize; 2], fields: usize) -> Seen {
    let mut seen = Seen::new();
    for row in table(marker) {
        let names = row[fields].split(',').map(str::trim).filter(|field| !field.is_empty());
        let fields = seen.entry(name.map(|column| row[column].as_str()).join(" ")).or_default();
        fields.extend(names.map(str::to_owned));
    }
    seen
}

#[track_caller]
fn same(what: &str, documented: &Seen, emitted: &Seen) {
    let flat = |seen: &Seen| -> BTreeSet<String> {
        let pairs = |(name, fields): (&String, &BTreeSet<String>)| {
            std::iter::once(name.clone())
                .chain(fields.iter().map(|field| format!("{name}: {field}")))
                .collect::<Vec<_>>()
        };
        seen.iter().flat_map(pairs).collect()
    };
    let (documented, emitted) = (flat(documented), flat(emitted));
    let missing: Vec<_> = emitted.difference(&documented).collect();
    let outdated: Vec<_> = documented.difference(&emitted).collect();
    assert!(
        missing.is_empty() && outdated.is_empty(),
        "{what}: not on the page: {missing:#?}; on the page, but never emitted: {outdated:#?}"
    );
}

#[tokio::test(start_paused = true)]
async fn page_lists_every_span_event_and_metric_that_is_emitted() {
    let (traced, recorder) = recorded().await;
    same("spans", &documented("spans", [0, 1], 2), &traced.spans);
    same("events", &documented("events", [0, 1], 2), &traced.events);
    let measured = recorder.0.lock().unwrap();
    same("metrics", &documented("metrics", [0, 1], 3), &measured.labels);
    for row in table("metrics") {
        let (unit, has_description) = &measured.described[&row[0]];
        assert_eq!(unit.as_str(), if row[2] == "s" { "s" } else { "" }, "{}", row[0]);
        assert!(has_description, "{}", row[0]);
    }
    for (name, value) in [
        ("leads.writes.unknown", 3.0),
        ("leads.retries", 3.0),
        ("leads.limiter.refusals", 1.0),
        ("leads.limiter.pauses", 1.0),
        ("leads.limiter.learnt", 1.0),
        ("leads.drift", 2.0),
    ] {
        assert_eq!(measured.values[name], value, "{name}");
    }
    let waited = measured.values["leads.limiter.wait"];
    assert!((5.0..6.0).contains(&waited), "{waited}");
}

#[test]
fn page_explains_every_field() {
    let names = |text: &str| -> Vec<String> {
        text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let used: BTreeSet<String> = [("spans", 2), ("events", 2), ("metrics", 3)]
        .into_iter()
        .flat_map(|(marker, column)| table(marker).into_iter().map(move |row| row[column].clone()))
        .flat_map(|fields| names(&fields))
        .collect();
    let explained: BTreeSet<String> = table("fields").iter().flat_map(|row| names(&row[0])).collect();
    assert_eq!(used, explained);
}

#[tokio::test(start_paused = true)]
async fn no_span_event_or_metric_shows_a_person() {
    let (traced, recorder) = recorded().await;
    let shown = format!("{} {}", traced.text, recorder.0.lock().unwrap().text);
    assert!(shown.contains("put_thing") && shown.contains("/things/{id}") && shown.contains("north"));
    for private in ["canary", "Canary", "Jane"] {
        assert!(!shown.contains(private), "{private}: {shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn account_is_a_label_of_metrics_only_on_request() {
    let recorder = Recorder::default();
    let _measured = metrics::set_default_local_recorder(&recorder);
    everything(|| ClientConfig::new().observer(Arc::new(Metrics::new()))).await;
    let measured = recorder.0.lock().unwrap();
    assert!(!measured.text.contains("north") && measured.text.contains("acme"), "{}", measured.text);
}

/// The names of the exported metrics with their units, and their attributes.
fn exported(exporter: &InMemoryMetricExporter) -> Seen {
    let mut seen = Seen::new();
    for resource in exporter.get_finished_metrics().unwrap() {
        for metric in resource.scope_metrics().flat_map(|scope| scope.metrics()) {
            let mut names = BTreeSet::new();
            let mut add = |key: &opentelemetry::KeyValue| {
                names.insert(key.key.as_str().to_owned());
            };
            let kind = match metric.data() {
                AggregatedMetrics::F64(MetricData::Histogram(data)) => {
                    data.data_points().flat_map(|point| point.attributes()).for_each(&mut add);
                    let bounds: Vec<f64> = data.data_points().next().unwrap().bounds().collect();
                    assert_eq!(bounds, leads_core::observe::DURATION_BUCKETS, "{}", metric.name());
                    "histogram"
                }
                AggregatedMetrics::U64(MetricData::Sum(data)) => {
                    data.data_points().flat_map(|point| point.attributes()).for_each(&mut add);
                    "counter"
                }
                AggregatedMetrics::U64(MetricData::Gauge(data)) => {
                    data.data_points().flat_map(|point| point.attributes()).for_each(&mut add);
                    "gauge"
                }
                other => panic!("{}: {other:?}", metric.name()),
            };
            seen.entry(format!("{} {kind} {}", metric.name(), metric.unit())).or_default().extend(names);
        }
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn page_lists_the_metrics_of_opentelemetry() {
    let exporter = InMemoryMetricExporter::default();
    let provider = SdkMeterProvider::builder().with_reader(PeriodicReader::builder(exporter.clone()).build()).build();
    let otel = Arc::new(Otel::new(&provider.meter("leads")).with_account());
    everything(|| ClientConfig::new().observer(otel.clone()).observer(Arc::new(Difficult))).await;
    provider.force_flush().unwrap();
    let mut expected = Seen::new();
    for row in table("metrics") {
        let fields = row[3].split(',').map(|field| field.trim().to_owned()).collect();
        expected.insert(format!("{} {} {}", row[0], row[1], row[2]), fields);
    }
    same("metrics of OpenTelemetry", &expected, &exported(&exporter));
}
