//! The job engine that decides which worker looks after which part of the journal.

use crate::PostgresStore;
use crate::rows::{client, failed};
use deadpool_postgres::Pool;
use graphile_worker::tokio_postgres::TokioPostgresDatabase;
use graphile_worker::{
    IntoTaskHandlerResult, JobKeyMode, JobSpec, TaskHandler, WorkerContext, WorkerOptions, WorkerUtils,
};
use leads_journal::store::Scope;
use leads_journal::{Result, StoreError, Worker};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display};
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// The delay before an engine is started again that lost its connection.
const START_AGAIN: Duration = Duration::from_secs(1);
/// The longest time for which calls under way finish.
const LONGEST_SHUTDOWN: Duration = Duration::from_secs(600);

/// The job of one shard of an account. The payload is only its name, so the engine can be replaced without moving data.
#[derive(Debug, Serialize, Deserialize)]
struct Shard {
    account: String,
    shard: i32,
}

/// What the jobs of this process share.
#[derive(Clone)]
struct Shared {
    worker: Worker,
    stopping: watch::Receiver<bool>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("worker", &self.worker).finish_non_exhaustive()
    }
}

impl TaskHandler for Shard {
    const IDENTIFIER: &'static str = "leads_journal_shard";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        // A job never fails: what is left is due later, and the next look adds a job for it.
        let Some(shared) = context.get_ext::<Shared>() else { return };
        let mut stopping = shared.stopping.clone();
        let stop = async move { drop(stopping.wait_for(|stopping| *stopping).await) };
        if let Err(error) = shared.worker.drain(&Scope::account(self.account).shard(self.shard), stop).await {
            tracing::warn!(%error, "a shard of the journal could not be drained; it is tried again");
        }
    }
}

/// Runs a [`Worker`] with a job engine, so that many machines share a journal.
///
/// The entries of an account are spread over 64 shards by their streams. While a shard has something to do, it has one job
/// of [graphile_worker](https://docs.rs/graphile_worker) in the schema `graphile_worker`; the engine decides which process
/// runs it. The engine can run a shard twice at the same time, for example after a process was stopped for a while: the
/// journal's table then lets only one of them send each entry.
#[derive(Debug)]
#[must_use]
pub struct PostgresWorker {
    store: PostgresStore,
    engine: Pool,
    worker: Worker,
    shards: usize,
    poll: Duration,
    heartbeat: Duration,
    dead_after: Duration,
}

impl PostgresWorker {
    /// Creates a worker. Its journal must be the one of this store.
    pub fn new(store: PostgresStore, worker: Worker) -> Self {
        let engine = store.pool.clone();
        Self {
            store,
            engine,
            worker,
            shards: 16,
            poll: Duration::from_millis(250),
            heartbeat: Duration::from_secs(5),
            dead_after: Duration::from_secs(30),
        }
    }

    /// Sets a separate pool for the engine. By default it shares the store's.
    pub fn engine_pool(mut self, pool: Pool) -> Self {
        self.engine = pool;
        self
    }

    /// Sets the most shards that this process works on at the same time. The default is 16.
    pub fn shards(mut self, most: usize) -> Self {
        self.shards = most.max(1);
        self
    }

    /// Sets how often to look for entries that are due. The default is 250 ms.
    pub fn poll(mut self, every: Duration) -> Self {
        self.poll = every.max(Duration::from_millis(10));
        self
    }

    /// Sets how often this process reports that it lives, and after which silence others take over its shards. The default
    /// is 5 s and 30 s. What it had begun is safe in any case: see the lease of [`Worker::call_deadline`].
    pub fn takeover(mut self, heartbeat: Duration, dead_after: Duration) -> Self {
        (self.heartbeat, self.dead_after) = (heartbeat, dead_after);
        self
    }

    /// Installs the engine's tables, and sends entries until `shutdown` completes. Calls that are under way then finish.
    ///
    /// When the connection to the database is lost, the engine is started again.
    ///
    /// # Errors
    ///
    /// Returns [`JournalError::Store`](leads_journal::JournalError::Store) if the database cannot be reached at the start.
    pub async fn run_until(&self, shutdown: impl Future<Output = ()> + Send) -> Result<()> {
        let (stop, stopping) = watch::channel(false);
        let running = async {
            let mut has_run = false;
            loop {
                let ended = self.run_engine(&stopping, &mut has_run).await;
                match ended {
                    _ if *stopping.borrow() => return Ok(()),
                    Err(error) if !has_run => return Err(error),
                    Err(error) => tracing::warn!(%error, "the job engine ended; it is started again"),
                    Ok(()) => {}
                }
                sleep(START_AGAIN).await;
            }
        };
        let (mut running, mut shutdown) = (pin!(running), pin!(shutdown));
        tokio::select! {
            ended = &mut running => ended,
            () = &mut shutdown => {
                // Ends the drains and the engine; there is always a receiver here.
                let _ = stop.send(true);
                running.await
            }
        }
    }

