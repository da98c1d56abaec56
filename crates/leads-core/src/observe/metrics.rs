//! Metrics through the crate `metrics`.

use super::names::{self, Metric};
use super::series::{Keys, Name, Series};
use super::{AttemptInfo, CallInfo, CallSummary, DriftEvent, LimitEvent, LimitEventKind, Observer};
use ::metrics::{Key, KeyName, Label, Level, Metadata, Unit, with_recorder};
use std::sync::Arc;
use std::time::Duration;

const METADATA: Metadata<'static> = Metadata::new("leads", Level::INFO, Some(module_path!()));

/// Records the [metrics](super) of calls with the crate `metrics`, in the recorder that is installed when a call ends.
///
/// The exporter decides about the buckets of histograms; see [`DURATION_BUCKETS`](super::DURATION_BUCKETS).
///
/// ```
/// use leads_core::ClientConfig;
/// use leads_core::observe::Metrics;
/// use std::sync::Arc;
/// let config = ClientConfig::new().observer(Arc::new(Metrics::new()));
/// # let _ = config;
/// ```
#[derive(Clone, Debug)]
pub struct Metrics {
    with_account: bool,
    keys: Arc<Keys>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Creates the observer, and describes the metrics to the recorder that is installed now.
    #[must_use]
    pub fn new() -> Self {
        let described = [
            (names::REQUEST_DURATION, Kind::Histogram, Unit::Seconds),
            (names::CALL_DURATION, Kind::Histogram, Unit::Seconds),
            (names::WAIT, Kind::Histogram, Unit::Seconds),
            (names::HEADROOM, Kind::Gauge, Unit::Count),
            (names::RETRIES, Kind::Counter, Unit::Count),
            (names::UNKNOWN, Kind::Counter, Unit::Count),
            (names::REFUSALS, Kind::Counter, Unit::Count),
            (names::PAUSES, Kind::Counter, Unit::Count),
            (names::LEARNT, Kind::Counter, Unit::Count),
            (names::DRIFT, Kind::Counter, Unit::Count),
        ];
        with_recorder(|recorder| {
            for (Metric { name, about }, kind, unit) in described {
                let name = KeyName::from_const_str(name);
                match kind {
                    Kind::Histogram => recorder.describe_histogram(name, Some(unit), about.into()),
                    Kind::Gauge => recorder.describe_gauge(name, Some(unit), about.into()),
                    Kind::Counter => recorder.describe_counter(name, Some(unit), about.into()),
                }
            }
        });
        Self { with_account: false, keys: Arc::default() }
    }

    /// Adds the label `leads.account` to every metric. The number of time series grows with the number of accounts, so
    /// this is off by default.
    #[must_use]
    pub fn with_account(mut self) -> Self {
        self.with_account = true;
        self
    }

    fn labels(&self, vendor: &'static str, account: Option<&str>) -> Vec<Label> {
        let mut labels = Vec::with_capacity(8);
        labels.push(Label::from_static_parts(names::VENDOR, vendor));
        if let Some(account) = account.filter(|_| self.with_account) {
            labels.push(Label::new(names::ACCOUNT, account.to_owned()));
        }
        labels
    }

    /// Returns a series without the account, unless it is a label.
    fn labelled<'a>(&self, series: Series<'a>) -> Series<'a> {
        Series { account: series.account.filter(|_| self.with_account), ..series }
    }

    fn request_duration(&self, series: Series<'_>) -> Key {
        let mut labels = self.labels(series.vendor.0, series.account);
        if let Some(Name(method)) = series.method {
            labels.push(Label::from_static_parts(names::METHOD, method));
        }
        labels.push(Label::from_static_parts(names::TEMPLATE, series.template.0));
        if let Some(address) = series.address {
            labels.push(Label::new(names::ADDRESS, address.to_owned()));
        }
        if let Some(port) = series.port {
            labels.push(Label::new(names::PORT, port.to_string()));
        }
        if let Some(status) = series.status {
            labels.push(Label::new(names::STATUS, status.to_string()));
        }
        if let Some(Name(version)) = series.version {
            labels.push(Label::from_static_parts(names::PROTOCOL, version));
        }
        if let Some(Name(error)) = series.error {
            labels.push(Label::from_static_parts(names::ERROR, error));
        }
        key(names::REQUEST_DURATION, labels)
    }

    fn call_duration(&self, series: Series<'_>) -> Key {
        let mut labels = self.labels(series.vendor.0, series.account);
        labels.push(Label::from_static_parts(names::OPERATION, series.operation.0));
        if let Some(Name(outcome)) = series.outcome {
            labels.push(Label::from_static_parts(names::OUTCOME, outcome));
        }
        if let Some(Name(error)) = series.error {
            labels.push(Label::from_static_parts(names::ERROR, error));
        }
        key(names::CALL_DURATION, labels)
    }

    fn of_call(&self, call: &CallInfo<'_>) -> Vec<Label> {
        let mut labels = self.labels(call.vendor, call.account);
        labels.push(Label::from_static_parts(names::OPERATION, call.operation));
        labels
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Histogram,
    Gauge,
    Counter,
}

fn key(metric: Metric, labels: Vec<Label>) -> Key {
    Key::from_parts(metric.name, labels)
}

fn seconds(key: &Key, length: Duration) {
    with_recorder(|recorder| recorder.register_histogram(key, &METADATA).record(length.as_secs_f64()));
}

fn count(metric: Metric, labels: Vec<Label>) {
    let key = key(metric, labels);
    with_recorder(|recorder| recorder.register_counter(&key, &METADATA).increment(1));
}

impl Observer for Metrics {
    fn attempt_ended(&self, call: &CallInfo<'_>, attempt: &AttemptInfo) {
        if attempt.resend_count > 0 {
            count(names::RETRIES, self.of_call(call));
        }
        let series = self.labelled(Series::of_attempt(call, attempt));
        seconds(&self.keys.of(series, |series| self.request_duration(series)), attempt.duration);
    }

    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        if summary.is_unknown() {
            count(names::UNKNOWN, self.of_call(call));
        }
        let series = self.labelled(Series::of_call(call, summary));
        seconds(&self.keys.of(series, |series| self.call_duration(series)), summary.duration);
    }

    fn limiter(&self, event: &LimitEvent<'_>) {
        let mut labels = self.labels(event.vendor, event.account);
        let class = |class: &str| Label::new(names::CLASS, class.to_owned());
        match event.kind {
            LimitEventKind::Waited { wait } => seconds(&key(names::WAIT, labels), wait),
            LimitEventKind::Refused { class: of, reason, .. } => {
                labels.push(class(of));
                labels.push(Label::from_static_parts(names::REASON, reason.as_str()));
                count(names::REFUSALS, labels);
            }
            LimitEventKind::Paused { .. } => count(names::PAUSES, labels),
            LimitEventKind::Learnt { class: of, .. } => {
                labels.push(class(of));
                count(names::LEARNT, labels);
            }
            LimitEventKind::Headroom { class: of, per, left, .. } => {
                labels.push(class(of));
                labels.push(Label::new(names::WINDOW, per.as_secs_f64().to_string()));
                let key = key(names::HEADROOM, labels);
                with_recorder(|recorder| recorder.register_gauge(&key, &METADATA).set(f64::from(left)));
            }
        }
    }

    fn drift(&self, event: &DriftEvent<'_>) {
        let mut labels = self.labels(event.vendor, event.account);
        labels.push(Label::from_static_parts(names::OPERATION, event.operation));
        labels.push(Label::from_static_parts(names::KIND, event.kind.as_str()));
        count(names::DRIFT, labels);
    }
}
