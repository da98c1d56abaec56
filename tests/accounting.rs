//! Thousands of writes through a fake that loses, delays, repeats and refuses: in the end the fake's book and what the
//! client said of each write agree.
//!
//! `LEADS_WRITES` says how many writes for each vendor, `LEADS_SEED` which faults strike; a failing run prints it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod trial;

use futures_util::future::join_all;
use leads_core::http::RetryPolicy;
use leads_core::{ClientConfig, Safety, WriteOutcome};
use leads_testkit::faults::{self, DecidedBy, NamedFault};
use leads_testkit::leadsquared::{BulkForm, EVENT_CODE};
use leads_testkit::{Fake, Fault, IN_PROCESS_URL, Latency};
use leadsquared::api::opportunities::{BulkAddOpportunities, OpportunityRow};
use std::collections::BTreeMap;
use std::time::Duration;
use trial::{Told, Trial, number, seed};

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
    let attempts = told.attempts as usize;
    let met = &struck[..struck.len().min(attempts)];
    // A fault that proves nothing: only then can a write be unknown.
    let doubt = met.iter().any(|fault| fault.outcome(safety) == WriteOutcome::Unknown);
    // One that proves nothing to any vendor: then no later refusal can prove anything either.
    let unproved = |fault: &NamedFault| {
        fault.outcome(safety) == WriteOutcome::Unknown && fault.expected.decided_by != DecidedBy::Body
    };
    // What was delivered twice on its way is nothing that a client did.
    let copies = met.iter().filter(|fault| fault.fault().handlings() > 1).count() as u64;
    let handled: u64 = (0..attempts).map(|at| met.get(at).map_or(1, |fault| fault.fault().handlings())).sum();
    match told.outcome {
        WriteOutcome::NotApplied if applied > 0 => Some("said not applied and it was"),
        WriteOutcome::NotApplied if met.iter().any(unproved) => Some("forgot an attempt that proved nothing"),
        WriteOutcome::Applied if applied == 0 => Some("said applied and it was not"),
        WriteOutcome::Accepted if told.kind.is_some() => Some("an error that says accepted"),
        WriteOutcome::Unknown if !doubt => Some("said unknown although everything was proved"),
        _ if safety == Safety::NonIdempotent && applied > 1 + copies => Some("applied twice"),
        _ if applied > handled => Some("applied more often than it was handled"),
        _ if told.kind.is_none() && told.outcome == WriteOutcome::NotApplied => Some("a success that did nothing"),
        _ => None,
    }
}

/// A refusal behind an attempt that proved nothing: the vendor's code, or the kind where it has none.
fn refused_after_doubt(told: &Told) -> Option<String> {
    let error = told.error.as_ref().filter(|error| error.earlier().is_some())?;
    Some(error.codes().first().map_or_else(|| error.kind().to_string(), |code| code.code.clone()))
}

