//! The names of metrics and of their labels.

/// The boundaries for histograms of durations, in seconds: those of the OpenTelemetry convention for HTTP clients.
///
/// [`Otel`](super::Otel) uses them by itself. With the crate `metrics` the exporter decides: pass them to it.
pub const DURATION_BUCKETS: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// A metric: its name, its unit and what it measures.
#[cfg(any(feature = "metrics", feature = "otel"))]
#[derive(Clone, Copy)]
pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
}

#[cfg(any(feature = "metrics", feature = "otel"))]
mod all {
    use super::Metric;

    pub(in crate::observe) const REQUEST_DURATION: Metric =
        Metric { name: "http.client.request.duration", about: "Duration of HTTP client requests." };
    pub(in crate::observe) const CALL_DURATION: Metric =
        Metric { name: "leads.call.duration", about: "Duration of calls, with all attempts and waits." };
    pub(in crate::observe) const RETRIES: Metric =
        Metric { name: "leads.retries", about: "Attempts that sent a call again." };
    pub(in crate::observe) const UNKNOWN: Metric =
        Metric { name: "leads.writes.unknown", about: "Writes of which it is unknown whether they were applied." };
    pub(in crate::observe) const WAIT: Metric =
        Metric { name: "leads.limiter.wait", about: "Time that calls waited for the limiter." };
    pub(in crate::observe) const HEADROOM: Metric =
        Metric { name: "leads.limiter.headroom", about: "Calls that a rate limit leaves now." };
    pub(in crate::observe) const REFUSALS: Metric =
        Metric { name: "leads.limiter.refusals", about: "Calls that the limiter refused." };
    pub(in crate::observe) const PAUSES: Metric =
        Metric { name: "leads.limiter.pauses", about: "Pauses after the vendor rejected a call for its rate." };
    pub(in crate::observe) const LEARNT: Metric =
        Metric { name: "leads.limiter.learnt", about: "Limits that the vendor reported in a rejection." };
    pub(in crate::observe) const DRIFT: Metric =
        Metric { name: "leads.drift", about: "Members of responses that do not match the types." };

    pub(in crate::observe) const ACCOUNT: &str = "leads.account";
    pub(in crate::observe) const VENDOR: &str = "leads.vendor";
    pub(in crate::observe) const OPERATION: &str = "leads.operation";
    pub(in crate::observe) const OUTCOME: &str = "leads.outcome";
    pub(in crate::observe) const CLASS: &str = "leads.limiter.class";
    pub(in crate::observe) const REASON: &str = "leads.limiter.reason";
    pub(in crate::observe) const WINDOW: &str = "leads.limiter.window";
    pub(in crate::observe) const KIND: &str = "leads.drift.kind";
    pub(in crate::observe) const ERROR: &str = "error.type";
    pub(in crate::observe) const METHOD: &str = "http.request.method";
    pub(in crate::observe) const ADDRESS: &str = "server.address";
    pub(in crate::observe) const PORT: &str = "server.port";
    pub(in crate::observe) const STATUS: &str = "http.response.status_code";
    pub(in crate::observe) const TEMPLATE: &str = "url.template";
    pub(in crate::observe) const PROTOCOL: &str = "network.protocol.version";
}

#[cfg(any(feature = "metrics", feature = "otel"))]
pub(super) use all::*;
