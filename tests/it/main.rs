//! Tests of the workspace as a whole: one target, so that all crates are linked once.
//!
//! `tests/load.rs` and `upload_memory.rs` of two vendor crates are separate targets, because each counts the allocations
//! of its whole process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod accounting;
mod accounts;
mod adapters;
mod architecture;
mod blank_secrets;
mod blocking;
mod canary;
mod cancel;
mod capabilities;
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
mod error_atlas;
mod every_write;
mod fakes;
mod faults;
mod field_walk;
mod fuzz_smoke;
mod harnesses;
mod leadsquared_fake;
mod lists;
mod lost_changes;
mod malformed;
mod nutshell_fake;
mod observing;
mod operation_pages;
mod outcomes;
mod resolving;
mod served;
mod spans;
mod stored;
mod tracer;
mod upsert;
mod vendors;
mod webhooks;
