//! Observing calls: what an application's metrics, logs and alarms are made from.
//!
//! An [`Observer`] is called when an attempt ends, when a call ends, when the limiter acts, and when a response does not
//! match its types. It is set with [`ClientConfig::observer`](crate::ClientConfig::observer). The feature `metrics` adds
//! an observer for the crate `metrics`, the feature `otel` one for the crate `opentelemetry`. Spans and events of
//! `tracing` need no observer.
//!
//! Observers only receive values from a fixed list: names of this library, the path template, host and port, HTTP
//! status, kinds, outcomes, numbers and durations, and the account label that the application chose. They never receive
//! a header, a body, an id or a text of the vendor.
//!
//! ```
//! use leads_core::ClientConfig;
//! use leads_core::observe::{CallInfo, CallSummary, Observer};
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicU64, Ordering};
//!
//! /// Counts the writes that must be resolved.
//! #[derive(Debug, Default)]
//! struct Unknown(AtomicU64);
//! impl Observer for Unknown {
//!     fn call_ended(&self, _: &CallInfo<'_>, summary: &CallSummary) {
//!         if summary.is_unknown() {
//!             self.0.fetch_add(1, Ordering::Relaxed);
//!         }
//!     }
//! }
//! let unknown = Arc::new(Unknown::default());
//! let config = ClientConfig::new().account("acme").observer(unknown.clone());
//! # let _ = config;
//! ```

mod call;
mod drift;
pub(crate) mod events;
mod limit;
#[cfg(feature = "metrics")]
mod metrics;
mod names;
mod observed;
mod observer;
#[cfg(feature = "otel")]
mod otel;
#[cfg(feature = "metrics")]
mod series;

#[cfg(feature = "metrics")]
#[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
pub use self::metrics::Metrics;
pub use call::{AttemptInfo, CallInfo, CallSummary};
pub use drift::{DriftEvent, DriftKind};
pub use limit::{LimitEvent, LimitEventKind};
pub use names::DURATION_BUCKETS;
pub(crate) use observed::{Observed, Who};
pub use observer::Observer;
#[cfg(feature = "otel")]
#[cfg_attr(docsrs, doc(cfg(feature = "otel")))]
pub use otel::Otel;
