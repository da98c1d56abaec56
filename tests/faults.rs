//! Every named fault of the testkit, against the documentation and against every vendor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod trial;

use leads_core::http::{RetryPolicy, Timeouts};
use leads_core::{ClientConfig, ErrorKind, Safety, WriteOutcome};
use leads_testkit::faults::{self, DecidedBy, NamedFault, Reach};
use leads_testkit::{Fake, IN_PROCESS_URL};
use std::path::Path;
use std::time::Duration;
use trial::{Told, Trial};

const HEAD: &str = "\
# Faults

What every client must survive, and what it must say of it. This page is made from `leads_testkit::faults::all()`; the
test `the_page_of_faults_is_the_catalogue` holds it against the catalogue and rewrites it when `UPDATE_DOCS=1` is set.

In the columns of the three classes stands what one attempt comes to: the kind of the error, the outcome of a write, and
`again` where the library then sends the call again by itself. *Decided by* says what the outcome follows from: how far
the *exchange* came, the HTTP *status*, or the *body*. Where the body decides, what is stated here holds for a body that
is not the vendor's own envelope; a vendor whose envelope proves more may say so, if the fake's ledger agrees. Damage to
single members (`invalid-utf8`, `duplicate-keys`) is repaired where that can be done, and the response is then read.

`cargo test --test faults` runs each of them against a read, an idempotent write and a non-idempotent write of every vendor.

";

#[test]
fn the_page_of_faults_is_the_catalogue() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/faults.md");
    let made = format!("{HEAD}{}", faults::table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "docs/faults.md is not the catalogue; run UPDATE_DOCS=1 cargo test --test faults");
}

/// An answer of 100 MiB need not be made whole to be too large.
const LARGEST: usize = 1 << 20;

/// What one call came to, and what the fake knows of it.
struct Seen {
    told: Told,
    applied: u64,
    arrived: u64,
}

/// Lets a call meet a fault; what is wrong about it is said in words, so that all of it is seen at once.
fn judge<T: Trial>(fault: &NamedFault, safety: Safety, seen: &Seen) -> Vec<String> {
    let Seen { told, applied, arrived } = seen;
    let expected = &fault.expected;
    let mut wrong = Vec::new();
    let mut hold = |holds: bool, what: &str| {
        if !holds {
            wrong.push(what.to_owned());
        }
    };
    hold(fault.allows(safety, told.outcome, *applied), "the outcome");
    match expected.decided_by {
        // The vendor may know its own words in what is foreign to others. A damaged answer may even be understood, if
        // what it then says is true.
        DecidedBy::Body => {
            let understood = match safety {
                Safety::Read => fault.may_be_understood(),
                _ => told.outcome == WriteOutcome::Applied && *applied == 1,
            };
            hold(told.kind.is_some() == expected.kind.is_some() || understood, "whether it failed");
        }
        DecidedBy::Status if is_known::<T>(fault) => hold(told.kind.is_some(), "whether it failed"),
        _ => {
            hold(told.kind == expected.kind, "the kind");
            hold(told.retryable == expected.retryable, "whether it can be retried");
        }
    }
    if safety == Safety::Read {
        hold(*applied == 0, "a read changed something");
    }
    // Once-only: never twice on the wire unless the first was proved not to have done anything.
    let unsent = matches!(fault.name, "refused" | "connect-timeout" | "stalled-connect" | "untrusted-certificate");
    let arrives = u64::from(told.attempts) - u64::from(unsent);
    hold(*arrived == arrives, "how often it arrived");
    wrong
}

