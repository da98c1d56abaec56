//! Random runs of the rules against a model of a vendor, with several workers that crash, stop and race.
//!
//! `LEADS_RUNS` sets the number of runs, and `LEADS_SEED` the first seed. A run that fails prints its seed; to repeat it
//! alone: `LEADS_SEED=<seed> LEADS_RUNS=1 cargo test -p leads-journal --test it model`.

mod vendor;
mod world;

use leads_journal::machine::State;
use std::collections::BTreeMap;
use world::World;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn every_run_ends_with_each_entry_applied_once_or_explained() {
    let seed = number("LEADS_SEED", fastrand::u64(..u64::MAX / 2));
    let runs = number("LEADS_RUNS", 100_000);
    println!("LEADS_SEED={seed} LEADS_RUNS={runs}");
    let mut reached: BTreeMap<&str, u64> = BTreeMap::new();
    for run in 0..runs {
        let seed = seed + run;
        let mut world = World::new(seed);
        world.run();
        world.finish();
        for happened in world.happened() {
            *reached.entry(happened).or_default() += 1;
        }
    }
    println!("{reached:?}");
    if runs < 10_000 {
        return;
    }
    // The runs prove something only if every kind of event occurred.
    for event in [
        "crash",
        "double pick",
        "clock step",
        "lost answer",
        "late arrival",
        "refused repeat",
        "slept past the lease",
        "late answer counted",
        "proved absent",
        "sent again by policy",
        "retried by a person",
    ] {
        assert!(reached.get(event).is_some_and(|count| *count > 100), "{event}: {reached:?}");
    }
    for state in [State::Applied, State::Refused, State::Dropped] {
        assert!(reached.contains_key(state.as_str()), "{state}: {reached:?}");
    }
}
