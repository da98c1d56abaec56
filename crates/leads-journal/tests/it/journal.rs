//! Enqueuing, keys, decisions, purging and the file itself.

use crate::common::{Act, Running, Scripted, create, journal, worker};
use leads_core::client::NewLead;
use leads_core::{Error, ErrorKind, Safety, WriteOutcome};
use leads_journal::{Entry, Journal, JournalError, Query, SqliteOptions, State};
use std::time::Duration;

#[tokio::test]
async fn same_key_stores_once_and_another_body_is_an_error() {
    let (_folder, journal) = journal().await;
    let first = journal.enqueue("crm", create("a").stream("12")).await.unwrap();
    let again = journal.enqueue("crm", create("a").stream("12")).await.unwrap();
    assert_eq!((again.entry, first.known, again.known), (first.entry, false, true));
    let other = Entry::create(NewLead::new("b")).key("a");
    let error = journal.enqueue("crm", other).await.unwrap_err();
    assert!(matches!(error, JournalError::KeyReused { entry } if entry == first.entry), "{error}");
    // The key of another account is another key, and entries without a key are never doubles.
    assert!(!journal.enqueue("till", create("a")).await.unwrap().known);
    for _ in 0..2 {
        assert!(!journal.enqueue("crm", Entry::create(NewLead::new("a"))).await.unwrap().known);
    }
    assert_eq!(journal.count(None).await.unwrap(), [(State::Ready, 4)]);
}

#[tokio::test]
async fn batch_reports_a_reused_key_and_stores_the_others() {
    let (_folder, journal) = journal().await;
    journal.enqueue("crm", create("a")).await.unwrap();
    let other = Entry::create(NewLead::new("other")).key("a");
    let error = journal.enqueue_all([create("b"), other, create("c")].map(|entry| ("crm", entry))).await.unwrap_err();
    assert!(matches!(error, JournalError::KeyReused { entry: 1 }), "{error}");
    let receipts = journal.enqueue_all(["a", "b", "c", "d"].map(|key| ("crm", create(key)))).await.unwrap();
    assert_eq!(receipts.iter().map(|receipt| receipt.known).collect::<Vec<_>>(), [true, true, true, false]);
}

