//! Tests of the journal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod accounts;
mod common;
mod crash;
mod inbox;
mod journal;
mod metrics;
mod model;
mod torn;
mod worker;
