//! Properties that must hold for every input. Each check is a function of bytes that panics on a violation.
//!
//! The fuzzer calls them with generated inputs, under nightly; `tests/it/fuzz_smoke.rs` calls the same functions with
//! mutated seeds, on stable, so that every test run includes a short fuzzing run.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod body;
pub mod seeds;
pub mod text;
pub mod vendor;

/// A check, named after its fuzz target.
pub struct Check {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// Initial inputs, made from the project's own examples.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

pub const CHECKS: &[Check] = &[
    Check { name: "retry_after", run: text::retry_after, seeds: seeds::retry_after },
    Check { name: "time", run: text::time, seeds: seeds::times },
    Check { name: "decimal", run: text::decimal, seeds: seeds::decimals },
    Check { name: "ids", run: text::ids, seeds: seeds::ids },
    Check { name: "arguments", run: text::arguments, seeds: seeds::templates },
    Check { name: "multipart", run: body::multipart, seeds: seeds::names },
    Check { name: "tolerant", run: body::tolerant, seeds: seeds::json },
    Check { name: "raw", run: body::raw, seeds: seeds::json },
    Check { name: "envelope", run: body::envelope, seeds: seeds::json },
    Check { name: "decode", run: body::decode, seeds: seeds::json },
    Check { name: "capillary", run: vendor::capillary, seeds: vendor::capillary_seeds },
    Check { name: "nutshell", run: vendor::nutshell, seeds: vendor::nutshell_seeds },
    Check { name: "leadsquared", run: vendor::leadsquared, seeds: vendor::leadsquared_seeds },
    Check { name: "dealerstudio", run: vendor::dealerstudio, seeds: vendor::dealerstudio_seeds },
];

/// Runs a check by name.
pub fn run(name: &str, data: &[u8]) {
    if let Some(check) = CHECKS.iter().find(|check| check.name == name) {
        (check.run)(data);
    }
}
