//! The state shared by both ways of running a fake: handler, clock, fault script and log.

use crate::faults::{Fault, Faults};
use crate::log::Log;
use crate::{Arrival, Clock, FakeRequest, FakeResponse, Handler, Latency};
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
    route: Mutex<Route>,
}

struct Route {
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
            route: Mutex::new(Route { latency, random: fastrand::Rng::with_seed(seed) }),
        }
    }

    pub(crate) fn set_latency(&self, latency: Latency) {
        self.route.lock().unwrap_or_else(PoisonError::into_inner).latency = latency;
    }

    /// Draws the latencies of the next request and of its response.
    pub(crate) fn draw_latency(&self) -> (Duration, Duration) {
        let mut route = self.route.lock().unwrap_or_else(PoisonError::into_inner);
        let latency = route.latency;
        latency.draw(&mut route.random)
    }

    /// Counts a request of which the first bytes arrived.
    pub(crate) fn began(&self) {
        self.began.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn request_count(&self) -> u64 {
        self.began.load(Ordering::Relaxed)
    }

    /// Adds a request to the log.
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

    /// Passes a recorded request to the handler.
    pub(crate) fn handle(&self, number: u64, request: &FakeRequest) -> FakeResponse {
        let response = self.handler.handle(request, &self.clock);
        if let Some(line) = self.log().line(number) {
            line.handled = true;
        }
        response
    }

    /// Records the status of the response to a recorded request.
    pub(crate) fn record_status(&self, number: u64, status: u16) {
        if let Some(line) = self.log().line(number) {
            line.status = Some(status);
        }
    }

    /// Returns whether requests are logged.
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
