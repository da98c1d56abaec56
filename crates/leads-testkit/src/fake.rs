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
/// // The update is applied but its response is lost; the retry is rejected because the lead
/// // is now closed.
/// fake.faults().next(Fault::ResetAfterHandling);
/// let won = UpdateLeadStatus::new(lead, LeadStatus::Won);
/// let error = fake.client()?.send(&won).await.unwrap_err();
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
    ///
    /// ```
    /// use leads_testkit::{Fake, nutshell::FakeNutshell};
    /// let fake = Fake::new(FakeNutshell::new());
    /// assert_eq!((fake.request_count(), fake.write_count()), (0, 0));
    /// ```
    #[must_use]
    pub fn new(handler: H) -> Self {
        Self::builder(handler).build()
    }

    /// Returns a builder for configuring a fake.
    ///
    /// ```
    /// use leads_testkit::{Clock, Fake, Latency, nutshell::FakeNutshell};
    /// use std::time::Duration;
    /// let start = "2026-03-01T08:00:00Z".parse().unwrap();
    /// let fake = Fake::builder(FakeNutshell::new())
    ///     .clock(Clock::starting_at(start))
    ///     .latency(Latency::fixed(Duration::from_millis(50)))
    ///     .build();
    /// assert!(fake.clock().now() >= start);
    /// ```
    #[must_use]
    pub fn builder(handler: H) -> FakeBuilder<H> {
        FakeBuilder { handler, clock: None, seed: 0, latency: Latency::None, keep: 100_000 }
    }

    /// Returns the handler.
    ///
    /// ```
    /// use leads_testkit::{Fake, nutshell::FakeNutshell};
    /// let fake = Fake::new(FakeNutshell::new());
    /// let lead = fake.handler().add_lead("Car wash");
    /// assert!(fake.handler().record(&lead).is_some());
    /// ```
    #[must_use]
    pub fn handler(&self) -> &H {
        &self.handler
    }

    /// Returns the fake's clock.
    ///
    /// ```
    /// use leads_testkit::{Fake, nutshell::FakeNutshell};
    /// use std::time::Duration;
    /// let fake = Fake::new(FakeNutshell::new());
    /// let before = fake.clock().now();
    /// fake.clock().advance(Duration::from_secs(3 * 86_400));
    /// assert_eq!((fake.clock().now() - before).num_days(), 3);
    /// ```
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.engine.clock
    }

    /// Returns the fault script.
    ///
    /// ```
    /// use leads_testkit::{Fake, Fault, nutshell::FakeNutshell};
    /// let fake = Fake::new(FakeNutshell::new());
    /// fake.faults().times(2, Fault::ResetAfterHandling);
    /// assert_eq!(fake.faults().remaining(), 2);
    /// ```
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.engine.faults
    }

    /// Sets the latency of subsequent requests.
    pub fn set_latency(&self, latency: Latency) {
        self.engine.set_latency(latency);
    }

    /// Returns the requests that arrived in full, oldest first, including those that a fault struck.
    ///
    /// Use it to assert on what was sent:
    ///
    /// ```
    /// # #[cfg(not(feature = "nutshell"))] fn main() {}
    /// # #[cfg(feature = "nutshell")] #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), nutshell::Error> {
    /// use leads_testkit::{Fake, nutshell::FakeNutshell};
    /// use nutshell::api::leads::CreateLead;
    /// let fake = Fake::new(FakeNutshell::new());
    /// fake.client()?.send(&CreateLead::new("Car wash")).await?;
    /// let request = &fake.requests()[0];
    /// assert_eq!(request.method, "POST");
    /// assert!(request.path.ends_with("/leads"));
    /// assert!(request.text().unwrap().contains("Car wash"));
    /// # Ok(())
    /// # }
    /// ```
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
    ///
    /// ```
    /// use leads_testkit::{Fake, nutshell::FakeNutshell};
    /// assert_eq!(Fake::new(FakeNutshell::new()).request_count(), 0);
    /// ```
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.engine.request_count()
    }

    /// Returns the number of writes the handler applied, as recorded in its [ledger](Handler::ledger).
    ///
    /// What a fake's seeds add does not count.
    ///
    /// ```
    /// use leads_testkit::{Fake, nutshell::FakeNutshell};
    /// let fake = Fake::new(FakeNutshell::new());
    /// fake.handler().add_lead("Car wash");
    /// assert_eq!(fake.write_count(), 0, "only calls count");
    /// ```
    #[must_use]
    pub fn write_count(&self) -> u64 {
        self.handler.ledger().map_or(0, crate::Ledger::total)
    }

    /// Clears the request log and the request count. The handler's state is kept.
    pub fn forget_requests(&self) {
        self.engine.forget();
    }

    /// Returns an in-process transport to the fake. It requires tokio's clock but no I/O.
    ///
    /// ```
    /// use leads_core::ClientConfig;
    /// use leads_testkit::{Fake, nutshell::FakeNutshell};
    /// let fake = Fake::new(FakeNutshell::new());
    /// // For a client of your own that is built from a configuration.
    /// let config = ClientConfig::new().transport(fake.transport());
    /// assert!(format!("{config:?}").contains("transport: Some"));
    /// ```
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
        self.start_on(0).await
    }

    /// As [`start`](Self::start), on a fixed local port; 0 is a random one. For a fake that other programs use: a test should
    /// use a random port.
    ///
    /// # Errors
    /// Returns an error if the port cannot be opened.
    #[cfg(feature = "server")]
    pub async fn start_on(&self, port: u16) -> std::io::Result<RunningFake> {
        RunningFake::start(Arc::clone(&self.engine), port).await
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
