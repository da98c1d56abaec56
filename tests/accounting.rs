//! Thousands of writes through a fake that loses, delays, repeats and refuses: in the end the fake's book and what the
//! client said of each write agree.
//!
//! `LEADS_WRITES` says how many writes for each vendor, `LEADS_SEED` which faults strike; a failing run prints it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod trial;

use futures_util::future::join_all;
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Outcome, Safety};
use leads_testkit::faults::{self, NamedFault};
use leads_testkit::{Fake, IN_PROCESS_URL, Latency};
use std::collections::BTreeMap;
use std::time::Duration;
use trial::{Told, Trial, number};

/// How many of a hundred requests meet a fault.
const STRUCK: u32 = 30;
/// Calls with one client: a client in trouble stops retrying, and retries are what is tried here.
const WITH_ONE_CLIENT: u64 = 25;

fn config<H: leads_testkit::Handler>(fake: &Fake<H>) -> ClientConfig {
    ClientConfig::new()
        .retry(RetryPolicy::default().max_attempts(4).base(Duration::from_millis(5)))
        .max_body(1 << 20)
        .transport(fake.transport())
}

/// Puts into the script what the attempts of one call meet. The first rule strikes the first attempt, so a script that
/// has none at its head is empty.
fn strike<H: leads_testkit::Handler>(
    fake: &Fake<H>,
    all: &[NamedFault],
    random: &mut fastrand::Rng,
) -> Vec<NamedFault> {
    let mut struck = Vec::new();
    fake.faults().clear();
    while random.u32(..100) < STRUCK && struck.len() < 4 {
        let fault = all[random.usize(..all.len())];
        fake.faults().next(fault.fault());
        struck.push(fault);
    }
    struck
}

/// The book against what was said, for one write that went alone.
fn disagreement(told: &Told, safety: Safety, applied: u64, struck: &[NamedFault]) -> Option<&'static str> {
    let attempts = u64::from(told.attempts);
    let met = &struck[..struck.len().min(told.attempts as usize)];
    // A fault that proves nothing: only then can a write be unknown.
    let doubt = met.iter().any(|fault| fault.outcome(safety) == Outcome::Unknown);
    match told.outcome {
        Outcome::NotApplied if applied > 0 => Some("said not applied and it was"),
        Outcome::Applied if applied == 0 => Some("said applied and it was not"),
        Outcome::Accepted if told.kind.is_some() => Some("an error that says accepted"),
        Outcome::Unknown if !doubt => Some("said unknown although everything was proved"),
        _ if safety == Safety::OnceOnly && applied > 1 => Some("applied twice"),
        _ if applied > attempts => Some("applied more often than sent"),
        _ if told.kind.is_none() && told.outcome == Outcome::NotApplied => Some("a success that did nothing"),
        _ => None,
    }
}

