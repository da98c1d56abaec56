//! Counts of limiters that outlive the process.

use leads_core::http::limit::Snapshot;
use leads_core::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The counts of all accounts' limiters at one moment, to be stored when a process ends and loaded by the next one.
///
/// ```
/// use leads::{Accounts, SavedCounts};
/// # fn run(accounts: &Accounts) -> Result<(), Box<dyn std::error::Error>> {
/// let stored = serde_json::to_string(&accounts.counts())?;
/// let counts: SavedCounts = serde_json::from_str(&stored)?;
/// let next = Accounts::builder().file("accounts.toml")?.counts(counts).build()?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCounts {
    accounts: BTreeMap<String, Snapshot>,
}

impl SavedCounts {
    /// Returns no counts. Every account then starts with used windows, because it is not known what was sent before.
    #[must_use]
    pub fn unknown() -> Self {
        Self::default()
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Snapshot> {
        self.accounts.remove(name)
    }

    pub(super) fn extend(&mut self, counts: impl IntoIterator<Item = (String, Snapshot)>) {
        self.accounts.extend(counts);
    }
}

/// A file of counts. It exists only between a process that ended properly and the next one.
#[derive(Clone, Debug)]
pub(super) struct CountsFile(PathBuf);

impl CountsFile {
    pub(super) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    fn unusable(&self, error: &std::io::Error) -> Error {
        Error::config(self.0.display().to_string(), format!("cannot be used for counts: {}", error.kind()))
    }

    /// Reads the counts and removes the file, so that a process that is killed leaves no outdated counts behind. Counts
    /// that are missing or cannot be read are unknown.
    pub(super) fn take(&self) -> Result<SavedCounts> {
        let text = match std::fs::read(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(SavedCounts::unknown()),
            Err(error) => return Err(self.unusable(&error)),
        };
        std::fs::remove_file(&self.0).map_err(|error| self.unusable(&error))?;
        Ok(serde_json::from_slice(&text).unwrap_or_default())
    }

    /// Writes the counts next to the file and renames it, so that a reader sees all of them or none.
    pub(super) fn write(&self, counts: &SavedCounts) -> Result<()> {
        let text = serde_json::to_vec(counts).map_err(|_| Error::config("counts", "cannot be written"))?;
        let mut part = self.0.clone().into_os_string();
        part.push(".part");
        let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &self.0));
        written.map_err(|error| self.unusable(&error))
    }
}
