//! Every named fault, for every class of call, in process and on sockets, against its expected outcome.

use crate::outside::outside_within;
use crate::tiny::{Add, Counter, Get, Set, Tiny, fake, inside, retries};
use leads_core::{Error, ErrorKind, Pipeline, Request, Safety, WriteOutcome};
use leads_testkit::Fake;
use leads_testkit::faults::{self, NamedFault, Reach};
use std::time::Duration;

/// The result of a call.
#[derive(Debug)]
struct Seen {
    kind: Option<ErrorKind>,
    outcome: WriteOutcome,
    retryable: bool,
    attempts: u32,
}

async fn call<R: Request<Vendor = Tiny>>(client: &Pipeline<Tiny>, request: &R) -> Seen {
    match client.send(request).await {
        Ok(reply) => {
            let meta = reply.meta();
            Seen { kind: None, outcome: meta.outcome, retryable: false, attempts: meta.attempts }
        }
        Err(error) => seen(&error),
    }
}

fn seen(error: &Error) -> Seen {
    Seen {
        kind: Some(error.kind()),
        outcome: error.outcome(),
        retryable: error.is_retryable(),
        attempts: error.attempts(),
    }
}

async fn call_of(client: &Pipeline<Tiny>, safety: Safety) -> Seen {
    match safety {
        Safety::Read => call(client, &Get).await,
        Safety::Idempotent => call(client, &Set(1)).await,
        _ => call(client, &Add(1)).await,
    }
}

const CLASSES: [Safety; 3] = [Safety::Read, Safety::Idempotent, Safety::NonIdempotent];

/// Sends a call of a class that meets a fault, on a reused connection if the fault requires one.
async fn meet(fake: &Fake<Counter>, client: &Pipeline<Tiny>, fault: &NamedFault, safety: Safety, way: &str) {
    if fault.needs_kept_connection {
        client.send(&Get).await.unwrap();
        fake.forget_requests();
    }
    fake.faults().next(fault.fault());
    let seen = call_of(client, safety).await;
    let what = format!("{} for {safety} {way}: {seen:?}", fault.name);
    let silent = way == "on a socket" && fault.expected.kind == Some(ErrorKind::Timeout);
    if silent && seen.outcome == WriteOutcome::NotApplied && safety.is_write() && fake.request_count() == 0 {
        // On a busy machine the short timeout may expire before there is a connection.
        assert_eq!(fake.write_count(), 0, "{what}");
        return;
    }
    if seen.kind.is_none() && fault.may_be_parsed() {
        // Only individual members were damaged, and what is reported is true.
        assert_eq!(fake.write_count(), u64::from(safety.is_write()), "{what}");
        assert!(fault.allows(safety, seen.outcome, fake.write_count()), "{what}");
        return;
    }
    assert_eq!(seen.kind, fault.expected.kind, "{what}");
    assert_eq!(seen.retryable, fault.expected.retryable, "{what}");
    assert_eq!(seen.outcome, fault.outcome(safety), "{what}");
    assert!(fault.allows(safety, seen.outcome, fake.write_count()), "{what}, applied {}", fake.write_count());
    let handled = if safety.is_write() { fault.fault().handle_count() } else { 0 };
    if silent {
        // On a busy machine the short timeout may expire before the request has arrived.
        assert!(fake.write_count() <= handled, "{what}");
    } else {
        assert_eq!(fake.write_count(), handled, "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_fault_has_its_outcome_in_process() {
    for fault in faults::all() {
        for safety in CLASSES {
            let fake = fake();
            let client = inside(&fake, retries(1));
            meet(&fake, &client, &fault, safety, "in process").await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn call_is_retried_only_if_allowed() {
    for fault in faults::all() {
        for safety in CLASSES {
            let fake = fake();
            let client = inside(&fake, retries(2));
            fake.faults().next(fault.fault());
            let seen = call_of(&client, safety).await;
            let expected = if fault.is_retried(safety) { 2 } else { 1 };
            assert_eq!(seen.attempts, expected, "{} for {safety}: {seen:?}", fault.name);
        }
    }
}

#[tokio::test]
async fn each_fault_has_its_outcome_on_sockets() {
    for fault in faults::all().into_iter().filter(|fault| fault.reach == Reach::Everywhere) {
        // A silent fault lasts as long as the timeout, so it gets a short one; calls that must succeed get a long one.
        let silent = fault.expected.kind == Some(ErrorKind::Timeout);
        let limit = Duration::from_millis(if silent { 40 } else { 20_000 });
        for safety in CLASSES {
            let fake = fake();
            let running = fake.start().await.unwrap();
            let client = outside_within(&running, retries(1), limit);
            meet(&fake, &client, &fault, safety, "on a socket").await;
        }
    }
}
