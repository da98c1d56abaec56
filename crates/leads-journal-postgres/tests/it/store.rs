//! The tables, the application's own transaction, and what other languages call.

use crate::server::Server;
use leads_core::client::NewLead;
use leads_core::webhook::Handled;
use leads_journal::inbox::{Identity, InboxStore, Settled};
use leads_journal::machine::Progress;
use leads_journal::store::{Change, Scope, Store};
use leads_journal::{Entry, Inbox, Journal, JournalError, Query, State};
use leads_journal_postgres::{PostgresStore, enqueue_in};
use std::sync::Arc;
use std::time::Duration;

fn create(name: &str) -> Entry {
    Entry::create(NewLead::new(name)).key(name)
}

/// Ends the head of a stream.
async fn end(store: &PostgresStore, id: i64) -> bool {
    let record = store.get(id).await.unwrap().unwrap();
    let Ok(begun) = record.progress.begin(store.now().await.unwrap(), Duration::from_secs(1)) else { return false };
    if !store.replace(Change::of(&record, begun)).await.unwrap() {
        return false;
    }
    let record = store.get(id).await.unwrap().unwrap();
    let sent = leads_journal::machine::AttemptResult::success(leads_core::WriteOutcome::Applied, None);
    let ended = record.progress.attempt_ended(1, sent, store.now().await.unwrap(), &Default::default()).unwrap();
    store.replace(Change::of(&record, ended)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn journal_in_postgresql_keeps_the_rules_of_a_store() {
    let Some(server) = Server::start().await else { return };
    let pool = server.database("rules").await;
    // Several processes start at the same time.
    let (one, two) = tokio::join!(PostgresStore::open(pool.clone()), PostgresStore::open(pool.clone()));
    let (store, _) = (one.unwrap(), two.unwrap());
    let journal = Journal::new(Arc::new(store.clone()));

    transactions(&journal, &pool).await;
    other_languages(&journal, &pool).await;
    keys_and_replacement(&journal).await;
    streams(&journal, &store).await;
    decisions_and_purge(&journal).await;
    inbox(&store).await;

    let client = pool.get().await.unwrap();
    for view in ["writes", "open_writes", "dead_letters", "decisions", "webhooks"] {
        client.query(&format!("SELECT * FROM leads_journal.{view}"), &[]).await.unwrap();
    }
    client.execute("INSERT INTO leads_journal.migrations (version) VALUES (99)", &[]).await.unwrap();
    let error = PostgresStore::open(pool.clone()).await.unwrap_err();
    assert!(error.to_string().contains("99"), "{error}");
}

async fn transactions(journal: &Journal, pool: &deadpool_postgres::Pool) {
    let mut client = pool.get().await.unwrap();
    client.batch_execute("CREATE TABLE orders (id int PRIMARY KEY)").await.unwrap();
    for (order, commits) in [(1, false), (2, true)] {
        let transaction = client.transaction().await.unwrap();
        transaction.execute("INSERT INTO orders VALUES ($1)", &[&order]).await.unwrap();
        let entry = create(&format!("order {order}")).stream("12");
        let receipt = enqueue_in(&transaction, journal, "outbox", entry).await.unwrap();
        assert!(!receipt.known);
        if commits {
            let again = create(&format!("order {order}")).stream("12");
            assert!(enqueue_in(&transaction, journal, "outbox", again).await.unwrap().known);
            let other = Entry::create(NewLead::new("other")).key(format!("order {order}"));
            let error = enqueue_in(&transaction, journal, "outbox", other).await.unwrap_err();
            assert!(matches!(error, JournalError::KeyReused { .. }), "{error}");
            transaction.commit().await.unwrap();
        } else {
            transaction.rollback().await.unwrap();
        }
    }
    let stored = journal.list(Query::new().account("outbox")).await.unwrap();
    assert_eq!(stored.iter().map(|report| report.key.as_deref()).collect::<Vec<_>>(), [Some("order 2")]);
}

async fn other_languages(journal: &Journal, pool: &deadpool_postgres::Pool) {
    let client = pool.get().await.unwrap();
    let call = async |write: &str, key: &str| {
        let sql = format!("SELECT leads_journal.enqueue('sql', '{write}', key => '{key}', stream => '12')");
        client.query_one(&sql, &[]).await.map(|row| row.get::<_, i64>(0))
    };
    let request = r#"{"request":{"vendor":"nutshell","operation":"delete_lead","request":{"id":"1-leads"}}}"#;
    let entry = call(request, "a").await.unwrap();
    assert_eq!(call(request, "a").await.unwrap(), entry, "the same key and body");
    let common = serde_json::to_string(&serde_json::json!({ "create": { "name": "Jane" } })).unwrap();
    let second = call(&common, "b").await.unwrap();
    for (write, key) in [(common.as_str(), "a"), (r#"{"merge":{}}"#, "c"), (r#"{"request":{}}"#, "d"), ("{}", "e")] {
        assert!(call(write, key).await.is_err(), "{write}");
    }
    let letters = journal.list(Query::new().account("sql")).await.unwrap();
    assert_eq!(
        letters.iter().map(|report| (report.entry, report.operation.as_str())).collect::<Vec<_>>(),
        [(entry, "nutshell.delete_lead"), (second, "common.create")]
    );
    // What was stored by SQL is the write that Rust reads.
    let record = journal.store().get(second).await.unwrap().unwrap();
    let stored = journal.write_of(&record).unwrap();
    assert_eq!(format!("{stored:?}"), r#"Write("common.create")"#);
    assert_eq!(journal.enqueue("sql", Entry::create(NewLead::new("Jane")).key("b")).await.unwrap().entry, second);
}

async fn keys_and_replacement(journal: &Journal) {
    let first = journal.enqueue("keys", create("a")).await.unwrap();
    let again = journal.enqueue("keys", create("a")).await.unwrap();
    assert_eq!((again.entry, again.known), (first.entry, true));
    let error = journal.enqueue("keys", Entry::create(NewLead::new("b")).key("a")).await.unwrap_err();
    assert!(matches!(error, JournalError::KeyReused { entry } if entry == first.entry));
    let entry = |name: &str| create(name).stream("7").replaceable();
    let one = journal.enqueue("keys", entry("c")).await.unwrap().entry;
    let two = journal.enqueue("keys", entry("d")).await.unwrap().entry;
    journal.enqueue("keys", create("between").stream("7")).await.unwrap();
    let three = journal.enqueue("keys", entry("e")).await.unwrap().entry;
    let state = async |entry| journal.report(entry).await.unwrap().state;
    assert_eq!(
        (state(one).await, state(two).await, state(three).await),
        (State::Superseded, State::Ready, State::Ready)
    );
    // The same key from many connections at once is stored once.
    let many: Vec<_> = (0..12).map(|_| journal.enqueue("keys", create("race"))).collect();
    let receipts = futures_util::future::join_all(many).await;
    assert_eq!(receipts.iter().filter(|receipt| !receipt.as_ref().unwrap().known).count(), 1, "{receipts:?}");
}

/// Many connections store and end the entries of one stream: there is one head at any time, and none is lost.
async fn streams(journal: &Journal, store: &PostgresStore) {
    let storing = async {
        for number in 0..40 {
            journal.enqueue("streams", create(&format!("s{number}")).stream("one")).await.unwrap();
        }
    };
    let ending = async || {
        let mut ended = Vec::new();
        while journal.find("streams", "s39").await.map_or(true, |report| report.state.is_open()) {
            let now = store.now().await.unwrap();
            let due = store.due(&Scope::account("streams"), now, 10).await.unwrap();
            assert!(due.len() <= 1, "{due:?}");
            for record in due {
                if end(store, record.id).await {
                    ended.push(record.id);
                }
            }
        }
        ended
    };
    let ((), one, two, three) = tokio::join!(storing, ending(), ending(), ending());
    let mut ended: Vec<i64> = [one, two, three].concat();
    ended.sort_unstable();
    ended.dedup();
    assert_eq!(ended.len(), 40);
    // An entry that is not the head cannot begin.
    let first = journal.enqueue("streams", create("x").stream("two")).await.unwrap().entry;
    let second = journal.enqueue("streams", create("y").stream("two")).await.unwrap().entry;
    assert!(!end(store, second).await);
    let stale = store.get(first).await.unwrap().unwrap();
    assert!(end(store, first).await && end(store, second).await);
    let change = Change::of(&stale, Progress::new(0));
    assert!(!store.replace(change).await.unwrap(), "another revision");
}

async fn decisions_and_purge(journal: &Journal) {
    let first = journal.enqueue("people", create("p").stream("99")).await.unwrap().entry;
    let second = journal.enqueue("people", create("q").stream("99")).await.unwrap().entry;
    journal.drop(first, "ann", "not wanted").await.unwrap();
    let audit = journal.audit(first).await.unwrap();
    assert_eq!((audit.len(), audit[0].by.as_str(), audit[0].to), (1, "ann", State::Dropped));
    let due = journal.store().due(&Scope::account("people"), i64::MAX, 9).await.unwrap();
    assert_eq!(due.iter().map(|record| record.id).collect::<Vec<_>>(), [second], "the stream goes on");
    assert_eq!(journal.purge(Some("people"), "99").await.unwrap().removed, 2);
    assert!(matches!(journal.report(first).await, Err(JournalError::NotFound)));
    assert!(journal.audit(first).await.unwrap().is_empty());
    assert_eq!(journal.sweep(Duration::from_secs(3600)).await.unwrap(), 0);
}

async fn inbox(store: &PostgresStore) {
    let inbox = Inbox::new(Arc::new(store.clone()), "hooks");
    for body in ["a", "b", "a"] {
        let handled = inbox.keep(Identity::new().subject("12"), &bytes::Bytes::from_static(body.as_bytes())).await;
        assert_eq!(handled, Handled::Accepted);
    }
    let lease = Duration::from_secs(60);
    let taken = store.take("hooks", lease, 9).await.unwrap();
    assert_eq!((taken.len(), &taken[0].body[..]), (1, &b"a"[..]), "in order, and each once");
    assert!(store.take("hooks", lease, 9).await.unwrap().is_empty(), "the next one waits for the first");
    assert!(store.settle(taken[0].id, 1, Settled::Done).await.unwrap());
    assert!(!store.settle(taken[0].id, 1, Settled::Done).await.unwrap());
    let next = store.take("hooks", lease, 9).await.unwrap();
    assert_eq!(&next[0].body[..], b"b");
    assert!(store.settle(next[0].id, 1, Settled::Dead { why: "no".to_owned() }).await.unwrap());
    assert_eq!(inbox.dead(0, 9).await.unwrap().len(), 1);
    assert!(inbox.retry(next[0].id).await.unwrap());
    assert_eq!(inbox.replay(chrono::DateTime::UNIX_EPOCH).await.unwrap(), 1);
    assert!(store.next_delivery("hooks").await.unwrap().is_some());
}
