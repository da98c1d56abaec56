//! Exports traces and metrics to standard output with an OpenTelemetry SDK, while calls to a fake meet a failing gateway,
//! a lost response and a full rate limit. Runs offline.
//!
//! ```sh
//! cargo run --example observe
//! ```

#![allow(clippy::print_stdout)] // a program prints

use leads_core::ClientConfig;
use leads_core::http::limit::{Limiter, Window};
use leads_core::observe::{CallInfo, CallSummary, Observer, Otel};
use leads_testkit::faults::Fault;
use leads_testkit::nutshell::{API_KEY, FakeNutshell, USER_EMAIL};
use leads_testkit::{Fake, FakeResponse};
use nutshell::Client;
use nutshell::api::leads::{GetLead, UpdateLeadStatus};
use opentelemetry::metrics::MeterProvider as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// The alarm that matters most: a write that may or may not have been applied.
#[derive(Debug)]
struct Alarm;

impl Observer for Alarm {
    fn call_ended(&self, call: &CallInfo<'_>, summary: &CallSummary) {
        if summary.is_unknown() {
            println!("ALARM: resolve {} of account {:?}", call.operation, call.account);
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Traces: the spans of `tracing`, exported with their OpenTelemetry names and kinds.
    let traces =
        SdkTracerProvider::builder().with_simple_exporter(opentelemetry_stdout::SpanExporter::default()).build();
    let exported = tracing_opentelemetry::layer().with_tracer(traces.tracer("leads"));
    // Spans of single attempts have the level DEBUG.
    let filter = Targets::new().with_target("leads_core", tracing::Level::DEBUG);
    tracing_subscriber::registry().with(filter).with(exported).with(tracing_subscriber::fmt::layer()).init();
    // Metrics: an observer with the instruments of a meter.
    let reader = PeriodicReader::builder(opentelemetry_stdout::MetricExporter::default()).build();
    let metrics = SdkMeterProvider::builder().with_reader(reader).build();

    let fake = Fake::new(FakeNutshell::new());
    let (lead, outcome) = (fake.handler().add_lead("Car wash"), fake.handler().add_outcome("Signed", "won"));
    let config = ClientConfig::new()
        .account("north")
        .transport(fake.transport())
        .limiter(Limiter::new([Window::new("calls", 4, Duration::from_millis(500))]))
        .observer(Arc::new(Otel::new(&metrics.meter("leads"))))
        .observer(Arc::new(Alarm));
    let client = Client::builder().basic(USER_EMAIL, API_KEY).config(config).build()?;

    fake.faults().next(Fault::Response(FakeResponse::text(503, "busy")));
    let read = client.send(&GetLead::new(lead.clone())).await?;
    println!("read after {} attempts", read.meta().attempts);
    for _ in 0..3 {
        client.send(&GetLead::new(lead.clone())).await?;
    }
    fake.faults().always(Fault::ResetAfterHandling);
    let lost = client.send(&UpdateLeadStatus::new(lead).outcome(outcome)).await.err();
    println!("outcome of the lost write: {:?}", lost.map(|error| error.outcome()));

    metrics.shutdown()?;
    traces.shutdown()?;
    Ok(())
}
