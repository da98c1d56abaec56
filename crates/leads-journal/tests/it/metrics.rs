//! The metrics of a worker.

use crate::common::{Act, Running, Scripted, create, journal, worker};
use leads_core::{Error, ErrorKind, Safety, WriteOutcome};
use leads_journal::{JournalError, JournalMetrics, JournalObserver as _, StoreError};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

const PAGE: &str = include_str!("../../../../docs/durable-writes.md");

/// A series with its labels, and what it was given.
#[derive(Clone, Debug, Default)]
struct Values(Arc<Mutex<BTreeMap<String, f64>>>);

struct Series(Values, String);

impl Series {
    fn new(values: &Values, key: &Key) -> Arc<Self> {
        let labels: Vec<String> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        Arc::new(Self(values.clone(), format!("{} {}", key.name(), labels.join(" ")).trim().to_owned()))
    }

    fn add(&self, value: f64) {
        *self.0.0.lock().unwrap().entry(self.1.clone()).or_default() += value;
    }
}

impl CounterFn for Series {
    fn increment(&self, value: u64) {
        self.add(f64::from(u32::try_from(value).unwrap()));
    }
    fn absolute(&self, _: u64) {}
}

impl HistogramFn for Series {
    fn record(&self, value: f64) {
        assert!((0.0..60.0).contains(&value), "{value}");
        self.add(1.0);
    }
}

#[derive(Clone, Debug, Default)]
struct Recorded {
    values: Values,
    described: Arc<Mutex<BTreeSet<String>>>,
}

impl Recorded {
    fn describe(&self, key: &KeyName, kind: &str, unit: Option<Unit>) {
        let unit = unit.filter(|unit| *unit != Unit::Count).map_or("", |unit| unit.as_canonical_label());
        self.described.lock().unwrap().insert(format!("{} {kind} {unit}", key.as_str()).trim().to_owned());
    }
}

impl Recorder for Recorded {
    fn describe_counter(&self, key: KeyName, unit: Option<Unit>, _: SharedString) {
        self.describe(&key, "counter", unit);
    }
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, key: KeyName, unit: Option<Unit>, _: SharedString) {
        self.describe(&key, "histogram", unit);
    }
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(Series::new(&self.values, key))
    }
    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }
    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Series::new(&self.values, key))
    }
}

fn failure(kind: ErrorKind, outcome: WriteOutcome) -> Act {
    Act::Fail(Error::new(kind, "no").with_outcome(outcome))
}

/// Runs entries that end in three states, on this thread.
async fn recorded() -> Recorded {
    let recorder = Recorded::default();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let (_folder, journal) = journal().await;
    let (release, released) = tokio::sync::oneshot::channel();
    drop(release);
    let account = Scripted::new(Safety::NonIdempotent, false)
        .then(failure(ErrorKind::Connect, WriteOutcome::NotApplied))
        .then(Act::After(released))
        .then(failure(ErrorKind::Timeout, WriteOutcome::Unknown))
        .then(failure(ErrorKind::InvalidRequest, WriteOutcome::NotApplied));
    let metrics = Arc::new(JournalMetrics::new());
    let running = Running::start(worker(&journal).account("crm", account).observer(metrics.clone()));
    for name in ["applied", "unknown", "refused"] {
        journal.enqueue("crm", create(name)).await.unwrap();
        journal.wait("crm", name).await.unwrap();
    }
    running.stop().await;
    metrics.store_failed(&JournalError::from(StoreError::new("the entry was not stored", "the disk is full")));
    recorder.clone()
}

#[tokio::test]
async fn entries_are_counted_by_the_state_that_they_reach() {
    let recorder = recorded().await;
    let values = recorder.values.0.lock().unwrap().clone();
    let expected = [
        ("leads.journal.entries leads.operation=common.create leads.journal.state=applied", 1.0),
        ("leads.journal.entries leads.operation=common.create leads.journal.state=refused", 1.0),
        ("leads.journal.entries leads.operation=common.create leads.journal.state=review", 1.0),
        ("leads.journal.entry.duration leads.operation=common.create leads.journal.state=applied", 1.0),
        ("leads.journal.entry.duration leads.operation=common.create leads.journal.state=refused", 1.0),
        ("leads.journal.entry.duration leads.operation=common.create leads.journal.state=review", 1.0),
        ("leads.journal.repetitions leads.operation=common.create", 1.0),
        ("leads.journal.store.failures", 1.0),
    ];
    assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), value)).into());
}

#[tokio::test]
async fn page_lists_every_metric() {
    let recorder = recorded().await;
    let table = PAGE.split("<!-- metrics -->").nth(1).unwrap();
    let lines = table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let (mut documented, mut labelled) = (BTreeSet::new(), BTreeSet::new());
    for line in lines.skip(2) {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().replace('`', "")).collect();
        documented.insert(format!("{} {} {}", cells[1], cells[2], cells[3]).trim().to_owned());
        let labels: Vec<&str> = cells[4].split(',').map(str::trim).collect();
        labelled.insert(format!("{} {}", cells[1], labels.join(" ")).trim().to_owned());
    }
    assert_eq!(documented, *recorder.described.lock().unwrap());
    let without_values = |series: &String| -> String {
        let words: Vec<&str> = series.split(' ').map(|word| word.split('=').next().unwrap()).collect();
        words.join(" ")
    };
    let values = recorder.values.0.lock().unwrap();
    assert_eq!(labelled, values.keys().map(without_values).collect::<BTreeSet<_>>());
}
