//! Tests of the journal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod common;
mod crash;
mod inbox;
mod journal;
mod model;
mod torn;
mod worker;
