//! The log of a run in a file.

use super::{BulkEvent, BulkLog, BulkRecord, LogError, RowBegan, RowReport};
use async_trait::async_trait;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The log of a run in a file, one JSON object a line. Each line is on the disk before the run continues.
///
/// The file contains the keys of the rows, ids of records and error reports, but not what was sent. Only one process may
/// use it at a time. It must be used inside a tokio runtime.
///
/// ```
/// use leads_core::bulk::{BulkOptions, BulkReport, JsonLines};
/// use leads_core::client::Change;
/// use leads_core::{LeadClient, LeadClientExt};
/// use std::path::Path;
/// /// Can be killed at any point, and started again with the same changes.
/// async fn apply(
///     client: &dyn LeadClient,
///     changes: Vec<(String, Change)>,
///     file: &Path,
/// ) -> Result<BulkReport, Box<dyn std::error::Error>> {
///     let (log, record) = JsonLines::open(file)?;
///     Ok(client.apply_all(changes, BulkOptions::new().log(&log).resume(record)).await?)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct JsonLines {
    file: Arc<Mutex<File>>,
}

impl JsonLines {
    /// Opens the file, or creates it, and returns what it says about earlier runs. An incomplete last line is removed: the
    /// process was killed while writing it, so its row was not sent.
    ///
    /// # Errors
    /// Returns an error of the file system, or [`InvalidData`](io::ErrorKind::InvalidData) if a line is not an event.
    pub fn open(path: impl AsRef<Path>) -> io::Result<(Self, BulkRecord)> {
        let path = path.as_ref();
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let lines = bytes.get(..whole).unwrap_or_default();
        let invalid =
            |error: Box<dyn std::error::Error + Send + Sync>| io::Error::new(io::ErrorKind::InvalidData, error);
        let text = std::str::from_utf8(lines).map_err(|error| invalid(error.into()))?;
        let record = BulkRecord::from_json_lines(text).map_err(|error| invalid(error.into()))?;
        file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
        file.sync_all()?;
        #[cfg(unix)]
        if bytes.is_empty() {
            // The name of a new file must be on the disk as well.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()?;
        }
        // Appended to, so that a write of a dropped future that ends late overwrites nothing.
        let file = OpenOptions::new().append(true).open(path)?;
        Ok((Self { file: Arc::new(Mutex::new(file)) }, record))
    }

    async fn write(&self, event: &BulkEvent) -> Result<(), LogError> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        let file = Arc::clone(&self.file);
        let write = move || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let before = file.metadata()?.len();
            file.write_all(&line).and_then(|()| file.sync_data()).inspect_err(|_| {
                // A part of a line would make the next one unreadable, too.
                let _ = file.set_len(before);
            })
        };
        Ok(tokio::task::spawn_blocking(write).await??)
    }
}

#[async_trait]
impl BulkLog for JsonLines {
    async fn before(&self, row: &RowBegan) -> Result<(), LogError> {
        self.write(&BulkEvent::Began(row.clone())).await
    }

    async fn after(&self, row: &RowReport) -> Result<(), LogError> {
        self.write(&BulkEvent::Ended(Box::new(row.clone()))).await
    }
}
