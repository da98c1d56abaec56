//! What a fake is made of.

use crate::{Clock, FakeAnswer, FakeRequest, Ledger};

/// A fake vendor: takes a request, changes its own state, answers.
///
/// It is synchronous and keeps its state behind a `Mutex`, so that the very same code runs in process on a paused clock
/// and behind real sockets. It knows nothing of faults, latency or connections: the [`Fake`](crate::Fake) around it
/// does those.
///
/// A handler that draws random numbers keeps a seeded generator in its state, so that a run can be repeated.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeAnswer, FakeRequest, IN_PROCESS_URL};
/// // A closure is a handler too.
/// let fake = Fake::new(|request: &FakeRequest, _: &Clock| match request.method.as_str() {
///     "GET" => FakeAnswer::json(200, &serde_json::json!({"id": 7})),
///     _ => FakeAnswer::empty(405),
/// });
/// // For a client: `.base_url(IN_PROCESS_URL)` and `ClientConfig::new().transport(fake.transport())`.
/// # let _ = (fake.transport(), IN_PROCESS_URL);
/// ```
pub trait Handler: Send + Sync + 'static {
    /// Handles one request that arrived whole.
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeAnswer;

    /// Where the handler writes down each change that it made; `None` when it keeps no such book.
    fn ledger(&self) -> Option<&Ledger> {
        None
    }
}

impl<F> Handler for F
where
    F: Fn(&FakeRequest, &Clock) -> FakeAnswer + Send + Sync + 'static,
{
    fn handle(&self, request: &FakeRequest, clock: &Clock) -> FakeAnswer {
        self(request, clock)
    }
}
