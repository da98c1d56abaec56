//! The connection: one, shared by everything, renewed in the background.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use leads_core::{Error, ErrorKind, Result};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError, ServerErrorKind, Value};
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::script::{Invocation, all};

/// How long a call of a script may take. Later, the server counts as unreachable.
pub(crate) const PATIENCE: Duration = Duration::from_millis(150);
/// How long making a connection may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// The pause between two attempts to connect, and its maximum.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));
/// After this many calls in a row without a reply, the connection is replaced.
const MISSES: u32 = 3;
/// The maximum number of queued calls, the number sent together, and how long one is worth sending.
const QUEUE: usize = 100_000;
const BATCH: usize = 64;
const STALE: Duration = Duration::from_secs(120);

/// The server did not reply in time, or could not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreachable;

#[derive(Clone)]
struct Live {
    connection: MultiplexedConnection,
    /// Identifies the run of the server: it changes with a restart and with a failover.
    run: Arc<str>,
    number: u64,
}

/// A call that is sent in the background.
struct Queued {
    invocation: Invocation,
    /// The index of the argument that says that the call may have been carried out before, if there is one.
    again: Option<usize>,
    since: Instant,
}

struct Core {
    client: Client,
    live: watch::Sender<Option<Live>>,
    misses: AtomicU32,
    /// The latest attempt to connect failed, as opposed to taking long.
    down: AtomicBool,
    queue: Mutex<VecDeque<Queued>>,
    queued: Notify,
    /// Whether nothing is queued or being sent.
    idle: watch::Sender<bool>,
}

/// A connection and its two tasks, which end with the last clone.
#[derive(Clone)]
pub(crate) struct Link(Arc<Tasks>);

struct Tasks {
    core: Arc<Core>,
    handles: Mutex<Vec<AbortHandle>>,
}

impl Drop for Tasks {
    fn drop(&mut self) {
        lock(&self.handles).iter().for_each(AbortHandle::abort);
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("connected", &self.0.core.live.borrow().is_some()).finish_non_exhaustive()
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Link {
    /// Prepares a connection to a URL and starts the tasks that make it and use it.
    pub(crate) fn open(url: &str) -> Result<Self> {
        let client = Client::open(url).map_err(|error| {
            // The error's detail may contain the URL, and with it a password.
            Error::config("redis", error.category().to_owned())
                .with_help("the URL is `redis://host:port` or, with a TLS feature of leads-redis, `rediss://host:port`")
        })?;
        let core = Arc::new(Core {
            client,
            live: watch::Sender::new(None),
            misses: AtomicU32::new(0),
            down: AtomicBool::new(false),
            queue: Mutex::default(),
            queued: Notify::new(),
            idle: watch::Sender::new(true),
        });
        let connecting = tokio::spawn(keep_connected(Arc::clone(&core))).abort_handle();
        let sending = tokio::spawn(send_queued(Arc::clone(&core))).abort_handle();
        Ok(Self(Arc::new(Tasks { core, handles: Mutex::new(vec![connecting, sending]) })))
    }

    /// Ends a further task together with the connection.
    pub(crate) fn adopt(&self, task: AbortHandle) {
        let mut handles = lock(&self.0.handles);
        handles.retain(|handle| !handle.is_finished());
        handles.push(task);
    }

    /// Waits until there is a connection.
    pub(crate) async fn connected(&self, limit: Duration) -> Result<()> {
        match timeout(limit, self.0.core.live()).await {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::new(ErrorKind::Connect, "the Redis server could not be reached")
                .with_retryable(true)
                .with_help("check the address, the password, and that the user may run INFO, EVAL and SCRIPT")),
        }
    }

    /// Calls a script.
    pub(crate) async fn call(&self, invocation: &Invocation) -> Result<Value, Unreachable> {
        self.call_within(PATIENCE, invocation).await
    }

    /// Calls a script, with another limit than [`PATIENCE`].
    pub(crate) async fn call_within(&self, limit: Duration, invocation: &Invocation) -> Result<Value, Unreachable> {
        let core = &self.0.core;
        match timeout(limit, core.call(invocation)).await {
            Ok(result) => result,
            Err(_) => {
                core.missed();
                Err(Unreachable)
            }
        }
    }

    /// Whether the server refuses connections, as opposed to being slow.
    pub(crate) fn is_down(&self) -> bool {
        self.0.core.down.load(Ordering::Relaxed)
    }

    /// Queues a call whose reply is not needed. Neither blocks nor fails.
    pub(crate) fn queue(&self, invocation: Invocation, again: Option<usize>) {
        let mut queue = lock(&self.0.core.queue);
        if queue.len() >= QUEUE {
            queue.pop_front();
        }
        queue.push_back(Queued { invocation, again, since: Instant::now() });
        self.0.core.idle.send_replace(false);
        drop(queue);
        self.0.core.queued.notify_one();
    }

    /// Waits until everything queued so far has been sent.
    pub(crate) async fn flush(&self, limit: Duration) -> Result<(), Unreachable> {
        let mut idle = self.0.core.idle.subscribe();
        match timeout(limit, idle.wait_for(|idle| *idle)).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err(Unreachable),
        }
    }

    /// Reads the server's run id again: a proxy may have changed the server behind the connection.
    pub(crate) async fn refresh_run(&self) {
        let Some(mut live) = self.0.core.live.borrow().clone() else { return };
        let number = live.number;
        if let Ok(Ok(run)) = timeout(PATIENCE, run_id(&mut live.connection)).await {
            self.0.core.live.send_modify(|current| {
                if let Some(current) = current
                    && current.number == number
                {
                    current.run = run;
                }
            });
        }
    }
}

