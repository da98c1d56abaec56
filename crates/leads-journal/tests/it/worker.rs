//! What workers send, in which order, and what they do when responses are lost.

use crate::common::{Act, Running, Scripted, config, create, journal, nutshell, worker};
use leads_core::client::{CreateKey, LeadKey, NewLead};
use leads_core::{Error, ErrorKind, Resolution, Safety, WriteOutcome};
use leads_journal::{CommonAccount, Entry, State};
use leads_testkit::{Fake, Fault, nutshell::FakeNutshell};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;

fn unknown() -> Act {
    Act::Fail(Error::new(ErrorKind::Timeout, "late").with_outcome(WriteOutcome::Unknown))
}

fn not_applied(kind: ErrorKind) -> Act {
    Act::Fail(Error::new(kind, "no").with_outcome(WriteOutcome::NotApplied).with_retryable(true))
}

#[tokio::test]
async fn entries_of_a_stream_are_sent_in_order_and_streams_do_not_wait_for_each_other() {
    let (_folder, journal) = journal().await;
    let (release, blocked) = oneshot::channel();
    let account = Scripted::new(Safety::NonIdempotent, false).then(Act::After(blocked));
    for name in ["a1", "a2", "a3"] {
        journal.enqueue("crm", create(name).stream("a")).await.unwrap();
    }
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    account.sent_count(1).await;
    for name in ["b1", "b2"] {
        journal.enqueue("crm", create(name).stream("b")).await.unwrap();
    }
    assert_eq!(journal.wait("crm", "b2").await.unwrap().state, State::Applied);
    assert_eq!(account.sent(), ["a1", "b1", "b2"]);
    drop(release);
    assert_eq!(journal.wait("crm", "a3").await.unwrap().id.as_deref(), Some("id of a3"));
    running.stop().await;
    assert_eq!(account.sent(), ["a1", "b1", "b2", "a2", "a3"]);
}

