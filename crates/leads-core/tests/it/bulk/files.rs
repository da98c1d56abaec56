//! The log of a run in a file.

use super::shop::Server;
use super::{cut_off, requests, rows};
use leads_core::bulk::{BulkOptions, JsonLines};
use std::io::Write as _;
use std::path::PathBuf;

/// A file that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let file = std::env::temp_dir().join(format!("leads-bulk-{}-{name}.jsonl", std::process::id()));
        let _ = std::fs::remove_file(&file);
        Self(file)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn run_resumes_from_its_file_after_a_torn_line() {
    // One thread for blocking work, so that it ends in its order.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(torn_line());
}

async fn torn_line() {
    let (server, file) = (Server::new(), Scratch::new("torn"));
    let (pipeline, rows) = (server.pipeline(), rows(6));
    let (log, record) = JsonLines::open(&file.0).unwrap();
    assert!(record.is_empty());
    let how = BulkOptions::new().in_flight(2).log(&log);
    assert!(cut_off(pipeline.apply_all(requests(&rows), how), 6).await.is_none());
    drop(log);
    // A write that the runtime had begun still ends, and the process is killed inside the next line.
    tokio::task::spawn_blocking(|| {}).await.unwrap();
    std::fs::OpenOptions::new().append(true).open(&file.0).unwrap().write_all(b"{\"ended\":{\"key\":\"k").unwrap();
    let sent = server.all_sent();
    let (log, record) = JsonLines::open(&file.0).unwrap();
    assert!(record.len() >= sent, "{} events, {sent} rows were sent", record.len());
    let report = pipeline.apply_all(requests(&rows), BulkOptions::new().log(&log).resume(record)).await.unwrap();
    for (at, row) in report.rows.iter().enumerate() {
        let applied = server.applied(&format!("o{at}"));
        assert!(server.sent(&format!("o{at}")) <= 1 && row.is_done() == (applied == 1), "{row:?}");
    }
    drop(log);
    let sent = server.all_sent();
    let (log, record) = JsonLines::open(&file.0).unwrap();
    assert_eq!(record.len(), 6);
    let third = pipeline.apply_all(requests(&rows), BulkOptions::new().log(&log).resume(record)).await.unwrap();
    assert_eq!((third.counts(), server.all_sent()), (report.counts(), sent));
}

#[tokio::test]
async fn file_with_a_line_that_is_no_event_is_rejected_and_left_as_it_is() {
    let file = Scratch::new("other");
    let text = "{\"began\":{\"key\"\n{}";
    std::fs::write(&file.0, text).unwrap();
    let error = JsonLines::open(&file.0).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    assert_eq!(std::fs::read_to_string(&file.0).unwrap(), text);
}
