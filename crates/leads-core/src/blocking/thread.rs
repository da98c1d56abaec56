//! The thread that drives timers and connections.

use crate::error::{Error, Result};
use std::fmt;
use std::future::Future;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::unconstrained;

/// A runtime on a separate thread. Futures are polled by the threads that wait for them; only what they start there
/// (timers, connections) runs on this thread. A future can therefore borrow from its caller.
pub(super) struct Thread {
    runtime: Handle,
    /// The thread ends once this is dropped, and drops the runtime itself: a runtime must not be dropped inside another
    /// one.
    _running: oneshot::Sender<()>,
}

impl Thread {
    pub(super) fn start() -> Result<Self> {
        let failed = |error| Error::config("blocking", "the thread could not be started").with_source(error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (running, stopped) = oneshot::channel();
        std::thread::Builder::new()
            .name("leads-blocking".to_owned())
            .spawn(move || {
                // Only ever ends with an error: nothing is sent.
                let _ = runtime.block_on(stopped);
            })
            .map_err(failed)?;
        Ok(Self { runtime: handle, _running: running })
    }

    /// Polls a future on the calling thread until it has ended.
    pub(super) fn block_on<F: Future>(&self, future: F) -> F::Output {
        let _context = self.runtime.enter();
        // Inside a task of another runtime, that task's budget would never be refilled while this thread waits.
        pollster::block_on(unconstrained(future))
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread").finish_non_exhaustive()
    }
}
