//! A fake that is running on a socket.

use super::connection::Connection;
use super::counters::Counters;
use super::port::{By, Port};
use super::upstream::Upstream;
use crate::engine::Engine;
use crate::faults::Gate;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use tokio::task::{AbortHandle, JoinSet};

/// A fake running on a random local port. Dropping it stops its server, its connections and every task.
///
/// ```
/// use leads_testkit::{Clock, Fake, FakeResponse, FakeRequest};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let fake = Fake::new(|_: &FakeRequest, _: &Clock| FakeResponse::empty(204));
/// let running = fake.start().await?;
/// assert!(running.url().starts_with("http://127.0.0.1:"));
/// assert_eq!(running.traffic().requests, 0);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct RunningFake {
    port: Arc<Port>,
    upstream: Arc<Upstream>,
    counters: Arc<Counters>,
    accepting: AbortHandle,
}

/// The traffic over a running fake's socket so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traffic {
    /// Connections accepted.
    pub connections: u64,
    /// Requests of which at least the first bytes arrived.
    pub requests: u64,
    /// Requests that arrived in full.
    pub whole: u64,
    /// Requests for which a complete response was written.
    pub responses: u64,
}

impl RunningFake {
    pub(crate) async fn start(engine: Arc<Engine>, port: u16) -> io::Result<Self> {
        let port = Arc::new(Port::open(port)?);
        let gate: Weak<dyn Gate> = Arc::downgrade(&port) as _;
        engine.faults.attach(gate);
        let upstream = Arc::new(Upstream::start(Arc::clone(&engine)).await);
        let counters = Arc::new(Counters::default());
        let accepting = tokio::spawn(accept(Arc::clone(&port), engine, Arc::clone(&upstream), Arc::clone(&counters)))
            .abort_handle();
        Ok(Self { port, upstream, counters, accepting })
    }

    /// Returns the base URL of the fake, `http://127.0.0.1:` and a port.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Returns the address of the fake.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Returns the base URL of the mock server itself, which bypasses the proxy: no faults and no latency.
    #[must_use]
    pub fn direct_url(&self) -> String {
        format!("http://{}", self.upstream.address())
    }

    /// Returns the traffic so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        Traffic {
            connections: self.counters.connections.load(Ordering::Relaxed),
            requests: self.counters.requests.load(Ordering::Relaxed),
            whole: self.counters.whole.load(Ordering::Relaxed),
            responses: self.counters.responses.load(Ordering::Relaxed),
        }
    }

    /// Closes the port: new connections are refused until [`accept_connections`](Self::accept_connections). Existing
    /// connections stay open.
    pub fn refuse_connections(&self) {
        self.port.close(By::Hand, true);
    }

    /// Reopens the port after [`refuse_connections`](Self::refuse_connections).
    pub fn accept_connections(&self) {
        self.port.close(By::Hand, false);
    }
}

impl Drop for RunningFake {
    fn drop(&mut self) {
        // The connections are in a set owned by the task, so they end with it.
        self.accepting.abort();
        self.port.close(By::End, true);
    }
}

async fn accept(port: Arc<Port>, engine: Arc<Engine>, upstream: Arc<Upstream>, counters: Arc<Counters>) {
    let mut connections = JoinSet::new();
    loop {
        let stream = port.accept().await;
        counters.connections.fetch_add(1, Ordering::Relaxed);
        let connection = Connection {
            stream,
            engine: Arc::clone(&engine),
            upstream: Arc::clone(&upstream),
            counters: Arc::clone(&counters),
        };
        connections.spawn(connection.serve());
        while connections.try_join_next().is_some() {}
    }
}