/// Whether the vendor has its own meaning for a status.
fn is_known<T: Trial>(fault: &NamedFault) -> bool {
    T::KNOWN.iter().any(|(name, _)| *name == fault.name)
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every fault against every kind of call, with one attempt and with two.
async fn in_process<T: Trial>() {
    let mut wrong = Vec::new();
    for fault in faults::all() {
        for (work, (name, safety)) in T::WORKS.iter().enumerate() {
            for attempts in [1, 2] {
                // Large answers take long to make, and are the same for every call.
                let large = matches!(fault.name, "huge-body" | "gzip-bomb" | "deep-nesting");
                if large && (attempts == 2 || T::WORKS[..work].iter().any(|(_, before)| before == safety)) {
                    continue;
                }
                let fake = Fake::new(T::handler());
                let config =
                    ClientConfig::new().retry(RetryPolicy::none().max_attempts(attempts)).transport(fake.transport());
                let client = T::client(config, IN_PROCESS_URL);
                fake.faults().next(fault.fault());
                let (before, arrived) = (fake.applied(), fake.arrived());
                let told = T::call(&client, fake.handler(), work, 1).await;
                let applied = fake.applied() - before;
                let what = format!("{}: {} and {name} ({safety}), {attempts} attempts: {told:?}", T::NAME, fault.name);
                let again = fault.is_sent_again(*safety) && attempts == 2;
                // However often it is sent, what is said is true, and a non-idempotent write is made once.
                let truthful = match told.outcome {
                    WriteOutcome::NotApplied => applied == 0,
                    WriteOutcome::Applied => applied >= 1,
                    _ => true,
                };
                let once = *safety != Safety::NonIdempotent || applied <= fault.fault().handlings().max(1);
                if !(truthful && once) {
                    wrong.push(format!("{what}; applied {applied}"));
                }
                if again {
                    // Where the body decides, the vendor may know that a repeat cannot help.
                    let seen = told.attempts == 2 && fake.arrived() - arrived >= 1;
                    if !seen && fault.expected.decided_by != DecidedBy::Body {
                        wrong.push(format!("{what}; not sent again"));
                    }
                } else {
                    let seen = Seen { told, applied, arrived: fake.arrived() - arrived };
                    let body = fault.expected.decided_by == DecidedBy::Body || is_known::<T>(&fault);
                    if attempts == 2 && seen.told.attempts != 1 && !body {
                        wrong.push(format!("{what}; sent again"));
                    } else if attempts == 1 {
                        let words = judge::<T>(&fault, *safety, &seen);
                        if !words.is_empty() {
                            wrong.push(format!("{what}; applied {applied}, arrived {}: {words:?}", seen.arrived));
                        }
                    }
                }
            }
        }
    }
    report(&wrong);
}

/// On sockets only what is different there: how the exchange itself breaks.
async fn on_sockets<T: Trial>() {
    let mut wrong = Vec::new();
    let classes = [Safety::Read, Safety::Idempotent, Safety::NonIdempotent];
    let works = classes.map(|class| T::WORKS.iter().position(|(_, safety)| *safety == class));
    let real =
        |fault: &NamedFault| fault.reach == Reach::Everywhere && fault.expected.decided_by == DecidedBy::Exchange;
    for fault in faults::all().into_iter().filter(real) {
        for work in works.into_iter().flatten() {
            let (name, safety) = T::WORKS[work];
            let fake = Fake::new(T::handler());
            let running = fake.start().await.unwrap();
            let client = |limit: u64| {
                let limits = Timeouts::default().attempt(Duration::from_millis(limit));
                T::client(
                    ClientConfig::new().retry(RetryPolicy::none()).timeouts(limits).max_body(LARGEST),
                    &running.url(),
                )
            };
            // A silence is as long as the time limit, so it gets a short one; what must work gets a long one.
            let silent = fault.expected.kind == Some(ErrorKind::Timeout);
            let client = client(if silent { 150 } else { 20_000 });
            if fault.needs_kept_connection {
                let kept = T::call(&client, fake.handler(), works[0].unwrap(), 1).await;
                assert_eq!(kept.kind, None, "{kept:?}");
            }
            fake.forget_requests();
            fake.faults().next(fault.fault());
            let before = fake.applied();
            let told = T::call(&client, fake.handler(), work, 2).await;
            let seen = Seen { told, applied: fake.applied() - before, arrived: fake.arrived() };
            let words = judge::<T>(&fault, safety, &seen);
            // On a busy machine a short time limit may pass before anything has arrived, or before there is a connection.
            let unmade =
                words == ["the outcome", "how often it arrived"] && seen.told.outcome == WriteOutcome::NotApplied;
            let too_soon = silent && seen.arrived == 0 && (unmade || words == ["how often it arrived"]);
            if !(words.is_empty() || too_soon) {
                wrong.push(format!(
                    "{}: {} and {name} ({safety}) on a socket: {:?}; applied {}, arrived {}: {words:?}",
                    T::NAME,
                    fault.name,
                    seen.told,
                    seen.applied,
                    seen.arrived
                ));
            }
        }
    }
    report(&wrong);
}

mod every_fault {
    use super::{in_process, on_sockets};

    mod without_sockets {
        use super::in_process;
        crate::trial::every_vendor! {
            #[tokio::test(start_paused = true)]
            ends_as_stated => in_process;
        }
    }

    mod with_sockets {
        use super::on_sockets;
        crate::trial::every_vendor! {
            #[tokio::test]
            ends_as_stated => on_sockets;
        }
    }
}
