//! Records spans, events and metrics by their names and fields.

use metrics::{Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, SharedString, Unit};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Names, each with the fields that it was seen with.
pub(crate) type Seen = BTreeMap<String, BTreeSet<String>>;

#[derive(Debug, Default)]
pub(super) struct Traced {
    /// By name and level.
    pub(super) spans: Seen,
    /// By message and level.
    pub(super) events: Seen,
    /// Everything as text.
    pub(super) text: String,
}

/// Records what a subscriber receives.
#[derive(Clone, Debug, Default)]
pub(super) struct Traces(pub(super) Arc<Mutex<Traced>>);

/// The fields of a span or event that have a value.
#[derive(Default)]
struct Fields {
    names: BTreeSet<String>,
    message: String,
    text: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text.push_str(&format!("{}={value:?} ", field.name()));
        if field.name() == "message" {
            self.message = format!("{value:?}");
        } else {
            self.names.insert(field.name().to_owned());
        }
    }
}

impl Traces {
    fn span(&self, name: &str, level: &tracing::Level, fields: Fields) {
        let mut traced = self.0.lock().unwrap();
        traced.spans.entry(format!("{name} {level}")).or_default().extend(fields.names);
        traced.text.push_str(&fields.text);
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Traces {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let metadata = attributes.metadata();
        if metadata.target().starts_with("leads_core") {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            self.span(metadata.name(), metadata.level(), fields);
        }
    }
    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let metadata = context.span(id).unwrap().metadata();
        if metadata.target().starts_with("leads_core") {
            let mut fields = Fields::default();
            values.record(&mut fields);
            self.span(metadata.name(), metadata.level(), fields);
        }
    }
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        if metadata.target().starts_with("leads_core") {
            let mut fields = Fields::default();
            event.record(&mut fields);
            let mut traced = self.0.lock().unwrap();
            let name = format!("{} {}", fields.message, metadata.level());
            traced.events.entry(name).or_default().extend(fields.names);
            traced.text.push_str(&fields.text);
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// By name and kind.
    pub(crate) labels: Seen,
    /// The values of counters and gauges, and the sums of histograms.
    pub(crate) values: BTreeMap<String, f64>,
    pub(crate) described: BTreeMap<String, (String, bool)>,
    /// Everything as text.
    pub(crate) text: String,
}

/// A recorder of the crate `metrics`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(pub(crate) Arc<Mutex<Measured>>);

#[derive(Debug)]
struct Instrument(Recorder, String);

impl Instrument {
    fn add(&self, value: f64) {
        *self.0.0.lock().unwrap().values.entry(self.1.clone()).or_default() += value;
    }
}

impl CounterFn for Instrument {
    fn increment(&self, value: u64) {
        self.add(f64::from(u32::try_from(value).unwrap()));
    }
    fn absolute(&self, _: u64) {
        unreachable!("counters are only incremented");
    }
}

impl GaugeFn for Instrument {
    fn increment(&self, _: f64) {
        unreachable!("gauges are only set");
    }
    fn decrement(&self, _: f64) {
        unreachable!("gauges are only set");
    }
    fn set(&self, value: f64) {
        self.0.0.lock().unwrap().values.insert(self.1.clone(), value);
    }
}

impl HistogramFn for Instrument {
    fn record(&self, value: f64) {
        self.add(value);
    }
}

impl Recorder {
    fn instrument(&self, key: &Key, kind: &str) -> Arc<Instrument> {
        let mut measured = self.0.lock().unwrap();
        let labels = measured.labels.entry(format!("{} {kind}", key.name())).or_default();
        labels.extend(key.labels().map(|label| label.key().to_owned()));
        measured.text.push_str(&format!("{key} "));
        drop(measured);
        Arc::new(Instrument(self.clone(), key.name().to_owned()))
    }
    fn describe(&self, name: &KeyName, unit: Option<Unit>, about: &SharedString) {
        let unit = unit.map(|unit| unit.as_canonical_label().to_owned()).unwrap_or_default();
        self.0.lock().unwrap().described.insert(name.as_str().to_owned(), (unit, !about.is_empty()));
    }
}

impl metrics::Recorder for Recorder {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, about: SharedString) {
        self.describe(&name, unit, &about);
    }
    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, about: SharedString) {
        self.describe(&name, unit, &about);
    }
    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, about: SharedString) {
        self.describe(&name, unit, &about);
    }
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.instrument(key, "counter"))
    }
    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.instrument(key, "gauge"))
    }
    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.instrument(key, "histogram"))
    }
}
