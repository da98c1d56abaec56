//! Tests of the journal in PostgreSQL. Each starts a separate server, with its own data folder and without a port.
//!
//! Without PostgreSQL's programs the tests report that they were skipped; with `LEADS_REQUIRE_SERVERS=1` they fail.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod chaos;
mod crash;
mod engine;
mod server;
mod store;
