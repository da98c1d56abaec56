//! Tests of the workspace as a whole: one target, so that all crates are linked once.
//!
//! `tests/load.rs` and `upload_memory.rs` of two vendor crates are separate targets, because each counts the allocations
//! of its whole process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod accounting;
mod architecture;
mod blank_secrets;
mod canary;
mod cancel;
mod capillary_fake;
mod cases;
mod client_shape;
#[path = "../../crates/leads-core/tests/it/common/mod.rs"]
mod common;
mod conformance;
mod contract;
mod coverage;
#[cfg(feature = "dealerstudio")]
mod dealerstudio_fake;
mod every_write;
mod fakes;
mod faults;
mod field_walk;
mod fuzz_smoke;
mod harnesses;
mod leadsquared_fake;
mod lists;
mod malformed;
mod nutshell_fake;
mod outcomes;
mod resolving;
mod served;
mod spans;
mod vendors;
mod webhooks;
