//! What a trace shows of a call: one span for the call, one for each attempt, and no personal data or credentials.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use leads_core::http::{Anonymous, Progress, Transport, TransportError, TransportErrorKind, WireRequest};
use leads_core::vendor::{Classification, Failure, FromResponse, Parts, Vendor, read};
use leads_core::{ClientConfig, HttpResponse, Method, Operation, Request, Result, Safety, WriteOutcome};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

#[derive(Debug)]
enum Acme {}

impl Vendor for Acme {
    const NAME: &'static str = "acme";
    const PREFIXES: &'static [&'static str] = &[];
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];
    type Settings = ();
    fn classify((): &(), _: &Operation, response: &HttpResponse) -> Classification {
        if response.is_2xx() { Classification::applied() } else { Failure::from_status(response).into() }
    }
}

struct PutThing(&'static str);

impl FromResponse<Acme> for () {
    fn from_response(_: &Operation, response: &HttpResponse) -> leads_core::Result<Self> {
        read::empty(response)
    }
}

impl Request for PutThing {
    type Vendor = Acme;
    type Response = ();
    const OPERATION: Operation = Operation::new("put_thing", Method::Put, "/things/{id}", Safety::Idempotent);
    fn parts(&self) -> Result<Parts> {
        Parts::new().path("id", self.0).query("email", "jane@example.com").json(&serde_json::json!({"name": "Jane"}))
    }
}

/// Responds with these statuses in turn; 0 is a broken connection.
#[derive(Debug)]
struct Statuses(Mutex<Vec<u16>>);

#[async_trait::async_trait]
impl Transport for Statuses {
    async fn send(&self, _: WireRequest, _: Arc<dyn Progress>) -> std::result::Result<HttpResponse, TransportError> {
        match self.0.lock().unwrap().remove(0) {
            0 => Err(TransportError::new(TransportErrorKind::Exchange)),
            status => {
                let mut response = HttpResponse::new(status, Default::default(), "");
                response.version = Some(http::Version::HTTP_2);
                Ok(response)
            }
        }
    }
}

type Spans = Arc<Mutex<Vec<(&'static str, BTreeMap<&'static str, String>)>>>;

/// Records every span with its fields, in the order in which they began.
#[derive(Clone, Default)]
struct Recorder(Spans);

/// The index of a span among the records.
struct SpanIndex(usize);

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = BTreeMap::new();
        attributes.record(&mut Fields(&mut fields));
        let mut spans = self.0.lock().unwrap();
        context.span(id).unwrap().extensions_mut().insert(SpanIndex(spans.len()));
        spans.push((attributes.metadata().name(), fields));
    }
    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let at = span.extensions().get::<SpanIndex>().unwrap().0;
        values.record(&mut Fields(&mut self.0.lock().unwrap()[at].1));
    }
}

/// Returns the spans of a call that meets these statuses.
async fn spans(statuses: &[u16]) -> (WriteOutcome, Vec<(&'static str, BTreeMap<&'static str, String>)>) {
    let transport = Arc::new(Statuses(Mutex::new(statuses.to_vec())));
    let config = ClientConfig::new().transport(transport).account("north");
    let base = config.base_url::<Acme>("https://api.acme.example:8443").unwrap();
    let pipeline = config.build::<Acme>(base, Arc::new(Anonymous), ()).unwrap();
    let notes = Recorder::default();
    let spans = Arc::clone(&notes.0);
    let _guard = crate::tracer::trace(tracing_subscriber::registry().with(notes));
    let outcome = match pipeline.send(&PutThing("4711")).await {
        Ok(reply) => reply.meta().outcome,
        Err(error) => error.outcome(),
    };
    let spans = spans.lock().unwrap().clone();
    (outcome, spans)
}

fn fields(all: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    all.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

#[tokio::test(start_paused = true)]
async fn call_and_each_attempt_have_a_span() {
    let (outcome, spans) = spans(&[0, 503, 204]).await;
    assert_eq!(outcome, WriteOutcome::Applied);
    let call = fields(&[
        ("otel.name", "acme put_thing"),
        ("otel.kind", "internal"),
        ("leads.vendor", "acme"),
        ("leads.operation", "put_thing"),
        ("leads.account", "north"),
        ("leads.outcome", "applied"),
        ("leads.tries", "3"),
        ("leads.limiter.wait", "0.0"),
    ]);
    assert_eq!(spans[0], ("leads.call", call));
    let attempt = |number, more: &[(&'static str, &str)]| {
        let mut all = fields(&[
            ("otel.name", "PUT /things/{id}"),
            ("otel.kind", "client"),
            ("http.request.method", "PUT"),
            ("url.template", "/things/{id}"),
            ("server.address", "api.acme.example"),
            ("server.port", "8443"),
            ("http.request.resend_count", number),
            ("leads.vendor", "acme"),
            ("leads.operation", "put_thing"),
            ("leads.account", "north"),
            ("leads.limiter.wait", "0.0"),
        ]);
        all.extend(fields(more));
        ("leads.attempt", all)
    };
    assert_eq!(
        spans[1..],
        [
            attempt("0", &[("error.type", "transport"), ("otel.status_code", "ERROR")]),
            attempt(
                "1",
                &[
                    ("http.response.status_code", "503"),
                    ("network.protocol.version", "2"),
                    ("error.type", "server"),
                    ("otel.status_code", "ERROR"),
                ]
            ),
            attempt("2", &[("http.response.status_code", "204"), ("network.protocol.version", "2")]),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn failed_call_records_its_outcome_and_no_span_shows_id_query_or_body() {
    for (statuses, outcome) in [(&[400_u16][..], "not_applied"), (&[0, 400], "unknown"), (&[503, 503, 503], "unknown")]
    {
        let (reported, spans) = spans(statuses).await;
        assert_eq!((reported.as_str(), spans[0].1["leads.outcome"].as_str()), (outcome, outcome));
        assert_eq!(spans.len(), 1 + statuses.len());
        assert_eq!(spans[0].1["otel.status_code"], "ERROR");
        let shown = format!("{spans:?}");
        for private in ["4711", "jane", "Jane", "email"] {
            assert!(!shown.contains(private), "{shown}");
        }
    }
}

/// A default subscriber shows what an operator needs to know, without a filter.
#[tokio::test(start_paused = true)]
async fn default_subscriber_shows_retries_and_an_unknown_outcome() {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = crate::tracer::trace(subscriber);
    let config = ClientConfig::new().transport(Arc::new(Statuses(Mutex::new(vec![503, 0, 0]))));
    let base = config.base_url::<Acme>("https://api.acme.example").unwrap();
    let pipeline = config.build::<Acme>(base, Arc::new(Anonymous), ()).unwrap();
    assert!(pipeline.send(&PutThing("4711")).await.is_err());
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert_eq!(lines.matches("the call is sent again").count(), 2, "{lines}");
    assert_eq!(lines.matches("it is unknown whether the write was applied").count(), 1, "{lines}");
    assert!(!lines.contains("4711") && !lines.contains("jane"), "{lines}");
}
