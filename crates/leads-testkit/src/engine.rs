//! What every way to run a fake shares: handler, clock, script and log.

use crate::faults::{Fault, Faults};
use crate::log::Log;
use crate::{Arrival, Clock, FakeAnswer, FakeRequest, Handler, Latency};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub(crate) struct Engine {
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    began: AtomicU64,
    log: Mutex<Log>,
    way: Mutex<Way>,
}

struct Way {
    latency: Latency,
    random: fastrand::Rng,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("clock", &self.clock).field("faults", &self.faults).finish_non_exhaustive()
    }
}

impl Engine {
    pub(crate) fn new(handler: Arc<dyn Handler>, clock: Clock, seed: u64, latency: Latency, keep: usize) -> Self {
        Self {
            handler,
            clock,
            faults: Faults::default(),
            began: AtomicU64::new(0),
            log: Mutex::new(Log::new(keep)),
            way: Mutex::new(Way { latency, random: fastrand::Rng::with_seed(seed) }),
        }
    }

    pub(crate) fn set_latency(&self, latency: Latency) {
        self.way.lock().unwrap_or_else(PoisonError::into_inner).latency = latency;
    }

    /// The way there and the way back of the next request.
    pub(crate) fn draw_latency(&self) -> (Duration, Duration) {
        let mut way = self.way.lock().unwrap_or_else(PoisonError::into_inner);
        let latency = way.latency;
        latency.draw(&mut way.random)
    }

    /// The first bytes of a request arrived.
    pub(crate) fn began(&self) {
        self.began.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn arrived(&self) -> u64 {
        self.began.load(Ordering::Relaxed)
    }

    /// Writes an arrival into the log.
    pub(crate) fn record(&self, request: &FakeRequest, whole: bool, fault: Option<&Fault>) -> u64 {
        self.log().push(Arrival {
            request: request.clone(),
            whole,
            at: self.clock.now(),
            instant: self.clock.instant(),
            fault: fault.map(Fault::name),
            handled: false,
            status: None,
        })
    }

    /// Lets the handler have a recorded request.
    pub(crate) fn handle(&self, number: u64, request: &FakeRequest) -> FakeAnswer {
        let response = self.handler.handle(request, &self.clock);
        if let Some(line) = self.log().line(number) {
            line.handled = true;
        }
        response
    }

    /// Writes down what a recorded request is answered with.
    pub(crate) fn answered(&self, number: u64, status: u16) {
        if let Some(line) = self.log().line(number) {
            line.status = Some(status);
        }
    }

    /// Whether anything is written into the log.
    pub(crate) fn keeps_arrivals(&self) -> bool {
        self.log().keeps()
    }

    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        self.log().lines().cloned().collect()
    }

    pub(crate) fn requests(&self) -> Vec<FakeRequest> {
        self.log().lines().filter(|line| line.whole).map(|line| line.request.clone()).collect()
    }

    pub(crate) fn forget(&self) {
        self.log().clear();
        self.began.store(0, Ordering::Relaxed);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
