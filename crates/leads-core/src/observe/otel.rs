//! Metrics through the crate `opentelemetry`.

use super::names::{self, Metric};
use super::{AttemptInfo, CallInfo, CallSummary, DURATION_BUCKETS, DriftEvent, LimitEvent, LimitEventKind, Observer};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Gauge, Histogram, Meter};
use std::fmt;

/// Records the [metrics](super) of calls with a meter of the crate `opentelemetry`.
///
/// Traces need no observer: `tracing-opentelemetry` exports the spans.
///
/// ```
/// use leads_core::ClientConfig;
/// use leads_core::observe::Otel;
/// use std::sync::Arc;
/// let meter = opentelemetry::global::meter("my-service");
/// let config = ClientConfig::new().observer(Arc::new(Otel::new(&meter)));
/// # let _ = config;
/// ```
pub struct Otel {
    with_account: bool,
    request_duration: Histogram<f64>,
    call_duration: Histogram<f64>,
    wait: Histogram<f64>,
    headroom: Gauge<u64>,
    retries: Counter<u64>,
    unknown: Counter<u64>,
    refusals: Counter<u64>,
    pauses: Counter<u64>,
    learnt: Counter<u64>,
    drift: Counter<u64>,
}

impl fmt::Debug for Otel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Otel").field("with_account", &self.with_account).finish_non_exhaustive()
    }
}

impl Otel {
    /// Creates the observer with instruments of a meter.
    #[must_use]
    pub fn new(meter: &Meter) -> Self {
        let seconds = |Metric { name, about }| {
            let histogram = meter.f64_histogram(name).with_unit("s").with_description(about);
            histogram.with_boundaries(DURATION_BUCKETS.to_vec()).build()
        };
        let count = |Metric { name, about }, unit: &'static str| {
            meter.u64_counter(name).with_unit(unit).with_description(about).build()
        };
        let Metric { name, about } = names::HEADROOM;
        Self {
            with_account: false,
            request_duration: seconds(names::REQUEST_DURATION),
            call_duration: seconds(names::CALL_DURATION),
            wait: seconds(names::WAIT),
            headroom: meter.u64_gauge(name).with_unit("{call}").with_description(about).build(),
            retries: count(names::RETRIES, "{attempt}"),
            unknown: count(names::UNKNOWN, "{call}"),
            refusals: count(names::REFUSALS, "{call}"),
            pauses: count(names::PAUSES, "{pause}"),
            learnt: count(names::LEARNT, "{limit}"),
            drift: count(names::DRIFT, "{path}"),
        }
    }

    /// Adds the attribute `leads.account` to every metric. The number of time series grows with the number of accounts,
    /// so this is off by default.
    #[must_use]
    pub fn with_account(mut self) -> Self {
        self.with_account = true;
        self
    }

    fn attributes(&self, vendor: &'static str, account: Option<&str>) -> Vec<KeyValue> {
        let mut attributes = Vec::with_capacity(9);
        attributes.push(KeyValue::new(names::VENDOR, vendor));
        if let Some(account) = account.filter(|_| self.with_account) {
            attributes.push(KeyValue::new(names::ACCOUNT, account.to_owned()));
        }
        attributes
    }

    fn of_call(&self, call: &CallInfo<'_>) -> Vec<KeyValue> {
        let mut attributes = self.attributes(call.vendor, call.account);
        attributes.push(KeyValue::new(names::OPERATION, call.operation));
        attributes
    }
}

impl Observer for Otel {
    fn attempt_ended(&self, call: &CallInfo<'_>, attempt: &AttemptInfo) {
        if attempt.resend_count > 0 {
            self.retries.add(1, &self.of_call(call));
        }
        let mut attributes = self.attributes(call.vendor, call.account);
        attributes.push(KeyValue::new(names::METHOD, attempt.method.as_str()));
        attributes.push(KeyValue::new(names::TEMPLATE, call.url_template));
        let address = call.server_address.map(|address| KeyValue::new(names::ADDRESS, address.to_owned()));
        let port = call.server_port.map(|port| KeyValue::new(names::PORT, i64::from(port)));
        let status = attempt.http_status.map(|status| KeyValue::new(names::STATUS, i64::from(status)));
        let version = attempt.protocol_version.map(|version| KeyValue::new(names::PROTOCOL, version));
        let error = attempt.error_type().map(|error| KeyValue::new(names::ERROR, error));
        attributes.extend([address, port, status, version, error].into_iter().flatten());
        self.request_duration.record(attempt.duration.as_secs_f64(), &attributes);
    }

    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        let mut attributes = self.of_call(call);
        if summary.is_unknown() {
            self.unknown.add(1, &attributes);
        }
        let outcome = summary.outcome.map(|outcome| KeyValue::new(names::OUTCOME, outcome.as_str()));
        let error = summary.error_type().map(|error| KeyValue::new(names::ERROR, error));
        attributes.extend([outcome, error].into_iter().flatten());
        self.call_duration.record(summary.duration.as_secs_f64(), &attributes);
    }

    fn limiter(&self, event: &LimitEvent<'_>) {
        let mut attributes = self.attributes(event.vendor, event.account);
        let class = |class: &str| KeyValue::new(names::CLASS, class.to_owned());
        match event.kind {
            LimitEventKind::Waited { wait } => self.wait.record(wait.as_secs_f64(), &attributes),
            LimitEventKind::Refused { class: of, reason, .. } => {
                attributes.extend([class(of), KeyValue::new(names::REASON, reason.as_str())]);
                self.refusals.add(1, &attributes);
            }
            LimitEventKind::Paused { .. } => self.pauses.add(1, &attributes),
            LimitEventKind::Learnt { class: of, .. } => {
                attributes.push(class(of));
                self.learnt.add(1, &attributes);
            }
            LimitEventKind::Headroom { class: of, per, left, .. } => {
                attributes.extend([class(of), KeyValue::new(names::WINDOW, per.as_secs_f64())]);
                self.headroom.record(u64::from(left), &attributes);
            }
        }
    }

    fn drift(&self, event: &DriftEvent<'_>) {
        let mut attributes = self.attributes(event.vendor, event.account);
        attributes.push(KeyValue::new(names::OPERATION, event.operation));
        attributes.push(KeyValue::new(names::KIND, event.kind.as_str()));
        self.drift.add(1, &attributes);
    }
}
