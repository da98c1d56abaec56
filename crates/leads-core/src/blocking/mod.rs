//! Clients for code that is not async.
//!
//! Requests are values, so one wrapper serves every client and every operation: [`Blocking`]. It needs the feature
//! `blocking`.
//!
//! ```
//! use leads_core::blocking::Blocking;
//! use leads_core::{Pipeline, Request, Result, Vendor};
//! /// Sends one request from a thread, of any vendor.
//! fn send<V: Vendor, R: Request<Vendor = V>>(
//!     client: Pipeline<V>,
//!     request: &R,
//! ) -> Result<R::Response> {
//!     Ok(Blocking::new(client)?.send(request)?.into_inner())
//! }
//! ```

mod common;
mod iter;
mod thread;
mod typed;

pub use iter::{Items, Leads};

use crate::error::Result;
use std::sync::Arc;
use thread::Thread;

/// A client whose methods block the calling thread until the call has ended.
///
/// It wraps a client of a vendor crate, for [`send`](Self::send) and its siblings, or a
/// [`LeadClient`](crate::LeadClient), for [`create`](Self::create) and its siblings. What has no method here is reached
/// with [`run`](Self::run).
///
/// Timers and connections live on a separate thread, which clones share. It ends when the last clone is dropped;
/// dropping never waits and never panics. The calls themselves run on the calling thread, so any number of threads can
/// use one `Blocking`, and a panic in a callback unwinds into its caller only.
///
/// It also works inside an async runtime, but blocks the worker thread there like any other blocking call: prefer the
/// async client, or `tokio::task::spawn_blocking`.
///
/// The wrapped client must not be used by other runtimes at the same time, because pooled connections end with the
/// runtime that opened them. Build a client for this wrapper alone; a [limiter](crate::http::limit::Limiter) can be
/// shared.
///
/// ```
/// use leads_core::blocking::Blocking;
/// use leads_core::{LeadClient, LeadId, Result};
/// use std::sync::Arc;
/// fn close(client: Arc<dyn LeadClient>, id: &LeadId) -> Result<()> {
///     let client = Blocking::new(client)?;
///     let lead = client.get(id)?;
///     println!("{:?}", lead.name());
///     client.mark_won(id)?;
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Blocking<C> {
    client: C,
    thread: Arc<Thread>,
}

impl<C> Blocking<C> {
    /// Wraps a client and starts the thread for its timers and connections.
    ///
    /// ```
    /// use leads_core::blocking::Blocking;
    /// let client = Blocking::new("a client of a vendor crate")?;
    /// let clone = client.clone();
    /// std::thread::spawn(move || assert!(clone.client().starts_with("a client"))).join().unwrap();
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a configuration error if the operating system does not start the thread.
    pub fn new(client: C) -> Result<Self> {
        Ok(Self { client, thread: Arc::new(Thread::start()?) })
    }

    /// Wraps another client that uses the same thread.
    ///
    /// ```
    /// use leads_core::blocking::Blocking;
    /// let typed = Blocking::new("a client of a vendor crate")?;
    /// let common = typed.with("its adapter");
    /// assert_eq!(*common.client(), "its adapter");
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    #[must_use]
    pub fn with<D>(&self, client: D) -> Blocking<D> {
        Blocking { client, thread: Arc::clone(&self.thread) }
    }

    /// Returns the wrapped client.
    ///
    /// ```
    /// use leads_core::blocking::Blocking;
    /// assert_eq!(*Blocking::new(20)?.client(), 20);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    #[must_use]
    pub fn client(&self) -> &C {
        &self.client
    }

    /// Runs an async function with the client, and blocks until it has ended.
    ///
    /// For methods that only the async client has.
    ///
    /// ```
    /// use leads_core::blocking::Blocking;
    /// let client = Blocking::new(20)?;
    /// let sum = client.run(async |number| number + 1);
    /// assert_eq!(sum, 21);
    /// # Ok::<(), leads_core::Error>(())
    /// ```
    pub fn run<T>(&self, work: impl AsyncFnOnce(&C) -> T) -> T {
        self.thread.block_on(work(&self.client))
    }
}
