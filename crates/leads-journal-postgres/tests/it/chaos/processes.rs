//! Worker processes: this test executable, run again.

use crate::server::{Server, pool};
use leads_core::ClientConfig;
use leads_core::http::{RetryPolicy, Timeouts};
use leads_journal::{Journal, VendorAccount, Worker};
use leads_journal_postgres::{PostgresStore, PostgresWorker};
use leads_testkit::nutshell::{API_KEY, USER_EMAIL};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::process::Child;

/// The deadline of a call; the lease is a quarter longer.
const CALL: Duration = Duration::from_secs(1);

struct Process {
    child: Child,
    /// When a stopped process goes on.
    wakes: Option<Instant>,
}

pub(super) struct Processes {
    address: String,
    url: String,
    running: Vec<Process>,
    pub(super) killed: u32,
    pub(super) stopped: u32,
}

fn signal(process: &Process, name: &str) {
    if let Some(id) = process.child.id() {
        assert!(Command::new("kill").args([name, &id.to_string()]).status().unwrap().success());
    }
}

impl Processes {
    pub(super) fn start(server: &Server, database: &str, url: &str) -> Self {
        let mut processes =
            Self { address: server.address(database), url: url.to_owned(), running: Vec::new(), killed: 0, stopped: 0 };
        processes.running = (0..3).map(|_| processes.spawn()).collect();
        processes
    }

    fn spawn(&self) -> Process {
        let mut command = tokio::process::Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "chaos::processes::chaos_child", "--nocapture"])
            .kill_on_drop(true)
            .stdout(Stdio::null());
        command.env("LEADS_CHAOS_DATABASE", &self.address).env("LEADS_CHAOS_URL", &self.url);
        Process { child: command.spawn().unwrap(), wakes: None }
    }

    /// Kills a process and starts another.
    pub(super) async fn kill(&mut self, random: &mut fastrand::Rng) {
        let at = random.usize(..self.running.len());
        self.running[at].child.kill().await.unwrap();
        self.running[at] = self.spawn();
        self.killed += 1;
    }

    /// Stops a process for longer than its lease, and than the silence after which others take over.
    pub(super) async fn stop_past_the_lease(&mut self, random: &mut fastrand::Rng) {
        let at = random.usize(..self.running.len());
        if self.running[at].wakes.is_none() {
            signal(&self.running[at], "-STOP");
            self.running[at].wakes = Some(Instant::now() + Duration::from_millis(random.u64(3_000..9_000)));
            self.stopped += 1;
        }
    }

    pub(super) fn wake_the_stopped(&mut self, now: Instant) {
        for process in &mut self.running {
            if process.wakes.is_some_and(|wakes| wakes <= now) {
                signal(process, "-CONT");
                process.wakes = None;
            }
        }
    }

    pub(super) async fn end(&mut self) {
        for process in &mut self.running {
            // A process that ended by itself has failed.
            assert!(process.child.try_wait().unwrap().is_none(), "a worker ended by itself");
            process.child.kill().await.unwrap();
        }
    }
}

/// A worker process. Does nothing unless a parent asks for it.
#[test]
fn chaos_child() {
    let Ok(address) = std::env::var("LEADS_CHAOS_DATABASE") else { return };
    let url = std::env::var("LEADS_CHAOS_URL").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // A server that is starting again may refuse connections at first; later losses are the worker's to survive.
        while let Err(error) = work(&address, &url).await {
            eprintln!("worker: {error}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("a worker ended by itself");
    });
}

async fn work(address: &str, url: &str) -> leads_journal::Result<()> {
    let store = PostgresStore::open(pool(address)).await?;
    let config = ClientConfig::new()
        .retry(RetryPolicy::none())
        .timeouts(Timeouts::default().attempt(Duration::from_millis(800)));
    let client = nutshell::Client::builder().base_url(url).basic(USER_EMAIL, API_KEY).config(config).build().unwrap();
    let worker = Worker::new(Journal::new(Arc::new(store.clone())))
        .account("crm", VendorAccount::new(nutshell::api::registry(), client))
        .patience(Duration::from_millis(500))
        .retry_delays(Duration::from_millis(20), Duration::from_millis(500))
        .call_deadline(CALL);
    PostgresWorker::new(store, worker)
        .poll(Duration::from_millis(50))
        .takeover(Duration::from_millis(500), Duration::from_secs(2))
        .run_until(std::future::pending())
        .await
}
