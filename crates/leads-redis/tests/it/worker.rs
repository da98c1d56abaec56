//! A process of the fleet: this executable, run again with its job in the environment.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use leads_core::http::limit::{Limiter, Permit, Priority, SharedCounts, Window};
use leads_redis::{Fresh, OnLoss, Shared};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use crate::fleet::others::Other;

const JOB: &str = "LEADS_REDIS_JOB";

/// How the calls of a fleet are limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// By the crate.
    Ours(OnLoss),
    /// By a cell-rate algorithm or a log of send times on the same server.
    Other(Other),
}

impl Limit {
    fn name(self) -> &'static str {
        match self {
            Self::Ours(OnLoss::Share) => "share",
            Self::Ours(OnLoss::Local) => "local",
            Self::Ours(_) => "refuse",
            Self::Other(Other::Gcra) => "gcra",
            Self::Other(Other::Log) => "log",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "share" => Self::Ours(OnLoss::Share),
            "local" => Self::Ours(OnLoss::Local),
            "gcra" => Self::Other(Other::Gcra),
            "log" => Self::Other(Other::Log),
            _ => Self::Ours(OnLoss::Refuse),
        }
    }
}

/// What a process does.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) redis: String,
    pub(crate) vendor: SocketAddr,
    pub(crate) limit: Limit,
    pub(crate) tasks: usize,
    pub(crate) calls: u32,
    pub(crate) per: Duration,
    /// The deadline of a call.
    pub(crate) deadline: Duration,
}

impl Job {
    /// Starts a process that does the job until it is killed.
    pub(crate) fn spawn(&self) -> Child {
        let Self { redis, vendor, limit, tasks, calls, per, deadline } = self;
        let (limit, per, deadline) = (limit.name(), per.as_millis(), deadline.as_millis());
        Command::new(std::env::current_exe().unwrap())
            .args(["worker::process_of_a_fleet_does_its_job", "--exact", "--nocapture"])
            .env(JOB, format!("{redis} {vendor} {limit} {tasks} {calls} {per} {deadline}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn of(text: &str) -> Self {
        let mut parts = text.split(' ');
        let mut next = || parts.next().unwrap();
        let (redis, vendor, limit) = (next().to_owned(), next().parse().unwrap(), Limit::of(next()));
        let mut number = || next().parse::<u64>().unwrap();
        let (tasks, calls) = (number() as usize, number() as u32);
        let (per, deadline) = (Duration::from_millis(number()), Duration::from_millis(number()));
        Self { redis, vendor, limit, tasks, calls, per, deadline }
    }
}

/// Does nothing unless the process was started by a fleet.
#[test]
fn process_of_a_fleet_does_its_job() {
    let Ok(job) = std::env::var(JOB) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work(Job::of(&job)));
}

async fn work(job: Job) {
    let shared = Shared::connect_later(&job.redis).unwrap();
    let counts: Arc<dyn SharedCounts> = match job.limit {
        Limit::Ours(on_loss) => Arc::new(shared.counts("fleet").on_loss(on_loss).fresh(Fresh::Guarded)),
        Limit::Other(other) => Arc::new(other.counts(&job.redis).await),
    };
    let limiter = Limiter::with_counts([Window::new("calls", job.calls, job.per)], counts);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..job.tasks {
        let (limiter, job) = (limiter.clone(), job.clone());
        tasks.spawn(async move {
            loop {
                // A call that breaks its connection starts again with a new one.
                let stream = TcpStream::connect(job.vendor).await.unwrap();
                stream.set_nodelay(true).unwrap();
                calls(&limiter, stream, job.deadline).await;
            }
        });
    }
    tasks.join_all().await;
}

/// Makes calls until one gets no response before its deadline.
async fn calls(limiter: &Limiter, stream: TcpStream, length: Duration) {
    let (from, mut to) = stream.into_split();
    let mut lines = BufReader::new(from).lines();
    loop {
        let deadline = Instant::now() + length;
        let mut permit: Permit = match limiter.acquire(&["calls"], Priority::Interactive, Some(deadline)).await {
            Ok(permit) => permit,
            Err(refused) => {
                // The call failed at once; the next one is due when there may be room.
                tokio::time::sleep_until(refused.retry_at.min(deadline)).await;
                continue;
            }
        };
        let now = Instant::now();
        if permit.has_returned() || now >= deadline {
            continue;
        }
        permit.sent_within(deadline - now);
        let exchange = async {
            to.write_all(b"call\n").await.ok()?;
            lines.next_line().await.ok()?
        };
        match timeout_at(deadline, exchange).await {
            Ok(Some(_)) => permit.response_received(),
            _ => return,
        }
    }
}
