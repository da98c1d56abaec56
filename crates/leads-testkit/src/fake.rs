//! The wrapper that runs a handler.

#[cfg(feature = "server")]
use crate::RunningFake;
use crate::engine::Engine;
use crate::faults::Faults;
use crate::transport::InProcess;
use crate::{Arrival, Clock, FakeRequest, Handler, Latency};
use leads_core::http::Transport;
use std::fmt;
use std::sync::Arc;

/// A base URL for clients that use an [in-process transport](Fake::transport). It is never resolved.
pub const IN_PROCESS_URL: &str = "http://localhost";

/// A fake server: a handler with a clock, a request log, fault injection and latency.
///
/// [`transport`](Self::transport) runs it in process, for tests on a paused clock;
/// `start`, with the feature `server`, runs it on a real socket. Both can be used at once: they share the handler, the log and the
/// fault script. Clones refer to the same fake.
///
/// ```
/// # #[cfg(feature = "capillary")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), capillary_leads::Error> {
/// use capillary_leads::{api::leads::UpdateLeadStatus, model::LeadStatus};
/// use leads_testkit::{Fake, Fault, capillary::FakeCapillary};
///
/// let fake = Fake::new(FakeCapillary::new());
/// let customer = fake.handler().add_customer("jo@example.com", "919900000001");
/// let lead = fake.handler().add_lead(customer, "boots-42");
/// // The update is applied but its response is lost; the retry is rejected because the lead is now closed.
/// fake.faults().next(Fault::ResetAfterHandling);
/// let error = fake.client()?.send(&UpdateLeadStatus::new(lead, LeadStatus::Won)).await.unwrap_err();
/// assert_eq!(error.outcome(), capillary_leads::WriteOutcome::Unknown);
/// assert_eq!((fake.write_count(), fake.request_count()), (1, 2));
/// # Ok(()) }
/// # #[cfg(not(feature = "capillary"))]
/// # fn main() {}
/// ```
pub struct Fake<H> {
    handler: Arc<H>,
    engine: Arc<Engine>,
}

impl<H> Clone for Fake<H> {
    fn clone(&self) -> Self {
        Self { handler: Arc::clone(&self.handler), engine: Arc::clone(&self.engine) }
    }
}

impl<H> fmt::Debug for Fake<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fake").field(&self.engine).finish()
    }
}

impl<H: Handler> Fake<H> {
    /// Creates a fake with the system time, seed 0 and no latency.
    #[must_use]
    pub fn new(handler: H) -> Self {
        Self::builder(handler).build()
    }

    /// Returns a builder for configuring a fake.
    #[must_use]
    pub fn builder(handler: H) -> FakeBuilder<H> {
        FakeBuilder { handler, clock: None, seed: 0, latency: Latency::None, keep: 100_000 }
    }

    /// Returns the handler.
    #[must_use]
    pub fn handler(&self) -> &H {
        &self.handler
    }

    /// Returns the fake's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.engine.clock
    }

    /// Returns the fault script.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.engine.faults
    }

    /// Sets the latency of subsequent requests.
    pub fn set_latency(&self, latency: Latency) {
        self.engine.set_latency(latency);
    }

    /// Returns the requests that arrived in full, oldest first, including those that a fault struck.
    #[must_use]
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.engine.requests()
    }

    /// Returns every recorded request, complete or not, with how it was handled.
    #[must_use]
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.engine.arrivals()
    }

    /// Returns the number of requests that arrived, even if only their first bytes did.
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.engine.request_count()
    }

    /// Returns the number of writes the handler applied, as recorded in its [ledger](Handler::ledger).
    #[must_use]
    pub fn write_count(&self) -> u64 {
        self.handler.ledger().map_or(0, crate::Ledger::total)
    }

    /// Clears the request log and the request count. The handler's state is kept.
    pub fn forget_requests(&self) {
        self.engine.forget();
    }

    /// Returns an in-process transport to the fake. It requires tokio's clock but no I/O.
    #[must_use]
    pub fn transport(&self) -> Arc<dyn Transport> {
        Arc::new(InProcess::new(Arc::clone(&self.engine)))
    }

    /// Runs the fake on a random local port until the returned value is dropped.
    ///
    /// It uses the real clock: do not use it in a test with a paused clock.
    ///
    /// # Errors
    /// Returns an error if no port can be opened.
    #[cfg(feature = "server")]
    pub async fn start(&self) -> std::io::Result<RunningFake> {
        RunningFake::start(Arc::clone(&self.engine)).await
    }
}

/// A builder for a [`Fake`].
#[derive(Debug)]
pub struct FakeBuilder<H> {
    handler: H,
    clock: Option<Clock>,
    seed: u64,
    latency: Latency,
    keep: usize,
}

impl<H: Handler> FakeBuilder<H> {
    /// Sets the clock.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets the seed of the random latencies, so that a run is reproducible.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the latency.
    #[must_use]
    pub fn latency(mut self, latency: Latency) -> Self {
        self.latency = latency;
        self
    }

    /// Sets how many requests the log keeps. Use 0 in tests that measure memory.
    #[must_use]
    pub fn keep(mut self, arrivals: usize) -> Self {
        self.keep = arrivals;
        self
    }

    /// Builds the fake.
    #[must_use]
    pub fn build(self) -> Fake<H> {
        let handler = Arc::new(self.handler);
        let shared: Arc<dyn Handler> = Arc::clone(&handler) as _;
        let clock = self.clock.unwrap_or_default();
        let engine = Engine::new(shared, clock, self.seed, self.latency, self.keep);
        Fake { handler, engine: Arc::new(engine) }
    }
}
