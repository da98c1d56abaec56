//! Every named fault of the testkit, against the documentation and against every vendor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use crate::vendors::{CallResult, VendorUnderTest};
use leads_core::http::{RetryPolicy, Timeouts};
use leads_core::{ClientConfig, ErrorKind, Safety, WriteOutcome};
use leads_testkit::faults::{self, DecidedBy, NamedFault, Reach};
use leads_testkit::{Fake, IN_PROCESS_URL};
use std::path::Path;
use std::time::Duration;

const HEAD: &str = "\
# Faults

The faults that every client must survive, and what it must report for each. This page is generated from
`leads_testkit::faults::all()`; the test `faults_page_matches_the_catalogue` compares it with the catalogue and
rewrites it if `UPDATE_DOCS=1` is set.

The columns of the three safety classes show the result of one attempt: the kind of the error, the outcome of a write,
and `retried` if the library then retries the call. *Decided by* says what the outcome follows from: how far the
*exchange* progressed, the HTTP *status*, or the *body*. Where the body decides, the table applies to a body that is
not the vendor's own envelope; a vendor whose envelope proves more may report that, if the fake's ledger agrees.
Damage to individual members (`invalid-utf8`, `duplicate-keys`) is repaired if possible, and the response is then
read.

`cargo test --test it faults::` runs each fault against a read, an idempotent write and a non-idempotent write of every
vendor.

";

#[test]
fn faults_page_matches_the_catalogue() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/faults.md");
    let made = format!("{HEAD}{}", faults::table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == made,
        "docs/faults.md does not match the catalogue; run UPDATE_DOCS=1 cargo test --test it faults::"
    );
}

/// A response of 100 MiB exceeds this limit long before it is complete.
const LARGEST: usize = 1 << 20;

/// The result of a call, and what the fake recorded.
struct Seen {
    call: CallResult,
    applied: u64,
    request_count: u64,
}

/// Compares a call that met a fault with the expectation. Mismatches are collected as text, so that all are reported at
/// once.
fn judge<T: VendorUnderTest>(fault: &NamedFault, safety: Safety, seen: &Seen) -> Vec<String> {
    let Seen { call, applied, request_count } = seen;
    let expected = &fault.expected;
    let mut wrong = Vec::new();
    let mut hold = |holds: bool, what: &str| {
        if !holds {
            wrong.push(what.to_owned());
        }
    };
    hold(fault.allows(safety, call.outcome, *applied), "the outcome");
    match expected.decided_by {
        // The vendor may recognize its own error in a body that is foreign to others. A damaged response may even be
        // parsed, if what is then reported is true.
        DecidedBy::Body => {
            let understood = match safety {
                Safety::Read => fault.may_be_parsed(),
                _ => call.outcome == WriteOutcome::Applied && *applied == 1,
            };
            hold(call.kind.is_some() == expected.kind.is_some() || understood, "whether it failed");
        }
        DecidedBy::Status if is_known::<T>(fault) => hold(call.kind.is_some(), "whether it failed"),
        _ => {
            hold(call.kind == expected.kind, "the kind");
            hold(call.retryable == expected.retryable, "whether it can be retried");
        }
    }
    if safety == Safety::Read {
        hold(*applied == 0, "a read changed something");
    }
    // Non-idempotent calls: never sent twice unless the first attempt is proved to have had no effect.
    let unsent = matches!(fault.name, "refused" | "connect-timeout" | "stalled-connect" | "untrusted-certificate");
    let arrives = u64::from(call.attempts) - u64::from(unsent);
    hold(*request_count == arrives, "the request count");
    wrong
}

