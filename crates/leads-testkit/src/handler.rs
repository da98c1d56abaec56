//! What a fake is made of.

use crate::{Clock, FakeAnswer, FakeRequest, Ledger};

/// A fake vendor: takes a request, changes its own state, answers.
///
/// It is synchronous and keeps its state behind a `Mutex`, so that the very same code runs in process on a paused clock
/// and behind real sockets. It knows nothing of faults, latency or connections: the [`Fake`](crate::Fake) around it
/// does those.
///
/// A handler that draws random numbers keeps a seeded generator in its state, so that a run can be repeated.
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