#[tokio::test]
async fn proved_failures_are_repeated_and_final_ones_are_not() {
    let (_folder, journal) = journal().await;
    let account = Scripted::new(Safety::NonIdempotent, false)
        .then(not_applied(ErrorKind::Connect))
        .then(not_applied(ErrorKind::RateLimited))
        // A revoked key concerns every entry: none of them becomes a dead letter because of it.
        .then(Act::Fail(Error::new(ErrorKind::Unauthenticated, "no").with_outcome(WriteOutcome::NotApplied)));
    journal.enqueue("crm", create("a")).await.unwrap();
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    let report = journal.wait("crm", "a").await.unwrap();
    assert_eq!((report.state, report.attempts, account.sent().len()), (State::Applied, 4, 4));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn retry_waits_as_long_as_the_error_says() {
    let (_folder, journal) = journal().await;
    let error = Error::new(ErrorKind::RateLimited, "wait").with_outcome(WriteOutcome::NotApplied);
    let account = Scripted::new(Safety::NonIdempotent, false)
        .then(Act::Fail(error.with_retryable(true).with_retry_after(Duration::from_secs(40))));
    let entry = journal.enqueue("crm", create("a")).await.unwrap().entry;
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    account.sent_count(1).await;
    let put_off = loop {
        let record = journal.store().get(entry).await.unwrap().unwrap();
        if record.progress.state == State::Ready && record.progress.attempts == 1 {
            break record.progress;
        }
    };
    let wait = put_off.due - put_off.begun.unwrap();
    assert!((40_000..45_000).contains(&wait), "{wait}");
    running.kill().await;
}

#[tokio::test]
async fn lost_write_is_verified_and_sent_again_only_if_it_is_proved_absent() {
    for (found, sent, state) in [(Resolution::Found, 1, State::Applied), (Resolution::Absent, 2, State::Applied)] {
        let (_folder, journal) = journal().await;
        let account = Scripted::new(Safety::NonIdempotent, true).then(unknown()).finds(found);
        journal.enqueue("crm", create("a")).await.unwrap();
        let running = Running::start(worker(&journal).account("crm", account.clone()));
        let report = journal.wait("crm", "a").await.unwrap();
        assert_eq!((report.state, report.resolution), (state, Some(found)));
        assert_eq!((account.sent().len(), account.verified()), (sent, 1));
        running.stop().await;
    }
}

#[tokio::test]
async fn absence_that_is_assumed_does_not_prove_that_a_rejected_repetition_was_the_only_attempt() {
    let (_folder, journal) = journal().await;
    for (found, state) in [(Resolution::AssumedAbsent, State::Review), (Resolution::Absent, State::Refused)] {
        let rejected = Error::new(ErrorKind::State, "closed already").with_outcome(WriteOutcome::NotApplied);
        let rejected = Act::Fail(rejected);
        let account = Scripted::new(Safety::NonIdempotent, true).then(unknown()).finds(found).then(rejected);
        let key = found.to_string();
        journal.enqueue("crm", create(&key)).await.unwrap();
        let running = Running::start(worker(&journal).account("crm", account.clone()));
        let report = journal.wait("crm", &key).await.unwrap();
        assert_eq!((report.state, account.sent().len()), (state, 2));
        running.stop().await;
    }
}

#[tokio::test]
async fn lost_create_is_found_by_its_key_and_goes_to_a_person_without_one() {
    for with_key in [true, false] {
        let (_folder, journal) = journal().await;
        let fake = Fake::new(FakeNutshell::new());
        let config = config().visible_within(Duration::ZERO).transport(fake.transport());
        let client = fake.client_with(config).unwrap();
        let mut account = CommonAccount::new(client.leads(Default::default()));
        if with_key {
            account =
                account.find_creates_by(|lead| Some(CreateKey::contact(LeadKey::email(lead.emails.first()?.as_str()))));
        }
        // The lead is created, and the response is lost.
        fake.faults().next(Fault::ResetAfterHandling);
        for name in ["jo", "kim"] {
            let lead = NewLead::new(name).email(format!("{name}@example.com"));
            journal.enqueue("crm", Entry::create(lead).key(name).stream("one")).await.unwrap();
        }
        let running = Running::start(worker(&journal).account("crm", account).skip_reviews(true));
        let jo = journal.wait("crm", "jo").await.unwrap();
        let kim = journal.wait("crm", "kim").await.unwrap();
        running.stop().await;
        let expected = if with_key { State::Applied } else { State::Review };
        assert_eq!((jo.state, kim.state), (expected, State::Applied));
        assert_eq!(fake.handler().count("leads"), 2, "neither is created twice");
    }
}

#[tokio::test]
async fn account_that_panics_keeps_no_place() {
    #[derive(Debug)]
    struct Panics;
    #[async_trait::async_trait]
    impl leads_journal::Account for Panics {
        fn check(&self, _: &leads_journal::Write) -> leads_core::Result<leads_journal::machine::Knowledge> {
            Ok(leads_journal::machine::Knowledge::new(Safety::NonIdempotent, false))
        }
        async fn send(
            &self,
            _: &leads_journal::Write,
            _: &leads_core::CallOptions,
        ) -> leads_core::Result<leads_journal::Sent> {
            panic!("an account")
        }
        async fn resolve(
            &self,
            _: &leads_journal::Write,
            _: leads_core::Lost,
            _: &leads_core::CallOptions,
        ) -> leads_core::Result<Resolution> {
            Ok(Resolution::CannotTell)
        }
    }
    let (_folder, journal) = journal().await;
    let account = Scripted::new(Safety::NonIdempotent, false);
    for key in ["a", "b", "c"] {
        journal.enqueue("broken", create(key)).await.unwrap();
    }
    journal.enqueue("crm", create("d")).await.unwrap();
    let workers = worker(&journal).account("broken", Panics).account("crm", account.clone()).concurrency(1, 1);
    let running = Running::start(workers);
    assert_eq!(journal.wait("crm", "d").await.unwrap().state, State::Applied);
    running.kill().await;
}

#[tokio::test]
async fn change_of_a_lead_is_verified_and_its_lost_comment_goes_to_a_person() {
    let (_folder, journal) = journal().await;
    let fake = Fake::new(FakeNutshell::new());
    let lead = || fake.handler().add_lead("Car wash");
    let account = nutshell(&fake).common(fake.client().unwrap().leads(nutshell::AdapterConfig::default()));
    let won = || leads_core::client::StatusChange::to(leads_core::LeadState::Won);
    let running = Running::start(worker(&journal).account("crm", account));
    let is_close = |request: &leads_testkit::FakeRequest| request.method != "GET" && request.path.contains("/leads/");

    fake.faults().on(is_close, Fault::ResetAfterHandling);
    journal.enqueue("crm", Entry::status(lead(), won()).key("lost")).await.unwrap();
    let report = journal.wait("crm", "lost").await.unwrap();
    assert_eq!((report.state, report.resolution), (State::Applied, Some(Resolution::Found)));

    // No read shows a comment.
    fake.faults().on(is_close, Fault::ResetAfterHandling);
    journal.enqueue("crm", Entry::status(lead(), won().comment("call back")).key("comment")).await.unwrap();
    let report = journal.wait("crm", "comment").await.unwrap();
    assert_eq!((report.state, report.outcome), (State::Review, WriteOutcome::Unknown));

    let is_note = |request: &leads_testkit::FakeRequest| request.path.contains("/notes");
    fake.faults().always_on(is_note, Fault::Response(leads_testkit::FakeResponse::empty(400)));
    journal.enqueue("crm", Entry::status(lead(), won().comment("call back")).key("note")).await.unwrap();
    assert_eq!(journal.wait("crm", "note").await.unwrap().state, State::Partial);
    running.stop().await;
}

#[tokio::test]
async fn lost_write_that_cannot_be_verified_goes_to_a_person_and_blocks_its_stream() {
    for skip in [false, true] {
        let (_folder, journal) = journal().await;
        let account = Scripted::new(Safety::NonIdempotent, true).then(unknown());
        let first = journal.enqueue("crm", create("a").stream("12")).await.unwrap().entry;
        let second = journal.enqueue("crm", create("b").stream("12")).await.unwrap().entry;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let ended = Arc::clone(&seen);
        let running = Running::start(
            worker(&journal)
                .account("crm", account.clone())
                .patience(Duration::ZERO)
                .skip_reviews(skip)
                .on_end(move |report| ended.lock().unwrap().push((report.entry, report.state))),
        );
        let report = journal.wait("crm", "a").await.unwrap();
        assert_eq!((report.state, report.outcome), (State::Review, WriteOutcome::Unknown));
        if skip {
            assert_eq!(journal.wait("crm", "b").await.unwrap().state, State::Applied);
        } else {
            // Another stream ends, so the worker has looked since.
            journal.enqueue("crm", create("c").stream("13")).await.unwrap();
            journal.wait("crm", "c").await.unwrap();
            assert_eq!(journal.report(second).await.unwrap().state, State::Ready);
        }
        assert_eq!(account.sent()[0], "a");
        running.stop().await;
        assert_eq!(seen.lock().unwrap()[0], (first, State::Review));
    }
}

#[tokio::test]
async fn idempotent_write_is_sent_again_at_once_and_a_rejected_repetition_proves_nothing() {
    let (_folder, journal) = journal().await;
    let rejected = Act::Fail(Error::new(ErrorKind::State, "closed already").with_outcome(WriteOutcome::NotApplied));
    let account = Scripted::new(Safety::Idempotent, true).then(unknown()).then(rejected).then(unknown());
    journal.enqueue("crm", create("a")).await.unwrap();
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    let report = journal.wait("crm", "a").await.unwrap();
    assert_eq!((report.state, report.outcome, report.attempts), (State::Review, WriteOutcome::Unknown, 2));
    journal.enqueue("crm", create("b")).await.unwrap();
    assert_eq!(journal.wait("crm", "b").await.unwrap().state, State::Applied);
    running.stop().await;
    assert_eq!((account.sent(), account.verified()), (vec!["a".into(), "a".into(), "b".into(), "b".into()], 0));
}

#[tokio::test]
async fn recorded_word_of_the_user_sends_again_and_is_in_the_audit() {
    let (_folder, journal) = journal().await;
    let account = Scripted::new(Safety::NonIdempotent, false).then(unknown());
    let entry = journal.enqueue("crm", create("a")).await.unwrap().entry;
    let running = Running::start(worker(&journal).account("crm", account.clone()).send_again(
        Some("crm"),
        Some("common.create"),
        Duration::ZERO,
        "ann",
        "the CRM merges doubles",
    ));
    assert_eq!(journal.wait("crm", "a").await.unwrap().state, State::Applied);
    running.stop().await;
    let audit = journal.audit(entry).await.unwrap();
    assert_eq!((audit[0].action.as_str(), audit[0].by.as_str(), account.sent().len()), ("send_again", "ann", 2));
}

#[tokio::test]
async fn killed_worker_leaves_a_mark_that_the_next_one_never_resends() {
    let (_folder, journal) = journal().await;
    let account = Scripted::new(Safety::NonIdempotent, true).then(Act::Hang).finds(Resolution::Found);
    let entry = journal.enqueue("crm", create("a")).await.unwrap().entry;
    let short =
        |account: &Scripted| worker(&journal).account("crm", account.clone()).call_deadline(Duration::from_millis(10));
    let running = Running::start(short(&account));
    account.sent_count(1).await;
    running.kill().await;
    assert_eq!(journal.report(entry).await.unwrap().state, State::Begun);
    let second = Running::start(short(&account));
    let report = journal.wait("crm", "a").await.unwrap();
    assert_eq!((report.state, report.resolution), (State::Applied, Some(Resolution::Found)));
    second.stop().await;
    assert_eq!((account.sent().len(), account.verified()), (1, 1));
}

#[tokio::test]
async fn shutdown_waits_for_calls_under_way_and_starts_nothing() {
    let (_folder, journal) = journal().await;
    let (release, blocked) = oneshot::channel();
    let account = Scripted::new(Safety::NonIdempotent, false).then(Act::After(blocked));
    let first = journal.enqueue("crm", create("a").stream("1")).await.unwrap().entry;
    let second = journal.enqueue("crm", create("b").stream("1")).await.unwrap().entry;
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    account.sent_count(1).await;
    let stopping = tokio::spawn(running.stop());
    tokio::task::yield_now().await;
    drop(release);
    stopping.await.unwrap();
    assert_eq!(journal.report(first).await.unwrap().state, State::Applied);
    assert_eq!(journal.report(second).await.unwrap().attempts, 0);
}

#[tokio::test]
async fn nothing_begins_after_a_shutdown_while_the_worker_reads_the_store() {
    let (_folder, journal) = journal().await;
    for round in 0..24 {
        let (release, blocked) = oneshot::channel();
        let account = Scripted::new(Safety::NonIdempotent, false).then(Act::After(blocked));
        let stream = format!("stream {round}");
        let first = journal.enqueue("crm", create(&format!("a{round}")).stream(&stream)).await.unwrap().entry;
        let second = journal.enqueue("crm", create(&format!("b{round}")).stream(&stream)).await.unwrap().entry;
        let running = Running::start(worker(&journal).account("crm", account.clone()));
        account.sent_count(1).await;
        // A new entry makes the worker read what is due. Meanwhile the stream becomes free.
        journal.enqueue("crm", create(&format!("c{round}"))).await.unwrap();
        for _ in 0..round % 6 {
            tokio::task::yield_now().await;
        }
        let stopping = running.stop();
        drop(release);
        stopping.await;
        assert_eq!(journal.report(first).await.unwrap().state, State::Applied);
        assert_eq!(journal.report(second).await.unwrap().attempts, 0, "round {round}");
        // The next round has nothing else to send.
        let running = Running::start(worker(&journal).account("crm", Scripted::new(Safety::NonIdempotent, false)));
        for name in ["b", "c"] {
            journal.wait("crm", &format!("{name}{round}")).await.unwrap();
        }
        running.stop().await;
    }
}

#[tokio::test]
async fn unreadable_entry_goes_to_a_person_and_an_invalid_one_is_refused() {
    let (_folder, journal) = journal().await;
    let newer = serde_json::from_str(r#"{"vendor":"acme","operation":"merge","request":{}}"#).unwrap();
    journal.enqueue("crm", Entry::stored(newer).key("newer")).await.unwrap();
    journal.enqueue("crm", Entry::create(leads_core::client::NewLead::default()).key("invalid")).await.unwrap();
    let account = Scripted::new(Safety::NonIdempotent, false);
    let running = Running::start(worker(&journal).account("crm", account.clone()));
    let report = journal.wait("crm", "newer").await.unwrap();
    assert_eq!((report.state, report.outcome), (State::Review, WriteOutcome::NotApplied), "nothing was sent");
    let report = journal.wait("crm", "invalid").await.unwrap();
    assert_eq!((report.state, report.error.unwrap().field.as_deref()), (State::Refused, Some("name")));
    running.stop().await;
    assert!(account.sent().is_empty());
}

#[tokio::test]
async fn requests_of_a_vendor_are_sent_through_its_registry() {
    let (_folder, journal) = journal().await;
    let fake = Fake::new(FakeNutshell::new());
    let account = nutshell(&fake).common(fake.client().unwrap().leads(nutshell::AdapterConfig::default()));
    let create = nutshell::api::leads::CreateLead::new("Car wash");
    journal.enqueue("crm", Entry::of(&create).key("request")).await.unwrap();
    journal.enqueue("crm", crate::common::create("common")).await.unwrap();
    // Its response is lost.
    let lead = fake.handler().add_lead("the first");
    let delete = nutshell::api::leads::DeleteLead::new(lead.as_str());
    let running = Running::start(worker(&journal).account("crm", account).patience(Duration::ZERO));
    let report = journal.wait("crm", "request").await.unwrap();
    assert_eq!((report.state, report.operation.as_str()), (State::Applied, "nutshell.create_lead"));
    assert!(fake.handler().record(report.id.as_deref().unwrap()).is_some());
    assert_eq!(journal.wait("crm", "common").await.unwrap().state, State::Applied);
    fake.faults().next(Fault::ResetAfterHandling);
    journal.enqueue("crm", Entry::of(&delete).key("delete")).await.unwrap();
    let report = journal.wait("crm", "delete").await.unwrap();
    assert_eq!((report.state, report.outcome), (State::Review, WriteOutcome::Unknown));
    running.stop().await;
    assert_eq!(fake.write_count(), 3);
    let read = nutshell::api::leads::ListLeads::new();
    journal.enqueue("crm", Entry::of(&read).key("read")).await.unwrap();
    let running = Running::start(worker(&journal).account("crm", nutshell(&fake)));
    assert_eq!(journal.wait("crm", "read").await.unwrap().state, State::Refused);
    running.stop().await;
}

#[tokio::test]
async fn two_workers_on_one_file_send_each_entry_once() {
    let (folder, journal) = journal().await;
    let other = leads_journal::Journal::open(folder.path().join("leads.db")).await.unwrap();
    let account = Scripted::new(Safety::NonIdempotent, false);
    for number in 0..60 {
        journal.enqueue("crm", create(&format!("n{number}")).stream(format!("{}", number % 7))).await.unwrap();
    }
    let one = Running::start(worker(&journal).account("crm", account.clone()));
    let two = Running::start(worker(&other).account("crm", account.clone()));
    for number in 0..60 {
        assert_eq!(journal.wait("crm", &format!("n{number}")).await.unwrap().state, State::Applied);
    }
    one.stop().await;
    two.stop().await;
    let mut sent = account.sent();
    for stream in 0..7 {
        let order: Vec<u32> = sent.iter().map(|name| name[1..].parse().unwrap()).filter(|n| n % 7 == stream).collect();
        assert!(order.is_sorted(), "{order:?}");
    }
    sent.sort_unstable();
    sent.dedup();
    assert_eq!((sent.len(), account.sent().len()), (60, 60));
}