async fn alone<T: Trial>() {
    let (writes, seed) = (number("LEADS_WRITES", 10_000), seed());
    let mut random = fastrand::Rng::with_seed(seed);
    // Two faults take long to make, and the matrix of faults has them.
    let all: Vec<NamedFault> =
        faults::all().into_iter().filter(|fault| !matches!(fault.name, "huge-body" | "gzip-bomb")).collect();
    let works: Vec<usize> = (0..T::WORKS.len()).filter(|work| T::WORKS[*work].1.is_write()).collect();
    let latency = Latency::uniform(Duration::from_millis(1), Duration::from_millis(400));
    let mut counted: BTreeMap<(&str, End), u64> = BTreeMap::new();
    let mut repeats: BTreeMap<(&str, String), u64> = BTreeMap::new();
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
        if let Some(refusal) = refused_after_doubt(&told) {
            *repeats.entry((name, refusal)).or_default() += 1;
        }
        *counted.entry((name, End(told.outcome.as_str(), applied.min(1)))).or_default() += 1;
    }
    // The run is worth something only if every kind of end was seen, and unknown in both of its senses.
    if writes >= 5_000 {
        let seen =
            |outcome: WriteOutcome, applied| counted.iter().any(|((_, key), _)| *key == End(outcome.as_str(), applied));
        for (outcome, applied) in
            [(WriteOutcome::NotApplied, 0), (WriteOutcome::Unknown, 0), (WriteOutcome::Unknown, 1)]
        {
            assert!(
                seen(outcome, applied),
                "{} with LEADS_SEED={seed}: {outcome} with {applied} applied was never seen: {counted:?}",
                T::NAME
            );
        }
        // So were the rules of the vendor that make a repeat look refused.
        for (name, refusal) in T::REFUSED_AGAIN {
            assert!(
                repeats.contains_key(&(*name, (*refusal).to_owned())),
                "{} with LEADS_SEED={seed}: {name} was never refused with {refusal} after doubt: {repeats:?}",
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
    let (writes, seed) = (number("LEADS_WRITES", 10_000) / 10, seed());
    let mut random = fastrand::Rng::with_seed(seed);
    let all: Vec<NamedFault> =
        faults::all().into_iter().filter(|fault| !matches!(fault.name, "huge-body" | "gzip-bomb")).collect();
    let works: Vec<usize> = (0..T::WORKS.len()).filter(|work| T::WORKS[*work].1 == Safety::NonIdempotent).collect();
    let copied = |fired: &[&str]| fired.iter().filter(|name| **name == Fault::HandledTwice.name()).count() as u64;
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
        let (before, copies) = (fake.applied(), copied(&fake.faults().fired()));
        let work = |number: u64| works[number as usize % works.len()];
        let batch = (at..at + 40).map(|number| T::call(&client, fake.handler(), work(number), 1_000_000 + number));
        let told = join_all(batch).await;
        let count = |outcome: WriteOutcome| told.iter().filter(|told| told.outcome == outcome).count() as u64;
        let (sure, possible) = (
            count(WriteOutcome::Applied),
            count(WriteOutcome::Applied) + count(WriteOutcome::Unknown) + count(WriteOutcome::Accepted),
        );
        let applied = fake.applied() - before;
        let copies = copied(&fake.faults().fired()) - copies;
        assert!(
            (sure..=possible + copies).contains(&applied),
            "{} with LEADS_SEED={seed}: {applied} applied, {sure} surely, {possible} possibly, from write {at} on",
            T::NAME
        );
        at += 40;
    }
}

/// Every row of a batch of which some are refused: what is said of each, and which rows `Partial` names.
#[tokio::test(start_paused = true)]
async fn every_row_of_a_batch_is_accounted_for() {
    type OnTrial = trial::leadsquared::LeadSquared;
    let (batches, seed) = (number("LEADS_WRITES", 10_000) / 10, seed());
    let mut random = fastrand::Rng::with_seed(seed);
    let all: Vec<NamedFault> =
        faults::all().into_iter().filter(|fault| !matches!(fault.name, "huge-body" | "gzip-bomb")).collect();
    let (mut fake, mut named, mut unknown) = (Fake::new(OnTrial::handler()), 0, 0);
    for at in 0..batches {
        if at % 200 == 0 {
            fake = Fake::new(OnTrial::handler());
        }
        let client = OnTrial::client(config(&fake), IN_PROCESS_URL);
        let form = [BulkForm::Response, BulkForm::Bare, BulkForm::Counts][random.usize(..3)];
        fake.handler().set(|settings| settings.bulk_form = form);
        // A row of a lead that is not there is refused.
        let rows: Vec<(String, Option<String>)> = (0..random.usize(1..6))
            .map(|row| {
                let email = format!("jo.{at}.{row}@example.com");
                let there = random.u8(..3) > 0;
                let lead = there.then(|| fake.handler().add_lead(&[("EmailAddress", email.as_str())]));
                (email, lead)
            })
            .collect();
        let sent = rows.iter().map(|(email, _)| OpportunityRow::new(email.as_str(), EVENT_CODE));
        let request = BulkAddOpportunities::new("EmailAddress", sent);
        let struck = strike(&fake, &all, &mut random);
        let names: Vec<&str> = struck.iter().map(|fault| fault.name).collect();
        let what = format!("LEADS_SEED={seed}: batch {at}, {form:?}, faults {names:?}, rows {rows:?}");
        let made = |row: usize| rows[row].1.as_ref().map_or(0, |lead| fake.handler().opportunities_of(lead));
        if random.bool() {
            let report = client.send_bulk(&request).await.unwrap();
            assert_eq!(report.rows.len(), rows.len(), "{what}");
            let met = &struck[..struck.len().min(report.calls as usize)];
            let copies = met.iter().filter(|fault| fault.fault().handlings() > 1).count();
            for (row, told) in report.rows.iter().enumerate() {
                assert_eq!(told.index, row, "{what}");
                let (made, what) = (made(row), format!("{what}: {told:?}"));
                match told.outcome {
                    WriteOutcome::NotApplied => assert_eq!(made, 0, "{what}"),
                    WriteOutcome::Applied => assert!((1..=1 + copies).contains(&made), "{made}, {what}"),
                    WriteOutcome::Unknown => {
                        assert!(met.iter().any(|fault| fault.expected.write == WriteOutcome::Unknown), "{what}");
                        assert!(made <= 1 + copies, "{made}, {what}");
                        unknown += 1;
                    }
                    other => panic!("a row that is {other}: {what}"),
                }
            }
        } else if let Err(error) = client.send(&request).await {
            match error.outcome() {
                WriteOutcome::NotApplied => assert!((0..rows.len()).all(|row| made(row) == 0), "{what}: {error:?}"),
                WriteOutcome::Partial => {
                    // The codes name the rows that were refused, by number or by key, and no other.
                    let subjects: Vec<&str> = error.codes().iter().filter_map(|code| code.subject.as_deref()).collect();
                    let refused: Vec<[String; 2]> = (0..rows.len())
                        .filter(|row| made(*row) == 0)
                        .map(|row| [format!("row {}", row + 1), rows[row].0.clone()])
                        .collect();
                    assert!(!refused.is_empty() && refused.len() < rows.len(), "{what}: {error:?}");
                    assert_eq!(subjects.len(), refused.len(), "{what}: {subjects:?}");
                    let names = |names: &[String; 2]| names.iter().any(|name| subjects.contains(&name.as_str()));
                    assert!(refused.iter().all(names), "{what}: {subjects:?}");
                    named += 1;
                }
                WriteOutcome::Unknown => {}
                other => panic!("an error that says {other}: {what}"),
            }
        }
    }
    assert!(batches < 500 || (named > 20 && unknown > 20), "{named} named, {unknown} unknown, LEADS_SEED={seed}");
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
