//! A short fuzzing run as part of the tests: the checks of `fuzz/` on randomly mutated seeds.
//!
//! `LEADS_FUZZ_ROUNDS` sets the number of mutated seeds per check, `LEADS_SEED` selects them (a number or `random`),
//! and `LEADS_FUZZ_TARGET` runs a single check. A failing run prints the seed and the input.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../../fuzz/src/lib.rs"]
#[allow(dead_code, missing_debug_implementations, unreachable_pub)]
mod checks;

use crate::common::{number, seed};
use checks::{CHECKS, Check};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Tokens that are likely to matter anywhere.
const PIECES: &[&[u8]] = &[
    b"null",
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"\\u0000",
    b"\xff",
    b"\xed\xa0\x80",
    b"\r\n",
    b"%2e",
    b"..",
    b"/",
    b"1e999",
    b"-0",
    b"9223372036854775808",
    b"{}",
    b"[]",
    b"\"\"",
    b"true",
    b"\0",
    b"\xef\xbb\xbf",
    b"error",
    b"<html>",
];

fn change(input: &mut Vec<u8>, other: &[u8], random: &mut fastrand::Rng) {
    let at = random.usize(..=input.len());
    match random.u8(..7) {
        0 if at < input.len() => input[at] = random.u8(..),
        1 if at < input.len() => input[at] ^= 1 << random.u8(..8),
        2 => input.truncate(at),
        3 => drop(input.splice(at..at, PIECES[random.usize(..PIECES.len())].iter().copied())),
        4 => drop(input.drain(at..(at + random.usize(..8)).min(input.len()))),
        5 => {
            let (from, to) = (random.usize(..=other.len()), random.usize(..=other.len()));
            drop(input.splice(at..at, other[from.min(to)..from.max(to)].iter().copied()));
        }
        _ => {
            let end = (at + random.usize(..24)).min(input.len());
            let again = input[at..end].to_vec();
            drop(input.splice(at..at, again));
        }
    }
}

fn run(check: &Check, rounds: u64, seed: u64) {
    let seeds = (check.seeds)();
    assert!(!seeds.is_empty(), "{} has no seeds", check.name);
    let mut random = fastrand::Rng::with_seed(seed);
    let hold = |input: &[u8]| {
        if catch_unwind(AssertUnwindSafe(|| (check.run)(input))).is_err() {
            panic!("{} with LEADS_SEED={seed}: {:?}", check.name, String::from_utf8_lossy(input));
        }
    };
    seeds.iter().for_each(|seed| hold(seed));
    for round in 0..rounds {
        let mut input = seeds[round as usize % seeds.len()].clone();
        for _ in 0..random.u8(1..6) {
            change(&mut input, &seeds[random.usize(..seeds.len())], &mut random);
        }
        hold(&input);
    }
}

#[test]
fn mutated_inputs_do_not_break_readers() {
    let (rounds, seed) = (number("LEADS_FUZZ_ROUNDS", 2_000), seed());
    let only = std::env::var("LEADS_FUZZ_TARGET").ok();
    for check in CHECKS.iter().filter(|check| only.as_ref().is_none_or(|only| only == check.name)) {
        run(check, rounds, seed);
    }
}

/// Writes the seeds to the corpus folder of the fuzzer.
#[test]
#[ignore = "writes fuzz/corpus"]
fn write_the_corpus() {
    for check in CHECKS {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(check.name);
        std::fs::create_dir_all(&folder).unwrap();
        for (at, seed) in (check.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{at:04}")), seed).unwrap();
        }
    }
}
