//! Files that a crash or a disk damaged.

use crate::common::create;
use leads_journal::{Journal, JournalError, Query, State};
use std::path::Path;

const PAGE: usize = 4096;

/// What was acknowledged, and how long the log was then.
struct Acknowledged {
    log: usize,
    entries: i64,
    dropped: i64,
}

async fn state_of(journal: &Journal) -> (i64, i64) {
    let reports = journal.list(Query::new().limit(1_000)).await.unwrap();
    for (at, report) in reports.iter().enumerate() {
        assert_eq!((report.entry, report.key.as_deref()), (at as i64 + 1, Some(format!("n{at}").as_str())), "no gap");
        let record = journal.store().get(report.entry).await.unwrap().unwrap();
        assert!(journal.write_of(&record).is_ok(), "the whole body");
    }
    let dropped = reports.iter().filter(|report| report.state == State::Dropped).count();
    (reports.len() as i64, dropped as i64)
}

/// Opens a damaged copy, and compares it with what was acknowledged before the damaged byte.
async fn open(folder: &Path, acknowledged: &[Acknowledged], damage: &str, from: usize) -> bool {
    match Journal::open(folder.join("leads.db")).await {
        Ok(journal) => {
            let (entries, dropped) = state_of(&journal).await;
            let steps = || acknowledged.iter();
            assert!(
                steps().any(|step| (step.entries, step.dropped) == (entries, dropped)),
                "{damage} at {from}: {entries} entries, {dropped} dropped is no prefix"
            );
            let whole = steps().rev().find(|step| step.log <= from).unwrap();
            assert!(
                entries >= whole.entries && dropped >= whole.dropped,
                "{damage} at {from}: {entries} entries, but {} were acknowledged before that byte",
                whole.entries
            );
            true
        }
        Err(JournalError::Store(error)) => {
            assert!(error.to_string().len() > 20, "{damage} at {from}: {error}");
            false
        }
        Err(other) => panic!("{damage} at {from}: {other}"),
    }
}

#[tokio::test]
async fn log_that_is_cut_or_flipped_anywhere_recovers_what_was_acknowledged_before() {
    let (folder, journal) = crate::common::journal().await;
    let (file, log) = (folder.path().join("leads.db"), folder.path().join("leads.db-wal"));
    let length = || std::fs::metadata(&log).unwrap().len() as usize;
    // The schema is in the file itself, so that every damage concerns entries.
    drop(journal);
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let journal = Journal::open(&file).await.unwrap();
    let mut acknowledged = vec![Acknowledged { log: 0, entries: 0, dropped: 0 }];
    let mut dropped = 0;
    for number in 0..16 {
        let entry = journal.enqueue("crm", create(&format!("n{number}")).stream("12")).await.unwrap().entry;
        acknowledged.push(Acknowledged { log: length(), entries: entry, dropped });
        if number % 4 == 3 {
            journal.drop(entry, "ann", "for the test").await.unwrap();
            dropped += 1;
            acknowledged.push(Acknowledged { log: length(), entries: entry, dropped });
        }
    }
    let (database, whole) = (std::fs::read(&file).unwrap(), std::fs::read(&log).unwrap());
    assert!(whole.len() > 30 * PAGE, "{} bytes", whole.len());
    let (mut recovered, mut refused) = (0, 0);
    for from in (0..whole.len()).step_by(PAGE) {
        let mut flipped = whole.clone();
        flipped[from] ^= 0x40;
        // The end of a page is damaged too, and so is the inside of a frame's head.
        let mut later = whole.clone();
        let at = (from + PAGE / 2).min(whole.len() - 1);
        later[at] ^= 1;
        for (damage, log, from) in
            [("cut", &whole[..from], from), ("flipped", &flipped[..], from), ("flipped", &later[..], at)]
        {
            let copy = tempfile::TempDir::new().unwrap();
            std::fs::write(copy.path().join("leads.db"), &database).unwrap();
            std::fs::write(copy.path().join("leads.db-wal"), log).unwrap();
            if open(copy.path(), &acknowledged, damage, from).await {
                recovered += 1;
            } else {
                refused += 1;
            }
        }
    }
    println!("{recovered} recovered, {refused} refused");
    assert!(recovered > 90 && refused == 0, "{recovered} recovered, {refused} refused");
}

#[tokio::test]
async fn damaged_page_of_the_file_is_an_error_that_names_it() {
    let (folder, journal) = crate::common::journal().await;
    for number in 0..200 {
        journal.enqueue("crm", create(&format!("n{number}"))).await.unwrap();
    }
    drop(journal);
    let file = folder.path().join("leads.db");
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(connection);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / PAGE / 2 * PAGE;
    bytes[middle..middle + PAGE].fill(0xab);
    std::fs::write(&file, &bytes).unwrap();
    // As after a crash: a log that is not empty makes the whole file be checked.
    std::fs::write(folder.path().join("leads.db-wal"), [0; 40]).unwrap();
    let error = Journal::open(&file).await.unwrap_err();
    assert!(error.to_string().contains("damaged") || error.to_string().contains("malformed"), "{error}");
}
