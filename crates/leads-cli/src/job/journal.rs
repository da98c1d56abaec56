//! The journal of a job, and the copy of its plan.

use crate::failure::{Failure, Result};
use crate::plan::Plan;
use leads::{Error, ErrorKind};
use leads_journal::{Journal, JournalError};
use std::path::{Path, PathBuf};

/// Opens a journal, and creates its file if it is missing.
pub(crate) async fn open(path: &Path) -> Result<Journal> {
    Journal::open(path).await.map_err(|error| failure(path, error))
}

/// Converts an error of a journal. A message of the database is left out, because it could show a value.
pub(crate) fn failure(path: &Path, error: JournalError) -> Failure {
    let place = path.display().to_string();
    match error {
        JournalError::Invalid(error) => error.into(),
        JournalError::KeyReused { entry } => {
            let message = format!("has another write under the key of entry {entry}");
            Failure::usage(place, message, "the plan was changed by hand; make it again with `leads plan`")
        }
        JournalError::NotFound => Error::new(ErrorKind::NotFound, "the journal has no such entry")
            .with_help("`leads journal list` lists the entries of --journal FILE")
            .into(),
        JournalError::NotAllowed(error) => Error::new(ErrorKind::State, error.to_string())
            .with_help("`leads journal list` shows the entry's state; only dead letters can be decided about")
            .into(),
        JournalError::Changed => Error::new(ErrorKind::Conflict, "the entry was changed at the same time")
            .with_help("look at it with `leads journal list`, and decide again")
            .into(),
        JournalError::Sealed => Failure::usage(place, "is encrypted", "use the program that has its key"),
        _ => Failure::usage(place, "cannot be read or written", "check the path, its permissions and the disk"),
    }
}

fn folder(journal: &Path) -> PathBuf {
    let mut name = journal.as_os_str().to_owned();
    name.push(".jobs");
    PathBuf::from(name)
}

/// Returns the file with the plan of a job.
pub(crate) fn saved(journal: &Path, job: &str) -> Result<PathBuf> {
    if job.is_empty() || !job.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(Failure::usage("JOB", "is not the name of a job", "`leads apply` prints the name"));
    }
    Ok(folder(journal).join(format!("{job}.json")))
}

/// Keeps the plan next to the journal, for `leads undo`.
pub(super) fn keep(journal: &Path, plan: &Plan) -> Result<()> {
    let path = saved(journal, &plan.job)?;
    if path.exists() {
        return Ok(());
    }
    let folder = folder(journal);
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, "written", &error))?;
    // A crash leaves the old file or the new one, never a part.
    let begun = path.with_extension(format!("{}.tmp", std::process::id()));
    plan.write(&begun, true)?;
    std::fs::rename(&begun, &path).map_err(|error| Failure::file(&path, "written", &error))
}
