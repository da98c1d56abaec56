//! Webhooks: stored before they are acknowledged, once each, in order, and handed on at least once.

use bytes::Bytes;
use dealerstudio::webhook::{Kind, Receiver};
use http::HeaderMap;
use leads_core::webhook::Receive;
use leads_journal::inbox::{Identity, InboxStore};
use leads_journal::{Inbox, SqliteOptions, SqliteStore};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::{Notify, oneshot};

fn store() -> (TempDir, Arc<SqliteStore>) {
    let folder = TempDir::new().unwrap();
    let store = SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db"))).unwrap();
    (folder, Arc::new(store))
}

fn receiver() -> Receiver {
    Receiver::unauthenticated(Kind::LeadCluster)
}

fn body(number: u32) -> Bytes {
    format!(r#"{{"Id":{number}}}"#).into()
}

async fn post(inbox: &Inbox, body: Bytes) -> u16 {
    inbox.receive(&receiver(), &HeaderMap::new(), None, body).await.status
}

/// Runs a handler until `count` deliveries were handled, and returns their bodies.
async fn handled(inbox: &Inbox, count: usize, fails: impl Fn(u32, &str) -> bool) -> Vec<String> {
    let (seen, enough) = (Mutex::new(Vec::new()), Notify::new());
    let (seen, enough, fails) = (&seen, &enough, &fails);
    inbox
        .run_until(&receiver(), enough.notified(), |letter| async move {
            let text = String::from_utf8_lossy(letter.delivery.body()).into_owned();
            if fails(letter.attempts, &text) {
                return Err("not now");
            }
            let mut seen = seen.lock().unwrap();
            seen.push(text);
            if seen.len() == count {
                enough.notify_one();
            }
            Ok(())
        })
        .await
        .unwrap();
    seen.lock().unwrap().clone()
}

#[tokio::test]
async fn delivery_is_durable_when_it_is_answered_and_repetitions_are_dropped() {
    let (folder, store) = store();
    let inbox = Inbox::new(store, "clusters");
    for number in [1, 2, 1, 3, 2] {
        assert_eq!(post(&inbox, body(number)).await, 200);
    }
    drop(inbox);
    // Another process.
    let store = Arc::new(SqliteStore::open(&SqliteOptions::new(folder.path().join("leads.db"))).unwrap());
    let other = Inbox::new(Arc::clone(&store) as Arc<dyn InboxStore>, "others");
    assert_eq!(post(&other, body(1)).await, 200, "another inbox has its own deliveries");
    let inbox = Inbox::new(store, "clusters");
    assert_eq!(handled(&inbox, 3, |_, _| false).await, [r#"{"Id":1}"#, r#"{"Id":2}"#, r#"{"Id":3}"#]);
    assert_eq!(handled(&other, 1, |_, _| false).await, [r#"{"Id":1}"#]);
}

#[tokio::test]
async fn same_body_is_a_new_event_after_the_window_and_an_id_counts_always() {
    let (_folder, store) = store();
    let inbox = Inbox::new(store, "clusters").duplicates_within(Duration::ZERO);
    post(&inbox, body(1)).await;
    tokio::time::sleep(Duration::from_millis(3)).await;
    post(&inbox, body(1)).await;
    for number in [7, 8] {
        let identify = |_: &_| Identity::new().id("event 7");
        let answer = inbox.receive_as(&receiver(), &HeaderMap::new(), None, body(number), identify).await;
        assert_eq!(answer.status, 200);
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    assert_eq!(handled(&inbox, 3, |_, _| false).await, [r#"{"Id":1}"#, r#"{"Id":1}"#, r#"{"Id":7}"#]);
}

#[tokio::test]
async fn failed_delivery_holds_up_its_subject_only_and_becomes_a_dead_letter() {
    let (_folder, store) = store();
    let inbox = Inbox::new(store, "clusters").attempts(3, Duration::from_millis(1));
    for (number, subject) in [(1, "a"), (2, "a"), (3, "b")] {
        let identify = |_: &_| Identity::new().subject(subject);
        inbox.receive_as(&receiver(), &HeaderMap::new(), None, body(number), identify).await;
    }
    // The first fails twice; the one behind it waits.
    let order = handled(&inbox, 3, |attempts, text| text.contains('1') && attempts < 3).await;
    let at = |number: &str| order.iter().position(|text| text.contains(number)).unwrap();
    assert!(at("1") < at("2") && at("3") < at("1"), "{order:?}");

    for (number, subject) in [(4, "a"), (5, "a")] {
        let identify = |_: &_| Identity::new().subject(subject);
        inbox.receive_as(&receiver(), &HeaderMap::new(), None, body(number), identify).await;
    }
    assert_eq!(handled(&inbox, 1, |_, text| text.contains('4')).await, [r#"{"Id":5}"#]);
    let dead = inbox.dead(0, 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].attempts, dead[0].why.as_deref()), (1, 3, Some("not now")));
    assert_eq!(dead[0].body, &body(4)[..]);
    assert!(inbox.retry(dead[0].id).await.unwrap() && !inbox.retry(dead[0].id).await.unwrap());
    assert_eq!(handled(&inbox, 1, |_, _| false).await, [r#"{"Id":4}"#]);
}

#[tokio::test]
async fn handler_that_dies_is_run_again_and_replay_hands_everything_on_again() {
    let (_folder, store) = store();
    let inbox = Inbox::new(store, "clusters").handler_timeout(Duration::from_millis(20));
    post(&inbox, body(1)).await;
    let (started, start) = oneshot::channel();
    let started = Mutex::new(Some(started));
    let receiver = receiver();
    let dies = inbox.run_until(&receiver, std::future::pending(), |_| {
        if let Some(started) = started.lock().unwrap().take() {
            let _ = started.send(());
        }
        std::future::pending::<Result<(), &str>>()
    });
    tokio::select! {
        _ = dies => unreachable!(),
        _ = start => {}
    }
    // Its process is gone.
    assert_eq!(handled(&inbox, 1, |_, _| false).await.len(), 1);
    post(&inbox, body(2)).await;
    assert_eq!(handled(&inbox, 1, |_, _| false).await.len(), 1);
    let since = chrono::Utc::now() - chrono::TimeDelta::hours(1);
    assert_eq!(inbox.replay(chrono::Utc::now() + chrono::TimeDelta::hours(1)).await.unwrap(), 0);
    assert_eq!(inbox.replay(since).await.unwrap(), 2);
    assert_eq!(handled(&inbox, 2, |_, _| false).await, [r#"{"Id":1}"#, r#"{"Id":2}"#]);
}

/// Posts to a receiver and returns what the handler gets.
async fn round<R: Receive>(receiver: &R, headers: &HeaderMap, query: Option<&str>, text: &'static str) -> (u16, bool) {
    let (_folder, store) = store();
    let inbox = Inbox::new(store, "hooks");
    let status = inbox.receive(receiver, headers, query, Bytes::from_static(text.as_bytes())).await.status;
    let (seen, enough) = (Mutex::new(None), Notify::new());
    let (held, notify) = (&seen, &enough);
    let handler = |letter: leads_journal::inbox::Letter<R::Event>| async move {
        assert_eq!(letter.delivery.body(), text.as_bytes());
        *held.lock().unwrap() = Some(letter.delivery.event().is_ok());
        notify.notify_one();
        Ok::<(), &str>(())
    };
    inbox.run_until(receiver, enough.notified(), handler).await.unwrap();
    (status, seen.into_inner().unwrap().unwrap())
}

#[tokio::test]
async fn receivers_of_all_vendors_that_post_events_work_with_an_inbox() {
    let mut headers = HeaderMap::new();
    headers.insert("x-key", "a long random text".parse().unwrap());
    let dealer = Receiver::new(Kind::LeadCluster).token("a long random text");
    let mut bearer = HeaderMap::new();
    bearer.insert("authorization", "Bearer a long random text".parse().unwrap());
    assert_eq!(round(&dealer, &bearer, None, r#"{"Id":34}"#).await, (200, true));
    let squared = leadsquared::webhook::Receiver::new(leadsquared::webhook::EventKind::LeadCreate)
        .require_header("x-key", "a long random text");
    assert_eq!(round(&squared, &headers, None, "not JSON").await, (200, false), "it is kept, and can be read later");
    let nutshell = nutshell::webhook::Receiver::new().token("a-long-random-text");
    assert_eq!(round(&nutshell, &HeaderMap::new(), Some("token=a-long-random-text"), "[]").await.0, 204);
    // The body of an unauthenticated sender is not stored.
    let (_folder, store) = store();
    let inbox = Inbox::new(Arc::clone(&store) as Arc<dyn InboxStore>, "hooks");
    assert_eq!(inbox.receive(&dealer, &HeaderMap::new(), None, body(1)).await.status, 401);
    assert_eq!(store.next_delivery("hooks").await.unwrap(), None);
}
