//! The trait that fakes implement.

use crate::{Clock, FakeRequest, FakeResponse, Ledger, ServedOperation};

/// A fake vendor: takes a request, updates its own state and returns a response.
///
/// It is synchronous and keeps its state behind a `Mutex`, so the same code runs in process on a paused clock and on
/// real sockets. Faults, latency and connections are handled by the [`Fake`](crate::Fake) around it.
///
/// A handler that needs random numbers keeps a seeded generator in its state, so that a run is reproducible.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeResponse, FakeRequest, IN_PROCESS_URL};
/// // A closure is also a handler.
/// let fake = Fake::new(|request: &FakeRequest, _: &Clock| match request.method.as_str() {
///     "GET" => FakeResponse::json(200, &serde_json::json!({"id": 7})),
///     _ => FakeResponse::empty(405),
/// });
/// // Configure a client with `.base_url(IN_PROCESS_URL)` and
/// // `ClientConfig::new().transport(fake.transport())`.
/// # let _ = (fake.transport(), IN_PROCESS_URL);
/// ```
pub trait Handler: Send + Sync + 'static {
    /// Handles one complete request.
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse;

    /// Returns the ledger in which the handler records each write, or `None` if it has none.
    fn ledger(&self) -> Option<&Ledger> {
        None
    }

    /// Returns the operations that the handler serves, by their names in the vendor crate. Empty if it does not say.
    fn served(&self) -> Vec<ServedOperation> {
        Vec::new()
    }
}

impl<F> Handler for F
where
    F: Fn(&FakeRequest, &Clock) -> FakeResponse + Send + Sync + 'static,
{
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeResponse {
        self(request, clock)
    }
}
