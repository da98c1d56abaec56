//! A handler with everything around it.

use crate::engine::Engine;
use crate::faults::Faults;
use crate::transport::InProcess;
use crate::{Arrival, Clock, FakeRequest, Handler, Latency, Running};
use leads_core::http::Transport;
use std::fmt;
use std::sync::Arc;

/// A base URL for clients whose transport is [in process](Fake::transport): nothing of it is ever resolved.
pub const IN_PROCESS_URL: &str = "http://localhost";

/// A handler with everything around it: clock, log, faults, latency, and two ways to run.
///
/// [`transport`](Self::transport) runs it in process, for tests on a paused clock;
/// [`start`](Self::start) runs it on a real socket. Both may be used at once: they share handler, log and script.
/// Clones are the same fake.
///
/// ```
/// # #[cfg(feature = "capillary")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), capillary_leads::Error> {
/// use capillary_leads::{api::leads::UpdateLeadStatus, model::LeadStatus};
/// use leads_testkit::{Fake, Fault, capillary::Capillary};
///
/// let fake = Fake::new(FakeCapillary::new());
/// let customer = fake.handler().add_customer("jo@example.com", "919900000001");
/// let lead = fake.handler().add_lead(customer, "boots-42");
/// // The change is made and its answer is lost; the same call sent again is refused, because the lead is closed now.
/// fake.faults().next(Fault::ResetAfterHandling);
/// let error = fake.client()?.send(&UpdateLeadStatus::new(lead, LeadStatus::Won)).await.unwrap_err();
/// assert_eq!(error.outcome(), capillary_leads::WriteOutcome::Unknown);
/// assert_eq!((fake.applied(), fake.arrived()), (1, 2));
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
    /// A fake with the machine's time, seed 0 and no latency.
    #[must_use]
    pub fn new(handler: H) -> Self {
        Self::builder(handler).build()
    }

    /// A fake with settings of its own.
    #[must_use]
    pub fn builder(handler: H) -> FakeBuilder<H> {
        FakeBuilder { handler, clock: None, seed: 0, latency: Latency::None, keep: 100_000 }
    }

    /// The handler, for what its own type can tell.
    #[must_use]
    pub fn handler(&self) -> &H {
        &self.handler
    }

    /// The fake's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.engine.clock
    }

    /// The script of faults.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.engine.faults
    }

    /// Changes the latency of the requests from now on.
    pub fn set_latency(&self, latency: Latency) {
        self.engine.set_latency(latency);
    }

    /// The requests that arrived whole, oldest first, whatever became of them.
    #[must_use]
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.engine.requests()
    }

    /// Everything that arrived, with what became of it.
    #[must_use]
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.engine.arrivals()
    }

    /// How many requests arrived, be it only their first bytes. A call that must not be sent twice has one here.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.engine.arrived()
    }

    /// How many changes the handler made, by its [ledger](Handler::ledger).
    #[must_use]
    pub fn applied(&self) -> u64 {
        self.handler.ledger().map_or(0, crate::Ledger::total)
    }

    /// Forgets what arrived; the handler's state stays.
    pub fn forget_requests(&self) {
        self.engine.forget();
    }

    /// The fake as a transport in process. It needs tokio's clock and no I/O.
    #[must_use]
    pub fn transport(&self) -> Arc<dyn Transport> {
        Arc::new(InProcess::new(Arc::clone(&self.engine)))
    }

    /// Runs the fake on a random port of this machine, until the returned value is dropped.
    ///
    /// It follows the real clock: do not use it on a paused one.
    ///
    /// # Errors
    /// A port that cannot be had.
    pub async fn start(&self) -> std::io::Result<Running> {
        Running::start(Arc::clone(&self.engine)).await
    }
}

/// The settings of a fake.
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

    /// Sets the seed of the latencies, so that a run can be repeated.
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

    /// Sets how many arrivals are kept; 0 keeps none, for runs that measure memory.
    #[must_use]
    pub fn keep(mut self, arrivals: usize) -> Self {
        self.keep = arrivals;
        self
    }

    /// The fake.
    #[must_use]
    pub fn build(self) -> Fake<H> {
        let handler = Arc::new(self.handler);
        let shared: Arc<dyn Handler> = Arc::clone(&handler) as _;
        let clock = self.clock.unwrap_or_default();
        let engine = Engine::new(shared, clock, self.seed, self.latency, self.keep);
        Fake { handler, engine: Arc::new(engine) }
    }
}
