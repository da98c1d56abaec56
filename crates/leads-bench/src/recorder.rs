//! A recorder of the crate `metrics` that does what an exporter does for each value: it looks the metric up by its name
//! and labels, and adds the value.

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// The count and the last value of a metric.
#[derive(Debug, Default)]
struct Value {
    count: AtomicU64,
    last: AtomicU64,
}

impl CounterFn for Value {
    fn increment(&self, value: u64) {
        self.count.fetch_add(value, Ordering::Relaxed);
    }
    fn absolute(&self, value: u64) {
        self.count.store(value, Ordering::Relaxed);
    }
}

impl GaugeFn for Value {
    fn increment(&self, value: f64) {
        self.set(value);
    }
    fn decrement(&self, value: f64) {
        self.set(-value);
    }
    fn set(&self, value: f64) {
        self.last.store(value.to_bits(), Ordering::Relaxed);
    }
}

impl HistogramFn for Value {
    fn record(&self, value: f64) {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.set(value);
    }
}

/// Keeps the values in memory, by the hash that a key brings with it, as the registries of exporters do.
#[derive(Debug, Default)]
pub struct InMemory(RwLock<HashMap<u64, Arc<Value>, BuildHasherDefault<Unchanged>>>);

/// Returns a number as its own hash.
#[derive(Debug, Default)]
pub struct Unchanged(u64);

impl Hasher for Unchanged {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

impl InMemory {
    fn value(&self, key: &Key) -> Arc<Value> {
        let hash = key.get_hash();
        if let Some(value) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&hash) {
            return Arc::clone(value);
        }
        Arc::clone(self.0.write().unwrap_or_else(PoisonError::into_inner).entry(hash).or_default())
    }

    /// Returns the number of metrics and of the values that they were given.
    #[must_use]
    pub fn totals(&self) -> (usize, u64) {
        let values = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (values.len(), values.values().map(|value| value.count.load(Ordering::Relaxed)).sum())
    }
}

impl Recorder for InMemory {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.value(key))
    }
    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.value(key))
    }
    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.value(key))
    }
}
