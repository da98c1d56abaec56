//! The thread that writes, and the thread that reads.

use crate::error::{JournalError, Result, StoreError};
use rusqlite::Connection;
use std::fmt;
use std::sync::mpsc;
use std::thread;
use tokio::sync::oneshot;

/// The most jobs in one transaction.
const GROUP: usize = 512;

/// Reports to the caller of a job whether its transaction was committed, or why not.
type Finish = Box<dyn FnOnce(Option<&str>) + Send>;
/// Runs on a connection; without one it is refused.
type Job = Box<dyn FnOnce(Option<&Connection>) -> Finish + Send>;

/// A thread with a connection. Jobs that wait at the same time are committed together, so that they share one flush to
/// the disk. The thread ends when the handle is dropped and all jobs are done.
pub(super) struct Lane {
    jobs: mpsc::Sender<Job>,
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lane")
    }
}

impl Lane {
    /// Starts a thread that commits groups of jobs.
    pub(super) fn writing(connection: Connection) -> Result<Self> {
        Self::start("leads-journal-write", move |first, waiting| {
            let mut group: Vec<Job> = std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect();
            let mut finishes = Vec::with_capacity(group.len());
            let committed = commit(&connection, &mut group, &mut finishes);
            let failed = committed.err().map(|error| error.to_string());
            finishes.extend(group.into_iter().map(|job| job(None)));
            finishes.into_iter().for_each(|finish| finish(failed.as_deref()));
        })
    }

    /// Starts a thread that reads.
    pub(super) fn reading(connection: Connection) -> Result<Self> {
        Self::start("leads-journal-read", move |job, _| job(Some(&connection))(None))
    }

    fn start(name: &str, mut run: impl FnMut(Job, &mpsc::Receiver<Job>) + Send + 'static) -> Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
            while let Ok(first) = waiting.recv() {
                run(first, &waiting);
            }
        });
        started.map_err(|error| StoreError::new("the journal's thread could not be started", error))?;
        Ok(Self { jobs })
    }

    /// Runs a job in a separate savepoint, and returns its result once it is durable. A caller that stops waiting does
    /// not stop the job.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (done, result) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let value = connection.map(|connection| in_savepoint(connection, job));
            Box::new(move |failed| {
                let not_committed = || StoreError::new("the change was not stored", failed.unwrap_or("it never ran"));
                let value = match (failed, value) {
                    (None, Some(value)) => value,
                    _ => Err(not_committed().into()),
                };
                // The caller may have stopped waiting.
                let _ = done.send(value);
            })
        });
        let gone =
            || JournalError::from(StoreError::new("the change was not stored", "the journal's thread has ended"));
        self.jobs.send(job).map_err(|_| gone())?;
        result.await.map_err(|_| gone())?
    }
}

fn commit(connection: &Connection, group: &mut Vec<Job>, finishes: &mut Vec<Finish>) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    finishes.extend(group.drain(..).map(|job| job(Some(connection))));
    let committed = connection.execute_batch("COMMIT");
    if committed.is_err() {
        // Fails if the database has already rolled back.
        let _ = connection.execute_batch("ROLLBACK");
    }
    committed
}

/// A job that fails changes nothing, and the other jobs of its group are not concerned.
fn in_savepoint<T>(connection: &Connection, job: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    if connection.is_autocommit() {
        return job(connection);
    }
    let batch = |text| connection.execute_batch(text).map_err(failed);
    batch("SAVEPOINT job")?;
    let value = job(connection);
    if value.is_err() {
        batch("ROLLBACK TO job")?;
    }
    batch("RELEASE job")?;
    value
}

/// Converts an error of the database.
pub(super) fn failed(error: rusqlite::Error) -> JournalError {
    StoreError::new("the database reported an error", error).into()
}