async fn alone<T: Trial>() {
    let (writes, seed) = (number("LEADS_WRITES", 10_000), number("LEADS_SEED", fastrand::u64(..)));
    let mut random = fastrand::Rng::with_seed(seed);
    // Two faults take long to make, and the matrix of faults has them.
    let all: Vec<NamedFault> =
        faults::all().into_iter().filter(|fault| !matches!(fault.name, "huge-body" | "gzip-bomb")).collect();
    let works: Vec<usize> = (0..T::WORKS.len()).filter(|work| T::WORKS[*work].1.is_write()).collect();
    let latency = Latency::uniform(Duration::from_millis(1), Duration::from_millis(400));
    let mut counted: BTreeMap<(&str, End), u64> = BTreeMap::new();
    let (mut fake, mut client) = (None, None);
    for at in 0..writes {
        // A new client now and then, and a new fake: its state must not grow without end.
        if at % WITH_ONE_CLIENT == 0 {
            if at % (40 * WITH_ONE_CLIENT) == 0 {
                fake = Some(Fake::builder(T::handler()).seed(seed).latency(latency).keep(0).build());
            }
            client = fake.as_ref().map(|fake| T::client(config(fake), IN_PROCESS_URL));
        }
        let (Some(fake), Some(client)) = (&fake, &client) else { unreachable!() };
        let work = works[random.usize(..works.len())];
        let (name, safety) = T::WORKS[work];
        let struck = strike(fake, &all, &mut random);
        let before = fake.applied();
        let told = T::call(client, fake.handler(), work, at).await;
        let applied = fake.applied() - before;
        if let Some(wrong) = disagreement(&told, safety, applied, &struck) {
            let names: Vec<&str> = struck.iter().map(|fault| fault.name).collect();
            panic!(
                "{} with LEADS_SEED={seed}: write {at}, {name} ({safety}): {wrong}\n  faults {names:?}, applied \
                 {applied}, {told:?}",
                T::NAME
            );
        }
        *counted.entry((name, End(told.outcome.as_str(), applied.min(1)))).or_default() += 1;
    }
    // The run is worth something only if every kind of end was seen, and unknown in both of its senses.
    if writes >= 5_000 {
        let seen =
            |outcome: Outcome, applied| counted.iter().any(|((_, key), _)| *key == End(outcome.as_str(), applied));
        for (outcome, applied) in [(Outcome::NotApplied, 0), (Outcome::Unknown, 0), (Outcome::Unknown, 1)] {
            assert!(
                seen(outcome, applied),
                "{}: {outcome} with {applied} applied was never seen: {counted:?}",
                T::NAME
            );
        }
    }
}

/// An outcome, and whether the book has a line for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct End(&'static str, u64);

/// Many at once: nobody knows which line of the book is whose, but the sums must agree.
async fn together<T: Trial>() {
    let (writes, seed) = (number("LEADS_WRITES", 10_000) / 10, number("LEADS_SEED", fastrand::u64(..)));
    let mut random = fastrand::Rng::with_seed(seed);
    let all: Vec<NamedFault> =
        faults::all().into_iter().filter(|fault| !matches!(fault.name, "huge-body" | "gzip-bomb")).collect();
    let works: Vec<usize> = (0..T::WORKS.len()).filter(|work| T::WORKS[*work].1 == Safety::OnceOnly).collect();
    let latency = Latency::uniform(Duration::from_millis(1), Duration::from_millis(400));
    let fake = Fake::builder(T::handler()).seed(seed).latency(latency).keep(0).build();
    let mut at = 0;
    while at < writes {
        let client = T::client(config(&fake), IN_PROCESS_URL);
        fake.faults().clear();
        // Spread over the requests of the batch by a predicate that draws for each.
        let draws = std::sync::Mutex::new(fastrand::Rng::with_seed(random.u64(..)));
        let draws = std::sync::Arc::new(draws);
        for _ in 0..12 {
            let (fault, draws) = (all[random.usize(..all.len())], std::sync::Arc::clone(&draws));
            fake.faults().on(move |_| draws.lock().unwrap().u32(..100) < STRUCK, fault.fault());
        }
        let before = fake.applied();
        let batch = (at..at + 40).map(|number| T::call(&client, fake.handler(), works[0], 1_000_000 + number));
        let told = join_all(batch).await;
        let count = |outcome: Outcome| told.iter().filter(|told| told.outcome == outcome).count() as u64;
        let (sure, possible) =
            (count(Outcome::Applied), count(Outcome::Applied) + count(Outcome::Unknown) + count(Outcome::Accepted));
        let applied = fake.applied() - before;
        assert!(
            (sure..=possible).contains(&applied),
            "{} with LEADS_SEED={seed}: {applied} applied, {sure} surely, {possible} possibly, from write {at} on",
            T::NAME
        );
        at += 40;
    }
}

mod every_write {
    mod alone {
        use crate::alone;
        crate::trial::every_vendor! {
            #[tokio::test(start_paused = true)]
            is_accounted_for => alone;
        }
    }

    mod among_others {
        use crate::together;
        crate::trial::every_vendor! {
            #[tokio::test(start_paused = true)]
            is_accounted_for => together;
        }
    }
}
