//! Metrics through the crate `metrics`.

use super::names::{self, Metric};
use super::{AttemptInfo, CallInfo, CallSummary, DriftEvent, LimitEvent, LimitEventKind, Observer};
use ::metrics::{Key, KeyName, Label, Level, Metadata, SharedString, Unit, with_recorder};
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
#[derive(Clone, Copy, Debug)]
pub struct Metrics {
    with_account: bool,
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
        Self { with_account: false }
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

fn seconds(metric: Metric, labels: Vec<Label>, length: Duration) {
    let key = key(metric, labels);
    with_recorder(|recorder| recorder.register_histogram(&key, &METADATA).record(length.as_secs_f64()));
}

fn count(metric: Metric, labels: Vec<Label>) {
    let key = key(metric, labels);
    with_recorder(|recorder| recorder.register_counter(&key, &METADATA).increment(1));
}

/// Returns the text of an HTTP status; of the usual ones without an allocation.
fn status_text(status: u16) -> SharedString {
    SharedString::const_str(match status {
        200 => "200",
        201 => "201",
        202 => "202",
        204 => "204",
        400 => "400",
        401 => "401",
        403 => "403",
        404 => "404",
        409 => "409",
        422 => "422",
        429 => "429",
        500 => "500",
        502 => "502",
        503 => "503",
        504 => "504",
        other => return other.to_string().into(),
    })
}

impl Observer for Metrics {
    fn attempt_ended(&self, call: &CallInfo<'_>, attempt: &AttemptInfo) {
        if attempt.resend_count > 0 {
            count(names::RETRIES, self.of_call(call));
        }
        let mut labels = self.labels(call.vendor, call.account);
        labels.push(Label::from_static_parts(names::METHOD, attempt.method.as_str()));
        labels.push(Label::from_static_parts(names::TEMPLATE, call.url_template));
        if let Some(address) = call.server_address {
            labels.push(Label::new(names::ADDRESS, address.to_owned()));
        }
        match call.server_port {
            Some(443) => labels.push(Label::from_static_parts(names::PORT, "443")),
            Some(port) => labels.push(Label::new(names::PORT, port.to_string())),
            None => {}
        }
        if let Some(status) = attempt.http_status {
            labels.push(Label::new(names::STATUS, status_text(status)));
        }
        if let Some(version) = attempt.protocol_version {
            labels.push(Label::from_static_parts(names::PROTOCOL, version));
        }
        if let Some(error) = attempt.error_type() {
            labels.push(Label::from_static_parts(names::ERROR, error));
        }
        seconds(names::REQUEST_DURATION, labels, attempt.duration);
    }

    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        if summary.is_unknown() {
            count(names::UNKNOWN, self.of_call(call));
        }
        let mut labels = self.of_call(call);
        if let Some(outcome) = summary.outcome {
            labels.push(Label::from_static_parts(names::OUTCOME, outcome.as_str()));
        }
        if let Some(error) = summary.error_type() {
            labels.push(Label::from_static_parts(names::ERROR, error));
        }
        seconds(names::CALL_DURATION, labels, summary.duration);
    }

    fn limiter(&self, event: &LimitEvent<'_>) {
        let mut labels = self.labels(event.vendor, event.account);
        let class = |class: &str| Label::new(names::CLASS, class.to_owned());
        match event.kind {
            LimitEventKind::Waited { wait } => seconds(names::WAIT, labels, wait),
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