#[tokio::test]
async fn blank_names_are_invalid() {
    let (_folder, journal) = journal().await;
    for entry in [create(" "), create("a").stream(""), create("a").key("\0")] {
        let error = journal.enqueue("crm", entry).await.unwrap_err();
        assert!(matches!(&error, JournalError::Invalid(error) if error.is_invalid_request()), "{error}");
    }
    assert!(journal.enqueue(" ", create("a")).await.is_err());
    assert!(journal.count(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn decisions_are_audited_and_allowed_only_where_they_make_sense() {
    let (_folder, journal) = journal().await;
    let refused = Act::Fail(Error::new(ErrorKind::Rejected, "no").with_outcome(WriteOutcome::NotApplied));
    let account = Scripted::new(Safety::NonIdempotent, false)
        .then(refused)
        .then(Act::Fail(Error::new(ErrorKind::Timeout, "late").with_outcome(WriteOutcome::Unknown)));
    let one = journal.enqueue("crm", create("one").stream("12")).await.unwrap().entry;
    let two = journal.enqueue("crm", create("two").stream("12")).await.unwrap().entry;
    let three = journal.enqueue("crm", create("three").stream("12")).await.unwrap().entry;
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    assert_eq!(journal.wait("crm", "one").await.unwrap().outcome, WriteOutcome::NotApplied);
    let review = journal.wait("crm", "two").await.unwrap();
    assert_eq!((review.state, review.outcome), (State::Review, WriteOutcome::Unknown));
    // The stream waits for the decision.
    assert_eq!(journal.report(three).await.unwrap().attempts, 0);
    let dead = journal.dead(Query::new().account("crm")).await.unwrap();
    assert_eq!(dead.iter().map(|letter| letter.report.entry).collect::<Vec<_>>(), [one, two]);
    assert!(dead[1].write.is_some() && dead[1].report.error.is_some());

    assert!(matches!(journal.drop(two, "ann", " ").await, Err(JournalError::Invalid(_))));
    let marked = journal.mark_applied(two, "ann", "seen in the CRM").await.unwrap();
    assert_eq!((marked.state, marked.outcome), (State::Applied, WriteOutcome::Applied));
    assert_eq!(journal.wait("crm", "three").await.unwrap().state, State::Applied);
    for error in
        [journal.retry(two, "ann", "again").await.unwrap_err(), journal.drop(three, "ann", "no").await.unwrap_err()]
    {
        assert!(matches!(error, JournalError::NotAllowed(_)), "{error}");
    }
    journal.retry(one, "bob", "the field exists now").await.unwrap();
    assert_eq!(journal.wait("crm", "one").await.unwrap().state, State::Applied);
    running.stop().await;
    assert_eq!(account.sent(), ["one", "two", "three", "one"]);
    let audit = journal.audit(two).await.unwrap();
    assert_eq!((audit.len(), audit[0].by.as_str(), audit[0].action.as_str()), (1, "ann", "mark_applied"));
    assert_eq!((audit[0].why.as_str(), audit[0].from, audit[0].to), ("seen in the CRM", State::Review, State::Applied));
    assert!(matches!(journal.report(99).await, Err(JournalError::NotFound)));
}

#[tokio::test]
async fn replaceable_entry_is_replaced_only_while_nothing_stands_between() {
    let (_folder, journal) = journal().await;
    let entry = |name: &str| create(name).stream("12").replaceable();
    let first = journal.enqueue("crm", entry("a")).await.unwrap().entry;
    let second = journal.enqueue("crm", entry("b")).await.unwrap().entry;
    journal.enqueue("crm", create("note").stream("12")).await.unwrap();
    let third = journal.enqueue("crm", entry("c")).await.unwrap().entry;
    let state = async |entry| journal.report(entry).await.unwrap().state;
    assert_eq!(
        (state(first).await, state(second).await, state(third).await),
        (State::Superseded, State::Ready, State::Ready)
    );
    let account = Scripted::new(Safety::NonIdempotent, false);
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    journal.wait("crm", "c").await.unwrap();
    running.stop().await;
    assert_eq!(account.sent(), ["b", "note", "c"]);
}

#[tokio::test]
async fn purge_leaves_no_byte_of_the_lead_in_the_files() {
    let (folder, journal) = journal().await;
    journal.enqueue("crm", create("planted-ready").stream("12")).await.unwrap();
    journal.enqueue("crm", create("planted-second").stream("12")).await.unwrap();
    let kept = journal.enqueue("crm", create("other").stream("13")).await.unwrap().entry;
    let account = Scripted::new(Safety::NonIdempotent, false);
    let running = Running::start(worker(&journal).account("crm", account));
    journal.wait("crm", "planted-second").await.unwrap();
    journal.wait("crm", "other").await.unwrap();
    running.stop().await;
    let purged = journal.purge(Some("till"), "12").await.unwrap();
    assert_eq!((purged.removed, purged.kept), (0, 0));
    let purged = journal.purge(None, "12").await.unwrap();
    assert_eq!((purged.removed, purged.kept), (2, 0));
    assert!(journal.report(kept).await.is_ok());
    for file in ["leads.db", "leads.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
        assert!(!bytes.windows(7).any(|part| part == b"planted"), "{file}");
    }
}

#[tokio::test]
async fn swept_entry_is_gone_with_its_key_and_dead_letters_stay() {
    let (_folder, journal) = journal().await;
    let refused = Act::Fail(Error::new(ErrorKind::Rejected, "no").with_outcome(WriteOutcome::NotApplied));
    let account = Scripted::new(Safety::NonIdempotent, false).then(refused);
    journal.enqueue("crm", create("dead")).await.unwrap();
    let running = Running::start(worker(&journal).account("crm", account));
    journal.wait("crm", "dead").await.unwrap();
    journal.enqueue("crm", create("done")).await.unwrap();
    journal.wait("crm", "done").await.unwrap();
    running.stop().await;
    assert_eq!(journal.sweep(Duration::from_secs(3600)).await.unwrap(), 0);
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert_eq!(journal.sweep(Duration::ZERO).await.unwrap(), 1);
    assert!(matches!(journal.find("crm", "done").await, Err(JournalError::NotFound)));
    assert_eq!(journal.find("crm", "dead").await.unwrap().state, State::Refused);
}

#[cfg(unix)]
#[tokio::test]
async fn files_belong_to_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, journal) = journal().await;
    journal.enqueue("crm", create("a")).await.unwrap();
    for file in ["leads.db", "leads.db-wal", "leads.db-shm"] {
        let mode = std::fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn file_of_another_program_or_a_newer_version_is_left_alone() {
    let folder = tempfile::TempDir::new().unwrap();
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE things (id)").unwrap();
    let error = Journal::open(&other).await.unwrap_err();
    assert!(error.to_string().contains("another program"), "{error}");
    let newer = folder.path().join("newer.db");
    drop(Journal::open(&newer).await.unwrap());
    rusqlite::Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let error = Journal::open(&newer).await.unwrap_err();
    assert!(error.to_string().contains("99"), "{error}");
    let text = folder.path().join("text.db");
    std::fs::write(&text, "not a database, but long enough to be taken for one".repeat(20)).unwrap();
    assert!(matches!(Journal::open_with(SqliteOptions::new(&text)).await, Err(JournalError::Store(_))));
}

#[tokio::test]
async fn views_have_plain_names_and_show_what_sqlite3_users_look_for() {
    let (folder, journal) = journal().await;
    journal.enqueue("crm", create("a").stream("12")).await.unwrap();
    let connection = rusqlite::Connection::open(folder.path().join("leads.db")).unwrap();
    let line: (String, String, String, String) = connection
        .query_row("SELECT account, lead, operation, state FROM open_writes", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap();
    assert_eq!(line, ("crm".into(), "12".into(), "common.create".into(), "ready".into()));
    for view in ["writes", "dead_letters", "decisions", "webhooks"] {
        connection.prepare(&format!("SELECT * FROM {view}")).unwrap();
    }
    // A stream never has two heads, whatever program writes into the file.
    let second = journal.enqueue("crm", create("b").stream("12")).await.unwrap().entry;
    let error = connection.execute("UPDATE entries SET head = 1 WHERE id = ?1", [second]).unwrap_err();
    assert!(error.to_string().contains("UNIQUE"), "{error}");
}

#[cfg(feature = "encryption")]
#[tokio::test]
async fn encrypted_body_is_in_no_file_and_needs_its_key() {
    use leads_journal::BodyKey;
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("leads.db");
    let plain = Journal::open(&path).await.unwrap();
    let journal = plain.clone().encrypted(BodyKey::new(&[7; 32]), []);
    let entry = Entry::create(NewLead::new("planted")).key("k");
    let first = journal.enqueue("crm", entry).await.unwrap();
    let again = journal.enqueue("crm", Entry::create(NewLead::new("planted")).key("k")).await.unwrap();
    assert_eq!((again.entry, again.known), (first.entry, true), "bodies are compared decrypted");
    for file in ["leads.db", "leads.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap();
        assert!(!bytes.windows(7).any(|part| part == b"planted"), "{file}");
    }
    // Without the key it is not known whether the write is the same: another key would send it twice.
    let unreadable = plain.enqueue("crm", Entry::create(NewLead::new("planted")).key("k")).await.unwrap_err();
    assert!(matches!(unreadable, leads_journal::JournalError::Sealed), "{unreadable}");
    // A worker without the key sends nothing and does not end the entry.
    let account = Scripted::new(Safety::NonIdempotent, false);
    let running = Running::start(worker(&plain).account("crm", account.clone()));
    let waiting = async {
        while plain.store().get(first.entry).await.unwrap().unwrap().revision == 0 {
            tokio::task::yield_now().await;
        }
    };
    waiting.await;
    running.stop().await;
    assert_eq!((account.sent().len(), plain.report(first.entry).await.unwrap().state), (0, State::Ready));
}