    async fn run_engine(&self, stopping: &watch::Receiver<bool>, has_run: &mut bool) -> Result<()> {
        let shared = Shared { worker: self.worker.clone(), stopping: stopping.clone() };
        let mut stopped = stopping.clone();
        let engine = WorkerOptions::default()
            .database(TokioPostgresDatabase::new(self.engine.clone()))
            .concurrency(self.shards)
            .poll_interval(self.poll)
            .listen_os_shutdown_signals(false)
            .shutdown_signal(async move { drop(stopped.wait_for(|stopped| *stopped).await) })
            // Longer than any call: a call that is under way finishes.
            .shutdown_grace_period(LONGEST_SHUTDOWN)
            .heartbeat_interval(self.heartbeat)
            .sweep_interval(self.heartbeat)
            .sweep_threshold(self.dead_after)
            .recovery_delay(Duration::ZERO)
            .define_job::<Shard>()
            .add_extension(shared)
            .init()
            .await
            .map_err(|error| engine_failed("the job engine could not be started", error))?;
        *has_run = true;
        let utils = engine.create_utils();
        tokio::select! {
            ended = engine.run() => ended.map_err(|error| engine_failed("the job engine ended", error)),
            never = self.look(&utils) => match never {},
        }
    }

    /// Adds a job for each shard that has something to do.
    async fn look(&self, utils: &WorkerUtils) -> std::convert::Infallible {
        let mut swept = 0_u32;
        loop {
            if let Err(error) = self.add_jobs(utils).await {
                tracing::warn!(%error, "the journal could not be read; it is tried again");
            }
            if swept == 0 {
                if let Err(error) = self.worker.sweep().await {
                    tracing::warn!(%error, "ended entries could not be removed; it is tried again later");
                }
                if let Err(error) = self.remove_given_up().await {
                    tracing::warn!(%error, "jobs that were given up could not be removed; it is tried again later");
                }
            }
            swept = (swept + 1) % 10_000;
            sleep(self.poll).await;
        }
    }

    /// Removes the jobs of processes that died. Each was replaced by another one, and the engine keeps it without a key.
    async fn remove_given_up(&self) -> Result<()> {
        let sql = "DELETE FROM graphile_worker._private_jobs AS jobs USING graphile_worker._private_tasks AS tasks
                   WHERE tasks.id = jobs.task_id AND tasks.identifier = $1 AND jobs.key IS NULL
                     AND jobs.attempts >= jobs.max_attempts AND jobs.locked_at IS NULL";
        let client = client(&self.store.pool).await?;
        client.execute(sql, &[&Shard::IDENTIFIER]).await.map_err(failed)?;
        Ok(())
    }

    async fn add_jobs(&self, utils: &WorkerUtils) -> Result<()> {
        let names = self.worker.accounts_now().await;
        // A shard whose job waits or runs needs no other, unless the engine has given the job up.
        let sql = "SELECT DISTINCT account, shard FROM leads_journal.entries
                   WHERE account = ANY ($1) AND (state = 'begun'
                       OR head AND state IN ('ready', 'unknown') AND due <= leads_journal.now_millis())
                   EXCEPT
                   SELECT payload ->> 'account', (payload ->> 'shard')::int FROM graphile_worker._private_jobs
                   WHERE key LIKE 'leads:%' AND attempts < max_attempts";
        let client = client(&self.store.pool).await?;
        let statement = client.prepare_cached(sql).await.map_err(failed)?;
        let rows = client.query(&statement, &[&names]).await.map_err(failed)?;
        for row in rows {
            let shard = Shard { account: row.get(0), shard: row.get(1) };
            let name = format!("leads:{}:{}", shard.account, shard.shard);
            // In no queue of the engine: a process that is stopped can keep a queue locked after its job was given to
            // another, for as long as it lives. The key lets one job of a shard wait, and the journal's table lets one send.
            let spec = JobSpec::builder().job_key(name.as_str()).job_key_mode(JobKeyMode::Replace).build();
            utils.add_job(shard, spec).await.map_err(|error| engine_failed("a job could not be added", error))?;
        }
        Ok(())
    }
}

fn engine_failed(what: &'static str, error: impl Display) -> leads_journal::JournalError {
    StoreError::new(what, error.to_string()).into()
}
