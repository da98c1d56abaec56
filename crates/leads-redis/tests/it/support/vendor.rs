//! A vendor that enforces every sliding window of its limit, by the time of arrival.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio::time::sleep;

#[derive(Debug, Default)]
struct Counts {
    accepted: VecDeque<Instant>,
    total: u64,
    refused: u64,
    /// The sum of the times between receiving a request and responding to it.
    latency: Duration,
    responses: u32,
}

/// What the vendor has seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
    pub(crate) latency: Duration,
    pub(crate) at: Instant,
}

impl Seen {
    /// Returns the accepted calls per window between two moments, as a share of the limit.
    pub(crate) fn share_since(&self, earlier: &Self, calls: u32, per: Duration) -> f64 {
        let windows = (self.at - earlier.at).as_secs_f64() / per.as_secs_f64();
        (self.accepted - earlier.accepted) as f64 / (windows * f64::from(calls))
    }

    /// Returns the share that is possible with this latency.
    pub(crate) fn bound(&self, per: Duration) -> f64 {
        per.as_secs_f64() / (per + self.latency).as_secs_f64()
    }
}

#[derive(Debug)]
pub(crate) struct Vendor {
    address: SocketAddr,
    counts: Arc<Mutex<Counts>>,
    accepting: AbortHandle,
}

impl Vendor {
    /// Allows `calls` per `per`. The request travels and the response travels, together for 4 to 80 ms.
    pub(crate) async fn start(calls: u32, per: Duration) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::new(Mutex::new(Counts::default()));
        let shared = Arc::clone(&counts);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared), calls as usize, per));
            }
        })
        .abort_handle();
        Self { address, counts, accepting }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn seen(&self) -> Seen {
        let counts = self.counts.lock().unwrap();
        let latency = counts.latency / counts.responses.max(1);
        Seen { accepted: counts.total, refused: counts.refused, latency, at: Instant::now() }
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(stream: TcpStream, counts: Arc<Mutex<Counts>>, calls: usize, per: Duration) {
    stream.set_nodelay(true).unwrap();
    let (from, mut to) = stream.into_split();
    let mut lines = BufReader::new(from).lines();
    while let Ok(Some(_)) = lines.next_line().await {
        let received = Instant::now();
        let whole = Duration::from_micros(fastrand::u64(4_000..80_000));
        let there = whole.mul_f64(fastrand::f64());
        sleep(there).await;
        let accepted = {
            let mut counts = counts.lock().unwrap();
            let now = Instant::now();
            while counts.accepted.front().is_some_and(|at| now - *at > per) {
                counts.accepted.pop_front();
            }
            let accepted = counts.accepted.len() < calls;
            if accepted {
                counts.accepted.push_back(now);
                counts.total += 1;
            } else {
                counts.refused += 1;
            }
            accepted
        };
        sleep(whole - there).await;
        {
            let mut counts = counts.lock().unwrap();
            counts.latency += received.elapsed();
            counts.responses += 1;
        }
        if to.write_all(if accepted { b"200\n" } else { b"429\n" }).await.is_err() {
            return;
        }
    }
}