/// Returns whether the vendor has its own meaning for a status.
fn is_known<T: VendorUnderTest>(fault: &NamedFault) -> bool {
    T::STATUS_EXCEPTIONS.iter().any(|(name, _)| *name == fault.name)
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every fault against every kind of call, with one attempt and with two.
async fn in_process<T: VendorUnderTest>() {
    let mut wrong = Vec::new();
    for fault in faults::all() {
        for (work, (name, safety)) in T::CALLS.iter().enumerate() {
            for attempts in [1, 2] {
                // Large responses are slow to generate and the same for every call.
                let large = matches!(fault.name, "huge-body" | "gzip-bomb" | "deep-nesting");
                if large && (attempts == 2 || T::CALLS[..work].iter().any(|(_, before)| before == safety)) {
                    continue;
                }
                let fake = Fake::new(T::handler());
                let config =
                    ClientConfig::new().retry(RetryPolicy::none().max_attempts(attempts)).transport(fake.transport());
                let client = T::client(config, IN_PROCESS_URL);
                fake.faults().next(fault.fault());
                let (before, request_count) = (fake.write_count(), fake.request_count());
                let call = T::call(&client, fake.handler(), work, 1).await;
                let applied = fake.write_count() - before;
                let what = format!("{}: {} and {name} ({safety}), {attempts} attempts: {call:?}", T::NAME, fault.name);
                let again = fault.is_retried(*safety) && attempts == 2;
                // However often it is sent, the report must be true, and a non-idempotent write is applied once.
                let truthful = match call.outcome {
                    WriteOutcome::NotApplied => applied == 0,
                    WriteOutcome::Applied => applied >= 1,
                    _ => true,
                };
                let once = *safety != Safety::NonIdempotent || applied <= fault.fault().handle_count().max(1);
                if !(truthful && once) {
                    wrong.push(format!("{what}; applied {applied}"));
                }
                if again {
                    // Where the body decides, the vendor may know that a retry cannot help.
                    let seen = call.attempts == 2 && fake.request_count() - request_count >= 1;
                    if !seen && fault.expected.decided_by != DecidedBy::Body {
                        wrong.push(format!("{what}; not retried"));
                    }
                } else {
                    let seen = Seen { call, applied, request_count: fake.request_count() - request_count };
                    let body = fault.expected.decided_by == DecidedBy::Body || is_known::<T>(&fault);
                    if attempts == 2 && seen.call.attempts != 1 && !body {
                        wrong.push(format!("{what}; retried"));
                    } else if attempts == 1 {
                        let words = judge::<T>(&fault, *safety, &seen);
                        if !words.is_empty() {
                            wrong
                                .push(format!("{what}; applied {applied}, requests {}: {words:?}", seen.request_count));
                        }
                    }
                }
            }
        }
    }
    report(&wrong);
}

/// On sockets, only the faults that differ there: how the exchange itself breaks.
async fn on_sockets<T: VendorUnderTest>() {
    let mut wrong = Vec::new();
    let classes = [Safety::Read, Safety::Idempotent, Safety::NonIdempotent];
    let works = classes.map(|class| T::CALLS.iter().position(|(_, safety)| *safety == class));
    let real =
        |fault: &NamedFault| fault.reach == Reach::Everywhere && fault.expected.decided_by == DecidedBy::Exchange;
    for fault in faults::all().into_iter().filter(real) {
        for work in works.into_iter().flatten() {
            let (name, safety) = T::CALLS[work];
            let fake = Fake::new(T::handler());
            let running = fake.start().await.unwrap();
            let client = |limit: u64| {
                let limits = Timeouts::default().attempt(Duration::from_millis(limit));
                T::client(
                    ClientConfig::new().retry(RetryPolicy::none()).timeouts(limits).max_body(LARGEST),
                    &running.url(),
                )
            };
            // A silent fault lasts as long as the timeout, so it gets a short one; calls that must succeed get a long
            // one.
            let silent = fault.expected.kind == Some(ErrorKind::Timeout);
            let client = client(if silent { 150 } else { 20_000 });
            if fault.needs_kept_connection {
                let kept = T::call(&client, fake.handler(), works[0].unwrap(), 1).await;
                assert_eq!(kept.kind, None, "{kept:?}");
            }
            fake.forget_requests();
            fake.faults().next(fault.fault());
            let before = fake.write_count();
            let call = T::call(&client, fake.handler(), work, 2).await;
            let seen = Seen { call, applied: fake.write_count() - before, request_count: fake.request_count() };
            let words = judge::<T>(&fault, safety, &seen);
            // On a busy machine a short timeout may expire before anything has request_count, or before there is a
            // connection.
            let unmade = words == ["the outcome", "the request count"] && seen.call.outcome == WriteOutcome::NotApplied;
            let too_soon = silent && seen.request_count == 0 && (unmade || words == ["the request count"]);
            if !(words.is_empty() || too_soon) {
                wrong.push(format!(
                    "{}: {} and {name} ({safety}) on a socket: {:?}; applied {}, requests {}: {words:?}",
                    T::NAME,
                    fault.name,
                    seen.call,
                    seen.applied,
                    seen.request_count
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
        crate::vendors::every_vendor! {
            #[tokio::test(start_paused = true)]
            ends_as_stated => in_process;
        }
    }

    mod with_sockets {
        use super::on_sockets;
        crate::vendors::every_vendor! {
            #[tokio::test]
            ends_as_stated => on_sockets;
        }
    }
}