impl Core {
    async fn live(&self) -> Live {
        let mut live = self.live.subscribe();
        loop {
            if let Ok(found) = live.wait_for(Option::is_some).await
                && let Some(live) = &*found
            {
                return live.clone();
            }
        }
    }

    async fn call(&self, invocation: &Invocation) -> Result<Value, Unreachable> {
        let mut live = self.live().await;
        let sent = invocation.command(&live.run, false).query_async(&mut live.connection).await;
        let sent = match sent {
            Err(error) if is_unknown_script(&error) => {
                invocation.command(&live.run, true).query_async(&mut live.connection).await
            }
            other => other,
        };
        match sent {
            Ok(value) => {
                self.misses.store(0, Ordering::Relaxed);
                Ok(value)
            }
            Err(error) => {
                self.failed(&error, live.number);
                Err(Unreachable)
            }
        }
    }

    /// Handles an error: the connection is replaced unless only the command was refused.
    fn failed(&self, error: &RedisError, number: u64) {
        tracing::warn!(category = error.category(), code = error.code(), "a call of Redis failed");
        if !is_final(error) {
            self.drop_connection(number);
        }
    }

    fn missed(&self) {
        if self.misses.fetch_add(1, Ordering::Relaxed) + 1 >= MISSES {
            let number = self.live.borrow().as_ref().map(|live| live.number);
            if let Some(number) = number {
                self.drop_connection(number);
            }
        }
    }

    fn drop_connection(&self, number: u64) {
        self.live.send_if_modified(|live| {
            let same = live.as_ref().is_some_and(|live| live.number == number);
            if same {
                *live = None;
            }
            same
        });
    }

    async fn connect(&self, number: u64) -> Result<Live, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTING))
            .set_response_timeout(Some(CONNECTING));
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let run = run_id(&mut connection).await?;
        let mut load = redis::pipe();
        for script in all() {
            load.cmd("SCRIPT").arg("LOAD").arg(&script.code).ignore();
        }
        load.query_async::<()>(&mut connection).await?;
        Ok(Live { connection, run, number })
    }

    /// Sends queued calls. If this fails, the caller sends them again.
    async fn send(&self, batch: &[Queued]) -> Result<(), Unreachable> {
        let mut live = self.live().await;
        for whole in [false, true] {
            let mut pipe = redis::pipe();
            for queued in batch {
                pipe.add_command(queued.invocation.command(&live.run, whole)).ignore();
            }
            match timeout(PATIENCE, pipe.query_async::<()>(&mut live.connection)).await {
                Ok(Ok(())) => {
                    self.misses.store(0, Ordering::Relaxed);
                    return Ok(());
                }
                Ok(Err(error)) if is_unknown_script(&error) => {}
                Ok(Err(error)) => {
                    self.failed(&error, live.number);
                    return if is_final(&error) { Ok(()) } else { Err(Unreachable) };
                }
                Err(_) => {
                    self.missed();
                    return Err(Unreachable);
                }
            }
        }
        Err(Unreachable)
    }
}

fn is_unknown_script(error: &RedisError) -> bool {
    error.kind() == redis::ErrorKind::Server(ServerErrorKind::NoScript) || error.code() == Some("NOSCRIPT")
}

/// Whether the server refused the command itself, so that another connection would not help.
fn is_final(error: &RedisError) -> bool {
    use ServerErrorKind as Kind;
    match error.kind() {
        redis::ErrorKind::Server(kind) => !matches!(kind, Kind::ReadOnly | Kind::BusyLoading | Kind::MasterDown),
        redis::ErrorKind::Extension => true,
        _ => false,
    }
}

async fn run_id(connection: &mut MultiplexedConnection) -> Result<Arc<str>, RedisError> {
    let info: String = redis::cmd("INFO").arg("server").query_async(connection).await?;
    Ok(info.lines().find_map(|line| line.trim().strip_prefix("run_id:")).unwrap_or_default().into())
}

/// Makes a connection whenever there is none.
async fn keep_connected(core: Arc<Core>) {
    let (mut number, mut backoff) = (0, BACKOFF.0);
    let mut live = core.live.subscribe();
    loop {
        number += 1;
        match timeout(CONNECTING, core.connect(number)).await {
            Ok(Ok(connected)) => {
                backoff = BACKOFF.0;
                core.misses.store(0, Ordering::Relaxed);
                core.down.store(false, Ordering::Relaxed);
                core.live.send_replace(Some(connected));
                if live.wait_for(Option::is_none).await.is_err() {
                    return;
                }
            }
            Ok(Err(error)) => {
                tracing::debug!(category = error.category(), code = error.code(), "no connection to Redis");
                core.down.store(true, Ordering::Relaxed);
                sleep(backoff).await;
                backoff = (backoff * 2).min(BACKOFF.1);
            }
            Err(_) => {}
        }
    }
}

/// Sends what is queued, in order, until it has arrived or is too old to matter.
async fn send_queued(core: Arc<Core>) {
    loop {
        let mut batch: Vec<Queued> = {
            let mut queue = lock(&core.queue);
            let count = queue.len().min(BATCH);
            let batch = queue.drain(..count).collect();
            if count == 0 {
                core.idle.send_replace(true);
            }
            batch
        };
        if batch.is_empty() {
            core.queued.notified().await;
            continue;
        }
        while core.send(&batch).await.is_err() {
            // It may have been carried out nevertheless.
            for queued in &mut batch {
                if let Some(again) = queued.again.and_then(|index| queued.invocation.args.get_mut(index)) {
                    "1".clone_into(again);
                }
            }
            batch.retain(|queued| queued.since.elapsed() < STALE);
            if batch.is_empty() {
                break;
            }
            sleep(BACKOFF.0).await;
        }
    }
}
