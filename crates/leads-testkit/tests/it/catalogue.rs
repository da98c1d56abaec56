//! Every named fault, for every class of call, in process and on sockets, against its stated outcome.

use crate::tiny::{Add, Counter, Look, Set, Tiny, fake, inside, outside_within, retries};
use leads_core::{Error, ErrorKind, Pipeline, Request, Safety, WriteOutcome};
use leads_testkit::Fake;
use leads_testkit::faults::{self, NamedFault, Reach};
use std::time::Duration;

/// What one call came to.
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
        Safety::Read => call(client, &Look).await,
        Safety::Idempotent => call(client, &Set(1)).await,
        _ => call(client, &Add(1)).await,
    }
}

const CLASSES: [Safety; 3] = [Safety::Read, Safety::Idempotent, Safety::NonIdempotent];

/// Lets a call of a class meet a fault, on a connection that is kept where the fault needs one.
async fn meet(fake: &Fake<Counter>, client: &Pipeline<Tiny>, fault: &NamedFault, safety: Safety, way: &str) {
    if fault.needs_kept_connection {
        client.send(&Look).await.unwrap();
        fake.forget_requests();
    }
    fake.faults().next(fault.fault());
    let seen = call_of(client, safety).await;
    let what = format!("{} for {safety} {way}: {seen:?}", fault.name);
    let silent = way == "on a socket" && fault.expected.kind == Some(ErrorKind::Timeout);
    if silent && seen.outcome == WriteOutcome::NotApplied && safety.is_write() && fake.arrived() == 0 {
        // On a busy machine the short time limit may pass before there is a connection.
        assert_eq!(fake.applied(), 0, "{what}");
        return;
    }
    if seen.kind.is_none() && fault.may_be_understood() {
        // Only single members were damaged, and what is stated is true.
        assert_eq!(fake.applied(), u64::from(safety.is_write()), "{what}");
        assert!(fault.allows(safety, seen.outcome, fake.applied()), "{what}");
        return;
    }
    assert_eq!(seen.kind, fault.expected.kind, "{what}");
    assert_eq!(seen.retryable, fault.expected.retryable, "{what}");
    assert_eq!(seen.outcome, fault.outcome(safety), "{what}");
    assert!(fault.allows(safety, seen.outcome, fake.applied()), "{what}, applied {}", fake.applied());
    let handled = if safety.is_write() { fault.fault().handlings() } else { 0 };
    if silent {
        // On a busy machine the short time limit may pass before the request has even arrived.
        assert!(fake.applied() <= handled, "{what}");
    } else {
        assert_eq!(fake.applied(), handled, "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn in_process_each_fault_has_its_outcome() {
    for fault in faults::all() {
        for safety in CLASSES {
            let fake = fake();
            let client = inside(&fake, retries(1));
            meet(&fake, &client, &fault, safety, "in process").await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_sent_again_exactly_where_it_may_be() {
    for fault in faults::all() {
        for safety in CLASSES {
            let fake = fake();
            let client = inside(&fake, retries(2));
            fake.faults().next(fault.fault());
            let seen = call_of(&client, safety).await;
            let expected = if fault.is_sent_again(safety) { 2 } else { 1 };
            assert_eq!(seen.attempts, expected, "{} for {safety}: {seen:?}", fault.name);
        }
    }
}

#[tokio::test]
async fn on_sockets_each_fault_has_its_outcome() {
    for fault in faults::all().into_iter().filter(|fault| fault.reach == Reach::Everywhere) {
        // A silence is as long as the time limit, so it gets a short one; what must work gets a long one.
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
